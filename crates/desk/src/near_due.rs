//! What heads look ahead at: what is due in the next working days, by day and by who works on it.

use crate::desk::Desk;
use crate::error::DeskError;
use crate::views::{DayLoad, Failure, GroupCount};
use casework::{Date, Moment};
use sqlx::{Row, SqlitePool};

/// Working days that heads look ahead.
const NEAR_DAYS: usize = 10;
/// Days that are looked at for that, whatever the calendar says.
const LONGEST_LOOK: u8 = 60;

impl Desk {
    /// The running cases that are due from today on, day by day: the next ten working days and what lies between them.
    ///
    /// # Errors
    /// What broke.
    pub async fn near_due(&self) -> Result<Vec<DayLoad>, Failure> {
        let catalogue = self.store.catalogue();
        let calendar = &self.edition(&catalogue)?.calendar;
        let today = self.now().await?.day();
        let (mut days, mut last) = (vec![today], today);
        for _ in 1..LONGEST_LOOK {
            if days.iter().filter(|day| calendar.is_working_day(**day)).count() == NEAR_DAYS {
                break;
            }
            last = last.next();
            days.push(last);
        }
        let due = near(&self.store.mirror, Moment::at(today, 0), Moment::at(last.next(), 0)).await?;
        let of = |day: Date| due.iter().find(|load| load.day == day).cloned();
        // A day off is shown where something is due on it all the same.
        let empty = |day: Date| calendar.is_working_day(day).then(|| DayLoad { day, officers: Vec::new() });
        let days = days.into_iter().filter_map(|day| of(day).or_else(|| empty(day))).collect();
        Ok(days)
    }
}

/// What is worked on and due between two moments, by day and who works on it: one look at what groups are counted over.
async fn near(mirror: &SqlitePool, from: Moment, until: Moment) -> Result<Vec<DayLoad>, DeskError> {
    let rows = sqlx::query(
        "SELECT date(due_at / 1000 + 25200, 'unixepoch') AS day, assignee AS key,
           MAX(COALESCE(assignee_name, '')) AS name, COUNT(*) AS count
         FROM cases INDEXED BY cases_grouped
         WHERE is_open = 1 AND status IN (2, 4) AND due_at >= $1 AND due_at < $2
         GROUP BY day, key ORDER BY day, count DESC, key",
    )
    .bind(from.0)
    .bind(until.0)
    .fetch_all(mirror)
    .await
    .map_err(DeskError::database("counting what is due"))?;
    let mut days: Vec<DayLoad> = Vec::new();
    for row in &rows {
        let day = row.get::<&str, _>("day").parse().map_err(|_| DeskError::Damaged("mirror.db"))?;
        if days.last().is_none_or(|last| last.day != day) {
            days.push(DayLoad { day, officers: Vec::new() });
        }
        let count = u64::try_from(row.get::<i64, _>("count")).unwrap_or(0);
        let officer = GroupCount { key: row.get("key"), name: row.get("name"), count };
        if let Some(last) = days.last_mut() {
            last.officers.push(officer);
        }
    }
    Ok(days)
}
