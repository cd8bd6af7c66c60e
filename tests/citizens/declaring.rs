//! Filing with the form of a service: it is made from the catalogue, asks what hangs on what was answered, and is judged by
//! the portal whether a browser runs scripts or not.

use super::Browser;
use casework::catalogue::Condition;
use casework::form_entry::{EntryKind, FormEntry, Needed};
use motcua_tests::fixture::units;
use motcua_tests::office::Office;
use reqwest::StatusCode;
use reqwest::multipart::Form;
use std::collections::BTreeMap;

const PURPOSE: &str = "Mục đích";
const OTHER: &str = "Ghi rõ mục đích";

/// An office whose short service asks for a purpose, the purpose in words where it is another one, a day and a number.
async fn office() -> Office {
    let office = Office::open().await.expect("an office");
    let mut catalogue = (*office.portal.catalogue()).clone();
    let entry = |name: &str, kind: EntryKind, needed: Needed| FormEntry {
        name: name.to_owned(),
        kind,
        needed,
        section: String::new(),
        hint: String::new(),
        when: Vec::new(),
    };
    let mut other = entry(OTHER, EntryKind::Line, Needed::Online);
    other.when = vec![Condition::EntryIs { entry: PURPOSE.to_owned(), value: "Khác".to_owned() }];
    let purposes = vec!["Kết hôn".to_owned(), "Khác".to_owned()];
    for edition in catalogue.editions.values_mut() {
        edition.services.get_mut(&"S".into()).expect("the short service").entries = vec![
            entry(PURPOSE, EntryKind::Choice(purposes.clone()), Needed::Online),
            other.clone(),
            entry("Ngày cưới", EntryKind::Day, Needed::No),
            entry("Số bản \"sao\"", EntryKind::Number { least: Some(1), most: Some(9) }, Needed::No),
        ];
    }
    office.portal.publish(catalogue).await.expect("published");
    office
}

/// What the field of an entry is called.
fn field(name: &str) -> String {
    format!("entry:{}", &protocol::digest(name.as_bytes()).as_str()[..16])
}

fn filing(entries: &[(&str, &str)]) -> Form {
    let form = Form::new()
        .text("unit", units()[0].0.clone())
        .text("name", "Trần Thị Mai")
        .text("address", "Nam Định")
        .text("phone", "0900000001");
    entries.iter().fold(form, |form, (name, value)| form.text(field(name), (*value).to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_states_what_the_form_of_its_service_asks() {
    let office = office().await;
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let page = mai.text("/nop-ho-so/S").await;
    assert!(
        page.contains(&format!("name=\"{}\" required", field(PURPOSE)))
            && page.contains("Chỉ điền khi: Mục đích = Khác"),
        "{page}"
    );
    assert!(page.contains("data-entry=\"Số bản &#34;sao&#34;\""), "a name is never markup: {page}");
    let given = [(PURPOSE, "Khác"), (OTHER, "  Đi làm xa "), ("Ngày cưới", "2026-12-05"), ("Số bản \"sao\"", "3")];
    let page = mai.send("/nop-ho-so/S", filing(&given)).await.text().await.expect("a page");
    let path = page.split("href=\"").find(|part| part.starts_with("/ho-so-cua-toi/")).expect("a link to the case");
    let path = path.split('"').next().expect("a path");
    let id = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a case");
    let case = office.portal.store.case(id).await.expect("the store holds").expect("a case");
    let stated = [(PURPOSE, "Khác"), (OTHER, "Đi làm xa"), ("Ngày cưới", "05/12/2026"), ("Số bản \"sao\"", "3")];
    let stated = stated.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(case.entries, BTreeMap::from(stated));
    let mine = mai.text(path).await;
    let (purpose, day) = (mine.find("<dt>Mục đích</dt>"), mine.find("<dd>05/12/2026</dd>"));
    assert!(purpose.is_some() && purpose < day, "in the order of the form: {mine}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_or_wrong_in_a_form_is_said_beside_it_and_nothing_typed_is_lost() {
    let office = office().await;
    let browser = Browser::at(&office);
    for (given, said) in [
        (vec![], "Chưa điền mục này."),
        (vec![(PURPOSE, "Khác")], "Chưa điền mục này."),
        (vec![(PURPOSE, "Kết hôn"), ("Ngày cưới", "2026-02-30")], "Ghi ngày có thật"),
        (vec![(PURPOSE, "Kết hôn"), ("Số bản \"sao\"", "12")], "ít nhất 1, nhiều nhất 9"),
        (vec![(PURPOSE, "Đi chơi")], "Chọn một trong các mục có sẵn."),
    ] {
        let answer = browser.send("/nop-ho-so/S", filing(&given)).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{given:?}");
        let page = answer.text().await.expect("a page");
        assert!(page.contains(said) && page.contains("value=\"Trần Thị Mai\""), "{given:?}: {page}");
    }
    // What is not asked after all is neither needed nor kept.
    let form = filing(&[(PURPOSE, "Kết hôn"), (OTHER, "bỏ đi")]);
    let page = browser.send("/nop-ho-so/S", form).await.text().await.expect("a page");
    let reference = page.split("id=\"reference\">").nth(1).and_then(|rest| rest.split('<').next());
    assert!(reference.is_some(), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_told_while_one_types_what_is_asked_and_what_is_wrong() {
    let office = office().await;
    let browser = Browser::at(&office);
    let judge = async |texts: &[(&str, &str)]| -> serde_json::Value {
        let texts: Vec<(String, &str)> = texts.iter().map(|(name, value)| (field(name), *value)).collect();
        let texts: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        browser.post("/nop-ho-so/S/muc", &texts).await.json().await.expect("an answer")
    };
    let nothing = judge(&[]).await;
    assert_eq!(nothing["asked"], serde_json::json!([PURPOSE, "Ngày cưới", "Số bản \"sao\""]));
    assert_eq!(nothing["problems"], serde_json::json!({ PURPOSE: "Chưa điền mục này." }));
    let other = judge(&[(PURPOSE, "Khác"), ("Ngày cưới", "hôm qua")]).await;
    assert_eq!(other["asked"].as_array().map(Vec::len), Some(4));
    assert!(other["problems"][OTHER].is_string() && other["problems"]["Ngày cưới"].is_string());
}
