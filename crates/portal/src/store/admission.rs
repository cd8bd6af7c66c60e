//! The one door's transaction: reads what the judge needs for all envelopes at once, judges them in their order, writes
//! at once. See `store/sitting.rs` for what happens between reading and writing.

/// Makes the door of a store. `among` matches a column against a list that is bound as one value.
macro_rules! admission_store {
    ($store:ident, begin: $begin:literal, connection: $connection:ident, row: $row:ident, for_update: $for_update:literal, among: $among:literal) => {
        use super::sitting::{Admissions, EntryRow, EnvelopeRow, LogRows, Matter, Outcome, Sitting};

        impl $store {
            /// The desks that show these tokens, in their order.
            pub(crate) async fn desks_by_token(&self, tokens: &[Digest]) -> Done<Vec<Option<DeskRights>>> {
                let tokens: Vec<&str> = tokens.iter().map(Digest::as_str).collect();
                let rows = sqlx::query(concat!(
                    "SELECT token_digest, id, unit, first_code, last_code, user_id FROM devices
                     LEFT JOIN device_people ON device_people.device = devices.id
                     WHERE revoked_at IS NULL AND token_digest ",
                    $among
                ))
                .bind(list(tokens.iter().map(|token| (*token).to_owned()).collect()))
                .fetch_all(&self.door)
                .await
                .map_err(DatabaseError::sql("reading the rights of desks"))?;
                let damaged = || DatabaseError::Damaged("a desk");
                let mut desks: BTreeMap<&str, DeskRights> = BTreeMap::new();
                for row in &rows {
                    let token: &str = row.get("token_digest");
                    if !desks.contains_key(token) {
                        let code = |column: &str| u16::try_from(row.get::<i64, _>(column)).map_err(|_| damaged());
                        let rights = DeskRights {
                            device: row.get::<&str, _>("id").parse().map_err(|_| damaged())?,
                            unit: UnitCode(row.get("unit")),
                            users: BTreeSet::new(),
                            codes: CodeBlock { first: code("first_code")?, last: code("last_code")? },
                        };
                        desks.insert(token, rights);
                    }
                    if let (Some(desk), Some(user)) = (desks.get_mut(token), row.get::<Option<String>, _>("user_id")) {
                        desk.users.insert(UserId(user));
                    }
                }
                Ok(tokens.iter().map(|token| desks.get(token).cloned()).collect())
            }

            /// Judges envelopes in one transaction: all of it happens, or nothing. Their ids are all different.
            pub(crate) async fn admit_all(
                &self,
                catalogue: &Catalogue,
                arrivals: &[&Arrival],
                judge: Judge,
            ) -> Done<Admissions> {
                let mut tries = 1;
                loop {
                    match self.try_to_admit(catalogue, arrivals, judge).await {
                        Err(lost) if tries < TRIES && lost.is_worth_another_try() => tries += 1,
                        answer => return answer,
                    }
                }
            }

            async fn try_to_admit(
                &self,
                catalogue: &Catalogue,
                arrivals: &[&Arrival],
                judge: Judge,
            ) -> Done<Admissions> {
                let begun = self.door.begin_with($begin).await;
                let mut transaction = begun.map_err(DatabaseError::sql("beginning a transaction"))?;
                let mut sitting = Self::prepare(&mut transaction, arrivals).await?;
                let earlier: BTreeSet<_> = sitting.verdicts.keys().copied().collect();
                for arrival in arrivals {
                    let envelope = &arrival.envelope;
                    if earlier.contains(&envelope.id)
                        && let Some((digest, verdict)) = sitting.verdicts.get(&envelope.id)
                    {
                        let is_same = digest == arrival.digest.as_str();
                        let told = if is_same { Ok(verdict.clone()) } else { Err(Unjudged::OtherContent) };
                        sitting.outcomes.push(Outcome::Told(told));
                        continue;
                    }
                    let case = sitting.case(envelope.case);
                    let earlier = envelope.after.and_then(|after| sitting.verdicts.get(&after));
                    let bench = Bench {
                        earlier: earlier.map(|(_, verdict)| verdict.clone()),
                        code_granted: Self::is_granted(&mut transaction, arrival).await?,
                        code_taken: envelope.command.code().is_some_and(|code| sitting.is_taken(code, envelope.case)),
                        register: Self::register(&mut transaction, &envelope.command, case.as_ref()).await?,
                        case,
                    };
                    match judge(catalogue, &bench, arrival) {
                        Judgement::Waits(why) => sitting.outcomes.push(Outcome::Told(Err(why))),
                        Judgement::Refused { refusal, voided } => {
                            if let (Some(voided), Some(case)) = (&voided, &bench.case) {
                                let (book, number) = (&voided.book, voided.number);
                                Self::give_number(&mut transaction, arrival, &case.at, book, number, true).await?;
                            }
                            sitting.refuse(arrival, refusal);
                        }
                        Judgement::Accepted { events } => {
                            if let (Some(case), Some(Event::Numbered { register, number, .. })) =
                                (&bench.case, events.iter().find(|event| matches!(event, Event::Numbered { .. })))
                            {
                                Self::give_number(&mut transaction, arrival, &case.at, register, *number, false)
                                    .await?;
                            }
                            let is_joined =
                                sitting.matters.get(&envelope.case).is_some_and(|matter| matter.is_joined(&events));
                            let history = match is_joined {
                                true => Self::events(&mut transaction, envelope.case).await?,
                                false => Vec::new(),
                            };
                            sitting.accept(arrival, events, history)?;
                        }
                    }
                }
                if sitting.outcomes.iter().all(|outcome| matches!(outcome, Outcome::Told(_))) {
                    let told = |outcome| match outcome {
                        Outcome::Told(told) => Some(told),
                        Outcome::Accepted { .. } | Outcome::Refused { .. } => None,
                    };
                    let answers = sitting.outcomes.into_iter().filter_map(told).collect();
                    return Ok(Admissions { answers, grown: BTreeSet::new() });
                }
                let rows = sitting.case_rows(catalogue)?;
                Self::write_cases(&mut transaction, rows).await?;
                let admissions = self.append(&mut transaction, sitting, arrivals).await?;
                transaction.commit().await.map_err(DatabaseError::sql("committing a verdict"))?;
                Ok(admissions)
            }

            /// What was said of an envelope.
            pub(crate) async fn verdict(&self, id: casework::EnvelopeId) -> Done<Option<Verdict>> {
                let verdict: Option<String> = sqlx::query_scalar("SELECT verdict FROM envelopes WHERE id = $1")
                    .bind(id.to_string())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading a verdict"))?;
                verdict.map(|text| serde_json::from_str(&text).map_err(DatabaseError::json("a verdict"))).transpose()
            }

            /// Reads what is known of the envelopes, and locks their cases in the order of their ids.
            async fn prepare(connection: &mut $connection, arrivals: &[&Arrival]) -> Done<Sitting> {
                let what = "reading what a judgement needs";
                let mut sitting = Sitting::default();
                let ids: BTreeSet<String> = arrivals
                    .iter()
                    .flat_map(|arrival| [Some(arrival.envelope.id), arrival.envelope.after])
                    .flatten()
                    .map(|id| id.to_string())
                    .collect();
                let rows = sqlx::query(concat!("SELECT id, digest, verdict FROM envelopes WHERE id ", $among))
                    .bind(list(ids))
                    .fetch_all(&mut *connection)
                    .await
                    .map_err(DatabaseError::sql("reading a verdict"))?;
                for row in rows {
                    let id = row.get::<&str, _>("id").parse().map_err(|_| DatabaseError::Damaged("an envelope"))?;
                    let verdict = serde_json::from_str(row.get("verdict")).map_err(DatabaseError::json("a verdict"))?;
                    sitting.verdicts.insert(id, (row.get("digest"), verdict));
                }
                let ids: BTreeSet<String> = arrivals.iter().map(|arrival| arrival.envelope.case.to_string()).collect();
                let rows = sqlx::query(concat!(
                    "SELECT id, shape, state FROM cases WHERE id ",
                    $among,
                    " ORDER BY id",
                    $for_update
                ))
                .bind(list(ids.clone()))
                .fetch_all(&mut *connection)
                .await
                .map_err(DatabaseError::sql(what))?;
                for row in rows {
                    let id = row.get::<&str, _>("id").parse().map_err(|_| DatabaseError::Damaged("a case"))?;
                    if let Some(case) = Self::read_case(&mut *connection, id, Some(row)).await? {
                        sitting.matters.insert(id, Matter::stored(case));
                    }
                }
                if !sitting.matters.is_empty() {
                    let rows =
                        sqlx::query(concat!("SELECT case_id, unit, version FROM case_units WHERE case_id ", $among))
                            .bind(list(ids))
                            .fetch_all(&mut *connection)
                            .await
                            .map_err(DatabaseError::sql(what))?;
                    for row in rows {
                        let damaged = || DatabaseError::Damaged("a unit's part in a case");
                        let id = row.get::<&str, _>("case_id").parse().map_err(|_| damaged())?;
                        let version = u32::try_from(row.get::<i64, _>("version")).map_err(|_| damaged())?;
                        sitting.parts.insert((id, UnitCode(row.get("unit"))), version);
                    }
                }
                let codes: BTreeSet<String> = arrivals
                    .iter()
                    .filter_map(|arrival| arrival.envelope.command.code().map(|code| code.0.clone()))
                    .collect();
                if !codes.is_empty() {
                    let rows = sqlx::query(concat!("SELECT id, code FROM cases WHERE code ", $among))
                        .bind(list(codes))
                        .fetch_all(&mut *connection)
                        .await
                        .map_err(DatabaseError::sql("looking for a case code"))?;
                    for row in rows {
                        let id = row.get::<&str, _>("id").parse().map_err(|_| DatabaseError::Damaged("a case"))?;
                        sitting.codes.insert(CaseCode(row.get("code")), id);
                    }
                }
                Ok(sitting)
            }

            /// The register that a command writes to.
            async fn register(
                connection: &mut $connection,
                command: &Command,
                case: Option<&Case>,
            ) -> Done<Option<RegisterState>> {
                let (Command::Number { register, issued_on, .. }, Some(case)) = (command, case) else {
                    return Ok(None);
                };
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
                Ok(Some(RegisterState {
                    book: register.clone(),
                    holder: holder.flatten().and_then(|holder| holder.parse().ok()),
                    next: Self::next_number(&mut *connection, unit, register, issued_on.year()).await?,
                }))
            }

            /// Takes the counter rows, last and in the order of the units' codes, and appends to the logs.
            async fn append(
                &self,
                connection: &mut $connection,
                sitting: Sitting,
                arrivals: &[&Arrival],
            ) -> Done<Admissions> {
                let log = self.log_id(&mut *connection).await?;
                let mut rows = LogRows::default();
                let counts: Vec<(UnitCode, i64, String)> = sitting
                    .told
                    .iter()
                    .map(|(unit, told)| (unit.clone(), told.len() as i64, Head::start(log, unit).hash.to_string()))
                    .collect();
                let mut ends: BTreeMap<UnitCode, u64> = BTreeMap::new();
                let grown: BTreeSet<UnitCode> = sitting.told.keys().cloned().collect();
                let mut told = sitting.told;
                for (unit, seq, hash) in Self::take_counters(&mut *connection, counts).await? {
                    let unit = UnitCode(unit);
                    let entries = told.remove(&unit).unwrap_or_default();
                    let begin = unsigned(seq - entries.len() as i64)?;
                    ends.insert(unit.clone(), begin);
                    let hash = Digest::try_from(hash).map_err(|_| DatabaseError::Damaged("a log"))?;
                    let mut head = Head { log, unit: unit.clone(), seq: begin, hash };
                    for one in entries {
                        let one = Recorded { unit: unit.clone(), seq: head.seq + 1, ..one };
                        let (next, entry) = head.write(&one).map_err(DatabaseError::json("an entry"))?;
                        head = next;
                        rows.entries.push(EntryRow {
                            unit: unit.0.clone(),
                            seq: entry.seq as i64,
                            case: one.case.to_string(),
                            envelope: one.envelope.to_string(),
                            body: entry.body,
                            hash: entry.hash.to_string(),
                        });
                    }
                    rows.heads.push((unit.0, head.hash.to_string()));
                }
                let mut answers = Vec::with_capacity(arrivals.len());
                for (arrival, outcome) in arrivals.iter().zip(sitting.outcomes) {
                    let verdict = match outcome {
                        Outcome::Told(told) => {
                            answers.push(told);
                            continue;
                        }
                        Outcome::Accepted { unit, after } => {
                            let begin = ends.get(&unit).copied().unwrap_or(0);
                            Verdict::Accepted { seq: after.map_or(0, |after| begin + after as u64) }
                        }
                        Outcome::Refused { unit: None, refusal, .. } => Verdict::Refused { seq: 0, refusal },
                        Outcome::Refused { unit: Some(unit), after, refusal } => {
                            let begin = match ends.get(&unit) {
                                Some(begin) => *begin,
                                None => Self::head(&mut *connection, log, &unit).await?.seq,
                            };
                            Verdict::Refused { seq: begin + after as u64, refusal }
                        }
                    };
                    rows.envelopes.push(EnvelopeRow {
                        id: arrival.envelope.id.to_string(),
                        digest: arrival.digest.to_string(),
                        body: arrival.bytes.clone(),
                        source: match &arrival.source {
                            Source::Desk(desk) => desk.device.to_string(),
                            Source::Account(_) => "account".to_owned(),
                            Source::Portal => "portal".to_owned(),
                        },
                        arrived_at: arrival.now.0,
                        verdict: serde_json::to_string(&verdict).map_err(DatabaseError::json("a verdict"))?,
                    });
                    answers.push(Ok(verdict));
                }
                Self::write_log(&mut *connection, rows).await?;
                Ok(Admissions { answers, grown })
            }
        }
    };
}

pub(crate) use admission_store;
