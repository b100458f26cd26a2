//! A position in the elements of a document.

use super::element_type as types;
use crate::transfer::error::{Outcome, TransferError};

/// What is left to read of a document's or an array's elements (without the final NUL).
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
}

#[cold]
fn malformed(found: &str) -> TransferError {
    TransferError::mismatch("well-formed BSON", found)
}

/// Bytes of a document besides its elements: length and final NUL.
const DOCUMENT_FRAMING: usize = 5;

impl<'a> Cursor<'a> {
    /// The elements of a document that fills `bytes`.
    pub(crate) fn of_document(bytes: &'a [u8]) -> Outcome<Self> {
        let mut outer = Self { rest: bytes };
        let inner = outer.document()?;
        if outer.is_empty() {
            Ok(inner)
        } else {
            Err(malformed("bytes behind the document"))
        }
    }

    /// Elements without a document around them.
    pub(crate) fn of_elements(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    #[inline]
    pub(crate) fn take(&mut self, length: usize) -> Outcome<&'a [u8]> {
        match self.rest.split_at_checked(length) {
            Some((taken, rest)) => {
                self.rest = rest;
                Ok(taken)
            }
            None => Err(malformed("a value that is longer than its document")),
        }
    }

    #[inline]
    pub(crate) fn array<const N: usize>(&mut self) -> Outcome<&'a [u8; N]> {
        match self.rest.split_first_chunk() {
            Some((taken, rest)) => {
                self.rest = rest;
                Ok(taken)
            }
            None => Err(malformed("a value that is longer than its document")),
        }
    }

    pub(crate) fn byte(&mut self) -> Outcome<u8> {
        Ok(self.array::<1>()?[0])
    }

    pub(crate) fn i32(&mut self) -> Outcome<i32> {
        Ok(i32::from_le_bytes(*self.array()?))
    }

    pub(crate) fn i64(&mut self) -> Outcome<i64> {
        Ok(i64::from_le_bytes(*self.array()?))
    }

    pub(crate) fn f64(&mut self) -> Outcome<f64> {
        Ok(f64::from_le_bytes(*self.array()?))
    }

    pub(crate) fn length(&mut self) -> Outcome<usize> {
        usize::try_from(self.i32()?).map_err(|_| malformed("a negative length"))
    }

    pub(crate) fn boolean(&mut self) -> Outcome<bool> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(malformed("a bool that is neither 0 nor 1")),
        }
    }

    /// A key, pattern or option, without its NUL.
    #[inline]
    pub(crate) fn cstring(&mut self) -> Outcome<&'a [u8]> {
        match self.rest.iter().position(|byte| *byte == 0) {
            Some(end) => {
                let taken = &self.rest[..end];
                self.rest = &self.rest[end + 1..];
                Ok(taken)
            }
            None => Err(malformed("a key without end")),
        }
    }

    /// A string's bytes without its NUL; whether they are UTF-8 is for the reader to see.
    #[inline]
    pub(crate) fn string(&mut self) -> Outcome<&'a [u8]> {
        let length = self.length()?;
        match self.take(length)?.split_last() {
            Some((0, text)) => Ok(text),
            _ => Err(malformed("a string without final NUL")),
        }
    }

    /// The elements of an embedded document or array.
    #[inline]
    pub(crate) fn document(&mut self) -> Outcome<Self> {
        let mut ahead = *self;
        let length = ahead.length()?;
        if length < DOCUMENT_FRAMING {
            return Err(malformed("a document with an impossible length"));
        }
        match self.take(length)?.split_last() {
            Some((0, elements)) => Ok(Self {
                rest: &elements[4..],
            }),
            _ => Err(malformed("a document without final NUL")),
        }
    }

    /// Subtype and payload of a binary value; the deprecated subtype 2 without its inner length.
    pub(crate) fn binary(&mut self) -> Outcome<(u8, &'a [u8])> {
        let length = self.length()?;
        let subtype = self.byte()?;
        let mut payload = Self {
            rest: self.take(length)?,
        };
        if subtype == types::OLD_BINARY && payload.length()? != payload.rest.len() {
            return Err(malformed("binData of subtype 2 with a wrong inner length"));
        }
        Ok((subtype, payload.rest))
    }

    /// Code and the elements of its scope.
    pub(crate) fn code_with_scope(&mut self) -> Outcome<(&'a [u8], Self)> {
        let mut ahead = *self;
        let length = ahead.length()?;
        let mut inner = Self {
            rest: self.take(length)?,
        };
        inner.take(4)?;
        let code = inner.string()?;
        let scope = inner.document()?;
        if inner.is_empty() {
            Ok((code, scope))
        } else {
            Err(malformed("code with scope of a wrong length"))
        }
    }

    /// Passes over a value, without a look into it, and gives its bytes.
    pub(crate) fn skip(&mut self, code: u8) -> Outcome<Self> {
        let start = self.rest;
        match code {
            types::UNDEFINED | types::NULL | types::MIN_KEY | types::MAX_KEY => {}
            types::BOOLEAN => drop(self.take(1)?),
            types::INT32 => drop(self.take(4)?),
            types::DOUBLE | types::DATE | types::TIMESTAMP | types::INT64 => drop(self.take(8)?),
            types::OBJECT_ID => drop(self.take(12)?),
            types::DECIMAL128 => drop(self.take(16)?),
            types::STRING | types::CODE | types::SYMBOL => drop(self.string()?),
            types::DOCUMENT | types::ARRAY => drop(self.document()?),
            types::BINARY => drop(self.binary()?),
            types::REGEX => drop((self.cstring()?, self.cstring()?)),
            types::DB_POINTER => drop((self.string()?, self.take(12)?)),
            types::CODE_WITH_SCOPE => drop(self.code_with_scope()?),
            _ => return Err(malformed(types::name(code))),
        }
        Ok(Self {
            rest: &start[..start.len() - self.rest.len()],
        })
    }
}
