//! Taking applications in: filing, receiving at the counter, accepting. Form 01 is what the applicant gets.
//! Decree 61/2018 Art. 16, 17.

use super::{Matter, edition, service, text};
use crate::catalogue::{Facts, Role, StepKind};
use crate::{
    Actor, Application, Case, CaseCode, Catalogue, Channel, Edition, Envelope, Event, Refusal, Status, UnitCode,
    authority, deadline,
};

/// An application comes in. Online ones come from the applicant, the others through the one-stop clerk.
pub(super) fn file(
    catalogue: &Catalogue,
    case: Option<&Case>,
    envelope: &Envelope,
    application: &Application,
) -> Result<Vec<Event>, Refusal> {
    let edition = admissible(catalogue, case, envelope, application)?;
    match (&envelope.actor, application.channel) {
        (Actor::Citizen(_), Channel::Online) => {}
        (Actor::Citizen(_), _) => return Err(Refusal::OfficialsOnly),
        (Actor::Official(_), _) => {
            authority::with_role(catalogue, taken_in_by(application), &envelope.actor, Role::Clerk)?;
        }
        (Actor::Portal, _) => return Err(Refusal::OfficialsOnly),
    }
    Ok(vec![Event::Filed { edition: edition.id.clone(), application: application.clone() }])
}

/// The clerk takes a complete application in on the spot.
pub(super) fn receive(
    catalogue: &Catalogue,
    case: Option<&Case>,
    envelope: &Envelope,
    application: &Application,
    code: &CaseCode,
) -> Result<Vec<Event>, Refusal> {
    let edition = admissible(catalogue, case, envelope, application)?;
    let taken_in_by = taken_in_by(application);
    authority::with_role(catalogue, taken_in_by, &envelope.actor, Role::Clerk)?;
    let facts = facts(application);
    let filed = Event::Filed { edition: edition.id.clone(), application: application.clone() };
    let (unit, by) = (&application.unit, application.received_by.as_ref());
    let mut events =
        acceptance(edition, &application.service, &facts, &Counter { unit, by, at: taken_in_by }, code, envelope)?;
    events.insert(0, filed);
    Ok(events)
}

/// The clerk accepts what was filed; the clock of the case starts.
pub(super) fn accept(matter: &Matter<'_>, code: &CaseCode) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Filed])?;
    matter.require_clerk_here()?;
    let case = matter.case;
    let counter = Counter { unit: &case.unit, by: case.received_by.as_ref(), at: &case.at };
    acceptance(matter.edition, &case.service, &case.facts(), &counter, code, matter.envelope)
}

/// The rules that every new application meets.
fn admissible<'a>(
    catalogue: &'a Catalogue,
    case: Option<&Case>,
    envelope: &Envelope,
    application: &Application,
) -> Result<&'a Edition, Refusal> {
    if case.is_some() {
        return Err(Refusal::CaseExists);
    }
    let edition = edition(catalogue, &envelope.edition)?;
    let (service, _) = service(edition, &application.service, None)?;
    if !service.units.contains(&application.unit) {
        return Err(Refusal::ServiceNotAtUnit { unit: application.unit.clone() });
    }
    if let Some(by) = &application.received_by {
        let elsewhere = service.taken_in_by.contains(by) && *by != application.unit;
        if !elsewhere {
            return Err(Refusal::NotReceivedElsewhere { service: service.code.clone() });
        }
    }
    text::applicant(&application.applicant)?;
    text::few("co_applicants", application.co_applicants.len())?;
    application.co_applicants.iter().try_for_each(text::applicant)?;
    text::optional("submitter", application.submitter.as_deref().unwrap_or(""), text::LINE)?;
    text::required("subject", &application.subject, text::PARAGRAPH)?;
    text::papers(&application.papers)?;
    text::entries(&application.entries)?;
    service.filled(&facts(application))?;
    text::optional("send_result_to", application.send_result_to.as_deref().unwrap_or(""), text::PARAGRAPH)?;
    Ok(edition)
}

/// What conditions look at.
fn facts(application: &Application) -> Facts<'_> {
    Facts { channel: application.channel, applicant: application.applicant.kind, entries: &application.entries }
}

/// The one-stop shop that takes an application in.
fn taken_in_by(application: &Application) -> &UnitCode {
    application.received_by.as_ref().unwrap_or(&application.unit)
}

/// Where a case is taken in, and for whom.
struct Counter<'a> {
    unit: &'a UnitCode,
    by: Option<&'a UnitCode>,
    at: &'a UnitCode,
}

/// Acceptance completes the reception step: the case waits in the step after it, in the unit that carries it out.
fn acceptance(
    edition: &Edition,
    service_code: &crate::ServiceCode,
    facts: &Facts<'_>,
    counter: &Counter<'_>,
    code: &CaseCode,
    envelope: &Envelope,
) -> Result<Vec<Event>, Refusal> {
    let (ordinary, _) = service(edition, service_code, None)?;
    let variant = ordinary.variant_for(facts).map(|variant| variant.id.clone());
    let (service, workflow) = service(edition, service_code, variant.as_ref())?;
    let malformed = || Refusal::CodeMalformed { code: code.clone() };
    let (code_unit, _, number) = code.parts().ok_or_else(malformed)?;
    if code_unit != *counter.at || number == 0 || *code != CaseCode::compose(counter.at, envelope.at.day(), number) {
        return Err(malformed());
    }
    let step = workflow.steps.iter().find(|step| step.kind != StepKind::Receive).ok_or(Refusal::WorkflowBroken)?;
    let accepted = Event::Accepted {
        code: code.clone(),
        due_at: deadline::of(&edition.calendar, service.time_limit_of(variant.as_ref()), envelope.at).due_at,
        step: step.id.clone(),
        step_due_at: deadline::of_step(&edition.calendar, step.hours, envelope.at),
        variant,
    };
    let to = edition.place_of(step, counter.unit, counter.by);
    let passed = (to != counter.at).then(|| Event::Passed { to: to.clone(), wholly: false, reason: String::new() });
    Ok(std::iter::once(accepted).chain(passed).collect())
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::form_entry::{EntryKind, FormEntry, Needed};
    use crate::{Application, Case, Command, Refusal, Status};

    #[test]
    fn a_citizen_files_online_and_the_clerk_accepts() {
        let world = World::new();
        let filed = world.given(&[]).when(citizen(), Command::File { application: application() }).then_ok();
        let case = filed.case();
        assert_eq!((case.status, case.code.clone()), (Status::Filed, None));
        let accepted = filed.when(clerk(), Command::Accept { turn: case.turn, code: code(1) }).then_ok();
        let case = accepted.case();
        assert_eq!(case.status, Status::Accepted);
        assert_eq!(case.step, Some("assign".into()), "reception is done by accepting");
        assert_eq!(case.due_at, Some(at("2026-11-19", 9)), "three working days of eight hours");
    }

    #[test]
    fn a_case_received_at_the_counter_is_filed_and_accepted_at_once() {
        let world = World::new();
        let case = world
            .given(&[])
            .when(clerk(), Command::Receive { application: counter_application(), code: code(7) })
            .then_ok()
            .case();
        assert_eq!((case.status, case.code), (Status::Accepted, Some(code(7))));
    }

    #[test]
    fn an_application_states_what_the_form_of_its_service_asks_of_whoever_comes_that_way() {
        let mut world = World::new();
        let entry = |name: &str, kind, needed| FormEntry {
            name: name.to_owned(),
            kind,
            needed,
            section: String::new(),
            hint: String::new(),
            when: Vec::new(),
        };
        let copies = EntryKind::Number { least: Some(1), most: Some(50) };
        world.services(|service| {
            service.entries = vec![
                entry("Mục đích", EntryKind::Line, Needed::Online),
                entry("Số bản", copies.clone(), Needed::Always),
            ];
        });
        let file = |given: &[(&str, &str)]| {
            let entries = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            Command::File { application: Application { entries, ..application() } }
        };
        let lacks = |entry: &str| Refusal::EntryMissing { entry: entry.to_owned() };
        let wrong = Refusal::EntryMalformed { entry: "Số bản".to_owned() };
        world.given(&[]).when(citizen(), file(&[("Số bản", "2")])).then_refused(&lacks("Mục đích"));
        world.given(&[]).when(citizen(), file(&[("Mục đích", "Vay vốn")])).then_refused(&lacks("Số bản"));
        let many = [("Mục đích", "Vay vốn"), ("Số bản", "nhiều")];
        world.given(&[]).when(citizen(), file(&many)).then_refused(&wrong);
        let filed = world.given(&[]).when(citizen(), file(&[("Mục đích", "Vay vốn"), ("Số bản", "2")])).then_ok();

        // At the counter the purpose stands on the form of paper; the number is wanted there, too.
        let receive = |copies: &str| {
            let entries = [("Số bản".to_owned(), copies.to_owned())].into();
            Command::Receive { application: Application { entries, ..counter_application() }, code: code(1) }
        };
        world.given(&[]).when(clerk(), receive("")).then_refused(&lacks("Số bản"));
        world.given(&[]).when(clerk(), receive("3")).then_ok();

        // A correction brings in nothing wrong, and is not held up by what was wrong before.
        let correct = |case: &Case, copies: &str| {
            let mut entries = case.entries.clone();
            entries.insert("Số bản".to_owned(), copies.to_owned());
            let applicant = crate::Applicant { name: "Nguyễn Văn Đực".to_owned(), ..case.applicant.clone() };
            let (turn, subject, reason) = (case.turn, case.subject.clone(), "Sai tên".to_owned());
            Command::Correct { turn, applicant, subject, entries, reason }
        };
        filed.when(clerk(), correct(&filed.case(), "0")).then_refused(&wrong);
        filed.when(clerk(), correct(&filed.case(), "5")).then_ok();
        let mut stricter = world.clone();
        stricter.services(|service| service.entries.push(entry("Nơi sinh", EntryKind::Line, Needed::Always)));
        let before = filed.in_world(&stricter);
        before.when(clerk(), correct(&before.case(), "2")).then_ok();
    }

    #[test]
    fn only_the_clerk_of_that_unit_accepts() {
        let world = World::new();
        let filed = world.given(&[]).when(citizen(), Command::File { application: application() }).then_ok();
        let turn = filed.case().turn;
        for (actor, refusal) in [
            (citizen(), Refusal::OfficialsOnly),
            (specialist(), Refusal::RoleMissing { role: crate::catalogue::Role::Clerk }),
            (stranger(), Refusal::OtherUnit { unit: unit() }),
            (retired(), Refusal::UserNotActive { user: "cu".into() }),
        ] {
            filed.when(actor, Command::Accept { turn, code: code(1) }).then_refused(&refusal);
        }
    }

    #[test]
    fn a_code_of_another_day_or_unit_is_refused() {
        let world = World::new();
        let filed = world.given(&[]).when(citizen(), Command::File { application: application() }).then_ok();
        for wrong in ["000.00.03.H40-261115-0001", "000.00.04.H40-261116-0001", "000.00.03.H40-261116-0000", "x"] {
            let command = Command::Accept { turn: filed.case().turn, code: wrong.into() };
            filed.when(clerk(), command).then_refused(&Refusal::CodeMalformed { code: wrong.into() });
        }
    }

    #[test]
    fn an_application_without_a_name_or_for_an_unknown_service_is_refused() {
        let world = World::new();
        let mut nameless = application();
        nameless.applicant.name = "  ".to_owned();
        world
            .given(&[])
            .when(citizen(), Command::File { application: nameless })
            .then_refused(&Refusal::EntryMissing { entry: "applicant_name".to_owned() });
        let mut unknown = application();
        unknown.service = "9.999999".into();
        world
            .given(&[])
            .when(citizen(), Command::File { application: unknown })
            .then_refused(&Refusal::UnknownService { service: "9.999999".into() });
    }

    #[test]
    fn a_second_acceptance_meets_a_case_that_has_moved_on() {
        let world = World::new();
        let filed = world.given(&[]).when(citizen(), Command::File { application: application() }).then_ok();
        let turn = filed.case().turn;
        let accepted = filed.when(clerk(), Command::Accept { turn, code: code(1) }).then_ok();
        accepted.when(clerk(), Command::Accept { turn, code: code(2) }).then_refused(&Refusal::CaseMovedOn {
            status: Status::Accepted,
            step: Some("assign".into()),
            turn: accepted.case().turn,
        });
    }
}
