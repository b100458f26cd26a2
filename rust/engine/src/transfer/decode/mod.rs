//! From BSON to frames.

mod document;
mod list;
mod number;
mod object;
mod shape;
mod streams;
mod tagged;
mod untyped;
mod value;

use bson::raw::RawDocument;
use rayon::prelude::*;

use self::document::Decoder;
use super::error::TransferError;
use super::finished_frame::FinishedFrame;
use super::layout::{FRAME_BYTES, FRAME_DOCUMENTS, PARALLEL_ABOVE};
use super::plan::Plan;
use super::stream::Source;

/// Turns stored documents into one frame.
///
/// # Errors
/// `Validation` for a document that does not fit the plan or is not well-formed, with model, path, expected, found,
/// `_id` and index. Nothing is coerced or left out; unknown fields follow the plan's `unknown`.
pub fn decode(plan: Option<&Plan>, documents: &[&RawDocument]) -> Result<Vec<u8>, TransferError> {
    let frame = Decoder::new(plan, documents, None).frame(documents, 0)?;
    Ok(frame.to_vec())
}

/// Turns stored documents into frames of at most 512 documents and about 128 KiB of BSON each (one document may be
/// larger), in the documents' order; frames of more than 50 documents in all are built in parallel. Frames keep the
/// `source` when large payloads lie in it, rather than copy them.
///
/// # Errors
/// As [`decode`], for the first document that is wrong; its index counts over all documents.
pub fn decode_frames(
    plan: Option<&Plan>,
    documents: &[&RawDocument],
    source: Option<&Source>,
) -> Result<Vec<FinishedFrame>, TransferError> {
    let parts = split(documents);
    let build = |(start, part): &(usize, &[&RawDocument])| {
        Decoder::new(plan, part, source).frame(part, *start)
    };
    if documents.len() <= PARALLEL_ABOVE || parts.len() == 1 {
        return parts.iter().map(build).collect();
    }
    let frames: Vec<Result<FinishedFrame, TransferError>> = parts.par_iter().map(build).collect();
    frames.into_iter().collect()
}

fn split<'s, 'a>(documents: &'s [&'a RawDocument]) -> Vec<(usize, &'s [&'a RawDocument])> {
    let (mut parts, mut start, mut bytes) = (Vec::new(), 0, 0);
    for (index, document) in documents.iter().enumerate() {
        let length = document.as_bytes().len();
        if index > start && (index - start == FRAME_DOCUMENTS || bytes + length > FRAME_BYTES) {
            parts.push((start, &documents[start..index]));
            (start, bytes) = (index, 0);
        }
        bytes += length;
    }
    if start < documents.len() {
        parts.push((start, &documents[start..]));
    }
    parts
}
