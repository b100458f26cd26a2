//! Listening to a client's events.

use std::sync::Arc;

use bson::{Bson, Document, RawDocument, RawDocumentBuf};

use super::pending::PendingRequest;
use super::{Engine, Resource};
use crate::completion::Completion;
use crate::cursor::busy;
use crate::error::{EngineError, Result};
use crate::lock::lock;
use crate::monitor::{EventFeed, EventKind, Given};
use crate::transfer::{self, Batch, FinishedFrame};

impl Engine {
    /// Starts to listen; `bytes` is an untyped frame of one document `{ events: [names] }`. What happens after the call is told by
    /// the cursor whose handle the completion brings.
    ///
    /// # Errors
    /// `invalid_argument` for names that there are not, `stale_handle` for a client that was closed.
    pub(super) fn listen(self: &Arc<Self>, request: u32, client: u32, bytes: &[u8]) -> Result<()> {
        let owner = self.client(client)?;
        let kinds = kinds(bytes)?;
        self.pending.begin(request, PendingRequest::alone())?;
        let engine = Arc::downgrade(self);
        let feed = Arc::new(EventFeed::new(client, kinds, move |number, given| {
            if let Some(engine) = engine.upgrade() {
                engine.answer_events(number, given);
            }
        }));
        let cursor = self
            .insert(Resource::Events(Arc::clone(&feed)))
            .inspect_err(|_| drop(self.pending.claim(request)))?;
        owner.monitor.listen(feed);
        self.deliver(Completion {
            request,
            cursor,
            ..Completion::default()
        });
        Ok(())
    }

    /// Asks for the next events.
    pub(super) fn next_events(
        &self,
        request: u32,
        handle: u32,
        feed: &Arc<EventFeed>,
    ) -> Result<()> {
        // Not a request of the client: it outlasts the disconnecting, which has events of its own.
        self.pending.begin(
            request,
            PendingRequest {
                cursor: handle,
                ..PendingRequest::alone()
            },
        )?;
        match feed.take(request) {
            Given::Wait => {}
            Given::Busy => {
                self.pending.claim(request);
                return Err(busy());
            }
            given => self.answer_events(request, given),
        }
        Ok(())
    }

    /// Stops listening; the feed was taken out of the table.
    pub(super) fn close_events(&self, feed: &Arc<EventFeed>) {
        if let Ok(client) = self.client(feed.client) {
            client.monitor.forget(feed);
        }
        feed.end();
    }

    fn answer_events(&self, request: u32, given: Given) {
        let Some(handle) = self.pending.cursor_of(request) else {
            return;
        };
        let completion = match given {
            Given::Events(events) => match frame(&events) {
                Ok(payload) => Completion {
                    request,
                    payload,
                    cursor: handle,
                    ..Completion::default()
                },
                Err(error) => Completion::failure(request, &error),
            },
            _ => {
                let removed = lock(&self.resources).remove(handle);
                drop(removed);
                Completion {
                    request,
                    ..Completion::default()
                }
            }
        };
        self.deliver(completion);
    }
}

fn frame(events: &[RawDocumentBuf]) -> Result<FinishedFrame> {
    let documents: Vec<&RawDocument> = events.iter().map(AsRef::as_ref).collect();
    Ok(transfer::decode(None, &documents)?.into())
}

fn kinds(bytes: &[u8]) -> Result<u32> {
    let raw = transfer::encode_envelope(bytes, &Batch::default())?;
    let options = Document::try_from(raw.as_ref() as &RawDocument)?;
    let names = options
        .get_array("events")
        .map_err(|_| EngineError::invalid("listening needs `events`: a list of names"))?;
    let mut kinds = 0;
    for name in names {
        let kind = name.as_str().and_then(EventKind::of);
        let kind = kind.ok_or_else(|| unknown(name))?;
        kinds |= kind.bit();
    }
    Ok(kinds)
}

fn unknown(name: &Bson) -> EngineError {
    let name = name.as_str().unwrap_or("a value that is no text");
    EngineError::invalid(format!("there are no events of the name {name}"))
}
