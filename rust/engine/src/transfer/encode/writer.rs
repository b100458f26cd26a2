//! BSON while it is written.

use crate::transfer::bson::element_type as types;
use crate::transfer::error::{GuardReason, Outcome, TransferError};

pub(super) struct Writer {
    out: Vec<u8>,
    /// Where the top-level document starts.
    start: usize,
    /// Bytes that a top-level document may have.
    limit: usize,
}

/// The keys of an array's elements: "0", "1", "2", ...
pub(super) struct IndexKey {
    /// The number at the end of the buffer, and NUL.
    digits: [u8; 12],
    first: usize,
}

impl IndexKey {
    pub(super) fn new() -> Self {
        let mut digits = [b'0'; 12];
        digits[11] = 0;
        Self { digits, first: 10 }
    }

    fn increment(&mut self) {
        let mut position = 10;
        while self.digits[position] == b'9' {
            self.digits[position] = b'0';
            position = position.saturating_sub(1);
        }
        self.digits[position] += 1;
        self.first = self.first.min(position);
    }
}

impl Writer {
    pub(super) fn new(capacity: usize, limit: usize) -> Self {
        Self {
            out: Vec::with_capacity(capacity),
            start: 0,
            limit,
        }
    }

    pub(super) fn start_document(&mut self) {
        self.start = self.out.len();
    }

    /// What is written of the top-level document.
    pub(super) fn document(&self) -> &[u8] {
        &self.out[self.start..]
    }

    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// Refuses a document that has become too large.
    #[inline]
    pub(super) fn check_size(&self) -> Outcome<()> {
        if self.out.len() - self.start > self.limit {
            Err(self.too_large())
        } else {
            Ok(())
        }
    }

    #[cold]
    fn too_large(&self) -> TransferError {
        let message = format!(
            "the document is larger than {} bytes, the most that MongoDB takes. Store large values elsewhere, for example in GridFS",
            self.limit
        );
        TransferError::guard(GuardReason::DocumentSize, message)
    }

    /// Starts a document or array: where its length will stand.
    #[inline]
    pub(super) fn open(&mut self) -> usize {
        self.out.extend_from_slice(&[0; 4]);
        self.out.len() - 4
    }

    #[inline]
    pub(super) fn close(&mut self, position: usize) -> Outcome<()> {
        self.out.push(0);
        self.set_length(position)
    }

    /// Writes at `position` how many bytes there are from there on.
    pub(super) fn set_length(&mut self, position: usize) -> Outcome<()> {
        self.check_size()?;
        let length = (self.out.len() - position) as u32;
        self.out[position..position + 4].copy_from_slice(&length.to_le_bytes());
        Ok(())
    }

    /// Starts an element: where its type code stands, for `set_type`.
    #[inline]
    pub(super) fn element(&mut self, prefix: &[u8]) -> usize {
        let position = self.out.len();
        self.out.extend_from_slice(prefix);
        position
    }

    pub(super) fn keyed_element(&mut self, code: u8, key: &[u8]) -> usize {
        let position = self.out.len();
        self.out.push(code);
        self.out.extend_from_slice(key);
        self.out.push(0);
        position
    }

    pub(super) fn indexed_element(&mut self, code: u8, key: &mut IndexKey) -> usize {
        let position = self.out.len();
        self.out.push(code);
        self.out.extend_from_slice(&key.digits[key.first..]);
        key.increment();
        position
    }

    #[inline]
    pub(super) fn set_type(&mut self, position: usize, code: u8) {
        self.out[position] = code;
    }

    #[inline]
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// Text with its length in front and NUL behind.
    #[inline]
    pub(super) fn string(&mut self, text: &[u8]) {
        self.out
            .extend_from_slice(&(text.len() as u32 + 1).to_le_bytes());
        self.out.extend_from_slice(text);
        self.out.push(0);
    }

    pub(super) fn cstring(&mut self, text: &[u8]) {
        self.out.extend_from_slice(text);
        self.out.push(0);
    }

    pub(super) fn binary(&mut self, subtype: u8, payload: &[u8]) -> Outcome<()> {
        if payload.len() > self.limit {
            return Err(self.too_large());
        }
        let length = payload.len() as u32;
        if subtype == types::OLD_BINARY {
            self.out.extend_from_slice(&(length + 4).to_le_bytes());
            self.out.push(subtype);
            self.out.extend_from_slice(&length.to_le_bytes());
        } else {
            self.out.extend_from_slice(&length.to_le_bytes());
            self.out.push(subtype);
        }
        self.out.extend_from_slice(payload);
        Ok(())
    }
}
