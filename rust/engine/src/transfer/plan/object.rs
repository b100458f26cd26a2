//! The fields of one object of a plan.

use std::collections::HashMap;

use super::name::Name;
use super::value::Value;
use crate::transfer::layout::{MISSING, STATES_PER_WORD};

/// What happens to stored fields that the object does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unknown {
    Strip,
    Keep,
    Reject,
}

#[derive(Debug)]
pub(crate) struct Field {
    /// The BSON type that is written most often, the stored name, and NUL: an element's start.
    pub(crate) prefix: Box<[u8]>,
    /// The stored name.
    pub(crate) name: Name,
    /// The name in the model, for messages.
    pub(crate) label: Box<str>,
    pub(crate) optional: bool,
    pub(crate) value: Value,
}

#[derive(Debug)]
pub(crate) struct ObjectPlan {
    pub(crate) unknown: Unknown,
    pub(crate) allow_dollar_keys: bool,
    pub(crate) fields: Vec<Field>,
    /// State words in which every field is missing.
    pub(crate) all_missing: Box<[u8]>,
    /// For each state word the bits of "missing" of the required fields.
    pub(crate) required: Box<[u32]>,
    by_name: HashMap<Box<[u8]>, usize>,
}

/// Fields after the expected one that are compared before the map is asked.
const LOOK_AHEAD: usize = 3;

impl ObjectPlan {
    pub(crate) fn new(unknown: Unknown, allow_dollar_keys: bool, fields: Vec<Field>) -> Self {
        let state_words = fields.len().div_ceil(STATES_PER_WORD);
        let (mut missing, mut required) = (vec![0u32; state_words], vec![0u32; state_words]);
        for (index, field) in fields.iter().enumerate() {
            let bit = MISSING << (index % STATES_PER_WORD * 2);
            missing[index / STATES_PER_WORD] |= bit;
            if !field.optional {
                required[index / STATES_PER_WORD] |= bit;
            }
        }
        let by_name = fields
            .iter()
            .enumerate()
            .map(|(index, field)| (field.name.key().into(), index))
            .collect();
        let all_missing = missing.iter().flat_map(|word| word.to_le_bytes()).collect();
        Self {
            unknown,
            allow_dollar_keys,
            fields,
            all_missing,
            required: required.into(),
            by_name,
        }
    }

    /// Bytes of an empty document, and of every field what it has besides its value's bytes in a frame: type, name, and at
    /// most a length, a subtype or a NUL.
    pub(crate) fn framing_length(&self) -> usize {
        const AROUND_VALUE: usize = 5;
        let fields = self.fields.iter();
        fields.fold(5, |sum, field| sum + field.prefix.len() + AROUND_VALUE)
    }

    pub(crate) fn find(&self, name: &[u8]) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The field whose stored name and NUL start `bytes`, if it is one of the next few after `expected`.
    #[inline]
    pub(crate) fn guess(&self, bytes: &[u8], expected: usize) -> Option<(usize, &Field)> {
        let ahead = self
            .fields
            .iter()
            .enumerate()
            .skip(expected)
            .take(LOOK_AHEAD);
        ahead
            .into_iter()
            .find(|(_, field)| field.name.starts(bytes))
    }
}
