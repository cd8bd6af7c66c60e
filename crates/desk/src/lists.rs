//! The queues and the search: three statements a list, by keyset, whatever the mirror's size.

use crate::error::DeskError;
use crate::tables::cases::{decision_code, identity_of, role_code};
use crate::tables::{envelopes, files, head};
use crate::views::{
    CaseList, CaseRow, Filter, Group, GroupBy, GroupCount, GroupsRequest, ListPlace, ListRequest, Queue, QueueCount,
    SyncState,
};
use crate::working_time::WorkingTime;
use casework::catalogue::User;
use casework::{CaseId, Catalogue, Decision, Moment, Status, UserId};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Row, SqlitePool};
use std::collections::BTreeMap;

/// Most rows of one answer.
const LONGEST: u32 = 200;

macro_rules! columns {
    () => {
        "id, code, applicant, service_name, status, step_name, due_at, assignee, assignee_name, answer_by, decision, changed_at, urgency, recency"
    };
}

/// What the cases of a group share, by what they are grouped by; days are days of Vietnam.
macro_rules! group_key {
    () => {
        " WHEN 'service' THEN service_name WHEN 'status' THEN CAST(status AS TEXT) WHEN 'owner' THEN assignee
          WHEN 'due' THEN COALESCE(date(due_at / 1000 + 25200, 'unixepoch'), '') "
    };
}

/// Every statement that lists cases has its conditions as JSON in `$4`; `'{}'` asks for nothing more.
macro_rules! met {
    () => {
        concat!(
            " AND ($4 = '{}' OR (
            ($4 ->> 'due_from' IS NULL OR due_at >= $4 ->> 'due_from')
            AND ($4 ->> 'due_before' IS NULL OR due_at < $4 ->> 'due_before')
            AND ($4 ->> 'services' IS NULL
                 OR service IN (SELECT value FROM json_each($4, '$.services')))
            AND ($4 ->> 'officers' IS NULL OR assignee IN (SELECT value FROM json_each($4, '$.officers')))
            AND ($4 ->> 'statuses' IS NULL OR status IN (SELECT value FROM json_each($4, '$.statuses')))
            AND ($4 ->> 'running' IS NULL OR is_running = $4 ->> 'running')
            AND ($4 ->> 'late_at' IS NULL OR (is_running = 1 AND urgency < $4 ->> 'late_at'))
            AND ($4 ->> 'today_until' IS NULL OR (is_running = 1 AND urgency <= $4 ->> 'today_until'))
            AND ($4 ->> 'ids' IS NULL OR id IN (SELECT value FROM json_each($4, '$.ids')))
            AND ($4 ->> 'group_by' IS NULL OR row IN (SELECT row FROM cases INDEXED BY cases_grouped
                 WHERE $4 ->> 'group_key' = CASE $4 ->> 'group_by'",
            group_key!(),
            "END))
            AND ($4 ->> 'decision' IS NULL OR decision = $4 ->> 'decision')
            AND ($4 ->> 'channel' IS NULL OR shown ->> 'channel' = $4 ->> 'channel')
            AND ($4 ->> 'paid' IS NULL
                 OR (service IN (SELECT value FROM json_each($4, '$.with_fee'))
                     AND ($4 ->> 'paid') = EXISTS
                       (SELECT 1 FROM json_each(shown, '$.payments') WHERE value ->> 'refund' IS NULL))))) "
        )
    };
}

mod search;

/// The conditions as the statements read them: moments instead of days, codes instead of names.
fn conditions(viewer: &Viewer<'_>, filter: &Filter, within: Option<&Group>) -> String {
    let (catalogue, today) = (viewer.catalogue, viewer.now.day());
    let mut met = serde_json::Map::new();
    let mut is = |name: &str, value: Option<serde_json::Value>| {
        if let Some(value) = value {
            met.insert(name.to_owned(), value);
        }
    };
    is("due_from", filter.due_from.map(|day| Moment::at(day, 0).0.into()));
    is("due_before", filter.due_until.map(|day| Moment::at(day.next(), 0).0.into()));
    is("services", filter.services.as_ref().map(|codes| codes.iter().map(|code| code.0.clone()).collect()));
    is("officers", filter.officers.as_ref().map(|officers| officers.iter().map(|officer| officer.0.clone()).collect()));
    is("statuses", filter.statuses.as_ref().map(|statuses| statuses.iter().map(|status| status.code()).collect()));
    is("running", filter.running.map(|running| u8::from(running).into()));
    is("late_at", (filter.late == Some(true)).then(|| viewer.now.0.into()));
    is("today_until", (filter.today == Some(true)).then(|| viewer.today_until.0.into()));
    is("ids", viewer.counted.as_ref().map(|ids| ids.iter().map(CaseId::to_string).collect()));
    is("group_by", within.map(|group| group.by.code().into()));
    is("group_key", within.map(|group| group.key.clone().into()));
    is("channel", filter.channel.and_then(|channel| serde_json::to_value(channel).ok()));
    is("decision", filter.decision.map(|decision| decision_code(Some(decision)).into()));
    is("paid", filter.paid.map(|paid| u8::from(paid).into()));
    if filter.paid.is_some() {
        let services = catalogue.edition_on(today).into_iter().flat_map(|edition| edition.services.values());
        let with_fee = services.filter(|service| !service.fees.is_empty()).map(|service| service.code.0.clone());
        is("with_fee", Some(with_fee.collect()));
    }
    serde_json::Value::Object(met).to_string()
}

/// What the queues of a person depend on.
pub(crate) struct Viewer<'a> {
    pub user: &'a User,
    pub now: Moment,
    /// Cases due before this are today's.
    pub today_until: Moment,
    catalogue: &'a Catalogue,
    /// Only these cases, where a report counts them.
    counted: Option<Vec<CaseId>>,
}

impl<'a> Viewer<'a> {
    /// `user`, looking now: today reaches to the end of the next working day.
    pub fn new(catalogue: &'a Catalogue, user: &'a User, now: Moment) -> Self {
        let today_until = catalogue.edition_on(now.day()).map_or(now.plus_minutes(24 * 60), |edition| {
            edition.calendar.end_of_work(edition.calendar.next_working_day(now.day()))
        });
        Self { user, now, today_until, catalogue, counted: None }
    }

    /// The same viewer, among these cases alone.
    pub fn among(self, counted: Option<Vec<CaseId>>) -> Self {
        Self { counted, ..self }
    }

    fn roles(&self) -> String {
        let roles: Vec<&str> = self.user.roles.iter().map(|role| role_code(*role)).collect();
        roles.join(" ")
    }

    /// Whose cases are theirs today: their own, those that nobody has, and those of people for whom they stand in. JSON.
    fn whose(&self) -> String {
        let today = self.now.day();
        let away = self.catalogue.users.values().filter(|owner| owner.delegate_on(today) == Some(&self.user.id));
        let whose: Vec<&str> = ["", self.user.id.as_str()].into_iter().chain(away.map(|one| one.id.as_str())).collect();
        serde_json::Value::from(whose).to_string()
    }
}

/// A part of a queue (or of the finds in it); the first part with the counts of all queues.
pub(crate) async fn list(
    mirror: &SqlitePool,
    outbox: &SqlitePool,
    viewer: &Viewer<'_>,
    request: &ListRequest,
) -> Result<CaseList, DeskError> {
    let limit = request.limit.clamp(1, LONGEST);
    let (rows, finds) = match request.search.trim() {
        "" => (queue(mirror, viewer, request, limit).await?, None),
        _ => {
            let conditions = conditions(viewer, &request.filter, request.within.as_ref());
            search::find(mirror, &request.search, &conditions).await?
        }
    };
    let order = match request.queue {
        _ if request.filter.identity.is_some() => "recency",
        Queue::All => "recency",
        Queue::Consultations => "answer_by",
        _ => "urgency",
    };
    let full = rows.len() >= limit as usize && request.search.trim().is_empty();
    let next = match rows.last().filter(|_| full) {
        Some(row) => Some(ListPlace { order: row.get(order), id: id(row)? }),
        None => None,
    };
    // As one types or scrolls on, the queues do not change: whoever does has their counts already.
    let begins = request.search.trim().is_empty() && request.after.is_none() && request.within.is_none();
    let counts = if begins { counts(mirror, viewer).await? } else { Vec::new() };
    let states = states(outbox).await?;
    let edition = viewer.catalogue.edition_on(viewer.now.day());
    let mut time = edition.map(|edition| WorkingTime::new(&edition.calendar, viewer.now));
    let mut rows = rows.iter().map(|row| read(row, &states, time.as_mut())).collect::<Result<Vec<_>, _>>()?;
    if finds.is_some() {
        search::explain(mirror, &mut rows, &request.search).await?;
    }
    let as_of = head::read(mirror).await?.map(|place| place.as_of);
    Ok(CaseList { rows, next, finds, counts, as_of })
}

type Rows<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments>;

/// The two statements over a queue: a part of its cases, and its groups with their exact counts.
struct Statements {
    list: &'static str,
    groups: &'static str,
}

/// One condition a queue, so that each can use its own index; groups are counted over an index that has all they need.
/// Both take the same values, so that a condition has the same numbers in both; `$2` and `$3` say nothing to groups.
macro_rules! statements {
    ($condition:literal, $order:literal) => {
        Statements {
            list: concat!(
                "SELECT ",
                columns!(),
                " FROM cases WHERE (",
                $order,
                ", id) > ($1, $2) AND ",
                $condition,
                met!(),
                "ORDER BY ",
                $order,
                ", id LIMIT $3"
            ),
            groups: concat!(
                "SELECT CASE $1",
                group_key!(),
                "END AS key, MAX(COALESCE(CASE $1 WHEN 'owner' THEN assignee_name END, '')) AS name, COUNT(*) AS count
                 FROM cases INDEXED BY cases_grouped WHERE $2 = $2 AND $3 = $3 AND ",
                $condition,
                met!(),
                "GROUP BY key"
            ),
        }
    };
}

const MINE: Statements = statements!(
    "waits_for IN (SELECT value FROM json_each('[\"' || replace($5, ' ', '\",\"') || '\"]'))
     AND (waits_for <> 'CV' OR assignee IN (SELECT value FROM json_each($6)))",
    "urgency"
);
const TODAY: Statements = statements!("is_running = 1 AND urgency <= $5", "urgency");
const LATE: Statements = statements!("is_running = 1 AND urgency < $5", "urgency");
const BY_STATUS: Statements = statements!("status = $5 AND waits_for <> '-'", "urgency");
const WAITING: Statements = statements!("status IN (5, 6, 8) AND waits_for <> '-'", "urgency");
const QUESTIONS: Statements = statements!("asks = 1", "urgency");
const CONSULTATIONS: Statements = statements!("answer_by IS NOT NULL", "answer_by");
const BY_STEP: Statements = statements!("is_running = 1 AND step_kind = $5", "urgency");
const OPEN: Statements = statements!("is_open = 1", "urgency");
const ALL: Statements = statements!("true", "recency");
const OF_PERSON: Statements = statements!("identity = $5 AND identity <> ''", "recency");

/// Which statements a queue has, and what they ask for beyond the first four values.
fn of_queue<'q>(
    viewer: &Viewer<'_>,
    queue: Queue,
    filter: &Filter,
    bound: impl Fn(Statements) -> Rows<'q>,
) -> Rows<'q> {
    if let Some(identity) = &filter.identity {
        return bound(OF_PERSON).bind(identity_of(identity));
    }
    let status = |status: Status| bound(BY_STATUS).bind(i64::from(status.code()));
    match queue {
        Queue::Mine => bound(MINE).bind(viewer.roles()).bind(viewer.whose()),
        Queue::Today => bound(TODAY).bind(viewer.today_until.0),
        Queue::Late => bound(LATE).bind(viewer.now.0),
        Queue::New => status(Status::Filed),
        Queue::ToHandOver => status(Status::Done),
        Queue::Waiting => bound(WAITING),
        Queue::Questions => bound(QUESTIONS),
        Queue::Consultations => bound(CONSULTATIONS),
        Queue::ToSign => bound(BY_STEP).bind("sign"),
        Queue::ToNumber => bound(BY_STEP).bind("number"),
        Queue::Open => bound(OPEN),
        Queue::All => bound(ALL),
    }
}

async fn queue(
    mirror: &SqlitePool,
    viewer: &Viewer<'_>,
    request: &ListRequest,
    limit: u32,
) -> Result<Vec<SqliteRow>, DeskError> {
    let conditions = conditions(viewer, &request.filter, request.within.as_ref());
    let order = request.after.as_ref().map_or(i64::MIN, |place| place.order);
    let place = request.after.as_ref().map_or_else(String::new, |place| place.id.to_string());
    let bound = |statements: Statements| -> Rows<'_> {
        let query = sqlx::query(statements.list).bind(order).bind(place.clone());
        query.bind(i64::from(limit)).bind(conditions.clone())
    };
    let query = of_queue(viewer, request.queue, &request.filter, bound);
    query.fetch_all(mirror).await.map_err(DeskError::database("reading a queue"))
}

/// The end of the queue of new cases, the latest first. What waits to be sent of them is not looked up.
pub(crate) async fn latest_filed(
    mirror: &SqlitePool,
    viewer: &Viewer<'_>,
    limit: u32,
) -> Result<Vec<CaseRow>, DeskError> {
    let rows = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        " FROM cases WHERE status = $1 AND waits_for <> '-' ORDER BY urgency DESC, id DESC LIMIT $2"
    ))
    .bind(i64::from(Status::Filed.code()))
    .bind(i64::from(limit))
    .fetch_all(mirror)
    .await
    .map_err(DeskError::database("looking for new cases"))?;
    let edition = viewer.catalogue.edition_on(viewer.now.day());
    let mut time = edition.map(|edition| WorkingTime::new(&edition.calendar, viewer.now));
    rows.iter().map(|row| read(row, &BTreeMap::new(), time.as_mut())).collect()
}

/// The groups of a queue over all of its cases: days by the calendar, the others by how many cases they hold.
pub(crate) async fn groups(
    mirror: &SqlitePool,
    viewer: &Viewer<'_>,
    request: &GroupsRequest,
) -> Result<Vec<GroupCount>, DeskError> {
    let conditions = conditions(viewer, &request.filter, None);
    let bound = |statements: Statements| -> Rows<'_> {
        sqlx::query(statements.groups).bind(request.by.code()).bind("").bind("").bind(conditions.clone())
    };
    let rows = of_queue(viewer, request.queue, &request.filter, bound).fetch_all(mirror).await;
    let rows = rows.map_err(DeskError::database("counting the groups of a queue"))?;
    let read = |row: &SqliteRow| {
        let count = u64::try_from(row.get::<i64, _>("count")).unwrap_or(0);
        GroupCount { key: row.get("key"), name: row.get("name"), count }
    };
    let mut groups: Vec<GroupCount> = rows.iter().map(read).collect();
    match request.by {
        // What has no day comes last.
        GroupBy::Due => groups.sort_by_key(|group| (group.key.is_empty(), group.key.clone())),
        GroupBy::Service | GroupBy::Status | GroupBy::Owner => {
            groups.sort_by_key(|group| (std::cmp::Reverse(group.count), group.key.clone()));
        }
    }
    Ok(groups)
}

/// Exact counts from the table that the triggers keep; only the lists by time and the questions count their (few) rows.
async fn counts(mirror: &SqlitePool, viewer: &Viewer<'_>) -> Result<Vec<QueueCount>, DeskError> {
    let row = sqlx::query(
        "SELECT
           TOTAL(cases) FILTER (WHERE waits_for IN (SELECT value FROM json_each('[\"' || replace($1, ' ', '\",\"') || '\"]'))
             AND (waits_for <> 'CV' OR assignee IN (SELECT value FROM json_each($2)))) AS mine,
           TOTAL(cases) FILTER (WHERE status = 1 AND waits_for <> '-') AS new,
           TOTAL(cases) FILTER (WHERE status IN (5, 6, 8) AND waits_for <> '-') AS waiting,
           TOTAL(cases) FILTER (WHERE step_kind = 'sign') AS to_sign,
           TOTAL(cases) FILTER (WHERE step_kind = 'number') AS to_number,
           TOTAL(cases) FILTER (WHERE status = 9 AND waits_for <> '-') AS to_hand_over,
           TOTAL(cases) FILTER (WHERE status IN (1, 2, 4, 5, 6, 8, 9) AND waits_for <> '-') AS open,
           TOTAL(cases) AS all_cases,
           (SELECT COUNT(*) FROM cases WHERE asks = 1) AS questions,
           (SELECT COUNT(*) FROM cases WHERE answer_by IS NOT NULL) AS consultations,
           (SELECT COUNT(*) FROM cases WHERE is_running = 1 AND urgency < $3) AS late,
           (SELECT COUNT(*) FROM cases WHERE is_running = 1 AND urgency <= $4) AS today
         FROM counts",
    )
    .bind(viewer.roles())
    .bind(viewer.whose())
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
        of(Queue::Questions, count("questions")),
        of(Queue::Consultations, count("consultations")),
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
    for kept in envelopes::unsettled(outbox).await? {
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

fn read(
    row: &SqliteRow,
    states: &BTreeMap<CaseId, SyncState>,
    time: Option<&mut WorkingTime<'_>>,
) -> Result<CaseRow, DeskError> {
    let id = id(row)?;
    let code = row.get::<i64, _>("status");
    let status = Status::ALL.into_iter().find(|status| i64::from(status.code()) == code);
    let status = status.ok_or(DeskError::Damaged("mirror.db"))?;
    let due_at = row.get::<Option<i64>, _>("due_at").map(Moment);
    Ok(CaseRow {
        id,
        code: row.get::<Option<String>, _>("code").map(casework::CaseCode),
        applicant: row.get("applicant"),
        service_name: row.get("service_name"),
        status,
        step_name: row.get("step_name"),
        due_at,
        left: due_at.filter(|_| status.is_running()).zip(time).map(|(due, time)| time.left(due)),
        assignee: Some(row.get::<String, _>("assignee")).filter(|id| !id.is_empty()).map(UserId),
        assignee_name: row.get("assignee_name"),
        is_declined: row.get::<&str, _>("decision") == decision_code(Some(Decision::Declined)),
        answer_by: row.get::<Option<i64>, _>("answer_by").map(Moment),
        changed_at: Moment(row.get("changed_at")),
        sync: states.get(&id).copied().unwrap_or(SyncState::Published),
        found: None,
    })
}
