//! Transactions of a session: start, commit, abort.

use bson::Document;

use super::SessionState;
use super::options::transaction_options;
use crate::error::{EngineError, ErrorClass, Result, from_driver};

/// Where the session's last transaction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TransactionState {
    /// None was started.
    None,
    /// Operations join it.
    Active,
    /// It was committed, or its commit was tried: it may be tried again.
    Committed,
    /// It was aborted.
    Aborted,
}

impl SessionState {
    /// Starts a transaction; nothing is sent before its first operation.
    pub(crate) async fn start_transaction(&mut self, options: &Document) -> Result<()> {
        let options = transaction_options(options)?;
        if self.in_transaction() {
            return Err(session("a transaction is open already: commit or abort it first"));
        }
        self.driver()?
            .start_transaction()
            .with_options(options)
            .await
            .map_err(|error| from_driver(&error))?;
        self.transaction = TransactionState::Active;
        Ok(())
    }

    /// Commits; may be called again when the outcome is unknown (`UnknownTransactionCommitResult`).
    pub(crate) async fn commit(&mut self) -> Result<()> {
        self.driver()?;
        if !matches!(self.transaction, TransactionState::Active | TransactionState::Committed) {
            return Err(session("there is no transaction to commit: start one"));
        }
        self.transaction = TransactionState::Committed;
        self.driver()?.commit_transaction().await.map_err(|error| from_driver(&error))
    }

    /// Aborts.
    pub(crate) async fn abort(&mut self) -> Result<()> {
        self.driver()?;
        if !self.in_transaction() {
            return Err(session("there is no open transaction to abort"));
        }
        self.transaction = TransactionState::Aborted;
        self.driver()?.abort_transaction().await.map_err(|error| from_driver(&error))
    }
}

fn session(message: &str) -> EngineError {
    EngineError::new(ErrorClass::Session, message)
}
