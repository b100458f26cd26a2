//! Command bodies as raw BSON: fields appended, read concern merged, statement arrays joined without parsing documents.

use bson::raw::cstr;
use bson::{RawBsonRef, RawDocument, RawDocumentBuf, Timestamp};

use super::kind::CommandKind;
use crate::client::Defaults;
use crate::error::{EngineError, Result};

/// The concerns that the command leaves open and the client's options name.
pub(crate) fn add_write_concern(
    body: &mut RawDocumentBuf,
    kind: CommandKind,
    defaults: &Defaults,
) -> Result<()> {
    if let Some(concern) = &defaults.write_concern
        && kind.takes_write_concern()
        && body.get("writeConcern")?.is_none()
    {
        body.append(cstr!("writeConcern"), concern.as_ref() as &RawDocument);
    }
    Ok(())
}

/// Adds the client's read concern level, and the time that a causally consistent read must not go behind.
pub(crate) fn with_read_concern(
    body: RawDocumentBuf,
    level: Option<&str>,
    after: Option<Timestamp>,
) -> Result<RawDocumentBuf> {
    if level.is_none() && after.is_none() {
        return Ok(body);
    }
    let mut concern = RawDocumentBuf::new();
    let given = match body.get("readConcern")? {
        Some(RawBsonRef::Document(given)) => Some(given),
        _ => None,
    };
    if given.is_some() && after.is_none() {
        return Ok(body);
    }
    for element in given.into_iter().flatten() {
        let (key, value) = element?;
        concern.append(key, value);
    }
    if let (None, Some(level)) = (given, level) {
        concern.append(cstr!("level"), level);
    }
    if let Some(after) = after
        && concern.get("afterClusterTime")?.is_none()
        && concern.get("atClusterTime")?.is_none()
    {
        concern.append(cstr!("afterClusterTime"), after);
    }
    let mut merged = without(&body, "readConcern")?;
    merged.append(cstr!("readConcern"), concern);
    Ok(merged)
}

/// A copy without one field.
pub(crate) fn without(body: &RawDocument, field: &str) -> Result<RawDocumentBuf> {
    let mut copy = RawDocumentBuf::new();
    for element in body {
        let (key, value) = element?;
        if key.as_str() != field {
            copy.append(key, value);
        }
    }
    Ok(copy)
}

/// Bytes of an array element besides its document: type, index and the NUL behind it.
pub(crate) fn element_overhead(index: usize) -> usize {
    2 + index.checked_ilog10().unwrap_or(0) as usize + 1
}

/// Bytes for what is added to a large command: its concerns and transaction number, without moving it.
const ROOM_FOR_CONCERNS: usize = 512;

/// The command with an array of documents under `name`, copying each document's bytes once.
pub(crate) fn append_array<'a>(
    command: &RawDocument,
    name: &str,
    documents: impl Iterator<Item = &'a RawDocument> + Clone,
) -> Result<RawDocumentBuf> {
    const ARRAY: u8 = 0x04;
    const DOCUMENT: u8 = 0x03;
    if name.is_empty() || name.contains('\0') {
        return Err(EngineError::invalid(
            "the statements field needs a name without NUL",
        ));
    }
    let size: usize = documents
        .clone()
        .enumerate()
        .map(|(index, document)| document.as_bytes().len() + element_overhead(index))
        .sum();
    let elements = command.as_bytes();
    let mut bytes = Vec::with_capacity(elements.len() + name.len() + size + ROOM_FOR_CONCERNS);
    bytes.extend_from_slice(elements);
    bytes.pop();
    bytes.push(ARRAY);
    bytes.extend_from_slice(name.as_bytes());
    bytes.push(0);
    let array_start = bytes.len();
    bytes.extend_from_slice(&[0; 4]);
    let mut digits = DecimalIndex::default();
    for document in documents {
        bytes.push(DOCUMENT);
        bytes.extend_from_slice(digits.text());
        bytes.push(0);
        bytes.extend_from_slice(document.as_bytes());
        digits.advance();
    }
    bytes.push(0);
    let array_length = length_of(bytes.len() - array_start)?;
    bytes
        .get_mut(array_start..array_start + 4)
        .unwrap_or_default()
        .copy_from_slice(&array_length);
    bytes.push(0);
    let length = length_of(bytes.len())?;
    bytes
        .get_mut(..4)
        .unwrap_or_default()
        .copy_from_slice(&length);
    Ok(RawDocumentBuf::from_bytes(bytes)?)
}

fn length_of(bytes: usize) -> Result<[u8; 4]> {
    i32::try_from(bytes)
        .map(i32::to_le_bytes)
        .map_err(|_| EngineError::invalid("the command is larger than BSON can express (2 GiB)"))
}

/// A decimal number that counts up in place.
struct DecimalIndex {
    digits: Vec<u8>,
}

impl Default for DecimalIndex {
    fn default() -> Self {
        Self { digits: vec![b'0'] }
    }
}

impl DecimalIndex {
    fn text(&self) -> &[u8] {
        &self.digits
    }

    fn advance(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < b'9' {
                *digit += 1;
                return;
            }
            *digit = b'0';
        }
        self.digits.insert(0, b'1');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::{Document, doc, rawdoc};

    #[test]
    fn joined_arrays_are_valid_bson() {
        let documents: Vec<RawDocumentBuf> = (0..1234).map(|n| rawdoc! { "_id": n }).collect();
        let body = rawdoc! { "insert": "a" };
        let whole =
            append_array(&body, "documents", documents.iter().map(AsRef::as_ref)).expect("body");
        let parsed = Document::try_from(whole.as_ref() as &RawDocument).expect("valid");
        let array = parsed.get_array("documents").expect("array");
        assert_eq!(array.len(), 1234);
        assert_eq!(array[1233], bson::Bson::Document(doc! { "_id": 1233 }));
        let keys: Vec<String> = whole
            .get_array("documents")
            .expect("array")
            .iter_elements()
            .map(|element| element.expect("element").key().as_str().to_owned())
            .collect();
        assert_eq!(
            (keys[9].as_str(), keys[10].as_str(), keys[100].as_str()),
            ("9", "10", "100")
        );
        let overhead: usize = (0..1234).map(element_overhead).sum();
        let content: usize = documents
            .iter()
            .map(|document| document.as_bytes().len())
            .sum();
        assert_eq!(
            whole
                .get_array("documents")
                .expect("array")
                .as_bytes()
                .len(),
            overhead + content + 5
        );
    }

    #[test]
    fn read_concerns_are_merged() {
        let after = Timestamp {
            time: 5,
            increment: 1,
        };
        let merged = with_read_concern(rawdoc! { "find": "a" }, Some("majority"), Some(after))
            .expect("merged");
        let concern = Document::try_from(merged.get_document("readConcern").expect("concern"))
            .expect("document");
        assert_eq!(
            concern,
            doc! { "level": "majority", "afterClusterTime": after }
        );
        let own = rawdoc! { "find": "a", "readConcern": { "level": "local" }, "limit": 1 };
        let merged = with_read_concern(own.clone(), Some("majority"), Some(after)).expect("merged");
        let concern = Document::try_from(merged.get_document("readConcern").expect("concern"))
            .expect("document");
        assert_eq!(
            concern,
            doc! { "level": "local", "afterClusterTime": after }
        );
        assert_eq!(
            merged
                .iter()
                .next()
                .expect("first")
                .expect("element")
                .0
                .as_str(),
            "find"
        );
        assert_eq!(
            with_read_concern(own.clone(), Some("majority"), None).expect("as it was"),
            own
        );
    }
}
