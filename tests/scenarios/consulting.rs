//! An opinion that was asked for reminds by itself (Decree 61/2018 Art. 19.5): near its time limit and after it, once
//! each, both those who asked and those who were asked; its queue holds it on both sides.

use crate::{act, receive, sign_in};
use desk::clock;
use desk::views::{Intent, ListRequest, NewsKind, Queue};
use desk::{Desk, NewsBook};
use motcua_tests::fixture::units;
use motcua_tests::office::{Office, synchronise};

async fn told(desk: &Desk, book: &mut NewsBook) -> Vec<(NewsKind, u32)> {
    let before = book.list().news.first().map_or(0, |one| one.number);
    desk.look_for_news(book).await.unwrap();
    let opinions = |kind: &NewsKind| matches!(kind, NewsKind::OpinionNear | NewsKind::OpinionLate);
    let new = book.list().news.into_iter().filter(|one| one.number > before && opinions(&one.kind));
    new.map(|one| (one.kind, one.count)).collect()
}

async fn queue(desk: &Desk) -> (u64, Vec<bool>) {
    let list = desk
        .list(&ListRequest {
            queue: Queue::Consultations,
            search: String::new(),
            filter: Default::default(),
            within: None,
            after: None,
            limit: 50,
        })
        .await
        .unwrap();
    let count = list.counts.iter().find(|one| one.queue == Queue::Consultations).map_or(0, |one| one.count);
    (count, list.rows.iter().map(|row| row.answer_by.is_some()).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opinion_near_its_day_reminds_once_whoever_asked_and_whoever_is_asked_and_nobody_once_it_is_given() {
    let office = Office::open().await.unwrap();
    let here = office.enrol("ban-1", 0, &["a.mc", "a.cv1", "a.cv2"]).await.unwrap();
    let there = office.enrol("ban-2", 1, &["b.mc", "b.cv1", "b.vt"]).await.unwrap();
    let clerk = sign_in(&here, "a.mc").await;
    let (case, far) = (receive(&clerk, "Nguyễn Văn Đức").await.case, receive(&clerk, "Trần Thị Lan").await.case);
    synchronise(&clerk).await.unwrap();
    clerk.stop().await;
    let specialist = sign_in(&here, "a.cv1").await;
    let ask = |days: i64| Intent::Consult {
        unit: units()[1].clone(),
        question: "Có tranh chấp không?".to_owned(),
        answer_by: clock().day().plus_days(days),
    };
    for (case, days) in [(case.id, 0), (far.id, 30)] {
        act(&specialist, case, Intent::TakeOver).await.unwrap();
        act(&specialist, case, ask(days)).await.unwrap();
    }
    synchronise(&specialist).await.unwrap();
    let mut book = specialist.news_book().await.unwrap();
    assert_eq!(told(&specialist, &mut book).await, [(NewsKind::OpinionNear, 1)], "of two one is near");
    assert_eq!(told(&specialist, &mut book).await, [], "once");
    specialist.keep_news(&book).await.unwrap();
    specialist.stop().await;
    let again = sign_in(&here, "a.cv1").await;
    let mut book = again.news_book().await.unwrap();
    assert_eq!(told(&again, &mut book).await, [], "not again in another session");
    assert_eq!(queue(&again).await, (2, vec![true; 2]));
    again.stop().await;
    let colleague = sign_in(&here, "a.cv2").await;
    assert_eq!(told(&colleague, &mut colleague.news_book().await.unwrap()).await, [], "neither asked nor is asked");
    colleague.stop().await;

    for (user, expected) in [("b.cv1", vec![(NewsKind::OpinionNear, 1)]), ("b.vt", vec![])] {
        let desk = sign_in(&there, user).await;
        synchronise(&desk).await.unwrap();
        assert_eq!(told(&desk, &mut desk.news_book().await.unwrap()).await, expected, "{user}");
        desk.stop().await;
    }
    let asked = sign_in(&there, "b.mc").await;
    assert_eq!(queue(&asked).await, (2, vec![true; 2]));
    let consultation = asked.open_case(case.id).await.unwrap().case.consultations[0].id;
    let answer = Intent::AnswerConsultation { consultation, answer: "Không".to_owned(), files: Vec::new() };
    act(&asked, case.id, answer).await.unwrap();
    assert_eq!(told(&asked, &mut asked.news_book().await.unwrap()).await, [], "it is given");
    assert_eq!(queue(&asked).await.0, 1);
}
