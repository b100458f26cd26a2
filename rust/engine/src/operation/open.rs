//! Opening a cursor.

use mongodb::error::{Error, ErrorKind};
use mongodb::raw_batch_cursor::{RawBatchCursor, SessionRawBatchCursor};
use std::sync::Arc;

use super::envelope::GetMore;
use super::retry::is_retryable_read;
use super::run::{BuildBody, Call, Context};
use crate::error::{EngineError, Result, from_driver};
use crate::measure;
use crate::session::{Session, SessionState};

/// A cursor of the driver, with the session that every further page needs.
pub(crate) enum Pages {
    /// Without a session of the user's.
    Free(Box<RawBatchCursor>),
    /// In a session.
    InSession(Box<SessionRawBatchCursor>, Arc<Session>),
}

impl Context {
    /// Sends a command that answers with a cursor; reads are repeated as the specification allows.
    pub(crate) async fn open(
        &self,
        call: &Call<'_>,
        body: impl BuildBody,
        get_more: &GetMore,
    ) -> Result<Pages> {
        measure::command();
        match &self.session {
            None => self.open_free(call, body, get_more).await,
            Some(session) => {
                let mut state = session.lock().await;
                self.open_in_session(call, body, get_more, session, &mut state)
                    .await
            }
        }
    }

    async fn open_free(
        &self,
        call: &Call<'_>,
        body: impl BuildBody,
        get_more: &GetMore,
    ) -> Result<Pages> {
        let database = self.client.database(call.database);
        let mut budget = self.read_budget(call.kind);
        loop {
            let body = self.add_concerns(call.kind, body()?, None)?;
            let options = get_more.to_driver(call.criteria.clone());
            let attempt = measure::attempt(body.as_bytes().len());
            let action = database.run_raw_cursor_command(body).with_options(options);
            let opened = action.batch().await;
            if let Some(attempt) = attempt {
                attempt.answered();
            }
            match opened {
                Ok(cursor) => return Ok(Pages::Free(Box::new(cursor))),
                Err(error) => budget
                    .after(error, is_retryable_read)
                    .await
                    .map_err(|error| open_error(&error))?,
            }
        }
    }

    async fn open_in_session(
        &self,
        call: &Call<'_>,
        body: impl BuildBody,
        get_more: &GetMore,
        session: &Arc<Session>,
        state: &mut SessionState,
    ) -> Result<Pages> {
        let in_transaction = state.in_transaction();
        let criteria = match in_transaction {
            true => call.in_transaction()?.criteria,
            false => call.criteria.clone(),
        };
        let database = self.client.database(call.database);
        let mut budget = match in_transaction {
            true => self.single_attempt(),
            false => self.read_budget(call.kind),
        };
        loop {
            let body = match in_transaction {
                true => body()?,
                false => self.add_concerns(call.kind, body()?, Some((session, state)))?,
            };
            let attempt = measure::attempt(body.as_bytes().len());
            let action = database
                .run_raw_cursor_command(body)
                .with_options(get_more.to_driver(criteria.clone()));
            let opened = action.session(state.driver()?).batch().await;
            if let Some(attempt) = attempt {
                attempt.answered();
            }
            match opened {
                Ok(cursor) => return Ok(Pages::InSession(Box::new(cursor), Arc::clone(session))),
                Err(error) => budget
                    .after(error, is_retryable_read)
                    .await
                    .map_err(|error| open_error(&error))?,
            }
        }
    }
}

/// The driver misses the cursor in a reply as it would miss any field.
fn open_error(error: &Error) -> EngineError {
    match &*error.kind {
        ErrorKind::Bson(_) => EngineError::invalid(
            "the reply to this command holds no cursor: it is not a command whose documents are read page by page",
        ),
        _ => from_driver(error),
    }
}
