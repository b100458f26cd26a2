//! Documents of a submission inside its command: the envelope refers to them by number.

#[path = "../../engine/tests/transfer_support/frame_writer.rs"]
#[allow(dead_code, reason = "each test program uses a part of it")]
mod frame_writer;
mod support;

use bson::doc;
use frame_writer::FrameWriter;
use support::{Engine, frame};

const VALUE: u32 = 2;
const STRING: u32 = 0x02;
const DOCUMENT: u32 = 0x03;
const BOOLEAN: u32 = 0x08;
const INT32: u32 = 0x10;
const SPLICED: u32 = 0x80;

/// `{ db, command: { findAndModify: "spliced", query: { _id: id }, update: <document number `splice`>, upsert: true, new: true } }`.
fn envelope(id: u32, splice: u32) -> Vec<u8> {
    let mut writer = FrameWriter::default();
    writer.word(0).word(2);
    writer.string("db").word(STRING).string("rust_abi_spliced");
    writer.string("command").word(DOCUMENT).word(0).word(5);
    writer
        .string("findAndModify")
        .word(STRING)
        .string("spliced");
    writer.string("query").word(DOCUMENT).word(0).word(1);
    writer.string("_id").word(INT32).word(id);
    writer.string("update").word(SPLICED).word(splice);
    writer.string("upsert").word(BOOLEAN).word(1);
    writer.string("new").word(BOOLEAN).word(1);
    writer.end_document().finish()
}

#[test]
fn a_spliced_document_reaches_the_server_and_comes_back() {
    let mut engine = Engine::open();
    let client = engine.connect();
    let document = doc! { "name": "bean", "nested": { "list": [1, "two", 3.5, null] } };
    let mut bytes = envelope(7, 0);
    assert_eq!(bytes.len() % 8, 0);
    bytes.extend(frame(&document));
    let reply = engine.run(client, VALUE, &bytes);
    assert!(!reply.failed, "{reply:?}");
    let mut expected = doc! { "_id": 7 };
    expected.extend(document);
    assert_eq!(reply.document, Some(expected));
    let drop = frame(&doc! { "db": "rust_abi_spliced", "command": { "dropDatabase": 1 } });
    let reply = engine.run(client, 0, &drop);
    assert!(!reply.failed, "{reply:?}");
}

#[test]
fn a_splice_without_its_document_is_an_error_of_the_request() {
    let mut engine = Engine::open();
    let client = engine.connect();
    let document = frame(&doc! { "name": "bean" });
    let too_few = [envelope(7, 1), document.clone()].concat();
    let none = envelope(7, 0);
    let cut_off = [envelope(7, 0), document[..document.len() - 8].to_vec()].concat();
    let trailing = [envelope(7, 0), document.clone(), document].concat();
    for bytes in [too_few, none, cut_off, trailing] {
        let request = engine.request();
        if engine.query(request, client, VALUE, &bytes) {
            let reply = engine.wait(request);
            assert!(reply.failed, "{reply:?}");
            let record = reply.document.expect("an error record");
            assert_eq!(record.get_str("class").ok(), Some("internal"), "{record}");
        } else {
            assert_eq!(engine.last_error().as_deref(), Some("internal"));
        }
    }
}
