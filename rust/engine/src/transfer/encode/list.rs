//! Arrays and records of a plan.

use super::document::{Encoder, check_depth};
use super::keys::{Dollars, check_nul};
use super::writer::IndexKey;
use crate::transfer::bson::element_type as types;
use crate::transfer::error::{Outcome, TransferError};
use crate::transfer::layout::{HAS_STATES, NATIVE, NULL, STATES_PER_WORD};
use crate::transfer::plan::{Plan, Value};

/// The words before the elements: their number, and their states unless all are native.
struct Header<'f> {
    count: usize,
    states: &'f [[u8; 4]],
}

impl Header<'_> {
    #[inline]
    fn state(&self, index: usize) -> u32 {
        let word = self
            .states
            .get(index / STATES_PER_WORD)
            .map_or(NATIVE, |word| u32::from_le_bytes(*word));
        word >> (index % STATES_PER_WORD * 2) & 3
    }
}

impl<'e, 'f> Encoder<'e, 'f> {
    pub(super) fn array(
        &mut self,
        plan: Option<&'e Plan>,
        items: &'e Value,
        depth: usize,
    ) -> Outcome<()> {
        check_depth(depth)?;
        let header = self.list_header()?;
        let position = self.out.open();
        let mut key = IndexKey::new();
        for index in 0..header.count {
            let element = self
                .out
                .indexed_element(items.kind.written_type(), &mut key);
            let written = self.item(plan, items, header.state(index), element, depth);
            written.map_err(|error| error.inside_index(index))?;
        }
        self.out.close(position)
    }

    pub(super) fn record(
        &mut self,
        plan: Option<&'e Plan>,
        items: &'e Value,
        depth: usize,
    ) -> Outcome<()> {
        check_depth(depth)?;
        let header = self.list_header()?;
        let position = self.out.open();
        let mut dollars = self.dollars(Dollars::Reference);
        let keys = self.keys.len();
        for index in 0..header.count {
            let key = self.input.string()?;
            self.keys.push(key);
            check_nul(key, "a key")?;
            let code = items.kind.written_type();
            dollars = dollars.next(key, u32::from(code))?;
            let element = self.out.keyed_element(code, key);
            let written = self.item(plan, items, header.state(index), element, depth);
            written.map_err(|error| error.inside_key(key))?;
        }
        dollars.finish()?;
        self.refuse_duplicates(keys)?;
        self.out.close(position)
    }

    fn list_header(&mut self) -> Outcome<Header<'f>> {
        let word = self.input.word()?;
        let count = (word & !HAS_STATES) as usize;
        let state_words = if word & HAS_STATES == 0 {
            0
        } else {
            count.div_ceil(STATES_PER_WORD)
        };
        Ok(Header {
            count,
            states: self.input.words(state_words)?,
        })
    }

    #[inline]
    fn item(
        &mut self,
        plan: Option<&'e Plan>,
        items: &'e Value,
        state: u32,
        element: usize,
        depth: usize,
    ) -> Outcome<()> {
        self.out.check_size()?;
        match state {
            NATIVE => self.value(plan, items, element, depth),
            NULL if items.nullable => {
                self.out.set_type(element, types::NULL);
                Ok(())
            }
            NULL => Err(TransferError::mismatch(items.expected(), "null")),
            _ => Err(TransferError::frame(
                "an element's state is neither native nor null",
            )),
        }
    }
}
