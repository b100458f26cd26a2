//! Cutting a chunk's text into strings whose lengths are in UTF-16 units.

use crate::transfer::error::{Outcome, TransferError};

pub(super) struct Text<'f> {
    rest: &'f [u8],
    /// UTF-16 units that are left.
    units: usize,
    is_ascii: bool,
}

#[cold]
fn ended() -> TransferError {
    TransferError::frame("a chunk's text ends too early")
}

impl<'f> Text<'f> {
    pub(super) fn new(text: &'f [u8], units: usize) -> Outcome<Self> {
        let is_ascii = text.is_ascii();
        if !is_ascii && std::str::from_utf8(text).is_err() {
            return Err(TransferError::frame("a chunk's text is not UTF-8"));
        }
        Ok(Self {
            rest: text,
            units,
            is_ascii,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty() && self.units == 0
    }

    #[inline]
    pub(super) fn cut(&mut self, units: usize) -> Outcome<&'f [u8]> {
        let length = if self.is_ascii || self.rest.get(..units).is_some_and(<[u8]>::is_ascii) {
            units
        } else {
            self.length_of(units)?
        };
        match (
            self.rest.split_at_checked(length),
            self.units.checked_sub(units),
        ) {
            (Some((text, rest)), Some(left)) => {
                self.rest = rest;
                self.units = left;
                Ok(text)
            }
            _ => Err(ended()),
        }
    }

    /// UTF-8 bytes of the next `units` UTF-16 units.
    fn length_of(&self, units: usize) -> Outcome<usize> {
        let (mut length, mut counted) = (0, 0);
        while counted < units {
            let (bytes, char_units) = match self.rest.get(length) {
                None => return Err(ended()),
                Some(0..=0x7f) => (1, 1),
                Some(0x80..=0xdf) => (2, 1),
                Some(0xe0..=0xef) => (3, 1),
                Some(0xf0..) => (4, 2),
            };
            length += bytes;
            counted += char_units;
        }
        if counted > units {
            return Err(TransferError::mismatch("well-formed text", "half of a surrogate pair")
                .advise("A string must not start or end within a character: see String.prototype.toWellFormed"));
        }
        Ok(length)
    }
}
