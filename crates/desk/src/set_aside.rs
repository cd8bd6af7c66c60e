//! A desk that is one no more offers all the same what its people did: the portal keeps it and shows it to whoever looks
//! after the desks, and nobody does it (P5).

use crate::desk::Desk;
use crate::error::DeskError;
use crate::sync_loop::{EnrolledLine, TurnError};
use crate::tables::envelopes;
use crate::tables::facts::{self, Fact};
use protocol::push::PushRequest;
use protocol::{BATCH, LineError, PAGE, Portal, RoadRefusal, VERSION};
use serde_json::value::RawValue;

/// Offers everything that waits and was not offered yet. What the portal does not take today waits for another day.
///
/// # Errors
/// The line, or the disk; what was offered is not offered again.
pub(crate) async fn offer(desk: &Desk, line: &EnrolledLine) -> Result<(), TurnError> {
    let outbox = &desk.store.outbox;
    loop {
        let offered = facts::read(outbox, Fact::SetAside).await?;
        let offered = offered.and_then(|place| place.parse().ok()).unwrap_or(0);
        let waiting = envelopes::waiting_after(outbox, offered, BATCH).await?;
        let Some(last) = waiting.last().map(|(place, _)| *place) else { return Ok(()) };
        let bodies = waiting.into_iter().map(|(_, body)| RawValue::from_string(body)).collect::<Result<_, _>>();
        let request = PushRequest {
            version: VERSION,
            unit: desk.info.unit.clone(),
            head: None,
            catalogue: desk.store.catalogue().version,
            limit: PAGE,
            envelopes: bodies.map_err(DeskError::encoding("an envelope"))?,
            day_codes: Vec::new(),
            more_codes_on: None,
        };
        match line.portal.push(&request).await {
            Err(LineError::Refused(RoadRefusal::NotEnrolled)) => {
                facts::write(outbox, Fact::SetAside, &last.to_string()).await?;
            }
            Err(LineError::Refused(RoadRefusal::TooManyAttempts { .. })) => return Ok(()),
            // It is a desk after all: the next turn goes its usual way, and hears the verdicts.
            Ok(_) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
}
