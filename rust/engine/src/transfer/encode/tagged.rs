//! Values that carry their BSON type, and documents without a plan.

use super::document::{Encoder, check_depth};
use super::keys::{Dollars, check_nul};
use super::writer::IndexKey;
use crate::transfer::bson::element_type as types;
use crate::transfer::error::{Outcome, TransferError};
use crate::transfer::layout::{INLINE, SPLICED};

impl<'f> Encoder<'_, 'f> {
    /// Writes a tagged value behind its key; `element` is where the type code goes, which is also given back.
    pub(super) fn tagged(&mut self, element: usize, depth: usize) -> Outcome<u8> {
        let tag = self.input.word()?;
        self.of_tag(tag, element, depth)
    }

    /// Tagged value under a key: the tag decides whether a key with `$` may be a DBRef's.
    pub(super) fn pair(
        &mut self,
        key: &'f [u8],
        dollars: Dollars,
        depth: usize,
    ) -> Outcome<Dollars> {
        self.keys.push(key);
        let tag = self.input.word()?;
        check_nul(key, "a key")?;
        let dollars = dollars.next(key, tag)?;
        let element = self.out.keyed_element(types::NULL, key);
        self.of_tag(tag, element, depth)
            .map_err(|error| error.inside_key(key))?;
        Ok(dollars)
    }

    /// The payload of a document without a plan.
    pub(super) fn untyped(&mut self, depth: usize, mut dollars: Dollars) -> Outcome<()> {
        check_depth(depth)?;
        if self.input.word()? != INLINE {
            return Err(TransferError::frame(
                "an untyped document of JavaScript must be inline",
            ));
        }
        let count = self.input.word()?;
        let position = self.out.open();
        let keys = self.keys.len();
        for _ in 0..count {
            let key = self.input.string()?;
            dollars = self.pair(key, dollars, depth)?;
        }
        dollars.finish()?;
        self.refuse_duplicates(keys)?;
        self.out.close(position)
    }

    fn of_tag(&mut self, tag: u32, element: usize, depth: usize) -> Outcome<u8> {
        if tag == SPLICED {
            self.out.set_type(element, types::DOCUMENT);
            self.splice()?;
            return Ok(types::DOCUMENT);
        }
        let code = u8::try_from(tag).map_err(|_| TransferError::frame("a tag is no type code"))?;
        self.out.set_type(element, code);
        match code {
            types::DOUBLE | types::INT64 => {
                let slot = self.input.double()?;
                self.out.bytes(&slot);
            }
            types::STRING | types::CODE | types::SYMBOL => self.string()?,
            types::DOCUMENT => self.untyped(depth + 1, self.dollars(Dollars::Reference))?,
            types::ARRAY => self.tagged_array(depth + 1)?,
            types::BINARY => {
                let length = self.input.word()?;
                let subtype = u8::try_from(self.input.word()?)
                    .map_err(|_| TransferError::frame("a binary subtype is larger than 255"))?;
                let payload = self.input.bytes(length as usize)?;
                self.out.binary(subtype, payload)?;
            }
            types::UNDEFINED | types::NULL | types::MIN_KEY | types::MAX_KEY => {}
            types::OBJECT_ID => self.words(3)?,
            types::BOOLEAN => self.boolean()?,
            types::DATE => self.date()?,
            types::REGEX => self.regex()?,
            types::DB_POINTER => {
                self.string()?;
                self.words(3)?;
            }
            types::CODE_WITH_SCOPE => {
                let position = self.out.open();
                self.string()?;
                self.untyped(depth + 1, self.dollars(Dollars::Reference))?;
                self.out.set_length(position)?;
            }
            types::INT32 => self.words(1)?,
            types::TIMESTAMP => self.words(2)?,
            types::DECIMAL128 => self.words(4)?,
            _ => return Err(TransferError::frame("a tag is no type code")),
        }
        Ok(code)
    }

    fn string(&mut self) -> Outcome<()> {
        let text = self.input.string()?;
        self.out.string(text);
        Ok(())
    }

    fn tagged_array(&mut self, depth: usize) -> Outcome<()> {
        check_depth(depth)?;
        let count = self.input.word()? as usize;
        let position = self.out.open();
        let mut key = IndexKey::new();
        for index in 0..count {
            self.out.check_size()?;
            let element = self.out.indexed_element(types::NULL, &mut key);
            self.tagged(element, depth)
                .map_err(|error| error.inside_index(index))?;
        }
        self.out.close(position)
    }

    fn splice(&mut self) -> Outcome<()> {
        let index = self.input.word()? as usize;
        match self.splices.and_then(|splices| splices.get(index)) {
            Some(document) => {
                self.out.bytes(document.as_bytes());
                self.out.check_size()
            }
            None => Err(TransferError::frame(
                "it splices a document that is not there",
            )),
        }
    }
}
