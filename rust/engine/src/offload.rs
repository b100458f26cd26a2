//! Work for processors, away from the network threads.

use futures_util::FutureExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::sync::oneshot;

use crate::error::Result;
use crate::panics::panic_error;

/// Runs a function in the rayon pool and waits for it without holding a network thread.
///
/// # Errors
/// Class `panic` when the function panicked.
pub(crate) fn offload<T, F>(work: F) -> impl Future<Output = Result<T>> + Send
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    let (sender, receiver) = oneshot::channel();
    rayon::spawn(move || {
        let outcome = catch_unwind(AssertUnwindSafe(work)).map_err(|cause| panic_error(&*cause));
        // Nobody waits when the operation was given up.
        let _ = sender.send(outcome);
    });
    receiver.map(|received| match received {
        Ok(outcome) => outcome,
        Err(_) => Err(crate::error::EngineError::internal("a worker thread ended without a result")),
    })
}
