//! Who waits for which unit's log to grow. Each unit has its own bell, so that an event wakes its desks and nobody else.

use casework::UnitCode;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};
use tokio::sync::{Notify, watch};

/// The bells of the units.
#[derive(Default)]
pub(crate) struct Wakes {
    units: Mutex<BTreeMap<UnitCode, watch::Sender<()>>>,
    /// Any of them.
    any: Notify,
}

impl Wakes {
    fn units(&self) -> MutexGuard<'_, BTreeMap<UnitCode, watch::Sender<()>>> {
        match self.units.lock() {
            Ok(units) => units,
            Err(poisoned) => poisoned.into_inner(),
        }
    }

    /// Listens to a unit's bell; several rings in a row may be heard as one.
    pub fn of(&self, unit: &UnitCode) -> watch::Receiver<()> {
        self.units().entry(unit.clone()).or_insert_with(|| watch::channel(()).0).subscribe()
    }

    /// Rings for a unit whose log has grown.
    pub fn ring(&self, unit: &UnitCode) {
        if let Some(bell) = self.units().get(unit) {
            bell.send_replace(());
        }
        self.any.notify_one();
    }

    /// Waits until any log has grown since this was asked last; one task asks.
    pub async fn any(&self) {
        self.any.notified().await;
    }
}
