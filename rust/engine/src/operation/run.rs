//! One command, one reply: with the session it belongs to and the repetitions it is allowed.

use std::sync::Arc;

use bson::raw::cstr;
use bson::{Document, RawDocumentBuf};
use mongodb::ClientSession;
use mongodb::error::Error;
use mongodb::options::SelectionCriteria;
use tokio_util::sync::CancellationToken;

use super::body::{add_write_concern, with_read_concern};
use super::kind::CommandKind;
use super::retry::{RetryBudget, is_retryable_read, is_retryable_reply, is_retryable_write};
use crate::client::{Client, is_primary};
use crate::error::{EngineError, Result, from_driver};
use crate::measure;
use crate::session::{Session, SessionState};

/// What an operation runs in.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) client: Arc<Client>,
    pub(crate) session: Option<Arc<Session>>,
    /// Cancelled when nobody waits for the result any more: nothing is repeated then.
    pub(crate) stop: CancellationToken,
}

/// Makes a command's body. Every attempt to send it has its own: the driver keeps what it is given, and a copy at hand for
/// a second attempt would cost every large command one copy more.
pub(crate) trait BuildBody: Fn() -> Result<RawDocumentBuf> + Sync {}

impl<F: Fn() -> Result<RawDocumentBuf> + Sync> BuildBody for F {}

/// A command ready to be sent.
pub(crate) struct Call<'a> {
    pub(crate) database: &'a str,
    pub(crate) kind: CommandKind,
    /// Who may answer; none means the primary.
    pub(crate) criteria: Option<SelectionCriteria>,
    /// Whether the criteria are the call's own and not the client's.
    pub(crate) own_criteria: bool,
}

impl Context {
    /// Sends a command and returns its reply. Errors inside an `ok: 1` reply are left to the caller.
    pub(crate) async fn run(&self, call: &Call<'_>, body: impl BuildBody) -> Result<Document> {
        measure::command();
        let Some(session) = &self.session else {
            return self.run_outside_transaction(call, body, None).await;
        };
        let mut state = session.lock().await;
        if state.in_transaction() {
            let call = call.in_transaction()?;
            return self
                .send(&call, body()?, Some(state.driver()?))
                .await
                .map_err(|error| from_driver(&error));
        }
        state.driver()?;
        self.run_outside_transaction(call, body, Some((session, &mut state)))
            .await
    }

    async fn run_outside_transaction(
        &self,
        call: &Call<'_>,
        body: impl BuildBody,
        mut session: Option<(&Session, &mut SessionState)>,
    ) -> Result<Document> {
        if self.retries_write(call.kind) {
            return self.run_retryable_write(call, body, session).await;
        }
        let mut budget = self.read_budget(call.kind);
        loop {
            let body = self.add_concerns(call.kind, body()?, shared(&session))?;
            let driver = match session.as_mut() {
                Some((_, state)) => Some(state.driver()?),
                None => None,
            };
            match self.send(call, body, driver).await {
                Ok(reply) => return Ok(reply),
                Err(error) => budget
                    .after(error, is_retryable_read)
                    .await
                    .map_err(|error| from_driver(&error))?,
            }
        }
    }

    /// Sends a write under a transaction number of the engine's own until the server has answered for good.
    async fn run_retryable_write(
        &self,
        call: &Call<'_>,
        body: impl BuildBody,
        mut session: Option<(&Session, &mut SessionState)>,
    ) -> Result<Document> {
        let pool = &self.client.internal_sessions;
        let timeout = self.client.deployment.session_timeout;
        let mut internal = pool.acquire(&self.client.driver, timeout).await?;
        if let Some(time) = session.as_ref().and_then(|(_, state)| state.cluster_time()) {
            internal.driver.advance_cluster_time(&time);
        }
        let number = internal.next_number();
        let mut budget = RetryBudget::new(
            self.client.defaults.selection_timeout,
            self.stop.clone(),
            true,
        );
        let outcome = loop {
            let built =
                body().and_then(|body| self.add_concerns(call.kind, body, shared(&session)));
            let mut body = match built {
                Ok(body) => body,
                Err(error) => break Err(error),
            };
            body.append(cstr!("txnNumber"), number);
            match self.send(call, body, Some(&mut internal.driver)).await {
                Ok(reply) if is_retryable_reply(&reply) && budget.again().await => {}
                Ok(reply) => break Ok(reply),
                Err(error) => {
                    if let Err(error) = budget.after(error, is_retryable_write).await {
                        break Err(from_driver(&error));
                    }
                }
            }
        };
        pool.release(internal);
        if let (Some((_, state)), Ok(reply)) = (session.as_mut(), &outcome) {
            state.advance(reply);
        }
        outcome
    }

    async fn send(
        &self,
        call: &Call<'_>,
        body: RawDocumentBuf,
        session: Option<&mut ClientSession>,
    ) -> std::result::Result<Document, Error> {
        let database = self.client.database(call.database);
        let attempt = measure::attempt(body.as_bytes().len());
        let mut action = database.run_raw_command(body);
        if let Some(criteria) = &call.criteria {
            action = action.selection_criteria(criteria.clone());
        }
        let outcome = match session {
            Some(session) => action.session(session).await,
            None => action.await,
        };
        if let Some(attempt) = attempt {
            attempt.answered();
        }
        if let Ok(reply) = &outcome {
            measure::reply(|| {
                RawDocumentBuf::try_from(reply).map_or(0, |raw| raw.as_bytes().len())
            });
        }
        outcome
    }

    /// Adds what the client's options say and the command leaves open; not for commands in a transaction.
    pub(crate) fn add_concerns(
        &self,
        kind: CommandKind,
        mut body: RawDocumentBuf,
        session: Option<(&Session, &SessionState)>,
    ) -> Result<RawDocumentBuf> {
        let defaults = &self.client.defaults;
        add_write_concern(&mut body, kind, defaults)?;
        let snapshot = session.is_some_and(|(session, _)| session.is_snapshot());
        if !kind.takes_read_concern() || snapshot {
            return Ok(body);
        }
        let after = session.and_then(|(session, state)| session.after_cluster_time(state));
        with_read_concern(body, defaults.read_concern_level.as_deref(), after)
    }

    /// For calls in a transaction, which are repeated as a whole or not at all.
    pub(crate) fn single_attempt(&self) -> RetryBudget {
        RetryBudget::new(
            self.client.defaults.selection_timeout,
            self.stop.clone(),
            false,
        )
    }

    /// The repetitions of a read.
    pub(crate) fn read_budget(&self, kind: CommandKind) -> RetryBudget {
        let defaults = &self.client.defaults;
        let enabled = defaults.retry_reads && kind.is_retryable_read();
        RetryBudget::new(defaults.selection_timeout, self.stop.clone(), enabled)
    }

    fn retries_write(&self, kind: CommandKind) -> bool {
        kind == CommandKind::Write { retryable: true }
            && self.client.defaults.retry_writes
            && self.client.deployment.retryable_writes
    }
}

/// A session to look at only.
fn shared<'s>(
    session: &'s Option<(&Session, &mut SessionState)>,
) -> Option<(&'s Session, &'s SessionState)> {
    session
        .as_ref()
        .map(|(session, state)| (*session, &**state))
}

impl<'a> Call<'a> {
    /// The same call in a transaction, which runs on the primary: the client's own read preference gives way, one that
    /// the call names is an error.
    pub(crate) fn in_transaction(&self) -> Result<Call<'a>> {
        match &self.criteria {
            Some(criteria) if self.own_criteria && !is_primary(criteria) => {
                Err(EngineError::invalid(
                    "operations in a transaction read from the primary: leave readPreference out of the call",
                ))
            }
            _ => Ok(Call {
                criteria: None,
                ..*self
            }),
        }
    }
}
