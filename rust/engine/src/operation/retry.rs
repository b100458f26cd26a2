//! Which failures may be repeated, and for how long. Sources: MongoDB specifications "Retryable Reads", "Retryable
//! Writes". Where those repeat once, the engine goes on until the server selection timeout is used up, because an
//! election takes seconds: a read changes nothing, and a write keeps its transaction number, so that the server makes
//! it at most once.

use std::time::{Duration, Instant};

use bson::Document;
use mongodb::error::{Error, ErrorKind};
use tokio_util::sync::CancellationToken;

use crate::error::{code_of, has_label};

/// Codes after which a read may be repeated, and a write too when the server attached no labels.
const RETRYABLE_CODES: [i32; 13] = [
    11600, 11602, 10107, 13435, 13436, 189, 91, 7, 6, 89, 9001, 134, 262,
];

const RETRYABLE_WRITE_LABEL: &str = "RetryableWriteError";
const NO_WRITES_LABEL: &str = "NoWritesPerformed";

const FIRST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// Whether a failed read may be repeated.
pub(crate) fn is_retryable_read(error: &Error) -> bool {
    is_network(error) || command_code(error).is_some_and(|code| RETRYABLE_CODES.contains(&code))
}

/// Whether a failed write may be repeated under its transaction number.
pub(crate) fn is_retryable_write(error: &Error) -> bool {
    is_network(error) || error.contains_label(RETRYABLE_WRITE_LABEL)
}

/// Whether a reply with `ok: 1` says that the write should be repeated, for example since the primary stepped down before
/// its write concern was met.
pub(crate) fn is_retryable_reply(reply: &Document) -> bool {
    let code = reply
        .get_document("writeConcernError")
        .ok()
        .and_then(code_of);
    has_label(reply, RETRYABLE_WRITE_LABEL)
        || code.is_some_and(|code| RETRYABLE_CODES.contains(&code))
}

/// Whether the connection failed: the server may or may not have done the work.
pub(crate) fn is_network(error: &Error) -> bool {
    matches!(
        *error.kind,
        ErrorKind::Io(_) | ErrorKind::ConnectionPoolCleared { .. }
    )
}

fn command_code(error: &Error) -> Option<i32> {
    match &*error.kind {
        ErrorKind::Command(command) => Some(command.code),
        _ => None,
    }
}

/// Keeps the error worth reporting: the newest, unless it only says that this attempt wrote nothing, or that no server
/// was found to try again on.
fn more_telling(earlier: Option<Error>, newest: Error) -> Error {
    match earlier {
        Some(earlier)
            if newest.contains_label(NO_WRITES_LABEL)
                || matches!(*newest.kind, ErrorKind::ServerSelection { .. }) =>
        {
            earlier
        }
        _ => newest,
    }
}

/// The time that an operation has for its attempts, and what became of those before.
pub(crate) struct RetryBudget {
    deadline: Instant,
    pause: Duration,
    stop: CancellationToken,
    enabled: bool,
    earlier: Option<Error>,
}

impl RetryBudget {
    /// A budget that ends after `limit`, or when `stop` is cancelled; with `enabled` false there is one attempt only.
    pub(crate) fn new(limit: Duration, stop: CancellationToken, enabled: bool) -> Self {
        Self {
            deadline: Instant::now() + limit,
            pause: FIRST_PAUSE,
            stop,
            enabled,
            earlier: None,
        }
    }

    /// After a failed attempt: waits before the next one.
    ///
    /// # Errors
    /// The error to report when there is none: this failure is final, or time is up.
    pub(crate) async fn after(
        &mut self,
        error: Error,
        is_retryable: fn(&Error) -> bool,
    ) -> Result<(), Error> {
        let retryable = is_retryable(&error);
        let error = more_telling(self.earlier.take(), error);
        if !(retryable && self.again().await) {
            return Err(error);
        }
        self.earlier = Some(error);
        Ok(())
    }

    /// Waits before the next attempt; false when there is none.
    pub(crate) async fn again(&mut self) -> bool {
        if !self.enabled || Instant::now() + self.pause >= self.deadline {
            return false;
        }
        let stopped = self.stop.cancelled();
        if tokio::time::timeout(self.pause, stopped).await.is_ok() {
            return false;
        }
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::doc;

    #[test]
    fn network_errors_are_retryable_and_others_are_not() {
        let broken = Error::from(std::io::Error::from(std::io::ErrorKind::ConnectionReset));
        assert!(is_retryable_read(&broken) && is_retryable_write(&broken));
        let other = Error::custom("x");
        assert!(!is_retryable_read(&other) && !is_retryable_write(&other));
    }

    #[test]
    fn replies_are_retryable_by_label_or_code() {
        assert!(is_retryable_reply(
            &doc! { "ok": 1, "errorLabels": ["RetryableWriteError"] }
        ));
        assert!(is_retryable_reply(
            &doc! { "ok": 1, "writeConcernError": { "code": 91 } }
        ));
        assert!(!is_retryable_reply(
            &doc! { "ok": 1, "writeConcernError": { "code": 64 } }
        ));
        assert!(!is_retryable_reply(&doc! { "ok": 1 }));
    }

    #[tokio::test]
    async fn a_passing_failure_is_repeated_and_a_final_one_reported() {
        let mut budget = RetryBudget::new(Duration::from_secs(9), CancellationToken::new(), true);
        let broken = || Error::from(std::io::Error::from(std::io::ErrorKind::ConnectionReset));
        assert!(budget.after(broken(), is_retryable_read).await.is_ok());
        assert!(budget.after(broken(), is_retryable_write).await.is_ok());
        let last = budget.after(Error::custom("x"), is_retryable_read).await;
        assert!(last.is_err_and(|error| !is_network(&error)));
    }

    #[tokio::test]
    async fn a_budget_ends_when_it_is_off_used_up_or_stopped() {
        let token = CancellationToken::new();
        assert!(
            !RetryBudget::new(Duration::from_secs(9), token.clone(), false)
                .again()
                .await
        );
        assert!(
            !RetryBudget::new(Duration::ZERO, token.clone(), true)
                .again()
                .await
        );
        let mut budget = RetryBudget::new(Duration::from_secs(9), token.clone(), true);
        assert!(budget.again().await);
        token.cancel();
        assert!(!budget.again().await);
    }
}
