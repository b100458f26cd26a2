//! A page of a cursor: one reply of the server.

use bson::RawArray;
use mongodb::raw_batch_cursor::RawBatch;

use crate::error::{EngineError, Result};

/// A reply, shared by the frames that keep large payloads of it.
pub(crate) struct Page {
    batch: RawBatch,
}

impl Page {
    pub(crate) fn new(batch: RawBatch) -> Self {
        Self { batch }
    }

    /// The page's documents.
    pub(crate) fn documents(&self) -> Result<&RawArray> {
        self.batch
            .doc_slices()
            .map_err(|_| EngineError::internal("the server's reply holds no page"))
    }
}

impl AsRef<[u8]> for Page {
    fn as_ref(&self) -> &[u8] {
        self.batch.as_raw_document().as_bytes()
    }
}
