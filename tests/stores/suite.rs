//! The suite: what every store of the portal must do.

use casework::{
    Actor, CaseId, Catalogue, Channel, Command, Date, DeviceId, Envelope, EnvelopeId, Recorded, Refusal, UnitCode,
    evolve,
};
use motcua_tests::fixture::{application, at, catalogue, day, file, people, units};
use motcua_tests::memory_portal::MemoryPortal;
use portal::{Identity, NewDesk, NotEnrolled, Store};
use protocol::chain::SigningKey;
use protocol::check::States;
use protocol::codes::DayCodes;
use protocol::push::{Arrival, CodeBlock, DeskRights, Source, Unjudged, Verdict, judge};
use protocol::store::PortalStore;
use protocol::{Head, LogId};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// A test says nothing when it holds.
pub type Test = ();

/// A store under test.
pub enum Bank {
    Memory(Box<MemoryPortal>),
    Sql(Box<Store>),
}

pub fn log() -> LogId {
    LogId(Uuid::from_u128(1))
}

fn device(side: usize) -> DeviceId {
    DeviceId(Uuid::from_u128(100 + side as u128))
}

pub fn holders() -> BTreeMap<UnitCode, DeviceId> {
    units().into_iter().enumerate().map(|(side, unit)| (unit, device(side))).collect()
}

/// A SQL store with an identity and with the two desks as holders of the registers.
pub async fn prepared(store: Store) -> Bank {
    let fresh = Identity { log: log(), key: SigningKey::from_bytes(&[3; 32]) };
    store.identity(fresh, at("2026-11-02", 8)).await.expect("an identity");
    for (side, unit) in units().iter().enumerate() {
        let code = protocol::digest(format!("mã {side}").as_bytes());
        let now = at("2026-11-02", 8);
        store.add_enrol_code(&code, unit, true, now.plus_minutes(5)).await.expect("a code");
        let desk = NewDesk {
            code_digest: code,
            name: "Bàn".to_owned(),
            device: device(side),
            token_digest: protocol::digest(format!("thẻ {side}").as_bytes()),
            people: people(side).into_iter().map(|(id, _)| id).collect(),
            now,
        };
        store.enrol(&desk, &["GXN".into()].into()).await.expect("enrolled").expect("enrolled");
    }
    Bank::Sql(Box::new(store))
}

impl Bank {
    async fn admit_as(&self, arrival: &Arrival) -> Result<Verdict, Unjudged> {
        let catalogue = catalogue();
        match self {
            Self::Memory(store) => store.admit(&catalogue, arrival, judge).await,
            Self::Sql(store) => store.admit(&catalogue, arrival, judge).await,
        }
        .expect("the store holds")
    }

    async fn give(&self, envelope: &Envelope) -> Result<Verdict, Unjudged> {
        self.admit_as(&arrival(envelope, rights(0))).await
    }

    async fn seen(&self, unit: &UnitCode) -> (Vec<Recorded>, Head) {
        let mut head = Head::start(log(), unit);
        let mut seen = Vec::new();
        loop {
            let (entries, end) = match self {
                Self::Memory(store) => store.page(unit, head.seq, 2).await,
                Self::Sql(store) => store.page(unit, head.seq, 2).await,
            }
            .expect("the store holds");
            for entry in &entries {
                let (next, recorded) = head.read(entry).expect("the chain holds");
                head = next;
                seen.push(recorded);
            }
            if entries.is_empty() {
                assert_eq!(head, end, "the log leads to its head");
                return (seen, end);
            }
        }
    }

    /// The turn of a case, as the log of a unit tells it.
    async fn turn(&self, side: usize, case: CaseId) -> u32 {
        let (seen, _) = self.seen(&units()[side]).await;
        casework::replay(seen.iter().filter(|one| one.case == case)).expect("the case").turn
    }

    async fn day_codes(&self, held: &[DayCodes], more_on: Option<Date>) -> Vec<CodeBlock> {
        let desk = rights(0);
        let granted = match self {
            Self::Memory(store) => store.day_codes(&desk, 250, held, more_on),
            Self::Sql(store) => {
                store.day_codes(&desk, held, more_on, at("2026-11-16", 9)).await.expect("the store holds")
            }
        };
        granted.into_iter().map(|span| span.codes).collect()
    }

    async fn states(&self, unit: &UnitCode) -> (u64, States) {
        match self {
            Self::Memory(store) => store.states(unit).await,
            Self::Sql(store) => store.states(unit).await,
        }
        .expect("the store holds")
    }
}

fn rights(side: usize) -> DeskRights {
    DeskRights {
        device: device(side),
        unit: units()[side].clone(),
        users: people(side).into_iter().map(|(id, _)| id).collect(),
        codes: CodeBlock { first: 1, last: 250 },
    }
}

fn fresh() -> Uuid {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u128(u128::from(COUNT.fetch_add(1, Ordering::Relaxed)) << 64)
}

fn arrival(envelope: &Envelope, rights: DeskRights) -> Arrival {
    let bytes = serde_json::to_string(envelope).expect("JSON");
    Arrival {
        envelope: envelope.clone(),
        digest: protocol::digest(bytes.as_bytes()),
        bytes,
        source: Source::Desk(rights),
        now: envelope.at.plus_minutes(3),
    }
}

fn envelope(case: CaseId, user: &str, command: Command) -> Envelope {
    Envelope {
        id: EnvelopeId(fresh()),
        case,
        actor: Actor::Official(user.into()),
        at: at("2026-11-16", 9),
        edition: "2026".into(),
        seen: 0,
        after: None,
        command,
    }
}

fn code(side: usize, number: u16) -> casework::CaseCode {
    casework::CaseCode::compose(&units()[side], day("2026-11-16"), number)
}

fn receive(number: u16) -> Envelope {
    let application = application(&units()[0], "S", Channel::Counter, "Nguyễn Văn Đức");
    envelope(CaseId(fresh()), "a.mc", Command::Receive { application, code: code(0, number) })
}

fn accepted(answer: Result<Verdict, Unjudged>) -> u64 {
    match answer {
        Ok(Verdict::Accepted { seq }) => seq,
        other => panic!("not accepted: {other:?}"),
    }
}

fn refused(answer: Result<Verdict, Unjudged>) -> Refusal {
    match answer {
        Ok(Verdict::Refused { refusal, .. }) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// A case that waits for the records clerk, after five turns.
async fn signed(bank: &Bank, number: u16) -> CaseId {
    let received = receive(number);
    accepted(bank.give(&received).await);
    let case = received.case;
    let propose = Command::ProposeResult {
        turn: bank.turn(0, case).await,
        title: "GIẤY XÁC NHẬN".to_owned(),
        body: "Xác nhận".to_owned(),
        draft: file("nháp"),
    };
    accepted(bank.give(&envelope(case, "a.cv1", propose)).await);
    let document = file("ký");
    let turn = bank.turn(0, case).await;
    accepted(bank.give(&envelope(case, "a.ld", Command::Approve { turn, document, states: states(number) })).await);
    case
}

fn states(number: u16) -> casework::Statement {
    casework::Statement {
        code: code(0, number),
        service: "S".into(),
        applicant: "Nguyễn Văn Đức".to_owned(),
        identity_number: None,
        title: "GIẤY XÁC NHẬN".to_owned(),
        body: "Xác nhận".to_owned(),
        decision: casework::Decision::Granted,
    }
}

fn number(case: CaseId, of: u16, turn: u32, number: u32) -> Envelope {
    let command = Command::Number {
        turn,
        register: "GXN".into(),
        number,
        issued_on: day("2026-11-16"),
        document: file("số"),
        states: states(of),
    };
    envelope(case, "a.vt", command)
}

pub async fn a_verdict_is_stored_with_its_effects_and_repeated(bank: &Bank) -> Test {
    let received = receive(1);
    let first = bank.give(&received).await;
    assert_eq!(accepted(first.clone()), 2, "filed and accepted");
    for _ in 0..3 {
        assert_eq!(bank.give(&received).await, first);
    }
    assert_eq!(bank.seen(&units()[0]).await.0.len(), 2, "once");
}

pub async fn the_same_id_with_other_content_is_not_judged(bank: &Bank) -> Test {
    let received = receive(1);
    accepted(bank.give(&received).await);
    let forged = Envelope { at: received.at.plus_minutes(1), ..received };
    assert_eq!(bank.give(&forged).await, Err(Unjudged::OtherContent));
}

pub async fn a_refusal_is_repeated_too(bank: &Bank) -> Test {
    let nowhere = envelope(CaseId(fresh()), "a.mc", Command::Accept { turn: 1, code: code(0, 1) });
    let first = bank.give(&nowhere).await;
    assert_eq!(refused(first.clone()), Refusal::NoSuchCase);
    assert_eq!(bank.give(&nowhere).await, first);
    let stranger = Arrival { source: Source::Desk(rights(1)), ..arrival(&receive(2), rights(1)) };
    assert_eq!(refused(bank.admit_as(&stranger).await), Refusal::NotEnrolled, "a desk speaks for its own people");
    assert!(bank.seen(&units()[0]).await.0.is_empty());
}

pub async fn a_command_waits_for_the_one_before_it_and_falls_with_it(bank: &Bank) -> Test {
    let received = receive(1);
    accepted(bank.give(&received).await);
    let wrong = envelope(received.case, "a.cv1", Command::CompleteStep { turn: 9, note: String::new() });
    let take = Command::Assign {
        turn: bank.turn(0, received.case).await,
        from: None,
        to: "a.cv1".into(),
        note: String::new(),
    };
    let next = Envelope { after: Some(wrong.id), ..envelope(received.case, "a.cv1", take) };
    assert_eq!(bank.give(&next).await, Err(Unjudged::EarlierMissing));
    assert!(matches!(refused(bank.give(&wrong).await), Refusal::CaseMovedOn { .. }));
    assert_eq!(refused(bank.give(&next).await), Refusal::EarlierRefused { envelope: wrong.id });
}

pub async fn a_span_for_a_day_is_one_desks_for_that_day_only(bank: &Bank) -> Test {
    let today = day("2026-11-16");
    let not_leased = |number| Refusal::CodeNotLeased { code: code(0, number) };
    assert_eq!(refused(bank.give(&receive(9_950)).await), not_leased(9_950), "nothing was granted yet");
    let span = CodeBlock { first: 9_900, last: 9_999 };
    assert_eq!(bank.day_codes(&[], Some(today)).await, [span]);
    assert_eq!(bank.day_codes(&[], Some(today)).await, [span], "the reply was lost: nothing is granted twice");
    accepted(bank.give(&receive(9_951)).await);
    let other = DeskRights { device: device(1), ..rights(0) };
    assert_eq!(refused(bank.admit_as(&arrival(&receive(9_952), other)).await), not_leased(9_952));
    let mut tomorrow = receive(9_953);
    tomorrow.at = at("2026-11-17", 9);
    let Command::Receive { code, .. } = &mut tomorrow.command else { panic!("it is received") };
    *code = casework::CaseCode::compose(&units()[0], day("2026-11-17"), 9_953);
    let theirs = code.clone();
    assert_eq!(refused(bank.give(&tomorrow).await), Refusal::CodeNotLeased { code: theirs });
    let held = [DayCodes { day: today, codes: span }];
    let next = CodeBlock { first: 9_800, last: 9_899 };
    assert_eq!(bank.day_codes(&held, Some(today)).await, [span, next]);
    accepted(bank.give(&receive(9_800)).await);
    // A span that is forgotten here (an older backup was put back) and still free is the desk's again.
    let kept = [
        held[0],
        DayCodes { day: today, codes: next },
        DayCodes { day: today, codes: CodeBlock { first: 9_500, last: 9_599 } },
    ];
    assert_eq!(bank.day_codes(&kept, None).await, [span, next, kept[2].codes]);
    accepted(bank.give(&receive(9_500)).await);
}

pub async fn a_case_code_belongs_to_one_case(bank: &Bank) -> Test {
    accepted(bank.give(&receive(7)).await);
    assert_eq!(refused(bank.give(&receive(7)).await), Refusal::CodeTaken { code: code(0, 7) });
    assert_eq!(refused(bank.give(&receive(251)).await), Refusal::CodeNotLeased { code: code(0, 251) });
}

pub async fn a_register_has_no_gap_even_when_a_number_is_refused(bank: &Bank) -> Test {
    let (one, two, three) = (signed(bank, 1).await, signed(bank, 2).await, signed(bank, 3).await);
    accepted(bank.give(&number(one, 1, bank.turn(0, one).await, 1)).await);
    let refusal = refused(bank.give(&number(two, 2, bank.turn(0, two).await, 3)).await);
    assert_eq!(refusal, Refusal::NumberNotNext { register: "GXN".into(), next: 2 });
    let outdated = number(two, 2, 99, 2);
    assert!(matches!(refused(bank.give(&outdated).await), Refusal::CaseMovedOn { .. }), "2 is printed, so it is void");
    accepted(bank.give(&number(three, 3, bank.turn(0, three).await, 3)).await);
}

pub async fn a_case_that_goes_to_another_unit_takes_its_whole_history_along(bank: &Bank) -> Test {
    let (here, there) = (&units()[0], &units()[1]);
    let case = receive(1);
    accepted(bank.give(&case).await);
    let theirs = receive(2);
    accepted(bank.give(&theirs).await);
    let case = case.case;
    let transfer =
        |turn, to: &UnitCode| Command::Transfer { turn, to: to.clone(), reason: "Thẩm quyền".to_owned() };
    let went = accepted(bank.give(&envelope(case, "a.ld", transfer(bank.turn(0, case).await, there))).await);
    let (first, end) = bank.seen(here).await;
    assert_eq!(end.seq, went, "the verdict names the place in the log of the desk that asked");
    let (second, _) = bank.seen(there).await;
    let told = |seen: &[Recorded]| -> Vec<_> {
        seen.iter().filter(|one| one.case == case).map(|one| (one.version, one.event.clone())).collect()
    };
    assert_eq!(told(&first), told(&second), "all of it, once");
    assert_eq!((bank.states(here).await.1.cases, bank.states(there).await.1.cases), (1, 1));

    // The unit that sent it on can do nothing more, the other one goes on, and only its log grows.
    let note = |text: &str| Command::Note { text: text.to_owned() };
    let refusal = refused(bank.give(&envelope(case, "a.mc", note("Còn gì nữa?"))).await);
    assert_eq!(refusal, Refusal::OtherUnit { unit: there.clone() });
    let noted = envelope(case, "b.mc", note("Đã nhận"));
    accepted(bank.admit_as(&arrival(&noted, rights(1))).await);
    assert_eq!((bank.seen(here).await.1.seq, bank.seen(there).await.0.len()), (end.seq, second.len() + 1));

    // Sent back, it brings along what happened meanwhile.
    let back = envelope(case, "b.ld", transfer(bank.turn(1, case).await, here));
    accepted(bank.admit_as(&arrival(&back, rights(1))).await);
    let (first, second) = (bank.seen(here).await.0, bank.seen(there).await.0);
    assert_eq!(told(&first), told(&second));
    assert_eq!((bank.states(here).await.1.cases, bank.states(there).await.1.cases), (2, 0));
}

pub async fn the_log_is_gapless_and_chained_and_pages_do_not_overlap(bank: &Bank) -> Test {
    for number in 1..=5 {
        accepted(bank.give(&receive(number)).await);
    }
    let (seen, head) = bank.seen(&units()[0]).await;
    assert_eq!(seen.iter().map(|recorded| recorded.seq).collect::<Vec<_>>(), (1..=10).collect::<Vec<_>>());
    assert_eq!(head.seq, 10);
    assert!(seen.iter().all(|recorded| recorded.arrived_at == recorded.at.plus_minutes(3)), "both times are kept");
}

pub async fn units_do_not_disturb_each_other(bank: &Bank) -> Test {
    accepted(bank.give(&receive(1)).await);
    let application = application(&units()[1], "S", Channel::Counter, "Trần Thị Bình");
    let other = envelope(CaseId(fresh()), "b.mc", Command::Receive { application, code: code(1, 1) });
    accepted(bank.admit_as(&arrival(&other, rights(1))).await);
    assert_eq!(bank.seen(&units()[0]).await.0.len(), 2);
    assert_eq!(bank.seen(&units()[1]).await.0.len(), 2);
}

pub async fn what_the_store_adds_up_is_what_the_log_folds_to(bank: &Bank) -> Test {
    signed(bank, 1).await;
    adds_up(bank).await;
    // What changed since is added up anew, what did not is known.
    accepted(bank.give(&receive(2)).await);
    adds_up(bank).await;
    adds_up(bank).await
}

async fn adds_up(bank: &Bank) -> Test {
    let (seen, head) = bank.seen(&units()[0]).await;
    let mut folded = BTreeMap::new();
    for recorded in &seen {
        let case = evolve(folded.remove(&recorded.case), recorded).expect("a case");
        folded.insert(recorded.case, case);
    }
    let mut expected = States::default();
    folded.values().for_each(|case| expected.add(case).expect("JSON"));
    assert_eq!(bank.states(&units()[0]).await, (head.seq, expected));
}

/// Eight writers on one unit, and a reader that polls meanwhile.
pub async fn eight_writers(store: Store) {
    const EACH: u16 = 12;
    let Bank::Sql(store) = prepared(store).await else { unreachable!() };
    let store: std::sync::Arc<Store> = store.into();
    let catalogue: std::sync::Arc<Catalogue> = catalogue().into();
    let unit = units()[0].clone();
    let writers = (0..8_u16).map(|writer| {
        let (store, catalogue) = (store.clone(), catalogue.clone());
        tokio::spawn(async move {
            for turn in 0..EACH {
                let envelope = receive(1 + writer * EACH + turn);
                let answer =
                    store.admit(&catalogue, &arrival(&envelope, rights(0)), judge).await.expect("the store holds");
                accepted(answer);
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    let (mut head, all) = (Head::start(log(), &unit), u64::from(8 * EACH) * 2);
    while head.seq < all {
        let (entries, _) = store.page(&unit, head.seq, 7).await.expect("the store holds");
        for entry in &entries {
            head = head.read(entry).expect("no entry is passed unseen").0;
        }
        if entries.is_empty() {
            tokio::task::yield_now().await;
            assert!(
                !writers.iter().all(tokio::task::JoinHandle::is_finished) || head.seq == all || {
                    let (_, end) = store.page(&unit, head.seq, 1).await.expect("the store holds");
                    end.seq > head.seq
                }
            );
        }
    }
    for writer in writers {
        writer.await.expect("a writer");
    }
}

/// One more desk of a unit, by the number of its device.
pub async fn enrolled(store: &Store, side: usize, number: u128) -> u128 {
    let (name, now) = (format!("bàn {number}"), at("2026-11-02", 9));
    let desk = NewDesk {
        code_digest: protocol::digest(name.as_bytes()),
        device: DeviceId(Uuid::from_u128(number)),
        token_digest: protocol::digest(format!("thẻ {name}").as_bytes()),
        people: vec!["a.mc".into()],
        name,
        now,
    };
    store.add_enrol_code(&desk.code_digest, &units()[side], false, now.plus_minutes(5)).await.expect("a code");
    store.enrol(&desk, &std::collections::BTreeSet::new()).await.expect("the store holds").expect("enrolled");
    number
}

/// Enrolment: a code once, blocks apart, one holder of a register.
pub async fn enrolment(store: Store) {
    let Bank::Sql(store) = prepared(store).await else { unreachable!() };
    let now = at("2026-11-02", 9);
    let unit = &units()[0];
    let desk = |name: &str, number: u128| NewDesk {
        code_digest: protocol::digest(name.as_bytes()),
        name: name.to_owned(),
        device: DeviceId(Uuid::from_u128(number)),
        token_digest: protocol::digest(format!("thẻ {name}").as_bytes()),
        people: vec!["a.mc".into()],
        now,
    };
    let books = ["GXN".into()].into();
    let second = desk("bàn hai", 200);
    store.add_enrol_code(&second.code_digest, unit, true, now.plus_minutes(5)).await.expect("a code");
    let enrolled = store.enrol(&second, &books).await.expect("the store holds").expect("enrolled");
    assert_eq!((enrolled.codes.first, enrolled.codes.last), (251, 500), "after the first desk's block");
    assert!(enrolled.registers.is_empty(), "the register is the first desk's");
    let again = NewDesk { device: DeviceId(Uuid::from_u128(201)), ..second.clone() };
    let answer = store.enrol(&again, &books).await.expect("the store holds");
    assert_eq!(answer.expect_err("used up"), NotEnrolled::WrongCode);
    let late = desk("bàn ba", 202);
    store.add_enrol_code(&late.code_digest, unit, true, now).await.expect("a code");
    let answer = store.enrol(&late, &books).await.expect("the store holds");
    assert_eq!(answer.expect_err("expired"), NotEnrolled::WrongCode);
    let rights = store.desk(&second.token_digest).await.expect("the store holds").expect("enrolled");
    assert_eq!(rights.users, ["a.mc".into()].into());
    store.revoke(device(0), now).await.expect("the store holds");
    let heir = desk("bàn bốn", 203);
    store.add_enrol_code(&heir.code_digest, unit, true, now.plus_minutes(5)).await.expect("a code");
    let enrolled = store.enrol(&heir, &books).await.expect("the store holds").expect("enrolled");
    assert_eq!(enrolled.registers.len(), 1, "a revoked desk's register is free");
    store.revoke(heir.device, now).await.expect("the store holds");
    assert!(store.desk(&heir.token_digest).await.expect("the store holds").is_none());
}
