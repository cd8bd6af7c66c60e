//! Journeys in the real window, driven over WebDriver, with the real portal as a process of its own. Each story has its
//! own screen, bus, printer and folder; pictures and logs stay in `artefacts/window/<story>`.

mod accessibility;
mod centre;
mod citizen;
mod comfort;
mod counter;
mod evidence;
mod first_run;
mod handing;
mod keys;
mod line;
mod reception;
mod screen;
mod stage;
mod steps;
mod stick;

use casework::Moment;
use centre::{Centre, SECRET, desk, said};
use citizen::{Citizen, status_on};
use evidence::{is_signed_and_sealed, nowhere_in_the_clear, text_of};
use screen::{Screen, test_id};
use serde_json::{Value, json};
use stage::{Stage, Told, ensure, until};
use std::collections::BTreeSet;
use std::path::Path;

/// UBND phường Trần Hưng Đạo, with everybody who handles a case there.
const UNIT: &str = "000.01.21.H40";
const PEOPLE: [&str; 5] = ["thd.mc", "thd.cv1", "thd.lp", "thd.ld", "thd.vt"];
/// Cấp Giấy xác nhận tình trạng hôn nhân: received, assigned, drafted, reviewed, signed, numbered, handed over.
const SERVICE: &str = "1.004873";
/// Cấp bản sao trích lục hộ tịch: 8.000 đồng a copy.
const COPIES: &str = "2.000635";
/// Chứng thực bản sao từ bản chính: by the page of each copy, in tiers.
const CERTIFIED: &str = "2.000815";

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_decided_while_the_portal_is_down_and_everything_arrives_exactly_once() -> Told {
    let stage = Stage::set("one-decision").await?;
    let mut centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    centre.enrol(&desks.join("thd"), UNIT, &PEOPLE, true)?;
    let citizen = Citizen::new("Đỗ Thị Hoà Bình", "036192004711", "0912 345 678");
    let screen = Screen::open(&stage, &desks).await?;
    screen.picture("sign-in").await?;

    // The clerk sees what a citizen filed a moment ago.
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    let subject = "Xác nhận tình trạng hôn nhân để đăng ký kết hôn với anh \"Đức\" <b>& không</b> ai khác";
    let reference = citizen.file(&centre, SERVICE, UNIT, subject).await?;
    let case = screen.open_case("do thi hoa binh", citizen.name).await?;
    screen.becomes("case-status", "data-status", "filed").await?;
    screen.picture("filed").await?;

    // The portal dies; the counter goes on.
    centre.kill();
    screen.becomes("connection", "data-line", "offline").await?;
    screen.click("act-accept").await?;
    screen.picture("accepting").await?;
    screen.confirm().await?;
    screen.becomes("case-status", "data-status", "accepted").await?;
    let code = screen.text_of("case-code").await?;
    screen.find("toast").await?;
    let receipt = until("the receipt is printed", async || {
        stage.printed()?.pop().ok_or_else(|| stage::Failed("the printer has nothing".to_owned()))
    })
    .await?;
    let text = text_of(&receipt)?;
    ensure(text.contains(&code) && text.contains(citizen.name), || format!("the receipt says: {text}"))?;
    screen.click("forms").await?;
    screen.click("form-receipt").await?;
    screen.find("preview-page").await?;
    screen.picture("receipt").await?;
    screen.click("dialog-close").await?;

    // The head of division names a specialist.
    screen.hand_over_to("thd.lp").await?;
    screen.open_case(&code, citizen.name).await?;
    screen.click("act-assign").await?;
    screen.click("field-to-thd.cv1").await?;
    screen.picture("assigning").await?;
    screen.confirm().await?;

    // The specialist is typing when the window is killed.
    screen.hand_over_to("thd.cv1").await?;
    screen.open_case(&code, citizen.name).await?;
    screen.click("act-propose_result").await?;
    screen.find("preview-page").await?;
    let kept = screen.text_in("[data-testid=\"act-dialog\"] footer .kept").await?;
    screen.type_into("field-body", "\n\nGiấy này có giá trị 6 tháng kể từ ngày cấp.").await?;
    let typed = screen.value_of("field-body").await?;
    ensure(typed.ends_with("kể từ ngày cấp."), || format!("typed: {typed}"))?;
    until("the draft is kept", async || {
        let now = screen.text_in("[data-testid=\"act-dialog\"] footer .kept").await?;
        ensure(now != kept, || format!("it says: {now}"))
    })
    .await?;
    screen.picture("half-typed").await?;
    screen.pull_the_plug().await?;

    // After it, every acknowledged act is there, and the draft.
    let screen = Screen::open(&stage, &desks).await?;
    screen.sign_in("thd.cv1").await?;
    screen.open_case(&code, citizen.name).await?;
    let history = screen.history().await?;
    let acts: Vec<&str> = history.iter().rev().map(|(event, _)| event.as_str()).collect();
    ensure(acts == ["filed", "accepted", "assigned"], || format!("after the kill: {history:?}"))?;
    screen.click("act-propose_result").await?;
    screen.find("restored").await?;
    let restored = screen.value_of("field-body").await?;
    ensure(restored == typed, || format!("typed {typed:?}, restored {restored:?}"))?;
    screen.select("[aria-busy=\"false\"]:not(.stale) [data-testid=\"preview-page\"]").await?;
    screen.picture("restored").await?;
    screen.confirm().await?;

    // Reviewed, signed, numbered and sealed, still without a line.
    screen.hand_over_to("thd.lp").await?;
    screen.open_case(&code, citizen.name).await?;
    screen.click("act-complete_step").await?;
    screen.confirm().await?;
    for (person, act, picture) in [("thd.ld", "approve", "signing"), ("thd.vt", "number", "numbering")] {
        screen.hand_over_to(person).await?;
        screen.open_case(&code, citizen.name).await?;
        screen.click(&format!("act-{act}")).await?;
        screen.find("preview-page").await?;
        screen.type_into("field-secret", SECRET).await?;
        screen.picture(picture).await?;
        screen.confirm().await?;
    }
    screen.becomes("case-status", "data-status", "done").await?;
    screen.becomes("connection", "data-line", "offline").await?;
    let strip = screen.text_of("connection").await?;
    ensure(strip.contains("6 việc chờ gửi"), || format!("the strip says: {strip}"))?;
    screen.picture("done-offline").await?;
    let expected = ["filed", "accepted", "assigned", "result_proposed", "step_completed", "approved", "numbered"];
    let states: Vec<_> = screen.history().await?.into_iter().rev().collect();
    let waiting = |(event, state): &(String, String)| state == "on_this_computer" || event == "filed";
    ensure(states.iter().map(|(event, _)| event).eq(expected), || format!("the history: {states:?}"))?;
    ensure(states.iter().all(waiting), || format!("nothing was sent, but: {states:?}"))?;
    screen.click("outbox-open").await?;
    screen.counts("[data-testid=\"outbox-item\"][data-sync=\"on_this_computer\"]", 6).await?;
    screen.picture("outbox").await?;

    // The portal is back: everything goes up, and the citizen sees the result.
    centre.start().await?;
    screen.becomes("connection", "data-line", "online").await?;
    screen.counts("[data-testid=\"outbox-item\"][data-sync=\"published\"]", 6).await?;
    screen.counts(&test_id("outbox-item"), 6).await?;
    screen.picture("published").await?;
    screen.open_case(&code, citizen.name).await?;
    let states = screen.history().await?;
    ensure(states.iter().all(|(_, state)| state == "published"), || format!("the history: {states:?}"))?;
    screen.picture("published-case").await?;
    arrived_exactly_once(&centre, &case, &expected).await?;

    let page = citizen.look_up(&centre, &code, "5678").await?;
    std::fs::write(stage.artefacts.join("citizen.html"), &page)?;
    ensure(status_on(&page)? == "9", || format!("the citizen sees: {page}"))?;
    ensure(page.contains(&code), || format!("the citizen sees: {page}"))?;
    let result = stage.artefacts.join("result.pdf");
    std::fs::write(&result, citizen.download(&centre, &page).await?)?;
    is_signed_and_sealed(&result, &centre.data.join("sample-keys/ca.pem"))?;
    let text = text_of(&result)?;
    ensure(text.contains("6 tháng kể từ ngày cấp"), || format!("the result says: {text}"))?;
    // The reference of the filing opens the same page.
    ensure(status_on(&citizen.look_up(&centre, &reference, "").await?)? == "9", || {
        "the reference opens another".to_owned()
    })?;

    screen.lock().await?;
    drop(screen);
    for folder in [&desks, &stage.folder.path().join("home")] {
        nowhere_in_the_clear(folder, &[citizen.name, citizen.identity_number, citizen.phone, &typed])?;
    }
    Ok(())
}

/// One verdict for each envelope, and the events of each once, in order; the portal's own check finds nothing.
async fn arrived_exactly_once(centre: &Centre, case: &str, expected: &[&str]) -> Told {
    let entries = centre.rows("SELECT body FROM entries WHERE case_id = ? ORDER BY seq", case).await?;
    let mut told: Vec<(String, String)> = Vec::new();
    for entry in entries.into_iter().flatten() {
        let entry: Value = serde_json::from_str(&entry)?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (envelope, event) = (text(&entry["envelope"]), text(&entry["event"]["type"]));
        if told.last().is_none_or(|(last, _)| *last != envelope) {
            told.push((envelope, event));
        }
    }
    ensure(told.iter().map(|(_, event)| event).eq(expected), || format!("the log of the case: {told:?}"))?;
    let envelopes: BTreeSet<&String> = told.iter().map(|(envelope, _)| envelope).collect();
    ensure(envelopes.len() == told.len(), || format!("an act was taken in twice: {told:?}"))?;
    let question = "SELECT id, verdict FROM envelopes WHERE body LIKE '%' || ? || '%'";
    let judged = centre.rows(question, case).await?;
    ensure(judged.len() == expected.len(), || format!("the verdicts: {judged:?}"))?;
    ensure(judged.iter().all(|row| row[1].contains("accepted")), || format!("the verdicts: {judged:?}"))?;
    let findings = centre.findings()?;
    ensure(findings.is_empty(), || format!("the portal's check: {findings:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_heads_who_decide_apart_one_is_accepted_and_the_other_is_a_conflict_with_everything_kept() -> Told {
    let stage = Stage::set("two-desks").await?;
    let mut centre = Centre::open(&stage).await?;
    let (desks, other) = (stage.folder.path().join("desks"), stage.folder.path().join("other-desk"));
    centre.enrol(&desks.join("thd"), UNIT, &PEOPLE, true)?;
    centre.enrol(&other, UNIT, &["thd.ld"], false)?;
    said(desk(&other, "thd.ld")?.arg("sync"))?;
    let list = said(desk(&other, "thd.ld")?.args(["list", "--queue", "to_sign", "--json"]))?;
    let list: Value = serde_json::from_str(&list)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let row = &list["rows"][0];
    let (case, code, applicant) = (text(&row["id"]), text(&row["code"]), text(&row["applicant"]));
    ensure(!code.is_empty(), || format!("the sample has nothing to sign: {list}"))?;

    let screen = Screen::open(&stage, &desks).await?;
    screen.sign_in("thd.ld").await?;
    screen.becomes("connection", "data-line", "online").await?;
    screen.open_case(&code, &applicant).await?;
    screen.click("act-approve").await?;
    screen.find("preview-page").await?;
    screen.click("dialog-close").await?;

    // Apart: the head signs in the window; at the other desk the same case is sent back.
    centre.kill();
    screen.becomes("connection", "data-line", "offline").await?;
    screen.click("act-approve").await?;
    screen.find("preview-page").await?;
    screen.type_into("field-secret", SECRET).await?;
    screen.confirm().await?;
    screen.picture("signed-apart").await?;
    let back = json!({ "type": "return_step", "to": "draft", "reason": "Thiếu xác nhận của tổ dân phố" }).to_string();
    said(desk(&other, "thd.ld")?.args(["act", &case, &back]))?;
    // A locked window would send what waits as soon as there is a line.
    screen.pull_the_plug().await?;
    centre.start().await?;
    said(desk(&other, "thd.ld")?.arg("sync"))?;

    // Together again: what came first holds, what came second waits for a person.
    let screen = Screen::open(&stage, &desks).await?;
    screen.sign_in("thd.ld").await?;
    screen.select(&format!("{} .count", test_id("conflicts-open"))).await?;
    screen.counts("[data-testid=\"conflicts-open\"].bad", 1).await?;
    screen.click("conflicts-open").await?;
    screen.becomes("conflict", "data-refusal", "case_moved_on").await?;
    screen.picture("conflict").await?;
    let told = screen.text_of("conflict").await?;
    ensure(told.contains("Thiếu xác nhận của tổ dân phố"), || {
        format!("what came between is not told: {told}")
    })?;
    let kept = said(desk(&desks.join("thd"), "thd.ld")?.args(["conflicts", "--json"]))?;
    let kept: Value = serde_json::from_str(&kept)?;
    ensure(kept[0]["command"]["type"] == "approve", || format!("the command is not kept: {kept}"))?;
    ensure(kept[0]["files"][0]["media_type"] == "application/pdf", || format!("the document is not kept: {kept}"))?;
    // The signed document is still there to be looked at.
    screen.click_on("[data-testid=\"conflict\"] .block button").await?;
    screen.select("[data-testid=\"viewer\"] [data-testid=\"preview-page\"]").await?;
    // Whose signature it bears is said beside it, and that nobody asked whom to trust.
    screen.becomes("signature", "data-right", "true").await?;
    let verdict = screen.text_of("signatures").await?;
    ensure(verdict.contains("phủ toàn bộ tệp") && verdict.contains("Chưa kiểm tra độ tin cậy"), || {
        verdict.clone()
    })?;
    screen.picture("kept-document").await?;
    screen.click("viewer-close").await?;

    // It is closed by somebody who has read it and says what was done about it, not before.
    screen.click("conflicts-open").await?;
    // The case that is left has the same card.
    screen.select("#conflicts-title").await?;
    screen.find("conflict").await?;
    ensure(!screen.find("conflict-close").await?.is_enabled().await?, || "it closes unread".to_owned())?;
    screen.tick("conflict-read").await?;
    screen.click("conflict-close").await?;
    screen.find("toast").await?;
    ensure(screen.count(&test_id("conflict")).await? == 1, || "it closes without a note".to_owned())?;
    screen.type_into("field-conflict-note", "Đã trao đổi, chờ chuyên viên bổ sung").await?;
    screen.click("conflict-close").await?;
    screen.gone(&test_id("conflict")).await?;
    screen.picture("closed").await?;

    let question = "SELECT verdict FROM envelopes WHERE body LIKE '%' || ? || '%' AND body LIKE '%\"approve\"%'";
    let verdicts = centre.rows(question, &case).await?;
    ensure(verdicts.len() == 1 && verdicts[0][0].contains("refused"), || format!("the signature: {verdicts:?}"))?;
    let question = "SELECT body FROM entries WHERE case_id = ? ORDER BY seq DESC LIMIT 1";
    let last = centre.rows(question, &case).await?;
    ensure(last[0][0].contains("step_returned"), || format!("the log ends in {last:?}"))?;
    let findings = centre.findings()?;
    ensure(findings.is_empty(), || format!("the portal's check: {findings:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn fees_stops_a_new_date_and_many_cases_at_once_are_a_few_clicks_and_stand_in_the_books() -> Told {
    let stage = Stage::set("branches").await?;
    let centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    centre.enrol(&desks.join("thd"), UNIT, &PEOPLE, true)?;
    let one = Citizen::new("Lương Thị Ngọc Ánh", "036190001234", "0913 222 333");
    let other = Citizen::new("Vũ Đình Khôi", "036088005678", "0914 555 666");
    let screen = Screen::open(&stage, &desks).await?;
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    one.file(&centre, COPIES, UNIT, "Bản sao trích lục khai sinh").await?;
    other.file(&centre, SERVICE, UNIT, "Xác nhận tình trạng hôn nhân").await?;
    let third = Citizen::new("Ngô Văn Tiến", "036090001234", "0914 777 888");
    third.file(&centre, CERTIFIED, UNIT, "Chứng thực bản sao hợp đồng và sổ hộ khẩu").await?;

    // Both are accepted in one go; each has an outcome of its own.
    screen.open_case("luong thi ngoc anh", one.name).await?;
    screen.click("case-close").await?;
    screen.click("queue-new").await?;
    for citizen in [&one, &other] {
        screen
            .click_on(&format!("{}:has([title=\"{}\"]) [data-testid=\"tick\"]", test_id("row"), citizen.name))
            .await?;
    }
    screen.click("batch-open").await?;
    screen.click("batch-accept").await?;
    screen.picture("many-at-once").await?;
    screen.click("batch-confirm").await?;
    screen.select(&format!("{}:not(:has(li))", test_id("batch-dialog"))).await?;
    let outcome = until("both are done", async || {
        let outcome = screen.text_of("batch-outcome").await?;
        ensure(outcome.contains("2/2"), || outcome.clone())?;
        Ok(outcome)
    })
    .await?;
    ensure(!outcome.contains("chưa làm được"), || outcome.clone())?;
    screen.click("batch-close").await?;

    // The fee is taken once, at the catalogue's amount, with a receipt.
    screen.open_case("luong thi ngoc anh", one.name).await?;
    screen.begin("collect_fee").await?;
    screen.find("fee-quantity").await?;
    comes_to(&screen, "24.000").await?;
    screen.picture("fee").await?;
    let due = screen.text_of("fee-due").await?;
    ensure(due.contains("24.000") && due.contains("chưa thu"), || format!("the case says of its fee: {due}"))?;
    screen.confirm().await?;
    let paid = screen.text_of("fee-paid").await?;
    ensure(paid.contains("24.000") && paid.contains("đã thu"), || format!("the case says of its fee: {paid}"))?;
    screen.gone(&test_id("fee-due")).await?;
    screen.picture("fees-of-the-case").await?;
    let receipt = until("the fee receipt is printed", async || {
        let printed = stage.printed()?;
        let texts: Vec<String> = printed.iter().map(|paper| text_of(paper)).collect::<Told<_>>()?;
        let found = texts.into_iter().find(|text| text.contains("BIÊN LAI"));
        found.ok_or_else(|| stage::Failed(format!("{} papers, no receipt", printed.len())))
    })
    .await?;
    ensure(receipt.contains("Hai mươi tư nghìn đồng"), || format!("the receipt says: {receipt}"))?;

    // Two documents are certified on one receipt: ten pages in three copies, and one of two pages (2.000 đồng a page,
    // 1.000 from the third on).
    screen.open_case("ngo van tien", third.name).await?;
    screen.begin("accept").await?;
    screen.confirm().await?;
    screen.becomes("case-status", "data-status", "accepted").await?;
    let due = screen.text_of("fee-due").await?;
    ensure(due.contains("theo số lượng"), || format!("nobody said how many pages: {due}"))?;
    screen.begin("collect_fee").await?;
    screen.set("fee-quantity", "10").await?;
    screen.set("fee-copies", "3").await?;
    screen.click("fee-document-add").await?;
    screen.counts(&test_id("fee-quantity"), 2).await?;
    let second = "(//input[@data-testid='fee-quantity'])[2]";
    screen.set_at(second, "2").await?;
    comes_to(&screen, "40.000").await?;
    screen.picture("fee-in-tiers").await?;
    screen.confirm().await?;
    let paid = screen.text_of("fee-paid").await?;
    ensure(paid.contains("40.000") && paid.contains("đã thu"), || format!("the case says of its fee: {paid}"))?;
    // Its receipt is the one of this payment, whichever comes later.
    screen.click("fees-receipt").await?;
    screen.select("[data-testid=\"form-preview\"] img").await?;
    screen.picture("receipt-in-tiers").await?;
    screen.press("\u{e00c}").await?;

    // A head stops the other case, lets it go on, and gives it a new date with a signed apology.
    screen.hand_over_to("thd.ld").await?;
    screen.open_case("vu dinh khoi", other.name).await?;
    screen.begin("stop").await?;
    screen.type_into("field-reason", "Chờ kết luận của cơ quan điều tra").await?;
    screen.confirm().await?;
    screen.becomes("case-status", "data-status", "stopped").await?;
    screen.picture("stopped").await?;
    screen.begin("resume").await?;
    screen.confirm().await?;
    screen.becomes("case-status", "data-status", "in_progress").await?;
    screen.begin("extend").await?;
    screen.type_into("field-reason", "Chưa nhận được ý kiến của nơi thường trú trước đây").await?;
    let mut to =
        Moment(screen.ask_page("arguments[0](Date.now())", vec![]).await?.as_i64().unwrap_or(0)).day().plus_days(14);
    while to.weekday() > 4 {
        to = to.next();
    }
    let to = format!("{:02}/{:02}/{}", to.day(), to.month(), to.year());
    screen.set("field-date", &to).await?;
    screen.type_into("field-number", "12").await?;
    screen.type_into("field-secret", SECRET).await?;
    screen.picture("new-date").await?;
    screen.confirm().await?;
    screen.click("due").await?;
    screen.picture("why-on-this-day").await?;
    screen.click("dialog-close").await?;
    let code = screen.text_of("case-code").await?;

    // The books know all of it.
    screen.click("reports-open").await?;
    screen.find("six-a").await?;
    screen.picture("report").await?;
    screen.click("report-cash").await?;
    let cash = screen.text_of("cash").await?;
    ensure(cash.contains("24.000") && cash.contains(one.name), || format!("the cash book says: {cash}"))?;
    screen.picture("cash-book").await?;

    // So does the citizen, once the line has carried it there.
    screen.counts("[data-testid=\"outbox-open\"] .count", 1).await?;
    let page = until("the new date is published", async || {
        let page = other.look_up(&centre, &code, "5666").await?;
        ensure(page.contains("hẹn lại"), || "not yet".to_owned())?;
        Ok(page)
    })
    .await?;
    ensure(page.contains("Chưa nhận được ý kiến"), || "the reason is not told".to_owned())?;
    let findings = centre.findings()?;
    ensure(findings.is_empty(), || format!("the portal's check: {findings:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_of_applications_is_looked_at_received_line_by_line_and_taken_back() -> Told {
    let stage = Stage::set("sheet").await?;
    let centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    centre.enrol(&desks.join("thd"), UNIT, &PEOPLE, true)?;
    let lines = [
        "Thủ tục;Họ và tên;Địa chỉ;Số CCCD;Ngày sinh",
        "2.000635;Phan Thị Diễm;Số 1 Hàng Tiện;036190001111;05/12/1990",
        "9.999999;Người Lạ;Số 2 Hàng Tiện;036190002222;",
        "2.000635;Hồ Văn Tám;Số 3 Hàng Tiện;036088003333;31/02/1988",
        "2.000635;Tạ Quang Sáu;Số 4 Hàng Tiện;036088004444;1988-03-04",
    ];
    let screen = Screen::open(&stage, &desks).await?;
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    screen.click("receive-open").await?;
    screen.click("import-open").await?;
    screen.choose_file("import-file", "ho-so.csv", &lines.join("\n")).await?;
    let summary = screen.text_of("import-summary").await?;
    ensure(summary.contains("2 dòng tiếp nhận được, 2 dòng cần sửa"), || summary.clone())?;
    let bad = screen.text_of("import-bad").await?;
    ensure(bad.contains("9.999999") && bad.contains("31/02/1988"), || bad.clone())?;
    screen.picture("looked-at").await?;
    screen.click("import-confirm").await?;
    screen.counts("[data-testid=\"import-done\"] a", 2).await?;
    screen.picture("received").await?;
    screen.click("import-undo").await?;
    screen.counts("[data-testid=\"import-done\"] .undone", 2).await?;
    screen.picture("taken-back").await?;
    // Nothing is rubbed out: both cases are withdrawn, with the reason.
    screen.open_case("ta quang sau", "Tạ Quang Sáu").await?;
    screen.becomes("case-status", "data-status", "withdrawn").await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_reaches_nothing_but_the_commands_of_the_desk() -> Told {
    let stage = Stage::set("closed-page").await?;
    let centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    centre.enrol(&desks.join("thd"), UNIT, &PEOPLE, false)?;
    let screen = Screen::open(&stage, &desks).await?;

    let open = |answers: &Value| -> Vec<String> {
        let answers = answers.as_object().into_iter().flatten();
        answers.filter(|(_, answer)| *answer == "open").map(|(name, _)| name.clone()).collect()
    };
    let answers = screen.ask_page(ATTEMPTS, vec![json!(centre.url("/health"))]).await?;
    ensure(open(&answers).is_empty(), || format!("a page gets at {:?}", open(&answers)))?;
    ensure(answers.as_object().is_some_and(|answers| answers.len() >= 15), || format!("tried only {answers}"))?;

    // The desk's own commands answer, but to nobody who is not signed in.
    let answers = screen.ask_page(SIGNED_OUT, vec![]).await?;
    let answers = answers.as_object().cloned().unwrap_or_default();
    ensure(answers.len() == 6, || format!("answered: {answers:?}"))?;
    let refused = answers.values().all(|answer| answer == "signed_out");
    ensure(refused, || format!("somebody who is not signed in is told: {answers:?}"))?;

    // Nor does the window let itself be led elsewhere.
    let lead = "location.href = arguments[0]; const done = arguments[1]; setTimeout(() => done(location.href), 1000);";
    let place = screen.ask_page(lead, vec![json!(centre.url("/"))]).await?;
    ensure(place.as_str().is_some_and(|place| place.starts_with("tauri://")), || format!("the window is at {place}"))?;
    ensure(Path::new(&desks.join("webview")).exists(), || "the page's cache lies elsewhere".to_owned())
}

/// What a script that got into the page would try; each should fail.
const ATTEMPTS: &str = r"
const [elsewhere, done] = arguments;
const answers = {};
const late = () => new Promise((_, no) => setTimeout(() => no('late'), 3000));
const attempt = async (name, act) => {
  try { await Promise.race([act(), late()]); answers[name] = 'open'; } catch (error) { answers[name] = String(error); }
};
const loaded = (element) => new Promise((yes, no) => {
  element.onload = yes; element.onerror = no; document.body.append(element);
});
const make = (tag, values) => Object.assign(document.createElement(tag), values);
const refuseUnless = (holds) => { if (!holds) throw new Error('closed'); };
const ask = (command, values) => () => window.__TAURI_INTERNALS__.invoke(command, values);
(async () => {
  await attempt('another command', ask('no_such_command', {}));
  await attempt('files', ask('plugin:fs|read_text_file', { path: '/etc/passwd' }));
  await attempt('processes', ask('plugin:shell|execute', { program: 'id', args: [] }));
  await attempt('requests', ask('plugin:http|fetch', { url: elsewhere }));
  await attempt('other windows', ask('plugin:webview|create_webview_window', { options: { label: 'two', url: elsewhere } }));
  await attempt('its own window', ask('plugin:window|set_title', { label: 'main', value: 'x' }));
  await attempt('false news', ask('plugin:event|emit', { event: 'changed', payload: { cases: [] } }));
  await attempt('the program', ask('plugin:app|version', {}));
  await attempt('fetch', () => fetch(elsewhere, { mode: 'no-cors' }));
  await attempt('socket', () => new Promise((yes, no) => {
    const socket = new WebSocket(elsewhere.replace('http', 'ws'));
    socket.onopen = yes; socket.onerror = no;
  }));
  await attempt('picture', () => loaded(make('img', { src: elsewhere })));
  await attempt('script from elsewhere', () => loaded(make('script', { src: elsewhere })));
  await attempt('style from elsewhere', () => loaded(make('link', { rel: 'stylesheet', href: elsewhere })));
  await attempt('frame', async () => { await loaded(make('iframe', { src: elsewhere })); refuseUnless(frames[0].length === 0 && false); });
  await attempt('script in the page', async () => { document.body.append(make('script', { text: 'window.ran = true' })); refuseUnless(window.ran); });
  await attempt('eval', async () => (0, eval)('1'));
  await attempt('another page', async () => refuseUnless(window.open(elsewhere)));
  await attempt('the library of the host', async () => refuseUnless(window.__TAURI__));
  await attempt('prototypes', async () => { Object.prototype.planted = true; refuseUnless({}.planted); });
  done(answers);
})();
";

/// Commands of the desk, asked by nobody in particular.
const SIGNED_OUT: &str = r"
const done = arguments[0];
const answers = {};
const ask = async (command, values) => {
  try { await window.__TAURI_INTERNALS__.invoke(command, values); answers[command] = 'open'; }
  catch (error) { answers[command] = error.type ?? String(error); }
};
(async () => {
  await ask('list', { request: { queue: 'all', search: '', after: null, limit: 200 } });
  await ask('open_case', { id: '01932f2e-7c1a-7b3d-9a55-3f0c1de2ab94' });
  await ask('outbox', {});
  await ask('drafts', {});
  await ask('document_pages', { digest: '0'.repeat(64) });
  await ask('connection', {});
  done(answers);
})();
";

/// The dialog's sum, once the desk has worked it out.
async fn comes_to(screen: &Screen, sum: &str) -> Told {
    until(&format!("the fees come to {sum}"), async || {
        let total = screen.text_of("fee-total").await?;
        ensure(total.contains(sum), || total.clone())
    })
    .await
}
