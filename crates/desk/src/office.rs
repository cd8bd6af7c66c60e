//! What a desk holds and lives through apart from cases: its numbers and registers, and its outages.

use crate::desk::Desk;
use crate::error::DeskError;
use crate::http_portal::HttpPortal;
use crate::tables::facts::{self, Fact};
use crate::tables::{cases, envelopes, numbers, outages};
use crate::views::{Failure, Numbers, Outage, RegisterState};
use casework::statistics::Period;
use casework::{Moment, RegisterBook};
use protocol::enrol::{RegisterChange, RegisterLease, RegistersReply, RegistersRequest};
use protocol::{LineError, RoadRefusal};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

impl Desk {
    /// The numbers that this desk may give out; the portal is asked who holds the other registers, where there is a line.
    ///
    /// # Errors
    /// What broke here.
    pub async fn numbers(&self) -> Result<Numbers, Failure> {
        let reply = match self.portal().await?.registers(&request(None)).await {
            Ok(reply) => Some(reply),
            Err(error) => {
                tracing::info!(%error, "the registers of the unit are not known now");
                None
            }
        };
        self.numbers_with(reply).await
    }

    /// Takes a register that nobody holds.
    ///
    /// # Errors
    /// [`Failure::NoLine`]; [`Failure::RegisterTaken`].
    pub async fn take_register(&self, book: RegisterBook) -> Result<Numbers, Failure> {
        let _turn = self.turn.lock().await;
        self.change_register(RegisterChange::Take { book }).await
    }

    /// Gives a register back for a colleague's desk to take. Everything that was numbered here is sent before it goes.
    ///
    /// # Errors
    /// [`Failure::NoLine`]; [`Failure::NotSentYet`] while acts wait to be sent.
    pub async fn release_register(&self, book: RegisterBook) -> Result<Numbers, Failure> {
        let _turn = self.turn.lock().await;
        if envelopes::load(&self.store.outbox).await?.0 > 0 {
            return Err(Failure::NotSentYet);
        }
        self.change_register(RegisterChange::Release { book }).await
    }

    async fn change_register(&self, change: RegisterChange) -> Result<Numbers, Failure> {
        // A reply of the synchronisation that is on its way was made before this change.
        self.leases.fetch_add(1, Ordering::SeqCst);
        let reply = self.portal().await?.registers(&request(Some(change))).await.map_err(|error| match error {
            LineError::Refused(RoadRefusal::RegisterTaken { holder }) => Failure::RegisterTaken { holder },
            error => {
                tracing::info!(%error, "a register could not be moved");
                Failure::NoLine
            }
        })?;
        numbers::reconcile(&self.store.outbox, &reply.leases).await?;
        self.numbers_with(Some(reply)).await
    }

    async fn numbers_with(&self, reply: Option<RegistersReply>) -> Result<Numbers, Failure> {
        let today = self.now().await?.day();
        let (block, codes_left) = numbers::codes(&self.store.outbox, today).await?;
        let mut mine: BTreeMap<RegisterBook, u32> = numbers::registers(&self.store.outbox, today.year())
            .await?
            .into_iter()
            .map(|RegisterLease { book, next, .. }| (book, next))
            .collect();
        let asked = reply.is_some();
        let mut registers = Vec::new();
        for one in reply.map(|reply| reply.registers).unwrap_or_default() {
            let next = mine.remove(&one.book);
            registers.push(RegisterState { holder: one.holder.filter(|_| next.is_none()), book: one.book, next });
        }
        registers.extend(mine.into_iter().map(|(book, next)| RegisterState { book, next: Some(next), holder: None }));
        Ok(Numbers { first_code: block.first, last_code: block.last, codes_left, registers, asked })
    }

    async fn portal(&self) -> Result<HttpPortal, Failure> {
        let base = facts::required(&self.store.outbox, Fact::Portal).await?;
        let token = facts::required(&self.store.outbox, Fact::Token).await?;
        HttpPortal::new(&base, Some(token)).map_err(|error| Failure::Internal { trace: error.to_string() })
    }

    /// Outages of a period, the latest first, with what was done and which cases were due meanwhile.
    ///
    /// # Errors
    /// What broke.
    pub async fn outages(&self, period: Period) -> Result<Vec<Outage>, Failure> {
        let now = self.now().await?;
        let mut told = Vec::new();
        for (from, to) in outages::between(&self.store.outbox, Moment::at(period.from, 0), period.end()).await? {
            let end = to.unwrap_or(now);
            let mut done = BTreeMap::new();
            for command in outages::done(&self.store.outbox, from, end).await? {
                *done.entry(command.act()).or_insert(0_u32) += 1;
            }
            let touched = cases::due_between(&self.store.mirror, from, end).await?;
            told.push(Outage { from, to, done: done.into_iter().collect(), touched });
        }
        Ok(told)
    }

    /// Keeps the diary of outages.
    pub(crate) async fn note_line(&self, online: bool, at: Moment) -> Result<(), DeskError> {
        if online { outages::end(&self.store.outbox, at).await } else { outages::begin(&self.store.outbox, at).await }
    }
}

const fn request(change: Option<RegisterChange>) -> RegistersRequest {
    RegistersRequest { version: protocol::VERSION, change }
}
