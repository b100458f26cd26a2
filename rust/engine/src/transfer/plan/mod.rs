//! A plan: the fields and kinds that one side expects of the other.

mod checks;
mod name;
mod object;
mod parse;
mod type_set;
mod value;
mod variant;

pub(crate) use checks::Checks;
pub(crate) use name::Name;
pub(crate) use object::{Field, ObjectPlan, Unknown};
pub(crate) use value::{Kind, Value};
pub(crate) use variant::Variant;

use super::error::TransferError;

/// What a model's documents look like: compiled once, used for every frame. Immutable and cheap to share.
#[derive(Debug)]
pub struct Plan {
    model: String,
    objects: Vec<ObjectPlan>,
    /// What top-level documents are; absent: all are object 0.
    root: Option<Variant>,
    framing_length: usize,
}

impl Plan {
    /// Compiles a plan's JSON text (see `docs/internals/frame.md`, "Plan").
    ///
    /// # Errors
    /// `InvalidArgument` for text that is not such a plan: unknown kinds, indexes of objects that are not there, field
    /// names that are no valid keys or occur twice, or checks that do not apply to their kind.
    pub fn parse(json: &[u8]) -> Result<Self, TransferError> {
        parse::plan(json)
    }

    /// The model's name, for messages.
    pub fn model(&self) -> &str {
        &self.model
    }

    fn new(model: String, objects: Vec<ObjectPlan>, root: Option<Variant>) -> Self {
        let framing_length = objects.iter().map(ObjectPlan::framing_length).sum();
        Self {
            model,
            objects,
            root,
            framing_length,
        }
    }

    /// Bytes that a document with every object once has besides its values' bytes in a frame: an estimate for reserving.
    pub(crate) fn framing_length(&self) -> usize {
        self.framing_length
    }

    pub(crate) fn object(&self, index: usize) -> &ObjectPlan {
        &self.objects[index]
    }

    pub(crate) fn root(&self) -> Option<&Variant> {
        self.root.as_ref()
    }

    pub(crate) fn object_count(&self) -> usize {
        self.objects.len()
    }
}
