//! Replies as frames.

use bson::{Bson, Document, RawDocument, RawDocumentBuf};

use super::task::Outcome;
use crate::error::Result;
use crate::measure;
use crate::transfer::{self, Plan};

/// Fields for the driver, not for people; a command that the user wrote keeps them.
const DRIVER_FIELDS: [&str; 4] = ["$clusterTime", "operationTime", "opTime", "electionId"];

/// The reply itself.
pub(super) fn document_outcome(mut reply: Document, whole: bool) -> Result<Outcome> {
    if !whole {
        for field in DRIVER_FIELDS {
            reply.remove(field);
        }
    }
    let raw = RawDocumentBuf::try_from(&reply)?;
    Ok(Outcome {
        payload: transfer::decode(None, &[&raw])?.into(),
        ..Outcome::default()
    })
}

/// The `value` of a findAndModify; `a` is 1 when an existing document was updated.
pub(super) fn value_outcome(reply: &Document, plan: Option<&Plan>) -> Result<Outcome> {
    let value = match reply.get("value") {
        Some(Bson::Document(value)) => Some(RawDocumentBuf::try_from(value)?),
        _ => None,
    };
    let documents: Vec<&RawDocument> = value.iter().map(AsRef::as_ref).collect();
    measure::documents(|| documents.len());
    let updated = reply
        .get_document("lastErrorObject")
        .is_ok_and(|last| last.get_bool("updatedExisting").unwrap_or(false));
    Ok(Outcome {
        payload: transfer::decode(plan, &documents)?.into(),
        a: u32::from(updated),
        ..Outcome::default()
    })
}
