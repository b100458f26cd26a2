//! What JavaScript submits: an envelope frame and, directly behind it, a documents frame if there are documents.

use std::sync::Arc;

use bson::{RawDocument, RawDocumentBuf};
use mongodb::options::SelectionCriteria;

use super::envelope::Envelope;
use super::flags::Flags;
use super::kind::CommandKind;
use crate::client::Defaults;
use crate::error::{EngineError, Result};
use crate::guard::{check_command, check_statement};
use crate::transfer::{self, Batch, EncodeOptions, ErrorKind, Plan};

/// Statements that one submission may splice into its command.
const MAX_SPLICES: u32 = 1_000_000;

/// A submission in BSON, checked by the guard.
pub(crate) struct Submission {
    pub(crate) envelope: Envelope,
    pub(crate) documents: Batch,
    pub(crate) kind: CommandKind,
    pub(crate) flags: Flags,
}

impl Submission {
    /// Encodes and checks a submission. `plan_of` finds the plan of a handle.
    ///
    /// # Errors
    /// `validation`, `guard`, `invalid_argument`, `stale_handle`.
    pub(crate) fn read(bytes: &[u8], flags: Flags, plan_of: impl Fn(u32) -> Result<Arc<Plan>>) -> Result<Self> {
        let (envelope_frame, documents_frame) = parts(bytes)?;
        let (envelope, documents) = if documents_frame.is_empty() {
            (parse_envelope(envelope_frame, &Batch::default())?, Batch::default())
        } else {
            with_documents(envelope_frame, documents_frame, flags, plan_of)?
        };
        let command: &RawDocument = &envelope.command;
        let permissions = flags.permissions();
        check_command(&envelope.database, command, permissions)?;
        if let Some(array) = &envelope.statements
            && !permissions.run_command
        {
            for statement in documents.iter() {
                check_statement(array, statement, permissions)?;
            }
        }
        let name = command.iter().next().transpose()?.map(|(name, _)| name.as_str()).unwrap_or_default();
        let statements = envelope.statements.iter().flat_map(|_| documents.iter());
        let kind = CommandKind::of(name, command, statements);
        Ok(Self { envelope, documents, kind, flags })
    }

    /// Who may answer: for reads the call's preference or else the client's, for the rest only the call's.
    pub(crate) fn criteria(&self, defaults: &Defaults) -> Option<SelectionCriteria> {
        if self.kind.takes_read_concern() {
            return self.envelope.criteria(defaults);
        }
        self.envelope.read_preference.clone().map(SelectionCriteria::ReadPreference)
    }
}

/// Splits a submission into its two frames; the second may be empty.
fn parts(bytes: &[u8]) -> Result<(&[u8], &[u8])> {
    let length = transfer::frame_length(bytes)?;
    let split = bytes.split_at_checked(length);
    split.ok_or_else(|| EngineError::internal("the submission is shorter than its envelope says"))
}

fn parse_envelope(frame: &[u8], splices: &Batch) -> Result<Envelope> {
    Envelope::parse(&transfer::encode_envelope(frame, splices)?)
}

/// The envelope names the plan of the documents, and the documents may be spliced into the envelope: so it is read without
/// them first, and again with them when it has splices.
fn with_documents(
    envelope_frame: &[u8],
    documents_frame: &[u8],
    flags: Flags,
    plan_of: impl Fn(u32) -> Result<Arc<Plan>>,
) -> Result<(Envelope, Batch)> {
    let (envelope, spliced) = match transfer::encode_envelope(envelope_frame, &Batch::default()) {
        Ok(raw) => (Envelope::parse(&raw)?, false),
        Err(error) if error.kind == ErrorKind::Frame => {
            let placeholders = empty_documents(documents_frame)?;
            (parse_envelope(envelope_frame, &placeholders)?, true)
        }
        Err(error) => return Err(error.into()),
    };
    let plan = match envelope.documents_plan {
        0 => None,
        handle => Some(plan_of(handle)?),
    };
    let statements = envelope.statements.as_deref();
    // Update and delete statements hold operators by nature; the guard reads them instead.
    let operators = statements.is_some_and(|array| array != "documents");
    let options = EncodeOptions { allow_dollar_keys: operators || flags.permissions().dollar_keys };
    let documents = transfer::encode(plan.as_deref(), documents_frame, options)?;
    let envelope = if spliced { parse_envelope(envelope_frame, &documents)? } else { envelope };
    Ok((envelope, documents))
}

/// As many empty documents as the frame says it has.
fn empty_documents(frame: &[u8]) -> Result<Batch> {
    const DOCUMENTS_WORD: usize = 2;
    let count = frame.chunks_exact(4).nth(DOCUMENTS_WORD).and_then(|word| word.try_into().ok()).map(u32::from_le_bytes);
    let count = count.filter(|count| *count <= MAX_SPLICES).ok_or_else(|| {
        EngineError::invalid(format!("a command can take at most {MAX_SPLICES} documents: split it"))
    })?;
    let empty = RawDocumentBuf::new();
    let documents: Vec<&RawDocument> = (0..count).map(|_| empty.as_ref()).collect();
    // Under a plan without fields, so that the frame has no shapes: those come from Rust only.
    let plan = Plan::parse(br#"{"model":"","objects":[{"unknown":"strip","fields":[]}]}"#)?;
    let frame = transfer::decode(Some(&plan), &documents)?;
    Ok(transfer::encode(Some(&plan), &frame, EncodeOptions::default())?)
}
