//! What the page may ask for, one function each. Nothing is decided here.

use crate::composer::open_key;
use crate::office_papers::{self, ReportFormat, ReportKind, ShownTable};
use crate::papers::{self, Document, Form, JointKind, Saved};
use crate::printing::{self, Printed, Printers};
use crate::session::{self, Unsent, Workplace};
use crate::{tray, window};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use casework::catalogue::Absence;
use casework::statistics::Period;
use casework::{CaseId, Digest, EnvelopeId, FileRef, Moment, RegisterBook, UnitCode, UserId};
use desk::DraftResult;
use desk::enrolment::{Proof, Secret};
use desk::views::{
    AbsenceWish, ActRequest, AnswerRead, AskedEntry, Audit, AuditRequest, BundleLabel, Bundles, CaseList, CaseView,
    Conflict, Connection, DayLoad, DeskInfo, DocumentSignatures, Draft, Failure, FeeChoice, FormRequest, GroupCount,
    GroupsRequest, ImportPreview, ListRequest, NewsList, NewsSettings, Numbers, Outage, OutboxItem, PageImage,
    PeriodReport, RatingReport, Session, TimeOf,
};
use paper::Strokes;
use serde::Deserialize;
use tauri::{AppHandle, State, WebviewWindow};

type Here<'a> = State<'a, Workplace>;

#[tauri::command]
pub fn desks(here: Here<'_>) -> Vec<DeskInfo> {
    here.desks()
}

#[tauri::command]
pub async fn enrol(
    here: Here<'_>,
    portal: String,
    code: String,
    name: String,
    user: UserId,
    secret: String,
) -> Result<DeskInfo, Failure> {
    here.enrol(&portal, &code, &name, user, secret).await
}

#[tauri::command]
pub async fn add_person(
    here: Here<'_>,
    unit: UnitCode,
    host: UserId,
    host_secret: String,
    guest: UserId,
    guest_secret: String,
) -> Result<DeskInfo, Failure> {
    here.add_person(&unit, proof(host, host_secret), proof(guest, guest_secret)).await
}

/// Somebody proving themselves.
const fn proof(user: UserId, secret: String) -> Proof {
    Proof { user, secret: Secret(secret) }
}

/// What somebody comes in by.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entrance {
    Secret(Secret),
    Pin(Secret),
}

#[tauri::command]
pub async fn sign_in(
    app: AppHandle,
    here: Here<'_>,
    unit: UnitCode,
    user: UserId,
    by: Entrance,
) -> Result<Session, Failure> {
    match by {
        Entrance::Secret(secret) => here.enter(&app, &unit, &user, &secret.0).await,
        Entrance::Pin(pin) => here.enter_by_pin(&app, &unit, &user, &pin.0).await,
    }
}

#[tauri::command]
pub async fn sign_out(app: AppHandle, here: Here<'_>) -> Result<(), Failure> {
    here.leave(&app).await;
    Ok(())
}

#[tauri::command]
pub async fn printers(here: Here<'_>) -> Result<Printers, Failure> {
    here.desk()?;
    papers::printers(here.root().to_owned()).await
}

#[tauri::command]
pub async fn choose_printer(here: Here<'_>, printer: String) -> Result<Printers, Failure> {
    here.desk()?;
    printing::choose(here.root(), &printer)
}

/// Shows what was saved last, by the system's viewer.
#[tauri::command]
pub async fn show_saved(here: Here<'_>) -> Result<(), Failure> {
    here.desk()?;
    here.saved().map_or(Err(Failure::NotSaved), |path| printing::show(&path))
}

#[tauri::command]
pub fn lock(app: AppHandle) {
    session::lock(&app);
}

#[tauri::command]
pub async fn unsent(here: Here<'_>) -> Result<Vec<Unsent>, Failure> {
    Ok(here.unsent().await)
}

/// The page of this window has done what it had begun: the window may go.
#[tauri::command]
pub fn close_window(window: WebviewWindow) {
    window::close(&window);
}

#[tauri::command]
pub async fn list(here: Here<'_>, request: ListRequest) -> Result<CaseList, Failure> {
    here.desk()?.list(&request).await
}

#[tauri::command]
pub async fn open_case(here: Here<'_>, id: CaseId) -> Result<CaseView, Failure> {
    here.desk_at_work()?.open_case(id).await
}

#[tauri::command]
pub async fn act(here: Here<'_>, request: ActRequest) -> Result<CaseView, Failure> {
    let desk = here.desk_at_work()?;
    desk.act(&request, &papers::composer(&desk).await?).await
}

#[tauri::command]
pub async fn preview_result(
    here: Here<'_>,
    id: CaseId,
    title: String,
    body: String,
) -> Result<Vec<PageImage>, Failure> {
    let draft = DraftResult { decision: casework::Decision::Granted, title: &title, body: &body };
    papers::pages(papers::result(&*here.desk()?, id, &draft).await?).await
}

#[tauri::command]
pub async fn preview_rejection(here: Here<'_>, id: CaseId, reason: String) -> Result<Vec<PageImage>, Failure> {
    papers::pages(papers::result(&*here.desk()?, id, &DraftResult::rejection(&reason)).await?).await
}

#[tauri::command]
pub async fn preview_form(here: Here<'_>, id: CaseId, form: Form) -> Result<Vec<PageImage>, Failure> {
    papers::pages(papers::form(&*here.desk()?, id, form).await?.bytes).await
}

#[tauri::command]
pub async fn print_form(here: Here<'_>, id: CaseId, form: Form) -> Result<Printed, Failure> {
    papers::print(here.root().to_owned(), papers::form(&*here.desk_at_work()?, id, form).await?).await
}

#[tauri::command]
pub async fn save_form(app: AppHandle, here: Here<'_>, id: CaseId, form: Form) -> Result<Saved, Failure> {
    papers::save(&app, papers::form(&*here.desk()?, id, form).await?).await
}

#[tauri::command]
pub async fn open_case_on(here: Here<'_>, id: CaseId, at: Moment, by: TimeOf) -> Result<CaseView, Failure> {
    here.desk()?.open_case_on(id, at, by).await
}

#[tauri::command]
pub async fn fee_amounts(here: Here<'_>, id: CaseId, fees: Vec<FeeChoice>) -> Result<Vec<Option<u64>>, Failure> {
    here.desk()?.fee_amounts(id, &fees).await
}

#[tauri::command]
pub fn form_entries(here: Here<'_>, request: FormRequest) -> Result<Vec<AskedEntry>, Failure> {
    here.desk()?.form_entries(&request)
}

#[tauri::command]
pub async fn preview_import(here: Here<'_>, name: String, bytes: String) -> Result<ImportPreview, Failure> {
    here.desk()?.preview_import(&name, &decode(&bytes)?).await
}

#[tauri::command]
pub async fn report(here: Here<'_>, period: Period) -> Result<PeriodReport, Failure> {
    here.desk()?.report(period).await
}

#[tauri::command]
pub async fn save_report(
    app: AppHandle,
    here: Here<'_>,
    period: Period,
    kind: ReportKind,
    format: ReportFormat,
) -> Result<Saved, Failure> {
    papers::save(&app, office_papers::report(&*here.desk()?, period, kind, format).await?).await
}

#[tauri::command]
pub async fn print_report(here: Here<'_>, period: Period, kind: ReportKind) -> Result<Printed, Failure> {
    papers::print(here.root().to_owned(), office_papers::report(&*here.desk()?, period, kind, ReportFormat::Pdf).await?)
        .await
}

#[tauri::command]
pub async fn save_table(
    app: AppHandle,
    here: Here<'_>,
    table: ShownTable,
    format: ReportFormat,
) -> Result<Saved, Failure> {
    papers::save(&app, office_papers::table(&*here.desk()?, table, format).await?).await
}

#[tauri::command]
pub async fn print_table(here: Here<'_>, table: ShownTable) -> Result<Printed, Failure> {
    papers::print(here.root().to_owned(), office_papers::table(&*here.desk()?, table, ReportFormat::Pdf).await?).await
}

#[tauri::command]
pub async fn outages(here: Here<'_>, period: Period) -> Result<Vec<Outage>, Failure> {
    here.desk()?.outages(period).await
}

#[tauri::command]
pub async fn save_outages(app: AppHandle, here: Here<'_>, period: Period) -> Result<Saved, Failure> {
    papers::save(&app, office_papers::outage_minutes(&*here.desk()?, period).await?).await
}

#[tauri::command]
pub async fn print_outages(here: Here<'_>, period: Period) -> Result<Printed, Failure> {
    papers::print(here.root().to_owned(), office_papers::outage_minutes(&*here.desk()?, period).await?).await
}

#[tauri::command]
pub async fn numbers(here: Here<'_>) -> Result<Numbers, Failure> {
    here.desk()?.numbers().await
}

#[tauri::command]
pub async fn take_register(here: Here<'_>, book: RegisterBook) -> Result<Numbers, Failure> {
    here.desk()?.take_register(book).await
}

#[tauri::command]
pub async fn release_register(here: Here<'_>, book: RegisterBook) -> Result<Numbers, Failure> {
    here.desk()?.release_register(book).await
}

#[tauri::command]
pub async fn print_joint(here: Here<'_>, cases: Vec<CaseId>, kind: JointKind) -> Result<Printed, Failure> {
    papers::print(here.root().to_owned(), papers::joint(&*here.desk()?, &cases, kind).await?).await
}

#[tauri::command]
pub async fn save_joint(app: AppHandle, here: Here<'_>, cases: Vec<CaseId>, kind: JointKind) -> Result<Saved, Failure> {
    papers::save(&app, papers::joint(&*here.desk()?, &cases, kind).await?).await
}

#[tauri::command]
pub async fn sign_slip(here: Here<'_>, cases: Vec<CaseId>, to: String, strokes: Strokes) -> Result<FileRef, Failure> {
    papers::signed_slip(&*here.desk()?, &cases, &to, strokes).await
}

#[tauri::command]
pub async fn document_pages(here: Here<'_>, digest: Digest) -> Result<Vec<PageImage>, Failure> {
    papers::pages(here.desk()?.fetch_document(&digest).await?).await
}

#[tauri::command]
pub async fn document_signatures(here: Here<'_>, digest: Digest) -> Result<DocumentSignatures, Failure> {
    papers::signatures(here.desk()?.fetch_document(&digest).await?).await
}

#[tauri::command]
pub async fn save_document(app: AppHandle, here: Here<'_>, digest: Digest) -> Result<Saved, Failure> {
    papers::save(&app, papers::document(&*here.desk()?, &digest).await?).await
}

#[tauri::command]
pub async fn print_document(here: Here<'_>, digest: Digest) -> Result<Printed, Failure> {
    papers::print(here.root().to_owned(), papers::document(&*here.desk()?, &digest).await?).await
}

#[tauri::command(async)]
pub fn add_file(here: Here<'_>, name: String, media: String, bytes: String) -> Result<FileRef, Failure> {
    here.desk()?.add_file(&name, &media, &decode(&bytes)?)
}

#[tauri::command]
pub async fn drafts(here: Here<'_>) -> Result<Vec<Draft>, Failure> {
    here.desk()?.drafts().await
}

#[tauri::command]
pub async fn save_draft(here: Here<'_>, key: String, content: String) -> Result<(), Failure> {
    here.desk_at_work()?.save_draft(&key, &content).await
}

#[tauri::command]
pub async fn drop_draft(here: Here<'_>, key: String) -> Result<(), Failure> {
    here.desk_at_work()?.drop_draft(&key).await
}

#[tauri::command]
pub async fn outbox(here: Here<'_>) -> Result<Vec<OutboxItem>, Failure> {
    here.desk()?.outbox().await
}

#[tauri::command]
pub async fn bundles(here: Here<'_>) -> Result<Bundles, Failure> {
    here.desk()?.bundles().await
}

/// Noted once it stands in the file; nothing where the person chose none.
#[tauri::command]
pub async fn write_bundle(app: AppHandle, here: Here<'_>) -> Result<Option<Bundles>, Failure> {
    let desk = here.desk_at_work()?;
    let bundle = desk.new_bundle().await?;
    let file = Document { name: bundle.name(), bytes: bundle.bytes.clone() };
    let saved = papers::save(&app, file).await?;
    if saved.is_there() { desk.bundle_written(&bundle).await.map(Some) } else { Ok(None) }
}

#[tauri::command]
pub async fn bundle_label(here: Here<'_>, bytes: String) -> Result<BundleLabel, Failure> {
    here.desk()?.bundle_label(&decode(&bytes)?).await
}

#[tauri::command]
pub async fn carry_bundle(app: AppHandle, here: Here<'_>, bytes: String) -> Result<Saved, Failure> {
    let (desk, file) = (here.desk_at_work()?, decode(&bytes)?);
    let label = desk.bundle_label(&file).await?;
    let bytes = desk.carry_bundle(file).await?;
    papers::save(&app, Document { name: format!("tra-loi-goi-{}.motcua", label.number), bytes }).await
}

#[tauri::command]
pub async fn read_answer(here: Here<'_>, bytes: String) -> Result<AnswerRead, Failure> {
    here.desk_at_work()?.read_answer(&decode(&bytes)?).await
}

#[tauri::command]
pub async fn conflicts(here: Here<'_>) -> Result<Vec<Conflict>, Failure> {
    here.desk()?.conflicts().await
}

#[tauri::command]
pub async fn close_conflict(here: Here<'_>, envelope: EnvelopeId, note: String) -> Result<(), Failure> {
    here.desk()?.close_conflict(envelope, &note).await
}

#[tauri::command]
pub fn sync_now(here: Here<'_>) -> Result<(), Failure> {
    here.desk()?.sync_now();
    Ok(())
}

#[tauri::command]
pub async fn connection(here: Here<'_>) -> Result<Connection, Failure> {
    here.desk()?.connection().await
}

/// The key is opened once before it is kept, so that a wrong file or secret is said now and not at the first signature.
#[tauri::command]
pub async fn import_key(here: Here<'_>, bytes: String, secret: String) -> Result<(), Failure> {
    let (desk, p12) = (here.desk()?, decode(&bytes)?);
    open_key(&p12, &secret, desk::clock())?;
    desk.import_key(&p12).await
}

#[tauri::command]
pub async fn set_absence(here: Here<'_>, user: UserId, absence: Option<Absence>) -> Result<(), Failure> {
    here.desk()?.set_absence(user, absence).await
}

#[tauri::command]
pub async fn absence_wishes(here: Here<'_>) -> Result<Vec<AbsenceWish>, Failure> {
    here.desk()?.absence_wishes().await
}

#[tauri::command]
pub async fn close_absence_wish(here: Here<'_>, id: EnvelopeId, note: String) -> Result<(), Failure> {
    here.desk()?.close_absence_wish(id, &note).await
}

#[tauri::command]
pub async fn session(here: Here<'_>) -> Result<Session, Failure> {
    here.desk()?.session().await
}

#[tauri::command]
pub fn touch(here: Here<'_>) {
    here.touch();
}

fn decode(text: &str) -> Result<Vec<u8>, Failure> {
    STANDARD.decode(text).map_err(|error| Failure::FileUnreadable { reason: error.to_string() })
}

#[tauri::command]
pub async fn news(here: Here<'_>) -> Result<NewsList, Failure> {
    Ok(here.news.list(here.desk()?.user()).await)
}

#[tauri::command]
pub async fn read_news(here: Here<'_>, number: u64) -> Result<NewsList, Failure> {
    here.news.read(&*here.desk()?, number).await
}

#[tauri::command]
pub async fn settle_news(app: AppHandle, here: Here<'_>, settings: NewsSettings) -> Result<(), Failure> {
    tray::speak(&app, settings.english);
    let desk = here.desk()?;
    desk.settle_news(&settings).await?;
    here.news.settle(desk.user(), settings).await;
    Ok(())
}

#[tauri::command]
pub async fn news_settings(here: Here<'_>) -> Result<NewsSettings, Failure> {
    here.desk()?.news_settings().await
}

/// The person has looked at a case.
#[tauri::command]
pub async fn opened(here: Here<'_>, id: CaseId) -> Result<(), Failure> {
    here.desk()?.opened(id).await
}

#[tauri::command]
pub async fn audit(here: Here<'_>, request: AuditRequest) -> Result<Audit, Failure> {
    here.desk()?.audit(&request).await
}

/// The groups of a queue.
#[tauri::command]
pub async fn groups(here: Here<'_>, request: GroupsRequest) -> Result<Vec<GroupCount>, Failure> {
    here.desk()?.groups(&request).await
}

#[tauri::command]
pub async fn near_due(here: Here<'_>) -> Result<Vec<DayLoad>, Failure> {
    here.desk()?.near_due().await
}

/// What applicants thought of finished cases.
#[tauri::command]
pub async fn ratings(here: Here<'_>, period: Period) -> Result<RatingReport, Failure> {
    here.desk()?.ratings(period).await
}

#[tauri::command]
pub async fn set_pin(here: Here<'_>, pin: String) -> Result<(), Failure> {
    here.set_pin(&pin).await
}

/// Who can come in by a PIN.
#[tauri::command]
pub async fn pins(here: Here<'_>) -> Result<Vec<(UnitCode, UserId)>, Failure> {
    Ok(here.pins().await)
}

/// Who has set this person's secret anew since they were here last.
#[tauri::command]
pub fn resets(here: Here<'_>) -> Vec<(UserId, Moment)> {
    here.resets()
}

#[tauri::command]
pub async fn reset_secret(
    here: Here<'_>,
    unit: UnitCode,
    host: UserId,
    host_secret: String,
    guest: UserId,
    guest_secret: String,
) -> Result<DeskInfo, Failure> {
    here.reset_secret(&unit, proof(host, host_secret), proof(guest, guest_secret)).await
}

/// Goes over to a desk to learn on.
#[tauri::command]
pub async fn practise(app: AppHandle, here: Here<'_>) -> Result<Session, Failure> {
    here.practise(&app).await
}

/// A case in a window of its own.
#[tauri::command]
pub async fn open_window(app: AppHandle, here: Here<'_>, id: CaseId) -> Result<(), Failure> {
    here.desk()?;
    window::open_case(&app, here.root(), id).map_err(|error| Failure::Internal { trace: error.to_string() })
}
