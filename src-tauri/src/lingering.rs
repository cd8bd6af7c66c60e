//! What goes on behind the lock: a desk that nobody looks at any more still sends what waits, for a while.

use desk::Desk;
use desk::views::{Connection, Line};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a locked desk stays for what its page had begun: acts that wait for their time, many acts one after the other.
pub const AT_WORK: Duration = Duration::from_secs(30 * 60);
/// How long it goes on sending and receiving after that.
const SENDING: Duration = Duration::from_secs(30 * 60);
/// How long it waits for a line that is not there.
const WAITING: Duration = Duration::from_secs(2 * 60);

/// A desk whose person has left.
pub struct Lingering {
    pub desk: Arc<Desk>,
    since: Instant,
    /// When the line was last there.
    heard: Instant,
}

impl Lingering {
    pub fn new(desk: Arc<Desk>, now: Instant) -> Self {
        Self { desk, since: now, heard: now }
    }

    /// Whether there is nothing left to do, or no use in waiting.
    pub fn is_over(&mut self, connection: &Connection, now: Instant) -> bool {
        if connection.line == Line::Online {
            self.heard = now;
        }
        is_done(connection) || now.duration_since(self.since) >= SENDING || now.duration_since(self.heard) >= WAITING
    }
}

/// Whether the portal has everything, and this desk all that the portal has.
pub const fn is_done(connection: &Connection) -> bool {
    connection.outbox == 0 && connection.files_waiting == 0 && connection.complete
}
