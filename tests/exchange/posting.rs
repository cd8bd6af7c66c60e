//! Results by post: the wish at filing, and where the result is.

use crate::stage::{Stage, now, unit};
use casework::CaseCode;
use casework::Command;
use portal::postal::{NotNoted, PostalItem, PostalState, note};
use reqwest::multipart::Form;

/// Files online; the page of the case, by its reference.
async fn filed(stage: &Stage, more: &[(&'static str, &'static str)]) -> String {
    let mut form = Form::new().text("unit", unit().0).text("name", "Nguyễn Văn Đức");
    form = form.text("address", "Số 1 phố Huế").text("phone", "0912345678");
    for (name, value) in more {
        form = form.text(*name, *value);
    }
    let answer = stage.client.post(stage.url("/nop-ho-so/S?lang=en")).multipart(form).send().await.unwrap();
    assert!(answer.status().is_success());
    let text = answer.text().await.unwrap();
    let from = text.find("N-").expect("a reference");
    let reference = text[from..].split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').next().unwrap();
    let form = [("ma", reference), ("them", "")];
    stage.client.post(stage.url("/tra-cuu?lang=en")).form(&form).send().await.unwrap().text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_at_filing_travels_with_the_case_to_its_page() {
    let stage = Stage::open().await;
    assert!(!filed(&stage, &[("result_by", "counter"), ("result_address", "Số 3")]).await.contains("id=\"send-to\""));
    let page = filed(&stage, &[("result_by", "post"), ("result_address", "Số 2 phố Vọng")]).await;
    assert!(page.contains("The result will be sent to: Số 2 phố Vọng"), "{page}");
    assert!(filed(&stage, &[("result_by", "post")]).await.contains("The result will be sent to: Số 1 phố Huế"));
    let cases = stage.portal.store.cases(&unit()).await.unwrap();
    let case = cases.iter().find(|case| case.send_result_to.as_deref() == Some("Số 2 phố Vọng")).unwrap();
    let code = CaseCode::compose(&unit(), now().day(), 1);
    stage.does(case.id, "mc", Command::Accept { turn: case.turn, code }).await;
    let item = |waybill: &str| PostalItem {
        case: case.id,
        waybill: waybill.to_owned(),
        carrier: "Bưu điện <tỉnh>".to_owned(),
        state: PostalState::Returned,
        changed_at: now(),
    };
    assert!(matches!(note(&stage.portal, &item("a'b;--")).await, Err(NotNoted::Malformed)));
    note(&stage.portal, &item("EE123456789VN")).await.unwrap();
    let page = stage.page(case.id).await;
    assert!(page.contains("EE123456789VN") && page.contains("Could not be delivered"), "{page}");
    assert!(!page.contains("<tỉnh>") && !page.contains("id=\"send-to\""), "{page}");
}
