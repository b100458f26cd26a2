//! Clients: one per connection string and engine.

mod connect;
mod credentials;
mod defaults;
mod deployment;
mod options;
mod tls_files;

use std::sync::Arc;
use std::time::Duration;

use mongodb::Database;
use tokio_util::sync::CancellationToken;

pub use connect::connect;
pub(crate) use defaults::{Defaults, is_primary};
pub(crate) use deployment::Deployment;

use crate::monitor::Monitor;
use crate::session::InternalSessions;

/// Time that a client gets to close its connections.
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(2);

/// A connected client.
pub struct Client {
    pub(crate) driver: mongodb::Client,
    pub(crate) defaults: Defaults,
    pub(crate) deployment: Deployment,
    pub(crate) internal_sessions: InternalSessions,
    /// Those who listen to its pools and to its view of the deployment.
    pub(crate) monitor: Arc<Monitor>,
    /// Cancelled when the client is disconnected: nothing is retried any more.
    pub(crate) closed: CancellationToken,
}

impl Client {
    pub(crate) fn database(&self, name: &str) -> Database {
        self.driver.database(name)
    }

    /// Ends the client's sessions on the server and closes its connections, as far as that goes in time.
    pub(crate) async fn shut_down(&self) {
        self.closed.cancel();
        self.internal_sessions.clear();
        let _ = tokio::time::timeout(
            SHUTDOWN_LIMIT,
            self.driver.clone().shutdown().immediate(true),
        )
        .await;
    }
}
