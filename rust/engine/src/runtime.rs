//! The process's one tokio runtime. Clients belong to the runtime that made them, so it is never dropped.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::{EngineError, Result};

/// Threads that do network work. Measured on two cores, find by id against the driver alone: 1.10 times its latency with
/// one thread, 1.11 to 1.17 with two; one leaves the other core to decoding.
const WORKER_THREADS: usize = 1;

static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();

/// The runtime's handle; it is started when first asked for.
///
/// # Errors
/// `internal` when the operating system refuses threads.
pub fn handle() -> Result<&'static Handle> {
    RUNTIME
        .get_or_init(|| {
            Builder::new_multi_thread()
                .worker_threads(WORKER_THREADS)
                .thread_name("haricot")
                .enable_all()
                .build()
                .ok()
        })
        .as_ref()
        .map(Runtime::handle)
        .ok_or_else(|| {
            EngineError::internal(
                "the operating system refused to start the engine's network threads",
            )
        })
}
