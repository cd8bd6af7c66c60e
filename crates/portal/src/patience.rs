//! How long whoever sends slowly is waited for. A body that drips is cut off; one that is long and comes over a slow but
//! steady line is not. Only the time in which nothing comes counts: that the portal itself is slow is not held against them.

use crate::site;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONNECTION, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use http_body::{Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::time::Sleep;

/// What is waited for, and how much is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For all of a request's head, from the moment that the connection is open or the last answer is out.
    pub head: Duration,
    /// Bytes of a request's head.
    pub head_size: usize,
    /// For the next bytes of a body; and for all of it, beside what its rate allows.
    pub body: Duration,
    /// Bytes of a body that come in a second on average, at least.
    pub rate: u32,
}

impl Default for Patience {
    /// A kilobyte a second: GPRS brings as much.
    fn default() -> Self {
        Self { head: Duration::from_secs(30), head_size: 64 * 1024, body: Duration::from_secs(30), rate: 1_024 }
    }
}

impl Patience {
    /// How much longer somebody is waited for.
    fn left(&self, received: u64, waited: Duration) -> Duration {
        let earned = Duration::from_secs_f64(received as f64 / f64::from(self.rate.max(1)));
        (self.body + earned).saturating_sub(waited).min(self.body)
    }
}

/// Nothing, or too little, came for too long.
#[derive(Debug, thiserror::Error)]
#[error("the rest of the request did not come")]
struct TooSlow;

/// A body that is waited for.
struct Awaited {
    body: Body,
    patience: Patience,
    received: u64,
    /// For bytes that have come since.
    waited: Duration,
    /// For the next ones.
    since: Option<Instant>,
    alarm: Option<Pin<Box<Sleep>>>,
    is_slow: Arc<AtomicBool>,
}

impl HttpBody for Awaited {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            if let Some(Ok(frame)) = &frame {
                this.received += frame.data_ref().map_or(0, |bytes| bytes.len() as u64);
            }
            this.waited += this.since.take().map_or(Duration::ZERO, |since| since.elapsed());
            this.alarm = None;
            return Poll::Ready(frame);
        }
        this.since.get_or_insert_with(Instant::now);
        let left = this.patience.left(this.received, this.waited);
        let alarm = this.alarm.get_or_insert_with(|| Box::pin(tokio::time::sleep(left)));
        if alarm.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        this.is_slow.store(true, Ordering::SeqCst);
        Poll::Ready(Some(Err(axum::Error::new(TooSlow))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Waits for the body of a request as long as it is worth while; whoever was too slow is told, and the connection closed.
pub(crate) async fn wait(State(patience): State<Patience>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let is_slow = Arc::new(AtomicBool::new(false));
    let told = is_slow.clone();
    let request = request.map(|body| {
        let (received, waited, since, alarm) = (0, Duration::ZERO, None, None);
        Body::new(Awaited { body, patience, received, waited, since, alarm, is_slow: told })
    });
    let answer = next.run(request).await;
    if !is_slow.load(Ordering::SeqCst) {
        return answer;
    }
    let frame = site::frame_of_nowhere();
    let title = frame.t("Đường truyền quá chậm", "The line is too slow").to_owned();
    let text = frame.t(
        "Phần còn lại của yêu cầu không đến. Kiểm tra đường truyền rồi gửi lại.",
        "The rest of the request did not come. Check the line and send it again.",
    );
    let text = text.to_owned();
    let mut answer = site::message(frame, StatusCode::REQUEST_TIMEOUT, &title, &text);
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_line_earns_its_time_and_a_drip_does_not() {
        let seconds = Duration::from_secs;
        let patience = Patience { body: seconds(30), rate: 1_000, ..Patience::default() };
        assert_eq!(patience.left(0, seconds(0)), seconds(30));
        assert_eq!(patience.left(29, seconds(29)), Duration::from_millis(1_029), "a byte a second");
        assert_eq!(patience.left(30, seconds(31)), Duration::ZERO);
        assert_eq!(patience.left(3_600_000, seconds(3_600)), seconds(30), "an hour at the least rate");
        assert_eq!(patience.left(20_000_000, seconds(1)), seconds(30), "what came fast buys no long silence");
    }
}
