// The constants of the frame layout. docs/internals/frame.md explains them; rust/engine/src/transfer/layout.rs holds the same.

/** First word of every frame: `HRC1`. */
export const MAGIC = 0x31435248;

/** Words of the header. */
export const HEADER_WORDS = 16;

/** Words of a directory entry: documents, UTF-8 bytes, UTF-16 units, words, doubles, bytes of one chunk. */
export const CHUNK_WORDS = 6;

/** A new chunk starts before a document when the open one holds this much text. */
export const CHUNK_TEXT_BYTES = 4096;

/** A new chunk starts before a document when the open one holds this many documents. */
export const CHUNK_DOCUMENTS = 256;

/** In place of a small number: the value is the next double. */
export const NUMBER_IS_DOUBLE = 0x80000000;

/** Bit of a count that says: state words follow. */
export const HAS_STATES = 0x80000000;

/** State of a field or element: the native value follows. */
export const NATIVE = 0;

/** State of a field: the document does not have it. */
export const MISSING = 1;

/** State of a field or element: null. */
export const NULL = 2;

/** First word of an untyped document: its keys stand beside its values. */
export const INLINE = 0;

/** First word of an untyped document: a shape follows and gets the next number. */
export const NEW_SHAPE = 1;

/** First word of an untyped document of shape 0. */
export const FIRST_SHAPE = 2;

/** Tag: document i of the documents frame of the same submission. */
export const SPLICED = 0x80;

/** Type code in a shape: a tagged value. */
export const TAGGED = 0x81;

/** Levels of nesting that a document may have. */
export const MAX_DEPTH = 100;
