//! Frames without the documented layout are refused as such.

mod transfer_support;

use haricot_engine::transfer::{EncodeOptions, ErrorKind, Plan, encode, frame_length};
use serde_json::json;
use transfer_support::frame_writer::FrameWriter;
use transfer_support::round_trip::fields;

fn refusal(plan: Option<&Plan>, frame: &[u8]) -> String {
    let error = encode(plan, frame, EncodeOptions::default()).expect_err("a malformed frame");
    assert_eq!(error.kind, ErrorKind::Frame, "{error}");
    error.message.clone()
}

fn good() -> FrameWriter {
    let mut writer = FrameWriter::default();
    writer
        .word(0)
        .word(1)
        .string("ключ")
        .word(0x02)
        .string("ä😀")
        .end_document();
    writer
}

fn with_word(frame: &[u8], index: usize, word: u32) -> Vec<u8> {
    let mut frame = frame.to_vec();
    frame[index * 4..index * 4 + 4].copy_from_slice(&word.to_le_bytes());
    frame
}

#[test]
fn headers_are_checked() {
    let frame = good().finish();
    let length = frame.len() as u32;
    encode(None, &frame, EncodeOptions::default()).expect("a good frame");
    assert!(refusal(None, &frame[..63]).contains("shorter than a header"));
    assert!(refusal(None, &with_word(&frame, 0, 0)).contains("magic"));
    for impossible in [0, 56, length - 4, length + 8, u32::MAX] {
        assert!(refusal(None, &with_word(&frame, 1, impossible)).contains("length"));
    }
    for unused in 8..16 {
        assert!(refusal(None, &with_word(&frame, unused, 1)).contains("unused"));
    }
    let longer = [frame.as_slice(), &[0; 8]].concat();
    assert_eq!(frame_length(&longer).expect("a length"), frame.len());
    assert!(refusal(None, &longer).contains("bytes follow"));
    assert!(refusal(None, &with_word(&longer, 1, length + 8)).contains("do not fill"));
    assert!(frame_length(&frame[..frame.len() - 1]).is_err());
}

#[test]
fn directories_are_checked() {
    let frame = good().finish();
    for section in 4..8 {
        assert!(refusal(None, &with_word(&frame, section, u32::MAX)).contains("section"));
    }
    for count in 0..6 {
        refusal(None, &with_word(&frame, 16 + count, 0xffff));
    }
    assert!(refusal(None, &with_word(&frame, 16, 0)).contains("no documents"));
    assert!(refusal(None, &with_word(&frame, 2, 2)).contains("sums"));
    assert!(refusal(None, &with_word(&frame, 19, 6)).contains("promises more"));
    let plan = fields("strip", json!([]));
    for (documents, fits) in [(256, true), (257, false)] {
        let mut writer = FrameWriter::default();
        for _ in 0..documents {
            writer.end_document();
        }
        assert_eq!(
            encode(Some(&plan), &writer.finish(), EncodeOptions::default()).is_ok(),
            fits
        );
    }
}

#[test]
fn streams_must_be_used_up_and_not_more() {
    let left = [
        good().word(0).finish(),
        good().double(0.0).finish(),
        good().payload(&[1]).finish(),
        good().text("x").finish(),
    ];
    for frame in left {
        assert!(refusal(None, &frame).contains("more than its documents use"));
    }
    let units = with_word(&good().finish(), 18, 8);
    assert!(refusal(None, &units).contains("more than its documents use"));
    let fewer_units = with_word(&good().finish(), 18, 6);
    assert!(refusal(None, &fewer_units).contains("text end"));
    let mut short = FrameWriter::default();
    short.word(0).word(2).string("a").word(0x0a).end_document();
    assert!(refusal(None, &short.finish()).contains("words end"));
    for (tag, stream) in [
        (0x01, "doubles"),
        (0x05, "bytes"),
        (0x02, "text"),
        (0x13, "words"),
    ] {
        let mut writer = FrameWriter::default();
        writer
            .word(0)
            .word(1)
            .string("a")
            .word(tag)
            .word(3)
            .word(0)
            .end_document();
        assert!(refusal(None, &writer.finish()).contains(stream), "{stream}");
    }
}

#[test]
fn text_must_be_utf8_and_strings_end_with_it() {
    let mut writer = good();
    writer.text.push(0xff);
    assert!(refusal(None, &writer.finish()).contains("UTF-8"));
    let mut writer = FrameWriter::default();
    writer
        .word(0)
        .word(1)
        .word(5)
        .text("ä")
        .word(0x0a)
        .end_document();
    assert!(refusal(None, &writer.finish()).contains("text end"));
}

#[test]
fn words_that_mean_nothing_are_refused() {
    let tagged = |words: &[u32]| {
        let mut writer = FrameWriter::default();
        writer.word(0).word(1).string("a");
        words.iter().for_each(|word| {
            writer.word(*word);
        });
        refusal(None, &writer.end_document().finish())
    };
    for tag in [0, 0x14, 0x7e, 0x81, 0x100, 0x102, u32::MAX] {
        assert!(tagged(&[tag]).contains("tag"));
    }
    assert!(tagged(&[0x08, 2]).contains("boolean"));
    assert!(tagged(&[0x05, 0, 256]).contains("subtype"));
    assert!(tagged(&[0x80, 0]).contains("splices"));
    assert!(tagged(&[0x03, 1, 0]).contains("inline"));
    let planned = |element: serde_json::Value, words: &[u32]| {
        let mut writer = FrameWriter::default();
        writer.words.extend_from_slice(words);
        refusal(
            Some(&fields("strip", json!([element]))),
            &writer.end_document().finish(),
        )
    };
    let list =
        json!({ "name": "a", "kind": "array", "element": { "kind": "int", "nullable": true } });
    assert!(planned(json!({ "name": "a", "kind": "int" }), &[3]).contains("state"));
    assert!(planned(list.clone(), &[0, 0x8000_0001, 1]).contains("state"));
    assert!(planned(list.clone(), &[0, u32::MAX]).contains("words end"));
    assert!(planned(list, &[0, 0x7fff_ffff]).contains("words end"));
}
