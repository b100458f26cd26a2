//! What can be wrong with a plan, a frame or a stored document.

use std::fmt;
use std::ops::Deref;

use bson::Bson;

/// Why something was refused before it could reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuardReason {
    /// A key starts with `$`, which the server would read as an operator.
    DollarKey,
    /// A key, a pattern or an option contains NUL, which ends it in BSON.
    NulKey,
    /// Documents and arrays are nested deeper than 100 levels.
    Depth,
    /// A document is larger than 16 MiB.
    DocumentSize,
}

impl GuardReason {
    /// The reason's name in error records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DollarKey => "dollar_key",
            Self::NulKey => "nul_key",
            Self::Depth => "depth",
            Self::DocumentSize => "document_size",
        }
    }
}

/// The kind of a transfer error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// A document does not fit its plan, or is not well-formed BSON.
    Validation,
    /// A plan or a document of the caller cannot mean anything (unknown kind, a key twice, ...).
    InvalidArgument,
    /// A document was refused for safety.
    Guard(GuardReason),
    /// A frame does not have the documented layout: a bug in its writer.
    Frame,
}

/// Everything known about an error. Stored values never appear in it, except `id`.
#[derive(Clone, Debug)]
pub struct ErrorDetails {
    /// What kind of error this is.
    pub kind: ErrorKind,
    /// The plan's model, if there is a plan.
    pub model: Option<String>,
    /// Dotted path in the document, by the model's field names and array indexes; empty for the document itself.
    pub path: String,
    /// What the plan asks for: a kind (`string`), or a rule (`maxLength 20`).
    pub expected: Option<String>,
    /// What is there, as a BSON type name with a remark where needed.
    pub found: Option<String>,
    /// The document's `_id`, if it could be read.
    pub id: Option<Bson>,
    /// The document's index in the input, from 0.
    pub index: Option<usize>,
    /// What is wrong and what to do, in full sentences.
    pub message: String,
}

/// An error of the codec; dereferences to its [`ErrorDetails`].
#[derive(Clone)]
pub struct TransferError(Box<ErrorDetails>);

pub(crate) type Outcome<T> = Result<T, TransferError>;

impl TransferError {
    #[cold]
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(ErrorDetails {
            kind,
            model: None,
            path: String::new(),
            expected: None,
            found: None,
            id: None,
            index: None,
            message: message.into(),
        }))
    }

    #[cold]
    pub(crate) fn frame(message: &str) -> Self {
        Self::new(ErrorKind::Frame, format!("malformed frame: {message}"))
    }

    #[cold]
    pub(crate) fn guard(reason: GuardReason, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Guard(reason), message)
    }

    #[cold]
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidArgument, message)
    }

    #[cold]
    pub(crate) fn mismatch(expected: impl Into<String>, found: impl Into<String>) -> Self {
        let (expected, found) = (expected.into(), found.into());
        let mut error = Self::new(
            ErrorKind::Validation,
            format!("expected {expected}, found {found}"),
        );
        error.0.expected = Some(expected);
        error.0.found = Some(found);
        error
    }

    #[cold]
    pub(crate) fn advise(mut self, advice: &str) -> Self {
        self.0.message.push_str(". ");
        self.0.message.push_str(advice);
        self
    }

    /// Puts a name in front of the path while the error travels outwards.
    #[cold]
    pub(crate) fn inside(mut self, segment: &str) -> Self {
        let path = &mut self.0.path;
        if !path.is_empty() {
            path.insert(0, '.');
        }
        path.insert_str(0, segment);
        self
    }

    #[cold]
    pub(crate) fn inside_key(self, key: &[u8]) -> Self {
        self.inside(&String::from_utf8_lossy(key))
    }

    #[cold]
    pub(crate) fn inside_index(self, index: usize) -> Self {
        self.inside(&index.to_string())
    }

    /// Adds the document that the error is about and writes model, path and index into the message.
    #[cold]
    pub(crate) fn of_document(
        mut self,
        model: Option<&str>,
        index: usize,
        id: Option<Bson>,
    ) -> Self {
        self.0.index = Some(index);
        self.0.id = id;
        self.0.model = model.map(str::to_owned);
        let place = match (model, self.0.path.as_str()) {
            (Some(model), "") => model.to_owned(),
            (Some(model), path) => format!("{model}.{path}"),
            (None, "") => "document".to_owned(),
            (None, path) => path.to_owned(),
        };
        self.0.message = format!("{place} (document {index}): {}", self.0.message);
        self
    }
}

impl Deref for TransferError {
    type Target = ErrorDetails;

    fn deref(&self) -> &ErrorDetails {
        &self.0
    }
}

impl fmt::Display for TransferError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.message)
    }
}

impl fmt::Debug for TransferError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for TransferError {}
