//! Errors of the codec as error records.

use bson::Bson;

use super::{EngineError, ErrorClass, GuardReason, index_bson};
use crate::transfer::{self, TransferError};

impl From<TransferError> for EngineError {
    fn from(error: TransferError) -> Self {
        let class = match error.kind {
            transfer::ErrorKind::Validation => ErrorClass::Validation,
            transfer::ErrorKind::InvalidArgument => ErrorClass::InvalidArgument,
            transfer::ErrorKind::Guard(reason) => ErrorClass::Guard(guard_reason(reason)),
            transfer::ErrorKind::Frame => ErrorClass::Internal,
        };
        let mut mapped = Self::new(class, error.message.clone());
        let path = Some(error.path.clone()).filter(|path| !path.is_empty());
        let texts = [("model", &error.model), ("path", &path), ("expected", &error.expected), ("found", &error.found)];
        for (name, text) in texts {
            if let Some(text) = text {
                mapped.details.push((name, Bson::String(text.clone())));
            }
        }
        if let Some(id) = &error.id {
            mapped.details.push(("id", id.clone()));
        }
        if let Some(index) = error.index {
            mapped.details.push(("index", index_bson(index)));
        }
        mapped
    }
}

fn guard_reason(reason: transfer::GuardReason) -> GuardReason {
    match reason {
        transfer::GuardReason::DollarKey => GuardReason::DollarKey,
        transfer::GuardReason::NulKey => GuardReason::NulKey,
        transfer::GuardReason::Depth => GuardReason::Depth,
        transfer::GuardReason::DocumentSize => GuardReason::DocumentSize,
    }
}
