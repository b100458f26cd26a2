//! Objects of a plan.

use super::document::{Decoder, Element, check_depth, duplicate};
use crate::transfer::bson::{Cursor, element_type as types};
use crate::transfer::error::{Outcome, TransferError};
use crate::transfer::layout::{MISSING, NATIVE, NULL, STATES_PER_WORD};
use crate::transfer::plan::{Field, ObjectPlan, Plan, Unknown, Variant};

/// Where the words stand that an object fills in while its values are read.
struct Slots {
    states: usize,
    extras: Option<usize>,
}

impl<'p, 'a> Decoder<'p, 'a> {
    /// Writes the number of the object that a document is, then the object.
    pub(super) fn variant(
        &mut self,
        plan: &'p Plan,
        variant: &Variant,
        elements: Cursor<'a>,
        depth: usize,
    ) -> Outcome<()> {
        let index = variant.choose(elements)?;
        self.out.word(index as u32);
        self.object(plan, index, elements, depth)
    }

    /// Values must be written in plan order. Documents usually have that order too, so they are written as they come;
    /// after the first that has not, documents of this object are looked through before they are written.
    pub(super) fn object(
        &mut self,
        plan: &'p Plan,
        index: usize,
        elements: Cursor<'a>,
        depth: usize,
    ) -> Outcome<()> {
        check_depth(depth)?;
        let object = plan.object(index);
        let (waiting, keys) = (self.waiting.len(), self.keys.len());
        if !self.unordered[index] {
            let (mark, shapes) = (self.out.mark(), self.shapes.mark());
            if self.in_order(object, elements, depth)? {
                return Ok(());
            }
            self.unordered[index] = true;
            self.out.rollback(mark);
            self.shapes.rollback(shapes);
            self.waiting.truncate(waiting);
            self.keys.truncate(keys);
        }
        self.any_order(object, elements, depth)
    }

    /// False when a field comes too late to be written at its place.
    fn in_order(
        &mut self,
        object: &'p ObjectPlan,
        mut elements: Cursor<'a>,
        depth: usize,
    ) -> Outcome<bool> {
        let slots = self.open(object);
        let (waiting, keys) = (self.waiting.len(), self.keys.len());
        let mut expected = 0;
        while !elements.is_empty() {
            let code = elements.byte()?;
            let (index, field) = match object.guess(elements.rest(), expected) {
                Some((index, field)) => {
                    elements.take(field.name.len())?;
                    (index, field)
                }
                None => {
                    let key = elements.cstring()?;
                    match object.find(key) {
                        Some(index) if index >= expected => (index, &object.fields[index]),
                        Some(_) => return Ok(false),
                        None => {
                            let value =
                                elements.skip(code).map_err(|error| error.inside_key(key))?;
                            self.unknown(object, Element { key, code, value })?;
                            continue;
                        }
                    }
                }
            };
            self.field(field, code, &mut elements, slots.states, index, depth)?;
            expected = index + 1;
        }
        self.close(object, &slots, waiting, keys, depth)?;
        Ok(true)
    }

    fn any_order(
        &mut self,
        object: &'p ObjectPlan,
        mut elements: Cursor<'a>,
        depth: usize,
    ) -> Outcome<()> {
        let slots = self.open(object);
        let (fields, keys) = (self.waiting.len(), self.keys.len());
        self.waiting.resize(fields + object.fields.len(), None);
        let waiting = self.waiting.len();
        let mut expected = 0;
        while !elements.is_empty() {
            let code = elements.byte()?;
            let guessed = object.guess(elements.rest(), expected);
            let key = elements.cstring()?;
            let index = guessed.map(|(index, _)| index).or_else(|| object.find(key));
            let value = elements.skip(code).map_err(|error| error.inside_key(key))?;
            let element = Element { key, code, value };
            match index {
                Some(index) if self.waiting[fields + index].is_some() => {
                    return Err(duplicate(key));
                }
                Some(index) => {
                    self.waiting[fields + index] = Some(element);
                    expected = index + 1;
                }
                None => self.unknown(object, element)?,
            }
        }
        for (index, field) in object.fields.iter().enumerate() {
            if let Some(mut element) = self.waiting[fields + index] {
                self.field(
                    field,
                    element.code,
                    &mut element.value,
                    slots.states,
                    index,
                    depth,
                )?;
            }
        }
        self.close(object, &slots, waiting, keys, depth)?;
        self.waiting.truncate(fields);
        Ok(())
    }

    /// State words in which everything is missing, and the word for the number of unknown fields.
    fn open(&mut self, object: &ObjectPlan) -> Slots {
        let states = self.out.position();
        self.out.word_bytes(&object.all_missing);
        let extras = (object.unknown == Unknown::Keep).then(|| self.out.reserve_word());
        Slots { states, extras }
    }

    #[inline]
    fn field(
        &mut self,
        field: &'p Field,
        code: u8,
        value: &mut Cursor<'a>,
        states: usize,
        index: usize,
        depth: usize,
    ) -> Outcome<()> {
        if code == types::NULL && field.value.nullable {
            self.out.flip_state(states, index, MISSING ^ NULL);
            return Ok(());
        }
        self.out.flip_state(states, index, MISSING ^ NATIVE);
        self.value(&field.value, code, value, depth)
            .map_err(|error| error.inside(&field.label))
    }

    fn unknown(&mut self, object: &ObjectPlan, element: Element<'a>) -> Outcome<()> {
        match object.unknown {
            Unknown::Reject => {
                return Err(TransferError::mismatch("no such field", types::name(element.code))
                    .advise("Declare the field in the model, or let the model strip or keep unknown fields")
                    .inside_key(element.key));
            }
            Unknown::Strip => self.keys.push(element.key),
            Unknown::Keep => {
                self.keys.push(element.key);
                self.waiting.push(Some(element));
            }
        }
        Ok(())
    }

    /// Writes the unknown fields that are kept, from `waiting` on, and refuses what is wrong with the object as a whole.
    fn close(
        &mut self,
        object: &ObjectPlan,
        slots: &Slots,
        waiting: usize,
        keys: usize,
        depth: usize,
    ) -> Outcome<()> {
        for (word, required) in object.required.iter().enumerate() {
            let missing = self.out.get_word(slots.states + word * 4) & required;
            if missing != 0 {
                let index = word * STATES_PER_WORD + missing.trailing_zeros() as usize / 2;
                let field = &object.fields[index];
                return Err(
                    TransferError::mismatch(field.value.expected(), "no such field")
                        .inside(&field.label),
                );
            }
        }
        if self.keys.len() > keys {
            self.refuse_duplicates(keys)?;
        }
        if let Some(extras) = slots.extras {
            let end = self.waiting.len();
            self.out.set_word(extras, (end - waiting) as u32);
            for index in waiting..end {
                if let Some(Element {
                    key,
                    code,
                    mut value,
                }) = self.waiting[index]
                {
                    let written = self
                        .key(key)
                        .and_then(|()| self.tagged(code, &mut value, depth));
                    written.map_err(|error| error.inside_key(key))?;
                }
            }
            self.waiting.truncate(waiting);
        }
        Ok(())
    }

    pub(super) fn key(&mut self, key: &[u8]) -> Outcome<()> {
        self.out.string(key).map(|_| ())
    }
}
