//! Papers on the screen, on the printer and in a file of the person's choice.
//!
//! Pages are always drawn by a child process of this very program: what stands in a citizen's file never meets the
//! process that holds keys.

use crate::RENDER_PAGES;
use crate::composer::{PaperComposer, failure, internal, missing};
use crate::printing::{self, Printed, Printers};
use crate::session::Workplace;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use casework::{CaseId, Digest, EnvelopeId, Event, FileRef, Moment, StepId};
use desk::views::{CaseView, DocumentSignature, DocumentSignatures, Failure, PageImage};
use desk::{Composer, Desk, DraftResult};
use paper::render::{RenderLimits, pages_in_child, signatures_in_child};
use paper::{ControlRow, Strokes, Timing, from_case};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tauri::{AppHandle, Manager};
use tokio::io::AsyncWriteExt;

/// A page that takes longer than this is not worth waiting for.
const PATIENCE: Duration = Duration::from_secs(30);

/// The forms that an applicant gets.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    Receipt,
    Supplement,
    Rejection,
    StopNotice,
    /// The receipt of the latest payment.
    FeeReceipt,
    FeeReceiptOf(EnvelopeId),
    ControlSlip,
    /// The latest certified copy of the result.
    Copy,
}

/// Papers that several cases share.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JointKind {
    Receipt,
    Minutes,
    Results,
    /// For whoever takes results to sign with a pen.
    Taken,
}

/// `None`: the person chose not to save.
#[derive(Debug, Serialize)]
pub struct Saved {
    path: Option<PathBuf>,
}

impl Saved {
    /// Whether there is a file now.
    pub const fn is_there(&self) -> bool {
        self.path.is_some()
    }
}

/// A document with the name under which it is saved.
pub struct Document {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The composer of whoever is signed in.
pub async fn composer(desk: &Desk) -> Result<PaperComposer, Failure> {
    Ok(PaperComposer::new(desk.catalogue(), desk.session().await?.user.id))
}

/// A result as it would be drafted.
pub async fn result(desk: &Desk, id: CaseId, draft: &DraftResult<'_>) -> Result<Vec<u8>, Failure> {
    let (case, edition) = desk.case_and_edition(id).await?;
    composer(desk).await?.draft(&case, &edition, draft)
}

/// A form of a case, as it stands on this desk.
pub async fn form(desk: &Desk, id: CaseId, form: Form) -> Result<Document, Failure> {
    let (case, _) = desk.case_and_edition(id).await?;
    let (catalogue, official) = (desk.catalogue(), desk.session().await?.user.id);
    // Before the portal's word every paper says so, and by what it can be checked.
    let provisional = desk.is_provisional(id).await?.then(|| check_code(id));
    let (kind, bytes) = match form {
        Form::Receipt => {
            let mut content = from_case::receipt(&catalogue, &case, &official).map_err(missing)?;
            content.letterhead.provisional = provisional;
            ("giay-tiep-nhan", paper::receipt(&content))
        }
        Form::Supplement => {
            let mut content = from_case::supplement_slip(&catalogue, &case).map_err(missing)?;
            content.letterhead.provisional = provisional;
            ("phieu-yeu-cau-bo-sung", paper::supplement_slip(&content))
        }
        Form::Rejection => {
            let mut content = from_case::rejection_slip(&catalogue, &case, &official).map_err(missing)?;
            content.letterhead.provisional = provisional;
            ("phieu-tu-choi", paper::rejection_slip(&content))
        }
        Form::StopNotice => {
            let mut content = from_case::stop_notice(&catalogue, &case).map_err(missing)?;
            content.letterhead.provisional = provisional;
            ("thong-bao-dung", paper::stop_notice(&content))
        }
        Form::FeeReceipt | Form::FeeReceiptOf(_) => {
            let payment = if let Form::FeeReceiptOf(payment) = form { Some(payment) } else { None };
            let mut content = from_case::fee_receipt(&catalogue, &case, payment).map_err(missing)?;
            content.letterhead.provisional = provisional;
            ("bien-lai", paper::fee_receipt(&content))
        }
        Form::Copy => {
            let mut content = from_case::certified_copy(&catalogue, &case).map_err(missing)?;
            content.letterhead.provisional = provisional;
            let issued = case.deliverable.as_ref().ok_or(Failure::Refused { refusal: casework::Refusal::NoDraft })?;
            let result = desk.fetch_document(&issued.document.digest).await?;
            ("sao-y", paper::certified_copy(&result, &content))
        }
        Form::ControlSlip => {
            let rows = stays(&desk.open_case(id).await?);
            let mut content =
                from_case::control_slip(&catalogue, &case, &official, rows, desk::clock()).map_err(missing)?;
            content.letterhead.provisional = provisional;
            ("phieu-kiem-soat", paper::control_slip(&content))
        }
    };
    let code = case.code.map_or_else(|| id.to_string(), |code| code.0);
    Ok(Document { name: format!("{kind}-{code}.pdf"), bytes: bytes.map_err(failure)? })
}

/// Where the case stayed: a row for each step that was entered, with who gave it on and whether in time.
fn stays(view: &CaseView) -> Vec<ControlRow> {
    let step =
        |id: &StepId| view.steps.iter().find(|step| step.id == *id).map_or(id.0.clone(), |step| step.name.clone());
    let mut rows: Vec<ControlRow> = Vec::new();
    let mut due: Option<Moment> = None;
    for entry in &view.history {
        let (to, next_due, note) = match &entry.event {
            Event::Accepted { step, step_due_at, .. } => (step, *step_due_at, String::new()),
            Event::StepCompleted { next, step_due_at, note, .. } => (next, *step_due_at, note.clone()),
            Event::StepReturned { to, step_due_at, reason, .. } | Event::Recalled { to, step_due_at, reason, .. } => {
                (to, *step_due_at, reason.clone())
            }
            _ => continue,
        };
        if let Some(last) = rows.last_mut() {
            let was_due = due.unwrap_or(entry.at);
            last.timing = Some(match entry.at.day().cmp(&was_due.day()) {
                std::cmp::Ordering::Less => Timing::Before,
                std::cmp::Ordering::Equal => Timing::On,
                std::cmp::Ordering::Greater => Timing::Over,
            });
            last.taken_by = Some(entry.by.clone());
        }
        due = Some(next_due);
        rows.push(ControlRow {
            holder: step(to),
            given_at: Some(entry.at),
            given_by: Some(entry.by.clone()),
            taken_at: Some(entry.at),
            taken_by: None,
            timing: None,
            note,
        });
    }
    rows
}

/// One paper for several cases.
pub async fn joint(desk: &Desk, ids: &[CaseId], kind: JointKind) -> Result<Document, Failure> {
    let mut cases = Vec::with_capacity(ids.len());
    let mut checks = Vec::new();
    for id in ids {
        cases.push(desk.case_and_edition(*id).await?.0);
        if desk.is_provisional(*id).await? {
            checks.push(check_code(*id));
        }
    }
    let provisional = (!checks.is_empty()).then(|| checks.join(", "));
    let official = desk.session().await?.user.id;
    let (catalogue, at) = (desk.catalogue(), desk::clock());
    let (name, bytes) = match kind {
        JointKind::Receipt => {
            let mut content = from_case::many_receipts(&catalogue, &cases, &official, at).map_err(missing)?;
            content.letterhead.provisional = provisional;
            ("giay-tiep-nhan", paper::hand_over_minutes(&content))
        }
        JointKind::Minutes => {
            let mut contents = from_case::minutes(&catalogue, &cases, &official, at).map_err(missing)?;
            contents.iter_mut().for_each(|content| content.letterhead.provisional.clone_from(&provisional));
            ("bien-ban-giao-nhan", paper::set_of_minutes(&contents))
        }
        JointKind::Results => {
            let mut content = from_case::result_slip(&catalogue, &cases, &official, at).map_err(missing)?;
            content.letterhead.provisional = provisional;
            ("phieu-ban-giao-ket-qua", paper::result_slip(&content))
        }
        JointKind::Taken => {
            let first = cases.first().ok_or(Failure::Refused { refusal: casework::Refusal::NoSuchCase })?;
            let given = first.hand_over.as_ref().map(|given| given.to.clone());
            let to = given.unwrap_or_else(|| first.applicant.name.clone());
            let mut content = from_case::taken_slip(&catalogue, &cases, &official, &to, None, at).map_err(missing)?;
            content.letterhead.provisional = provisional;
            ("phieu-tra-ket-qua", paper::result_slip(&content))
        }
    };
    Ok(Document { name: format!("{name}-{}-ho-so.pdf", cases.len()), bytes: bytes.map_err(failure)? })
}

/// The slip on which whoever takes the results of these cases has signed on the screen; kept to be sent with the acts.
pub async fn signed_slip(desk: &Desk, ids: &[CaseId], to: &str, strokes: Strokes) -> Result<FileRef, Failure> {
    if !strokes.is_writing() {
        let refusal = casework::Refusal::EntryMissing { entry: "signature".to_owned() };
        return Err(Failure::Refused { refusal });
    }
    let mut cases = Vec::with_capacity(ids.len());
    for id in ids {
        cases.push(desk.case_and_edition(*id).await?.0);
    }
    let official = desk.session().await?.user.id;
    let at = desk::clock();
    let content = from_case::taken_slip(&desk.catalogue(), &cases, &official, to, Some(strokes), at);
    let bytes = paper::result_slip(&content.map_err(missing)?).map_err(failure)?;
    let code = cases.first().and_then(|case| case.code.as_ref()).map_or_else(String::new, ToString::to_string);
    desk.add_file(&format!("phieu-tra-ket-qua-{code}.pdf"), "application/pdf", &bytes)
}

/// A document of a case.
pub async fn document(desk: &Desk, digest: &Digest) -> Result<Document, Failure> {
    let bytes = desk.fetch_document(digest).await?;
    let short = digest.as_str().get(..12).unwrap_or_default();
    Ok(Document { name: format!("tai-lieu-{short}.{}", extension(&bytes)), bytes })
}

/// Pictures of a document's pages.
pub async fn pages(document: Vec<u8>) -> Result<Vec<PageImage>, Failure> {
    off_the_road(move || {
        let program = std::env::current_exe().map_err(|error| internal(&error))?;
        let drawn = pages_in_child(&program, &[RENDER_PAGES], &document, RenderLimits::default(), PATIENCE);
        let page = |page: paper::render::PngPage| PageImage {
            width: page.width,
            height: page.height,
            png: STANDARD.encode(page.png),
        };
        Ok(drawn.map_err(failure)?.into_iter().map(page).collect())
    })
    .await
}

/// What is signed in a document, read where its pages are drawn.
pub async fn signatures(document: Vec<u8>) -> Result<DocumentSignatures, Failure> {
    if !document.starts_with(b"%PDF") {
        return Ok(DocumentSignatures { signatures: None });
    }
    off_the_road(move || {
        let program = std::env::current_exe().map_err(|error| internal(&error))?;
        let told = signatures_in_child(&program, &[RENDER_PAGES], &document, RenderLimits::default(), PATIENCE);
        let one = |told: paper::SignatureSummary| DocumentSignature {
            signer: told.signer_name,
            claimed_at: told.signed_at,
            covers_whole_file: told.covers_whole_file,
            is_right: told.digest_ok,
        };
        Ok(DocumentSignatures { signatures: Some(told.map_err(failure)?.into_iter().map(one).collect()) })
    })
    .await
}

/// Hands a document to the printer of this machine.
pub async fn print(root: PathBuf, document: Document) -> Result<Printed, Failure> {
    off_the_road(move || printing::print(&root, &document)).await
}

/// The printers of this machine.
pub async fn printers(root: PathBuf) -> Result<Printers, Failure> {
    off_the_road(move || Ok(printing::printers(&root))).await
}

/// Asks where to save a document, and saves it there.
pub async fn save(app: &AppHandle, document: Document) -> Result<Saved, Failure> {
    let extension = document.name.rsplit_once('.').map_or("pdf", |(_, extension)| extension).to_owned();
    let (answer, chosen) = tokio::sync::oneshot::channel();
    let name = document.name;
    let asking = Asking::begin();
    // Dialogs belong to the thread that owns the window.
    app.run_on_main_thread(move || {
        let dialog = rfd::AsyncFileDialog::new()
            .set_file_name(&name)
            .add_filter(extension.to_uppercase(), &[&extension])
            .save_file();
        tauri::async_runtime::spawn(async move {
            // Nobody waits for the answer any more where the window was closed.
            let _ = answer.send(dialog.await.map(|file| file.path().to_owned()));
        });
    })
    .map_err(|error| internal(&error))?;
    let path = chosen.await.map_err(|error| internal(&error))?;
    drop(asking);
    if let Some(path) = &path {
        write_out(path, &document.bytes).await.map_err(|error| {
            tracing::warn!(%error, "a document could not be saved");
            Failure::NotSaved
        })?;
        app.state::<Workplace>().note_saved(path);
    }
    Ok(Saved { path })
}

/// Writes a file to its end: a stick is pulled out as soon as the window says that it was saved.
async fn write_out(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = tokio::fs::File::create(path).await?;
    file.write_all(bytes).await?;
    file.sync_all().await
}

/// How many file dialogs are open: the page hears no keys then, although somebody is here.
static ASKING: AtomicUsize = AtomicUsize::new(0);

/// Whether the person is choosing a file.
pub fn is_asking() -> bool {
    ASKING.load(Ordering::Relaxed) > 0
}

struct Asking;

impl Asking {
    fn begin() -> Self {
        ASKING.fetch_add(1, Ordering::Relaxed);
        Self
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        ASKING.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What an official reads out while the portal has not confirmed a receipt: the random end of the case's identifier.
fn check_code(id: CaseId) -> String {
    let digits = id.0.simple().to_string().to_uppercase();
    format!("{}-{}", digits.get(24..28).unwrap_or_default(), digits.get(28..).unwrap_or_default())
}

fn extension(bytes: &[u8]) -> &'static str {
    match bytes {
        [b'%', b'P', b'D', b'F', ..] => "pdf",
        [0x89, b'P', b'N', b'G', ..] => "png",
        [0xff, 0xd8, ..] => "jpg",
        _ => "bin",
    }
}

async fn off_the_road<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(|error| internal(&error))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_code_is_the_end_of_the_identifier() {
        let id: CaseId = "01932f2e-7c1a-7b3d-9a55-3f0c1de2ab94".parse().unwrap();
        assert_eq!(check_code(id), "1DE2-AB94");
    }

    #[test]
    fn documents_are_named_by_what_they_are() {
        assert_eq!(extension(b"%PDF-1.7"), "pdf");
        assert_eq!(extension(&[0xff, 0xd8, 0xff]), "jpg");
        assert_eq!(extension(b""), "bin");
    }
}
