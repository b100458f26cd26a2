//! What handles stand for.

use std::sync::Arc;

use super::Engine;
use crate::client::Client;
use crate::cursor::Feed;
use crate::error::{EngineError, ErrorClass, Result};
use crate::lock::lock;
use crate::monitor::EventFeed;
use crate::session::Session;
use crate::transfer::{Batch, FinishedFrame, Plan};

/// A value behind a handle.
#[derive(Clone)]
pub(crate) enum Resource {
    Client(Arc<Client>),
    Plan(Arc<Plan>),
    Batch(Arc<Batch>),
    Result(Arc<FinishedFrame>),
    Cursor(Arc<Feed>),
    Session(Arc<Session>),
    Events(Arc<EventFeed>),
}

/// What is read frame by frame.
pub(crate) enum Readable {
    Cursor(Arc<Feed>),
    Events(Arc<EventFeed>),
}

impl Engine {
    /// Stores a value.
    pub(crate) fn insert(&self, resource: Resource) -> Result<u32> {
        lock(&self.resources).insert(resource).ok_or_else(|| {
            EngineError::invalid("65 536 handles are alive in this engine: close cursors, sessions and clients after use")
        })
    }

    fn resource(&self, handle: u32) -> Option<Resource> {
        lock(&self.resources).get(handle).cloned()
    }

    pub(crate) fn client(&self, handle: u32) -> Result<Arc<Client>> {
        match self.resource(handle) {
            Some(Resource::Client(client)) => Ok(client),
            // A client's handle outlives nothing: a stale one means that it was closed.
            _ => Err(stale(
                "client",
                "it was closed, or belongs to another thread",
            )),
        }
    }

    /// The plan of a handle; 0 means none.
    pub(crate) fn plan(&self, handle: u32) -> Result<Option<Arc<Plan>>> {
        match (handle, self.resource(handle)) {
            (0, _) => Ok(None),
            (_, Some(Resource::Plan(plan))) => Ok(Some(plan)),
            _ => Err(stale("plan", "it was released")),
        }
    }

    pub(crate) fn batch(&self, handle: u32) -> Result<Arc<Batch>> {
        match self.resource(handle) {
            Some(Resource::Batch(batch)) => Ok(batch),
            _ => Err(stale("batch", "it was released")),
        }
    }

    pub(crate) fn cursor(&self, handle: u32) -> Result<Readable> {
        match self.resource(handle) {
            Some(Resource::Cursor(feed)) => Ok(Readable::Cursor(feed)),
            Some(Resource::Events(events)) => Ok(Readable::Events(events)),
            _ => Err(stale("cursor", "it is at its end, or was closed")),
        }
    }

    /// The session of a handle, which must belong to the client.
    pub(crate) fn session_of(&self, handle: u32, client: u32) -> Result<Arc<Session>> {
        match self.resource(handle) {
            Some(Resource::Session(session)) if session.client == client => Ok(session),
            Some(Resource::Session(_)) => Err(EngineError::new(
                ErrorClass::Session,
                "the session belongs to another client: start one on the client that the operation uses",
            )),
            _ => Err(stale("session", "it has ended")),
        }
    }
}

fn stale(kind: &str, why: &str) -> EngineError {
    EngineError::new(
        ErrorClass::StaleHandle,
        format!("the {kind} is not there any more: {why}"),
    )
}
