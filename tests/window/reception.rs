//! At the counter: papers that need not be brought twice, people who apply together, a case for another commune.

use crate::centre::Centre;
use crate::screen::{Screen, test_id};
use crate::stage::{Stage, Told, ensure};
use crate::{PEOPLE, SERVICE, UNIT};

/// UBND xã Nam Phong, which decides the second case.
const OTHER: &str = "000.03.21.H40";

async fn fill(screen: &Screen, subject: &str) -> Told {
    screen.type_into("field-service", SERVICE).await?;
    screen.click(&format!("service-{SERVICE}")).await?;
    screen.type_into("field-identity", "036190005555").await?;
    screen.type_into("field-name", "Phan Thị Diễm").await?;
    screen.type_into("field-address", "Số 1 Hàng Tiện").await?;
    screen.find("field-subject").await?.clear().await?;
    screen.type_into("field-subject", subject).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_need_not_bring_a_paper_twice_nor_go_to_another_commune() -> Told {
    let stage = Stage::set("reception").await?;
    let centre = Centre::open(&stage).await?;
    let (here, there) = (stage.folder.path().join("desks"), stage.folder.path().join("other"));
    centre.enrol(&here.join("thd"), UNIT, &PEOPLE, true)?;
    centre.enrol(&there.join("nph"), OTHER, &["nph.mc", "nph.cv1"], false)?;
    let screen = Screen::open(&stage, &here).await?;
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;

    // A case of this commune, with a paper that is scanned.
    screen.click("receive-open").await?;
    fill(&screen, "Để kết hôn").await?;
    screen.choose_file("field-files-0", "to-khai.txt", "Tờ khai của bà Diễm").await?;
    // What the form asks hangs on what was answered: a purpose of its own kind is asked for in words.
    screen.set("entry-0", "Chưa đăng ký kết hôn với ai").await?;
    screen.set("entry-1", "Mục đích khác").await?;
    screen.type_into("entry-2", "Bổ túc hồ sơ du học").await?;
    screen.picture("declared").await?;
    screen.select(&format!("{} .file", test_id("paper-0"))).await?;
    screen.click("confirm").await?;
    screen.find("received").await?;

    // The next case: the paper is used again, a brother applies too, another commune decides.
    screen.click("again").await?;
    fill(&screen, "Để bán nhà").await?;
    screen.click("reuse-0").await?;
    screen.click("add-co-applicant").await?;
    screen.type_into("field-co-name-0", "Phan Văn Đạt").await?;
    screen.type_into("field-co-address-0", "Số 2 Hàng Tiện").await?;
    screen.set("field-competent", OTHER).await?;
    screen.tick("field-by-post").await?;
    screen.type_into("field-post-address", "Số 9 Lê Hồng Phong").await?;
    screen.picture("reception").await?;
    screen.click("confirm").await?;
    screen.find("received").await?;
    let code = screen.text_of("case-code").await?;
    ensure(code.starts_with(UNIT), || format!("the receiving unit gives the code, but it is {code}"))?;
    screen.click("open-received").await?;
    let place = screen.text_of("where").await?;
    ensure(place.contains("Nam Phong") || place.contains("Cơ quan có thẩm quyền"), || place.clone())?;
    let post = screen.text_of("send-to").await?;
    ensure(post.contains("Số 9 Lê Hồng Phong"), || post.clone())?;
    screen.picture("received-for-another").await?;

    // What this computer may number, and the diary of the line.
    screen.click("reports-open").await?;
    screen.click("report-indices").await?;
    screen.find("indices").await?;
    screen.picture("indices").await?;
    screen.click("report-late").await?;
    screen.find("late").await?;
    screen.click("numbers-open").await?;
    let left = screen.text_of("codes-left").await?;
    ensure(left.contains("248"), || format!("two numbers of 250 are spent, but: {left}"))?;
    screen.picture("numbers").await?;
    screen.click_on(&format!("{} button", test_id("register-GXN"))).await?;
    screen.click("release-confirm").await?;
    screen.find("take-GXN").await?;
    screen.click("take-GXN").await?;
    screen.find("release-GXN").await?;
    screen.click("connection").await?;
    screen.click("outages-open").await?;
    screen.find("outages").await?;
    screen.picture("outages").await?;
    screen.pull_the_plug().await?;

    // There, the case lies ready with everything that was said here.
    let screen = Screen::open(&stage, &there).await?;
    screen.sign_in("nph.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    screen.open_case("phan thi diem", "Phan Thị Diễm").await?;
    let shown = screen.text_of("case-code").await?;
    ensure(shown.contains(&code), || format!("{shown} is shown instead of {code}"))?;
    screen.picture("at-the-other").await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_with_too_little_goes_with_form_02_and_what_cannot_be_taken_goes_with_form_03() -> Told {
    let stage = Stage::set("reception-against").await?;
    let mut centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    centre.enrol(&desks.join("thd"), UNIT, &PEOPLE, true)?;
    let screen = Screen::open(&stage, &desks).await?;
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    // Without a line, too.
    centre.kill();
    screen.becomes("connection", "data-line", "offline").await?;

    screen.click("receive-open").await?;
    fill(&screen, "Để kết hôn").await?;
    screen.set("entry-0", "Chưa đăng ký kết hôn với ai").await?;
    screen.set("entry-1", "Mục đích khác").await?;
    screen.type_into("entry-2", "Bổ túc hồ sơ du học").await?;
    screen.set("field-channel", "post").await?;
    screen.click("lacking").await?;
    screen.find("act-dialog").await?;
    screen.click("field-paper-0").await?;
    screen.picture("asks").await?;
    screen.confirm().await?;
    screen.gone(&test_id("act-dialog")).await?;
    screen.find("print").await?;
    screen.picture("asked").await?;
    screen.click("open-received").await?;
    screen.becomes("case-status", "data-status", "awaiting_supplement").await?;
    screen.find("act-receive_supplement").await?;

    // The next one is refused at once, and can be told why.
    screen.click("receive-open").await?;
    fill(&screen, "Để bán nhà của người khác").await?;
    screen.set("entry-0", "Chưa đăng ký kết hôn với ai").await?;
    screen.set("entry-1", "Mục đích khác").await?;
    screen.type_into("entry-2", "Không rõ").await?;
    screen.click("refuse").await?;
    screen.find("act-dialog").await?;
    screen.type_into("field-reason", "Không thuộc thẩm quyền của phường").await?;
    screen.confirm().await?;
    screen.gone(&test_id("act-dialog")).await?;
    screen.picture("refused").await?;
    screen.click("open-received").await?;
    screen.becomes("case-status", "data-status", "rejected").await?;

    // What is only written down waits among the new ones, and has spent no number.
    screen.click("receive-open").await?;
    fill(&screen, "Để sau").await?;
    screen.set("entry-0", "Chưa đăng ký kết hôn với ai").await?;
    screen.set("entry-1", "Mục đích khác").await?;
    screen.type_into("entry-2", "Không rõ").await?;
    screen.click("lacking").await?;
    screen.find("act-dialog").await?;
    screen.press("\u{e00c}").await?;
    screen.gone(&test_id("act-dialog")).await?;
    screen.picture("written-down").await?;
    screen.click("open-received").await?;
    screen.becomes("case-status", "data-status", "filed").await?;

    // What was written down and is whole after all is taken in like any other.
    screen.click("receive-open").await?;
    fill(&screen, "Sau khi xem lại").await?;
    screen.set("entry-0", "Chưa đăng ký kết hôn với ai").await?;
    screen.set("entry-1", "Mục đích khác").await?;
    screen.type_into("entry-2", "Không rõ").await?;
    screen.click("lacking").await?;
    screen.find("act-dialog").await?;
    screen.press("\u{e00c}").await?;
    screen.gone(&test_id("act-dialog")).await?;
    screen.click("filed-accept").await?;
    screen.confirm().await?;
    screen.find("received").await?;
    let code = screen.text_of("case-code").await?;
    ensure(code.starts_with(UNIT), || format!("the code is shown, but it is {code}"))?;
    screen.picture("taken-in-after-all").await?;
    screen.pull_the_plug().await
}
