//! What citizens are told: e-mail over real SMTP, short messages through a signed call.

use crate::post_office::{receiver, smtp};
use crate::stage::{Stage, now};
use casework::catalogue::UnitKind;
use casework::{AccountId, Command};
use motcua_tests::fixture::units;
use portal::{
    Account, Answer, Exchange, Mail, MessageProvider, Question, SignedCall, add_administrator, answer_question,
    call_signature, run_jobs, serve,
};
use std::sync::atomic::Ordering;

fn mail(url: String) -> Option<Mail> {
    Some(Mail { url, from: "Bộ phận một cửa <motcua@example.vn>".to_owned() })
}

#[tokio::test(flavor = "multi_thread")]
async fn each_event_is_told_once_by_email_in_both_languages_and_the_past_is_not() {
    let stage = Stage::dark().await;
    stage.received(1, Some("truoc@example.vn")).await;
    let (url, mut letters, _) = smtp().await;
    let public_url = "https://dichvucong.example.vn".to_owned();
    stage.portal.connect(Exchange { public_url, mail: mail(url), ..Exchange::default() });
    let ran = run_jobs(&stage.portal, now()).await.unwrap();
    assert_eq!((ran.done, ran.put_off), (0, 0), "what was before the connection stays past");
    let case = stage.received(2, Some("duc@example.vn")).await;
    let turn = stage.case(case).await.turn;
    let papers = vec!["Bản chính giấy khai sinh".to_owned()];
    stage
        .does(
            case,
            "cv1",
            Command::RequestSupplement {
                turn, papers, counts: Default::default(), reason: "Thiếu giấy".to_owned()
            },
        )
        .await;
    run_jobs(&stage.portal, now()).await.unwrap();
    run_jobs(&stage.portal, now().plus_minutes(60)).await.unwrap();
    let accepted = letters.recv().await.unwrap();
    assert_eq!(accepted.to, "duc@example.vn");
    assert!(accepted.text.contains("Hồ sơ của ông/bà đã được tiếp nhận"), "{}", accepted.text);
    assert!(accepted.text.contains("15.000 đ") && accepted.text.contains("Your application was accepted"));
    assert!(accepted.text.contains("https://dichvucong.example.vn/tra-cuu"));
    assert!(accepted.headers.contains("Message-ID: <") && accepted.headers.contains("@example.vn>"));
    let asked = letters.recv().await.unwrap();
    assert!(asked.text.contains("- Bản chính giấy khai sinh\nLý do: Thiếu giấy"), "{}", asked.text);
    assert!(letters.try_recv().is_err(), "nothing twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_takes_its_history_to_another_unit_tells_none_of_it_again() {
    let stage = Stage::dark().await;
    stage.ago.store(60, Ordering::Relaxed);
    let before = stage.received(1, Some("truoc@example.vn")).await;
    stage.ago.store(0, Ordering::Relaxed);
    let (url, mut letters, _) = smtp().await;
    stage.portal.connect(Exchange { mail: mail(url), ..Exchange::default() });
    run_jobs(&stage.portal, now()).await.unwrap();
    let after = stage.received(2, Some("sau@example.vn")).await;
    for case in [before, after] {
        let turn = stage.case(case).await.turn;
        let reason = "Thuộc thẩm quyền đơn vị kia".to_owned();
        stage.does(case, "ld", Command::Transfer { turn, to: units()[1].clone(), reason }).await;
    }
    run_jobs(&stage.portal, now()).await.unwrap();
    let mut told = Vec::new();
    while let Ok(letter) = letters.try_recv() {
        let what =
            if letter.text.contains("chuyển đến cơ quan có thẩm quyền") { "passed" } else { "accepted" };
        told.push((letter.to, what));
    }
    told.sort();
    let to = |address: &str, what| (address.to_owned(), what);
    // Each of them learns once that it went on, although two logs tell it.
    let expected = [to("sau@example.vn", "accepted"), to("sau@example.vn", "passed"), to("truoc@example.vn", "passed")];
    assert_eq!(told, expected, "the past stays past, in whichever log it stands");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_the_going_on_and_a_revoked_result_are_told_and_why_stays_behind_the_look_up() {
    let stage = Stage::dark().await;
    let (url, mut letters, _) = smtp().await;
    stage.portal.connect(Exchange { mail: mail(url), ..Exchange::default() });
    run_jobs(&stage.portal, now()).await.unwrap();
    let case = stage.received(1, Some("duc@example.vn")).await;
    let turn = stage.case(case).await.turn;
    stage.does(case, "ld", Command::Stop { turn, reason: "Có đơn kiện".to_owned() }).await;
    let turn = stage.case(case).await.turn;
    stage.does(case, "ld", Command::Resume { turn, note: String::new() }).await;
    run_jobs(&stage.portal, now()).await.unwrap();
    let mut texts = Vec::new();
    while let Ok(letter) = letters.try_recv() {
        texts.push(letter.text);
    }
    let told = |words: &str| texts.iter().any(|text| text.contains(words));
    assert!(
        told("tạm dừng giải quyết") && told("tiếp tục giải quyết hồ sơ của ông/bà. Hẹn trả kết quả: "),
        "{texts:?}"
    );
    assert!(!told("Có đơn kiện"), "{texts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_busy_is_asked_again_and_one_that_refuses_is_not() {
    let stage = Stage::dark().await;
    let (url, mut letters, moods) = smtp().await;
    stage.portal.connect(Exchange { mail: mail(url), ..Exchange::default() });
    run_jobs(&stage.portal, now()).await.unwrap();
    stage.received(1, Some("duc@example.vn")).await;
    moods.lock().unwrap().push("451 busy, <duc@example.vn>");
    let begin = now();
    assert_eq!(run_jobs(&stage.portal, begin).await.unwrap().put_off, 1);
    assert_eq!(run_jobs(&stage.portal, begin).await.unwrap(), portal::Ran::default(), "it waits a minute first");
    assert_eq!(run_jobs(&stage.portal, begin.plus_minutes(1)).await.unwrap().done, 1);
    assert_eq!(letters.recv().await.unwrap().to, "duc@example.vn");
    stage.received(2, Some("nobody@example.vn")).await;
    moods.lock().unwrap().push("550 no such person");
    assert_eq!(run_jobs(&stage.portal, now()).await.unwrap().put_off, 1);
    assert_eq!(run_jobs(&stage.portal, now().plus_minutes(9_000)).await.unwrap(), portal::Ran::default());
    let stuck = stage.portal.store.stuck_jobs().await.unwrap();
    assert_eq!((stuck.len(), stuck[0].given_up_at.is_some()), (1, true));
    assert!(stuck[0].error.contains("550") && !stuck[0].error.contains('@'), "{stuck:?}");
    assert_eq!(stage.portal.store.revive_jobs(now()).await.unwrap(), 1);
    assert_eq!(run_jobs(&stage.portal, now()).await.unwrap().done, 1);
    assert_eq!(letters.recv().await.unwrap().to, "nobody@example.vn");
    stage.received(3, None).await;
    stage.received(4, Some("no address")).await;
    run_jobs(&stage.portal, now()).await.unwrap();
    assert!(letters.try_recv().is_err());
    assert_eq!(stage.portal.store.job_counts().await.unwrap(), (0, 3, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_serving_portal_sends_by_itself() {
    let mut stage = Stage::dark().await;
    let (url, mut letters, _) = smtp().await;
    stage.portal.connect(Exchange { mail: mail(url), ..Exchange::default() });
    run_jobs(&stage.portal, now()).await.unwrap();
    stage.serving = Some(serve(stage.portal.clone(), "127.0.0.1:0").await.unwrap());
    stage.received(1, Some("duc@example.vn")).await;
    assert_eq!(letters.recv().await.unwrap().to, "duc@example.vn");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_message_goes_to_the_provider_signed_and_again_until_it_is_taken() {
    let stage = Stage::dark().await;
    let (url, mut calls, script) = receiver().await;
    let secret = "provider secret".to_owned();
    let messages = Some(MessageProvider(SignedCall { url: format!("{url}/send"), secret: secret.clone() }));
    stage.portal.connect(Exchange { messages, ..Exchange::default() });
    run_jobs(&stage.portal, now()).await.unwrap();
    stage.received(1, None).await;
    script.lock().unwrap().push((503, "busy".to_owned()));
    assert_eq!(run_jobs(&stage.portal, now()).await.unwrap().put_off, 1);
    assert_eq!(run_jobs(&stage.portal, now().plus_minutes(2)).await.unwrap().done, 1);
    let (first, second) = (calls.recv().await.unwrap(), calls.recv().await.unwrap());
    assert_eq!((first.path.as_str(), first.header("motcua-id")), ("/send", second.header("motcua-id")));
    let seconds: i64 = second.header("motcua-timestamp").parse().unwrap();
    let signature = call_signature(&secret, seconds, &second.body);
    assert_eq!(second.header("motcua-signature"), format!("sha256={signature}"));
    let said = second.json();
    assert_eq!((said["to"].as_str(), said["kind"].as_str()), (Some("0912345678"), Some("accepted")));
    assert!(said["text"].as_str().unwrap().is_ascii(), "one SMS");
}

pub fn mai() -> Account {
    Account {
        id: AccountId("mai".to_owned()),
        login: "mai@example.vn".to_owned(),
        name: "Trần Thị Mai".to_owned(),
        identity_number: None,
        phone: String::new(),
        email: "mai@example.vn".to_owned(),
        address: String::new(),
        phc: String::new(),
        totp_secret: None,
        created_at: now(),
        deletion_asked_at: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_asker_is_told_once_that_the_agency_answered_and_reads_the_answer_in_the_account_only() {
    let stage = Stage::dark().await;
    let (url, mut letters, _) = smtp().await;
    stage.portal.connect(Exchange { mail: mail(url), ..Exchange::default() });
    let account = mai();
    assert!(stage.portal.store.add_account(&account).await.unwrap());
    let question = Question {
        id: "mot".to_owned(),
        account: account.id,
        kind: "question".to_owned(),
        unit: units()[0].clone(),
        service: None,
        case: None,
        title: "Giờ làm việc".to_owned(),
        body: "Xin cho biết?".to_owned(),
        asked_at: now(),
        answer: None,
    };
    stage.portal.store.ask(&question).await.unwrap();
    let answer =
        Answer { text: "Sáng và chiều".to_owned(), by: "ld".into(), at: now(), is_published: false, wording: None };
    assert!(answer_question(&stage.portal, &units()[0], "mot", &answer).await.unwrap());
    assert!(!answer_question(&stage.portal, &units()[0], "mot", &answer).await.unwrap());
    assert_eq!(run_jobs(&stage.portal, now().plus_minutes(1)).await.unwrap().done, 1);
    let letter = letters.recv().await.unwrap();
    assert_eq!(letter.to, "mai@example.vn");
    assert!(letter.text.contains("Giờ làm việc") && !letter.text.contains("Sáng và chiều"), "{}", letter.text);
    assert!(letters.try_recv().is_err(), "nothing twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_of_an_account_is_told_why_it_stays_and_that_it_goes() {
    let mut stage = Stage::dark().await;
    let province = stage.portal.change_catalogue(|catalogue| {
        let units = catalogue.editions.values_mut().filter_map(|edition| edition.units.get_mut(&units()[1]));
        units.for_each(|unit| unit.kind = UnitKind::Province);
        Ok::<(), ()>(())
    });
    province.await.unwrap().unwrap();
    let secret = "một mật khẩu dài";
    add_administrator(&stage.portal, &"tinh.qt".into(), "Mai Xuân Trường", &units()[1], secret).await.unwrap();
    let (url, mut letters, moods) = smtp().await;
    stage.portal.connect(Exchange { mail: mail(url), ..Exchange::default() });
    stage.serving = Some(serve(stage.portal.clone(), "127.0.0.1:0").await.unwrap());
    let account = mai();
    let store = &stage.portal.store;
    assert!(store.add_account(&account).await.unwrap());
    store.ask_deletion(&account.id, Some(now())).await.unwrap();
    let form = [("user", "tinh.qt"), ("secret", secret)];
    let entered = stage.client.post(stage.url("/quan-tri/vao")).form(&form).send().await.unwrap();
    let mut cookies = entered.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let cookie = cookies.rfind(|cookie| cookie.starts_with("motcua_staff=")).unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let post = async |path: &str, reason: &str| {
        let call = stage.client.post(stage.url(path)).header("cookie", &cookie).form(&[("reason", reason)]);
        call.send().await.unwrap().status().as_u16()
    };
    let (erase, refuse) = ("/quan-tri/xoa-tai-khoan/mai", "/quan-tri/xoa-tai-khoan/mai/tu-choi");
    assert_eq!(post(refuse, " ").await, 422, "a reason is needed");
    assert_eq!(post(refuse, "Đang có khoản phí chưa nộp").await, 303);
    assert_eq!(post(refuse, "Đang có khoản phí chưa nộp").await, 409, "nobody asks any more");
    run_jobs(&stage.portal, now().plus_minutes(1)).await.unwrap();
    let letter = letters.recv().await.unwrap();
    assert_eq!(letter.to, "mai@example.vn");
    assert!(letter.text.contains("chưa được thực hiện") && !letter.text.contains("khoản phí"), "{}", letter.text);
    let refusal = store.deletion_refusal(&account.id).await.unwrap().unwrap();
    assert_eq!((refusal.reason.as_str(), refusal.by.as_str()), ("Đang có khoản phí chưa nộp", "tinh.qt"));
    store.ask_deletion(&account.id, Some(now())).await.unwrap();
    moods.lock().unwrap().push("451 busy");
    assert_eq!(post(erase, "").await, 503, "first the owner is told");
    assert_eq!(store.account(&account.id).await.unwrap().unwrap().name, account.name);
    assert_eq!(post(erase, "").await, 303);
    let letter = letters.recv().await.unwrap();
    assert!(letter.to == "mai@example.vn" && letter.text.contains("được xóa theo yêu cầu"), "{}", letter.text);
    assert_eq!(store.account(&account.id).await.unwrap().unwrap().email, "");
    assert_eq!(store.deletion_refusal(&account.id).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn notices_have_the_words_of_the_edition_that_is_in_force_and_values_are_only_text() {
    let stage = Stage::dark().await;
    let (url, mut letters, _) = smtp().await;
    stage.portal.connect(Exchange { mail: mail(url), ..Exchange::default() });
    run_jobs(&stage.portal, now()).await.unwrap();
    let case = stage.received(1, Some("duc@example.vn")).await;
    run_jobs(&stage.portal, now()).await.unwrap();
    assert!(letters.recv().await.unwrap().text.contains("Hồ sơ của ông/bà đã được tiếp nhận"), "the program's own");

    let mut catalogue = (*stage.portal.catalogue()).clone();
    let words = casework::catalogue::NoticeText {
        subject_vi: "Còn thiếu".to_owned(),
        subject_en: "Missing".to_owned(),
        vi: "Mời bổ sung:{papers}\nVì {reason}. Hồ sơ {case}.".to_owned(),
        en: "Bring:{papers}\nSince {reason}.".to_owned(),
        short: "thieu giay to: {reason}".to_owned(),
    };
    for edition in catalogue.editions.values_mut() {
        edition.notices.insert("supplement_requested".to_owned(), words.clone());
    }
    stage.portal.publish(catalogue).await.unwrap();
    let turn = stage.case(case).await.turn;
    let papers = vec!["Giấy {reason}".to_owned()];
    stage
        .does(
            case,
            "cv1",
            Command::RequestSupplement { turn, papers, counts: Default::default(), reason: "Thiếu".to_owned() },
        )
        .await;
    run_jobs(&stage.portal, now()).await.unwrap();
    let letter = letters.recv().await.unwrap();
    let code = stage.case(case).await.code.unwrap();
    assert!(
        letter.text.contains(&format!("Mời bổ sung:\n- Giấy {{reason}}\nVì Thiếu. Hồ sơ {code}.")),
        "{}",
        letter.text
    );
    assert!(letter.text.contains("Bring:\n- Giấy {reason}\nSince Thiếu."), "{}", letter.text);
    assert!(letter.text.contains("Thủ tục:") && letter.text.contains("Mã hồ sơ:"), "what always follows");
}
