//! What a desk keeps of the people who share it: their news, who looked at what, who vouched for whom.

use crate::{act, receive, sign_in};
use casework::{Actor, Channel, Event};
use desk::enrolment::{Proof, Secret, reset_secret};
use desk::views::{
    ActRequest, AuditRequest, AuditSort, AuditWhat, Failure, FoundIn, Intent, ListRequest, NewsSettings, NewsTopic,
    Queue, Quiet,
};
use desk::{Desk, clock};
use motcua_tests::fixture::{application, units};
use motcua_tests::office::{Office, PlainComposer, SECRET, synchronise};

fn proof(user: &str, secret: &str) -> Proof {
    Proof { user: user.into(), secret: Secret(secret.to_owned()) }
}

#[tokio::test(flavor = "multi_thread")]
async fn news_and_what_somebody_wants_to_be_told_are_theirs_and_outlive_the_program() {
    let office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc", "a.cv1"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    synchronise(&clerk).await.unwrap();
    let mut book = clerk.news_book().await.unwrap();
    clerk.look_for_news(&mut book).await.unwrap();
    let case = receive(&clerk, "Nguyễn Văn Đức").await.case;
    clerk.stop().await;
    let specialist = sign_in(&folder, "a.cv1").await;
    let mut book = specialist.news_book().await.unwrap();
    specialist.look_for_news(&mut book).await.unwrap();
    let told = book.list();
    assert_eq!(told.unread, 1, "what waits: {told:?}");
    book.read(told.news[0].number);
    specialist.keep_news(&book).await.unwrap();
    let muted = vec![NewsTopic::Filed];
    let settings = NewsSettings { muted, quiet: Quiet::Never, digest_minutes: 30, english: true };
    specialist.settle_news(&settings).await.unwrap();
    specialist.stop().await;

    let again = sign_in(&folder, "a.cv1").await;
    let kept = again.news_book().await.unwrap();
    assert_eq!((kept.list().news, kept.list().unread), (told.news, 0), "as it was, and read");
    assert_eq!(again.news_settings().await.unwrap(), settings);
    again.stop().await;
    let clerk = sign_in(&folder, "a.mc").await;
    assert_eq!(clerk.news_settings().await.unwrap(), NewsSettings::default(), "each has their own");
    assert!(clerk.open_case(case.id).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_see_who_did_what_and_who_looked_at_which_case_and_nobody_else_does() {
    let office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc", "a.cv1", "a.lp"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    assert_eq!(clerk.arrived().await.unwrap(), []);
    let (duc, lan) = (receive(&clerk, "Nguyễn Văn Đức").await.case, receive(&clerk, "Trần Thị Lan").await.case);
    synchronise(&clerk).await.unwrap();
    clerk.opened(lan.id).await.unwrap();
    clerk.opened(lan.id).await.unwrap();
    let day = clock().day();
    let ask = |who: Option<&str>, case: &str, sort| AuditRequest {
        from: day,
        to: day,
        who: who.map(Into::into),
        case: case.to_owned(),
        sort,
        after: None,
    };
    assert_eq!(clerk.audit(&ask(None, "", AuditSort::All)).await, Err(Failure::ForHeadsOnly));
    clerk.stop().await;
    let specialist = sign_in(&folder, "a.cv1").await;
    act(&specialist, duc.id, Intent::TakeOver).await.unwrap();
    synchronise(&specialist).await.unwrap();
    specialist.stop().await;

    let head = sign_in(&folder, "a.lp").await;
    let looks = head.audit(&ask(None, "", AuditSort::Looks)).await.unwrap().entries;
    let opened: Vec<_> = looks.iter().filter(|entry| entry.what == AuditWhat::Opened).collect();
    assert_eq!(opened.len(), 1, "looking twice within minutes is one look: {looks:?}");
    assert_eq!((opened[0].case, opened[0].applicant.as_str()), (Some(lan.id), "Trần Thị Lan"));
    assert!(looks.iter().any(|entry| entry.what == AuditWhat::SignedIn && entry.by == Actor::Official("a.mc".into())));
    let acts = head.audit(&ask(Some("a.cv1"), "", AuditSort::Acts)).await.unwrap().entries;
    let taken = |entry: &desk::views::AuditEntry| match &entry.what {
        AuditWhat::Done { event } => matches!(**event, Event::Assigned { .. }),
        _ => false,
    };
    assert!(acts.iter().any(taken), "{acts:?}");
    assert!(acts.iter().all(|entry| entry.arrived_at.is_some() && entry.by == Actor::Official("a.cv1".into())));
    // By code or by a name without accents.
    for words in ["duc", duc.code.as_ref().unwrap().as_str()] {
        let of_one = head.audit(&ask(None, words, AuditSort::All)).await.unwrap().entries;
        assert!(of_one.len() >= 3 && of_one.iter().all(|entry| entry.case == Some(duc.id)), "{of_one:?}");
        assert!(of_one.iter().any(|entry| !entry.steps.is_empty()), "steps are told by their names: {of_one:?}");
    }
    let yesterday = AuditRequest { from: day.plus_days(-2), to: day.plus_days(-1), ..ask(None, "", AuditSort::All) };
    assert_eq!(head.audit(&yesterday).await.unwrap().entries, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_sets_a_forgotten_secret_anew_without_a_line_and_its_owner_is_told() {
    let mut office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc", "a.cv1", "a.lp"]).await.unwrap();
    office.cut_the_line().await.unwrap();
    let reset = async |host: &str, secret: &str, guest: &str| {
        reset_secret(&folder, &proof(host, secret), proof(guest, "mật khẩu mới")).await
    };
    assert_eq!(reset("a.cv1", SECRET, "a.mc").await.unwrap_err(), Failure::ForHeadsOnly);
    assert_eq!(reset("a.lp", "sai", "a.mc").await.unwrap_err(), Failure::WrongSecret);
    assert_eq!(
        reset("a.lp", SECRET, "a.lp").await.unwrap_err(),
        Failure::ForHeadsOnly,
        "nobody vouches for themselves"
    );
    assert_eq!(reset("a.lp", SECRET, "b.mc").await.unwrap_err(), Failure::NotOfThisDesk);
    assert!(Desk::unlock(&folder, &"a.mc".into(), SECRET).await.is_ok(), "nothing has changed yet");
    reset("a.lp", SECRET, "a.mc").await.unwrap();
    assert!(matches!(Desk::unlock(&folder, &"a.mc".into(), SECRET).await, Err(Failure::WrongSecret)));
    let clerk = Desk::unlock(&folder, &"a.mc".into(), "mật khẩu mới").await.unwrap();
    let told = clerk.arrived().await.unwrap();
    assert_eq!(told.iter().map(|(by, _)| by.as_str()).collect::<Vec<_>>(), ["a.lp"]);
    assert_eq!(clerk.arrived().await.unwrap(), [], "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_says_where_it_found_what_no_column_shows() {
    let office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    let mut application = application(&units()[0], "S", Channel::Counter, "Nguyễn Văn Đức");
    application.applicant.identity_number = Some("036090001234".to_owned());
    let request = ActRequest { case: None, turn: 0, intent: Intent::Receive { application } };
    let case = clerk.act(&request, &PlainComposer).await.unwrap().case;
    act(&clerk, case.id, Intent::Note { text: "Chờ biên bản giám định của Trung tâm Kỹ thuật".to_owned() })
        .await
        .unwrap();
    let find = async |words: &str| {
        let request = ListRequest {
            queue: Queue::All,
            search: words.to_owned(),
            filter: Default::default(),
            within: None,
            after: None,
            limit: 50,
        };
        clerk.list(&request).await.unwrap().rows
    };
    let by_note = find("giam dinh duc").await;
    let found = by_note[0].found.clone().unwrap();
    assert_eq!(found.place, FoundIn::Note);
    assert!(found.text.contains("giám định"), "{found:?}");
    assert_eq!(find("duc").await[0].found, None, "the name is seen anyhow");
    let number = case.applicant.identity_number.unwrap();
    assert_eq!(find(&number).await[0].found.clone().unwrap().place, FoundIn::Identity);
    assert_eq!(find(&number[..7]).await[0].found.clone().unwrap().text, number, "also when only begun");
    let phone = case.applicant.phone;
    assert_eq!(find(&phone).await[0].found.clone().unwrap().place, FoundIn::Phone);
}
