//! Values of a plan.

use super::document::Encoder;
use super::keys::check_nul;
use crate::transfer::bson::element_type as types;
use crate::transfer::error::{Outcome, TransferError};
use crate::transfer::layout::{MAX_DATE, MAX_SAFE_INTEGER, NUMBER_IS_DOUBLE};
use crate::transfer::plan::{Kind, Plan, Value};
use crate::transfer::regex_options;

impl<'e, 'f> Encoder<'e, 'f> {
    /// Writes a native value behind its key. `element` is where its type code stands, `depth` the level around it.
    #[inline]
    pub(super) fn value(
        &mut self,
        plan: Option<&'e Plan>,
        value: &'e Value,
        element: usize,
        depth: usize,
    ) -> Outcome<()> {
        match &value.kind {
            Kind::String => {
                let text = self.input.string()?;
                self.out.string(text);
            }
            Kind::Number | Kind::Int => {
                let word = self.input.word()?;
                if word == NUMBER_IS_DOUBLE {
                    return self.number(value, element);
                }
                self.out.bytes(&word.to_le_bytes());
            }
            Kind::Double | Kind::Long => {
                let slot = self.input.double()?;
                self.out.bytes(&slot);
            }
            Kind::Boolean => self.boolean()?,
            Kind::Date => self.date()?,
            Kind::ObjectId => self.words(3)?,
            Kind::Decimal128 => self.words(4)?,
            Kind::Timestamp => self.words(2)?,
            Kind::Binary => {
                let length = self.input.word()?;
                let payload = self.input.bytes(length as usize)?;
                self.out.binary(types::GENERIC_BINARY, payload)?;
            }
            Kind::Uuid => {
                let words = self.input.words(4)?;
                self.out.binary(types::UUID, words.as_flattened())?;
            }
            Kind::Regex => self.regex()?,
            Kind::Object(index) => match plan {
                Some(plan) => self.object(plan, plan.object(*index), depth + 1)?,
                None => return Err(TransferError::invalid("an object without its plan")),
            },
            Kind::Variant(variant) => match plan {
                Some(plan) => self.variant(plan, variant, depth + 1)?,
                None => return Err(TransferError::invalid("an object without its plan")),
            },
            Kind::Array(items) => self.array(plan, items, depth + 1)?,
            Kind::Record(items) => self.record(plan, items, depth + 1)?,
            Kind::Any(allowed) => {
                let code = self.tagged(element, depth)?;
                if allowed.is_some_and(|types| !types.contains(code)) {
                    return Err(TransferError::mismatch(value.expected(), types::name(code)));
                }
            }
        }
        Ok(())
    }

    /// Words that are their BSON bytes.
    #[inline]
    pub(super) fn words(&mut self, count: usize) -> Outcome<()> {
        let words = self.input.words(count)?;
        self.out.bytes(words.as_flattened());
        Ok(())
    }

    /// A number that came as a double: int32 if it is one, int64 if it is an integer that a double holds exactly.
    fn number(&mut self, value: &Value, element: usize) -> Outcome<()> {
        let slot = self.input.double()?;
        let number = f64::from_le_bytes(slot);
        let is_int = matches!(value.kind, Kind::Int);
        let integer = number as i64;
        let is_integer =
            number.trunc() == number && integer.unsigned_abs() <= MAX_SAFE_INTEGER.unsigned_abs();
        let keeps_sign = number.to_bits() != (-0f64).to_bits();
        if is_integer && (is_int || keeps_sign) {
            match i32::try_from(integer) {
                Ok(integer) => self.out.bytes(&integer.to_le_bytes()),
                Err(_) => {
                    self.out.set_type(element, types::INT64);
                    self.out.bytes(&integer.to_le_bytes());
                }
            }
        } else if is_int {
            return Err(TransferError::mismatch(
                value.expected(),
                "a number that is no safe integer",
            ));
        } else {
            self.out.set_type(element, types::DOUBLE);
            self.out.bytes(&slot);
        }
        Ok(())
    }

    pub(super) fn boolean(&mut self) -> Outcome<()> {
        match self.input.word()? {
            word @ (0 | 1) => self.out.bytes(&[word as u8]),
            _ => return Err(TransferError::frame("a boolean is neither 0 nor 1")),
        }
        Ok(())
    }

    pub(super) fn date(&mut self) -> Outcome<()> {
        let number = f64::from_le_bytes(self.input.double()?);
        if number.trunc() == number && number.abs() <= MAX_DATE as f64 {
            self.out.bytes(&(number as i64).to_le_bytes());
            Ok(())
        } else {
            Err(TransferError::mismatch(
                "a date within ±8.64e15 ms of 1970",
                "an invalid date",
            ))
        }
    }

    /// Pattern, and options in alphabetical order (BSON specification, "Regular expression").
    pub(super) fn regex(&mut self) -> Outcome<()> {
        let pattern = self.input.string()?;
        check_nul(pattern, "a regular expression's pattern")?;
        self.out.cstring(pattern);
        let options = self.input.string()?;
        check_nul(options, "a regular expression's options")?;
        self.out.cstring(&regex_options::sorted(options));
        Ok(())
    }
}
