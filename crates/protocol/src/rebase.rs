//! Running pending commands again over what the portal has confirmed. Pure; the desk's screens show the outcome.

use casework::{Case, Catalogue, Envelope, EnvelopeId, Event, Moment, Recorded, Refusal, decide, evolve};

/// What the desk shows for a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebased {
    pub case: Option<Case>,
    /// Events of the pending commands, in order, as they would be recorded.
    pub provisional: Vec<Recorded>,
    /// Pending commands that no longer fit; the portal will say the last word.
    pub at_risk: Vec<(EnvelopeId, Refusal)>,
}

/// Replays `pending`, in the order in which the commands were given, over the confirmed case.
///
/// Replay confirms or refuses; a command is decided for a turn of the case and never lands on another one.
#[must_use]
pub fn rebase(catalogue: &Catalogue, confirmed: Option<&Case>, pending: &[Envelope]) -> Rebased {
    let mut case = confirmed.cloned();
    let (mut provisional, mut at_risk) = (Vec::new(), Vec::new());
    for envelope in pending {
        match decide(catalogue, case.as_ref(), envelope) {
            Ok(events) => {
                for event in events {
                    let recorded = as_recorded(case.as_ref(), envelope, event);
                    case = evolve(case, &recorded);
                    provisional.push(recorded);
                }
            }
            Err(refusal) => at_risk.push((envelope.id, refusal)),
        }
    }
    Rebased { case, provisional, at_risk }
}

/// An event of a pending command, as if it were recorded: no place in the log and no arrival yet.
#[must_use]
pub fn as_recorded(case: Option<&Case>, envelope: &Envelope, event: Event) -> Recorded {
    let unit = match (&event, case) {
        (Event::Filed { application, .. }, _) => application.unit.clone(),
        (_, Some(case)) => case.unit.clone(),
        (_, None) => "".into(),
    };
    Recorded {
        unit,
        seq: 0,
        case: envelope.case,
        version: case.map_or(0, |case| case.version) + 1,
        envelope: envelope.id,
        by: envelope.actor.clone(),
        at: envelope.at,
        arrived_at: Moment(0),
        event,
    }
}
