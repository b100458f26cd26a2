//! The classes of failure that JavaScript tells apart.

/// What kind of failure an [`EngineError`](super::EngineError) is; the names are those of the error record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// A document does not fit its plan.
    Validation,
    /// A call, option or command that can not work as given.
    InvalidArgument,
    /// Refused by the guard; the reason says by which rule.
    Guard(GuardReason),
    /// The server answered with an error.
    Server,
    /// The server found a duplicate key (code 11000).
    DuplicateKey,
    /// One or more statements of a bulk write failed.
    BulkWrite,
    /// The write happened, but its write concern was not met.
    WriteConcern,
    /// The connection broke or could not be made.
    Connection,
    /// No suitable server was found in time.
    ServerSelection,
    /// The server refused the credentials.
    Authentication,
    /// A time limit passed, on the client or on the server.
    Timeout,
    /// The client was disconnected.
    ClientClosed,
    /// A cursor can not go on; some of its documents were not delivered.
    CursorLost,
    /// A session or transaction was used in a way that its state does not allow.
    Session,
    /// A handle that is stale, of another kind, or of another engine.
    StaleHandle,
    /// A panic was caught: a bug of the engine.
    Panic,
    /// An inconsistency inside the engine: a bug of the engine.
    Internal,
}

impl ErrorClass {
    /// The name in the error record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Validation => "validation",
            Self::InvalidArgument => "invalid_argument",
            Self::Guard(_) => "guard",
            Self::Server => "server",
            Self::DuplicateKey => "duplicate_key",
            Self::BulkWrite => "bulk_write",
            Self::WriteConcern => "write_concern",
            Self::Connection => "connection",
            Self::ServerSelection => "server_selection",
            Self::Authentication => "authentication",
            Self::Timeout => "timeout",
            Self::ClientClosed => "client_closed",
            Self::CursorLost => "cursor_lost",
            Self::Session => "session",
            Self::StaleHandle => "stale_handle",
            Self::Panic => "panic",
            Self::Internal => "internal",
        }
    }
}

/// Which rule of the guard refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GuardReason {
    /// A collection name outside the allowlist.
    CollectionName,
    /// A database name outside the allowlist.
    DatabaseName,
    /// A `$` key where only data may stand.
    DollarKey,
    /// A NUL inside a key.
    NulKey,
    /// Nesting deeper than 100 levels.
    Depth,
    /// A document over 16 MiB.
    DocumentSize,
    /// An operator that is unknown or stands in the wrong place.
    Operator,
    /// Server-side JavaScript without leave.
    ServerJavascript,
    /// A write to many documents without criteria.
    EmptyCriteria,
}

impl GuardReason {
    /// The name in the error record.
    pub fn name(self) -> &'static str {
        match self {
            Self::CollectionName => "collection_name",
            Self::DatabaseName => "database_name",
            Self::DollarKey => "dollar_key",
            Self::NulKey => "nul_key",
            Self::Depth => "depth",
            Self::DocumentSize => "document_size",
            Self::Operator => "operator",
            Self::ServerJavascript => "server_javascript",
            Self::EmptyCriteria => "empty_criteria",
        }
    }
}
