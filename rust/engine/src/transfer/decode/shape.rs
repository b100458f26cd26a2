//! Shapes: keys and types that untyped documents of a frame have in common.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};

use crate::transfer::bson::Cursor;
use crate::transfer::error::Outcome;
use crate::transfer::layout::{MAX_SHAPES, TAGGED};
use crate::transfer::plan::Name;

/// Distinct lists of keys that are remembered to see which ones come back.
const REMEMBERED: usize = 4096;

pub(super) struct ShapeField {
    pub(super) key: Name,
    /// Type code, or `TAGGED` where documents differ.
    pub(super) code: u8,
    /// Where the shape of the field's own documents is remembered.
    pub(super) place: usize,
}

#[derive(Clone, Copy)]
enum Known {
    /// These keys have been seen once.
    Seen,
    /// The newest shape with these keys.
    Shape(usize),
}

/// How a document is written.
pub(super) enum Form {
    Inline,
    New(usize),
    Known(usize),
}

/// The shapes of one frame.
///
/// Keys that come a second time become a shape. A document with the keys of a shape but other types replaces it by one
/// in which the fields that differ carry tags, so that a list of keys takes few shapes.
#[derive(Default)]
pub(super) struct Shapes {
    enabled: bool,
    shapes: Vec<Vec<ShapeField>>,
    /// For each place where documents stand, the shape that the last one there had.
    last: Vec<usize>,
    by_keys: HashMap<u64, Known>,
}

enum Match {
    Exact,
    SameKeys,
    No,
}

impl Shapes {
    /// The place of documents outside of any shape.
    pub(super) const ROOT: usize = 0;

    pub(super) fn new(enabled: bool) -> Self {
        Self {
            enabled,
            last: vec![0],
            ..Self::default()
        }
    }

    pub(super) fn mark(&self) -> usize {
        self.shapes.len()
    }

    /// Forgets the shapes that were written since `mark`.
    pub(super) fn rollback(&mut self, mark: usize) {
        self.shapes.truncate(mark);
    }

    pub(super) fn get(&self, index: usize) -> &[ShapeField] {
        &self.shapes[index]
    }

    /// How to write a document that stands at `place`; a new shape is added before this returns.
    pub(super) fn form(&mut self, elements: Cursor<'_>, place: usize) -> Outcome<Form> {
        if !self.enabled {
            return Ok(Form::Inline);
        }
        let last = self.last[place];
        if let Some(shape) = self.shapes.get(last)
            && matches!(compare(shape, elements)?, Match::Exact)
        {
            return Ok(Form::Known(last));
        }
        let hash = hash_keys(elements)?;
        let form = match self.by_keys.get(&hash) {
            None => {
                if self.by_keys.len() < REMEMBERED {
                    self.by_keys.insert(hash, Known::Seen);
                }
                Form::Inline
            }
            Some(Known::Seen) => self.add(hash, elements, None)?,
            Some(Known::Shape(index)) => match self
                .shapes
                .get(*index)
                .map(|shape| compare(shape, elements))
            {
                Some(Ok(Match::Exact)) => Form::Known(*index),
                Some(Ok(Match::SameKeys)) => self.add(hash, elements, Some(*index))?,
                Some(Ok(Match::No)) => Form::Inline,
                Some(Err(error)) => return Err(error),
                None => self.add(hash, elements, None)?,
            },
        };
        if let Form::New(index) | Form::Known(index) = form {
            self.last[place] = index;
        }
        Ok(form)
    }

    fn add(&mut self, hash: u64, mut elements: Cursor<'_>, base: Option<usize>) -> Outcome<Form> {
        if self.shapes.len() == MAX_SHAPES {
            return Ok(Form::Inline);
        }
        let mut fields: Vec<ShapeField> = Vec::new();
        while !elements.is_empty() {
            let code = elements.byte()?;
            let key = elements.cstring()?;
            elements.skip(code)?;
            let known = base.and_then(|base| self.shapes[base].get(fields.len()));
            let code = if known.is_none_or(|field| field.code == code) {
                code
            } else {
                TAGGED
            };
            self.last.push(0);
            fields.push(ShapeField {
                key: Name::new(key),
                code,
                place: self.last.len() - 1,
            });
        }
        let index = self.shapes.len();
        self.shapes.push(fields);
        self.by_keys.insert(hash, Known::Shape(index));
        Ok(Form::New(index))
    }
}

fn compare(shape: &[ShapeField], mut elements: Cursor<'_>) -> Outcome<Match> {
    let mut exact = true;
    for field in shape {
        if elements.is_empty() {
            return Ok(Match::No);
        }
        let code = elements.byte()?;
        if !field.key.starts(elements.rest()) {
            return Ok(Match::No);
        }
        elements.take(field.key.len())?;
        exact &= field.code == code || field.code == TAGGED;
        elements.skip(code)?;
    }
    Ok(match (elements.is_empty(), exact) {
        (false, _) => Match::No,
        (true, true) => Match::Exact,
        (true, false) => Match::SameKeys,
    })
}

fn hash_keys(mut elements: Cursor<'_>) -> Outcome<u64> {
    let mut hasher = DefaultHasher::new();
    while !elements.is_empty() {
        let code = elements.byte()?;
        hasher.write(elements.cstring()?);
        hasher.write_u8(0);
        elements.skip(code)?;
    }
    Ok(hasher.finish())
}
