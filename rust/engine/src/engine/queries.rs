//! Operations: from a submission to its completion.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::AbortHandle;

use super::Engine;
use super::pending::PendingRequest;
use super::reply::{document_outcome, value_outcome};
use super::task::Outcome;
use crate::completion::Completion;
use crate::cursor::Unit;
use crate::error::{EngineError, ErrorClass, Result};
use crate::measure::Measurement;
use crate::offload::offload;
use crate::operation::{Context, Flags, Reply, ReplyMode, Submission, execute};
use crate::transfer::Plan;

/// Submissions up to this size are encoded on the network thread, in about 100 µs; handing them over would cost more.
const INLINE_BYTES: usize = 128 * 1024;

/// The arguments of a query.
pub struct Query {
    /// Handle of the client.
    pub client: u32,
    /// Handle of the session, 0 for none.
    pub session: u32,
    /// Handle of the plan of the reply's documents, 0 for none.
    pub plan: u32,
    /// See `docs/internals/abi.md`.
    pub flags: u32,
    /// Envelope frame and documents frame.
    pub bytes: Vec<u8>,
}

impl Engine {
    /// Starts an operation.
    ///
    /// # Errors
    /// When a handle, the flags or the request number is wrong; everything else is delivered.
    pub fn query(self: &Arc<Self>, request: u32, query: Query) -> Result<()> {
        let flags = Flags::parse(query.flags)?;
        if flags.mode() == ReplyMode::Events {
            return self.listen(request, query.client, &query.bytes);
        }
        let client = self.client(query.client)?;
        let session = match query.session {
            0 => None,
            handle => Some(self.session_of(handle, query.client)?),
        };
        let plan = self.plan(query.plan)?;
        let stop = client.closed.child_token();
        self.pending.begin(
            request,
            PendingRequest {
                client: query.client,
                cursor: 0,
                stop: stop.clone(),
            },
        )?;
        let context = Context {
            client,
            session,
            stop,
        };
        let engine = Arc::clone(self);
        let work = async move {
            let submission = engine.read_submission(query.bytes, flags).await?;
            let timer = submission
                .envelope
                .timeout
                .map(|limit| engine.start_timer(request, limit, &context));
            let outcome = engine.run(query.client, &context, &submission, plan).await;
            if let Some(timer) = timer {
                timer.abort();
            }
            outcome
        };
        let measurement = Measurement::start(flags.measured());
        self.spawn_measured(request, measurement, work, |engine, outcome| {
            if outcome.cursor != 0 {
                engine.release(outcome.cursor);
            }
        })
    }

    async fn read_submission(self: &Arc<Self>, bytes: Vec<u8>, flags: Flags) -> Result<Submission> {
        let engine = Arc::clone(self);
        let plan_of = move |handle| {
            engine
                .plan(handle)?
                .ok_or_else(|| EngineError::internal("the plan of the documents has no handle"))
        };
        if bytes.len() <= INLINE_BYTES {
            return Submission::read(&bytes, flags, plan_of);
        }
        offload(move || Submission::read(&bytes, flags, plan_of)).await?
    }

    async fn run(
        self: &Arc<Self>,
        client: u32,
        context: &Context,
        submission: &Submission,
        plan: Option<Arc<Plan>>,
    ) -> Result<Outcome> {
        match execute(context, submission).await? {
            Reply::Pages(pages) => {
                let unit = match submission.flags.mode() {
                    ReplyMode::Pages => Unit::Page,
                    _ => Unit::Documents,
                };
                let measured = submission.flags.measured();
                self.first_page(client, context, pages, plan, unit, measured)
                    .await
            }
            Reply::Document(reply) => match submission.flags.mode() {
                ReplyMode::Value => value_outcome(&reply, plan.as_deref()),
                _ => document_outcome(*reply, submission.flags.permissions().run_command),
            },
        }
    }

    /// Answers the request with `timeout` when the limit passes first; the operation ends in the background.
    fn start_timer(
        self: &Arc<Self>,
        request: u32,
        limit: Duration,
        context: &Context,
    ) -> AbortHandle {
        let engine = Arc::clone(self);
        let stop = context.stop.clone();
        let timer = tokio::spawn(async move {
            tokio::time::sleep(limit).await;
            let error = EngineError::new(
                ErrorClass::Timeout,
                format!(
                    "the operation did not finish within timeoutMS ({} ms); the server may still complete it",
                    limit.as_millis()
                ),
            );
            if engine.deliver(Completion::failure(request, &error)) {
                stop.cancel();
            }
        });
        timer.abort_handle()
    }
}
