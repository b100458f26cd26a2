//! Pages from the server, one reply each.

use bson::{Bson, RawBsonRef, RawDocument};
use futures_util::StreamExt;
use mongodb::raw_batch_cursor::RawBatch;

use crate::error::{EngineError, ErrorClass, Result, from_driver};
use crate::operation::Pages;

/// Reads a cursor page by page and stops at its first error: after one the driver could skip a page.
pub(crate) struct Pager {
    pages: Option<Pages>,
    exhausted: bool,
}

impl Pager {
    pub(crate) fn new(pages: Pages) -> Self {
        Self {
            pages: Some(pages),
            exhausted: false,
        }
    }

    /// Whether pages are fetched in a user's session, whose calls must not be broken off.
    pub(crate) fn in_session(&self) -> bool {
        matches!(self.pages, Some(Pages::InSession(..)))
    }

    /// Whether the server's cursor is known to be at its end.
    pub(crate) fn exhausted(&self) -> bool {
        self.exhausted
    }

    /// The next page; `None` at the end.
    ///
    /// # Errors
    /// `cursor_lost` when a page could not be fetched: pages are never asked for twice.
    pub(crate) async fn next(&mut self) -> Result<Option<RawBatch>> {
        if self.exhausted {
            self.pages = None;
            return Ok(None);
        }
        let outcome = match self.pages.as_mut() {
            None => return Ok(None),
            Some(Pages::Free(cursor)) => cursor.next().await,
            Some(Pages::InSession(cursor, session)) => {
                let mut state = session.lock().await;
                cursor.stream(state.driver()?).next().await
            }
        };
        match outcome {
            Some(Ok(batch)) => {
                self.exhausted = is_last(batch.as_raw_document());
                Ok(Some(batch))
            }
            Some(Err(error)) => {
                self.pages = None;
                Err(lost(from_driver(&error)))
            }
            None => {
                self.pages = None;
                Ok(None)
            }
        }
    }
}

/// The server gives cursor number 0 with the last page.
fn is_last(reply: &RawDocument) -> bool {
    let cursor = reply
        .get("cursor")
        .ok()
        .flatten()
        .and_then(RawBsonRef::as_document);
    let id = cursor.and_then(|cursor| cursor.get("id").ok().flatten());
    matches!(id, Some(RawBsonRef::Int64(0) | RawBsonRef::Int32(0)))
}

/// A failed getMore is not repeated: the server may have moved the cursor on, and documents would be missing.
fn lost(mut error: EngineError) -> EngineError {
    if matches!(error.class, ErrorClass::ClientClosed | ErrorClass::Timeout) {
        return error;
    }
    let mut lost = EngineError::new(
        ErrorClass::CursorLost,
        format!(
            "the cursor can not go on, and the rest of its documents was not delivered: run the query again ({})",
            error.message
        ),
    );
    lost.code = error.code;
    lost.code_name = error.code_name.take();
    lost.labels = std::mem::take(&mut error.labels);
    lost.with("cause", Bson::String(error.class.name().to_owned()))
}
