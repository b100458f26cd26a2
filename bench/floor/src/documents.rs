//! The documents that are measured, taken as raw BSON from the collections that the runner has filled.

use bson::oid::ObjectId;
use bson::{RawDocument, RawDocumentBuf};

use crate::protocol::Result;

/// The same number that every other worker computes from a decoded document (`bench/workers/shapes.ts`).
pub fn checksum(shape: &str, document: &RawDocument) -> Result<i64> {
    let length = |text: &str| i64::try_from(text.chars().count());
    let integer = |document: &RawDocument, key: &str| -> Result<i64> {
        let value = document.get(key)?.ok_or_else(|| format!("no field {key}"))?;
        match (value.as_i32(), value.as_i64()) {
            (Some(number), _) => Ok(i64::from(number)),
            (_, Some(number)) => Ok(number),
            _ => Err(format!("field {key} is no integer").into()),
        }
    };
    if shape == "large" {
        let numbers = document.get_document("embedded_int_doc_8")?;
        let texts = document.get_document("embedded_str_doc_1")?;
        return Ok(integer(numbers, "field1")? + length(texts.get_str("field1")?)?);
    }
    let flat = integer(document, "age")? + length(document.get_str("name")?)? + length(document.get_str("email")?)?;
    if shape == "small" {
        return Ok(flat);
    }
    let tags = i64::try_from(document.get_array("tags")?.into_iter().count())?;
    let order = document.get_array("orders")?.get(0)?.ok_or("no order")?;
    let order = order.as_document().ok_or("an order is no document")?;
    let created = document.get_datetime("createdAt")?.timestamp_millis() % 997;
    Ok(flat + tags + integer(order, "quantity")? + created)
}

/// Copies of the documents with new ids, so that they can be inserted.
pub fn renewed(documents: &[RawDocumentBuf]) -> Result<Vec<RawDocumentBuf>> {
    documents
        .iter()
        .map(|document| {
            let mut copy = RawDocumentBuf::new();
            copy.append(bson::cstr!("_id"), ObjectId::new());
            for field in document.iter().skip(1) {
                let (key, value) = field?;
                copy.append(key, value);
            }
            Ok(copy)
        })
        .collect()
}

/// The index of the document that the n-th single read or update of a task takes.
pub fn pick(n: usize, documents: usize) -> usize {
    (n * 37) % documents
}
