//! Stored values: a key that starts with `$` has no business there unless the call allows it.

use bson::{RawArray, RawBsonRef, RawDocument};

use super::{Permissions, deeper};
use crate::error::{EngineError, GuardReason, Result};

/// Checks that a value to be stored holds no `$` key at any depth, a DBRef's own ones excepted.
pub(super) fn check_value(
    value: RawBsonRef<'_>,
    path: &str,
    allowed: Permissions,
    depth: usize,
) -> Result<()> {
    match value {
        RawBsonRef::Document(document) => check_document(document, path, allowed, depth),
        RawBsonRef::Array(array) => check_array(array, path, allowed, depth),
        _ => Ok(()),
    }
}

/// Checks every element of a stored array.
pub(super) fn check_array(
    array: &RawArray,
    path: &str,
    allowed: Permissions,
    depth: usize,
) -> Result<()> {
    let depth = deeper(depth)?;
    for element in array {
        check_value(element?, path, allowed, depth)?;
    }
    Ok(())
}

/// Checks a document to be stored.
pub(super) fn check_document(
    document: &RawDocument,
    path: &str,
    allowed: Permissions,
    depth: usize,
) -> Result<()> {
    if allowed.dollar_keys {
        return Ok(());
    }
    let depth = deeper(depth)?;
    let mut reference = false;
    for (position, element) in document.iter().enumerate() {
        let (key, value) = element?;
        let key = key.as_str();
        reference |= position == 0 && key == "$ref";
        if key.starts_with('$') && !(reference && matches!(key, "$ref" | "$id" | "$db")) {
            return Err(dollar_key(key, path));
        }
        check_value(value, path, allowed, depth)?;
    }
    Ok(())
}

/// The error of a key that starts with `$`.
pub(super) fn dollar_key(key: &str, path: &str) -> EngineError {
    EngineError::guard(
        GuardReason::DollarKey,
        format!(
            "the value for {path} holds the key {key:?}: keys that start with $ are operators and are not stored; \
             pass allowDollarKeys if this is data"
        ),
    )
    .with("path", path)
}
