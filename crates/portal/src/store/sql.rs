//! The statements, once for both dialects: `$n` parameters, `ON CONFLICT`, `RETURNING`; row locks come as an argument.

/// Makes a store for a database.
macro_rules! sql_store {
    (
        store: $store:ident, database: $database:ident, pool: $pool:ident, connection: $connection:ident, row: $row:ident,
        begin: $begin:literal, for_update: $for_update:literal, yes: $true:literal, migrations: [$(($version:literal, $name:literal)),+ $(,)?] in $folder:literal,
    ) => {
        use super::{Blocks, PullAsked, Pulled, Enrolled, HeldCase, HeldFile, Identity, LAST_CODE, NewDesk, NotEnrolled, RegisterEntry};
        use casework::{
            AccountId, Case, CaseCode, CaseId, Catalogue, Command, Date, DeviceId, Digest, Event, Moment, Recorded,
            RegisterBook, SHAPE, UnitCode, UserId, replay,
        };
        use protocol::codes::{DayBook, DayCodes};
        use protocol::enrol::RegisterLease;
        use protocol::push::{
            Arrival, Bench, CodeBlock, DeskRights, Judgement, RegisterState, Source, Unjudged, Verdict,
        };
        use protocol::chain::SigningKey;
        use protocol::store::{Judge, PortalStore, Stored};
        use protocol::{Entry, Head, LogId};
        use sqlx::migrate::{Migration, MigrationType, Migrator};
        use sqlx::{Row, SqlStr, Transaction};
        use std::collections::{BTreeMap, BTreeSet};
        use std::sync::OnceLock;

        /// The centre's store on one database.
        pub struct $store {
            pub(super) pool: $pool,
            /// Connections for what desks push and pull: pages that take long never stand in their way.
            pub(super) door: $pool,
            log: OnceLock<LogId>,
        }

        type Done<T> = Result<T, DatabaseError>;

        /// Tries of a transaction that lost a race.
        const TRIES: u32 = 8;

        fn unsigned(number: i64) -> Done<u64> {
            u64::try_from(number).map_err(|_| DatabaseError::Damaged("a number"))
        }

        impl $store {
            async fn with(pool: $pool, door: $pool) -> Done<Self> {
                let all = vec![$({
                    let file = include_str!(concat!("../../../../migrations/", $folder, "/", $name, ".sql"));
                    Migration::new($version, $name.into(), MigrationType::Simple, SqlStr::from_static(file), false)
                }),+];
                let migrated = Migrator::with_migrations(all).run(&pool).await;
                let failed = |error| sqlx::Error::Migrate(Box::new(error));
                migrated.map_err(failed).map_err(DatabaseError::sql("bringing the tables up to date"))?;
                Ok(Self { pool, door, log: OnceLock::new() })
            }

            async fn begin(&self) -> Done<Transaction<'static, $database>> {
                self.pool.begin_with($begin).await.map_err(DatabaseError::sql("beginning a transaction"))
            }

            pub(crate) async fn close(&self) {
                self.door.close().await;
                self.pool.close().await;
            }

            pub(crate) async fn identity(&self, fresh: Identity, now: Moment) -> Done<Identity> {
                let what = "reading who this portal is";
                sqlx::query(
                    "INSERT INTO identity (one, log, signing_key, created_at) VALUES (1, $1, $2, $3)
                     ON CONFLICT (one) DO NOTHING",
                )
                .bind(fresh.log.0.to_string())
                .bind(hex::encode(fresh.key.to_bytes()))
                .bind(now.0)
                .execute(&self.pool)
                .await
                .map_err(DatabaseError::sql(what))?;
                let row = sqlx::query("SELECT log, signing_key FROM identity").fetch_one(&self.pool).await;
                let row = row.map_err(DatabaseError::sql(what))?;
                let damaged = || DatabaseError::Damaged("an identity");
                let key = hex::decode(row.get::<&str, _>("signing_key")).map_err(|_| damaged())?;
                let key = <[u8; 32]>::try_from(key.as_slice()).map_err(|_| damaged())?;
                let log = row.get::<&str, _>("log").parse().map_err(|_| damaged())?;
                Ok(Identity { log: LogId(log), key: SigningKey::from_bytes(&key) })
            }

            /// Which log this is; it stays as long as the program runs.
            pub(super) async fn log_id(&self, connection: &mut $connection) -> Done<LogId> {
                if let Some(log) = self.log.get() {
                    return Ok(*log);
                }
                let log: String = sqlx::query_scalar("SELECT log FROM identity")
                    .fetch_one(connection)
                    .await
                    .map_err(DatabaseError::sql("reading who this portal is"))?;
                let log = log.parse().map(LogId).map_err(|_| DatabaseError::Damaged("an identity"))?;
                Ok(*self.log.get_or_init(|| log))
            }

            pub(crate) async fn catalogue(&self) -> Done<Option<Catalogue>> {
                let body: Option<String> =
                    sqlx::query_scalar("SELECT body FROM catalogues ORDER BY version DESC LIMIT 1")
                        .fetch_optional(&self.pool)
                        .await
                        .map_err(DatabaseError::sql("reading the catalogue"))?;
                let read = |body: String| serde_json::from_str(&body).map_err(DatabaseError::json("the catalogue"));
                body.map(read).transpose()
            }

            pub(crate) async fn publish(&self, catalogue: &Catalogue, now: Moment) -> Done<()> {
                let mut connection =
                    self.pool.acquire().await.map_err(DatabaseError::sql("publishing the catalogue"))?;
                Self::write_catalogue(&mut connection, catalogue, now).await
            }

            pub(super) async fn write_catalogue(
                connection: &mut $connection,
                catalogue: &Catalogue,
                now: Moment,
            ) -> Done<()> {
                let body = serde_json::to_string(catalogue).map_err(DatabaseError::json("the catalogue"))?;
                sqlx::query("INSERT INTO catalogues (version, body, published_at) VALUES ($1, $2, $3)")
                    .bind(catalogue.version as i64)
                    .bind(body)
                    .bind(now.0)
                    .execute(connection)
                    .await
                    .map_err(DatabaseError::sql("publishing the catalogue"))?;
                Ok(())
            }

            pub(crate) async fn secret(&self, user: &UserId) -> Done<Option<String>> {
                sqlx::query_scalar("SELECT phc FROM secrets WHERE user_id = $1")
                    .bind(user.as_str())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading a secret"))
            }

            pub(crate) async fn set_secret(&self, user: &UserId, phc: &str) -> Done<()> {
                sqlx::query(
                    "INSERT INTO secrets (user_id, phc) VALUES ($1, $2)
                     ON CONFLICT (user_id) DO UPDATE SET phc = excluded.phc",
                )
                .bind(user.as_str())
                .bind(phc)
                .execute(&self.pool)
                .await
                .map_err(DatabaseError::sql("setting a secret"))?;
                Ok(())
            }

            pub(crate) async fn add_enrol_code(
                &self,
                code: &Digest,
                unit: &UnitCode,
                grants_registers: bool,
                expires_at: Moment,
            ) -> Done<()> {
                sqlx::query(
                    "INSERT INTO enrol_codes (digest, unit, grants_registers, expires_at) VALUES ($1, $2, $3, $4)",
                )
                .bind(code.as_str())
                .bind(unit.as_str())
                .bind(grants_registers)
                .bind(expires_at.0)
                .execute(&self.pool)
                .await
                .map_err(DatabaseError::sql("noting an enrolment code"))?;
                Ok(())
            }

            pub(crate) async fn code_unit(&self, code: &Digest, now: Moment) -> Done<Option<UnitCode>> {
                let unit: Option<String> = sqlx::query_scalar(
                    "SELECT unit FROM enrol_codes WHERE digest = $1 AND used_at IS NULL AND expires_at > $2",
                )
                .bind(code.as_str())
                .bind(now.0)
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading an enrolment code"))?;
                Ok(unit.map(UnitCode))
            }

            pub(crate) async fn enrol(
                &self,
                desk: &NewDesk,
                books: &BTreeSet<RegisterBook>,
            ) -> Done<Result<Enrolled, NotEnrolled>> {
                let what = "enrolling a desk";
                let mut transaction = self.begin().await?;
                let used = sqlx::query(
                    "UPDATE enrol_codes SET used_at = $2 WHERE digest = $1 AND used_at IS NULL AND expires_at > $2
                     RETURNING unit, grants_registers",
                )
                .bind(desk.code_digest.as_str())
                .bind(desk.now.0)
                .fetch_optional(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                let Some(used) = used else { return Ok(Err(NotEnrolled::WrongCode)) };
                let (unit, grants) = (used.get::<String, _>("unit"), used.get::<bool, _>("grants_registers"));
                Self::lock_codes(&mut transaction, &unit).await?;
                let held = sqlx::query("SELECT first_code, last_code, revoked_at FROM devices WHERE unit = $1")
                    .bind(&unit)
                    .fetch_all(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                let held = held.iter().map(|row| {
                    let revoked_at: Option<i64> = row.get("revoked_at");
                    (row.get("first_code"), row.get("last_code"), revoked_at.map(Moment))
                });
                let blocks = Blocks::of(held, desk.now.day());
                // What was granted for today or a later day stays out of a new desk's span.
                let end: i64 = sqlx::query_scalar(
                    "SELECT COALESCE(MIN(first_code), $3) FROM day_codes WHERE unit = $1 AND day >= $2",
                )
                .bind(&unit)
                .bind(desk.now.day().to_string())
                .bind(LAST_CODE + 1)
                .fetch_one(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                let Some((first, last)) = blocks.next(end) else { return Ok(Err(NotEnrolled::NoBlockLeft)) };
                sqlx::query(
                    "INSERT INTO devices (id, unit, name, token_digest, first_code, last_code, enrolled_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)",
                )
                .bind(desk.device.to_string())
                .bind(&unit)
                .bind(&desk.name)
                .bind(desk.token_digest.as_str())
                .bind(first)
                .bind(last)
                .bind(desk.now.0)
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                for user in &desk.people {
                    Self::person(&mut transaction, desk.device, user).await?;
                }
                let mut registers = Vec::new();
                let year = desk.now.day().year();
                for book in books.iter().filter(|_| grants) {
                    let held: Option<String> = sqlx::query_scalar(
                        "INSERT INTO registers (unit, book, holder) VALUES ($1, $2, $3)
                         ON CONFLICT (unit, book) DO UPDATE SET holder = COALESCE(registers.holder, excluded.holder)
                         RETURNING holder",
                    )
                    .bind(&unit)
                    .bind(book.as_str())
                    .bind(desk.device.to_string())
                    .fetch_one(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                    if held == Some(desk.device.to_string()) {
                        let next = Self::next_number(&mut transaction, &unit, book, year).await?;
                        registers.push(RegisterLease { book: book.clone(), year, next });
                    }
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                let narrow = |number: i64| u16::try_from(number).map_err(|_| DatabaseError::Damaged("a number block"));
                let codes = CodeBlock { first: narrow(first)?, last: narrow(last)? };
                Ok(Ok(Enrolled { unit: UnitCode(unit), codes, registers }))
            }

            /// Numbers of a unit are shared out by one at a time.
            async fn lock_codes(connection: &mut $connection, unit: &str) -> Done<()> {
                sqlx::query(
                    "INSERT INTO code_units (unit) VALUES ($1) ON CONFLICT (unit) DO UPDATE SET unit = excluded.unit",
                )
                .bind(unit)
                .execute(connection)
                .await
                .map_err(DatabaseError::sql("sharing case numbers out"))?;
                Ok(())
            }

            /// The largest number in the block of a desk that could give it on a day.
            async fn last_own_code(connection: &mut $connection, unit: &str, day: Date) -> Done<i64> {
                sqlx::query_scalar(
                    "SELECT COALESCE(MAX(last_code), 0) FROM devices
                     WHERE unit = $1 AND (revoked_at IS NULL OR revoked_at >= $2)",
                )
                    .bind(unit)
                    .bind(Moment::at(day, 0).0)
                    .fetch_one(connection)
                    .await
                    .map_err(DatabaseError::sql("reading the desks' numbers"))
            }

            /// The spans of a desk for the days that it asks about, after it was granted what it asks for.
            pub(crate) async fn day_codes(
                &self,
                desk: &DeskRights,
                held: &[DayCodes],
                more_on: Option<Date>,
                now: Moment,
            ) -> Done<Vec<DayCodes>> {
                let what = "granting case numbers for a day";
                let mut transaction = self.begin().await?;
                Self::lock_codes(&mut transaction, desk.unit.as_str()).await?;
                let narrow = |number: i64| u16::try_from(number).map_err(|_| DatabaseError::Damaged("a number block"));
                let mut all = Vec::new();
                let days: BTreeSet<Date> = held.iter().map(|span| span.day).chain(more_on).collect();
                for day in days {
                    let last_own = Self::last_own_code(&mut transaction, desk.unit.as_str(), day).await?;
                    let rows = sqlx::query(
                        "SELECT device, first_code, last_code FROM day_codes WHERE unit = $1 AND day = $2",
                    )
                    .bind(desk.unit.as_str())
                    .bind(day.to_string())
                    .fetch_all(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                    let mut book = DayBook { last_own: narrow(last_own)?, granted: Vec::with_capacity(rows.len()) };
                    for row in rows {
                        let device = row.get::<&str, _>("device").parse();
                        let device = device.map_err(|_| DatabaseError::Damaged("a number block"))?;
                        let (first, last) = (narrow(row.get("first_code"))?, narrow(row.get("last_code"))?);
                        book.granted.push((device, CodeBlock { first, last }));
                    }
                    let here: Vec<CodeBlock> =
                        held.iter().filter(|span| span.day == day).map(|span| span.codes).collect();
                    for span in book.ask(desk.device, &here, more_on == Some(day)) {
                        sqlx::query(
                            "INSERT INTO day_codes (unit, day, first_code, last_code, device, granted_at)
                             VALUES ($1, $2, $3, $4, $5, $6)",
                        )
                        .bind(desk.unit.as_str())
                        .bind(day.to_string())
                        .bind(i64::from(span.first))
                        .bind(i64::from(span.last))
                        .bind(desk.device.to_string())
                        .bind(now.0)
                        .execute(&mut *transaction)
                        .await
                        .map_err(DatabaseError::sql(what))?;
                    }
                    all.extend(book.of(desk.device).into_iter().map(|codes| DayCodes { day, codes }));
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                Ok(all)
            }

            /// Whether a command gives a number of a span that its desk was granted for the day.
            async fn is_granted(connection: &mut $connection, arrival: &Arrival) -> Done<bool> {
                let (Source::Desk(desk), Some(code)) = (&arrival.source, arrival.envelope.command.code()) else {
                    return Ok(false);
                };
                let Some((_, _, number)) = code.parts() else { return Ok(false) };
                if desk.codes.holds(number) {
                    return Ok(false);
                }
                sqlx::query_scalar(
                    "SELECT EXISTS (SELECT 1 FROM day_codes
                       WHERE device = $1 AND day = $2 AND first_code <= $3 AND $3 <= last_code)",
                )
                .bind(desk.device.to_string())
                .bind(arrival.envelope.at.day().to_string())
                .bind(i64::from(number))
                .fetch_one(connection)
                .await
                .map_err(DatabaseError::sql("looking for a granted case number"))
            }

            async fn person(connection: &mut $connection, device: DeviceId, user: &UserId) -> Done<()> {
                sqlx::query(
                    "INSERT INTO device_people (device, user_id) VALUES ($1, $2)
                     ON CONFLICT (device, user_id) DO NOTHING",
                )
                .bind(device.to_string())
                .bind(user.as_str())
                .execute(connection)
                .await
                .map_err(DatabaseError::sql("adding a person to a desk"))?;
                Ok(())
            }

            pub(crate) async fn add_person(&self, device: DeviceId, user: &UserId) -> Done<()> {
                let mut transaction = self.begin().await?;
                Self::person(&mut transaction, device, user).await?;
                transaction.commit().await.map_err(DatabaseError::sql("adding a person to a desk"))
            }

            pub(crate) async fn revoke(&self, device: DeviceId, now: Moment) -> Done<()> {
                let what = "revoking a desk";
                let mut transaction = self.begin().await?;
                sqlx::query("UPDATE devices SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL")
                    .bind(device.to_string())
                    .bind(now.0)
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                sqlx::query("UPDATE registers SET holder = NULL WHERE holder = $1")
                    .bind(device.to_string())
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                transaction.commit().await.map_err(DatabaseError::sql(what))
            }

            pub(crate) async fn file(&self, digest: &Digest) -> Done<Option<HeldFile>> {
                let row = sqlx::query("SELECT size, is_complete_result FROM files WHERE digest = $1")
                    .bind(digest.as_str())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading a document"))?;
                let read = |row: $row| -> Done<HeldFile> {
                    let is_complete_result = row.get("is_complete_result");
                    Ok(HeldFile { size: unsigned(row.get("size"))?, is_complete_result })
                };
                row.map(read).transpose()
            }

            pub(crate) async fn hold_file(&self, digest: &Digest, file: HeldFile, now: Moment) -> Done<()> {
                sqlx::query(
                    "INSERT INTO files (digest, size, held_at, is_complete_result) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (digest) DO NOTHING",
                )
                .bind(digest.as_str())
                .bind(file.size as i64)
                .bind(now.0)
                .bind(file.is_complete_result)
                .execute(&self.pool)
                .await
                .map_err(DatabaseError::sql("noting a document"))?;
                Ok(())
            }

            pub(crate) async fn unit_uses(&self, unit: &UnitCode, digest: &Digest) -> Done<bool> {
                sqlx::query_scalar(
                    "SELECT EXISTS (SELECT 1 FROM file_uses AS used JOIN case_units AS part
                       ON part.case_id = used.case_id WHERE used.digest = $1 AND part.unit = $2)",
                )
                    .bind(digest.as_str())
                    .bind(unit.as_str())
                    .fetch_one(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading who uses a document"))
            }

            pub(crate) async fn files(&self) -> Done<Vec<(String, i64)>> {
                let rows = sqlx::query("SELECT digest, size FROM files").fetch_all(&self.pool).await;
                let rows = rows.map_err(DatabaseError::sql("reading the documents"))?;
                Ok(rows.iter().map(|row| (row.get("digest"), row.get("size"))).collect())
            }

            pub(crate) async fn case(&self, id: CaseId) -> Done<Option<Case>> {
                let mut connection = self.pool.acquire().await.map_err(DatabaseError::sql("reading a case"))?;
                let row = sqlx::query("SELECT shape, state FROM cases WHERE id = $1")
                    .bind(id.to_string())
                    .fetch_optional(&mut *connection)
                    .await
                    .map_err(DatabaseError::sql("reading a case"))?;
                Self::read_case(&mut connection, id, row).await
            }

            /// A stored case; of another shape, it is folded again from its events.
            async fn read_case(connection: &mut $connection, id: CaseId, row: Option<$row>) -> Done<Option<Case>> {
                let Some(row) = row else { return Ok(None) };
                if row.get::<i64, _>("shape") == i64::from(SHAPE) {
                    let case = serde_json::from_str(row.get("state")).map_err(DatabaseError::json("a case"))?;
                    return Ok(Some(case));
                }
                Ok(replay(&Self::events(connection, id).await?))
            }

            /// The history of a case, from the log of its competent unit, which always holds all of it.
            async fn events(connection: &mut $connection, id: CaseId) -> Done<Vec<Recorded>> {
                let bodies: Vec<String> = sqlx::query_scalar(
                    "SELECT body FROM entries WHERE case_id = $1 AND unit = (SELECT unit FROM cases WHERE id = $1)
                     ORDER BY seq",
                )
                    .bind(id.to_string())
                    .fetch_all(connection)
                    .await
                    .map_err(DatabaseError::sql("reading a history"))?;
                let read = |body: &String| serde_json::from_str(body).map_err(DatabaseError::json("an entry"));
                bodies.iter().map(read).collect()
            }

            pub(crate) async fn case_by_code(&self, code: &CaseCode) -> Done<Option<Case>> {
                let id: Option<String> = sqlx::query_scalar("SELECT id FROM cases WHERE code = $1")
                    .bind(code.as_str())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("finding a case"))?;
                self.found(id).await
            }

            pub(crate) async fn case_by_account(&self, account: &AccountId) -> Done<Option<Case>> {
                let id: Option<String> = sqlx::query_scalar("SELECT id FROM cases WHERE account = $1 LIMIT 1")
                    .bind(account.as_str())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("finding a case"))?;
                self.found(id).await
            }

            async fn found(&self, id: Option<String>) -> Done<Option<Case>> {
                match id {
                    Some(id) => self.case(id.parse().map_err(|_| DatabaseError::Damaged("a case"))?).await,
                    None => Ok(None),
                }
            }

            pub(crate) async fn history(&self, id: CaseId) -> Done<Vec<Recorded>> {
                let mut connection = self.pool.acquire().await.map_err(DatabaseError::sql("reading a history"))?;
                Self::events(&mut connection, id).await
            }

            pub(crate) async fn units(&self) -> Done<Vec<UnitCode>> {
                let units: Vec<String> = sqlx::query_scalar("SELECT unit FROM unit_logs ORDER BY unit")
                    .fetch_all(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading the units"))?;
                Ok(units.into_iter().map(UnitCode).collect())
            }

            pub(crate) async fn cases(&self, unit: &UnitCode) -> Done<Vec<Case>> {
                let mut connection = self.pool.acquire().await.map_err(DatabaseError::sql("reading cases"))?;
                Self::unit_cases(&mut connection, unit).await
            }

            async fn unit_cases(connection: &mut $connection, unit: &UnitCode) -> Done<Vec<Case>> {
                let rows = sqlx::query(concat!(
                    "SELECT cases.id, shape, state FROM cases JOIN case_units AS part ON part.case_id = cases.id
                     WHERE part.unit = $1 AND part.is_current = ", $true, " ORDER BY cases.id"
                ))
                    .bind(unit.as_str())
                    .fetch_all(&mut *connection)
                    .await
                    .map_err(DatabaseError::sql("reading cases"))?;
                let mut cases = Vec::with_capacity(rows.len());
                for row in rows {
                    let id = row.get::<&str, _>("id").parse().map_err(|_| DatabaseError::Damaged("a case"))?;
                    cases.extend(Self::read_case(&mut *connection, id, Some(row)).await?);
                }
                Ok(cases)
            }

            pub(crate) async fn register_entries(&self) -> Done<Vec<RegisterEntry>> {
                let rows = sqlx::query(
                    "SELECT unit, book, year, number FROM register_entries ORDER BY unit, book, year, number",
                )
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading the registers"))?;
                let read = |row: &$row| RegisterEntry {
                    unit: row.get("unit"),
                    book: row.get("book"),
                    year: row.get("year"),
                    number: row.get("number"),
                };
                Ok(rows.iter().map(read).collect())
            }

            pub(crate) async fn safe_seq(&self, unit: &UnitCode) -> Done<u64> {
                let seq: Option<i64> = sqlx::query_scalar("SELECT safe_seq FROM unit_logs WHERE unit = $1")
                    .bind(unit.as_str())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading the backup's place"))?;
                unsigned(seq.unwrap_or(0))
            }

            pub(crate) async fn is_safe(&self, unit: &UnitCode, seq: u64) -> Done<()> {
                sqlx::query("UPDATE unit_logs SET safe_seq = $2 WHERE unit = $1 AND safe_seq < $2 AND $2 <= seq")
                    .bind(unit.as_str())
                    .bind(seq as i64)
                    .execute(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("noting the backup's place"))?;
                Ok(())
            }

            pub(crate) async fn count_cases(&self) -> Done<i64> {
                sqlx::query_scalar("SELECT COUNT(*) FROM cases")
                    .fetch_one(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("counting cases"))
            }

            async fn next_number(
                connection: &mut $connection,
                unit: &str,
                book: &RegisterBook,
                year: i32,
            ) -> Done<u32> {
                let next: Option<i64> = sqlx::query_scalar(concat!(
                    "SELECT next FROM register_years WHERE unit = $1 AND book = $2 AND year = $3",
                    $for_update
                ))
                .bind(unit)
                .bind(book.as_str())
                .bind(i64::from(year))
                .fetch_optional(connection)
                .await
                .map_err(DatabaseError::sql("reading a register"))?;
                u32::try_from(next.unwrap_or(1)).map_err(|_| DatabaseError::Damaged("a register"))
            }

            async fn give_number(
                connection: &mut $connection,
                arrival: &Arrival,
                unit: &UnitCode,
                book: &RegisterBook,
                number: u32,
                is_voided: bool,
            ) -> Done<()> {
                let Command::Number { issued_on, .. } = &arrival.envelope.command else { return Ok(()) };
                let year = i64::from(issued_on.year());
                let what = "writing in a register";
                sqlx::query(
                    "INSERT INTO register_years (unit, book, year, next) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (unit, book, year) DO UPDATE SET next = excluded.next",
                )
                .bind(unit.as_str())
                .bind(book.as_str())
                .bind(year)
                .bind(i64::from(number) + 1)
                .execute(&mut *connection)
                .await
                .map_err(DatabaseError::sql(what))?;
                sqlx::query(
                    "INSERT INTO register_entries (unit, book, year, number, case_id, envelope, is_voided)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)",
                )
                .bind(unit.as_str())
                .bind(book.as_str())
                .bind(year)
                .bind(i64::from(number))
                .bind(arrival.envelope.case.to_string())
                .bind(arrival.envelope.id.to_string())
                .bind(is_voided)
                .execute(&mut *connection)
                .await
                .map_err(DatabaseError::sql(what))?;
                Ok(())
            }

            /// Cases whose step goes on by itself by now, with what goes on.
            pub(crate) async fn waited(&self, now: Moment, limit: u32) -> Done<Vec<Case>> {
                let ids: Vec<String> = sqlx::query_scalar(
                    "SELECT id FROM cases WHERE goes_on_at <= $1 ORDER BY goes_on_at LIMIT $2",
                )
                .bind(now.0)
                .bind(i64::from(limit))
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("looking for steps that go on by themselves"))?;
                let mut cases = Vec::with_capacity(ids.len());
                for id in ids {
                    cases.extend(self.found(Some(id)).await?);
                }
                Ok(cases)
            }

            async fn read_page(&self, unit: &UnitCode, seq: u64, limit: u32) -> Done<(Vec<Entry>, Head)> {
                let what = "reading a page of a log";
                let mut connection = self.pool.acquire().await.map_err(DatabaseError::sql(what))?;
                // The head first: entries may be further on by the time they are read, never less.
                let log = self.log_id(&mut connection).await?;
                let head = Self::head(&mut connection, log, unit).await?;
                if head.seq <= seq {
                    return Ok((Vec::new(), head));
                }
                let entries = Self::entries(&mut connection, unit, seq, head.seq, limit).await?;
                Ok((entries, head))
            }

            /// What a desk that pulls is told: the page after its place, how far the backup goes, and its leases.
            pub(crate) async fn pull(&self, asked: &PullAsked) -> Done<Pulled> {
                let PullAsked { unit, device, year, seq, limit } = asked;
                let what = "reading what a desk is told";
                let mut connection = self.door.acquire().await.map_err(DatabaseError::sql(what))?;
                let log = self.log_id(&mut connection).await?;
                let rows = sqlx::query(
                    "SELECT logs.seq AS seq, logs.hash AS hash, safe_seq, registers.book AS book,
                       COALESCE(next, 1) AS next
                     FROM unit_logs AS logs
                     LEFT JOIN registers ON registers.unit = logs.unit AND holder = $2
                     LEFT JOIN register_years AS years
                       ON years.unit = logs.unit AND years.book = registers.book AND year = $3
                     WHERE logs.unit = $1 ORDER BY registers.book",
                )
                .bind(unit.as_str())
                .bind(device.to_string())
                .bind(i64::from(*year))
                .fetch_all(&mut *connection)
                .await
                .map_err(DatabaseError::sql(what))?;
                let Some(first) = rows.first() else {
                    drop(connection);
                    let leases = self.leases(unit, *device, *year).await?;
                    return Ok(Pulled { entries: Vec::new(), head: Head::start(log, unit), safe_seq: 0, leases });
                };
                let hash = Digest::try_from(first.get::<String, _>("hash"));
                let hash = hash.map_err(|_| DatabaseError::Damaged("a log"))?;
                let head = Head { log, unit: unit.clone(), seq: unsigned(first.get("seq"))?, hash };
                let safe_seq = unsigned(first.get("safe_seq"))?;
                let mut leases = Vec::new();
                for row in &rows {
                    let Some(book) = row.get::<Option<String>, _>("book") else { continue };
                    let next = u32::try_from(row.get::<i64, _>("next"));
                    let next = next.map_err(|_| DatabaseError::Damaged("a register"))?;
                    leases.push(RegisterLease { book: RegisterBook(book), year: *year, next });
                }
                // The head first: entries may be further on by the time they are read, never less.
                let entries = match head.seq > *seq {
                    true => Self::entries(&mut connection, unit, *seq, head.seq, *limit).await?,
                    false => Vec::new(),
                };
                Ok(Pulled { entries, head, safe_seq, leases })
            }

            async fn entries(
                connection: &mut $connection,
                unit: &UnitCode,
                seq: u64,
                last: u64,
                limit: u32,
            ) -> Done<Vec<Entry>> {
                let rows = sqlx::query(
                    "SELECT seq, body, hash FROM entries WHERE unit = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4",
                )
                .bind(unit.as_str())
                .bind(seq as i64)
                .bind(last as i64)
                .bind(i64::from(limit))
                .fetch_all(connection)
                .await
                .map_err(DatabaseError::sql("reading a page of a log"))?;
                let read = |row: $row| -> Done<Entry> {
                    let hash = Digest::try_from(row.get::<String, _>("hash"));
                    let hash = hash.map_err(|_| DatabaseError::Damaged("an entry"))?;
                    Ok(Entry { seq: unsigned(row.get("seq"))?, body: row.get("body"), hash })
                };
                rows.into_iter().map(read).collect()
            }

            async fn head(connection: &mut $connection, log: LogId, unit: &UnitCode) -> Done<Head> {
                let start = Head::start(log, unit);
                let row = sqlx::query("SELECT seq, hash FROM unit_logs WHERE unit = $1")
                    .bind(unit.as_str())
                    .fetch_optional(&mut *connection)
                    .await
                    .map_err(DatabaseError::sql("reading a log's place"))?;
                let Some(row) = row else { return Ok(start) };
                let hash = Digest::try_from(row.get::<String, _>("hash"));
                let hash = hash.map_err(|_| DatabaseError::Damaged("a log"))?;
                Ok(Head { seq: unsigned(row.get("seq"))?, hash, ..start })
            }
        }

        impl PortalStore for $store {
            async fn admit(
                &self,
                catalogue: &Catalogue,
                arrival: &Arrival,
                judge: Judge,
            ) -> Stored<Result<Verdict, Unjudged>> {
                let admitted = self.admit_all(catalogue, &[arrival], judge).await?.answers.pop();
                admitted.ok_or_else(|| DatabaseError::Damaged("an envelope without an answer").into())
            }

            async fn page(&self, unit: &UnitCode, seq: u64, limit: u32) -> Stored<(Vec<Entry>, Head)> {
                Ok(self.read_page(unit, seq, limit).await?)
            }

            async fn states(&self, unit: &UnitCode) -> Stored<(u64, States)> {
                Ok(self.add_up(unit).await?)
            }
        }
    };
}

pub(crate) use sql_store;
