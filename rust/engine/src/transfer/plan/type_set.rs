//! A set of BSON types.

use crate::transfer::bson::element_type;

/// The BSON types that a value of kind `any` may have.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TypeSet(u32);

/// Type codes are 1 to 19, 127 and 255; the last two take free bits.
fn bit(code: u8) -> u32 {
    match code {
        element_type::MAX_KEY => 1 << 30,
        element_type::MIN_KEY => 1 << 31,
        code => 1u32.checked_shl(u32::from(code)).unwrap_or(0),
    }
}

impl TypeSet {
    /// Adds a type by its name (those of the server's `$type` operator, or those of plan kinds); false if unknown.
    pub(crate) fn insert(&mut self, name: &str) -> bool {
        let codes: &[u8] = match name {
            "number" => &[
                element_type::DOUBLE,
                element_type::INT32,
                element_type::INT64,
                element_type::DECIMAL128,
            ],
            "boolean" => &[element_type::BOOLEAN],
            "binary" | "uuid" => &[element_type::BINARY],
            "document" => &[element_type::DOCUMENT],
            "int32" => &[element_type::INT32],
            "int64" => &[element_type::INT64],
            "decimal128" => &[element_type::DECIMAL128],
            name => match element_type::named(name) {
                Some(code) => &[code],
                None => return false,
            },
        };
        self.0 |= codes.iter().fold(0, |bits, code| bits | bit(*code));
        true
    }

    pub(crate) fn contains(self, code: u8) -> bool {
        self.0 & bit(code) != 0
    }

    /// The types' names, for messages.
    pub(crate) fn names(self) -> String {
        let names: Vec<&str> = element_type::ALL
            .iter()
            .filter(|(code, _)| self.contains(*code))
            .map(|(_, name)| *name)
            .collect();
        names.join(" or ")
    }
}
