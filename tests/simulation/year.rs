//! A year of a district office and those it works with: 20,000 cases over every branch of the law, by every way in, on the
//! real catalogue. What each month of each unit reports adds up to what the next carries over, every date explains itself,
//! and no case is stuck without a reason.

use casework::catalogue::{Role, Service};
use casework::fee::{FeeLine, PaymentMethod};
use casework::form_entry::{EntryKind, FormEntry};
use casework::statistics::{Look, Period, SixACounts, six_a_of};
use casework::{
    Act, ActKind, Actor, Applicant, ApplicantKind, Application, Case, CaseCode, CaseId, Catalogue, Channel, Command,
    Date, Digest, Edition, EditionId, Envelope, EnvelopeId, Event, FileRef, HandOverMethod, Moment, Paper, Recorded,
    Status, UnitCode, UserId, acts_for, deadline, decide, evolve,
};
use rand::Rng;
use rand::SeedableRng;
use rand::seq::{IndexedRandom, IteratorRandom};
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const CASES: u32 = 20_000;
/// The year in which one edition followed another.
const YEAR: i32 = 2025;
/// UBND thành phố Nam Định.
const UNIT: &str = "000.00.21.H40";
/// Longer than any case has acts.
const PATIENCE: usize = 200;

struct Office {
    catalogue: Catalogue,
    /// Everybody, by unit.
    people: BTreeMap<UnitCode, Vec<UserId>>,
    codes: BTreeMap<(UnitCode, Date), u16>,
    numbers: BTreeMap<String, u32>,
    random: ChaCha8Rng,
    /// Units that had the case open at the end of the month before.
    open_before: BTreeSet<UnitCode>,
}

/// What a year comes to.
#[derive(Default)]
struct Year {
    months: BTreeMap<UnitCode, Vec<SixACounts>>,
    whole: BTreeMap<UnitCode, SixACounts>,
    channels: BTreeMap<Channel, u32>,
    kinds: BTreeMap<String, u32>,
    editions: BTreeMap<EditionId, u32>,
    open: u32,
}

#[test]
fn a_year_of_a_district_office_keeps_every_promise_and_its_reports_add_up() {
    let half = |seed, cases| {
        let mut office = Office::open(seed);
        let mut year = Year::default();
        for number in 0..cases {
            office.live(number, &mut year);
        }
        year
    };
    // Two offices of half the size, one for each core.
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(|| half(2, CASES / 2));
        (half(1, CASES / 2), other.join().expect("the other half"))
    });
    for year in [&one, &other] {
        assert!(year.months.len() > 3, "several units: {:?}", year.months.keys());
        for (unit, months) in &year.months {
            for (month, counts) in months.iter().enumerate() {
                assert_eq!(counts.received(), counts.done() + counts.open(), "{unit}, month {}", month + 1);
                if let Some(next) = months.get(month + 1) {
                    let carried = next.carried_over + next.passed_on_carried;
                    assert_eq!(counts.open(), carried, "{unit}, from month {} to the next", month + 1);
                }
            }
            let whole = &year.whole[unit];
            assert_eq!(months.iter().map(SixACounts::done).sum::<u32>(), whole.done(), "{unit}");
            assert_eq!(months[11].open(), whole.open(), "{unit}");
        }
    }
    for channel in [Channel::Online, Channel::Counter, Channel::Post] {
        assert!(one.channels.get(&channel).is_some_and(|count| *count > 1_000), "{channel:?}: {:?}", one.channels);
    }
    let mut kinds = one.kinds.clone();
    other.kinds.iter().for_each(|(kind, count)| *kinds.entry(kind.clone()).or_default() += count);
    let told: Vec<String> = kinds.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    println!("{CASES} cases, {} open at the end of the year; {}", one.open + other.open, told.join(", "));
    assert!(one.editions.len() == 2, "cases were received under both editions: {:?}", one.editions);
    let branches = [
        "rejected",
        "supplement_requested",
        "withdrawn",
        "stopped",
        "payment_requested",
        "resumed",
        "extended",
        "recalled",
        "noted",
        "corrected",
        "consultation_asked",
        "consultation_answered",
        "complained",
        "complaint_answered",
        "revoked",
        "reopened",
        "fee_collected",
        "fee_refunded",
        "step_returned",
        "handed_over",
        "passed",
        "rejection_proposed",
        "copy_issued",
        "messaged",
    ];
    for branch in branches {
        assert!(kinds.get(branch).is_some_and(|count| *count > 20), "{branch} hardly happened: {kinds:?}");
    }
}

impl Office {
    fn open(seed: u64) -> Self {
        let editions = portal::catalogue_files::bundled().expect("the bundled catalogue");
        let users = portal::sample::users();
        let mut people: BTreeMap<UnitCode, Vec<UserId>> = BTreeMap::new();
        for user in users.values() {
            people.entry(user.unit.clone()).or_default().push(user.id.clone());
        }
        // The province itself takes nothing in.
        people.retain(|_, people| people.len() > 3);
        let catalogue = Catalogue { version: 1, editions, users, ..Catalogue::default() };
        let random = ChaCha8Rng::seed_from_u64(seed);
        Self {
            catalogue,
            people,
            codes: BTreeMap::new(),
            numbers: BTreeMap::new(),
            random,
            open_before: BTreeSet::new(),
        }
    }

    /// A case from its filing to its end or to the end of the year; its part in every month's report.
    fn live(&mut self, number: u32, year: &mut Year) {
        let first = Moment::at(day(YEAR, 1, 1), 0);
        let mut at = first.plus_minutes(self.random.random_range(0..364 * 24 * 60));
        let end = Moment::at(day(YEAR + 1, 1, 1), 0);
        let id = CaseId(Uuid::from_u128(u128::from(number) + 1));
        let application = self.application(number, at.day());
        *year.channels.entry(application.channel).or_default() += 1;
        self.open_before.clear();
        let (mut case, mut month): (Option<Case>, usize) = (None, 0);
        let mut next = Some(self.begins(number, application, at.day()));
        for _ in 0..PATIENCE {
            let Some((actor, command)) = next.take() else { break };
            if at >= end {
                break;
            }
            while at >= Moment::at(month_end(month).next(), 0) {
                self.close_month(case.as_ref(), month, year);
                month += 1;
            }
            let envelope = Envelope {
                id: EnvelopeId(Uuid::from_u128(self.random.random())),
                case: id,
                actor,
                at,
                edition: self.catalogue.edition_on(at.day()).expect("an edition").id.clone(),
                seen: 0,
                after: None,
                command,
            };
            match decide(&self.catalogue, case.as_ref(), &envelope) {
                Ok(events) => {
                    for event in events {
                        let kind = serde_json::to_value(&event).expect("an event")["type"].as_str().map(str::to_owned);
                        *year.kinds.entry(kind.unwrap_or_default()).or_default() += 1;
                        case = evolve(case, &recorded(&envelope, event));
                    }
                }
                Err(refusal) => panic!("the list of acts offered what the law refuses: {refusal}: {envelope:?}"),
            }
            let Some(now) = &case else { panic!("no case after an act") };
            self.holds(now);
            if now.status.is_closed() && self.random.random_range(0..50) > 0 {
                break;
            }
            at = self.later(at);
            next = self.next_act(now, at);
        }
        while month < 12 {
            self.close_month(case.as_ref(), month, year);
            month += 1;
        }
        let Some(case) = case else { return };
        *year.editions.entry(case.edition.clone()).or_default() += 1;
        let whole = Period { from: day(YEAR, 1, 1), to: day(YEAR, 12, 31) };
        for unit in holders(&case) {
            if let Some(counts) = six_a_of(&case, &unit, Look { period: whole, today: whole.to }) {
                year.whole.entry(unit).or_default().add(&counts);
            }
        }
        if !case.status.is_closed() {
            year.open += 1;
            self.is_not_stuck(&case, end);
        }
    }

    /// What has to be true of a case at any moment.
    fn holds(&self, case: &Case) {
        let edition = &self.catalogue.editions[&case.edition];
        if case.accepted_at.is_some() {
            let explained = deadline::explain(edition, case).expect("an accepted case has a deadline");
            assert_eq!(Some(explained.due_at), case.due_at, "{:?}: {:?}", case.code, explained.addends);
        }
        // A pause is never reported as done.
        if case.status.is_paused() && case.revoked.is_empty() {
            assert!(case.finished_at.is_none(), "{case:?}");
        }
        // No fee is paid for twice (P8).
        let mut paid: Vec<&str> = case.paid().flat_map(|paid| &paid.lines).map(|line| line.fee.as_str()).collect();
        let count = paid.len();
        paid.sort_unstable();
        paid.dedup();
        assert_eq!(paid.len(), count, "{:?} paid twice", case.code);
        assert!(case.supplements.len() <= 1, "asked once, completely (Decree 61/2018 Art. 15.3)");
    }

    /// Somebody can take every open case along, or it says why not.
    fn is_not_stuck(&self, case: &Case, now: Moment) {
        let people = case.involved.iter().filter_map(|unit| self.people.get(unit)).flatten();
        let mains = people.filter(|user| acts_for(&self.catalogue, case, user, now).iter().any(|act| act.main));
        let revoked = case.deliverable.as_ref().is_some_and(|issued| issued.revocation.is_some());
        assert!(mains.count() > 0 || revoked, "nobody can go on with {case:?}");
    }

    fn close_month(&mut self, case: Option<&Case>, month: usize, year: &mut Year) {
        let to = month_end(month);
        let period = Period { from: day(YEAR, u8::try_from(month + 1).unwrap_or(12), 1), to };
        let Some(case) = case else { return };
        let (holders, mut open) = (holders(case), BTreeSet::new());
        assert!(self.open_before.is_subset(&holders), "{:?}: {case:#?}", self.open_before);
        for unit in holders {
            let counts = six_a_of(case, &unit, Look { period, today: to });
            let carried = counts.as_ref().map_or(0, |counts| counts.carried_over + counts.passed_on_carried);
            assert_eq!(carried, u32::from(self.open_before.contains(&unit)), "{unit}, month {}: {case:#?}", month + 1);
            let Some(counts) = counts else { continue };
            assert!(counts.open() <= 1, "{case:#?}");
            if counts.open() == 1 {
                open.insert(unit.clone());
            }
            let months = year.months.entry(unit).or_insert_with(|| vec![SixACounts::default(); 12]);
            months[month].add(&counts);
        }
        self.open_before = open;
    }

    /// Mostly within hours, sometimes days later.
    fn later(&mut self, at: Moment) -> Moment {
        let minutes = match self.random.random_range(0..10) {
            0..7 => self.random.random_range(5..600),
            7..9 => self.random.random_range(600..3_000),
            _ => self.random.random_range(3_000..12_000),
        };
        at.plus_minutes(minutes)
    }

    fn next_act(&mut self, case: &Case, at: Moment) -> Option<(Actor, Command)> {
        let mut offers: Vec<(UserId, Act)> = Vec::new();
        for user in case.involved.iter().filter_map(|unit| self.people.get(unit)).flatten() {
            offers.extend(acts_for(&self.catalogue, case, user, at).into_iter().map(|act| (user.clone(), act)));
        }
        let rare = self.random.random_range(0..8) == 0;
        let usual: Vec<&(UserId, Act)> = offers.iter().filter(|(_, act)| act.main).collect();
        for _ in 0..20 {
            let (user, act) = if rare || usual.is_empty() {
                // Each kind is as likely as any other, however many people could do it.
                let kinds: BTreeSet<ActKind> = offers.iter().map(|(_, act)| act.kind).collect();
                let kind = kinds.into_iter().choose(&mut self.random)?;
                offers.iter().filter(|(_, act)| act.kind == kind).choose(&mut self.random)?.clone()
            } else {
                (*usual.choose(&mut self.random)?).clone()
            };
            // Ends of a case are chosen now and then only.
            let final_act = matches!(act.kind, ActKind::Reject | ActKind::Withdraw | ActKind::Revoke);
            if final_act && self.random.random_range(0..4) > 0 {
                continue;
            }
            if let Some(command) = self.command(case, &act, &user, at) {
                return Some((Actor::Official(user), command));
            }
        }
        None
    }

    fn command(&mut self, case: &Case, act: &Act, user: &UserId, at: Moment) -> Option<Command> {
        let (turn, text) = (case.turn, || "Lý do".to_owned());
        let edition: &Edition = &self.catalogue.editions[&case.edition];
        let service = &edition.services[&case.service];
        Some(match act.kind {
            ActKind::Accept => Command::Accept { turn, code: self.code(&case.at, at.day()) },
            ActKind::Reject => Command::Reject { turn, reason: text() },
            ActKind::RequestSupplement => Command::RequestSupplement {
                turn,
                papers: vec!["CCCD".to_owned()],
                counts: Default::default(),
                reason: text(),
            },
            ActKind::ReceiveSupplement => Command::ReceiveSupplement { turn, papers: papers() },
            ActKind::Assign => {
                let to = act.candidates.choose(&mut self.random)?.id.clone();
                Command::Assign { turn, from: case.assignee.clone(), to, note: String::new() }
            }
            ActKind::TakeOver => Command::Assign { turn, from: None, to: user.clone(), note: String::new() },
            ActKind::CompleteStep => Command::CompleteStep { turn, note: String::new() },
            ActKind::ReturnStep => {
                Command::ReturnStep { turn, to: act.targets.choose(&mut self.random)?.id.clone(), reason: text() }
            }
            ActKind::ProposeResult => {
                Command::ProposeResult { turn, title: "KẾT QUẢ".to_owned(), body: text(), draft: file(b'1') }
            }
            ActKind::IssueCopy => {
                let document = case.deliverable.as_ref()?.document.digest.clone();
                let to = casework::CopyRecipient::Applicant;
                Command::IssueCopy { document, copies: 1, to, name: text(), reason: text() }
            }
            ActKind::ProposeRejection => Command::ProposeRejection { turn, reason: text(), draft: file(b'1') },
            ActKind::Approve => Command::Approve { turn, document: file(b'2'), states: case.statement()? },
            ActKind::Number => {
                let states = case.statement()?;
                let register = edition.book_of(service, states.decision).clone();
                let number = self.numbers.entry(register.to_string()).or_insert(0);
                *number += 1;
                let number = *number;
                Command::Number { turn, register, number, issued_on: at.day(), document: file(b'3'), states }
            }
            ActKind::HandOver => Command::HandOver {
                turn,
                to: text(),
                method: HandOverMethod::Counter,
                note: String::new(),
                signature: None,
            },
            ActKind::Withdraw => Command::Withdraw { turn, reason: text() },
            ActKind::Stop => Command::Stop { turn, reason: text() },
            ActKind::RequestPayment => Command::RequestPayment { turn, reason: text() },
            ActKind::Resume => Command::Resume { turn, note: String::new() },
            ActKind::Extend => {
                let to = edition.calendar.next_working_day(case.due_at?.day().plus_days(5));
                Command::Extend { turn, to, reason: text(), document: file(b'4') }
            }
            ActKind::Recall => Command::Recall { turn, reason: text() },
            ActKind::ChangeVariant => {
                Command::ChangeVariant { turn, variant: act.variants.first()?.id.clone(), reason: text() }
            }
            ActKind::Note => Command::Note { text: text() },
            ActKind::Message => Command::Message { text: text() },
            ActKind::Correct => Command::Correct {
                turn,
                applicant: case.applicant.clone(),
                subject: format!("Sửa {}", self.random.random::<u32>()),
                entries: case.entries.clone(),
                reason: text(),
            },
            ActKind::Transfer => {
                let others = act.units.iter().filter(|unit| self.people.contains_key(&unit.code));
                Command::Transfer { turn, to: others.choose(&mut self.random)?.code.clone(), reason: text() }
            }
            ActKind::Consult => {
                let unit = edition.units.keys().find(|unit| **unit != case.unit)?.clone();
                Command::Consult { turn, unit, question: text(), answer_by: at.day().plus_days(7) }
            }
            ActKind::AnswerConsultation => {
                let asked = case.consultations.iter().find(|asked| asked.answer.is_none())?.id;
                Command::AnswerConsultation { consultation: asked, answer: text(), files: Vec::new() }
            }
            ActKind::Complain => Command::Complain { text: text() },
            ActKind::AnswerComplaint => {
                let complaint = case.complaints.iter().find(|one| one.answer.is_none())?.id;
                Command::AnswerComplaint { complaint, answer: text(), upheld: false }
            }
            ActKind::Revoke => Command::Revoke { turn, reason: text(), again: self.random.random_range(0..4) > 0 },
            ActKind::CollectFee => {
                let is_paid = |code: &str| case.paid().any(|paid| paid.lines.iter().any(|line| line.fee == code));
                let fee = service.fees.iter().find(|fee| !is_paid(&fee.code))?;
                let line = FeeLine {
                    fee: fee.code.clone(),
                    name: fee.name.clone(),
                    quantity: 1,
                    copies: 1,
                    waiver: None,
                    reason: String::new(),
                    amount: fee.due(casework::fee::Pieces::ONE, None, &case.entries)?,
                };
                Command::CollectFee { receipt: case.next_receipt()?, lines: vec![line], method: PaymentMethod::Cash }
            }
            ActKind::RefundFee => Command::RefundFee { payment: case.paid().next()?.id, reason: text() },
        })
    }

    fn code(&mut self, unit: &UnitCode, day: Date) -> CaseCode {
        let next = self.codes.entry((unit.clone(), day)).or_insert(0);
        *next += 1;
        CaseCode::compose(unit, day, *next)
    }

    /// Filed online by the citizen; or by the clerk of the unit that takes it in, who mostly accepts it on the spot.
    fn begins(&mut self, number: u32, application: Application, on: Date) -> (Actor, Command) {
        if application.channel == Channel::Online {
            return (Actor::Citizen(format!("dan{number}").as_str().into()), Command::File { application });
        }
        let counter = application.received_by.as_ref().unwrap_or(&application.unit).clone();
        let is_clerk = |id: &&UserId| self.catalogue.users[*id].roles.contains(&Role::Clerk);
        let clerk = self.people[&counter].iter().find(is_clerk).expect("a clerk").clone();
        let command = match self.random.random_range(0..5) {
            0 => Command::File { application },
            _ => Command::Receive { code: self.code(&counter, on), application },
        };
        (Actor::Official(clerk), command)
    }

    fn application(&mut self, number: u32, on: Date) -> Application {
        let edition = self.catalogue.edition_on(on).expect("an edition");
        // Most of it is the district office's.
        let unit = match self.random.random_range(0..4) {
            0 => self.people.keys().choose(&mut self.random).expect("a unit").clone(),
            _ => UnitCode::from(UNIT),
        };
        let offered: Vec<_> = edition.services.values().filter(|service| service.units.contains(&unit)).collect();
        let service = offered.choose(&mut self.random).expect("a service");
        let elsewhere = service.taken_in_by.iter().filter(|by| **by != unit && self.people.contains_key(*by));
        let received_by = elsewhere.choose(&mut self.random).filter(|_| self.random.random_range(0..2) == 0).cloned();
        let channel = match self.random.random_range(0..10) {
            _ if received_by.is_some() => Channel::Counter,
            0..5 => Channel::Online,
            5..8 => Channel::Counter,
            _ => Channel::Post,
        };
        let kinds = [ApplicantKind::Citizen, ApplicantKind::Business, ApplicantKind::Agency, ApplicantKind::Other];
        let kind = *kinds.choose(&mut self.random).expect("a kind");
        let entries = filled_in(service, channel, kind, &mut self.random);
        let applicant = |name: String| Applicant {
            kind,
            name,
            identity_number: None,
            birth_date: None,
            address: "Nam Định".to_owned(),
            phone: String::new(),
            email: None,
        };
        let several = self.random.random_range(0..10) == 0;
        Application {
            unit,
            service: service.code.clone(),
            channel,
            applicant: applicant(format!("Người {number}")),
            submitter: several.then(|| "Người được ủy quyền".to_owned()),
            co_applicants: several.then(|| applicant("Người cùng nộp".to_owned())).into_iter().collect(),
            received_by,
            send_result_to: (channel == Channel::Post).then(|| "Nam Định".to_owned()),
            subject: "Đề nghị giải quyết".to_owned(),
            papers: papers(),
            entries,
        }
    }
}

/// The form of a service as somebody fills it in who answers everything: any choice that there is.
fn filled_in(
    service: &Service,
    channel: Channel,
    kind: ApplicantKind,
    random: &mut ChaCha8Rng,
) -> BTreeMap<String, String> {
    let answer = |entry: &FormEntry, random: &mut ChaCha8Rng| match &entry.kind {
        EntryKind::Choice(_) | EntryKind::YesNo => entry.kind.options().choose(random).expect("a choice").clone(),
        EntryKind::Number { least, .. } => least.unwrap_or(1).to_string(),
        EntryKind::Money => "1.500.000".to_owned(),
        EntryKind::Day => "05/03/2025".to_owned(),
        EntryKind::IdentityNumber => "036091000123".to_owned(),
        EntryKind::Phone => "0912345678".to_owned(),
        EntryKind::Line | EntryKind::Text => "Như đã khai".to_owned(),
    };
    let given = service.entries.iter().map(|entry| (entry.name.clone(), answer(entry, random))).collect();
    service.answers(channel, kind, &given)
}

/// The units that answer or answered for a case.
fn holders(case: &Case) -> BTreeSet<UnitCode> {
    case.tenures().into_iter().map(|(unit, ..)| unit.clone()).collect()
}

fn recorded(envelope: &Envelope, event: Event) -> Recorded {
    Recorded {
        unit: UNIT.into(),
        seq: 0,
        case: envelope.case,
        version: 0,
        envelope: envelope.id,
        by: envelope.actor.clone(),
        at: envelope.at,
        arrived_at: envelope.at,
        event,
    }
}

fn papers() -> Vec<Paper> {
    vec![Paper {
        name: "Tờ khai".to_owned(),
        originals: 1,
        certified: 0,
        photocopies: 0,
        reused_from: None,
        files: Vec::new(),
    }]
}

fn file(letter: u8) -> FileRef {
    let digest: Digest = char::from(letter).to_string().repeat(64).parse().expect("a digest");
    FileRef { digest, name: "van-ban.pdf".to_owned(), media_type: "application/pdf".to_owned(), size: 9 }
}

fn day(year: i32, month: u8, day: u8) -> Date {
    Date::from_ymd(year, month, day).expect("a day")
}

fn month_end(month: usize) -> Date {
    let next = u8::try_from(month + 2).unwrap_or(13);
    if next > 12 { day(YEAR, 12, 31) } else { day(YEAR, next, 1).plus_days(-1) }
}

/// The statuses that the year's checks speak of.
#[test]
fn pauses_are_the_three_statuses_that_wait_for_something_outside() {
    let paused: Vec<u8> = Status::ALL.into_iter().filter(|status| status.is_paused()).map(Status::code).collect();
    assert_eq!(paused, [5, 6, 8]);
}
