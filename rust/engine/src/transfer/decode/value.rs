//! Values of a plan.

use super::document::Decoder;
use super::number::mismatch;
use super::streams::Streams;
use crate::transfer::bson::{Cursor, element_type as types};
use crate::transfer::error::{Outcome, TransferError};
use crate::transfer::layout::MAX_DATE;
use crate::transfer::plan::{Checks, Kind, Value};
use crate::transfer::regex_options;

impl<'p, 'a> Decoder<'p, 'a> {
    /// Writes a value that is neither missing nor a null of its own state. `depth` is the level around the value.
    #[inline]
    pub(super) fn value(
        &mut self,
        value: &'p Value,
        code: u8,
        cursor: &mut Cursor<'a>,
        depth: usize,
    ) -> Outcome<()> {
        match (&value.kind, code) {
            (Kind::String, types::STRING) => self.string(value.checks.as_deref(), cursor),
            (Kind::Number | Kind::Int, _) => self.number(value, code, cursor),
            (Kind::Double, _) => self.double(value, code, cursor),
            (Kind::Long, _) => self.long(value, code, cursor),
            (Kind::Boolean, types::BOOLEAN) => {
                self.out.word(u32::from(cursor.boolean()?));
                Ok(())
            }
            (Kind::Date, types::DATE) => self.date(cursor),
            (Kind::ObjectId, types::OBJECT_ID) => {
                self.out.word_bytes(cursor.array::<12>()?);
                Ok(())
            }
            (Kind::Decimal128, types::DECIMAL128) => {
                self.out.word_bytes(cursor.array::<16>()?);
                Ok(())
            }
            (Kind::Timestamp, types::TIMESTAMP) => {
                self.out.word_bytes(cursor.array::<8>()?);
                Ok(())
            }
            (Kind::Binary, types::BINARY) => match cursor.binary()? {
                (types::GENERIC_BINARY, payload) => self.out.payload(payload),
                (subtype, _) => Err(binary_mismatch(value, subtype)),
            },
            (Kind::Uuid, types::BINARY) => match cursor.binary()? {
                (types::UUID, payload) if payload.len() == 16 => {
                    self.out.word_bytes(payload);
                    Ok(())
                }
                (subtype, _) => Err(binary_mismatch(value, subtype)),
            },
            (Kind::Regex, types::REGEX) => regex(&mut self.out, cursor),
            (Kind::Array(element), types::ARRAY) => {
                self.array(value, element, cursor.document()?, depth + 1)
            }
            (Kind::Record(element), types::DOCUMENT) => {
                self.record(element, cursor.document()?, depth + 1)
            }
            (Kind::Object(index), types::DOCUMENT) => match self.plan {
                Some(plan) => self.object(plan, *index, cursor.document()?, depth + 1),
                None => Err(TransferError::invalid("an object without its plan")),
            },
            (Kind::Variant(variant), types::DOCUMENT) => match self.plan {
                Some(plan) => self.variant(plan, variant, cursor.document()?, depth + 1),
                None => Err(TransferError::invalid("an object without its plan")),
            },
            (Kind::Any(allowed), _) if allowed.is_none_or(|types| types.contains(code)) => {
                self.tagged(code, cursor, depth)
            }
            _ => Err(mismatch(value, code)),
        }
    }

    fn string(&mut self, checks: Option<&Checks>, cursor: &mut Cursor<'a>) -> Outcome<()> {
        let text = cursor.string()?;
        let units = self.out.string(text)?;
        checks.map_or(Ok(()), |checks| checks.string(text, units))
    }

    pub(super) fn date(&mut self, cursor: &mut Cursor<'a>) -> Outcome<()> {
        let milliseconds = cursor.i64()?;
        if milliseconds.unsigned_abs() > MAX_DATE.unsigned_abs() {
            return Err(TransferError::mismatch(
                "a date within ±8.64e15 ms of 1970",
                "a date outside of what a Date holds",
            ));
        }
        self.out.double((milliseconds as f64).to_le_bytes());
        Ok(())
    }
}

/// Pattern, and options in alphabetical order (BSON specification, "Regular expression").
pub(super) fn regex(out: &mut Streams<'_>, cursor: &mut Cursor<'_>) -> Outcome<()> {
    out.string(cursor.cstring()?)?;
    out.string(&regex_options::sorted(cursor.cstring()?))?;
    Ok(())
}

#[cold]
fn binary_mismatch(value: &Value, subtype: u8) -> TransferError {
    let remark = if subtype == types::UUID && matches!(value.kind, Kind::Uuid) {
        " that is not 16 bytes long"
    } else {
        ""
    };
    TransferError::mismatch(
        value.expected(),
        format!("binData of subtype {subtype}{remark}"),
    )
}
