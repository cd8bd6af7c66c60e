//! The statements, once for both dialects: `$n` parameters, `ON CONFLICT`, `RETURNING`; row locks come as an argument.

/// Makes a store for a database.
macro_rules! sql_store {
    (
        store: $store:ident, database: $database:ident, pool: $pool:ident, connection: $connection:ident, row: $row:ident,
        begin: $begin:literal, for_update: $for_update:literal, yes: $true:literal, migrations: [$(($version:literal, $name:literal)),+ $(,)?] in $folder:literal,
    ) => {
        use super::{BLOCK, Enrolled, HeldFile, Identity, LAST_CODE, NewDesk, NotEnrolled, RegisterEntry};
        use casework::{
            AccountId, Actor, Case, CaseCode, CaseId, Catalogue, Command, DeviceId, Digest, Event, Moment, Recorded,
            RegisterBook, SHAPE, UnitCode, UserId, evolve, replay,
        };
        use protocol::check::States;
        use protocol::enrol::RegisterLease;
        use protocol::push::{
            Arrival, Bench, CodeBlock, DeskRights, Judgement, RegisterState, Source, Unjudged, Verdict,
        };
        use protocol::chain::SigningKey;
        use protocol::store::{Judge, PortalStore, Stored};
        use protocol::{Entry, Head, LogId};
        use sqlx::migrate::{Migration, MigrationType, Migrator};
        use sqlx::{Row, SqlStr, Transaction};
        use std::collections::BTreeSet;

        /// The centre's store on one database.
        pub struct $store {
            pool: $pool,
        }

        type Done<T> = Result<T, DatabaseError>;

        /// Tries of a transaction that lost a race.
        const TRIES: u32 = 8;

        fn unsigned(number: i64) -> Done<u64> {
            u64::try_from(number).map_err(|_| DatabaseError::Damaged("a number"))
        }

        impl $store {
            async fn with(pool: $pool) -> Done<Self> {
                let all = vec![$({
                    let file = include_str!(concat!("../../../../migrations/", $folder, "/", $name, ".sql"));
                    Migration::new($version, $name.into(), MigrationType::Simple, SqlStr::from_static(file), false)
                }),+];
                let migrated = Migrator::with_migrations(all).run(&pool).await;
                let failed = |error| sqlx::Error::Migrate(Box::new(error));
                migrated.map_err(failed).map_err(DatabaseError::sql("bringing the tables up to date"))?;
                Ok(Self { pool })
            }

            async fn begin(&self) -> Done<Transaction<'static, $database>> {
                self.pool.begin_with($begin).await.map_err(DatabaseError::sql("beginning a transaction"))
            }

            pub(crate) async fn close(&self) {
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

            async fn log_id(connection: &mut $connection) -> Done<LogId> {
                let log: String = sqlx::query_scalar("SELECT log FROM identity")
                    .fetch_one(connection)
                    .await
                    .map_err(DatabaseError::sql("reading who this portal is"))?;
                log.parse().map(LogId).map_err(|_| DatabaseError::Damaged("an identity"))
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
                let body = serde_json::to_string(catalogue).map_err(DatabaseError::json("the catalogue"))?;
                sqlx::query("INSERT INTO catalogues (version, body, published_at) VALUES ($1, $2, $3)")
                    .bind(catalogue.version as i64)
                    .bind(body)
                    .bind(now.0)
                    .execute(&self.pool)
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
                let last: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(last_code), 0) FROM devices WHERE unit = $1")
                    .bind(&unit)
                    .fetch_one(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                let (first, last) = (last + 1, last + BLOCK);
                if last > LAST_CODE {
                    return Ok(Err(NotEnrolled::NoBlockLeft));
                }
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

            pub(crate) async fn desk(&self, token: &Digest) -> Done<Option<DeskRights>> {
                let what = "reading a desk's rights";
                let row = sqlx::query(
                    "SELECT id, unit, first_code, last_code FROM devices WHERE token_digest = $1 AND revoked_at IS NULL",
                )
                .bind(token.as_str())
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql(what))?;
                let Some(row) = row else { return Ok(None) };
                let id: String = row.get("id");
                let people: Vec<String> = sqlx::query_scalar("SELECT user_id FROM device_people WHERE device = $1")
                    .bind(&id)
                    .fetch_all(&self.pool)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                let damaged = || DatabaseError::Damaged("a desk");
                let code = |column: &str| u16::try_from(row.get::<i64, _>(column)).map_err(|_| damaged());
                Ok(Some(DeskRights {
                    device: id.parse().map_err(|_| damaged())?,
                    unit: UnitCode(row.get("unit")),
                    users: people.into_iter().map(UserId).collect(),
                    codes: CodeBlock { first: code("first_code")?, last: code("last_code")? },
                }))
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

            /// What the judge needs to know, read in the transaction in which the judgement is written.
            async fn bench(connection: &mut $connection, arrival: &Arrival) -> Done<Bench> {
                let envelope = &arrival.envelope;
                let row = sqlx::query(concat!("SELECT shape, state FROM cases WHERE id = $1", $for_update))
                    .bind(envelope.case.to_string())
                    .fetch_optional(&mut *connection)
                    .await
                    .map_err(DatabaseError::sql("reading a case"))?;
                let case = Self::read_case(&mut *connection, envelope.case, row).await?;
                let earlier = match envelope.after {
                    Some(after) => Self::verdict(&mut *connection, &after.to_string()).await?.map(|(_, verdict)| verdict),
                    None => None,
                };
                let code_taken = match &envelope.command {
                    Command::Accept { code, .. } | Command::Receive { code, .. } => {
                        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM cases WHERE code = $1 AND id <> $2)")
                            .bind(code.as_str())
                            .bind(envelope.case.to_string())
                            .fetch_one(&mut *connection)
                            .await
                            .map_err(DatabaseError::sql("looking for a case code"))?
                    }
                    _ => false,
                };
                let register = match (&envelope.command, &case) {
                    (Command::Number { register, issued_on, .. }, Some(case)) => {
                        let unit = case.at.as_str();
                        let holder: Option<Option<String>> = sqlx::query_scalar(concat!(
                            "SELECT holder FROM registers WHERE unit = $1 AND book = $2",
                            $for_update
                        ))
                        .bind(unit)
                        .bind(register.as_str())
                        .fetch_optional(&mut *connection)
                        .await
                        .map_err(DatabaseError::sql("reading a register"))?;
                        Some(RegisterState {
                            book: register.clone(),
                            holder: holder.flatten().and_then(|holder| holder.parse().ok()),
                            next: Self::next_number(&mut *connection, unit, register, issued_on.year()).await?,
                        })
                    }
                    _ => None,
                };
                Ok(Bench { case, earlier, code_taken, register })
            }

            async fn verdict(connection: &mut $connection, id: &str) -> Done<Option<(String, Verdict)>> {
                let row = sqlx::query("SELECT digest, verdict FROM envelopes WHERE id = $1")
                    .bind(id)
                    .fetch_optional(connection)
                    .await
                    .map_err(DatabaseError::sql("reading a verdict"))?;
                let Some(row) = row else { return Ok(None) };
                let verdict = serde_json::from_str(row.get("verdict")).map_err(DatabaseError::json("a verdict"))?;
                Ok(Some((row.get("digest"), verdict)))
            }

            async fn try_to_admit(
                &self,
                catalogue: &Catalogue,
                arrival: &Arrival,
                judge: Judge,
            ) -> Done<Result<Verdict, Unjudged>> {
                let mut transaction = self.begin().await?;
                let id = arrival.envelope.id.to_string();
                if let Some((digest, verdict)) = Self::verdict(&mut transaction, &id).await? {
                    let same = digest == arrival.digest.as_str();
                    return Ok(if same { Ok(verdict) } else { Err(Unjudged::OtherContent) });
                }
                let bench = Self::bench(&mut transaction, arrival).await?;
                let verdict = match judge(catalogue, &bench, arrival) {
                    Judgement::Waits(why) => return Ok(Err(why)),
                    Judgement::Refused { refusal, voided } => {
                        if let (Some(voided), Some(case)) = (&voided, &bench.case) {
                            Self::give_number(&mut transaction, arrival, &case.at, &voided.book, voided.number, true)
                                .await?;
                        }
                        let seq = Self::seq_seen(&mut transaction, &bench, arrival).await?;
                        Verdict::Refused { seq, refusal }
                    }
                    Judgement::Accepted { events } => {
                        Self::append(&mut transaction, catalogue, bench.case, arrival, events).await?
                    }
                };
                sqlx::query(
                    "INSERT INTO envelopes (id, digest, body, source, arrived_at, verdict) VALUES ($1, $2, $3, $4, $5, $6)",
                )
                .bind(&id)
                .bind(arrival.digest.as_str())
                .bind(&arrival.bytes)
                .bind(match &arrival.source {
                    Source::Desk(desk) => desk.device.to_string(),
                    Source::Account(_) => "account".to_owned(),
                    Source::Portal => "portal".to_owned(),
                })
                .bind(arrival.now.0)
                .bind(serde_json::to_string(&verdict).map_err(DatabaseError::json("a verdict"))?)
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql("storing a verdict"))?;
                transaction.commit().await.map_err(DatabaseError::sql("committing a verdict"))?;
                Ok(Ok(verdict))
            }

            async fn seq_seen(connection: &mut $connection, bench: &Bench, arrival: &Arrival) -> Done<u64> {
                let unit = match (&arrival.source, &bench.case) {
                    (Source::Desk(desk), _) => desk.unit.clone(),
                    (Source::Account(_) | Source::Portal, Some(case)) => case.unit.clone(),
                    (Source::Account(_) | Source::Portal, None) => return Ok(0),
                };
                let seq: Option<i64> = sqlx::query_scalar("SELECT seq FROM unit_logs WHERE unit = $1")
                    .bind(unit.as_str())
                    .fetch_optional(connection)
                    .await
                    .map_err(DatabaseError::sql("reading a log's place"))?;
                unsigned(seq.unwrap_or(0))
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

            /// Writes the case and everything that hangs on it; then, last and in the order of their codes, takes the
            /// counter rows of all units with a part in it and appends to their logs.
            async fn append(
                connection: &mut $connection,
                catalogue: &Catalogue,
                before: Option<Case>,
                arrival: &Arrival,
                events: Vec<Event>,
            ) -> Done<Verdict> {
                let envelope = &arrival.envelope;
                let known = before.as_ref().map_or(0, |case| case.version);
                // Before anything is written: afterwards another unit may be the competent one.
                let history = match &before {
                    Some(case) => Self::missing(&mut *connection, case, &events).await?,
                    None => Vec::new(),
                };
                let mut units = before.as_ref().map_or_else(BTreeSet::new, |case| case.involved.clone());
                let mut case = before;
                let mut recorded = Vec::with_capacity(events.len());
                for event in events {
                    if let (Event::Numbered { register, number, .. }, Some(case)) = (&event, &case) {
                        Self::give_number(&mut *connection, arrival, &case.at, register, *number, false).await?;
                    }
                    let one = Recorded {
                        unit: UnitCode::from(""),
                        seq: 0,
                        case: envelope.case,
                        version: case.as_ref().map_or(0, |case| case.version) + 1,
                        envelope: envelope.id,
                        by: envelope.actor.clone(),
                        at: envelope.at,
                        arrived_at: arrival.now,
                        event,
                    };
                    case = evolve(case, &one);
                    recorded.push(one);
                }
                let case = case.ok_or(DatabaseError::Damaged("events without a case"))?;
                let goes_on_at = casework::deadline::goes_on_at(catalogue, &case);
                Self::write_case(&mut *connection, &case, goes_on_at).await?;
                units.extend(case.involved.iter().cloned());
                let said_in = match &arrival.source {
                    Source::Desk(desk) => desk.unit.clone(),
                    Source::Account(_) | Source::Portal => case.unit.clone(),
                };
                let mut place = 0;
                for unit in &units {
                    let held = Self::take_part(&mut *connection, &case, unit).await?;
                    let told = history.iter().filter(|one| held < one.version && one.version <= known);
                    let told: Vec<&Recorded> = told.chain(&recorded).collect();
                    let seq = Self::extend_log(&mut *connection, unit, &told).await?;
                    if *unit == said_in {
                        place = seq;
                    }
                }
                Ok(Verdict::Accepted { seq: place })
            }

            /// The history that a unit needs which gets a part in a case only now.
            async fn missing(connection: &mut $connection, case: &Case, events: &[Event]) -> Done<Vec<Recorded>> {
                let joins = |event: &Event| match event {
                    Event::Passed { to, .. } | Event::ConsultationAsked { unit: to, .. } => !case.involved.contains(to),
                    _ => false,
                };
                if events.iter().any(joins) { Self::events(connection, case.id).await } else { Ok(Vec::new()) }
            }

            /// Notes that a unit's log holds the case as it is now; returns what it held before.
            async fn take_part(connection: &mut $connection, case: &Case, unit: &UnitCode) -> Done<u32> {
                let what = "noting a unit's part in a case";
                let held: Option<i64> =
                    sqlx::query_scalar("SELECT version FROM case_units WHERE case_id = $1 AND unit = $2")
                        .bind(case.id.to_string())
                        .bind(unit.as_str())
                        .fetch_optional(&mut *connection)
                        .await
                        .map_err(DatabaseError::sql(what))?;
                sqlx::query(
                    "INSERT INTO case_units (case_id, unit, version, is_current) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (case_id, unit) DO UPDATE SET version = excluded.version,
                       is_current = excluded.is_current",
                )
                .bind(case.id.to_string())
                .bind(unit.as_str())
                .bind(i64::from(case.version))
                .bind(case.involved.contains(unit))
                .execute(connection)
                .await
                .map_err(DatabaseError::sql(what))?;
                u32::try_from(held.unwrap_or(0)).map_err(|_| DatabaseError::Damaged("a unit's part in a case"))
            }

            /// Appends events to a unit's log, whose counter row is taken; returns the place of the last one.
            async fn extend_log(connection: &mut $connection, unit: &UnitCode, events: &[&Recorded]) -> Done<u64> {
                let mut head = Self::take_counter(&mut *connection, unit, events.len()).await?;
                for one in events {
                    let one = Recorded { unit: unit.clone(), seq: head.seq + 1, ..(*one).clone() };
                    let (next, entry) = head.write(&one).map_err(DatabaseError::json("an entry"))?;
                    head = next;
                    sqlx::query(
                        "INSERT INTO entries (unit, seq, case_id, envelope, body, hash) VALUES ($1, $2, $3, $4, $5, $6)",
                    )
                    .bind(unit.as_str())
                    .bind(entry.seq as i64)
                    .bind(one.case.to_string())
                    .bind(one.envelope.to_string())
                    .bind(entry.body)
                    .bind(entry.hash.as_str())
                    .execute(&mut *connection)
                    .await
                    .map_err(DatabaseError::sql("appending to a log"))?;
                }
                sqlx::query("UPDATE unit_logs SET hash = $2 WHERE unit = $1")
                    .bind(unit.as_str())
                    .bind(head.hash.as_str())
                    .execute(&mut *connection)
                    .await
                    .map_err(DatabaseError::sql("appending to a log"))?;
                Ok(head.seq)
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

            /// Locks the unit's counter row, moves it on, and returns the head from before.
            async fn take_counter(connection: &mut $connection, unit: &UnitCode, count: usize) -> Done<Head> {
                let what = "taking the counter row";
                let start = Head::start(Self::log_id(&mut *connection).await?, unit);
                let row = sqlx::query(
                    "INSERT INTO unit_logs (unit, seq, hash) VALUES ($1, $2, $3)
                     ON CONFLICT (unit) DO UPDATE SET seq = unit_logs.seq + excluded.seq RETURNING seq, hash",
                )
                .bind(unit.as_str())
                .bind(count as i64)
                .bind(start.hash.as_str())
                .fetch_one(connection)
                .await
                .map_err(DatabaseError::sql(what))?;
                let seq = unsigned(row.get::<i64, _>("seq") - count as i64)?;
                let hash = Digest::try_from(row.get::<String, _>("hash"));
                Ok(Head { seq, hash: hash.map_err(|_| DatabaseError::Damaged("a log"))?, ..start })
            }

            async fn write_case(connection: &mut $connection, case: &Case, goes_on_at: Option<Moment>) -> Done<()> {
                let what = "writing a case";
                let account = match &case.filed_by {
                    Actor::Citizen(account) => Some(account.0.clone()),
                    Actor::Official(_) | Actor::Portal => None,
                };
                sqlx::query(
                    "INSERT INTO cases (id, unit, version, shape, state, code, account, goes_on_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                     ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, version = excluded.version,
                       shape = excluded.shape, state = excluded.state, code = excluded.code,
                       goes_on_at = excluded.goes_on_at",
                )
                .bind(case.id.to_string())
                .bind(case.unit.as_str())
                .bind(i64::from(case.version))
                .bind(i64::from(SHAPE))
                .bind(serde_json::to_string(case).map_err(DatabaseError::json("a case"))?)
                .bind(case.code.as_ref().map(CaseCode::as_str))
                .bind(account)
                .bind(goes_on_at.map(|at| at.0))
                .execute(&mut *connection)
                .await
                .map_err(DatabaseError::sql(what))?;
                for file in case.files() {
                    sqlx::query(
                        "INSERT INTO file_uses (digest, case_id, unit) VALUES ($1, $2, $3)
                         ON CONFLICT (digest, case_id) DO NOTHING",
                    )
                    .bind(file.digest.as_str())
                    .bind(case.id.to_string())
                    .bind(case.unit.as_str())
                    .execute(&mut *connection)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                }
                Ok(())
            }

            async fn read_page(&self, unit: &UnitCode, seq: u64, limit: u32) -> Done<(Vec<Entry>, Head)> {
                let what = "reading a page of a log";
                let mut connection = self.pool.acquire().await.map_err(DatabaseError::sql(what))?;
                // The head first: entries may be further on by the time they are read, never less.
                let head = Self::head(&mut connection, unit).await?;
                let rows = sqlx::query(
                    "SELECT seq, body, hash FROM entries WHERE unit = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4",
                )
                .bind(unit.as_str())
                .bind(seq as i64)
                .bind(head.seq as i64)
                .bind(i64::from(limit))
                .fetch_all(&mut *connection)
                .await
                .map_err(DatabaseError::sql(what))?;
                let read = |row: $row| -> Done<Entry> {
                    let hash = Digest::try_from(row.get::<String, _>("hash"));
                    let hash = hash.map_err(|_| DatabaseError::Damaged("an entry"))?;
                    Ok(Entry { seq: unsigned(row.get("seq"))?, body: row.get("body"), hash })
                };
                Ok((rows.into_iter().map(read).collect::<Done<_>>()?, head))
            }

            async fn head(connection: &mut $connection, unit: &UnitCode) -> Done<Head> {
                let start = Head::start(Self::log_id(&mut *connection).await?, unit);
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

            async fn add_up(&self, unit: &UnitCode) -> Done<(u64, States)> {
                // One transaction, so that the place and the cases belong together.
                let mut transaction = self.begin().await?;
                sqlx::query(concat!("SELECT seq FROM unit_logs WHERE unit = $1", $for_update))
                    .bind(unit.as_str())
                    .fetch_optional(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql("reading a log's place"))?;
                let head = Self::head(&mut transaction, unit).await?;
                let mut states = States::default();
                for case in Self::unit_cases(&mut transaction, unit).await? {
                    states.add(&case).map_err(DatabaseError::json("a case"))?;
                }
                Ok((head.seq, states))
            }
        }

        impl PortalStore for $store {
            async fn admit(
                &self,
                catalogue: &Catalogue,
                arrival: &Arrival,
                judge: Judge,
            ) -> Stored<Result<Verdict, Unjudged>> {
                let mut tries = 1;
                loop {
                    match self.try_to_admit(catalogue, arrival, judge).await {
                        Err(lost) if tries < TRIES && lost.is_worth_another_try() => tries += 1,
                        answer => return Ok(answer?),
                    }
                }
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
