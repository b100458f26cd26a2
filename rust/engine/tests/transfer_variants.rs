//! Documents of several objects, told apart by a stored field.

mod transfer_support;

use bson::{Bson, doc};
use haricot_engine::transfer::{EncodeOptions, ErrorKind, Plan, encode};
use serde_json::json;
use transfer_support::frame_writer::FrameWriter;
use transfer_support::round_trip::{decode_one, document_there_and_back, plan, raw};

fn vehicles(otherwise: Option<usize>) -> Plan {
    let kinds = json!({ "field": "is", "objects": { "car": 0, "bus": 1 }, "otherwise": otherwise });
    plan(json!({ "model": "Vehicle", "root": kinds, "objects": [
        { "unknown": "strip", "fields": [{ "name": "is", "kind": "any", "optional": true }, { "name": "doors", "kind": "int" }] },
        { "unknown": "strip", "fields": [
            { "name": "seats", "kind": "int" },
            { "name": "trailers", "kind": "array", "element": { "kind": "variant", "variant": kinds } },
            { "name": "is", "kind": "string" } ] },
        { "unknown": "strip", "fields": [] } ] }))
}

#[test]
fn the_field_decides_wherever_it_stands_and_at_every_level() {
    let plan = vehicles(None);
    let bus = doc! { "seats": 40, "trailers": [{ "is": "car", "doors": 2 }, { "seats": 2, "trailers": [], "is": "bus" }], "is": "bus" };
    for document in [doc! { "is": "car", "doors": 5 }, bus] {
        assert_eq!(document_there_and_back(Some(&plan), &document), document);
    }
}

#[test]
fn documents_that_no_object_is_named_for_are_refused_or_are_the_object_for_all_others() {
    for unknown in [
        doc! { "doors": 3 },
        doc! { "is": "boat", "doors": 3 },
        doc! { "is": 3, "doors": 3 },
        doc! { "is": Bson::Null, "doors": 3 },
    ] {
        let error =
            decode_one(Some(&vehicles(None)), &raw(&unknown)).expect_err("an unknown vehicle");
        assert_eq!(
            (error.kind, error.path.as_str()),
            (ErrorKind::Validation, "is")
        );
        let back = document_there_and_back(Some(&vehicles(Some(0))), &unknown);
        assert_eq!(back, unknown);
    }
}

#[test]
fn a_frame_may_use_the_named_objects_only() {
    for object in [2, 3, u32::MAX] {
        let mut writer = FrameWriter::default();
        let frame = writer.word(object).word(0).end_document().finish();
        let error = encode(Some(&vehicles(None)), &frame, EncodeOptions::default())
            .expect_err("an object without a name");
        assert_eq!(error.kind, ErrorKind::Frame);
        assert!(error.message.contains("variant"), "{error}");
    }
}

#[test]
fn plans_whose_variants_name_nothing_are_refused() {
    let with = |variant: serde_json::Value| {
        let field = json!({ "name": "a", "kind": "variant", "variant": variant });
        let text =
            json!({ "model": "Vehicle", "objects": [{ "unknown": "strip", "fields": [field] }] });
        Plan::parse(text.to_string().as_bytes())
            .expect_err("a refusal")
            .message
            .clone()
    };
    assert!(with(json!({ "field": "is", "objects": { "car": 1 } })).contains("no object 1"));
    assert!(
        with(json!({ "field": "is", "objects": { "car": 0 }, "otherwise": 9 }))
            .contains("no object 9")
    );
    assert!(with(json!({ "field": "is", "objects": {} })).contains("needs objects"));
    assert!(with(json!(null)).contains("needs a field"));
}
