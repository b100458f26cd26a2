//! What must not be sent is refused on encoding, with path and index.

mod transfer_support;

use bson::{Bson, doc};
use haricot_engine::transfer::{
    Batch, EncodeOptions, ErrorKind, GuardReason, Plan, TransferError, encode, encode_envelope,
};
use serde_json::json;
use transfer_support::frame_writer::FrameWriter;
use transfer_support::round_trip::{decode_one, encode_allowing, fields, plan, raw};

const MIB: usize = 1024 * 1024;

fn strictly(plan: Option<&Plan>, frame: &[u8]) -> Result<Batch, TransferError> {
    encode(plan, frame, EncodeOptions::default())
}

fn untyped(document: &bson::Document) -> Vec<u8> {
    decode_one(None, &raw(document)).expect("a frame")
}

#[test]
fn dollar_keys_are_refused_at_any_depth_unless_allowed() {
    let documents = [
        (doc! { "$set": 1 }, "$set"),
        (doc! { "a": { "$set": 1 } }, "a.$set"),
        (
            doc! { "a": [0, { "b": { "$where": "x" } }] },
            "a.1.b.$where",
        ),
        (doc! { "$ref": "c", "$id": 1 }, "$ref"),
        (doc! { "a": { "$ref": "c" } }, "a.$ref"),
        (doc! { "a": { "$ref": 1, "$id": 1 } }, "a.$ref"),
        (doc! { "a": { "$ref": "c", "x": 1, "$id": 1 } }, "a.$ref"),
        (doc! { "a": { "$id": 1, "$ref": "c" } }, "a.$id"),
        (doc! { "a": { "$ref": "c", "$id": 1, "$db": 1 } }, "a.$db"),
        (
            doc! { "a": { "$ref": "c", "$id": 1, "x": 1, "$db": "d" } },
            "a.$db",
        ),
        (
            doc! { "a": { "$ref": "c", "$id": { "$gt": 1 } } },
            "a.$id.$gt",
        ),
    ];
    let record = fields(
        "keep",
        json!([{ "name": "a", "kind": "any", "optional": true }]),
    );
    for (document, path) in documents {
        let error = strictly(None, &untyped(&document)).expect_err(path);
        assert_eq!(
            (error.kind, error.path.as_str()),
            (ErrorKind::Guard(GuardReason::DollarKey), path)
        );
        assert_eq!(error.index, Some(0));
        let batch = encode_allowing(None, &untyped(&document)).expect("allowed");
        assert_eq!(
            batch.get(0).map(|raw| raw.as_bytes().to_vec()),
            Some(raw(&document).into_bytes())
        );
        let planned = decode_one(Some(&record), &raw(&document)).expect("a frame");
        assert_eq!(
            strictly(Some(&record), &planned).expect_err(path).path,
            path
        );
    }
}

#[test]
fn references_to_documents_are_accepted() {
    let reference = doc! { "$ref": "c", "$id": 1 };
    let with_database = doc! { "$ref": "c", "$id": 1, "$db": "d", "more": 2 };
    let document =
        doc! { "a": reference.clone(), "b": [with_database, reference.clone()], "$price": 1 };
    assert_eq!(
        strictly(None, &untyped(&document)).expect_err("a key").path,
        "$price"
    );
    let mut document = document;
    document.remove("$price");
    strictly(None, &untyped(&document)).expect("references");
    let plan = plan(json!({ "model": "M", "objects": [
        { "unknown": "strip", "fields": [
            { "name": "a", "kind": "object", "object": 1 }, { "name": "free", "kind": "object", "object": 2 } ] },
        { "unknown": "strip", "fields": [{ "name": "$ref", "kind": "string" }, { "name": "$id", "kind": "any" }] },
        { "unknown": "keep", "allowDollarKeys": true, "fields": [{ "name": "$x", "kind": "int" }] } ] }));
    let document = raw(&doc! { "a": reference, "free": { "$x": 1, "$y": 2 } });
    let batch = strictly(
        Some(&plan),
        &decode_one(Some(&plan), &document).expect("a frame"),
    )
    .expect("a batch");
    assert_eq!(
        batch.get(0).map(|raw| raw.as_bytes()),
        Some(document.as_bytes())
    );
}

#[test]
fn keys_of_records_follow_the_same_rule() {
    let plan = fields(
        "strip",
        json!([{ "name": "r", "kind": "record", "element": { "kind": "string" } }]),
    );
    let written = |record: bson::Document| {
        let frame = decode_one(Some(&plan), &raw(&doc! { "r": record })).expect("a frame");
        strictly(Some(&plan), &frame).map_err(|error| error.path.clone())
    };
    written(doc! { "$ref": "c", "$id": "x" }).expect("a reference");
    for (record, path) in [
        (doc! { "$ref": "c" }, "r.$ref"),
        (doc! { "$ref": "c", "x": "" }, "r.$ref"),
        (doc! { "x": "", "$set": "" }, "r.$set"),
    ] {
        assert_eq!(written(record).expect_err("a $ key"), path);
    }
}

#[test]
fn nul_in_keys_patterns_and_options_is_refused() {
    let mut key = FrameWriter::default();
    key.word(0)
        .word(1)
        .string("a")
        .word(0x03)
        .word(0)
        .word(1)
        .string("b\0c")
        .word(0x0a)
        .end_document();
    let error = strictly(None, &key.finish()).expect_err("NUL");
    assert_eq!(
        (error.kind, error.path.as_str()),
        (ErrorKind::Guard(GuardReason::NulKey), "a.b\\0c")
    );
    for (pattern, options) in [("a\0", ""), ("a", "i\0")] {
        let mut frame = FrameWriter::default();
        frame
            .word(0)
            .word(1)
            .string("r")
            .word(0x0b)
            .string(pattern)
            .string(options)
            .end_document();
        assert_eq!(
            strictly(None, &frame.finish()).expect_err("NUL").kind,
            ErrorKind::Guard(GuardReason::NulKey)
        );
    }
    let record = fields(
        "strip",
        json!([{ "name": "r", "kind": "record", "element": { "kind": "int" } }]),
    );
    let mut frame = FrameWriter::default();
    frame.word(0).word(1).string("\0").word(1).end_document();
    assert_eq!(
        strictly(Some(&record), &frame.finish())
            .expect_err("NUL")
            .path,
        "r.\\0"
    );
}

#[test]
fn a_hundred_levels_are_written_and_a_hundred_and_one_refused() {
    let tree = fields(
        "strip",
        json!([{ "name": "a", "kind": "object", "object": 0, "optional": true }]),
    );
    let frames = |levels: usize| {
        let (mut documents, mut arrays, mut planned) = Default::default();
        let writers: [&mut FrameWriter; 3] = [&mut documents, &mut arrays, &mut planned];
        let [documents, arrays, planned] = writers;
        arrays.word(0).word(1).string("a");
        for level in 0..levels {
            let last = level + 1 == levels;
            documents.word(0).word(u32::from(!last));
            if !last {
                documents.string("a").word(0x03);
                arrays.word(0x04).word(u32::from(level + 2 != levels));
            }
            planned.word(u32::from(last));
        }
        [documents, arrays, planned].map(|writer| writer.end_document().finish())
    };
    for (frame, plan) in frames(100).iter().zip([None, None, Some(&tree)]) {
        strictly(plan, frame).expect("100 levels");
    }
    for (frame, plan) in frames(101).iter().zip([None, None, Some(&tree)]) {
        let error = strictly(plan, frame).expect_err("101 levels");
        assert_eq!(error.kind, ErrorKind::Guard(GuardReason::Depth));
        assert!(
            error.path.starts_with("a.") && error.path.len() >= 199,
            "{}",
            error.path
        );
    }
}

#[test]
fn a_document_of_16_mib_is_written_and_a_larger_one_refused() {
    let plan = fields(
        "strip",
        json!([
        { "name": "_id", "kind": "int" }, { "name": "b", "kind": "binary" }, { "name": "s", "kind": "string" } ]),
    );
    let frame = |size: usize| {
        let mut writer = FrameWriter::default();
        writer
            .word(0)
            .word(1)
            .word(0)
            .string("")
            .end_document()
            .end_chunk();
        let payload = vec![7; size - (5 + 9 + 8 + 8)];
        writer
            .word(0)
            .word(2)
            .word(payload.len() as u32)
            .payload(&payload)
            .string("")
            .end_document();
        writer.finish()
    };
    let batch = strictly(Some(&plan), &frame(16 * MIB)).expect("16 MiB");
    assert_eq!(
        batch.get(1).map(|document| document.as_bytes().len()),
        Some(16 * MIB)
    );
    assert_eq!(batch.total_bytes(), 16 * MIB + 30);
    let error = strictly(Some(&plan), &frame(16 * MIB + 1)).expect_err("more than 16 MiB");
    assert_eq!(error.kind, ErrorKind::Guard(GuardReason::DocumentSize));
    assert_eq!(
        (error.index, error.id.clone()),
        (Some(1), Some(Bson::Int32(2)))
    );
    assert!(error.message.contains("16777216"), "{}", error.message);
}

#[test]
fn documents_of_16_mib_and_arrays_of_10000_elements_come_back() {
    let large = doc! { "s": "ä".repeat(8 * MIB - 20), "a": [1] };
    let long = doc! { "s": "", "a": (0..10_000).collect::<Vec<i32>>() };
    let plan = fields(
        "strip",
        json!([
        { "name": "s", "kind": "string" }, { "name": "a", "kind": "array", "element": { "kind": "int" } } ]),
    );
    for document in [large, long] {
        let document = raw(&document);
        for plan in [None, Some(&plan)] {
            let batch =
                strictly(plan, &decode_one(plan, &document).expect("a frame")).expect("a batch");
            assert!(
                batch
                    .get(0)
                    .is_some_and(|back| back.as_bytes() == document.as_bytes())
            );
        }
    }
}

#[test]
fn values_that_their_own_model_could_not_read_are_refused() {
    let refused = |field: serde_json::Value, write: fn(&mut FrameWriter) -> &mut FrameWriter| {
        let mut field = field;
        field["name"] = json!("f");
        let plan = fields("strip", json!([{ "name": "_id", "kind": "int" }, field]));
        let mut writer = FrameWriter::default();
        write(&mut writer);
        let error = strictly(Some(&plan), &writer.end_document().finish())
            .expect_err("a value that cannot be read");
        assert_eq!(
            (error.kind, error.path.as_str(), error.index),
            (ErrorKind::Validation, "f", Some(0))
        );
        assert_eq!(
            (error.id.clone(), error.model.as_deref()),
            (Some(Bson::Int32(7)), Some("Product"))
        );
        error.found.clone().unwrap_or_default()
    };
    fn missing(writer: &mut FrameWriter) -> &mut FrameWriter {
        writer.word(0b01_00).word(7)
    }
    fn null(writer: &mut FrameWriter) -> &mut FrameWriter {
        writer.word(0b10_00).word(7)
    }
    fn half(writer: &mut FrameWriter) -> &mut FrameWriter {
        writer.word(0).word(7).word(0x8000_0000).double(0.5)
    }
    fn invalid_date(writer: &mut FrameWriter) -> &mut FrameWriter {
        writer.word(0).word(7).double(f64::NAN)
    }
    fn fraction_of_date(writer: &mut FrameWriter) -> &mut FrameWriter {
        writer.word(0).word(7).double(0.5)
    }
    fn text(writer: &mut FrameWriter) -> &mut FrameWriter {
        writer.word(0).word(7).word(0x02).string("x")
    }
    assert_eq!(refused(json!({ "kind": "int" }), missing), "no value");
    assert_eq!(
        refused(json!({ "kind": "int", "optional": true }), null),
        "null"
    );
    assert_eq!(
        refused(json!({ "kind": "int" }), half),
        "a number that is no safe integer"
    );
    assert_eq!(
        refused(json!({ "kind": "date" }), invalid_date),
        "an invalid date"
    );
    assert_eq!(
        refused(json!({ "kind": "date" }), fraction_of_date),
        "an invalid date"
    );
    assert_eq!(
        refused(json!({ "kind": "any", "types": ["int"] }), text),
        "string"
    );
}

#[test]
fn half_of_a_surrogate_pair_is_refused() {
    let plan = fields(
        "strip",
        json!([{ "name": "a", "kind": "string" }, { "name": "b", "kind": "string" }]),
    );
    let mut writer = FrameWriter::default();
    writer.word(0).word(2).text("x😀y").word(2).end_document();
    let error = strictly(Some(&plan), &writer.finish()).expect_err("half of a pair");
    assert_eq!(
        (error.kind, error.path.as_str()),
        (ErrorKind::Validation, "a")
    );
    assert_eq!(error.found.as_deref(), Some("half of a surrogate pair"));
}

#[test]
fn keys_that_occur_twice_are_refused() {
    for count in [2u32, 40] {
        let mut writer = FrameWriter::default();
        writer.word(0).word(count);
        for index in 0..count {
            writer
                .string(&format!("k{}", index % (count - 1)))
                .word(0x0a);
        }
        let error = strictly(None, &writer.end_document().finish()).expect_err("a key twice");
        assert_eq!(
            (error.kind, error.path.as_str()),
            (ErrorKind::InvalidArgument, "k0")
        );
    }
    let keep = fields(
        "keep",
        json!([{ "name": "a", "kind": "int", "optional": true }]),
    );
    let mut writer = FrameWriter::default();
    writer.word(1).word(1).string("a").word(0x0a).end_document();
    assert_eq!(
        strictly(Some(&keep), &writer.finish())
            .expect_err("a declared key")
            .path,
        "a"
    );
}

#[test]
fn an_envelope_holds_commands_and_spliced_documents() {
    let batch = strictly(None, &untyped(&doc! { "name": "x" })).expect("a batch");
    let mut writer = FrameWriter::default();
    writer.word(0).word(2).string("$cmd").word(0x10).word(1);
    writer
        .string("documents")
        .word(0x04)
        .word(2)
        .word(0x80)
        .word(0)
        .word(0x80)
        .word(0);
    let frame = writer.end_document().finish();
    let envelope = encode_envelope(&frame, &batch).expect("an envelope");
    assert_eq!(
        envelope.as_bytes(),
        raw(&doc! { "$cmd": 1, "documents": [{ "name": "x" }, { "name": "x" }] }).as_bytes()
    );
    assert_eq!(
        encode_envelope(&frame, &Batch::default())
            .expect_err("no splice")
            .kind,
        ErrorKind::Frame
    );
    assert_eq!(
        encode_allowing(None, &frame).expect_err("a splice").kind,
        ErrorKind::Frame
    );
    let mut two = FrameWriter::default();
    two.word(0)
        .word(0)
        .end_document()
        .word(0)
        .word(0)
        .end_document();
    assert_eq!(
        encode_envelope(&two.finish(), &batch)
            .expect_err("two documents")
            .kind,
        ErrorKind::Frame
    );
}

#[test]
fn an_envelope_takes_spliced_documents_of_16_mib_up_to_one_message() {
    let batch = strictly(None, &untyped(&doc! { "s": "x".repeat(15 * MIB) })).expect("a batch");
    let envelope = |count: u32| {
        let mut writer = FrameWriter::default();
        writer
            .word(0)
            .word(1)
            .string("documents")
            .word(0x04)
            .word(count);
        for _ in 0..count {
            writer.word(0x80).word(0);
        }
        encode_envelope(&writer.end_document().finish(), &batch)
    };
    assert!(envelope(3).expect("45 MiB").as_bytes().len() > 45 * MIB);
    assert_eq!(
        envelope(4).expect_err("60 MiB").kind,
        ErrorKind::Guard(GuardReason::DocumentSize)
    );
}
