//! Which desk numbers in which register: the lease, given back and taken.

use super::{DatabaseError, Store};
use casework::{DeviceId, RegisterBook, UnitCode};
use protocol::enrol::RegisterLease;
use std::collections::BTreeMap;

impl Store {
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
    ($store:ident) => {
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
