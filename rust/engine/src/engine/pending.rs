//! Requests without an answer yet. Whoever takes one out of here answers it, so each is answered once at most.

use std::collections::HashMap;
use std::sync::Mutex;

use tokio_util::sync::CancellationToken;

use crate::error::{EngineError, Result};
use crate::lock::lock;

/// Requests that may wait at once: JavaScript could flood the engine otherwise.
const MAX_PENDING: usize = 100_000;

/// A request that waits.
pub(crate) struct PendingRequest {
    /// The client that it uses, 0 for none.
    pub(crate) client: u32,
    /// The cursor that it reads, 0 for none.
    pub(crate) cursor: u32,
    /// Cancelled when nobody waits any more.
    pub(crate) stop: CancellationToken,
}

impl PendingRequest {
    /// A request that uses neither a client nor a cursor, and that nobody stops.
    pub(crate) fn alone() -> Self {
        Self {
            client: 0,
            cursor: 0,
            stop: CancellationToken::new(),
        }
    }
}

/// The pending requests of an engine.
#[derive(Default)]
pub(crate) struct Pending {
    requests: Mutex<HashMap<u32, PendingRequest>>,
}

impl Pending {
    /// Adds a request.
    pub(crate) fn begin(&self, number: u32, request: PendingRequest) -> Result<()> {
        if number == 0 {
            return Err(EngineError::invalid("a request number is not 0"));
        }
        let mut requests = lock(&self.requests);
        if requests.len() >= MAX_PENDING {
            return Err(EngineError::invalid(format!(
                "{MAX_PENDING} operations are under way: wait for some of them before starting more"
            )));
        }
        if requests.contains_key(&number) {
            return Err(EngineError::invalid("this request number is in use"));
        }
        requests.insert(number, request);
        Ok(())
    }

    /// Takes a request out; only then it may be answered.
    pub(crate) fn claim(&self, number: u32) -> Option<PendingRequest> {
        lock(&self.requests).remove(&number)
    }

    /// The cursor that a request reads, if it is pending.
    pub(crate) fn cursor_of(&self, number: u32) -> Option<u32> {
        let requests = lock(&self.requests);
        requests.get(&number).map(|request| request.cursor)
    }

    /// Takes out all requests of a client.
    pub(crate) fn claim_of_client(&self, client: u32) -> Vec<(u32, PendingRequest)> {
        lock(&self.requests)
            .extract_if(|_, request| request.client == client)
            .collect()
    }

    /// Takes out all.
    pub(crate) fn claim_all(&self) -> Vec<PendingRequest> {
        std::mem::take(&mut *lock(&self.requests))
            .into_values()
            .collect()
    }

    pub(crate) fn len(&self) -> usize {
        lock(&self.requests).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(client: u32) -> PendingRequest {
        PendingRequest {
            client,
            cursor: 0,
            stop: CancellationToken::new(),
        }
    }

    #[test]
    fn a_request_is_claimed_once() {
        let pending = Pending::default();
        assert!(pending.begin(0, request(1)).is_err());
        pending.begin(7, request(1)).expect("first");
        assert!(pending.begin(7, request(1)).is_err());
        assert!(pending.claim(7).is_some());
        assert!(pending.claim(7).is_none());
    }

    #[test]
    fn the_requests_of_one_client_are_found() {
        let pending = Pending::default();
        for (number, client) in [(1, 5), (2, 6), (3, 5)] {
            pending.begin(number, request(client)).expect("begin");
        }
        assert_eq!(pending.claim_of_client(5).len(), 2);
        assert_eq!(pending.len(), 1);
    }
}
