//! From BSON to a frame and back.

use bson::Document;
use bson::raw::{RawDocument, RawDocumentBuf};
use haricot_engine::transfer::{Batch, EncodeOptions, Plan, TransferError, decode, encode};

pub fn raw(document: &Document) -> RawDocumentBuf {
    RawDocumentBuf::try_from(document).expect("an encodable document")
}

pub fn plan(json: serde_json::Value) -> Plan {
    Plan::parse(json.to_string().as_bytes()).expect("a valid plan")
}

/// A plan of one object with the given fields.
pub fn fields(unknown: &str, fields: serde_json::Value) -> Plan {
    plan(
        serde_json::json!({ "model": "Product", "objects": [{ "unknown": unknown, "fields": fields }] }),
    )
}

pub fn decode_one(plan: Option<&Plan>, document: &RawDocument) -> Result<Vec<u8>, TransferError> {
    decode(plan, &[document])
}

pub fn encode_allowing(plan: Option<&Plan>, frame: &[u8]) -> Result<Batch, TransferError> {
    encode(
        plan,
        frame,
        EncodeOptions {
            allow_dollar_keys: true,
        },
    )
}

/// Decodes documents and encodes the frame again.
pub fn there_and_back(plan: Option<&Plan>, documents: &[RawDocumentBuf]) -> Vec<RawDocumentBuf> {
    let views: Vec<&RawDocument> = documents.iter().map(AsRef::as_ref).collect();
    let frame = decode(plan, &views).unwrap_or_else(|error| panic!("decode: {error:?}"));
    let batch = encode_allowing(plan, &frame).unwrap_or_else(|error| panic!("encode: {error:?}"));
    assert_eq!(batch.len(), documents.len());
    batch.iter().map(ToOwned::to_owned).collect()
}

pub fn document_there_and_back(plan: Option<&Plan>, document: &Document) -> Document {
    let back = there_and_back(plan, &[raw(document)]);
    Document::try_from(&*back[0]).expect("a valid document")
}
