//! Tasks of the engine: their panics become errors.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;

use super::Engine;
use crate::completion::Completion;
use crate::error::Result;
use crate::measure::{self, Measurement};
use crate::panics::panic_error;
use crate::runtime;
use crate::transfer::FinishedFrame;

/// What a task made, to be delivered.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) payload: FinishedFrame,
    pub(crate) cursor: u32,
    pub(crate) a: u32,
    pub(crate) b: u32,
}

/// Runs something in the background whose result nobody waits for.
pub(crate) fn detach(work: impl Future<Output = ()> + Send + 'static) {
    if let Ok(runtime) = runtime::handle() {
        // A panic here has nobody to be told; the runtime has printed it.
        runtime.spawn(AssertUnwindSafe(work).catch_unwind().map(drop));
    }
}

impl Engine {
    /// Runs the work of a request and delivers its outcome. `undo` lets go of what the outcome holds when it is not wanted any more.
    pub(crate) fn spawn<W, U>(self: &Arc<Self>, request: u32, work: W, undo: U) -> Result<()>
    where
        W: Future<Output = Result<Outcome>> + Send + 'static,
        U: FnOnce(&Arc<Self>, &Outcome) + Send + 'static,
    {
        self.spawn_measured(request, None, work, undo)
    }

    /// The same; the completion carries what the work cost, if that is measured.
    pub(crate) fn spawn_measured<W, U>(
        self: &Arc<Self>,
        request: u32,
        measurement: Option<Arc<Measurement>>,
        work: W,
        undo: U,
    ) -> Result<()>
    where
        W: Future<Output = Result<Outcome>> + Send + 'static,
        U: FnOnce(&Arc<Self>, &Outcome) + Send + 'static,
    {
        let engine = Arc::clone(self);
        let runtime = runtime::handle().inspect_err(|_| drop(self.pending.claim(request)))?;
        runtime.spawn(async move {
            let work = measure::within(measurement.clone(), work);
            let outcome = AssertUnwindSafe(work)
                .catch_unwind()
                .await
                .unwrap_or_else(|cause| Err(panic_error(&*cause)));
            let measured = measurement.map(|measurement| measurement.section());
            engine.settle(request, outcome, measured, undo);
        });
        Ok(())
    }

    fn settle<U>(
        self: &Arc<Self>,
        request: u32,
        outcome: Result<Outcome>,
        measured: Option<Box<[u8]>>,
        undo: U,
    ) where
        U: FnOnce(&Arc<Self>, &Outcome),
    {
        match outcome {
            Ok(mut outcome) => {
                let payload = std::mem::take(&mut outcome.payload);
                let Outcome { cursor, a, b, .. } = outcome;
                if !self.deliver(Completion {
                    request,
                    failed: false,
                    payload,
                    cursor,
                    a,
                    b,
                    measured,
                }) {
                    undo(self, &outcome);
                }
            }
            Err(error) => {
                self.deliver(Completion {
                    measured,
                    ..Completion::failure(request, &error)
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::pending::PendingRequest;
    use std::io::Read;
    use std::os::unix::net::UnixStream;

    #[test]
    fn a_panic_becomes_a_completion_and_the_engine_works_on() {
        let handle = crate::engine::open().expect("an engine");
        let engine = crate::engine::find(handle).expect("the engine");
        let mut bell = UnixStream::from(engine.doorbell().expect("the doorbell"));
        bell.set_nonblocking(false).expect("blocking");
        for request in [1, 2] {
            let pending = PendingRequest {
                client: 0,
                cursor: 0,
                stop: tokio_util::sync::CancellationToken::new(),
            };
            engine.pending.begin(request, pending).expect("a request");
            let work = async { panic!("provoked") };
            engine.spawn(request, work, |_, _| {}).expect("a task");
            assert_ne!(bell.read(&mut [0; 64]).expect("a ring"), 0);
            let mut out = [0_u8; 4096];
            let written = engine.drain(&mut out);
            let word =
                |at: usize| u32::from_le_bytes([out[at], out[at + 1], out[at + 2], out[at + 3]]);
            assert_eq!((word(0), word(4)), (request, 1));
            let record = String::from_utf8_lossy(&out[32..written]).into_owned();
            assert!(
                record.contains("panic") && record.contains("provoked"),
                "{record}"
            );
        }
        assert_eq!(engine.pending.len(), 0);
        crate::engine::close(handle);
    }
}
