//! Published questions page by page, the same on both databases.

use casework::{Moment, UnitCode};
use portal::{Account, Answer, Portal, Question, Store, Wording, answer_question};

fn account() -> Account {
    let text = String::new;
    Account {
        id: "acc".into(),
        login: "mai@example.vn".to_owned(),
        name: "Trần Thị Mai".to_owned(),
        identity_number: None,
        phone: text(),
        email: text(),
        address: text(),
        phc: text(),
        totp_secret: None,
        created_at: Moment(1),
        deletion_asked_at: None,
    }
}

pub async fn questions(store: Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::open(store, folder.path()).await.expect("a portal");
    let (store, account, unit) = (&portal.store, account(), UnitCode::from("a"));
    assert!(store.add_account(&account).await.expect("the store"));
    for number in 1..=45 {
        let question = Question {
            id: format!("q{number:02}"),
            account: account.id.clone(),
            kind: "question".to_owned(),
            unit: unit.clone(),
            service: None,
            case: None,
            title: format!("Giờ làm việc {number}"),
            body: "Đến 100%_ mấy giờ?".to_owned(),
            asked_at: Moment(number),
            answer: None,
        };
        store.ask(&question).await.expect("asked");
        let wording = (number == 7).then(|| Wording { title: "Lệ phí".to_owned(), body: "Bao nhiêu?".to_owned() });
        let (by, text) = ("a.mc".into(), "Từ Thứ Hai".to_owned());
        let answer = Answer { by, text, at: Moment(100 + number), is_published: number != 3, wording };
        assert!(answer_question(&portal, &unit, &question.id, &answer).await.expect("answered"));
    }
    let found = async |words: &str, page: (u32, u32)| {
        let found = store.published_questions(words, page).await.expect("the store");
        found.into_iter().map(|question| question.id).collect::<Vec<_>>()
    };
    let first = found("", (21, 0)).await;
    assert_eq!((first.len(), first[0].as_str(), first[20].as_str()), (21, "q45", "q25"), "the newest answer first");
    assert_eq!(found("", (21, 40)).await, ["q05", "q04", "q02", "q01"], "and none that is not published");
    assert_eq!(found("gio  VIEC hai", (100, 0)).await.len(), 43, "without capitals and accents, in title and answer");
    assert_eq!(found("le phi bao nhieu", (100, 0)).await, ["q07"], "in the words in which it is published");
    assert_eq!(found("viec 12", (100, 0)).await, ["q12"]);
    assert_eq!(found("100%_", (100, 0)).await.len(), 43, "no letter stands for another");
    assert_eq!(found("1__%", (100, 0)).await, [""; 0]);
}
