//! Finding a service: by event of life, by how far it goes online, and what its page says.

use crate::Browser;
use casework::catalogue::{Field, OnlineLevel};
use motcua_tests::office::Office;

#[tokio::test(flavor = "multi_thread")]
async fn services_are_found_by_event_of_life_and_by_how_far_they_go_online() {
    let office = Office::open().await.expect("a portal");
    let changed = office.portal.change_catalogue(|catalogue| {
        for edition in catalogue.editions.values_mut() {
            let field = Field { code: "HT".into(), name: "Hộ tịch".to_owned() };
            edition.fields.insert(field.code.clone(), field);
            let short = edition.services.get_mut(&"S".into()).ok_or(())?;
            short.life_events = vec!["Có con nhỏ".to_owned()];
            short.legal_basis = vec!["Văn bản <của> thử nghiệm".to_owned()];
            short.at_counter = vec!["Xuất trình bản chính".to_owned()];
            edition.services.get_mut(&"L".into()).ok_or(())?.online = OnlineLevel::Fully;
        }
        Ok::<(), ()>(())
    });
    changed.await.expect("the store holds").expect("both services");
    let browser = Browser::at(&office);
    let (short, long) = ("href=\"/dich-vu/S\"", "href=\"/dich-vu/L\"");
    let all = browser.text("/").await;
    assert!(all.contains(short) && all.contains(long) && all.contains("Có con nhỏ"), "{all}");
    let found = browser.text("/?event=C%C3%B3%20con%20nh%E1%BB%8F").await;
    assert!(found.contains(short) && !found.contains(long), "{found}");
    let found = browser.text("/?level=fully").await;
    assert!(!found.contains(short) && found.contains(long), "{found}");
    let page = browser.text("/dich-vu/S").await;
    assert!(page.contains("Căn cứ pháp lý") && page.contains("Văn bản &#60;của&#62; thử nghiệm"), "{page}");
    assert!(page.contains("Xuất trình bản chính") && page.contains("/?event=C%C3%B3%20con%20nh%E1%BB%8F"), "{page}");
    assert!(browser.text("/nop-ho-so/S").await.contains("Xuất trình bản chính"));
    let page = browser.text("/dich-vu/L").await;
    assert!(!page.contains("Căn cứ pháp lý"), "nothing is said where nothing is known: {page}");
    assert!(!browser.text("/nop-ho-so/L").await.contains("Dịch vụ trực tuyến một phần"));
}
