//! Engines: one per JavaScript thread. An engine owns handles, pending requests and the queue of completions.

mod clients;
mod codec;
mod cursors;
mod events;
mod pending;
mod queries;
mod registry;
mod reply;
mod resource;
mod sessions;
mod stats;
mod task;

use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use crate::completion::{Completion, CompletionQueue, Doorbell, error_frame};
use crate::error::{EngineError, ErrorClass, Result};
use crate::lock::lock;
use crate::runtime;
use crate::slab::Slab;
use pending::Pending;
pub use queries::Query;
pub use registry::{close, find};
pub(crate) use resource::{Readable, Resource};
pub use sessions::{SessionAction, SessionCall};
pub use stats::Stats;

/// One JavaScript thread's engine.
pub struct Engine {
    resources: Mutex<Slab<Resource>>,
    pending: Pending,
    queue: CompletionQueue,
    doorbell: Arc<Doorbell>,
    last_error: Mutex<Option<EngineError>>,
}

/// Opens an engine and returns its handle. It closes itself when JavaScript's end of the doorbell is closed.
///
/// # Errors
/// `internal` when the operating system refuses threads or file descriptors.
pub fn open() -> Result<u32> {
    static OPENED: AtomicU32 = AtomicU32::new(1);
    let no_descriptors = |_| {
        EngineError::internal("the operating system has no file descriptor left for the engine")
    };
    let doorbell = Arc::new(Doorbell::new().map_err(no_descriptors)?);
    let engine = Arc::new(Engine {
        resources: Mutex::new(Slab::new(OPENED.fetch_add(1, Ordering::Relaxed))),
        pending: Pending::default(),
        queue: CompletionQueue::new(Arc::clone(&doorbell)),
        doorbell: Arc::clone(&doorbell),
        last_error: Mutex::default(),
    });
    let runtime = runtime::handle()?;
    let handle = registry::register(engine)?;
    let entered = runtime.enter();
    let hung_up = doorbell.hung_up().map_err(no_descriptors);
    drop(entered);
    let hung_up = match hung_up {
        Ok(hung_up) => hung_up,
        Err(error) => {
            close(handle);
            return Err(error);
        }
    };
    runtime.spawn(async move {
        hung_up.await;
        close(handle);
    });
    Ok(handle)
}

impl Engine {
    /// JavaScript's end of the doorbell, once.
    pub fn doorbell(&self) -> Option<OwnedFd> {
        self.doorbell.adopt()
    }

    /// Writes waiting completions as records; returns the bytes written.
    pub fn drain(&self, out: &mut [u8]) -> usize {
        self.queue.drain(out, |payload| {
            let payload = Arc::new(payload);
            self.insert(Resource::Result(Arc::clone(&payload)))
                .map_err(|_| Arc::try_unwrap(payload).unwrap_or_default())
        })
    }

    /// Writes a kept payload to `out` and frees it; returns its length. If it does not fit it stays.
    ///
    /// # Errors
    /// `stale_handle` when it was taken before.
    pub fn take(&self, handle: u32, out: &mut [u8]) -> Result<usize> {
        let payload = match lock(&self.resources).get(handle) {
            Some(Resource::Result(payload)) => Arc::clone(payload),
            _ => {
                return Err(EngineError::new(
                    ErrorClass::StaleHandle,
                    "the result was taken before",
                ));
            }
        };
        if payload.write_to(out) {
            let removed = lock(&self.resources).remove(handle);
            drop(removed);
        }
        Ok(payload.len())
    }

    /// Drops a plan, batch, result, cursor or session; false when there is none of that handle. Clients are disconnected instead.
    pub fn release(self: &Arc<Self>, handle: u32) -> bool {
        let mut resources = lock(&self.resources);
        if matches!(resources.get(handle), None | Some(Resource::Client(_))) {
            return false;
        }
        let removed = resources.remove(handle);
        drop(resources);
        match removed {
            Some(Resource::Cursor(feed)) => self.close_cursor(&feed),
            Some(Resource::Events(events)) => self.close_events(&events),
            Some(Resource::Session(session)) => task::detach(async move {
                let _ = session.lock().await.end().await;
            }),
            _ => {}
        }
        true
    }

    /// Gives up a request: nothing is delivered for it any more. False when it was answered already.
    pub fn cancel(self: &Arc<Self>, request: u32) -> bool {
        let Some(pending) = self.pending.claim(request) else {
            return false;
        };
        pending.stop.cancel();
        if pending.cursor != 0 {
            self.release(pending.cursor);
        }
        true
    }

    /// Remembers why a call failed.
    pub fn fail(&self, error: EngineError) {
        *lock(&self.last_error) = Some(error);
    }

    /// The error record of the last failed call.
    pub fn last_error(&self) -> Option<Vec<u8>> {
        lock(&self.last_error)
            .clone()
            .map(|error| error_frame(&error))
    }

    /// Cancels everything and lets go of it.
    pub(crate) fn shut_down(&self) {
        for pending in self.pending.claim_all() {
            pending.stop.cancel();
        }
        let resources = lock(&self.resources).drain();
        for resource in resources {
            match resource {
                Resource::Cursor(feed) => {
                    feed.close();
                }
                Resource::Events(events) => {
                    events.end();
                }
                Resource::Client(client) => task::detach(async move { client.shut_down().await }),
                _ => {}
            }
        }
        self.queue.clear();
    }

    /// Answers a request unless somebody else did; false when its answer is not wanted any more.
    pub(crate) fn deliver(&self, completion: Completion) -> bool {
        let wanted = self.pending.claim(completion.request).is_some();
        if wanted {
            self.queue.push(completion);
        }
        wanted
    }
}
