//! Values that carry their BSON type.

use super::document::{Decoder, check_depth};
use super::shape::Shapes;
use super::value::regex;
use crate::transfer::bson::{Cursor, element_type as types};
use crate::transfer::error::{Outcome, TransferError};
use crate::transfer::layout::TAGGED;

impl<'a> Decoder<'_, 'a> {
    /// Tag and payload. `depth` is the level around the value.
    pub(super) fn tagged(
        &mut self,
        code: u8,
        cursor: &mut Cursor<'a>,
        depth: usize,
    ) -> Outcome<()> {
        self.out.word(u32::from(code));
        self.payload(code, cursor, depth, Shapes::ROOT)
    }

    /// A value in a shape: `expected` is the shape's type code for it, `place` where shapes of its documents are
    /// remembered.
    pub(super) fn shaped(
        &mut self,
        expected: u8,
        code: u8,
        cursor: &mut Cursor<'a>,
        depth: usize,
        place: usize,
    ) -> Outcome<()> {
        if expected == TAGGED {
            self.out.word(u32::from(code));
        }
        self.payload(code, cursor, depth, place)
    }

    fn payload(
        &mut self,
        code: u8,
        cursor: &mut Cursor<'a>,
        depth: usize,
        place: usize,
    ) -> Outcome<()> {
        match code {
            types::DOUBLE | types::INT64 => self.out.double(*cursor.array()?),
            types::STRING | types::CODE | types::SYMBOL => return self.key(cursor.string()?),
            types::DOCUMENT => return self.untyped(cursor.document()?, depth + 1, place),
            types::ARRAY => return self.tagged_array(cursor.document()?, depth + 1, place),
            types::BINARY => {
                let (subtype, payload) = cursor.binary()?;
                return self.out.binary(subtype, payload);
            }
            types::UNDEFINED | types::NULL | types::MIN_KEY | types::MAX_KEY => {}
            types::OBJECT_ID => self.out.word_bytes(cursor.array::<12>()?),
            types::BOOLEAN => self.out.word(u32::from(cursor.boolean()?)),
            types::DATE => return self.date(cursor),
            types::REGEX => return regex(&mut self.out, cursor),
            types::DB_POINTER => {
                self.key(cursor.string()?)?;
                self.out.word_bytes(cursor.array::<12>()?);
            }
            types::CODE_WITH_SCOPE => {
                let (code, scope) = cursor.code_with_scope()?;
                self.key(code)?;
                return self.untyped(scope, depth + 1, place);
            }
            types::INT32 => self.out.word_bytes(cursor.array::<4>()?),
            types::TIMESTAMP => self.out.word_bytes(cursor.array::<8>()?),
            types::DECIMAL128 => self.out.word_bytes(cursor.array::<16>()?),
            _ => {
                return Err(TransferError::mismatch(
                    "well-formed BSON",
                    types::name(code),
                ));
            }
        }
        Ok(())
    }

    fn tagged_array(
        &mut self,
        mut elements: Cursor<'a>,
        depth: usize,
        place: usize,
    ) -> Outcome<()> {
        check_depth(depth)?;
        let position = self.out.reserve_word();
        let mut count = 0;
        while !elements.is_empty() {
            let code = elements.byte()?;
            elements.cstring()?;
            self.out.word(u32::from(code));
            self.payload(code, &mut elements, depth, place)
                .map_err(|error| error.inside_index(count))?;
            count += 1;
        }
        self.out.set_word(position, count as u32);
        Ok(())
    }
}
