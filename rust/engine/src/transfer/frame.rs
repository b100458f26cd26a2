//! A frame's header and directory, read as hostile input.

use super::error::{Outcome, TransferError};
use super::layout::{
    CHUNK_DOCUMENTS, CHUNK_WORDS, HEADER_BYTES, HEADER_WORDS, HEADER_WORDS_USED, MAGIC,
};

/// The length in bytes of the frame that starts `bytes`, for finding what stands behind it. The rest of the frame is
/// not looked at.
///
/// # Errors
/// `Frame` when no frame starts there or it does not end within `bytes`.
pub fn frame_length(bytes: &[u8]) -> Result<usize, TransferError> {
    Ok(header(bytes)?[1] as usize)
}

fn header(bytes: &[u8]) -> Outcome<[u32; HEADER_WORDS]> {
    let mut header = [0; HEADER_WORDS];
    let start = bytes
        .get(..HEADER_BYTES)
        .ok_or_else(|| TransferError::frame("it is shorter than a header"))?;
    for (word, bytes) in header.iter_mut().zip(start.as_chunks::<4>().0) {
        *word = u32::from_le_bytes(*bytes);
    }
    let length = header[1] as usize;
    if header[0] != MAGIC {
        return Err(TransferError::frame(
            "it does not start with the magic number of version 1",
        ));
    }
    if length < HEADER_BYTES || !length.is_multiple_of(8) || length > bytes.len() {
        return Err(TransferError::frame("its length is impossible"));
    }
    if header[HEADER_WORDS_USED..].iter().any(|word| *word != 0) {
        return Err(TransferError::frame("unused header words are not 0"));
    }
    Ok(header)
}

/// The streams of one chunk: a run of whole documents.
pub(super) struct Chunk<'f> {
    /// Index of the chunk's first document.
    pub(super) first: usize,
    pub(super) documents: usize,
    /// UTF-16 units of the text.
    pub(super) units: usize,
    pub(super) words: &'f [[u8; 4]],
    pub(super) doubles: &'f [[u8; 8]],
    pub(super) bytes: &'f [u8],
    pub(super) text: &'f [u8],
}

/// A frame's chunks, whose streams together are the frame's sections.
pub(super) struct Chunks<'f> {
    pub(super) documents: usize,
    pub(super) chunks: Vec<Chunk<'f>>,
}

struct Sections<'f> {
    rest: &'f [u8],
}

impl<'f> Sections<'f> {
    fn next(&mut self, count: usize, size: usize) -> Outcome<&'f [u8]> {
        let section = count.checked_mul(size).and_then(|length| {
            let (section, rest) = self
                .rest
                .split_at_checked(length.checked_next_multiple_of(8)?)?;
            self.rest = rest;
            section.get(..length)
        });
        section.ok_or_else(|| TransferError::frame("a section is longer than the frame"))
    }
}

fn split<'f, T>(rest: &mut &'f [T], count: u32) -> Outcome<&'f [T]> {
    let (taken, others) = rest.split_at_checked(count as usize).ok_or_else(|| {
        TransferError::frame("the directory promises more than the sections hold")
    })?;
    *rest = others;
    Ok(taken)
}

impl<'f> Chunks<'f> {
    pub(super) fn parse(bytes: &'f [u8]) -> Outcome<Self> {
        let header = header(bytes)?;
        let [
            _,
            length,
            documents,
            chunk_count,
            words,
            doubles,
            byte_count,
            text,
            ..,
        ] = header.map(|word| word as usize);
        if length != bytes.len() {
            return Err(TransferError::frame("bytes follow its end"));
        }
        let mut sections = Sections {
            rest: &bytes[HEADER_BYTES..],
        };
        let directory = sections.next(chunk_count, CHUNK_WORDS * 4)?;
        let mut words = sections.next(words, 4)?.as_chunks().0;
        let mut doubles = sections.next(doubles, 8)?.as_chunks().0;
        let mut byte_section = sections.next(byte_count, 1)?;
        let mut text = sections.next(text, 1)?;
        if !sections.rest.is_empty() {
            return Err(TransferError::frame("its sections do not fill it"));
        }
        let mut chunks = Vec::with_capacity(chunk_count);
        let mut first = 0;
        for entry in directory.as_chunks::<4>().0.as_chunks::<CHUNK_WORDS>().0 {
            let [
                documents,
                text_bytes,
                units,
                word_count,
                double_count,
                byte_count,
            ] = entry.map(u32::from_le_bytes);
            let documents = documents as usize;
            if documents == 0 || documents > CHUNK_DOCUMENTS {
                return Err(TransferError::frame("a chunk has no documents or too many"));
            }
            chunks.push(Chunk {
                first,
                documents,
                units: units as usize,
                words: split(&mut words, word_count)?,
                doubles: split(&mut doubles, double_count)?,
                bytes: split(&mut byte_section, byte_count)?,
                text: split(&mut text, text_bytes)?,
            });
            first += documents;
        }
        if first != documents
            || !(words.is_empty()
                && doubles.is_empty()
                && byte_section.is_empty()
                && text.is_empty())
        {
            return Err(TransferError::frame(
                "the directory's sums are not the header's numbers",
            ));
        }
        Ok(Self { documents, chunks })
    }
}
