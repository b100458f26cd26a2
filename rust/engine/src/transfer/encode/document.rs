//! An encoder's state, and the frame's top level.

use bson::Bson;
use bson::raw::RawDocumentBuf;

use super::EncodeOptions;
use super::input::Input;
use super::keys::Dollars;
use super::writer::Writer;
use crate::transfer::batch::{Batch, Run};
use crate::transfer::bson::Cursor;
use crate::transfer::error::{GuardReason, Outcome, TransferError};
use crate::transfer::frame::Chunk;
use crate::transfer::layout::MAX_DEPTH;
use crate::transfer::plan::{ObjectPlan, Plan};

/// Encodes the documents of one chunk.
pub(super) struct Encoder<'e, 'f> {
    pub(super) plan: Option<&'e Plan>,
    pub(super) options: EncodeOptions,
    pub(super) splices: Option<&'e Batch>,
    pub(super) input: Input<'f>,
    pub(super) out: Writer,
    /// Stack of keys to look for duplicates in.
    pub(super) keys: Vec<&'f [u8]>,
}

/// Refuses a document or array on a level that is too deep; the top-level document is level 1.
pub(super) fn check_depth(depth: usize) -> Outcome<()> {
    if depth > MAX_DEPTH {
        let message = format!("values must not be nested deeper than {MAX_DEPTH} levels");
        return Err(TransferError::guard(GuardReason::Depth, message));
    }
    Ok(())
}

impl<'e, 'f> Encoder<'e, 'f> {
    /// `limit` is the size in bytes that no document may exceed.
    pub(super) fn new(
        plan: Option<&'e Plan>,
        chunk: &Chunk<'f>,
        options: EncodeOptions,
        limit: usize,
        splices: Option<&'e Batch>,
    ) -> Outcome<Self> {
        let input = Input::new(chunk)?;
        let framing = plan.map_or(0, Plan::framing_length);
        let out = Writer::new(input.size() + chunk.documents * framing, limit);
        Ok(Self {
            plan,
            options,
            splices,
            input,
            out,
            keys: Vec::new(),
        })
    }

    pub(super) fn run(mut self, chunk: &Chunk<'f>) -> Outcome<Run> {
        let mut ends = Vec::with_capacity(chunk.documents);
        for index in 0..chunk.documents {
            self.out.start_document();
            if let Err(error) = self.document() {
                let id = id_of(self.out.document());
                return Err(error.of_document(self.plan.map(Plan::model), chunk.first + index, id));
            }
            ends.push(self.out.len());
        }
        self.input.finish()?;
        Ok(Run {
            bytes: self.out.into_bytes(),
            ends,
        })
    }

    fn document(&mut self) -> Outcome<()> {
        match self.plan {
            Some(plan) => match plan.root() {
                Some(root) => self.variant(plan, root, 1),
                None => self.object(plan, plan.object(0), 1),
            },
            None => self.untyped(1, self.dollars(Dollars::None)),
        }
    }

    /// The rule for keys with `$`, where `rule` holds unless the caller allows them.
    pub(super) fn dollars(&self, rule: Dollars) -> Dollars {
        if self.options.allow_dollar_keys {
            Dollars::Any
        } else {
            rule
        }
    }

    pub(super) fn object_dollars(&self, object: &ObjectPlan) -> Dollars {
        if object.allow_dollar_keys {
            Dollars::Any
        } else {
            self.dollars(Dollars::None)
        }
    }
}

/// The `_id` of a document that may be written in part only, if it comes first and is complete.
fn id_of(document: &[u8]) -> Option<Bson> {
    let elements = document.get(4..)?;
    let mut cursor = Cursor::of_elements(elements);
    let code = cursor.byte().ok()?;
    if cursor.cstring().ok()? != b"_id" {
        return None;
    }
    cursor.skip(code).ok()?;
    let element = &elements[..elements.len() - cursor.rest().len()];
    let length = i32::try_from(element.len() + 5).ok()?;
    let document = [&length.to_le_bytes(), element, &[0]].concat();
    let document = RawDocumentBuf::from_bytes(document).ok()?;
    Bson::try_from(document.get("_id").ok().flatten()?).ok()
}
