//! Connecting and disconnecting.

use std::sync::Arc;

use bson::{Bson, Document, RawDocument};

use super::pending::PendingRequest;
use super::task::Outcome;
use super::{Engine, Resource, task};
use crate::client::connect;
use crate::completion::Completion;
use crate::error::{EngineError, Result, client_closed};
use crate::lock::lock;
use crate::transfer::{self, Batch};

impl Engine {
    /// Connects; `bytes` is an untyped frame of one document `{ uri, options? }`. The handle is in `a`.
    ///
    /// # Errors
    /// `invalid_argument` when the call itself is wrong; everything else is delivered.
    pub fn connect(self: &Arc<Self>, request: u32, bytes: &[u8]) -> Result<()> {
        let (uri, options) = connect_arguments(bytes)?;
        self.pending.begin(request, PendingRequest::alone())?;
        let engine = Arc::clone(self);
        let work = async move {
            let client = Arc::new(connect(&uri, &options).await?);
            let handle = engine.insert(Resource::Client(client))?;
            Ok(Outcome {
                a: handle,
                ..Outcome::default()
            })
        };
        self.spawn(request, work, |engine, outcome| {
            let removed = lock(&engine.resources).remove(outcome.a);
            if let Some(Resource::Client(client)) = removed {
                task::detach(async move { client.shut_down().await });
            }
        })
    }

    /// Closes a client: its cursors and sessions go, its operations in flight fail with `client_closed`.
    ///
    /// # Errors
    /// `stale_handle` when it was closed before.
    pub fn disconnect(self: &Arc<Self>, request: u32, handle: u32) -> Result<()> {
        let client = self.client(handle)?;
        self.pending.begin(request, PendingRequest::alone())?;
        client.closed.cancel();
        let closed = Completion::failure(0, &client_closed());
        for (number, pending) in self.pending.claim_of_client(handle) {
            pending.stop.cancel();
            self.queue.push(Completion {
                request: number,
                failed: true,
                payload: closed.payload.clone(),
                ..Completion::default()
            });
        }
        let orphans = self.take_resources_of(handle);
        for orphan in &orphans {
            if let Resource::Cursor(feed) = orphan {
                feed.close();
            }
        }
        drop(orphans);
        self.spawn(
            request,
            async move {
                client.shut_down().await;
                for feed in client.monitor.take_all() {
                    feed.end();
                }
                Ok(Outcome::default())
            },
            |_, _| {},
        )
    }

    /// Takes the client and everything that belongs to it out of the table.
    fn take_resources_of(&self, client: u32) -> Vec<Resource> {
        let mut resources = lock(&self.resources);
        let handles: Vec<u32> = resources
            .iter()
            .filter(|(handle, resource)| match resource {
                Resource::Client(_) => *handle == client,
                Resource::Cursor(feed) => feed.client == client,
                Resource::Session(session) => session.client == client,
                _ => false,
            })
            .map(|(handle, _)| handle)
            .collect();
        handles
            .into_iter()
            .filter_map(|handle| resources.remove(handle))
            .collect()
    }
}

fn connect_arguments(bytes: &[u8]) -> Result<(String, Document)> {
    let raw = transfer::encode_envelope(bytes, &Batch::default())?;
    let mut arguments = Document::try_from(raw.as_ref() as &RawDocument)?;
    let uri = match arguments.remove("uri") {
        Some(Bson::String(uri)) => uri,
        _ => {
            return Err(EngineError::invalid(
                "connect needs a URI: a string as in mongodb://localhost:27017/shop",
            ));
        }
    };
    match arguments.remove("options") {
        None | Some(Bson::Null) => Ok((uri, Document::new())),
        Some(Bson::Document(options)) => Ok((uri, options)),
        Some(_) => Err(EngineError::invalid(
            "the connection options must be an object",
        )),
    }
}
