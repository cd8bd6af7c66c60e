//! Numbers that this desk may give out: a span of case numbers of every day, further spans for single days, and registers
//! that nobody else writes in.

use crate::error::DeskError;
use casework::{Date, Refusal, RegisterBook};
use protocol::codes::DayCodes;
use protocol::enrol::RegisterLease;
use protocol::push::CodeBlock;
use protocol::store::Used;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Row, SqlitePool};

/// The next case number of `day`. A clock that went back goes on numbering the latest day that was begun.
pub(crate) async fn next_code(outbox: &SqlitePool, day: Date) -> Result<Result<u16, Refusal>, DeskError> {
    let row = sqlx::query("SELECT first, last, day, next FROM code_block")
        .fetch_optional(outbox)
        .await
        .map_err(DeskError::database("reading the numbers of this desk"))?
        .ok_or(DeskError::Damaged("outbox.db"))?;
    let next: i64 = if row.get::<String, _>("day") == day.to_string() { row.get("next") } else { row.get("first") };
    if next <= row.get::<i64, _>("last") {
        return u16::try_from(next).map(Ok).map_err(|_| DeskError::Damaged("outbox.db"));
    }
    // The desk's own span is used up: spans for the day, in the order in which they were granted.
    let further: Option<i64> =
        sqlx::query_scalar("SELECT next FROM day_codes WHERE day = $1 AND next <= last ORDER BY first DESC LIMIT 1")
            .bind(day.to_string())
            .fetch_optional(outbox)
            .await
            .map_err(DeskError::database("reading the numbers of this desk"))?;
    let Some(next) = further else { return Ok(Err(Refusal::CodesUsedUp { day })) };
    u16::try_from(next).map(Ok).map_err(|_| DeskError::Damaged("outbox.db"))
}

/// The next number of a register in a year; a refusal where this desk does not hold it.
pub(crate) async fn next_in_register(
    outbox: &SqlitePool,
    book: &RegisterBook,
    year: i32,
) -> Result<Result<u32, Refusal>, DeskError> {
    let row = sqlx::query("SELECT year, next FROM registers WHERE book = $1 ORDER BY year DESC LIMIT 1")
        .bind(book.as_str())
        .fetch_optional(outbox)
        .await
        .map_err(DeskError::database("reading a register"))?;
    let Some(row) = row else { return Ok(Err(Refusal::RegisterNotHeld { register: book.clone() })) };
    // Numbers begin at 01 on 1 January (Decree 30/2020 Art. 15).
    let next = if row.get::<i32, _>("year") == year { row.get::<i64, _>("next") } else { 1 };
    u32::try_from(next).map(Ok).map_err(|_| DeskError::Damaged("outbox.db"))
}

/// Spends a number, in the transaction that keeps its envelope.
pub(crate) async fn spend(connection: &mut SqliteConnection, used: &Used) -> Result<(), DeskError> {
    let spent = match used {
        Used::Code(code) => {
            let (_, _, number) = code.parts().ok_or(DeskError::NumberSpent)?;
            let day = code.day().ok_or(DeskError::NumberSpent)?;
            let own = sqlx::query(
                "UPDATE code_block SET next = $1 + 1, day = $2
                 WHERE first <= $1 AND $1 <= last AND (day <> $2 OR next = $1)",
            )
            .bind(i64::from(number))
            .bind(day.to_string())
            .execute(&mut *connection)
            .await
            .map_err(DeskError::database("spending a number"))
            .map(|done| done.rows_affected())?;
            match own {
                0 => sqlx::query(
                    "UPDATE day_codes SET next = $1 + 1 WHERE day = $2 AND next = $1 AND first <= $1 AND $1 <= last",
                )
                .bind(i64::from(number))
                .bind(day.to_string())
                .execute(connection)
                .await,
                _ => return Ok(()),
            }
        }
        Used::Register { book, year, number } => {
            sqlx::query(
                "INSERT INTO registers (book, year, next) SELECT $1, $2, $3 + 1 WHERE $3 = 1
                 AND EXISTS (SELECT 1 FROM registers WHERE book = $1 AND year < $2)
                 AND NOT EXISTS (SELECT 1 FROM registers WHERE book = $1 AND year = $2)
                 UNION ALL SELECT $1, $2, $3 + 1 WHERE EXISTS
                   (SELECT 1 FROM registers WHERE book = $1 AND year = $2 AND next = $3)
                 ON CONFLICT (book, year) DO UPDATE SET next = excluded.next",
            )
            .bind(book.as_str())
            .bind(*year)
            .bind(i64::from(*number))
            .execute(connection)
            .await
        }
    };
    let rows = spent.map_err(DeskError::database("spending a number"))?.rows_affected();
    if rows == 1 { Ok(()) } else { Err(DeskError::NumberSpent) }
}

/// Writes down what was leased at enrolment.
pub(crate) async fn lease(
    connection: &mut SqliteConnection,
    codes: CodeBlock,
    registers: &[RegisterLease],
) -> Result<(), DeskError> {
    let database = || DeskError::database("writing leased numbers down");
    sqlx::query("INSERT OR REPLACE INTO code_block (one, first, last, day, next) VALUES (1, $1, $2, '', $1)")
        .bind(i64::from(codes.first))
        .bind(i64::from(codes.last))
        .execute(&mut *connection)
        .await
        .map_err(database())?;
    for lease in registers {
        sqlx::query("INSERT OR REPLACE INTO registers (book, year, next) VALUES ($1, $2, $3)")
            .bind(lease.book.as_str())
            .bind(lease.year)
            .bind(i64::from(lease.next))
            .execute(&mut *connection)
            .await
            .map_err(database())?;
    }
    Ok(())
}

/// Registers of this desk with their next number, as the portal says: what is new is added, what is gone is dropped, and
/// no number is ever given twice here.
pub(crate) async fn reconcile(outbox: &SqlitePool, leases: &[RegisterLease]) -> Result<(), DeskError> {
    let database = || DeskError::database("writing the registers down");
    let mut transaction = outbox.begin().await.map_err(database())?;
    let here: Vec<String> = sqlx::query_scalar("SELECT DISTINCT book FROM registers")
        .fetch_all(&mut *transaction)
        .await
        .map_err(database())?;
    for book in here.iter().filter(|book| leases.iter().all(|lease| lease.book.as_str() != *book)) {
        sqlx::query("DELETE FROM registers WHERE book = $1")
            .bind(book)
            .execute(&mut *transaction)
            .await
            .map_err(database())?;
    }
    for lease in leases {
        sqlx::query(
            "INSERT INTO registers (book, year, next) VALUES ($1, $2, $3)
             ON CONFLICT (book, year) DO UPDATE SET next = MAX(registers.next, excluded.next)",
        )
        .bind(lease.book.as_str())
        .bind(lease.year)
        .bind(i64::from(lease.next))
        .execute(&mut *transaction)
        .await
        .map_err(database())?;
    }
    transaction.commit().await.map_err(database())
}

/// Registers of this desk with their next number in a year.
pub(crate) async fn registers(outbox: &SqlitePool, year: i32) -> Result<Vec<RegisterLease>, DeskError> {
    let rows = sqlx::query("SELECT book, MAX(year) AS year, next FROM registers GROUP BY book ORDER BY book")
        .fetch_all(outbox)
        .await
        .map_err(DeskError::database("reading the registers"))?;
    let lease = |row: &sqlx::sqlite::SqliteRow| {
        let next = if row.get::<i32, _>("year") == year { row.get::<u32, _>("next") } else { 1 };
        RegisterLease { book: RegisterBook(row.get("book")), year, next }
    };
    Ok(rows.iter().map(lease).collect())
}

/// The span of case numbers of this desk, and how many a day still has, with what was granted for it.
pub(crate) async fn codes(outbox: &SqlitePool, day: Date) -> Result<(CodeBlock, u16), DeskError> {
    let row = sqlx::query(
        "SELECT first, last, day, next,
           (SELECT COALESCE(SUM(last + 1 - next), 0) FROM day_codes WHERE day = $1 AND next <= last) AS further
         FROM code_block",
    )
    .bind(day.to_string())
    .fetch_optional(outbox)
    .await
    .map_err(DeskError::database("reading the numbers of this desk"))?
    .ok_or(DeskError::Damaged("outbox.db"))?;
    let (first, last): (u16, u16) = (row.get("first"), row.get("last"));
    let next: u16 = if row.get::<String, _>("day") == day.to_string() { row.get("next") } else { first };
    Ok((CodeBlock { first, last }, (last + 1).saturating_sub(next) + row.get::<u16, _>("further")))
}

/// Spans that were granted for `day` and for every day of which something still waits for a verdict or for the portal's
/// backup.
pub(crate) async fn day_codes(outbox: &SqlitePool, day: Date) -> Result<Vec<DayCodes>, DeskError> {
    let what = "reading granted case numbers";
    let oldest: Option<i64> = sqlx::query_scalar(
        "SELECT MIN(kept_at) FROM envelopes WHERE place IN (
           (SELECT MIN(place) FROM envelopes WHERE state = 'waiting'),
           (SELECT MIN(place) FROM envelopes WHERE state = 'accepted'))",
    )
    .fetch_one(outbox)
    .await
    .map_err(DeskError::database(what))?;
    let since = oldest.map_or(day, |at| casework::Moment(at).day().min(day));
    let rows =
        sqlx::query("SELECT day, first, last FROM day_codes WHERE day >= $1 ORDER BY day DESC, first DESC LIMIT 100")
            .bind(since.to_string())
            .fetch_all(outbox)
            .await
            .map_err(DeskError::database(what))?;
    let span = |row: &sqlx::sqlite::SqliteRow| {
        let day = row.get::<&str, _>("day").parse().map_err(|_| DeskError::Damaged("outbox.db"))?;
        Ok(DayCodes { day, codes: CodeBlock { first: row.get("first"), last: row.get("last") } })
    };
    rows.iter().map(span).collect()
}

/// Takes in what the portal says of spans for days: new ones are added; of one that it knows to be another desk's,
/// nothing more is given.
pub(crate) async fn take_day_codes(
    outbox: &SqlitePool,
    asked: &[DayCodes],
    granted: &[DayCodes],
) -> Result<(), DeskError> {
    let database = || DeskError::database("writing granted case numbers down");
    let mut transaction = outbox.begin().await.map_err(database())?;
    for span in granted {
        sqlx::query("INSERT INTO day_codes (day, first, last, next) VALUES ($1, $2, $3, $2) ON CONFLICT DO NOTHING")
            .bind(span.day.to_string())
            .bind(i64::from(span.codes.first))
            .bind(i64::from(span.codes.last))
            .execute(&mut *transaction)
            .await
            .map_err(database())?;
    }
    for span in asked.iter().filter(|span| !granted.contains(span)) {
        sqlx::query("UPDATE day_codes SET next = last + 1 WHERE day = $1 AND first = $2")
            .bind(span.day.to_string())
            .bind(i64::from(span.codes.first))
            .execute(&mut *transaction)
            .await
            .map_err(database())?;
    }
    transaction.commit().await.map_err(database())
}
