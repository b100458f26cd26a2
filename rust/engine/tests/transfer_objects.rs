//! Objects: order of fields, unknown fields, recursion, and many documents.

mod transfer_support;

use bson::raw::{RawDocument, RawDocumentBuf};
use bson::spec::BinarySubtype;
use bson::{Binary, Bson, Document, doc};
use haricot_engine::transfer::{ErrorKind, Source, decode, decode_frames, frame_length};
use serde_json::json;
use std::sync::Arc;
use transfer_support::reemit::inline;
use transfer_support::round_trip::{
    decode_one, document_there_and_back, encode_allowing, fields, plan, raw, there_and_back,
};

fn word(frame: &[u8], index: usize) -> u32 {
    u32::from_le_bytes(
        frame[index * 4..index * 4 + 4]
            .try_into()
            .expect("four bytes"),
    )
}

#[test]
fn fields_in_any_order_are_written_in_plan_order() {
    let plan = plan(json!({ "model": "Order", "objects": [
        { "unknown": "keep", "fields": [
            { "name": "a", "kind": "int" },
            { "name": "b", "kind": "object", "object": 1 },
            { "name": "c", "kind": "string", "optional": true } ] },
        { "unknown": "strip", "fields": [{ "name": "x", "kind": "int" }, { "name": "y", "kind": "string" }] } ] }));
    let ordered = doc! { "a": 1, "b": { "x": 2, "y": "two" }, "c": "three", "more": [1, "two"], "most": { "z": 0 } };
    let shuffled = [
        ordered.clone(),
        doc! { "c": "three", "more": [1, "two"], "b": { "y": "two", "x": 2 }, "most": { "z": 0 }, "a": 1 },
        doc! { "more": [1, "two"], "b": { "y": "two", "x": 2 }, "a": 1, "c": "three", "most": { "z": 0 } },
        ordered.clone(),
    ];
    let documents: Vec<RawDocumentBuf> = shuffled.iter().map(raw).collect();
    for document in there_and_back(Some(&plan), &documents) {
        assert_eq!(Document::try_from(&*document).expect("a document"), ordered);
    }
}

#[test]
fn nested_disorder_is_found_in_linear_time() {
    let plan = plan(
        json!({ "model": "Tree", "objects": [{ "unknown": "strip", "fields": [
        { "name": "child", "kind": "object", "object": 0, "optional": true },
        { "name": "n", "kind": "int" } ] }] }),
    );
    let mut document = doc! { "n": 0 };
    for n in 1..100 {
        document = doc! { "n": n, "child": document };
    }
    let back = document_there_and_back(Some(&plan), &document);
    assert_eq!(back.keys().collect::<Vec<_>>(), ["child", "n"]);
    assert_eq!(back, document_there_and_back(Some(&plan), &back));
}

#[test]
fn a_shape_that_disorder_takes_back_is_written_again() {
    let plan = fields(
        "strip",
        json!([{ "name": "any", "kind": "any" }, { "name": "n", "kind": "int" }, { "name": "s", "kind": "string" }]),
    );
    let any = doc! { "x": 1, "y": "two" };
    let ordered = raw(&doc! { "any": any.clone(), "n": 1, "s": "" });
    let shuffled = raw(&doc! { "any": any, "s": "", "n": 1 });
    let frame = |second: &RawDocument| {
        let mut documents: Vec<&RawDocument> = vec![&ordered; 8];
        documents[1] = second;
        decode(Some(&plan), &documents).expect("a frame")
    };
    assert_eq!(frame(&shuffled), frame(&ordered));
}

#[test]
fn unknown_fields_are_stripped_kept_or_rejected() {
    let known = json!([{ "name": "known", "kind": "int" }]);
    let document = doc! { "before": { "a": [1] }, "known": 1, "after": "x" };
    assert_eq!(
        document_there_and_back(Some(&fields("strip", known.clone())), &document),
        doc! { "known": 1 }
    );
    assert_eq!(
        document_there_and_back(Some(&fields("keep", known.clone())), &document),
        doc! { "known": 1, "before": { "a": [1] }, "after": "x" }
    );
    let error =
        decode_one(Some(&fields("reject", known)), &raw(&document)).expect_err("an unknown field");
    assert_eq!(
        (error.kind, error.path.as_str()),
        (ErrorKind::Validation, "before")
    );
    assert_eq!(error.found.as_deref(), Some("object"));
}

#[test]
fn a_plan_that_refers_to_itself_reads_trees() {
    let plan = plan(
        json!({ "model": "Node", "objects": [{ "unknown": "reject", "fields": [
        { "name": "name", "kind": "string" },
        { "name": "children", "kind": "array", "element": { "kind": "object", "object": 0, "nullable": true } },
        { "name": "byName", "kind": "record", "optional": true, "element": { "kind": "object", "object": 0 } } ] }] }),
    );
    let leaf = doc! { "name": "leaf", "children": [] };
    let branch = doc! { "name": "branch", "children": [leaf.clone(), Bson::Null, leaf.clone()] };
    let tree = doc! { "name": "tree", "children": [branch.clone()], "byName": { "leaf": leaf, "branch": branch } };
    assert_eq!(document_there_and_back(Some(&plan), &tree), tree);
}

#[test]
fn an_empty_frame_has_no_chunks() {
    let frame = decode(None, &[]).expect("a frame");
    assert_eq!((frame.len(), word(&frame, 2), word(&frame, 3)), (64, 0, 0));
    assert!(
        encode_allowing(None, &frame)
            .expect("an empty batch")
            .is_empty()
    );
    assert!(
        decode_frames(None, &[], None)
            .expect("no frames")
            .is_empty()
    );
}

#[test]
fn a_frame_has_the_documented_words() {
    let plan = fields(
        "keep",
        json!([
        { "name": "s", "kind": "string" }, { "name": "n", "kind": "number", "nullable": true },
        { "name": "d", "kind": "double", "optional": true }, { "name": "b", "kind": "binary" } ]),
    );
    let bytes = Bson::Binary(bson::Binary {
        subtype: bson::spec::BinarySubtype::Generic,
        bytes: vec![1, 2, 3],
    });
    let frame = decode_one(
        Some(&plan),
        &raw(&doc! { "s": "ä", "n": 0.5, "b": bytes, "k": true }),
    )
    .expect("a frame");
    let words: Vec<u32> = (0..frame.len() / 4)
        .map(|index| word(&frame, index))
        .collect();
    let states = 0b00_01_00_00;
    let stream = [states, 1, 1, 0x8000_0000, 3, 1, 8, 1];
    let header = [
        0x3143_5248,
        frame.len() as u32,
        1,
        1,
        8,
        1,
        3,
        3,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
    ];
    assert_eq!(words[..16], header);
    assert_eq!(words[16..22], [1, 3, 2, 8, 1, 3]);
    assert_eq!(words[22..30], stream);
    assert_eq!(frame[120..128], 0.5f64.to_le_bytes());
    assert_eq!(frame[128..136], [1, 2, 3, 0, 0, 0, 0, 0]);
    assert_eq!(frame[136..], [0xc3, 0xa4, b'k', 0, 0, 0, 0, 0]);
}

#[test]
fn chunks_end_after_4096_bytes_of_text_or_256_documents() {
    let plan = fields("strip", json!([{ "name": "s", "kind": "string" }]));
    let frame = |length: usize, documents: usize| {
        let document = raw(&doc! { "s": "x".repeat(length) });
        decode(Some(&plan), &vec![document.as_ref(); documents]).expect("a frame")
    };
    let documents_of_chunks = |frame: &[u8]| -> Vec<u32> {
        (0..word(frame, 3) as usize)
            .map(|chunk| word(frame, 16 + chunk * 6))
            .collect()
    };
    assert_eq!(documents_of_chunks(&frame(0, 600)), [256, 256, 88]);
    assert_eq!(documents_of_chunks(&frame(4095, 4)), [2, 2]);
    assert_eq!(documents_of_chunks(&frame(4096, 3)), [1, 1, 1]);
}

#[test]
fn frames_of_a_cursor_hold_512_documents_and_128_kib() {
    let small = raw(&doc! { "_id": 1 });
    let large = raw(&doc! { "s": "x".repeat(100_000) });
    let huge = raw(&doc! { "s": "x".repeat(1_000_000) });
    let counts = |documents: &[&RawDocument]| -> Vec<u32> {
        decode_frames(None, documents, None)
            .expect("frames")
            .iter()
            .map(|frame| word(&frame.to_vec(), 2))
            .collect()
    };
    assert_eq!(counts(&[small.as_ref(); 1100]), [512, 512, 76]);
    assert_eq!(counts(&[&large, &large, &huge, &small]), [1, 1, 1, 1]);
    let frame = decode(None, &[&small]).expect("a frame");
    assert_eq!(frame_length(&frame).expect("a length"), frame.len());
    let frames = decode_frames(None, &[&small], None).expect("frames");
    assert_eq!(frames.len(), 1);
    assert_eq!(frames[0].to_vec(), frame);
}

#[test]
fn payloads_held_in_their_source_make_the_same_frame() {
    let binary = |length: usize| Binary {
        subtype: BinarySubtype::Generic,
        bytes: (0..length).map(|n| n as u8).collect(),
    };
    let rows = [
        doc! { "s": "small", "b": binary(3), "last": "a" },
        doc! { "s": "ä".repeat(50_000), "b": binary(100_001), "last": "b" },
        doc! { "last": "out of order", "b": binary(20_000), "s": "x".repeat(20_000) },
        doc! { "s": "y".repeat(20_000), "b": binary(0), "last": "z".repeat(20_001) },
    ];
    let reply: Vec<u8> = rows.iter().flat_map(|row| raw(row).into_bytes()).collect();
    let source: Source = Arc::new(reply);
    let reply: &[u8] = (*source).as_ref();
    let mut documents: Vec<&RawDocument> = Vec::new();
    let mut rest = reply;
    while let Some(length) = rest.first_chunk::<4>() {
        let (document, others) = rest.split_at(u32::from_le_bytes(*length) as usize);
        documents.push(RawDocument::from_bytes(document).expect("a document"));
        rest = others;
    }
    let plan = fields(
        "strip",
        json!([{ "name": "s", "kind": "string" }, { "name": "b", "kind": "binary" }, { "name": "last", "kind": "any" }]),
    );
    for plan in [Some(&plan), None] {
        let copied = decode_frames(plan, &documents, None).expect("frames");
        let held = decode_frames(plan, &documents, Some(&source)).expect("frames");
        assert_eq!(held.len(), copied.len());
        for (held, copied) in held.iter().zip(&copied) {
            assert_eq!(held.to_vec(), copied.to_vec());
            let mut out = vec![1; held.len() + 1];
            assert!(held.write_to(&mut out));
            assert_eq!(out, [copied.to_vec(), vec![1]].concat());
            assert!(!held.write_to(&mut vec![0; held.len() - 1]));
        }
    }
}

#[test]
fn rows_with_the_same_keys_share_a_shape() {
    let row = |n: i32| match n % 10 {
        0 => {
            doc! { "_id": n, "value": Bson::Null, "nested": { "a": "text", "b": [n, { "c": n }] } }
        }
        _ => {
            doc! { "_id": n, "value": f64::from(n), "nested": { "a": n, "b": [n, { "c": n }, { "c": "x" }] } }
        }
    };
    let rows: Vec<RawDocumentBuf> = (0..300).map(|n| raw(&row(n))).collect();
    let views: Vec<&RawDocument> = rows.iter().map(AsRef::as_ref).collect();
    let emitted = inline(&decode(None, &views).expect("a frame"));
    assert!(
        (3..=6).contains(&emitted.shapes),
        "{} shapes",
        emitted.shapes
    );
    let back = encode_allowing(None, &emitted.frame).expect("a batch");
    assert!(
        back.iter()
            .map(RawDocument::as_bytes)
            .eq(rows.iter().map(|row| row.as_bytes()))
    );
}

#[test]
fn a_frame_has_at_most_256_shapes() {
    let rows: Vec<RawDocumentBuf> = (0..1000)
        .map(|n| raw(&doc! { format!("key{}", n / 2): n }))
        .collect();
    let views: Vec<&RawDocument> = rows.iter().map(AsRef::as_ref).collect();
    let emitted = inline(&decode(None, &views).expect("a frame"));
    assert_eq!(emitted.shapes, 256);
    let back = encode_allowing(None, &emitted.frame).expect("a batch");
    assert!(
        back.iter()
            .map(RawDocument::as_bytes)
            .eq(rows.iter().map(|row| row.as_bytes()))
    );
}

#[test]
fn many_documents_keep_their_order_across_threads() {
    let plan = fields(
        "strip",
        json!([{ "name": "n", "kind": "int" }, { "name": "s", "kind": "string" }]),
    );
    let rows: Vec<RawDocumentBuf> = (0..5000i32)
        .map(|n| raw(&doc! { "n": n, "s": "ä".repeat(n as usize % 300) }))
        .collect();
    for (before, after) in rows.iter().zip(there_and_back(Some(&plan), &rows)) {
        assert_eq!(before.as_bytes(), after.as_bytes());
    }
    let views: Vec<&RawDocument> = rows.iter().map(AsRef::as_ref).collect();
    let frames = decode_frames(Some(&plan), &views, None).expect("frames");
    let batches: Vec<_> = frames
        .iter()
        .map(|frame| encode_allowing(Some(&plan), &frame.to_vec()).expect("a batch"))
        .collect();
    assert!(
        batches
            .iter()
            .flat_map(|batch| batch.iter())
            .map(RawDocument::as_bytes)
            .eq(rows.iter().map(|row| row.as_bytes()))
    );
}
