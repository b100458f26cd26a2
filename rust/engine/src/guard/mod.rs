//! The security boundary: names, filters, updates, pipelines and numbers are checked here, and nothing goes around it.

mod command;
mod filter;
mod literal;
mod name;
mod number;
mod pipeline;
mod statement;
mod update;
pub mod uri;

pub use command::check_command;
pub use name::{check_collection, check_database};
pub(crate) use pipeline::writes as pipeline_writes;
pub(crate) use statement::check_statement;

use bson::RawBsonRef;

use crate::error::{EngineError, GuardReason};

/// What a call may do beyond the default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Permissions {
    /// Keys that start with `$` may stand in stored values.
    pub dollar_keys: bool,
    /// `$where`, `$function`, `$accumulator` and `mapReduce` may run.
    pub server_javascript: bool,
    /// The user wrote the command: only names are checked.
    pub run_command: bool,
    /// Writes to many documents may have no criteria.
    pub empty_criteria: bool,
}

/// Deepest nesting that the server accepts, and so the guard.
const MAX_DEPTH: usize = 100;

fn deeper(depth: usize) -> Result<usize, EngineError> {
    if depth >= MAX_DEPTH {
        return Err(EngineError::guard(
            GuardReason::Depth,
            format!("the command is nested deeper than {MAX_DEPTH} levels, which MongoDB does not accept"),
        ));
    }
    Ok(depth + 1)
}

fn operator(message: impl Into<String>) -> EngineError {
    EngineError::guard(GuardReason::Operator, message)
}

fn javascript(name: &str) -> EngineError {
    EngineError::guard(
        GuardReason::ServerJavascript,
        format!("{name} runs JavaScript on the server: pass allowServerJavaScript for this call if that is meant"),
    )
}

/// The name of a value's type, for messages that must not repeat the value.
fn kind(value: RawBsonRef<'_>) -> &'static str {
    match value {
        RawBsonRef::Document(_) => "an object",
        RawBsonRef::Array(_) => "an array",
        RawBsonRef::String(_) => "a string",
        RawBsonRef::Double(_) | RawBsonRef::Int32(_) | RawBsonRef::Int64(_) => "a number",
        RawBsonRef::Boolean(_) => "a boolean",
        RawBsonRef::Null => "null",
        _ => "a value of another type",
    }
}
