//! What the server says of itself in its `hello`: limits and abilities.

use bson::{Bson, Document};
use std::time::Duration;

const MIB: usize = 1024 * 1024;
/// What the server allows a command beyond the largest document (`BSONObjMaxInternalSize`).
const COMMAND_ALLOWANCE: usize = 16 * 1024;
/// Room for what the driver adds to a command: session, cluster time, database name, transaction number.
const DRIVER_FIELDS: usize = 2 * 1024;

/// Limits and abilities of the deployment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deployment {
    /// Statements in one write command.
    pub(crate) max_statements: usize,
    max_document: usize,
    /// Whether the deployment has an oplog, which retryable writes need.
    pub(crate) retryable_writes: bool,
    /// How long the server remembers an unused session.
    pub(crate) session_timeout: Duration,
}

impl Deployment {
    pub(crate) fn from_hello(hello: &Document) -> Self {
        let sessions = number(hello, "logicalSessionTimeoutMinutes");
        let replicated = hello.contains_key("setName") || hello.get_str("msg").is_ok_and(|text| text == "isdbgrid");
        let minutes = u64::try_from(sessions.unwrap_or(30)).unwrap_or(30);
        Self {
            max_statements: number(hello, "maxWriteBatchSize").filter(|limit| *limit > 0).unwrap_or(100_000),
            max_document: number(hello, "maxBsonObjectSize").filter(|limit| *limit > 0).unwrap_or(16 * MIB),
            retryable_writes: replicated && sessions.is_some(),
            session_timeout: Duration::from_secs(minutes * 60),
        }
    }

    /// Bytes that a command may have, as the engine builds it.
    pub(crate) fn max_command(&self) -> usize {
        self.max_document + COMMAND_ALLOWANCE - DRIVER_FIELDS
    }
}

fn number(hello: &Document, key: &str) -> Option<usize> {
    match hello.get(key)? {
        Bson::Int32(value) => usize::try_from(*value).ok(),
        Bson::Int64(value) => usize::try_from(*value).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::doc;

    #[test]
    fn a_standalone_has_no_retryable_writes() {
        assert!(!Deployment::from_hello(&doc! { "logicalSessionTimeoutMinutes": 30 }).retryable_writes);
        assert!(Deployment::from_hello(&doc! { "logicalSessionTimeoutMinutes": 30, "setName": "rs0" }).retryable_writes);
        assert!(
            Deployment::from_hello(&doc! { "logicalSessionTimeoutMinutes": 30, "msg": "isdbgrid" }).retryable_writes
        );
    }

    #[test]
    fn limits_are_the_servers() {
        let deployment = Deployment::from_hello(&doc! { "maxWriteBatchSize": 7, "maxBsonObjectSize": 1024 });
        assert_eq!(deployment.max_statements, 7);
        assert_eq!(deployment.max_command(), 1024 + 14 * 1024);
        assert_eq!(Deployment::from_hello(&doc! {}).max_statements, 100_000);
    }
}
