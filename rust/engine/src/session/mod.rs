//! Sessions: the user's own, and those that the engine keeps for retryable writes.

mod internal;
mod options;
mod transaction;

use bson::{Document, Timestamp};
use mongodb::{ClientSession, ClusterTime};
use tokio::sync::{Mutex, MutexGuard};

pub(crate) use internal::InternalSessions;
pub(crate) use options::SessionSettings;
pub(crate) use transaction::TransactionState;

use crate::error::{EngineError, ErrorClass, Result};

/// A user's session. It is locked for one network call at a time, so parallel calls queue up.
pub(crate) struct Session {
    /// The handle of the client that it belongs to.
    pub(crate) client: u32,
    settings: SessionSettings,
    state: Mutex<SessionState>,
}

/// What the lock protects.
pub(crate) struct SessionState {
    driver: Option<ClientSession>,
    pub(crate) transaction: TransactionState,
}

impl Session {
    pub(crate) fn new(client: u32, driver: ClientSession, settings: SessionSettings) -> Self {
        let state = SessionState { driver: Some(driver), transaction: TransactionState::None };
        Self { client, settings, state: Mutex::new(state) }
    }

    /// Waits for the session's turn.
    pub(crate) async fn lock(&self) -> MutexGuard<'_, SessionState> {
        self.state.lock().await
    }

    pub(crate) fn is_snapshot(&self) -> bool {
        self.settings.snapshot
    }

    /// The time that a causally consistent read must not go behind.
    pub(crate) fn after_cluster_time(&self, state: &SessionState) -> Option<Timestamp> {
        if self.settings.causal_consistency { state.driver.as_ref()?.operation_time() } else { None }
    }
}

impl SessionState {
    /// The driver's session.
    ///
    /// # Errors
    /// Class `session` after the session has ended.
    pub(crate) fn driver(&mut self) -> Result<&mut ClientSession> {
        self.driver.as_mut().ok_or_else(ended)
    }

    pub(crate) fn in_transaction(&self) -> bool {
        self.transaction == TransactionState::Active
    }

    /// Takes over the times of a reply that another session received.
    pub(crate) fn advance(&mut self, reply: &Document) {
        let Some(driver) = self.driver.as_mut() else { return };
        if let Ok(time) = reply.get_timestamp("operationTime") {
            driver.advance_operation_time(time);
        }
        if let Some(time) = reply.get("$clusterTime").and_then(|time| bson::deserialize_from_bson::<ClusterTime>(time.clone()).ok())
        {
            driver.advance_cluster_time(&time);
        }
    }

    pub(crate) fn cluster_time(&self) -> Option<ClusterTime> {
        self.driver.as_ref()?.cluster_time().cloned()
    }

    /// Ends the session; an open transaction is aborted.
    pub(crate) async fn end(&mut self) -> Result<()> {
        let mut driver = self.driver.take().ok_or_else(ended)?;
        if self.in_transaction() {
            self.transaction = TransactionState::Aborted;
            // The server aborts by itself when this fails.
            let _ = driver.abort_transaction().await;
        }
        Ok(())
    }
}

fn ended() -> EngineError {
    EngineError::new(ErrorClass::Session, "the session has ended: start a new one")
}
