//! Encoded documents.

use bson::raw::{RawDocument, RawDocumentBuf};

use super::decode::decode;
use super::error::TransferError;

/// Documents of one run, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) bytes: Vec<u8>,
    /// Where each document ends.
    pub(super) ends: Vec<usize>,
}

/// Documents as BSON, in few buffers. Immutable; finding a document by its index copies nothing.
#[derive(Debug, Default)]
pub struct Batch {
    runs: Vec<Run>,
    /// Index of each run's first document.
    firsts: Vec<usize>,
    documents: usize,
}

impl Batch {
    pub(super) fn of_runs(runs: Vec<Run>) -> Self {
        let mut batch = Self {
            firsts: Vec::with_capacity(runs.len()),
            ..Self::default()
        };
        for run in &runs {
            batch.firsts.push(batch.documents);
            batch.documents += run.ends.len();
        }
        batch.runs = runs;
        batch
    }

    /// A batch of one document, from BSON that is checked in every part.
    ///
    /// # Errors
    /// `Validation` if the bytes are no well-formed document.
    pub fn of_document(bytes: Vec<u8>) -> Result<Self, TransferError> {
        let document = RawDocumentBuf::from_bytes(bytes).map_err(|_| {
            TransferError::mismatch(
                "well-formed BSON",
                "bytes without a document's length and end",
            )
        })?;
        decode(None, &[&document])?;
        let bytes = document.into_bytes();
        let ends = vec![bytes.len()];
        Ok(Self::of_runs(vec![Run { bytes, ends }]))
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.documents
    }

    /// Whether there are no documents.
    pub fn is_empty(&self) -> bool {
        self.documents == 0
    }

    /// Bytes of all documents.
    pub fn total_bytes(&self) -> usize {
        self.runs.iter().map(|run| run.bytes.len()).sum()
    }

    /// The document at an index, if there is one.
    pub fn get(&self, index: usize) -> Option<&RawDocument> {
        let run = self
            .firsts
            .partition_point(|first| *first <= index)
            .checked_sub(1)?;
        document(self.runs.get(run)?, index - self.firsts.get(run)?)
    }

    /// All documents in order.
    pub fn iter(&self) -> impl Iterator<Item = &RawDocument> {
        self.runs
            .iter()
            .flat_map(|run| (0..run.ends.len()).filter_map(move |index| document(run, index)))
    }
}

fn document(run: &Run, index: usize) -> Option<&RawDocument> {
    let start = match index.checked_sub(1) {
        Some(before) => *run.ends.get(before)?,
        None => 0,
    };
    RawDocument::from_bytes(run.bytes.get(start..*run.ends.get(index)?)?).ok()
}
