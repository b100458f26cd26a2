//! Numbers of a plan: what fits a kind exactly, and nothing else.

use super::document::Decoder;
use crate::transfer::bson::{Cursor, element_type as types};
use crate::transfer::error::{Outcome, TransferError};
use crate::transfer::layout::{MAX_SAFE_INTEGER, NUMBER_IS_DOUBLE};
use crate::transfer::plan::{Kind, Value};

#[cold]
fn unsafe_long() -> String {
    "long outside of ±(2^53-1)".to_owned()
}

impl<'a> Decoder<'_, 'a> {
    /// Kinds `number` and `int`: a word if the value is an int32, else a double.
    pub(super) fn number(
        &mut self,
        value: &Value,
        code: u8,
        cursor: &mut Cursor<'a>,
    ) -> Outcome<()> {
        let number = match code {
            types::INT32 => {
                let integer = cursor.i32()?;
                if value.checks.is_none() && integer != i32::MIN {
                    self.out.word(integer as u32);
                    return Ok(());
                }
                f64::from(integer)
            }
            types::DOUBLE | types::INT64 => self.exact(value, code, cursor)?,
            _ => return Err(mismatch(value, code)),
        };
        if matches!(value.kind, Kind::Int)
            && !(number.trunc() == number && number.abs() <= MAX_SAFE_INTEGER as f64)
        {
            return Err(TransferError::mismatch(
                value.expected(),
                "double that is no safe integer",
            ));
        }
        if let Some(checks) = &value.checks {
            checks.number(number, types::name(code))?;
        }
        let integer = number as i32;
        let is_word = f64::from(integer).to_bits() == number.to_bits() && integer != i32::MIN;
        self.out.word(if is_word {
            integer as u32
        } else {
            NUMBER_IS_DOUBLE
        });
        if !is_word {
            self.out.double(number.to_le_bytes());
        }
        Ok(())
    }

    /// Kind `double`.
    pub(super) fn double(
        &mut self,
        value: &Value,
        code: u8,
        cursor: &mut Cursor<'a>,
    ) -> Outcome<()> {
        let number = self.exact(value, code, cursor)?;
        if let Some(checks) = &value.checks {
            checks.number(number, types::name(code))?;
        }
        self.out.double(number.to_le_bytes());
        Ok(())
    }

    /// Kind `long`.
    pub(super) fn long(&mut self, value: &Value, code: u8, cursor: &mut Cursor<'a>) -> Outcome<()> {
        let integer = match code {
            types::INT64 => cursor.i64()?,
            types::INT32 => i64::from(cursor.i32()?),
            _ => return Err(mismatch(value, code)),
        };
        self.out.double(integer.to_le_bytes());
        Ok(())
    }

    /// A stored number as a double, if that loses nothing.
    fn exact(&self, value: &Value, code: u8, cursor: &mut Cursor<'a>) -> Outcome<f64> {
        match code {
            types::DOUBLE => cursor.f64(),
            types::INT32 => cursor.i32().map(f64::from),
            types::INT64 => {
                let integer = cursor.i64()?;
                if integer.unsigned_abs() <= MAX_SAFE_INTEGER.unsigned_abs() {
                    Ok(integer as f64)
                } else {
                    Err(TransferError::mismatch(value.expected(), unsafe_long())
                        .advise("Declare the field as a 64-bit integer to read it as a bigint"))
                }
            }
            _ => Err(mismatch(value, code)),
        }
    }
}

#[cold]
pub(super) fn mismatch(value: &Value, code: u8) -> TransferError {
    TransferError::mismatch(value.expected(), types::name(code))
}
