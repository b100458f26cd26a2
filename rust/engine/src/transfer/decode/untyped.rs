//! Documents without a plan.

use super::document::{Decoder, check_depth};
use super::shape::Form;
use crate::transfer::bson::Cursor;
use crate::transfer::error::Outcome;
use crate::transfer::layout::{FIRST_SHAPE, INLINE, NEW_SHAPE};

impl<'a> Decoder<'_, 'a> {
    /// `place` is where the shape of documents like this one is remembered.
    pub(super) fn untyped(
        &mut self,
        elements: Cursor<'a>,
        depth: usize,
        place: usize,
    ) -> Outcome<()> {
        check_depth(depth)?;
        match self.shapes.form(elements, place)? {
            Form::Inline => self.inline(elements, depth),
            Form::New(shape) => {
                self.new_shape(shape, elements)?;
                self.with_shape(shape, elements, depth)
            }
            Form::Known(shape) => {
                self.out.word(FIRST_SHAPE + shape as u32);
                self.with_shape(shape, elements, depth)
            }
        }
    }

    fn inline(&mut self, mut elements: Cursor<'a>, depth: usize) -> Outcome<()> {
        self.out.word(INLINE);
        let position = self.out.reserve_word();
        let keys = self.keys.len();
        while !elements.is_empty() {
            let code = elements.byte()?;
            let key = elements.cstring()?;
            self.keys.push(key);
            let written = self
                .key(key)
                .and_then(|()| self.tagged(code, &mut elements, depth));
            written.map_err(|error| error.inside_key(key))?;
        }
        self.out.set_word(position, (self.keys.len() - keys) as u32);
        self.refuse_duplicates(keys)
    }

    fn new_shape(&mut self, shape: usize, mut elements: Cursor<'a>) -> Outcome<()> {
        let keys = self.keys.len();
        while !elements.is_empty() {
            let code = elements.byte()?;
            self.keys.push(elements.cstring()?);
            elements.skip(code)?;
        }
        self.out.word(NEW_SHAPE);
        self.out.word((self.keys.len() - keys) as u32);
        for index in keys..self.keys.len() {
            self.key(self.keys[index])?;
            self.out
                .word(u32::from(self.shapes.get(shape)[index - keys].code));
        }
        self.refuse_duplicates(keys)
    }

    /// Values of a document that matches the shape.
    fn with_shape(&mut self, shape: usize, mut elements: Cursor<'a>, depth: usize) -> Outcome<()> {
        let mut index = 0;
        while !elements.is_empty() {
            let code = elements.byte()?;
            let field = &self.shapes.get(shape)[index];
            let (expected, place) = (field.code, field.place);
            let key = elements.take(field.key.len())?;
            self.shaped(expected, code, &mut elements, depth, place)
                .map_err(|error| error.inside_key(key.strip_suffix(&[0]).unwrap_or(key)))?;
            index += 1;
        }
        Ok(())
    }
}
