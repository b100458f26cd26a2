//! The streams of a chunk while they are read.

use super::text::Text;
use crate::transfer::error::{Outcome, TransferError};
use crate::transfer::frame::Chunk;

pub(super) struct Input<'f> {
    words: &'f [[u8; 4]],
    doubles: &'f [[u8; 8]],
    bytes: &'f [u8],
    text: Text<'f>,
}

#[cold]
fn ended(stream: &str) -> TransferError {
    TransferError::frame(&format!("a chunk's {stream} end too early"))
}

impl<'f> Input<'f> {
    pub(super) fn new(chunk: &Chunk<'f>) -> Outcome<Self> {
        let text = Text::new(chunk.text, chunk.units)?;
        Ok(Self {
            words: chunk.words,
            doubles: chunk.doubles,
            bytes: chunk.bytes,
            text,
        })
    }

    #[inline]
    pub(super) fn word(&mut self) -> Outcome<u32> {
        match self.words.split_first() {
            Some((word, rest)) => {
                self.words = rest;
                Ok(u32::from_le_bytes(*word))
            }
            None => Err(ended("words")),
        }
    }

    /// Words that are their BSON bytes.
    #[inline]
    pub(super) fn words(&mut self, count: usize) -> Outcome<&'f [[u8; 4]]> {
        match self.words.split_at_checked(count) {
            Some((words, rest)) => {
                self.words = rest;
                Ok(words)
            }
            None => Err(ended("words")),
        }
    }

    #[inline]
    pub(super) fn double(&mut self) -> Outcome<[u8; 8]> {
        match self.doubles.split_first() {
            Some((slot, rest)) => {
                self.doubles = rest;
                Ok(*slot)
            }
            None => Err(ended("doubles")),
        }
    }

    pub(super) fn bytes(&mut self, count: usize) -> Outcome<&'f [u8]> {
        match self.bytes.split_at_checked(count) {
            Some((bytes, rest)) => {
                self.bytes = rest;
                Ok(bytes)
            }
            None => Err(ended("bytes")),
        }
    }

    #[inline]
    pub(super) fn string(&mut self) -> Outcome<&'f [u8]> {
        let units = self.word()?;
        self.text.cut(units as usize)
    }

    /// Bytes that are left of the words: an estimate of what is still to be written.
    pub(super) fn size(&self) -> usize {
        self.words.len() * 4 + self.doubles.len() * 8 + self.bytes.len() + self.text.len()
    }

    pub(super) fn finish(&self) -> Outcome<()> {
        if self.words.is_empty()
            && self.doubles.is_empty()
            && self.bytes.is_empty()
            && self.text.is_at_end()
        {
            Ok(())
        } else {
            Err(TransferError::frame(
                "a chunk holds more than its documents use",
            ))
        }
    }
}
