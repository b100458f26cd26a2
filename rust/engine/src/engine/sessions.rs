//! Sessions behind handles.

use std::sync::Arc;

use bson::{Document, RawDocument};

use super::pending::PendingRequest;
use super::task::Outcome;
use super::{Engine, Resource};
use crate::client::Client;
use crate::error::{EngineError, Result, from_driver};
use crate::lock::lock;
use crate::measure::Measurement;
use crate::session::{Session, SessionSettings};
use crate::transfer::{self, Batch};

/// Added to the number of an action: its completion carries what it cost.
const MEASURED: u32 = 1 << 8;

/// An action as JavaScript asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionCall {
    /// What to do.
    pub action: SessionAction,
    /// Whether the completion carries what it cost.
    pub measured: bool,
}

impl SessionCall {
    /// The call that a number of the C ABI means.
    ///
    /// # Errors
    /// `invalid_argument` for numbers without meaning.
    pub fn parse(number: u32) -> Result<Self> {
        Ok(Self {
            action: SessionAction::parse(number & !MEASURED)?,
            measured: number & MEASURED != 0,
        })
    }
}

impl From<SessionAction> for SessionCall {
    fn from(action: SessionAction) -> Self {
        Self {
            action,
            measured: false,
        }
    }
}

/// What to do with a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionAction {
    /// Start one; its handle is in `a`.
    Start,
    /// Start a transaction.
    StartTransaction,
    /// Commit it.
    Commit,
    /// Abort it.
    Abort,
    /// End the session, aborting an open transaction.
    End,
}

impl SessionAction {
    /// The action of a number of the C ABI.
    ///
    /// # Errors
    /// `invalid_argument` for any other number.
    pub fn parse(number: u32) -> Result<Self> {
        match number {
            1 => Ok(Self::Start),
            2 => Ok(Self::StartTransaction),
            3 => Ok(Self::Commit),
            4 => Ok(Self::Abort),
            5 => Ok(Self::End),
            _ => Err(EngineError::invalid("this session action does not exist")),
        }
    }
}

impl Engine {
    /// Does something with a session; `bytes` is empty or an untyped frame of one options document.
    ///
    /// # Errors
    /// When a handle, the options or the request number is wrong; everything else is delivered.
    pub fn session(
        self: &Arc<Self>,
        request: u32,
        client: u32,
        session: u32,
        call: impl Into<SessionCall>,
        bytes: &[u8],
    ) -> Result<()> {
        let SessionCall { action, measured } = call.into();
        let owner = self.client(client)?;
        let options = options_document(bytes)?;
        let stop = owner.closed.child_token();
        let pending = PendingRequest {
            client,
            cursor: 0,
            stop,
        };
        if action == SessionAction::Start {
            let settings = SessionSettings::from_document(&options)?;
            self.pending.begin(request, pending)?;
            let engine = Arc::clone(self);
            let work = async move { engine.start_session(client, &owner, settings).await };
            return self.spawn(request, work, |engine, outcome| {
                engine.release(outcome.a);
            });
        }
        let target = self.session_of(session, client)?;
        self.pending.begin(request, pending)?;
        if action == SessionAction::End {
            let removed = lock(&self.resources).remove(session);
            drop(removed);
        }
        let work = async move {
            let mut state = target.lock().await;
            match action {
                SessionAction::StartTransaction => state.start_transaction(&options).await?,
                SessionAction::Commit => state.commit().await?,
                SessionAction::Abort => state.abort().await?,
                SessionAction::Start | SessionAction::End => state.end().await?,
            }
            Ok(Outcome::default())
        };
        self.spawn_measured(request, Measurement::start(measured), work, |_, _| {})
    }

    async fn start_session(
        &self,
        client: u32,
        owner: &Client,
        settings: SessionSettings,
    ) -> Result<Outcome> {
        let driver = owner
            .driver
            .start_session()
            .with_options(settings.to_driver())
            .await;
        let session = Session::new(
            client,
            driver.map_err(|error| from_driver(&error))?,
            settings,
        );
        let handle = self.insert(Resource::Session(Arc::new(session)))?;
        Ok(Outcome {
            a: handle,
            ..Outcome::default()
        })
    }
}

fn options_document(bytes: &[u8]) -> Result<Document> {
    if bytes.is_empty() {
        return Ok(Document::new());
    }
    let raw = transfer::encode_envelope(bytes, &Batch::default())?;
    Ok(Document::try_from(raw.as_ref() as &RawDocument)?)
}
