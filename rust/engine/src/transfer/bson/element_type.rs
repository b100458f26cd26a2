//! BSON's type codes and their names (BSON specification 1.1; names of the server's `$type` operator).

pub(crate) const DOUBLE: u8 = 0x01;
pub(crate) const STRING: u8 = 0x02;
pub(crate) const DOCUMENT: u8 = 0x03;
pub(crate) const ARRAY: u8 = 0x04;
pub(crate) const BINARY: u8 = 0x05;
pub(crate) const UNDEFINED: u8 = 0x06;
pub(crate) const OBJECT_ID: u8 = 0x07;
pub(crate) const BOOLEAN: u8 = 0x08;
pub(crate) const DATE: u8 = 0x09;
pub(crate) const NULL: u8 = 0x0a;
pub(crate) const REGEX: u8 = 0x0b;
pub(crate) const DB_POINTER: u8 = 0x0c;
pub(crate) const CODE: u8 = 0x0d;
pub(crate) const SYMBOL: u8 = 0x0e;
pub(crate) const CODE_WITH_SCOPE: u8 = 0x0f;
pub(crate) const INT32: u8 = 0x10;
pub(crate) const TIMESTAMP: u8 = 0x11;
pub(crate) const INT64: u8 = 0x12;
pub(crate) const DECIMAL128: u8 = 0x13;
pub(crate) const MAX_KEY: u8 = 0x7f;
pub(crate) const MIN_KEY: u8 = 0xff;

/// Every type code with its name.
pub(crate) const ALL: [(u8, &str); 21] = [
    (DOUBLE, "double"),
    (STRING, "string"),
    (DOCUMENT, "object"),
    (ARRAY, "array"),
    (BINARY, "binData"),
    (UNDEFINED, "undefined"),
    (OBJECT_ID, "objectId"),
    (BOOLEAN, "bool"),
    (DATE, "date"),
    (NULL, "null"),
    (REGEX, "regex"),
    (DB_POINTER, "dbPointer"),
    (CODE, "javascript"),
    (SYMBOL, "symbol"),
    (CODE_WITH_SCOPE, "javascriptWithScope"),
    (INT32, "int"),
    (TIMESTAMP, "timestamp"),
    (INT64, "long"),
    (DECIMAL128, "decimal"),
    (MAX_KEY, "maxKey"),
    (MIN_KEY, "minKey"),
];

/// Binary subtype of plain bytes.
pub(crate) const GENERIC_BINARY: u8 = 0;
/// Deprecated binary subtype whose payload repeats its own length.
pub(crate) const OLD_BINARY: u8 = 2;
/// Binary subtype of a UUID.
pub(crate) const UUID: u8 = 4;

/// The type with a name.
pub(crate) fn named(name: &str) -> Option<u8> {
    ALL.iter()
        .find(|(_, known)| *known == name)
        .map(|(code, _)| *code)
}

/// The name of a type, for messages.
#[cold]
pub(crate) fn name(code: u8) -> &'static str {
    ALL.iter()
        .find(|(known, _)| *known == code)
        .map_or("an unknown BSON type", |(_, name)| name)
}
