//! What a desk's self-check compares: the sum over the states of a unit's cases. The hash of a case is kept by its version,
//! so that a check reads the states of those cases alone that changed since somebody checked.

macro_rules! states_store {
    ($store:ident, for_update: $for_update:literal, yes: $true:literal) => {
        use protocol::check::{StateHash, States};

        /// Cases that are hashed at a time.
        const AT_ONCE: i64 = 500;

        impl $store {
            /// How far the log of a unit is.
            pub(crate) async fn log_place(&self, unit: &UnitCode) -> Done<u64> {
                let seq: Option<i64> = sqlx::query_scalar("SELECT seq FROM unit_logs WHERE unit = $1")
                    .bind(unit.as_str())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading a log's place"))?;
                unsigned(seq.unwrap_or(0))
            }

            /// Hashes cases of a unit that changed since they were hashed; how many there were.
            async fn hash_changed(&self, unit: &UnitCode) -> Done<i64> {
                let what = "hashing cases";
                let mut transaction = self.begin().await?;
                let rows = sqlx::query(concat!(
                    "SELECT cases.id, cases.version, cases.shape, cases.state
                     FROM case_units AS part JOIN cases ON cases.id = part.case_id
                     LEFT JOIN case_states AS known
                       ON known.case_id = cases.id AND known.version = cases.version AND known.shape = $2
                     WHERE part.unit = $1 AND part.is_current = ",
                    $true,
                    " AND known.case_id IS NULL LIMIT $3"
                ))
                .bind(unit.as_str())
                .bind(i64::from(SHAPE))
                .bind(AT_ONCE)
                .fetch_all(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                let count = rows.len();
                for row in rows {
                    let (id, version): (String, i64) = (row.get("id"), row.get("version"));
                    let case = id.parse().map_err(|_| DatabaseError::Damaged("a case"))?;
                    let Some(case) = Self::read_case(&mut transaction, case, Some(row)).await? else { continue };
                    let hash = StateHash::of(&case).map_err(DatabaseError::json("a case"))?;
                    sqlx::query(
                        "INSERT INTO case_states (case_id, version, shape, hash) VALUES ($1, $2, $3, $4)
                         ON CONFLICT (case_id) DO UPDATE SET version = excluded.version, shape = excluded.shape,
                           hash = excluded.hash WHERE case_states.version <= excluded.version",
                    )
                    .bind(&id)
                    .bind(version)
                    .bind(i64::from(SHAPE))
                    .bind(hash.to_string())
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                Ok(i64::try_from(count).unwrap_or(AT_ONCE))
            }

            async fn add_up(&self, unit: &UnitCode) -> Done<(u64, States)> {
                while self.hash_changed(unit).await? == AT_ONCE {}
                let what = "adding the states of cases up";
                // One transaction, so that the place and the cases belong together.
                let mut transaction = self.begin().await?;
                sqlx::query(concat!("SELECT seq FROM unit_logs WHERE unit = $1", $for_update))
                    .bind(unit.as_str())
                    .fetch_optional(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql("reading a log's place"))?;
                let log = self.log_id(&mut transaction).await?;
                let head = Self::head(&mut transaction, log, unit).await?;
                let rows: Vec<(String, Option<String>)> = sqlx::query_as(concat!(
                    "SELECT cases.id, known.hash FROM case_units AS part JOIN cases ON cases.id = part.case_id
                     LEFT JOIN case_states AS known
                       ON known.case_id = cases.id AND known.version = cases.version AND known.shape = $2
                     WHERE part.unit = $1 AND part.is_current = ",
                    $true
                ))
                .bind(unit.as_str())
                .bind(i64::from(SHAPE))
                .fetch_all(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                let mut states = States::default();
                for (id, hash) in rows {
                    if let Some(hash) = hash.and_then(|hash| hash.parse().ok()) {
                        states.add_hash(&hash);
                        continue;
                    }
                    // It changed within these moments.
                    let row = sqlx::query("SELECT id, shape, state FROM cases WHERE id = $1")
                        .bind(&id)
                        .fetch_optional(&mut *transaction)
                        .await
                        .map_err(DatabaseError::sql(what))?;
                    let id = id.parse().map_err(|_| DatabaseError::Damaged("a case"))?;
                    if let Some(case) = Self::read_case(&mut transaction, id, row).await? {
                        states.add(&case).map_err(DatabaseError::json("a case"))?;
                    }
                }
                Ok((head.seq, states))
            }
        }
    };
}

pub(crate) use states_store;
