//! Results on their way to JavaScript.

mod doorbell;
mod queue;
mod record;

pub use doorbell::Doorbell;
pub use queue::CompletionQueue;
pub use record::{INLINE_LIMIT, RECORD_BYTES};

use crate::error::EngineError;
use crate::transfer::{self, FinishedFrame};

/// What is known when a request has ended.
#[derive(Debug, Default)]
pub struct Completion {
    /// JavaScript's number of the request.
    pub request: u32,
    /// Whether the payload is an error record.
    pub failed: bool,
    /// A frame, or nothing.
    pub payload: FinishedFrame,
    /// Cursor handle, 0 when there is none or it is exhausted.
    pub cursor: u32,
    /// First result word, by operation.
    pub a: u32,
    /// Second result word, by operation.
    pub b: u32,
    /// What the operation cost, when that was asked for; its length is a multiple of 8.
    pub measured: Option<Box<[u8]>>,
}

impl Completion {
    /// A failure with its error record.
    pub fn failure(request: u32, error: &EngineError) -> Self {
        Self {
            request,
            failed: true,
            payload: error_frame(error).into(),
            ..Self::default()
        }
    }
}

/// An error record as an untyped frame. A record that the frame can not hold is replaced by class and message.
pub fn error_frame(error: &EngineError) -> Vec<u8> {
    transfer::decode(None, &[&error.to_raw()]).unwrap_or_else(|_| {
        let short = EngineError::new(error.class, error.message.clone());
        transfer::decode(None, &[&short.to_raw()]).unwrap_or_default()
    })
}
