//! A stream of hints: your unit's log has grown. Only a hint; desks also ask by themselves.

use super::reply::Enrolled;
use crate::admit::Portal;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

pub(super) fn wake(
    State(portal): State<Arc<Portal>>,
    Enrolled(desk): Enrolled,
    stopped: watch::Receiver<bool>,
) -> Ready<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let unit = desk.unit;
    let waiting = portal.metrics.waiting();
    let grown = WatchStream::from_changes(portal.wakes.of(&unit)).map(move |()| {
        let _counted_as_long_as_it_lasts = &waiting;
        Some(Ok(Event::default().data("grown")))
    });
    let end = WatchStream::new(stopped).filter(|stop| *stop).map(|_| None);
    let stream = grown.merge(end).take_while(Option::is_some).filter_map(|event| event);
    ready(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}
