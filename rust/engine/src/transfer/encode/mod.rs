//! From frames to BSON.

mod document;
mod input;
mod keys;
mod list;
mod object;
mod tagged;
mod text;
mod value;
mod writer;

use bson::raw::RawDocumentBuf;
use rayon::prelude::*;

use self::document::Encoder;
use super::batch::{Batch, Run};
use super::error::{Outcome, TransferError};
use super::frame::{Chunk, Chunks};
use super::layout::{MAX_DOCUMENT_BYTES, MAX_ENVELOPE_BYTES, PARALLEL_ABOVE, PARALLEL_BYTES};
use super::plan::Plan;

/// Chunks that one thread takes at least: a few microseconds of work, so that sharing pays.
const CHUNKS_OF_TASK: usize = 4;

/// What documents from JavaScript may hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct EncodeOptions {
    /// Accept keys that start with `$` at every level. Otherwise only a DBRef may have them, and objects whose plan
    /// says so. Default: false.
    pub allow_dollar_keys: bool,
}

/// Turns a frame from JavaScript into BSON documents; more than 50 documents are encoded in parallel, chunk by chunk,
/// if they take more than 128 KiB.
/// Without a plan it is an untyped frame.
///
/// # Errors
/// For the first document that is wrong: `Guard` (a `$` key, NUL in a key, more than 100 levels, more than 16 MiB),
/// `InvalidArgument` (a key twice), `Validation` (a value that its own model could not read). `Frame` if the frame is
/// malformed. Nothing is left out or changed, except that a regular expression's options are sorted as BSON demands.
pub fn encode(
    plan: Option<&Plan>,
    frame: &[u8],
    options: EncodeOptions,
) -> Result<Batch, TransferError> {
    let chunks = Chunks::parse(frame)?;
    let encode = |chunk: &Chunk<'_>| {
        Encoder::new(plan, chunk, options, MAX_DOCUMENT_BYTES, None)?.run(chunk)
    };
    let few = chunks.documents <= PARALLEL_ABOVE || frame.len() <= PARALLEL_BYTES;
    let runs: Outcome<Vec<Run>> = if few || chunks.chunks.len() == 1 {
        chunks.chunks.iter().map(encode).collect()
    } else {
        let runs: Vec<Outcome<Run>> = chunks
            .chunks
            .par_iter()
            .with_min_len(CHUNKS_OF_TASK)
            .map(encode)
            .collect();
        runs.into_iter().collect()
    };
    runs.map(Batch::of_runs)
}

/// Turns an untyped frame of one document into that document; the tag `0x80` inserts the document of `splices` with the
/// given index. Keys may start with `$`: what a command may hold is decided where commands are checked. The document
/// may have up to 48 000 000 bytes, the most that one message to a server takes.
///
/// # Errors
/// As [`encode`]; `Frame` as well for another number of documents than one, or the index of a document that is not there.
pub fn encode_envelope(frame: &[u8], splices: &Batch) -> Result<RawDocumentBuf, TransferError> {
    let chunks = Chunks::parse(frame)?;
    let [chunk] = chunks.chunks.as_slice() else {
        return Err(TransferError::frame("an envelope is one document"));
    };
    if chunk.documents != 1 {
        return Err(TransferError::frame("an envelope is one document"));
    }
    let options = EncodeOptions {
        allow_dollar_keys: true,
    };
    let run = Encoder::new(None, chunk, options, MAX_ENVELOPE_BYTES, Some(splices))?.run(chunk)?;
    RawDocumentBuf::from_bytes(run.bytes).map_err(|error| TransferError::frame(&error.to_string()))
}
