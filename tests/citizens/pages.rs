//! Long lists come page by page, and packed.

use crate::{Browser, PASSWORD};
use casework::{Actor, CaseId, Channel, Command, Envelope, EnvelopeId};
use motcua_tests::fixture::{application, units};
use motcua_tests::office::Office;
use portal::CaseProof;
use protocol::push::Source;
use uuid::Uuid;

async fn many_services(office: &Office) {
    let changed = office.portal.change_catalogue(|catalogue| {
        for edition in catalogue.editions.values_mut() {
            let field = casework::catalogue::Field { code: "HT".into(), name: "Hộ tịch".to_owned() };
            edition.fields.insert(field.code.clone(), field);
            let short = edition.services.get(&"S".into()).cloned().ok_or(())?;
            for number in 1..=118 {
                let code = format!("S{number:03}");
                let name = format!("Đăng ký thứ {number}");
                let service = casework::catalogue::Service { code: code.as_str().into(), name, ..short.clone() };
                edition.services.insert(service.code.clone(), service);
            }
        }
        Ok::<(), ()>(())
    });
    changed.await.expect("the store holds").expect("a service");
}

fn services(page: &str) -> usize {
    page.matches("href=\"/dich-vu/").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn services_come_by_fifty_and_a_search_goes_along_from_page_to_page() {
    let office = Office::open().await.expect("a portal");
    many_services(&office).await;
    let browser = Browser::at(&office);
    let mut seen = std::collections::BTreeSet::new();
    for (path, count) in [("/", 50), ("/?trang=2", 50), ("/?trang=3", 20), ("/?trang=99", 20)] {
        let page = browser.text(path).await;
        assert_eq!(services(&page), count, "{path}");
        seen.extend(page.split("href=\"/dich-vu/").skip(1).map(|part| part.split('"').next().unwrap().to_owned()));
    }
    assert_eq!(seen.len(), 120, "every one is on a page");
    let found = browser.text("/?q=dang+ky&field=HT").await;
    assert_eq!(services(&found), 50);
    let next =
        found.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a page after");
    let next = next.replace("&amp;", "&");
    assert!(next.contains("field=HT") && next.contains("trang=2"), "{next}");
    let second = browser.text(&next).await;
    assert!(services(&second) == 50 && second.contains("rel=\"prev\""), "{next}");
    // The names of a catalogue that was changed are looked through anew.
    let changed = office.portal.change_catalogue(|catalogue| {
        for edition in catalogue.editions.values_mut() {
            edition.services.get_mut(&"S001".into()).ok_or(())?.name = "Cấp phép lạ".to_owned();
        }
        Ok::<(), ()>(())
    });
    changed.await.expect("the store holds").expect("a service");
    assert_eq!(services(&browser.text("/?q=phep+la").await), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_packed_for_those_who_unpack_them_and_documents_are_not() {
    let office = Office::open().await.expect("a portal");
    let browser = Browser::at(&office);
    let ask = async |path: &str| {
        let request = browser.client.get(format!("{}{path}", office.url())).header("accept-encoding", "gzip");
        request.send().await.expect("an answer").headers().get("content-encoding").cloned()
    };
    for path in ["/", "/style.css", "/dich-vu/S", "/thong-ke"] {
        assert_eq!(ask(path).await.as_ref().and_then(|coding| coding.to_str().ok()), Some("gzip"), "{path}");
    }
    let plain = browser.get("/").await;
    assert!(plain.headers().get("content-encoding").is_none(), "who asks for nothing gets it plain");
    assert!(ask("/api/1/catalogue").await.is_none(), "what is short stays as it is");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_with_many_cases_sees_them_by_fifty() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    assert!(!PASSWORD.is_empty());
    let store = &office.portal.store;
    let account = store.account_by_login("mai@example.vn").await.expect("the store holds").expect("an account").id;
    let now = desk::clock();
    for number in 1..=53_u128 {
        let envelope = Envelope {
            id: EnvelopeId(Uuid::from_u128(number << 64)),
            case: CaseId(Uuid::from_u128(number)),
            actor: Actor::Citizen(account.clone()),
            at: now,
            edition: "2026".into(),
            seen: 0,
            after: None,
            command: Command::File { application: application(&units()[0], "S", Channel::Online, "Trần Thị Mai") },
        };
        let bytes = serde_json::to_string(&envelope).expect("JSON");
        let (case, source) = (envelope.case, Source::Account(account.clone()));
        office.portal.admit(envelope, bytes, source, now).await.expect("the store holds").expect("judged");
        store.link_case(&account, case, &CaseProof::Reference(account.clone()), now).await.expect("linked");
    }
    let cases = |page: &str| page.matches("<a href=\"/ho-so-cua-toi/").count();
    let first = mai.text("/ho-so-cua-toi").await;
    assert!(cases(&first) == 50 && first.contains("trang=2"), "{}", cases(&first));
    let second = mai.text("/ho-so-cua-toi?trang=2").await;
    assert!(cases(&second) == 3 && !second.contains("trang=3"));
}
