//! What the province's administrator looks after for the whole portal: backups, work for other systems that is stuck, and
//! online payments that somebody has to look into.

use super::rights::Business;
use super::{Answer, Room, days_between, moment};
use crate::admit::clock;
use crate::payments::reconcile;
use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect};
use casework::Date;
use paper::dong;
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    ngay: String,
}

struct Job {
    name: String,
    tries: i64,
    error: String,
    /// When it is tried again; empty where it is given up.
    again: String,
}

struct Payment {
    reference: String,
    number: String,
    case: String,
    amount: String,
    finding: String,
}

#[derive(Template)]
#[template(path = "staff/operation.html")]
struct OperationPage {
    room: Room,
    /// When the last backup was whole; empty where there is none.
    backup: String,
    backup_days: i64,
    backup_entries: u64,
    waiting: i64,
    given_up: i64,
    jobs: Vec<Job>,
    day: String,
    confirmed: String,
    recorded: String,
    returned: String,
    payments: Vec<Payment>,
}

pub(super) async fn show(room: Room, Query(asked): Query<Asked>) -> Answer {
    room.needs(Business::Operate)?;
    let (portal, now) = (&room.portal, clock());
    let backup = portal.store.last_backup().await?;
    let (waiting, _, given_up) = portal.store.job_counts().await?;
    let job = |job: crate::jobs::StuckJob| Job {
        name: job.name,
        tries: job.tries,
        error: job.error,
        again: job.given_up_at.map_or_else(|| moment(job.run_at), |_| String::new()),
    };
    let jobs = portal.store.stuck_jobs().await?.into_iter().map(job).collect();
    let day: Date = asked.ngay.parse().unwrap_or(now.day());
    let books = reconcile(portal, day).await?;
    let payments = books.lines.into_iter().filter_map(|line| {
        let finding = line.finding?;
        let (reference, number, case) = (line.reference, line.gateway_number, line.case);
        Some(Payment { reference, number, case, amount: dong(line.amount), finding })
    });
    let page = OperationPage {
        backup: backup.map_or_else(String::new, |(at, _)| moment(at)),
        backup_days: backup.map_or(0, |(at, _)| days_between(at, now)),
        backup_entries: backup.map_or(0, |(_, entries)| entries),
        waiting,
        given_up,
        jobs,
        day: day.to_string(),
        confirmed: dong(books.confirmed),
        recorded: dong(books.recorded),
        returned: dong(books.returned),
        payments: payments.collect(),
        room,
    };
    Ok(page.room.page(&page))
}

/// Lets everything that is stuck be tried again now.
pub(super) async fn try_again(room: Room) -> Answer {
    room.needs(Business::Operate)?;
    let count = room.portal.store.revive_jobs(clock()).await?;
    room.note(&room.staff.unit, "jobs_tried_again", count.to_string()).await?;
    Ok(Redirect::to("/quan-tri/van-hanh").into_response())
}
