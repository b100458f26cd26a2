//! Operations: an envelope and its documents, checked, sent, and their reply.

mod body;
mod bulk;
mod envelope;
mod flags;
mod kind;
mod open;
mod retry;
mod run;
mod split;
mod submission;

use bson::{Document, RawDocumentBuf};

pub use flags::{Flags, ReplyMode};
pub(crate) use open::Pages;
pub(crate) use run::Context;
pub(crate) use submission::Submission;

use crate::error::Result;
use run::Call;

/// The outcome of an operation in the driver's terms.
pub(crate) enum Reply {
    /// A document.
    Document(Box<Document>),
    /// A cursor and its pages.
    Pages(Pages),
}

/// Sends a checked submission.
pub(crate) async fn execute(context: &Context, submission: &Submission) -> Result<Reply> {
    let envelope = &submission.envelope;
    let call = Call {
        database: &envelope.database,
        kind: submission.kind,
        criteria: submission.criteria(&context.client.defaults),
        own_criteria: envelope.read_preference.is_some(),
    };
    let outcome = match (&envelope.statements, submission.flags.mode()) {
        (Some(array), _) => bulk::run_statements(
            context,
            &call,
            &envelope.command,
            array,
            &submission.documents,
        )
        .await
        .map(|reply| Reply::Document(Box::new(reply))),
        (None, ReplyMode::Cursor | ReplyMode::Pages) => context
            .open(&call, || Ok(envelope.command.clone()), &envelope.get_more)
            .await
            .map(Reply::Pages),
        (None, _) => run_document(context, &call, &envelope.command)
            .await
            .map(|reply| Reply::Document(Box::new(reply))),
    };
    outcome.map_err(|error| match &envelope.model {
        Some(model) if error.detail("model").is_none() => error.with("model", model.as_str()),
        _ => error,
    })
}

async fn run_document(
    context: &Context,
    call: &Call<'_>,
    command: &RawDocumentBuf,
) -> Result<Document> {
    let reply = context.run(call, || Ok(command.clone())).await?;
    bulk::check_reply(command, &reply)?;
    Ok(reply)
}
