//! Plans and batches: the codec without a server.

use std::sync::Arc;

use bson::RawDocument;

use super::{Engine, Resource};
use crate::error::{EngineError, Result};
use crate::transfer::{self, Batch, EncodeOptions, Plan};

impl Engine {
    /// Registers a plan (JSON).
    ///
    /// # Errors
    /// `invalid_argument` for a plan that means nothing.
    pub fn register_plan(&self, json: &[u8]) -> Result<u32> {
        self.insert(Resource::Plan(Arc::new(Plan::parse(json)?)))
    }

    /// Encodes a documents frame; plan 0 means untyped.
    ///
    /// # Errors
    /// `validation`, `guard`, `invalid_argument`, `stale_handle`.
    pub fn encode(&self, plan: u32, frame: &[u8]) -> Result<u32> {
        let plan = self.plan(plan)?;
        let batch = transfer::encode(
            plan.as_deref(),
            frame,
            EncodeOptions {
                allow_dollar_keys: true,
            },
        )?;
        self.insert(Resource::Batch(Arc::new(batch)))
    }

    /// Decodes a whole batch as one frame.
    ///
    /// # Errors
    /// `validation`, `stale_handle`.
    pub fn decode_batch(&self, batch: u32, plan: u32) -> Result<Vec<u8>> {
        let (batch, plan) = (self.batch(batch)?, self.plan(plan)?);
        let documents: Vec<&RawDocument> = batch.iter().collect();
        Ok(transfer::decode(plan.as_deref(), &documents)?)
    }

    /// A batch of the one document whose bytes the hexadecimal text spells.
    ///
    /// # Errors
    /// `invalid_argument` for other text, `validation` for invalid BSON.
    pub fn batch_from_hex(&self, text: &[u8]) -> Result<u32> {
        let batch = Batch::of_document(from_hex(text)?)?;
        self.insert(Resource::Batch(Arc::new(batch)))
    }

    /// Whether the batch's only document has just the bytes that the hexadecimal text spells.
    ///
    /// # Errors
    /// `invalid_argument` for other text, `stale_handle`.
    pub fn batch_matches_hex(&self, batch: u32, text: &[u8]) -> Result<bool> {
        let (batch, expected) = (self.batch(batch)?, from_hex(text)?);
        let mut documents = batch.iter();
        let same = documents
            .next()
            .is_some_and(|document| document.as_bytes() == expected);
        Ok(same && documents.next().is_none())
    }
}

fn from_hex(text: &[u8]) -> Result<Vec<u8>> {
    let invalid =
        || EngineError::invalid("the text is not hexadecimal: two digits a byte, nothing else");
    if !text.len().is_multiple_of(2) {
        return Err(invalid());
    }
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    text.chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        })
        .collect::<Option<Vec<u8>>>()
        .ok_or_else(invalid)
}
