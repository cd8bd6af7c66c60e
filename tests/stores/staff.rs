//! What the rooms of the staff store, the same on both databases.

use crate::suite;
use casework::{DeviceId, Moment, UnitCode};
use portal::{CatalogueDraft, GivenOnPaper, Identity, NewDesk, StaffAction, StaffSession, Store};
use protocol::LogId;
use protocol::chain::SigningKey;
use uuid::Uuid;

fn action(unit: &UnitCode, number: i64) -> StaffAction {
    StaffAction {
        at: Moment(number),
        user: "a.qt".into(),
        unit: unit.clone(),
        action: "sign_in".to_owned(),
        detail: number.to_string(),
    }
}

pub async fn staff(store: Store) {
    let (here, there) = (UnitCode::from("a"), UnitCode::from("b"));
    let identity = Identity { log: suite::log(), key: SigningKey::from_bytes(&[3; 32]) };
    store.identity(identity.clone(), Moment(1)).await.expect("an identity");
    store.ready().await.expect("the database answers");

    let digest = protocol::digest(b"token");
    let session = StaffSession { user: "a.qt".into(), seen_at: Moment(10), expires_at: Moment(1_000) };
    store.add_session(&digest, &session, Moment(10)).await.expect("a session");
    store.see_session(&digest, Moment(70)).await.expect("seen");
    let seen = store.session(&digest).await.expect("the store");
    assert_eq!(seen, Some(StaffSession { seen_at: Moment(70), ..session.clone() }));
    store.add_session(&protocol::digest(b"later"), &session, Moment(2_000)).await.expect("a session");
    assert_eq!(store.session(&digest).await.expect("the store"), None, "what is over is forgotten");
    store.end_sessions_of(&"a.qt".into()).await.expect("out everywhere");
    assert_eq!(store.session(&protocol::digest(b"later")).await.expect("the store"), None);

    assert_eq!(store.secret(&"a\0".into()).await.expect("no failure"), None, "nobody is called so");
    assert!(store.case_by_code(&"\0".into()).await.expect("no failure").is_none());

    for number in 1..=3 {
        store.note_action(&action(if number == 2 { &there } else { &here }, number)).await.expect("noted");
    }
    let mine = store.actions(Some(&here), 10, 0).await.expect("the book");
    assert_eq!(mine, [action(&here, 3), action(&here, 1)], "newest first, nobody else's");
    assert_eq!(store.actions(None, 1, 1).await.expect("the book"), [action(&there, 2)]);

    let draft = |id, revision, body: &str| CatalogueDraft {
        id,
        name: "Bản mới".to_owned(),
        owner: "a.qt".into(),
        base: "2025".to_owned(),
        body: body.to_owned(),
        revision,
        changed_at: Moment(5),
        changed_by: "a.qt".into(),
    };
    assert_eq!(store.drafts().await.expect("the store"), []);
    let first = store.add_draft(&draft(0, 0, "one"), 2).await.expect("begun").expect("an id");
    let second = store.add_draft(&draft(0, 0, "beside it"), 2).await.expect("begun").expect("an id");
    assert_eq!(store.add_draft(&draft(0, 0, "a third"), 2).await.expect("asked"), None, "no more than asked for");
    assert!(!store.keep_draft(&draft(first, 0, "another")).await.expect("asked"), "somebody was faster");
    assert!(store.keep_draft(&draft(first, 1, "two")).await.expect("kept"));
    assert_eq!(store.draft(first).await.expect("the store"), Some(draft(first, 2, "two")));
    let both = [draft(first, 2, "two"), draft(second, 1, "beside it")];
    assert_eq!(store.drafts().await.expect("the store"), both, "the other one stays as it was");
    assert!(!store.drop_draft(first, 1).await.expect("asked"), "changed since");
    assert!(store.drop_draft(first, 2).await.expect("dropped"));
    let third = store.add_draft(&draft(0, 0, "a third"), 2).await.expect("begun").expect("an id");
    assert!(third != first, "an id is never given twice");
    assert_eq!(store.draft(first).await.expect("the store"), None);

    let code = protocol::digest(b"code");
    store.add_enrol_code(&code, &here, true, Moment(100)).await.expect("a code");
    let desk = NewDesk {
        code_digest: code,
        name: "Quầy 1".to_owned(),
        device: DeviceId(Uuid::from_u128(1)),
        token_digest: protocol::digest(b"desk"),
        people: vec!["a.mc".into(), "a.vt".into()],
        now: Moment(50),
    };
    store.enrol(&desk, &["GXN".into()].into()).await.expect("the store").expect("enrolled");
    let listed = store.desks(&here).await.expect("the desks");
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].name.as_str(), listed[0].people.len(), listed[0].last_code), ("Quầy 1", 2, 250));
    assert_eq!(store.desks(&there).await.expect("the desks"), []);
    let rights = protocol::push::DeskRights {
        device: desk.device,
        unit: here.clone(),
        users: [].into(),
        codes: protocol::push::CodeBlock { first: 1, last: 250 },
    };
    let today = desk.now.day();
    assert_eq!(store.granted_codes(&here, today).await.expect("the store"), []);
    store.day_codes(&rights, &[], Some(today), desk.now).await.expect("granted");
    let granted = store.granted_codes(&here, today).await.expect("the store");
    assert_eq!(granted, [(desk.device, 9_900, 9_999)]);
    assert_eq!(store.granted_codes(&there, today).await.expect("the store"), []);
    let registers = store.listed_registers(&here, 1970).await.expect("the registers");
    assert_eq!((registers[0].holder.as_deref(), registers[0].next), (Some(&*desk.device.to_string()), 1));
    store.revoke(desk.device, Moment(60)).await.expect("revoked");
    assert_eq!(store.desks(&here).await.expect("the desks")[0].revoked_at, Some(Moment(60)));
    assert_eq!(store.listed_registers(&here, 1970).await.expect("the registers")[0].holder, None);

    // What the lost desk gave on paper is given by nobody again, and the register says why it is missing.
    let book: casework::RegisterBook = "GXN".into();
    let admin = casework::UserId::from("a.qt");
    let given = |last| GivenOnPaper { year: 1970, last, reason: "Theo bản lưu", by: &admin, at: Moment(61) };
    assert_eq!(store.void_numbers(&here, &book, &given(0)).await.expect("asked"), None, "nothing to void");
    assert_eq!(store.void_numbers(&here, &book, &given(501)).await.expect("asked"), None, "too many to be true");
    assert_eq!(store.void_numbers(&here, &book, &given(3)).await.expect("voided"), Some(1));
    assert_eq!(store.void_numbers(&here, &book, &given(3)).await.expect("asked"), None, "done already");
    assert_eq!(store.listed_registers(&here, 1970).await.expect("the registers")[0].next, 4);
    let voided = store.voided_numbers(&here, 1970).await.expect("the store");
    let told: Vec<_> = voided.iter().map(|one| (one.number, one.case.clone(), one.reason.as_str())).collect();
    assert_eq!(told, [1, 2, 3].map(|number| (number, None, "Theo bản lưu")));
    assert_eq!(store.voided_numbers(&there, 1970).await.expect("the store"), []);

    store.begin_log_anew(LogId(Uuid::from_u128(2))).await.expect("another log");
    let now = store.identity(identity, Moment(2)).await.expect("an identity");
    assert_eq!(now.log, LogId(Uuid::from_u128(2)));
}
