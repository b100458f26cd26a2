//! Every case of the BSON corpus passes through a frame unchanged, or is refused.

mod transfer_support;

use bson::raw::RawDocument;
use haricot_engine::transfer::{Batch, decode};
use transfer_support::corpus::cases;
use transfer_support::reemit::inline;
use transfer_support::round_trip::{decode_one, encode_allowing};

#[test]
fn valid_documents_come_back_with_the_same_bytes() {
    let cases = cases("valid");
    assert!(cases.len() > 700, "only {} cases were found", cases.len());
    for case in cases {
        let canonical = case
            .bytes("canonical_bson")
            .expect("every case has its bytes");
        let document = RawDocument::from_bytes(&canonical).expect("a document");
        let frame =
            decode_one(None, document).unwrap_or_else(|error| panic!("{}: {error}", case.name));
        let batch =
            encode_allowing(None, &frame).unwrap_or_else(|error| panic!("{}: {error}", case.name));
        assert_eq!(
            batch.get(0).map(RawDocument::as_bytes),
            Some(canonical.as_slice()),
            "{}",
            case.name
        );
    }
}

#[test]
fn valid_documents_come_back_from_frames_with_shapes() {
    let cases = cases("valid");
    let bytes: Vec<Vec<u8>> = cases
        .iter()
        .filter_map(|case| case.bytes("canonical_bson"))
        .collect();
    let documents: Vec<&RawDocument> = bytes
        .iter()
        .filter_map(|bytes| RawDocument::from_bytes(bytes).ok())
        .collect();
    assert_eq!(documents.len(), cases.len());
    let frame = decode(None, &documents).expect("one frame");
    let emitted = inline(&frame);
    assert!(emitted.shapes > 0 && emitted.chunks > 1);
    let batch = encode_allowing(None, &emitted.frame).expect("a frame as JavaScript writes it");
    for (index, bytes) in bytes.iter().enumerate() {
        assert_eq!(
            batch.get(index).map(RawDocument::as_bytes),
            Some(bytes.as_slice()),
            "{}",
            cases[index].name
        );
    }
}

#[test]
fn degenerate_documents_become_canonical() {
    let mut seen = 0;
    for case in cases("valid") {
        let (Some(degenerate), Some(canonical)) =
            (case.bytes("degenerate_bson"), case.bytes("canonical_bson"))
        else {
            continue;
        };
        let frame = decode_one(
            None,
            RawDocument::from_bytes(&degenerate).expect("a document"),
        );
        let frame = frame.unwrap_or_else(|error| panic!("{}: {error}", case.name));
        let batch =
            encode_allowing(None, &frame).unwrap_or_else(|error| panic!("{}: {error}", case.name));
        assert_eq!(
            batch.get(0).map(RawDocument::as_bytes),
            Some(canonical.as_slice()),
            "{}",
            case.name
        );
        seen += 1;
    }
    assert!(seen >= 4, "only {seen} degenerate cases were found");
}

#[test]
fn malformed_documents_are_refused() {
    let cases = cases("decodeErrors");
    assert!(cases.len() > 70, "only {} cases were found", cases.len());
    for case in cases {
        let bytes = case.bytes("bson").expect("every case has its bytes");
        assert!(
            Batch::of_document(bytes).is_err(),
            "{} was accepted",
            case.name
        );
    }
}
