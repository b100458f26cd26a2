//! Arrays and records of a plan.

use super::document::{Decoder, check_depth};
use crate::transfer::bson::{Cursor, element_type as types};
use crate::transfer::error::Outcome;
use crate::transfer::layout::{HAS_STATES, NATIVE, NULL, STATES_PER_WORD};
use crate::transfer::plan::Value;

/// What the words before the elements say.
struct Survey {
    count: usize,
    has_null: bool,
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
        let survey = survey(elements)?;
        if let Some(checks) = &value.checks {
            checks.items(survey.count)?;
        }
        let states = self.open_list(element, &survey);
        for index in 0..survey.count {
            let code = elements.byte()?;
            elements.cstring()?;
            self.element(element, code, &mut elements, states, index, depth)
                .map_err(|error| error.inside_index(index))?;
        }
        Ok(())
    }

    pub(super) fn record(
        &mut self,
        element: &'p Value,
        mut elements: Cursor<'a>,
        depth: usize,
    ) -> Outcome<()> {
        check_depth(depth)?;
        let survey = survey(elements)?;
        let states = self.open_list(element, &survey);
        let keys = self.keys.len();
        for index in 0..survey.count {
            let code = elements.byte()?;
            let key = elements.cstring()?;
            self.keys.push(key);
            let written = self.key(key);
            written
                .and_then(|()| self.element(element, code, &mut elements, states, index, depth))
                .map_err(|error| error.inside_key(key))?;
        }
        self.refuse_duplicates(keys)
    }

    /// Count and, if there are nulls to mark, state words: where those stand.
    fn open_list(&mut self, element: &Value, survey: &Survey) -> Option<usize> {
        if !(survey.has_null && element.nullable) {
            self.out.word(survey.count as u32);
            return None;
        }
        self.out.word(survey.count as u32 | HAS_STATES);
        let states = self.out.position();
        for _ in 0..survey.count.div_ceil(STATES_PER_WORD) {
            self.out.word(0);
        }
        Some(states)
    }

    #[inline]
    fn element(
        &mut self,
        element: &'p Value,
        code: u8,
        elements: &mut Cursor<'a>,
        states: Option<usize>,
        index: usize,
        depth: usize,
    ) -> Outcome<()> {
        match states {
            Some(states) if code == types::NULL => {
                self.out.flip_state(states, index, NATIVE ^ NULL);
                Ok(())
            }
            _ => self.value(element, code, elements, depth),
        }
    }
}

fn survey(mut elements: Cursor<'_>) -> Outcome<Survey> {
    let mut survey = Survey {
        count: 0,
        has_null: false,
    };
    while !elements.is_empty() {
        let code = elements.byte()?;
        elements.cstring()?;
        elements
            .skip(code)
            .map_err(|error| error.inside_index(survey.count))?;
        survey.count += 1;
        survey.has_null |= code == types::NULL;
    }
    Ok(survey)
}
