//! The rules that stored values are held to on reading.

use crate::transfer::error::{Outcome, TransferError};

/// Allowed values that a message lists at most.
const LISTED: usize = 10;

#[derive(Debug, Default)]
pub(crate) struct Checks {
    pub(crate) minimum: Option<f64>,
    pub(crate) maximum: Option<f64>,
    pub(crate) exclusive_minimum: bool,
    pub(crate) exclusive_maximum: bool,
    pub(crate) min_length: Option<usize>,
    pub(crate) max_length: Option<usize>,
    pub(crate) min_items: Option<usize>,
    pub(crate) max_items: Option<usize>,
    pub(crate) strings: Option<Vec<Box<str>>>,
    pub(crate) numbers: Option<Vec<f64>>,
}

impl Checks {
    pub(crate) fn is_empty(&self) -> bool {
        self.minimum.is_none()
            && self.maximum.is_none()
            && self.min_length.is_none()
            && self.max_length.is_none()
            && self.min_items.is_none()
            && self.max_items.is_none()
            && self.strings.is_none()
            && self.numbers.is_none()
    }

    /// `found` is the BSON type's name. NaN passes no bound.
    pub(crate) fn number(&self, value: f64, found: &str) -> Outcome<()> {
        if let Some(minimum) = self.minimum {
            let fits = if self.exclusive_minimum {
                value > minimum
            } else {
                value >= minimum
            };
            if !fits {
                let rule = if self.exclusive_minimum {
                    "greater than"
                } else {
                    "minimum"
                };
                return Err(TransferError::mismatch(format!("{rule} {minimum}"), found));
            }
        }
        if let Some(maximum) = self.maximum {
            let fits = if self.exclusive_maximum {
                value < maximum
            } else {
                value <= maximum
            };
            if !fits {
                let rule = if self.exclusive_maximum {
                    "less than"
                } else {
                    "maximum"
                };
                return Err(TransferError::mismatch(format!("{rule} {maximum}"), found));
            }
        }
        match &self.numbers {
            Some(numbers) if !numbers.contains(&value) => Err(TransferError::mismatch(
                one_of(numbers.iter().map(f64::to_string)),
                found,
            )),
            _ => Ok(()),
        }
    }

    /// `units` is the string's length in UTF-16 units.
    pub(crate) fn string(&self, bytes: &[u8], units: usize) -> Outcome<()> {
        let found = || format!("string of length {units}");
        if let Some(length) = self.min_length.filter(|length| units < *length) {
            return Err(TransferError::mismatch(
                format!("minLength {length}"),
                found(),
            ));
        }
        if let Some(length) = self.max_length.filter(|length| units > *length) {
            return Err(TransferError::mismatch(
                format!("maxLength {length}"),
                found(),
            ));
        }
        match &self.strings {
            Some(strings) if !strings.iter().any(|value| value.as_bytes() == bytes) => {
                Err(TransferError::mismatch(
                    one_of(strings.iter().map(|value| format!("{value:?}"))),
                    "string",
                ))
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn items(&self, count: usize) -> Outcome<()> {
        let found = || format!("array of {count} items");
        if let Some(items) = self.min_items.filter(|items| count < *items) {
            return Err(TransferError::mismatch(
                format!("minItems {items}"),
                found(),
            ));
        }
        if let Some(items) = self.max_items.filter(|items| count > *items) {
            return Err(TransferError::mismatch(
                format!("maxItems {items}"),
                found(),
            ));
        }
        Ok(())
    }
}

#[cold]
fn one_of(values: impl ExactSizeIterator<Item = String>) -> String {
    let more = if values.len() > LISTED { ", ..." } else { "" };
    let listed: Vec<String> = values.take(LISTED).collect();
    format!("one of {}{more}", listed.join(", "))
}
