//! Arrays and records of a plan.

use super::document::{Decoder, check_depth};
use crate::transfer::bson::{Cursor, element_type as types};
use crate::transfer::error::Outcome;
use crate::transfer::layout::{HAS_STATES, NATIVE, NULL, STATES_PER_WORD};
use crate::transfer::plan::Value;

/// Where the words stand that come before the elements.
struct Header {
    count: usize,
    states: Option<usize>,
}

impl<'p, 'a> Decoder<'p, 'a> {
    pub(super) fn array(
        &mut self,
        value: &Value,
        element: &'p Value,
        mut elements: Cursor<'a>,
        depth: usize,
    ) -> Outcome<()> {
        check_depth(depth)?;
        let header = self.open_list(element, elements)?;
        let mut count = 0;
        while !elements.is_empty() {
            let code = elements.byte()?;
            elements.cstring()?;
            self.element(element, code, &mut elements, &header, count, depth)
                .map_err(|error| error.inside_index(count))?;
            count += 1;
        }
        self.close_list(&header, count);
        match &value.checks {
            Some(checks) => checks.items(count),
            None => Ok(()),
        }
    }

    pub(super) fn record(
        &mut self,
        element: &'p Value,
        mut elements: Cursor<'a>,
        depth: usize,
    ) -> Outcome<()> {
        check_depth(depth)?;
        let header = self.open_list(element, elements)?;
        let keys = self.keys.len();
        let mut count = 0;
        while !elements.is_empty() {
            let code = elements.byte()?;
            let key = elements.cstring()?;
            self.keys.push(key);
            let written = self.key(key);
            written
                .and_then(|()| self.element(element, code, &mut elements, &header, count, depth))
                .map_err(|error| error.inside_key(key))?;
            count += 1;
        }
        self.close_list(&header, count);
        self.refuse_duplicates(keys)
    }

    /// Reserves the count's word and, if there are nulls to mark, writes state words.
    fn open_list(&mut self, element: &Value, elements: Cursor<'a>) -> Outcome<Header> {
        let state_words = if element.nullable {
            state_words(elements)?
        } else {
            0
        };
        let count = self.out.reserve_word();
        let states = (state_words > 0).then(|| self.out.position());
        for _ in 0..state_words {
            self.out.word(0);
        }
        Ok(Header { count, states })
    }

    fn close_list(&mut self, header: &Header, count: usize) {
        let flag = header.states.map_or(0, |_| HAS_STATES);
        self.out.set_word(header.count, count as u32 | flag);
    }

    #[inline]
    fn element(
        &mut self,
        element: &'p Value,
        code: u8,
        elements: &mut Cursor<'a>,
        header: &Header,
        index: usize,
        depth: usize,
    ) -> Outcome<()> {
        match header.states {
            Some(states) if code == types::NULL => {
                self.out.flip_state(states, index, NATIVE ^ NULL);
                Ok(())
            }
            _ => self.value(element, code, elements, depth),
        }
    }
}

/// State words that the elements need: none if there is no null among them.
fn state_words(mut elements: Cursor<'_>) -> Outcome<usize> {
    let (mut count, mut has_null) = (0usize, false);
    while !elements.is_empty() {
        let code = elements.byte()?;
        elements.cstring()?;
        elements
            .skip(code)
            .map_err(|error| error.inside_index(count))?;
        count += 1;
        has_null |= code == types::NULL;
    }
    Ok(if has_null {
        count.div_ceil(STATES_PER_WORD)
    } else {
        0
    })
}
