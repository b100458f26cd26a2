//! What every function has in common: panics are caught, failures are remembered for `haricot_last_error`.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use haricot_engine::completion::error_frame;
use haricot_engine::engine::{self, Engine};
use haricot_engine::error::{EngineError, Result};
use haricot_engine::panics::panic_error;

thread_local! {
    static LAST_ERROR: RefCell<Option<EngineError>> = const { RefCell::new(None) };
}

/// Runs a function that needs no engine; its failure is remembered for this thread.
pub(crate) fn shielded<T: Default>(work: impl FnOnce() -> Result<T>) -> T {
    let outcome = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|cause| Err(panic_error(&*cause)));
    outcome.unwrap_or_else(|error| {
        remember(error);
        T::default()
    })
}

/// Runs a function on an engine; its failure is remembered for the engine, or for this thread when there is no such engine.
pub(crate) fn with_engine<T: Default>(handle: u32, work: impl FnOnce(&Arc<Engine>) -> Result<T>) -> T {
    shielded(|| {
        let engine = engine::find(handle)?;
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&engine))).unwrap_or_else(|cause| Err(panic_error(&*cause)));
        Ok(outcome.unwrap_or_else(|error| {
            engine.fail(error);
            T::default()
        }))
    })
}

/// Remembers a failure for this thread.
pub(crate) fn remember(error: EngineError) {
    LAST_ERROR.with_borrow_mut(|last| *last = Some(error));
}

/// The error record of this thread's last failure.
pub(crate) fn last_error() -> Option<Vec<u8>> {
    LAST_ERROR.with_borrow(|last| last.as_ref().map(error_frame))
}
