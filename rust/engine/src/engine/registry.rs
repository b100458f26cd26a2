//! All engines of the process, by handle.

use std::sync::{Arc, LazyLock, Mutex};

use super::Engine;
use crate::error::{EngineError, ErrorClass, Result};
use crate::lock::lock;
use crate::slab::Slab;

static ENGINES: LazyLock<Mutex<Slab<Arc<Engine>>>> = LazyLock::new(|| Mutex::new(Slab::new(0)));

/// Registers an engine.
pub(super) fn register(engine: Arc<Engine>) -> Result<u32> {
    lock(&ENGINES).insert(engine).ok_or_else(|| EngineError::invalid("65 536 engines are open in this process"))
}

/// Finds an engine.
///
/// # Errors
/// `stale_handle` when it was closed.
pub fn find(handle: u32) -> Result<Arc<Engine>> {
    lock(&ENGINES).get(handle).cloned().ok_or_else(|| EngineError::new(ErrorClass::StaleHandle, "the engine was closed"))
}

/// Closes an engine; false when it was closed before.
pub fn close(handle: u32) -> bool {
    let engine = lock(&ENGINES).remove(handle);
    engine.is_some_and(|engine| {
        engine.shut_down();
        true
    })
}
