//! What the client's options say for every operation.

use std::time::Duration;

use bson::RawDocumentBuf;
use mongodb::options::{ClientOptions, ReadConcern, ReadPreference, SelectionCriteria};

use crate::error::{EngineError, Result};

/// The server selection timeout of the specification, in force when the options name none.
const SELECTION_TIMEOUT: Duration = Duration::from_secs(30);

/// Client-wide settings that raw commands do not inherit by themselves.
pub(crate) struct Defaults {
    pub(crate) read_concern_level: Option<String>,
    pub(crate) write_concern: Option<RawDocumentBuf>,
    pub(crate) criteria: Option<SelectionCriteria>,
    pub(crate) retry_reads: bool,
    pub(crate) retry_writes: bool,
    pub(crate) selection_timeout: Duration,
}

impl Defaults {
    pub(crate) fn from_options(options: &ClientOptions) -> Result<Self> {
        let write_concern = match &options.write_concern {
            Some(concern) => Some(
                bson::serialize_to_raw_document_buf(concern)
                    .map_err(|_| EngineError::invalid("the write concern of the client's options can not be used"))?,
            ),
            None => None,
        };
        Ok(Self {
            read_concern_level: options.read_concern.as_ref().and_then(level_of),
            write_concern: write_concern.filter(|concern| !concern.is_empty()),
            criteria: options.selection_criteria.clone().filter(|criteria| !is_primary(criteria)),
            retry_reads: options.retry_reads.unwrap_or(true),
            retry_writes: options.retry_writes.unwrap_or(true),
            selection_timeout: options.server_selection_timeout.unwrap_or(SELECTION_TIMEOUT),
        })
    }
}

/// Whether the criteria mean the primary, which is what raw commands use anyway.
pub(crate) fn is_primary(criteria: &SelectionCriteria) -> bool {
    matches!(criteria, SelectionCriteria::ReadPreference(ReadPreference::Primary))
}

/// The level as the server reads it; the driver keeps its own accessor private.
fn level_of(concern: &ReadConcern) -> Option<String> {
    let document = bson::serialize_to_document(concern).ok()?;
    document.get_str("level").ok().map(str::to_owned)
}
