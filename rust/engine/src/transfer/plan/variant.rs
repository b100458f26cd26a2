//! Documents of one place that are of several objects of the plan, told apart by a stored field.

use std::collections::HashMap;

use crate::transfer::bson::{Cursor, element_type as types};
use crate::transfer::error::{Outcome, TransferError};

#[derive(Debug)]
pub(crate) struct Variant {
    /// Stored name of the field that tells.
    field: Box<[u8]>,
    /// Values of the field to objects of the plan.
    objects: HashMap<Box<[u8]>, usize>,
    /// The object of documents with another value or none.
    otherwise: Option<usize>,
}

impl Variant {
    pub(super) fn new<'t>(
        field: &str,
        objects: impl Iterator<Item = (&'t str, usize)>,
        otherwise: Option<usize>,
    ) -> Self {
        Self {
            field: field.as_bytes().into(),
            objects: objects
                .map(|(value, object)| (value.as_bytes().into(), object))
                .collect(),
            otherwise,
        }
    }

    /// The plan's object that a document is.
    pub(crate) fn choose(&self, elements: Cursor<'_>) -> Outcome<usize> {
        let value = self.value(elements)?;
        let known = value.and_then(|value| self.objects.get(value).copied());
        known.or(self.otherwise).ok_or_else(|| self.unknown(value))
    }

    /// Whether documents may be of this object.
    pub(crate) fn has(&self, object: usize) -> bool {
        self.otherwise == Some(object) || self.objects.values().any(|known| *known == object)
    }

    fn value<'a>(&self, mut elements: Cursor<'a>) -> Outcome<Option<&'a [u8]>> {
        while !elements.is_empty() {
            let code = elements.byte()?;
            let key = elements.cstring()?;
            if *key == *self.field {
                return if code == types::STRING {
                    elements.string().map(Some)
                } else {
                    Ok(None)
                };
            }
            elements.skip(code).map_err(|error| error.inside_key(key))?;
        }
        Ok(None)
    }

    #[cold]
    fn unknown(&self, value: Option<&[u8]>) -> TransferError {
        let mut known: Vec<_> = self
            .objects
            .keys()
            .map(|value| format!("{:?}", String::from_utf8_lossy(value)))
            .collect();
        known.sort();
        let found = value.map_or("no such text", |_| "another text");
        TransferError::mismatch(format!("one of {}", known.join(", ")), found)
            .inside_key(&self.field)
    }
}
