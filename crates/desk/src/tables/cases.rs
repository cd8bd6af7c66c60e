//! The cases that screens list: the shown state with its columns, and the confirmed state where it differs.

use crate::error::DeskError;
use crate::fold::{accented, fold};
use casework::catalogue::{Role, StepKind};
use casework::{Case, CaseId, Catalogue, Decision, Moment, SHAPE, Status, UnitCode};
use protocol::store::MirrorCase;
use serde::Serialize;
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnection;

/// The columns of a shown case.
#[derive(Serialize)]
struct Columns<'a> {
    id: CaseId,
    shape: u32,
    shown: String,
    confirmed: Option<String>,
    code: Option<&'a str>,
    applicant: &'a str,
    service_name: &'a str,
    status: u8,
    step_kind: &'static str,
    step_name: Option<&'a str>,
    waits_for: &'static str,
    assignee: &'a str,
    assignee_name: Option<&'a str>,
    is_open: bool,
    is_running: bool,
    asks: bool,
    answer_by: Option<i64>,
    decision: &'static str,
    service: &'a str,
    due_at: Option<i64>,
    urgency: i64,
    changed_at: i64,
    identity: String,
    words: String,
}

/// What a case waits for that is another unit's business.
const ELSEWHERE: &str = "-";

/// The abbreviation of a role, as it stands in the catalogue.
pub(crate) const fn role_code(role: Role) -> &'static str {
    match role {
        Role::Clerk => "MC",
        Role::Specialist => "CV",
        Role::DivisionHead => "LP",
        Role::UnitHead => "LD",
        Role::RecordsClerk => "VT",
        Role::Administrator => "QT",
    }
}

/// A decision as it stands in the mirror; nothing while there is none.
pub(crate) const fn decision_code(decision: Option<Decision>) -> &'static str {
    match decision {
        None => "",
        Some(Decision::Granted) => "granted",
        Some(Decision::Declined) => "declined",
    }
}

const fn kind_code(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Receive => "receive",
        StepKind::Assign => "assign",
        StepKind::Handle => "handle",
        StepKind::Draft => "draft",
        StepKind::Review => "review",
        StepKind::Sign => "sign",
        StepKind::Number => "number",
        StepKind::HandOver => "hand_over",
    }
}

impl<'a> Columns<'a> {
    fn of(
        catalogue: &'a Catalogue,
        unit: Option<&UnitCode>,
        shown: &'a Case,
        confirmed: Option<String>,
    ) -> Result<Self, DeskError> {
        let is_here = unit.is_none_or(|unit| *unit == shown.at);
        let serves = unit.is_none_or(|unit| shown.is_served_by(unit));
        let is_asked = unit.is_some_and(|unit| shown.is_asked(unit));
        let edition = catalogue.editions.get(&shown.edition);
        let service = edition.and_then(|edition| edition.services.get(&shown.service));
        let workflow = edition
            .zip(service)
            .and_then(|(edition, service)| edition.workflows.get(service.workflow_of(shown.variant.as_ref())));
        let step = shown.step.as_ref().and_then(|step| workflow.and_then(|workflow| workflow.step(step)));
        let waits_for = match shown.status {
            // Another unit's business, unless it asks for an opinion.
            _ if !serves => {
                if is_asked {
                    role_code(Role::Clerk)
                } else {
                    ELSEWHERE
                }
            }
            Status::Filed | Status::Accepted | Status::InProgress if !is_here => "",
            Status::Filed => role_code(Role::Clerk),
            Status::Done => match &shown.deliverable {
                Some(deliverable) if deliverable.revocation.is_some() => "",
                _ => role_code(Role::Clerk),
            },
            Status::Accepted | Status::InProgress => step.map_or("", |step| role_code(step.role)),
            // The applicant has it, or nobody.
            Status::AwaitingSupplement
            | Status::AwaitingPayment
            | Status::Rejected
            | Status::Withdrawn
            | Status::Stopped
            | Status::HandedOver => "",
        };
        // What lies with another unit still runs for the one that answers for it.
        let is_running = shown.status.is_running() && (is_here || unit == Some(&shown.unit));
        let due = shown.due_at.filter(|_| is_running);
        Ok(Self {
            id: shown.id,
            shape: SHAPE,
            shown: serde_json::to_string(shown).map_err(DeskError::encoding("a case"))?,
            confirmed,
            code: shown.code.as_ref().map(casework::CaseCode::as_str),
            applicant: &shown.applicant.name,
            service_name: service.map_or(shown.service.as_str(), |service| service.name.as_str()),
            status: shown.status.code(),
            step_kind: step.filter(|_| is_running && is_here).map_or("", |step| kind_code(step.kind)),
            step_name: step.map(|step| step.name.as_str()),
            waits_for,
            assignee: shown.assignee.as_ref().map_or("", casework::UserId::as_str),
            assignee_name: shown
                .assignee
                .as_ref()
                .map(|id| catalogue.users.get(id).map_or(id.as_str(), |user| user.name.as_str())),
            is_open: !shown.status.is_closed() && (serves || is_asked),
            is_running,
            asks: serves && shown.has_unanswered_message(),
            answer_by: shown.next_answer(unit).map(|last| last.0),
            decision: decision_code(shown.decision()),
            service: shown.service.as_str(),
            due_at: shown.due_at.map(|due| due.0),
            urgency: due.unwrap_or(shown.filed_at).0,
            changed_at: shown.changed_at.0,
            identity: identity_of(shown.applicant.identity_number.as_deref().unwrap_or_default()),
            words: words(catalogue, shown, service.map_or("", |service| service.name.as_str())),
        })
    }
}

/// A number of a person as it is compared: however it was typed, with spaces or in small letters.
pub(crate) fn identity_of(number: &str) -> String {
    number.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// What a case is found by.
fn words(catalogue: &Catalogue, case: &Case, service_name: &str) -> String {
    // A result is asked for by its number, in the register or on the paper.
    let results: Vec<String> = case
        .revoked
        .iter()
        .chain(&case.deliverable)
        .map(|issued| format!("{:02}/{} {}", issued.number, issued.register, issued.title))
        .collect();
    let mut words = vec![case.applicant.name.as_str(), &case.applicant.phone, &case.applicant.address, &case.subject];
    words.extend(case.code.as_ref().map(casework::CaseCode::as_str));
    words.extend(case.applicant.identity_number.as_deref());
    words.extend(case.submitter.as_deref());
    for other in &case.co_applicants {
        words.extend([other.name.as_str(), &other.phone, other.identity_number.as_deref().unwrap_or_default()]);
    }
    words.extend(case.papers.iter().map(|paper| paper.name.as_str()));
    words.push(service_name);
    // A colleague's name finds their cases, for whoever takes them over.
    words.extend(case.assignee.as_ref().and_then(|id| catalogue.users.get(id)).map(|user| user.name.as_str()));
    words.extend(results.iter().map(String::as_str));
    words.extend(case.notes.iter().map(|note| note.text.as_str()));
    words.extend(case.messages.iter().map(|message| message.text.as_str()));
    // With their accents, the names alone: they are what people type with care.
    let mut words = fold(&words.join(" "));
    for word in accented(&format!("{} {service_name}", case.applicant.name)) {
        words.push(' ');
        words.push_str(&word);
    }
    words
}

/// Codes of the open cases of a person for a service, the latest first.
pub(crate) async fn open_of(
    mirror: &SqlitePool,
    identity: &str,
    service: &casework::ServiceCode,
) -> Result<Vec<String>, DeskError> {
    let codes: Vec<Option<String>> = sqlx::query_scalar(
        "SELECT code FROM cases WHERE identity = $1 AND identity <> '' AND service = $2 AND is_open = 1 ORDER BY recency",
    )
    .bind(identity_of(identity))
    .bind(service.as_str())
    .fetch_all(mirror)
    .await
    .map_err(DeskError::database("looking for cases of a person"))?;
    Ok(codes.into_iter().map(Option::unwrap_or_default).collect())
}

/// Writes the shown and confirmed states of many cases, in three statements whatever their number.
pub(crate) async fn write(
    connection: &mut SqliteConnection,
    catalogue: &Catalogue,
    unit: Option<&UnitCode>,
    cases: &[MirrorCase],
) -> Result<(), DeskError> {
    let database = || DeskError::database("writing cases");
    let (mut rows, mut gone) = (Vec::with_capacity(cases.len()), Vec::new());
    for case in cases {
        match &case.shown {
            Some(shown) => {
                let differs = case.confirmed.as_ref() != Some(shown);
                let confirmed = differs.then(|| serde_json::to_string(&case.confirmed)).transpose();
                let confirmed = confirmed.map_err(DeskError::encoding("a case"))?;
                rows.push(Columns::of(catalogue, unit, shown, confirmed)?);
                super::files::refer(&mut *connection, shown).await?;
            }
            None => gone.push(case.id),
        }
    }
    let page = serde_json::to_string(&rows).map_err(DeskError::encoding("cases"))?;
    sqlx::query(
        "INSERT INTO cases (id, shape, shown, confirmed, code, applicant, service_name, status, step_kind, step_name,
           waits_for, assignee, assignee_name, is_open, is_running, asks, answer_by, decision, service, due_at, urgency, changed_at, identity)
         SELECT value ->> 'id', value ->> 'shape', value ->> 'shown', value ->> 'confirmed', value ->> 'code',
           value ->> 'applicant', value ->> 'service_name', value ->> 'status', value ->> 'step_kind',
           value ->> 'step_name', value ->> 'waits_for', value ->> 'assignee', value ->> 'assignee_name',
           value ->> 'is_open', value ->> 'is_running', value ->> 'asks', value ->> 'answer_by', value ->> 'decision', value ->> 'service', value ->> 'due_at', value ->> 'urgency',
           value ->> 'changed_at', value ->> 'identity'
         FROM json_each($1) WHERE true
         ON CONFLICT (id) DO UPDATE SET shape = excluded.shape, shown = excluded.shown, confirmed = excluded.confirmed,
           code = excluded.code, applicant = excluded.applicant, service_name = excluded.service_name,
           status = excluded.status, step_kind = excluded.step_kind, step_name = excluded.step_name,
           waits_for = excluded.waits_for, assignee = excluded.assignee, assignee_name = excluded.assignee_name,
           is_open = excluded.is_open, is_running = excluded.is_running, asks = excluded.asks, answer_by = excluded.answer_by, decision = excluded.decision, service = excluded.service, due_at = excluded.due_at,
           urgency = excluded.urgency, changed_at = excluded.changed_at,
           identity = excluded.identity",
    )
    .bind(&page)
    .execute(&mut *connection)
    .await
    .map_err(database())?;
    sqlx::query("DELETE FROM search WHERE rowid IN (SELECT cases.row FROM json_each($1) JOIN cases ON cases.id = value ->> 'id')")
        .bind(&page)
        .execute(&mut *connection)
        .await
        .map_err(database())?;
    sqlx::query(
        "INSERT INTO search (rowid, words)
         SELECT cases.row, value ->> 'words' FROM json_each($1) JOIN cases ON cases.id = value ->> 'id'",
    )
    .bind(&page)
    .execute(&mut *connection)
    .await
    .map_err(database())?;
    for id in gone {
        let row: Option<i64> = sqlx::query_scalar("DELETE FROM cases WHERE id = $1 RETURNING row")
            .bind(id.to_string())
            .fetch_optional(&mut *connection)
            .await
            .map_err(database())?;
        sqlx::query("DELETE FROM search WHERE rowid = $1")
            .bind(row)
            .execute(&mut *connection)
            .await
            .map_err(database())?;
    }
    Ok(())
}

/// Cases that were written in another shape than this program's.
pub(crate) async fn of_another_shape(mirror: &SqlitePool, limit: i64) -> Result<Vec<CaseId>, DeskError> {
    let ids: Vec<String> = sqlx::query_scalar(
        "SELECT id FROM cases WHERE shape < $1 UNION ALL SELECT id FROM cases WHERE shape > $1 LIMIT $2",
    )
    .bind(i64::from(SHAPE))
    .bind(limit)
    .fetch_all(mirror)
    .await
    .map_err(DeskError::database("looking for cases of another shape"))?;
    Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
}

/// Every case as it is shown that has not changed after `at`, and the names of those that have.
pub(crate) async fn all_shown(mirror: &SqlitePool, at: Moment) -> Result<(Vec<Case>, Vec<CaseId>), DeskError> {
    let what = "reading all cases";
    let bodies: Vec<String> = sqlx::query_scalar("SELECT shown FROM cases WHERE changed_at <= $1")
        .bind(at.0)
        .fetch_all(mirror)
        .await
        .map_err(DeskError::database(what))?;
    let cases = bodies.iter().map(|body| serde_json::from_str(body)).collect::<Result<_, _>>();
    let later: Vec<String> = sqlx::query_scalar("SELECT id FROM cases WHERE changed_at > $1")
        .bind(at.0)
        .fetch_all(mirror)
        .await
        .map_err(DeskError::database(what))?;
    let later = later.iter().filter_map(|id| id.parse().ok()).collect();
    Ok((cases.map_err(DeskError::encoding("a case"))?, later))
}

/// Cases with an open question whose time limit ends before `until`, the latest first.
pub(crate) async fn consulting(mirror: &SqlitePool, until: Moment, limit: u32) -> Result<Vec<Case>, DeskError> {
    let what = "looking for opinions that are waited for";
    let bodies: Vec<String> =
        sqlx::query_scalar("SELECT shown FROM cases WHERE answer_by < $1 ORDER BY answer_by DESC LIMIT $2")
            .bind(until.0)
            .bind(i64::from(limit))
            .fetch_all(mirror)
            .await
            .map_err(DeskError::database(what))?;
    let cases = bodies.iter().map(|body| serde_json::from_str(body)).collect::<Result<_, _>>();
    cases.map_err(DeskError::encoding("a case"))
}

/// Codes of the cases that were due between two moments.
pub(crate) async fn due_between(mirror: &SqlitePool, from: Moment, to: Moment) -> Result<Vec<String>, DeskError> {
    sqlx::query_scalar(
        "SELECT shown ->> 'code' FROM cases WHERE due_at >= $1 AND due_at < $2 AND shown ->> 'code' IS NOT NULL
         ORDER BY due_at",
    )
    .bind(from.0)
    .bind(to.0)
    .fetch_all(mirror)
    .await
    .map_err(DeskError::database("looking for cases that were due"))
}

/// A case as the portal confirmed it.
pub(crate) async fn confirmed(mirror: &SqlitePool, case: CaseId) -> Result<Option<Case>, DeskError> {
    let body: Option<String> = sqlx::query_scalar("SELECT COALESCE(confirmed, shown) FROM cases WHERE id = $1")
        .bind(case.to_string())
        .fetch_optional(mirror)
        .await
        .map_err(DeskError::database("reading a case"))?;
    let read = |body: String| serde_json::from_str::<Option<Case>>(&body).map_err(DeskError::encoding("a case"));
    Ok(body.map(read).transpose()?.flatten())
}

/// Cases that are shown otherwise than the portal confirmed them.
pub(crate) async fn shown_otherwise(mirror: &SqlitePool) -> Result<Vec<CaseId>, DeskError> {
    let rows: Vec<String> = sqlx::query_scalar("SELECT id FROM cases WHERE confirmed IS NOT NULL")
        .fetch_all(mirror)
        .await
        .map_err(DeskError::database("reading cases"))?;
    rows.iter().map(|id| id.parse().map_err(|_| DeskError::Damaged("mirror.db"))).collect()
}

/// A case as screens show it.
pub(crate) async fn shown(mirror: &SqlitePool, case: CaseId) -> Result<Option<Case>, DeskError> {
    let body: Option<String> = sqlx::query_scalar("SELECT shown FROM cases WHERE id = $1")
        .bind(case.to_string())
        .fetch_optional(mirror)
        .await
        .map_err(DeskError::database("reading a case"))?;
    body.map(|body| serde_json::from_str(&body).map_err(DeskError::encoding("a case"))).transpose()
}

/// All confirmed cases in which the unit has a part, added up for the self-check.
pub(crate) async fn states(mirror: &SqlitePool, unit: &UnitCode) -> Result<protocol::check::States, DeskError> {
    use futures_util::TryStreamExt;
    let mut states = protocol::check::States::default();
    let mut rows = sqlx::query_scalar::<_, String>("SELECT COALESCE(confirmed, shown) FROM cases").fetch(mirror);
    while let Some(body) = rows.try_next().await.map_err(DeskError::database("reading all cases"))? {
        let case: Option<Case> = serde_json::from_str(&body).map_err(DeskError::encoding("a case"))?;
        if let Some(case) = case.filter(|case| case.involved.contains(unit)) {
            states.add(&case).map_err(DeskError::encoding("a case"))?;
        }
    }
    Ok(states)
}
