//! Objects of a plan.

use super::document::{Encoder, check_depth};
use super::keys::duplicate;
use crate::transfer::bson::element_type as types;
use crate::transfer::error::{Outcome, TransferError};
use crate::transfer::layout::{MISSING, NATIVE, NULL, STATES_PER_WORD};
use crate::transfer::plan::{Field, ObjectPlan, Plan, Unknown, Variant};

impl<'e, 'f> Encoder<'e, 'f> {
    /// Reads the number of the object that follows.
    pub(super) fn variant(
        &mut self,
        plan: &'e Plan,
        variant: &Variant,
        depth: usize,
    ) -> Outcome<()> {
        let index = self.input.word()? as usize;
        if !variant.has(index) {
            return Err(TransferError::frame(
                "a variant is of an object that it does not name",
            ));
        }
        self.object(plan, plan.object(index), depth)
    }

    pub(super) fn object(
        &mut self,
        plan: &'e Plan,
        object: &'e ObjectPlan,
        depth: usize,
    ) -> Outcome<()> {
        check_depth(depth)?;
        let position = self.out.open();
        let states = self
            .input
            .words(object.fields.len().div_ceil(STATES_PER_WORD))?;
        let extras = if object.unknown == Unknown::Keep {
            self.input.word()?
        } else {
            0
        };
        for (fields, states) in object.fields.chunks(STATES_PER_WORD).zip(states) {
            let mut states = u32::from_le_bytes(*states);
            for field in fields {
                self.field(plan, field, states & 3, depth)
                    .map_err(|error| error.inside(&field.label))?;
                states >>= 2;
            }
        }
        if extras > 0 {
            self.extras(object, extras, depth)?;
        }
        self.out.close(position)
    }

    #[inline]
    fn field(&mut self, plan: &'e Plan, field: &'e Field, state: u32, depth: usize) -> Outcome<()> {
        match state {
            NATIVE => {
                let element = self.out.element(&field.prefix);
                self.value(Some(plan), &field.value, element, depth)
            }
            MISSING if field.optional => Ok(()),
            MISSING => Err(TransferError::mismatch(field.value.expected(), "no value")),
            NULL if field.value.nullable => {
                let element = self.out.element(&field.prefix);
                self.out.set_type(element, types::NULL);
                Ok(())
            }
            NULL => Err(TransferError::mismatch(field.value.expected(), "null")),
            _ => Err(TransferError::frame(
                "a state is none of native, missing and null",
            )),
        }
    }

    fn extras(&mut self, object: &ObjectPlan, count: u32, depth: usize) -> Outcome<()> {
        let dollars = self.object_dollars(object);
        let keys = self.keys.len();
        for _ in 0..count {
            let key = self.input.string()?;
            if object.find(key).is_some() {
                return Err(duplicate(key));
            }
            self.pair(key, dollars, depth)?;
        }
        self.refuse_duplicates(keys)
    }
}
