//! The flags of a query.

use crate::error::{EngineError, Result};
use crate::guard::Permissions;

const MODE_MASK: u32 = 0xF;
const ALLOW_DOLLAR_KEYS: u32 = 1 << 8;
const ALLOW_SERVER_JAVASCRIPT: u32 = 1 << 9;
const RUN_COMMAND: u32 = 1 << 10;
const ACCEPTS_EMPTY_CRITERIA: u32 = 1 << 11;
const MEASURED: u32 = 1 << 12;
const KNOWN: u32 = MODE_MASK
    | ALLOW_DOLLAR_KEYS
    | ALLOW_SERVER_JAVASCRIPT
    | RUN_COMMAND
    | ACCEPTS_EMPTY_CRITERIA
    | MEASURED;

/// What JavaScript gets as a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyMode {
    /// The reply itself, as an untyped frame of one document.
    Document,
    /// The first frame of a cursor, and its handle.
    Cursor,
    /// The `value` of a findAndModify, as a frame of no or one document.
    Value,
    /// Like `Cursor`, and each page is one document: what the server says of the cursor, with the page's documents in it.
    Pages,
    /// Nothing is sent: a cursor over events of the client itself, and its handle.
    Events,
}

/// Checked flags.
#[derive(Clone, Copy, Debug)]
pub struct Flags {
    bits: u32,
    mode: ReplyMode,
}

impl Flags {
    /// Reads the flags of the C ABI.
    ///
    /// # Errors
    /// `invalid_argument` for bits without meaning.
    pub fn parse(bits: u32) -> Result<Self> {
        let mode = match bits & MODE_MASK {
            0 => ReplyMode::Document,
            1 => ReplyMode::Cursor,
            2 => ReplyMode::Value,
            3 => ReplyMode::Pages,
            4 => ReplyMode::Events,
            _ => {
                return Err(EngineError::invalid(
                    "the flags name a reply mode that does not exist",
                ));
            }
        };
        if bits & !KNOWN != 0 {
            return Err(EngineError::invalid("the flags hold bits without meaning"));
        }
        Ok(Self { bits, mode })
    }

    /// How the reply is delivered.
    pub fn mode(self) -> ReplyMode {
        self.mode
    }

    /// Whether the completions carry what the operation cost.
    pub fn measured(self) -> bool {
        self.bits & MEASURED != 0
    }

    /// What the call may do beyond the default.
    pub fn permissions(self) -> Permissions {
        Permissions {
            dollar_keys: self.bits & ALLOW_DOLLAR_KEYS != 0,
            server_javascript: self.bits & ALLOW_SERVER_JAVASCRIPT != 0,
            run_command: self.bits & RUN_COMMAND != 0,
            empty_criteria: self.bits & ACCEPTS_EMPTY_CRITERIA != 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_without_meaning_are_refused() {
        assert_eq!(
            Flags::parse(2 | RUN_COMMAND).map(Flags::mode),
            Ok(ReplyMode::Value)
        );
        assert!(Flags::parse(5).is_err());
        assert!(Flags::parse(1 << 13).is_err());
    }
}
