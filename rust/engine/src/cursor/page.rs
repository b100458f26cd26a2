//! A page of a cursor: one reply of the server.

use bson::{RawBsonRef, RawDocument};
use mongodb::raw_batch_cursor::RawBatch;

use crate::error::{EngineError, Result};
use crate::measure;

/// What the documents of a page are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Those that the server sends.
    Documents,
    /// The page itself: what the server says of the cursor, with its documents in it.
    Page,
}

/// A reply, shared by the frames that keep large payloads of it.
pub(crate) struct Page {
    batch: RawBatch,
    unit: Unit,
}

impl Page {
    pub(crate) fn new(batch: RawBatch, unit: Unit) -> Self {
        Self { batch, unit }
    }

    /// Notes what the page is, for whoever measures.
    pub(crate) fn note(&self) {
        measure::reply(|| self.as_ref().len());
        measure::documents(|| {
            let documents = self.batch.doc_slices();
            documents.map_or(0, |array| array.into_iter().count())
        });
    }

    /// The page's documents from one on, so many at most, and whether there are more.
    pub(crate) fn documents(&self, from: usize, most: usize) -> Result<(Vec<&RawDocument>, bool)> {
        if self.unit == Unit::Page {
            let cursor = self.batch.as_raw_document().get_document("cursor");
            return Ok((vec![cursor.map_err(|_| no_page())?], false));
        }
        let mut documents = Vec::new();
        for element in self
            .batch
            .doc_slices()
            .map_err(|_| no_page())?
            .into_iter()
            .skip(from)
        {
            if documents.len() == most {
                return Ok((documents, true));
            }
            match element? {
                RawBsonRef::Document(document) => documents.push(document),
                _ => {
                    return Err(EngineError::internal(
                        "the server's reply holds something else than documents",
                    ));
                }
            }
        }
        Ok((documents, false))
    }
}

fn no_page() -> EngineError {
    EngineError::internal("the server's reply holds no page")
}

impl AsRef<[u8]> for Page {
    fn as_ref(&self) -> &[u8] {
        self.batch.as_raw_document().as_bytes()
    }
}
