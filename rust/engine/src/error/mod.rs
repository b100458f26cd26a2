//! Errors: one flat record per failure, built from the server's reply first and from the driver's error second.

mod class;
mod driver;
mod record;
mod reply;
mod transfer;

pub use class::{ErrorClass, GuardReason};
pub(crate) use driver::{client_closed, from_driver};
pub(crate) use record::index_bson;
pub(crate) use reply::{code_of, document_labels, has_label, write_outcome};

use std::ops::{Deref, DerefMut};

use bson::Bson;

/// A failed statement of a write command.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementError {
    /// Position in the whole submission.
    pub index: usize,
    /// The server's code.
    pub code: i32,
    /// The server's text.
    pub message: String,
    /// Keys of the violated unique index.
    pub key_pattern: Option<Bson>,
    /// Values that were there already.
    pub key_value: Option<Bson>,
    /// What the server adds, for example why a validator refused.
    pub err_info: Option<Bson>,
}

/// An error of the engine; dereferences to the record that JavaScript receives.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", .0.message)]
pub struct EngineError(Box<ErrorRecord>);

impl Deref for EngineError {
    type Target = ErrorRecord;

    fn deref(&self) -> &ErrorRecord {
        &self.0
    }
}

impl DerefMut for EngineError {
    fn deref_mut(&mut self) -> &mut ErrorRecord {
        &mut self.0
    }
}

/// Everything known about a failure.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorRecord {
    /// Kind of the failure.
    pub class: ErrorClass,
    /// What happened, why, and what to do; without credentials and raw replies.
    pub message: String,
    /// The server's error code.
    pub code: Option<i32>,
    /// Its name.
    pub code_name: Option<String>,
    /// Error labels of the server and of the driver, for example `TransientTransactionError`.
    pub labels: Vec<String>,
    /// Further fields of the record, by name.
    pub details: Vec<(&'static str, Bson)>,
    /// Failed statements of a write.
    pub write_errors: Vec<StatementError>,
    /// Write concern errors as the server gave them.
    pub write_concern_errors: Vec<Bson>,
}

impl EngineError {
    /// An error of a class with a message.
    pub fn new(class: ErrorClass, message: impl Into<String>) -> Self {
        Self(Box::new(ErrorRecord {
            class,
            message: message.into(),
            code: None,
            code_name: None,
            labels: Vec::new(),
            details: Vec::new(),
            write_errors: Vec::new(),
            write_concern_errors: Vec::new(),
        }))
    }

    /// Shorthand for the class `invalid_argument`.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorClass::InvalidArgument, message)
    }

    /// Shorthand for the class `guard`.
    pub fn guard(reason: GuardReason, message: impl Into<String>) -> Self {
        Self::new(ErrorClass::Guard(reason), message)
    }

    /// Shorthand for the class `internal`.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorClass::Internal, message)
    }

    /// Adds a field to the record.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Bson>) -> Self {
        self.details.push((name, value.into()));
        self
    }

    /// The value of a further field.
    pub fn detail(&self, name: &str) -> Option<&Bson> {
        self.details
            .iter()
            .find(|(field, _)| *field == name)
            .map(|(_, value)| value)
    }

    /// Whether a label is set.
    pub fn has_label(&self, label: &str) -> bool {
        self.labels.iter().any(|own| own == label)
    }
}

impl From<bson::error::Error> for EngineError {
    fn from(error: bson::error::Error) -> Self {
        Self::internal(format!("a BSON document could not be read: {}", error.kind))
    }
}

/// What nearly every function of the engine returns.
pub type Result<T> = std::result::Result<T, EngineError>;
