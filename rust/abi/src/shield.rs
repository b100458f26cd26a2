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
    let outcome =
        catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|cause| Err(panic_error(&*cause)));
    outcome.unwrap_or_else(|error| {
        remember(error);
        T::default()
    })
}

/// Runs a function on an engine; its failure is remembered for the engine, or for this thread when there is no such engine.
pub(crate) fn with_engine<T: Default>(
    handle: u32,
    work: impl FnOnce(&Arc<Engine>) -> Result<T>,
) -> T {
    shielded(|| {
        let engine = engine::find(handle)?;
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&engine)))
            .unwrap_or_else(|cause| Err(panic_error(&*cause)));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn text(record: Option<Vec<u8>>) -> String {
        String::from_utf8_lossy(&record.expect("an error record")).into_owned()
    }

    #[test]
    fn a_panic_without_an_engine_is_remembered_for_the_thread() {
        let result: u32 = shielded(|| panic!("provoked {}", 1));
        assert_eq!(result, 0);
        let record = text(last_error());
        assert!(
            record.contains("panic") && record.contains("provoked 1"),
            "{record}"
        );
        std::thread::spawn(|| assert!(last_error().is_none()))
            .join()
            .expect("another thread has no error");
    }

    #[test]
    fn a_panic_on_an_engine_is_remembered_for_the_engine_which_works_on() {
        let handle = engine::open().expect("an engine");
        let result: u32 = with_engine(handle, |_| panic!("provoked"));
        assert_eq!(result, 0);
        let engine = engine::find(handle).expect("the engine lives");
        assert!(text(engine.last_error()).contains("provoked"));
        assert_eq!(with_engine(handle, |_| Ok(7)), 7);
        engine::close(handle);
    }

    #[test]
    fn a_failure_on_an_engine_that_is_gone_is_the_threads() {
        assert_eq!(with_engine::<u32>(0, |_| Ok(7)), 0);
        assert!(text(last_error()).contains("stale_handle"));
    }
}
