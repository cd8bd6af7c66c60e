//! The queues and the search: three statements a list, by keyset, whatever the mirror's size.

use crate::error::DeskError;
use crate::tables::cases::role_code;
use crate::tables::{envelopes, files, head};
use crate::views::{CaseList, CaseRow, ListPlace, ListRequest, Queue, QueueCount, SyncState};
use casework::catalogue::User;
use casework::{CaseId, Catalogue, Moment, Status};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Row, SqlitePool};
use std::collections::BTreeMap;

/// Most rows of one answer.
const LONGEST: u32 = 200;
/// Most finds of one search.
const FINDS: i64 = 200;

macro_rules! columns {
    () => {
        "id, code, applicant, service_name, status, step_name, due_at, assignee_name, changed_at, urgency, recency"
    };
}

/// What the queues of a person depend on.
pub(crate) struct Viewer<'a> {
    pub user: &'a User,
    pub now: Moment,
    /// Cases due before this are today's.
    pub today_until: Moment,
}

impl<'a> Viewer<'a> {
    /// `user`, looking now: today reaches to the end of the next working day.
    pub fn new(catalogue: &Catalogue, user: &'a User, now: Moment) -> Self {
        let today_until = catalogue.edition_on(now.day()).map_or(now.plus_minutes(24 * 60), |edition| {
            edition.calendar.end_of_work(edition.calendar.next_working_day(now.day()))
        });
        Self { user, now, today_until }
    }

    fn roles(&self) -> String {
        let roles: Vec<&str> = self.user.roles.iter().map(|role| role_code(*role)).collect();
        roles.join(" ")
    }
}

/// A part of a queue (or of the finds in it), with the counts of all queues.
pub(crate) async fn list(
    mirror: &SqlitePool,
    outbox: &SqlitePool,
    viewer: &Viewer<'_>,
    request: &ListRequest,
) -> Result<CaseList, DeskError> {
    let limit = request.limit.clamp(1, LONGEST);
    let by_recency = matches!(request.queue, Queue::All) || !request.search.trim().is_empty();
    let rows = match crate::fold::query(&request.search) {
        Some(query) => find(mirror, &query).await?,
        None if request.search.trim().is_empty() => queue(mirror, viewer, request, limit).await?,
        None => Vec::new(),
    };
    let order = if by_recency { "recency" } else { "urgency" };
    let full = rows.len() >= limit as usize && request.search.trim().is_empty();
    let next = match rows.last().filter(|_| full) {
        Some(row) => Some(ListPlace { order: row.get(order), id: id(row)? }),
        None => None,
    };
    let states = states(outbox).await?;
    let rows = rows.iter().map(|row| read(row, &states)).collect::<Result<_, _>>()?;
    let as_of = head::read(mirror).await?.map(|place| place.as_of);
    Ok(CaseList { rows, next, counts: counts(mirror, viewer).await?, as_of })
}

type Rows<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments>;

/// One statement a queue, so that each can use its own index.
async fn queue(
    mirror: &SqlitePool,
    viewer: &Viewer<'_>,
    request: &ListRequest,
    limit: u32,
) -> Result<Vec<SqliteRow>, DeskError> {
    let after = request.after.clone();
    let order = after.as_ref().map_or(i64::MIN, |place| place.order);
    let place = after.map_or_else(String::new, |place| place.id.to_string());
    let keyed = |statement: &'static str| -> Rows<'_> {
        sqlx::query(statement).bind(order).bind(place.clone()).bind(i64::from(limit))
    };
    let query = match request.queue {
        Queue::Mine => keyed(concat!(
            "SELECT ",
            columns!(),
            " FROM cases WHERE (urgency, id) > ($1, $2)
             AND waits_for IN (SELECT value FROM json_each('[\"' || replace($4, ' ', '\",\"') || '\"]'))
             AND (waits_for <> 'CV' OR assignee IN ('', $5)) ORDER BY urgency, id LIMIT $3"
        ))
        .bind(viewer.roles())
        .bind(viewer.user.id.0.clone()),
        Queue::Today => keyed(concat!(
            "SELECT ",
            columns!(),
            " FROM cases WHERE is_running = 1 AND (urgency, id) > ($1, $2) AND urgency <= $4
             ORDER BY urgency, id LIMIT $3"
        ))
        .bind(viewer.today_until.0),
        Queue::Late => keyed(concat!(
            "SELECT ",
            columns!(),
            " FROM cases WHERE is_running = 1 AND (urgency, id) > ($1, $2) AND urgency < $4
             ORDER BY urgency, id LIMIT $3"
        ))
        .bind(viewer.now.0),
        Queue::New => by_status(keyed(BY_STATUS), Status::Filed),
        Queue::Waiting => keyed(concat!(
            "SELECT ",
            columns!(),
            " FROM cases WHERE status IN (5, 6, 8) AND waits_for <> '-' AND (urgency, id) > ($1, $2) ORDER BY urgency, id LIMIT $3"
        )),
        Queue::ToHandOver => by_status(keyed(BY_STATUS), Status::Done),
        Queue::ToSign => keyed(BY_STEP).bind("sign"),
        Queue::ToNumber => keyed(BY_STEP).bind("number"),
        Queue::Open => keyed(concat!(
            "SELECT ",
            columns!(),
            " FROM cases WHERE is_open = 1 AND (urgency, id) > ($1, $2)
             ORDER BY urgency, id LIMIT $3"
        )),
        Queue::All => keyed(concat!(
            "SELECT ",
            columns!(),
            " FROM cases WHERE (recency, id) > ($1, $2) ORDER BY recency, id LIMIT $3"
        )),
    };
    query.fetch_all(mirror).await.map_err(DeskError::database("reading a queue"))
}

const BY_STATUS: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE status = $4 AND waits_for <> '-' AND (urgency, id) > ($1, $2) ORDER BY urgency, id LIMIT $3"
);
const BY_STEP: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE is_running = 1 AND step_kind = $4 AND (urgency, id) > ($1, $2) ORDER BY urgency, id LIMIT $3"
);

fn by_status(query: Rows<'_>, status: Status) -> Rows<'_> {
    query.bind(i64::from(status.code()))
}

/// Finds, the latest that came to this desk first; a search looks into every queue.
async fn find(mirror: &SqlitePool, query: &str) -> Result<Vec<SqliteRow>, DeskError> {
    sqlx::query(concat!(
        "SELECT ",
        columns!(),
        " FROM cases WHERE row IN
         (SELECT rowid FROM search WHERE search MATCH $1 ORDER BY rowid DESC LIMIT $2) ORDER BY recency, id"
    ))
    .bind(query)
    .bind(FINDS)
    .fetch_all(mirror)
    .await
    .map_err(DeskError::database("searching"))
}

/// Exact counts from the table that the triggers keep; only the two lists by time count their (few) rows.
async fn counts(mirror: &SqlitePool, viewer: &Viewer<'_>) -> Result<Vec<QueueCount>, DeskError> {
    let row = sqlx::query(
        "SELECT
           TOTAL(cases) FILTER (WHERE waits_for IN (SELECT value FROM json_each('[\"' || replace($1, ' ', '\",\"') || '\"]'))
             AND (waits_for <> 'CV' OR assignee IN ('', $2))) AS mine,
           TOTAL(cases) FILTER (WHERE status = 1 AND waits_for <> '-') AS new,
           TOTAL(cases) FILTER (WHERE status IN (5, 6, 8) AND waits_for <> '-') AS waiting,
           TOTAL(cases) FILTER (WHERE step_kind = 'sign') AS to_sign,
           TOTAL(cases) FILTER (WHERE step_kind = 'number') AS to_number,
           TOTAL(cases) FILTER (WHERE status = 9 AND waits_for <> '-') AS to_hand_over,
           TOTAL(cases) FILTER (WHERE status IN (1, 2, 4, 5, 6, 8, 9) AND waits_for <> '-') AS open,
           TOTAL(cases) AS all_cases,
           (SELECT COUNT(*) FROM cases WHERE is_running = 1 AND urgency < $3) AS late,
           (SELECT COUNT(*) FROM cases WHERE is_running = 1 AND urgency <= $4) AS today
         FROM counts",
    )
    .bind(viewer.roles())
    .bind(viewer.user.id.as_str())
    .bind(viewer.now.0)
    .bind(viewer.today_until.0)
    .fetch_one(mirror)
    .await
    .map_err(DeskError::database("counting the queues"))?;
    let total = |column: &str| row.get::<f64, _>(column) as u64;
    let count = |column: &str| u64::try_from(row.get::<i64, _>(column)).unwrap_or(0);
    let of = |queue, count| QueueCount { queue, count };
    Ok(vec![
        of(Queue::Mine, total("mine")),
        of(Queue::Today, count("today")),
        of(Queue::New, total("new")),
        of(Queue::Waiting, total("waiting")),
        of(Queue::ToSign, total("to_sign")),
        of(Queue::ToNumber, total("to_number")),
        of(Queue::ToHandOver, total("to_hand_over")),
        of(Queue::Late, count("late")),
        of(Queue::Open, total("open")),
        of(Queue::All, total("all_cases")),
    ])
}

/// Cases with acts on their way, by the worst of these acts. Few: the outbox drains.
async fn states(outbox: &SqlitePool) -> Result<BTreeMap<CaseId, SyncState>, DeskError> {
    let waiting = files::on_their_way(outbox).await?;
    let mut states = BTreeMap::new();
    for kept in envelopes::kept(outbox, None).await? {
        let state = state_of(&kept, &waiting);
        let worst = states.entry(kept.envelope.case).or_insert(SyncState::Published);
        *worst = (*worst).max(state);
    }
    Ok(states)
}

/// Where an act is on its way.
pub(crate) fn state_of(kept: &envelopes::Kept, files_waiting: &[String]) -> SyncState {
    match kept.state {
        envelopes::State::Waiting => SyncState::OnThisComputer,
        envelopes::State::Refused { .. } => SyncState::Refused,
        envelopes::State::Accepted { .. } => {
            let named = kept.envelope.command.files();
            let on_the_way = named.iter().any(|file| files_waiting.iter().any(|one| one == file.digest.as_str()));
            if on_the_way { SyncState::Received } else { SyncState::Published }
        }
    }
}

fn id(row: &SqliteRow) -> Result<CaseId, DeskError> {
    row.get::<&str, _>("id").parse().map_err(|_| DeskError::Damaged("mirror.db"))
}

fn read(row: &SqliteRow, states: &BTreeMap<CaseId, SyncState>) -> Result<CaseRow, DeskError> {
    let id = id(row)?;
    let code = row.get::<i64, _>("status");
    let status = Status::ALL.into_iter().find(|status| i64::from(status.code()) == code);
    Ok(CaseRow {
        id,
        code: row.get::<Option<String>, _>("code").map(casework::CaseCode),
        applicant: row.get("applicant"),
        service_name: row.get("service_name"),
        status: status.ok_or(DeskError::Damaged("mirror.db"))?,
        step_name: row.get("step_name"),
        due_at: row.get::<Option<i64>, _>("due_at").map(Moment),
        assignee_name: row.get("assignee_name"),
        changed_at: Moment(row.get("changed_at")),
        sync: states.get(&id).copied().unwrap_or(SyncState::Published),
    })
}
