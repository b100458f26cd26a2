//! Panics as errors: none crosses to JavaScript, none ends the process.

use std::any::Any;

use crate::error::{EngineError, ErrorClass};

/// The error of a caught panic, with its message.
pub fn panic_error(cause: &(dyn Any + Send)) -> EngineError {
    let text = cause
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| cause.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    EngineError::new(
        ErrorClass::Panic,
        format!("the engine ran into a bug and gave up this operation; please report it: {text}"),
    )
}
