//! Keys that come from the caller's data.

use super::document::Encoder;
use crate::transfer::bson::element_type as types;
use crate::transfer::duplicates::take_duplicate;
use crate::transfer::error::{GuardReason, Outcome, TransferError};

/// What keys with `$` a document may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dollars {
    Any,
    None,
    /// A DBRef may start here: `$ref` (a string), `$id`, and possibly `$db` (MongoDB manual, "Database References").
    Reference,
    /// `$ref` has been read, `$id` must follow.
    ReferenceId,
    /// `$id` has been read, `$db` may follow.
    ReferenceDatabase,
}

impl Dollars {
    /// Checks a key with the type code of its value and says what may follow.
    #[inline]
    pub(super) fn next(self, key: &[u8], code: u32) -> Outcome<Self> {
        let is_string = code == u32::from(types::STRING);
        match (self, key) {
            (Self::Any, _) => Ok(self),
            (Self::Reference, b"$ref") if is_string => Ok(Self::ReferenceId),
            (Self::ReferenceId, b"$id") => Ok(Self::ReferenceDatabase),
            (Self::ReferenceDatabase, b"$db") if is_string => Ok(Self::None),
            (Self::ReferenceId, _) => Err(dollar_key(b"$ref")),
            (_, [b'$', ..]) => Err(dollar_key(key)),
            _ => Ok(Self::None),
        }
    }

    /// Refuses a `$ref` without `$id`.
    pub(super) fn finish(self) -> Outcome<()> {
        if self == Self::ReferenceId {
            Err(dollar_key(b"$ref"))
        } else {
            Ok(())
        }
    }
}

#[cold]
fn dollar_key(key: &[u8]) -> TransferError {
    let message = "a key must not start with $, which the server may take for an operator. \
                   Rename the key, or allow such keys for this call";
    TransferError::guard(GuardReason::DollarKey, message).inside_key(key)
}

/// Refuses NUL, which would end a key (or a pattern, or options) in BSON.
#[inline]
pub(super) fn check_nul(text: &[u8], what: &str) -> Outcome<()> {
    if text.contains(&0) {
        Err(nul(text, what))
    } else {
        Ok(())
    }
}

#[cold]
fn nul(text: &[u8], what: &str) -> TransferError {
    let error = TransferError::guard(
        GuardReason::NulKey,
        format!("{what} must not contain NUL, which ends it in BSON"),
    );
    if what == "a key" {
        error.inside(&String::from_utf8_lossy(text).replace('\0', "\\0"))
    } else {
        error
    }
}

impl Encoder<'_, '_> {
    /// Takes the keys from `start` on off the stack and refuses a key that is there twice.
    pub(super) fn refuse_duplicates(&mut self, start: usize) -> Outcome<()> {
        take_duplicate(&mut self.keys, start).map_or(Ok(()), |key| Err(duplicate(key)))
    }
}

#[cold]
pub(super) fn duplicate(key: &[u8]) -> TransferError {
    TransferError::invalid("a document must not have a key twice").inside_key(key)
}
