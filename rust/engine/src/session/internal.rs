//! Sessions for retryable writes: the driver gives raw commands no transaction number, so the engine counts its own.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use mongodb::ClientSession;
use mongodb::options::SessionOptions;

use crate::error::{Result, from_driver};
use crate::lock::lock;

/// The driver counts from 0 in the same server session; starting far above keeps the two apart.
const FIRST_TRANSACTION_NUMBER: i64 = 1 << 40;
/// Sessions are given up this long before the server forgets them.
const EXPIRY_MARGIN: Duration = Duration::from_secs(60);

/// A session that sends one write at a time.
pub(crate) struct InternalSession {
    pub(crate) driver: ClientSession,
    transaction_number: i64,
    last_use: Instant,
}

impl InternalSession {
    /// The number for the next write; a retry of that write must use the same.
    pub(crate) fn next_number(&mut self) -> i64 {
        self.transaction_number += 1;
        self.transaction_number
    }
}

/// Idle internal sessions of one client, the last used on top. There are never more than there were writes at once.
#[derive(Default)]
pub(crate) struct InternalSessions {
    idle: Mutex<Vec<InternalSession>>,
}

impl InternalSessions {
    /// An idle session, or a new one.
    pub(crate) async fn acquire(&self, client: &mongodb::Client, timeout: Duration) -> Result<InternalSession> {
        if let Some(session) = self.pop(timeout) {
            return Ok(session);
        }
        // Causally consistent sessions would make writes wait for reads they have nothing to do with.
        let options = SessionOptions::builder().causal_consistency(false).build();
        let driver = client.start_session().with_options(options).await.map_err(|error| from_driver(&error))?;
        Ok(InternalSession { driver, transaction_number: FIRST_TRANSACTION_NUMBER, last_use: Instant::now() })
    }

    fn pop(&self, timeout: Duration) -> Option<InternalSession> {
        let mut idle = lock(&self.idle);
        let session = idle.pop()?;
        if session.last_use.elapsed() + EXPIRY_MARGIN < timeout {
            return Some(session);
        }
        // The top one was used last, so all others are older still; the driver discards them as expired.
        let expired = std::mem::take(&mut *idle);
        drop(idle);
        drop(expired);
        None
    }

    /// Gives a session back when its write has ended.
    pub(crate) fn release(&self, mut session: InternalSession) {
        session.last_use = Instant::now();
        lock(&self.idle).push(session);
    }

    /// Lets go of all when the client closes.
    pub(crate) fn clear(&self) {
        let all = std::mem::take(&mut *lock(&self.idle));
        drop(all);
    }
}
