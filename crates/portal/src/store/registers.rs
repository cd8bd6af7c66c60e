//! Which desk numbers in which register: the lease, given back and taken.

use super::{DatabaseError, Store};
use casework::{DeviceId, Moment, RegisterBook, UnitCode, UserId};
use protocol::enrol::RegisterLease;
use std::collections::BTreeMap;

/// More numbers than this are not given without a line.
pub(crate) const MOST_VOIDED: u32 = 500;

/// Numbers that a lost desk gave on paper.
pub struct GivenOnPaper<'a> {
    pub year: i32,
    /// The last of them; the first is the next number of the register.
    pub last: u32,
    pub reason: &'a str,
    pub by: &'a UserId,
    pub at: Moment,
}

/// A number of a register that stands on no valid document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoidedNumber {
    pub book: RegisterBook,
    pub number: u32,
    /// The case whose document was refused; nothing where an administrator voided it.
    pub case: Option<String>,
    pub reason: String,
}

impl Store {
    /// Voids the numbers that a lost desk is known to have given, so that no other desk gives them again. Answers the first
    /// of them; `None`, and nothing is written, where the register is past the last one already, or where there would be
    /// more than [`MOST_VOIDED`].
    ///
    /// # Errors
    /// The database.
    pub async fn void_numbers(
        &self,
        unit: &UnitCode,
        book: &RegisterBook,
        given: &GivenOnPaper<'_>,
    ) -> Result<Option<u32>, DatabaseError> {
        each!(self, store => store.void_numbers(unit, book, given).await)
    }

    /// The numbers of a unit's registers in a year that stand on no valid document, by register and number.
    ///
    /// # Errors
    /// The database.
    pub async fn voided_numbers(&self, unit: &UnitCode, year: i32) -> Result<Vec<VoidedNumber>, DatabaseError> {
        each!(self, store => store.voided_numbers(unit, year).await)
    }

    /// The registers that a desk holds, with the next number of a year.
    ///
    /// # Errors
    /// The database.
    pub async fn leases(
        &self,
        unit: &UnitCode,
        device: DeviceId,
        year: i32,
    ) -> Result<Vec<RegisterLease>, DatabaseError> {
        each!(self, store => store.leases(unit, device, year).await)
    }

    /// Names of the desks that hold the unit's registers.
    ///
    /// # Errors
    /// The database.
    pub async fn holders(&self, unit: &UnitCode) -> Result<BTreeMap<RegisterBook, String>, DatabaseError> {
        each!(self, store => store.holders(unit).await)
    }

    /// Gives a register back; nothing happens where another desk holds it.
    ///
    /// # Errors
    /// The database.
    pub async fn release(&self, unit: &UnitCode, book: &RegisterBook, device: DeviceId) -> Result<(), DatabaseError> {
        each!(self, store => store.release(unit, book, device).await)
    }

    /// Takes a register away from whichever desk holds it; an administrator's way out of a lost desk.
    ///
    /// # Errors
    /// The database.
    pub async fn free(&self, unit: &UnitCode, book: &RegisterBook) -> Result<(), DatabaseError> {
        each!(self, store => store.free(unit, book).await)
    }

    /// Takes a register that nobody holds; the name of the desk that holds it otherwise.
    ///
    /// # Errors
    /// The database.
    pub async fn take(
        &self,
        unit: &UnitCode,
        book: &RegisterBook,
        device: DeviceId,
    ) -> Result<Option<String>, DatabaseError> {
        each!(self, store => store.take(unit, book, device).await)
    }
}

macro_rules! registers_store {
    ($store:ident, $row:ident) => {
        impl $store {
            pub(crate) async fn leases(
                &self,
                unit: &UnitCode,
                device: DeviceId,
                year: i32,
            ) -> Done<Vec<RegisterLease>> {
                let rows = sqlx::query(
                    "SELECT registers.book AS book, COALESCE(next, 1) AS next FROM registers
                     LEFT JOIN register_years AS of ON of.unit = registers.unit AND of.book = registers.book AND year = $3
                     WHERE registers.unit = $1 AND holder = $2 ORDER BY registers.book",
                )
                .bind(unit.as_str())
                .bind(device.to_string())
                .bind(i64::from(year))
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading the leases of a desk"))?;
                let mut leases = Vec::with_capacity(rows.len());
                for row in rows {
                    let next = u32::try_from(row.get::<i64, _>("next"));
                    let next = next.map_err(|_| DatabaseError::Damaged("a register"))?;
                    leases.push(RegisterLease { book: RegisterBook(row.get("book")), year, next });
                }
                Ok(leases)
            }

            pub(crate) async fn holders(
                &self,
                unit: &UnitCode,
            ) -> Done<std::collections::BTreeMap<RegisterBook, String>> {
                let rows = sqlx::query(
                    "SELECT registers.book AS book, devices.name AS name FROM registers
                     JOIN devices ON devices.id = registers.holder WHERE registers.unit = $1",
                )
                .bind(unit.as_str())
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading who holds the registers"))?;
                Ok(rows.iter().map(|row| (RegisterBook(row.get("book")), row.get("name"))).collect())
            }

            pub(crate) async fn release(&self, unit: &UnitCode, book: &RegisterBook, device: DeviceId) -> Done<()> {
                sqlx::query("UPDATE registers SET holder = NULL WHERE unit = $1 AND book = $2 AND holder = $3")
                    .bind(unit.as_str())
                    .bind(book.as_str())
                    .bind(device.to_string())
                    .execute(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("giving a register back"))?;
                Ok(())
            }

            pub(crate) async fn free(&self, unit: &UnitCode, book: &RegisterBook) -> Done<()> {
                sqlx::query("UPDATE registers SET holder = NULL WHERE unit = $1 AND book = $2")
                    .bind(unit.as_str())
                    .bind(book.as_str())
                    .execute(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("taking a register away"))?;
                Ok(())
            }

            pub(crate) async fn void_numbers(
                &self,
                unit: &UnitCode,
                book: &RegisterBook,
                given: &crate::store::registers::GivenOnPaper<'_>,
            ) -> Done<Option<u32>> {
                let what = "voiding numbers of a register";
                let year = i64::from(given.year);
                let mut transaction = self.begin().await?;
                // The row is there and locked before it is read: a desk that still numbers waits for this.
                let next: i64 = sqlx::query_scalar(
                    "INSERT INTO register_years (unit, book, year, next) VALUES ($1, $2, $3, 1)
                     ON CONFLICT (unit, book, year) DO UPDATE SET next = register_years.next RETURNING next",
                )
                .bind(unit.as_str())
                .bind(book.as_str())
                .bind(year)
                .fetch_one(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                let last = i64::from(given.last);
                if last < next || last - next >= i64::from(crate::store::registers::MOST_VOIDED) {
                    return Ok(None);
                }
                for number in next..=last {
                    sqlx::query(
                        "INSERT INTO register_entries (unit, book, year, number, case_id, envelope, is_voided)
                         VALUES ($1, $2, $3, $4, '', '', $5)",
                    )
                    .bind(unit.as_str())
                    .bind(book.as_str())
                    .bind(year)
                    .bind(number)
                    .bind(true)
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                }
                sqlx::query(
                    "INSERT INTO register_voids (unit, book, year, first, last, reason, said_by, said_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                )
                .bind(unit.as_str())
                .bind(book.as_str())
                .bind(year)
                .bind(next)
                .bind(last)
                .bind(given.reason)
                .bind(given.by.as_str())
                .bind(given.at.0)
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                sqlx::query("UPDATE register_years SET next = $4 WHERE unit = $1 AND book = $2 AND year = $3")
                    .bind(unit.as_str())
                    .bind(book.as_str())
                    .bind(year)
                    .bind(last + 1)
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                let first = u32::try_from(next).map_err(|_| DatabaseError::Damaged("a register"))?;
                Ok(Some(first))
            }

            pub(crate) async fn voided_numbers(
                &self,
                unit: &UnitCode,
                year: i32,
            ) -> Done<Vec<crate::store::registers::VoidedNumber>> {
                let rows = sqlx::query(
                    "SELECT one.book AS book, one.number AS number, one.case_id AS case_id, COALESCE(reason, '') AS reason
                     FROM register_entries AS one
                     LEFT JOIN register_voids AS void ON void.unit = one.unit AND void.book = one.book
                       AND void.year = one.year AND one.case_id = '' AND one.number BETWEEN void.first AND void.last
                     WHERE one.unit = $1 AND one.year = $2 AND one.is_voided = $3 ORDER BY one.book, one.number",
                )
                .bind(unit.as_str())
                .bind(i64::from(year))
                .bind(true)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading the numbers that are void"))?;
                let read = |row: $row| {
                    let number = u32::try_from(row.get::<i64, _>("number"));
                    Ok(crate::store::registers::VoidedNumber {
                        book: RegisterBook(row.get("book")),
                        number: number.map_err(|_| DatabaseError::Damaged("a register"))?,
                        case: Some(row.get("case_id")).filter(|id: &String| !id.is_empty()),
                        reason: row.get("reason"),
                    })
                };
                rows.into_iter().map(read).collect()
            }

            pub(crate) async fn take(
                &self,
                unit: &UnitCode,
                book: &RegisterBook,
                device: DeviceId,
            ) -> Done<Option<String>> {
                let what = "taking a register";
                let holder: String = sqlx::query_scalar(
                    "INSERT INTO registers (unit, book, holder) VALUES ($1, $2, $3)
                     ON CONFLICT (unit, book) DO UPDATE SET holder = COALESCE(registers.holder, excluded.holder)
                     RETURNING holder",
                )
                .bind(unit.as_str())
                .bind(book.as_str())
                .bind(device.to_string())
                .fetch_one(&self.pool)
                .await
                .map_err(DatabaseError::sql(what))?;
                if holder == device.to_string() {
                    return Ok(None);
                }
                let name: Option<String> = sqlx::query_scalar("SELECT name FROM devices WHERE id = $1")
                    .bind(&holder)
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                Ok(Some(name.unwrap_or(holder)))
            }
        }
    };
}
pub(crate) use registers_store;
