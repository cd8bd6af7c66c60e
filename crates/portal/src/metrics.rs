//! What the portal counts of itself. Nothing here names a person or a case.

use crate::admit::Admitted;
use casework::Moment;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use protocol::push::Verdict;
use std::time::Duration;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    route: String,
    /// `2xx` and so on.
    status: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Judged {
    verdict: &'static str,
}

/// Counters and the registry that writes them.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Route, Histogram>,
    envelopes: Family<Judged, Counter>,
    waiting: Gauge,
    jobs: Family<Jobs, Gauge>,
    /// Seconds since 1970 of the last whole backup.
    backup: Gauge,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Jobs {
    state: &'static str,
}

/// A desk that waits; counted as long as this lives.
pub(crate) struct Waiting(Gauge);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("motcua");
        let seconds = || Histogram::new([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0]);
        let metrics = Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(seconds),
            envelopes: Family::default(),
            waiting: Gauge::default(),
            jobs: Family::default(),
            backup: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Requests by route and class of status", metrics.requests.clone());
        registry.register("request_seconds", "Time to the answer by route", metrics.seconds.clone());
        registry.register("envelopes", "Envelopes by what came of them", metrics.envelopes.clone());
        registry.register("wake_streams", "Desks that wait for news", metrics.waiting.clone());
        registry.register("jobs", "Jobs for other systems by how far they are", metrics.jobs.clone());
        let about = "When the last backup was whole, in seconds since 1970";
        registry.register("last_backup_seconds", about, metrics.backup.clone());
        Self { registry, ..metrics }
    }

    pub fn answered(&self, route: String, status: u16, after: Duration) {
        self.seconds.get_or_create(&Route { route: route.clone() }).observe(after.as_secs_f64());
        self.requests.get_or_create(&Answered { route, status: format!("{}xx", status / 100) }).inc();
    }

    pub fn judged(&self, admitted: &Admitted) {
        let verdict = match admitted {
            Ok(Verdict::Accepted { .. }) => "accepted",
            Ok(Verdict::Refused { .. }) => "refused",
            Err(_) => "not_judged",
        };
        self.envelopes.get_or_create(&Judged { verdict }).inc();
    }

    /// What the database says of jobs and backups, at the moment of being asked.
    pub fn looked_up(&self, (waiting, done, given_up): (i64, i64, i64), backup: Option<Moment>) {
        for (state, count) in [("waiting", waiting), ("done", done), ("given_up", given_up)] {
            self.jobs.get_or_create(&Jobs { state }).set(count);
        }
        self.backup.set(backup.map_or(0, |at| at.0.div_euclid(1_000)));
    }

    pub fn waiting(&self) -> Waiting {
        self.waiting.inc();
        Waiting(self.waiting.clone())
    }

    /// Everything that was counted.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
