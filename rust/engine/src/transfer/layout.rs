//! Constants of the frame's layout; `src/transfer/layout.ts` holds the same ones for JavaScript.

/// First word of every frame: `HRC1`.
pub(crate) const MAGIC: u32 = 0x3143_5248;
/// Every section's length is padded to a multiple of this many bytes.
pub(crate) const SECTION_ALIGNMENT: usize = 8;
/// Words of the header.
pub(crate) const HEADER_WORDS: usize = 16;
/// Bytes of the header.
pub(crate) const HEADER_BYTES: usize = HEADER_WORDS * 4;
/// Header words in use; the others are 0.
pub(crate) const HEADER_WORDS_USED: usize = 8;
/// Words of a chunk's directory entry.
pub(crate) const CHUNK_WORDS: usize = 6;
/// An open chunk with this many bytes of text takes no further document.
pub(crate) const CHUNK_TEXT_BYTES: usize = 4096;
/// An open chunk with this many documents takes no further one.
pub(crate) const CHUNK_DOCUMENTS: usize = 256;

/// The word of a number whose value is the next double.
pub(crate) const NUMBER_IS_DOUBLE: u32 = 0x8000_0000;
/// Bit of an array's count that says that state words follow.
pub(crate) const HAS_STATES: u32 = 0x8000_0000;
/// Two-bit states in a state word.
pub(crate) const STATES_PER_WORD: usize = 16;
/// State: the native value follows.
pub(crate) const NATIVE: u32 = 0;
/// State: the field is missing.
pub(crate) const MISSING: u32 = 1;
/// State: the value is null.
pub(crate) const NULL: u32 = 2;

/// Tag of a document of the submission's documents frame (from JavaScript only).
pub(crate) const SPLICED: u32 = 0x80;
/// Type code in a shape: the value carries its own tag.
pub(crate) const TAGGED: u8 = 0x81;
/// Untyped document: keys and tagged values follow.
pub(crate) const INLINE: u32 = 0;
/// Untyped document: a new shape and its values follow (from Rust only).
pub(crate) const NEW_SHAPE: u32 = 1;
/// Untyped document: this plus the number of the shape whose values follow.
pub(crate) const FIRST_SHAPE: u32 = 2;

/// Shapes are used in frames of at least this many documents.
pub(crate) const SHAPES_FROM_DOCUMENTS: usize = 8;
/// Shapes of one frame.
pub(crate) const MAX_SHAPES: usize = 256;

/// Levels of documents and arrays, the top-level document being the first.
pub(crate) const MAX_DEPTH: usize = 100;
/// Bytes of a stored document (MongoDB manual, "MongoDB Limits and Thresholds", BSON Document Size).
pub(crate) const MAX_DOCUMENT_BYTES: usize = 16 * 1024 * 1024;
/// Bytes of an envelope: what one message to the server may hold (`maxMessageSizeBytes` of the `hello` reply).
pub(crate) const MAX_ENVELOPE_BYTES: usize = 48_000_000;
/// Milliseconds around 1970 that a JavaScript `Date` can hold (ECMAScript, "Time Values and Time Range").
pub(crate) const MAX_DATE: i64 = 8_640_000_000_000_000;
/// Largest integer that a double holds exactly together with its neighbours.
pub(crate) const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;

/// Payloads of this many bytes and more are not copied into a frame that can keep the memory they lie in.
pub(crate) const HELD_BYTES: usize = 16 * 1024;
/// Bytes that a frame's streams reserve at most before they know what they get.
pub(crate) const RESERVED_BYTES: usize = 256 * 1024;

/// Documents of one frame of a split result.
pub(crate) const FRAME_DOCUMENTS: usize = 512;
/// Bytes of BSON after which a split result starts a new frame.
pub(crate) const FRAME_BYTES: usize = 128 * 1024;
/// Work on more documents than this is shared among threads.
pub(crate) const PARALLEL_ABOVE: usize = 50;
/// Bytes of a frame up to which one thread encodes it: waking others takes longer.
pub(crate) const PARALLEL_BYTES: usize = 128 * 1024;
