//! The whole sample, held against the law and the portal's rules across cases.

use super::*;
use crate::catalogue_files::bundled;
use casework::{
    Actor, Case, CaseCode, CaseId, Catalogue, Command, Event, Moment, Recorded, Status, UnitCode, decide, evolve,
};
use std::collections::{BTreeMap, BTreeSet};

const UNITS: [&str; 6] =
    ["000.00.03.H40", "000.00.06.H40", "000.00.21.H40", "000.00.29.H40", "000.01.21.H40", "000.03.21.H40"];

fn catalogue() -> Catalogue {
    Catalogue { version: 1, editions: bundled().unwrap(), users: users(), ..Catalogue::default() }
}

fn moments() -> [Moment; 4] {
    // A Monday noon before a holiday, a night, a Sunday in another year, a day just after Tết.
    [("2026-11-23", 769), ("2026-10-08", 1_430), ("2027-01-17", 600), ("2026-02-23", 425)]
        .map(|(day, minute)| Moment::at(day.parse().unwrap(), minute))
}

/// Every case after all envelopes were admitted in the order of their arrival.
fn admitted(catalogue: &Catalogue, province: &SampleProvince) -> BTreeMap<CaseId, Case> {
    let mut cases: BTreeMap<CaseId, Case> = BTreeMap::new();
    let mut logs: BTreeMap<UnitCode, u64> = BTreeMap::new();
    let mut last = Moment(i64::MIN);
    for (arrived, envelope) in &province.envelopes {
        assert!(last <= *arrived && envelope.at <= *arrived, "{arrived:?} comes after {last:?}");
        last = *arrived;
        let mut case = cases.remove(&envelope.case);
        let events =
            decide(catalogue, case.as_ref(), envelope).unwrap_or_else(|refusal| panic!("{refusal}: {envelope:?}"));
        for event in events {
            let version = case.as_ref().map_or(1, |case| case.version + 1);
            let unit = match (&case, &event) {
                (Some(case), _) => case.unit.clone(),
                (None, Event::Filed { application, .. }) => application.unit.clone(),
                (None, other) => panic!("{other:?} begins no case"),
            };
            let log = logs.entry(unit.clone()).or_default();
            assert!(envelope.seen <= *log, "nobody sees what is not there yet");
            *log += 1;
            let recorded = Recorded {
                unit,
                seq: *log,
                case: envelope.case,
                version,
                envelope: envelope.id,
                by: envelope.actor.clone(),
                at: envelope.at,
                arrived_at: *arrived,
                event,
            };
            case = evolve(case, &recorded);
        }
        cases.insert(envelope.case, case.unwrap());
    }
    cases
}

fn number_of(code: &CaseCode) -> (UnitCode, String, u16) {
    let (unit, day, number) = code.parts().unwrap();
    (unit, day.to_owned(), number)
}

#[test]
fn every_envelope_is_admitted_and_every_status_and_step_occurs() {
    let catalogue = catalogue();
    for now in moments() {
        let province = province(&catalogue, now, &mut PlainDocuments).unwrap();
        let cases = admitted(&catalogue, &province);
        assert!(cases.len() >= 280, "{} cases", cases.len());
        for unit in UNITS {
            let count = cases.values().filter(|case| case.unit.as_str() == unit).count();
            assert!(count >= 25, "{unit}: {count}");
        }
        let statuses: BTreeSet<Status> = cases.values().map(|case| case.status).collect();
        let unreachable = [Status::AwaitingPayment, Status::Stopped];
        assert_eq!(statuses, Status::ALL.into_iter().filter(|status| !unreachable.contains(status)).collect());
        let edition = catalogue.edition_on(now.day()).unwrap();
        for unit in UNITS {
            let here = |step: &casework::StepId, workflow: &casework::WorkflowId| {
                cases.values().any(|case| {
                    case.unit.as_str() == unit
                        && case.step.as_ref() == Some(step)
                        && edition.services[&case.service].workflow == *workflow
                })
            };
            let offered = edition.services.values().filter(|service| service.units.contains(&unit.into()));
            let workflows: BTreeSet<_> = offered.map(|service| &service.workflow).collect();
            for workflow in workflows {
                let steps = &edition.workflows[workflow].steps;
                for step in &steps[1..steps.len() - 1] {
                    assert!(here(&step.id, workflow), "{unit}: nothing in {} of {workflow} at {now:?}", step.id);
                }
            }
        }
        let late = cases.values().filter(|case| case.status.is_running() && case.due_at < Some(now)).count();
        let soon = now.plus_minutes(2 * 24 * 60);
        let near = cases
            .values()
            .filter(|case| case.status.is_running() && case.due_at >= Some(now) && case.due_at < Some(soon));
        assert!(late >= 10 && near.count() >= 10, "{late} late");
        assert!(province.envelopes.iter().all(|(arrived, _)| *arrived <= now.plus_minutes(1)));
    }
}

#[test]
fn codes_are_unique_and_numbers_have_no_gap() {
    let catalogue = catalogue();
    for now in moments() {
        let province = province(&catalogue, now, &mut PlainDocuments).unwrap();
        let mut codes: BTreeMap<(UnitCode, String), u16> = BTreeMap::new();
        let mut registers: BTreeMap<(UnitCode, String, i32), u32> = BTreeMap::new();
        let mut units: BTreeMap<CaseId, UnitCode> = BTreeMap::new();
        for (_, envelope) in &province.envelopes {
            if let Command::Receive { application, .. } | Command::File { application } = &envelope.command {
                units.insert(envelope.case, application.unit.clone());
            }
            if let Command::Receive { code, .. } | Command::Accept { code, .. } = &envelope.command {
                let (unit, day, number) = number_of(code);
                let last = codes.entry((unit, day)).or_default();
                assert_eq!(number, *last + 1, "{code}");
                *last = number;
            }
            if let Command::Number { register, number, issued_on, .. } = &envelope.command {
                let key = (units[&envelope.case].clone(), register.to_string(), issued_on.year());
                let last = registers.entry(key).or_default();
                assert_eq!(*number, *last + 1, "{register}");
                *last = *number;
            }
        }
        assert!(registers.len() > 10);
    }
}

#[test]
fn each_document_is_there_once_and_is_what_its_name_says() {
    let catalogue = catalogue();
    let now = moments()[0];
    let first = province(&catalogue, now, &mut PlainDocuments).unwrap();
    let cases = admitted(&catalogue, &first);
    let files: BTreeMap<_, _> = first.files.iter().map(|file| (file.digest.clone(), file)).collect();
    assert_eq!(files.len(), first.files.len());
    for file in &first.files {
        assert_eq!(protocol::digest(&file.bytes), file.digest);
        let start: &[u8] = if file.media_type == "image/png" { b"\x89PNG" } else { b"%PDF-" };
        assert!(file.bytes.starts_with(start), "{}", file.name);
    }
    for reference in cases.values().flat_map(Case::files) {
        assert_eq!(files[&reference.digest].bytes.len() as u64, reference.size);
    }
    assert!(cases.values().all(|case| case.papers.iter().any(|paper| !paper.files.is_empty())));
    let again = province(&catalogue, now, &mut PlainDocuments).unwrap();
    assert_eq!(first.envelopes, again.envelopes);
    assert_eq!(first.files, again.files);
}

#[test]
fn online_applicants_have_accounts_and_every_actor_exists() {
    let catalogue = catalogue();
    let province = province(&catalogue, moments()[0], &mut PlainDocuments).unwrap();
    let mut cited = BTreeSet::new();
    for (_, envelope) in &province.envelopes {
        match &envelope.actor {
            Actor::Citizen(account) => assert!(cited.insert(account) || province.accounts.contains_key(account)),
            Actor::Official(user) => assert!(catalogue.users.contains_key(user)),
            Actor::Portal => panic!("time alone brought about a part of the sample"),
        }
    }
    assert!(cited.len() > 50 && cited.into_iter().all(|account| province.accounts.contains_key(account)));
    let ids: Vec<_> = province.accounts.values().filter_map(|applicant| applicant.identity_number.clone()).collect();
    assert!(ids.iter().all(|id| id.starts_with("036") || id.starts_with("0600000")));
}

#[test]
fn every_sample_unit_has_every_role() {
    let users = users();
    for unit in UNITS {
        let roles: BTreeSet<_> = users
            .values()
            .filter(|user| user.unit.as_str() == unit)
            .flat_map(|user| user.roles.iter().copied())
            .collect();
        assert_eq!(roles.len(), 6, "{unit}");
    }
    assert!(users.contains_key(&"stp.mc".into()) && users.contains_key(&"thd.ld".into()));
}

#[test]
fn plain_documents_can_be_shown() {
    for kind in [AttachmentKind::Picture, AttachmentKind::Pdf] {
        let file = PlainDocuments.attachment("Thẻ căn cước công dân", "Nguyễn Văn An", kind).unwrap();
        let pages = paper::render::pages(&file.bytes, paper::render::RenderLimits::default()).unwrap();
        assert_eq!(pages.len(), 1, "{}", file.name);
    }
}

#[test]
fn issued_results_carry_both_signatures() {
    let catalogue = catalogue();
    let now = moments()[0];
    let edition = catalogue.edition_on(now.day()).unwrap();
    let keys = keys(edition, now).unwrap();
    assert_eq!(keys.keys.len(), 12);
    assert!(keys.authority_pem.contains("BEGIN CERTIFICATE"));
    let province = province(&catalogue, now, &mut SignedDocuments::new(&keys).unwrap()).unwrap();
    let cases = admitted(&catalogue, &province);
    let files: BTreeMap<_, _> = province.files.iter().map(|file| (file.digest.clone(), file)).collect();
    let issued: Vec<_> = cases.values().filter_map(|case| Some((case, case.deliverable.as_ref()?))).collect();
    assert!(issued.len() > 80, "{}", issued.len());
    for (case, deliverable) in &issued {
        let file = files[&deliverable.document.digest];
        paper::is_complete_result(&file.bytes).unwrap_or_else(|refused| panic!("{}: {refused}", file.name));
        let signatures = paper::inspect(&file.bytes).unwrap();
        assert_eq!(signatures[0].signer_name, catalogue.users[&signer(case)].name);
        assert_eq!(signatures[1].signer_name, edition.units[&case.unit].name);
    }
}

fn signer(case: &Case) -> casework::UserId {
    match &case.approval.as_ref().unwrap().by {
        Actor::Official(user) => user.clone(),
        Actor::Citizen(_) | Actor::Portal => panic!("no official signed"),
    }
}
