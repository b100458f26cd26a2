//! A decoder's state, and the frame's top level.

use bson::Bson;
use bson::raw::RawDocument;

use super::shape::Shapes;
use super::streams::Streams;
use crate::transfer::bson::Cursor;
use crate::transfer::duplicates::take_duplicate;
use crate::transfer::error::{Outcome, TransferError};
use crate::transfer::finished_frame::FinishedFrame;
use crate::transfer::layout::{MAX_DEPTH, SHAPES_FROM_DOCUMENTS};
use crate::transfer::plan::Plan;
use crate::transfer::stream::Source;

/// An element that is written later than it is read.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) key: &'a [u8],
    pub(super) code: u8,
    pub(super) value: Cursor<'a>,
}

pub(super) struct Decoder<'p, 'a> {
    pub(super) plan: Option<&'p Plan>,
    pub(super) out: Streams<'p>,
    pub(super) shapes: Shapes,
    /// Objects of the plan that have come with their fields in another order than the plan's.
    pub(super) unordered: Vec<bool>,
    /// Stack of elements that wait for their turn.
    pub(super) waiting: Vec<Option<Element<'a>>>,
    /// Stack of keys to look for duplicates in.
    pub(super) keys: Vec<&'a [u8]>,
}

/// Refuses a document or array on a level that is too deep; the top-level document is level 1.
pub(super) fn check_depth(depth: usize) -> Outcome<()> {
    if depth > MAX_DEPTH {
        return Err(TransferError::mismatch(
            format!("at most {MAX_DEPTH} levels of nesting"),
            "a deeper value",
        ));
    }
    Ok(())
}

impl<'p, 'a> Decoder<'p, 'a> {
    pub(super) fn new(
        plan: Option<&'p Plan>,
        documents: &[&RawDocument],
        source: Option<&'p Source>,
    ) -> Self {
        let bytes = documents
            .iter()
            .map(|document| document.as_bytes().len())
            .sum();
        Self {
            plan,
            out: Streams::new(documents.len(), bytes, source),
            shapes: Shapes::new(documents.len() >= SHAPES_FROM_DOCUMENTS),
            unordered: vec![false; plan.map_or(0, Plan::object_count)],
            waiting: Vec::new(),
            keys: Vec::new(),
        }
    }

    /// `first` is the index of the first document in the caller's whole input.
    pub(super) fn frame(
        mut self,
        documents: &[&'a RawDocument],
        first: usize,
    ) -> Result<FinishedFrame, TransferError> {
        for (index, document) in documents.iter().enumerate() {
            if let Err(error) = self.document(document.as_bytes()) {
                return Err(error.of_document(
                    self.plan.map(Plan::model),
                    first + index,
                    id_of(document),
                ));
            }
        }
        self.out.finish(documents.len())
    }

    /// Takes the keys from `start` on off the stack and refuses a key that is there twice.
    pub(super) fn refuse_duplicates(&mut self, start: usize) -> Outcome<()> {
        take_duplicate(&mut self.keys, start).map_or(Ok(()), |key| Err(duplicate(key)))
    }

    fn document(&mut self, bytes: &'a [u8]) -> Outcome<()> {
        let elements = Cursor::of_document(bytes)?;
        match self.plan {
            Some(plan) => match plan.root() {
                Some(root) => self.variant(plan, root, elements, 1)?,
                None => self.object(plan, 0, elements, 1)?,
            },
            None => self.untyped(elements, 1, Shapes::ROOT)?,
        }
        self.out.end_document()
    }
}

#[cold]
pub(super) fn duplicate(key: &[u8]) -> TransferError {
    TransferError::mismatch("a key once", "the key a second time").inside_key(key)
}

fn id_of(document: &RawDocument) -> Option<Bson> {
    let id = document.get("_id").ok().flatten()?;
    Bson::try_from(id).ok()
}
