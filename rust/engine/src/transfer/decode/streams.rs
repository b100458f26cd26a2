//! The streams of a frame while it is built.

use crate::transfer::error::{Outcome, TransferError};
use crate::transfer::finished_frame::FinishedFrame;
use crate::transfer::layout::{
    CHUNK_DOCUMENTS, CHUNK_TEXT_BYTES, CHUNK_WORDS, HEADER_BYTES, MAGIC, RESERVED_BYTES,
    SECTION_ALIGNMENT,
};
use crate::transfer::stream::{Source, Stream, StreamMark};

/// Lengths of all streams at one moment.
#[derive(Clone, Copy, Default)]
pub(super) struct Mark {
    words: usize,
    doubles: usize,
    bytes: StreamMark,
    text: StreamMark,
    units: usize,
}

/// Every stream holds its section's bytes in little-endian order, so that a frame is put together by copying.
#[derive(Default)]
pub(super) struct Streams<'s> {
    /// Room for the header, then the directory.
    directory: Vec<u8>,
    words: Vec<u8>,
    doubles: Vec<u8>,
    bytes: Stream,
    text: Stream,
    /// What large payloads may lie in.
    source: Option<(&'s Source, &'s [u8])>,
    /// UTF-16 units of the text.
    units: usize,
    /// Where the open chunk starts.
    chunk: Mark,
    chunk_documents: usize,
}

/// UTF-16 units of UTF-8 text: one for every character's first byte, another one for the first of four.
fn utf16_units(text: &str) -> usize {
    text.bytes()
        .map(|byte| usize::from(byte & 0xc0 != 0x80) + usize::from(byte >= 0xf0))
        .sum()
}

fn word(count: usize) -> Outcome<u32> {
    u32::try_from(count)
        .map_err(|_| TransferError::invalid("the documents are too large for one frame of 4 GiB"))
}

impl<'s> Streams<'s> {
    /// `source`: memory that the documents lie in and that the frame may keep.
    pub(super) fn new(documents: usize, bson_bytes: usize, source: Option<&'s Source>) -> Self {
        let bson_bytes = bson_bytes.min(RESERVED_BYTES);
        let chunks = documents / CHUNK_DOCUMENTS + 1;
        let mut directory = Vec::with_capacity(HEADER_BYTES + chunks * CHUNK_WORDS * 4);
        directory.resize(HEADER_BYTES, 0);
        Self {
            directory,
            words: Vec::with_capacity(bson_bytes / 2),
            doubles: Vec::with_capacity(bson_bytes / 8),
            text: Stream::with_capacity(bson_bytes / 2),
            source: source.map(|source| (source, (**source).as_ref())),
            ..Self::default()
        }
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            words: self.words.len(),
            doubles: self.doubles.len(),
            bytes: self.bytes.mark(),
            text: self.text.mark(),
            units: self.units,
        }
    }

    pub(super) fn rollback(&mut self, mark: Mark) {
        self.words.truncate(mark.words);
        self.doubles.truncate(mark.doubles);
        self.bytes.rollback(mark.bytes);
        self.text.rollback(mark.text);
        self.units = mark.units;
    }

    #[inline]
    pub(super) fn word(&mut self, word: u32) {
        self.words.extend_from_slice(&word.to_le_bytes());
    }

    /// Words that are their BSON bytes: object ids, decimals, timestamps, UUIDs, whole state words.
    #[inline]
    pub(super) fn word_bytes(&mut self, words: &[u8]) {
        self.words.extend_from_slice(words);
    }

    /// Writes a word that is known only later: where it stands, for `set_word`.
    pub(super) fn reserve_word(&mut self) -> usize {
        let position = self.words.len();
        self.word(0);
        position
    }

    pub(super) fn set_word(&mut self, position: usize, word: u32) {
        self.words[position..position + 4].copy_from_slice(&word.to_le_bytes());
    }

    pub(super) fn get_word(&self, position: usize) -> u32 {
        let mut word = [0; 4];
        word.copy_from_slice(&self.words[position..position + 4]);
        u32::from_le_bytes(word)
    }

    /// Byte of the word stream where the next word will stand.
    pub(super) fn position(&self) -> usize {
        self.words.len()
    }

    /// Flips bits of the two-bit state `index` of the state words at `position`.
    #[inline]
    pub(super) fn flip_state(&mut self, position: usize, index: usize, bits: u32) {
        self.words[position + index / 4] ^= (bits as u8) << (index % 4 * 2);
    }

    #[inline]
    pub(super) fn double(&mut self, slot: [u8; 8]) {
        self.doubles.extend_from_slice(&slot);
    }

    pub(super) fn payload(&mut self, payload: &[u8]) -> Outcome<()> {
        self.word(word(payload.len())?);
        self.bytes
            .append(payload, self.source.map(|(_, bytes)| bytes));
        Ok(())
    }

    /// Writes the subtype's word between length and payload.
    pub(super) fn binary(&mut self, subtype: u8, payload: &[u8]) -> Outcome<()> {
        self.payload(payload)?;
        self.word(u32::from(subtype));
        Ok(())
    }

    /// Writes text after checking that it is UTF-8; gives its UTF-16 units.
    #[inline]
    pub(super) fn string(&mut self, text: &[u8]) -> Outcome<usize> {
        let units = if text.is_ascii() {
            text.len()
        } else {
            Self::units_of(text)?
        };
        self.word(units as u32);
        self.text.append(text, self.source.map(|(_, bytes)| bytes));
        self.units += units;
        Ok(units)
    }

    #[inline(never)]
    fn units_of(text: &[u8]) -> Outcome<usize> {
        match std::str::from_utf8(text) {
            Ok(text) => Ok(utf16_units(text)),
            Err(_) => Err(TransferError::mismatch("UTF-8", "text that is not UTF-8")),
        }
    }

    pub(super) fn end_document(&mut self) -> Outcome<()> {
        self.chunk_documents += 1;
        if self.chunk_documents == CHUNK_DOCUMENTS
            || self.text.len() - self.chunk.text.len() >= CHUNK_TEXT_BYTES
        {
            self.end_chunk()?;
        }
        Ok(())
    }

    fn end_chunk(&mut self) -> Outcome<()> {
        let (start, end) = (self.chunk, self.mark());
        let entry = [
            self.chunk_documents,
            end.text.len() - start.text.len(),
            end.units - start.units,
            (end.words - start.words) / 4,
            (end.doubles - start.doubles) / 8,
            end.bytes.len() - start.bytes.len(),
        ];
        for count in entry {
            self.directory
                .extend_from_slice(&word(count)?.to_le_bytes());
        }
        self.chunk = end;
        self.chunk_documents = 0;
        Ok(())
    }

    /// The whole frame of `documents` documents.
    pub(super) fn finish(mut self, documents: usize) -> Outcome<FinishedFrame> {
        if self.chunk_documents > 0 {
            self.end_chunk()?;
        }
        let lengths = [
            self.directory.len(),
            self.words.len(),
            self.doubles.len(),
            self.bytes.len(),
            self.text.len(),
        ];
        let length: usize = lengths
            .iter()
            .map(|length| length.next_multiple_of(SECTION_ALIGNMENT))
            .sum();
        let header = [
            MAGIC,
            word(length)?,
            word(documents)?,
            word((self.directory.len() - HEADER_BYTES) / (CHUNK_WORDS * 4))?,
            word(self.words.len() / 4)?,
            word(self.doubles.len() / 8)?,
            word(self.bytes.len())?,
            word(self.text.len())?,
        ];
        for (target, word) in self.directory.chunks_exact_mut(4).zip(header) {
            target.copy_from_slice(&word.to_le_bytes());
        }
        let sections = vec![
            self.directory.into(),
            self.words.into(),
            self.doubles.into(),
            self.bytes,
            self.text,
        ];
        Ok(FinishedFrame::new(
            sections,
            self.source.map(|(source, _)| source),
        ))
    }
}
