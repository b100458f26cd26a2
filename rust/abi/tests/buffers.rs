//! Null and short buffers: a null one counts as empty, a short one is left as it is.

mod support;

use std::ptr::{null, null_mut};

use haricot::*;
use support::{Engine, frame, last_error, len};

const UNTOUCHED: u8 = 0xA5;

/// Calls a function that writes into null, no room, one byte too little, and enough; gives what it wrote.
fn written(call: impl Fn(*mut u8, u32) -> u32) -> Vec<u8> {
    let length = call(null_mut(), 0);
    assert!(length > 0);
    assert_eq!(call(null_mut(), u32::MAX), length, "null counts as empty");
    let mut short = vec![UNTOUCHED; length as usize - 1];
    assert_eq!(call(short.as_mut_ptr(), len(&short)), length);
    assert!(
        short.iter().all(|byte| *byte == UNTOUCHED),
        "nothing is written in part"
    );
    let mut enough = vec![UNTOUCHED; length as usize + 8];
    assert_eq!(call(enough.as_mut_ptr(), len(&enough)), length);
    assert_eq!(
        enough.split_off(length as usize),
        [UNTOUCHED; 8],
        "nothing is written behind it"
    );
    enough
}

#[test]
fn outputs_are_written_whole_or_not_at_all() {
    let engine = Engine::open();
    // SAFETY: `written` passes null, or as many writable bytes as it says.
    let description = written(|out, cap| unsafe { haricot_abi_describe(out, cap) });
    assert!(description.starts_with(b"{") && description.ends_with(b"}"));
    // SAFETY: as above.
    let stats = written(|out, cap| unsafe { haricot_stats(engine.handle, out, cap) });
    assert!(stats.starts_with(b"{") && stats.ends_with(b"}"));
    // SAFETY: null is an empty plan.
    assert_eq!(unsafe { haricot_plan(engine.handle, null(), 0) }, 0);
    // SAFETY: as above.
    let record = written(|out, cap| unsafe { haricot_last_error(engine.handle, out, cap) });
    assert_eq!(
        support::untyped(&record).get_str("class").ok(),
        Some("invalid_argument")
    );
    let input = frame(&bson::doc! { "a": "text", "b": 1.5 });
    // SAFETY: the vector is readable for its length.
    let batch = unsafe { haricot_encode(engine.handle, 0, input.as_ptr(), len(&input)) };
    assert_ne!(batch, 0);
    // SAFETY: as above.
    let output =
        written(|out, cap| unsafe { haricot_decode_batch(engine.handle, batch, 0, out, cap) });
    assert_eq!(output, input);
}

#[test]
fn inputs_that_are_null_are_empty_and_refused() {
    let mut engine = Engine::open();
    let handle = engine.handle;
    for length in [0, 1, u32::MAX] {
        let request = engine.request();
        // SAFETY: null counts as empty, whatever the length says.
        let results = unsafe {
            [
                haricot_plan(handle, null(), length),
                haricot_encode(handle, 0, null(), length),
                haricot_connect(handle, request, null(), length),
                haricot_query(handle, request, 1, 0, 0, 0, null(), length),
                haricot_session(handle, request, 1, 0, 1, null(), length),
                haricot_batch_from_hex(handle, null(), length),
                haricot_batch_matches_hex(handle, 1, null(), length),
            ]
        };
        assert_eq!(results, [0; 7]);
        assert!(engine.last_error().is_some());
    }
}

#[test]
fn frames_that_are_cut_off_anywhere_are_refused() {
    let engine = Engine::open();
    let whole =
        frame(&bson::doc! { "uri": "mongodb://127.0.0.1:1", "options": {}, "n": [1, 2.5, "x"] });
    for cut in 0..whole.len() {
        // A copy of its own, so that a sanitizer sees a read behind the end.
        let part = whole[..cut].to_vec();
        // SAFETY: the vector is readable for its length.
        let results = unsafe {
            [
                haricot_encode(engine.handle, 0, part.as_ptr(), len(&part)),
                haricot_connect(engine.handle, 1, part.as_ptr(), len(&part)),
            ]
        };
        assert_eq!(results, [0, 0], "{cut} bytes");
    }
}

#[test]
fn a_drain_without_room_keeps_what_waits() {
    let mut engine = Engine::open();
    let handle = engine.handle;
    let arguments = frame(&bson::doc! { "uri": "nonsense", "options": {} });
    let request = engine.request();
    // SAFETY: the vector is readable for its length.
    let started = unsafe { haricot_connect(handle, request, arguments.as_ptr(), len(&arguments)) };
    assert_eq!(started, 1);
    let mut small = [UNTOUCHED; 31];
    for _ in 0..1000 {
        // SAFETY: null counts as empty; the array is writable for its length.
        let written = unsafe {
            haricot_drain(handle, null_mut(), 100) + haricot_drain(handle, small.as_mut_ptr(), 31)
        };
        assert_eq!(written, 0);
    }
    assert_eq!(small, [UNTOUCHED; 31]);
    let reply = engine.wait(request);
    assert!(reply.failed);
    let record = reply.document.expect("an error record");
    assert_eq!(record.get_str("class").ok(), Some("invalid_argument"));
}

#[test]
fn a_payload_stays_until_it_fits() {
    let mut engine = Engine::open();
    let handle = engine.handle;
    let arguments = frame(&bson::doc! { "uri": "nonsense", "options": {} });
    let request = engine.request();
    // SAFETY: the vector is readable for its length.
    let started = unsafe { haricot_connect(handle, request, arguments.as_ptr(), len(&arguments)) };
    assert_eq!(started, 1);
    let mut header = [0_u8; 32];
    // Room for the record alone: its payload is kept apart.
    // SAFETY: the array is writable for its length.
    while unsafe { haricot_drain(handle, header.as_mut_ptr(), 32) } == 0 {
        std::thread::yield_now();
    }
    let word =
        |index: usize| u32::from_le_bytes(header[index * 4..][..4].try_into().expect("four bytes"));
    let (length, result) = (word(3), word(4));
    assert!(length > 0 && result != 0 && word(2) & 1 == 0);
    // SAFETY: null counts as empty.
    assert_eq!(
        unsafe { haricot_take(handle, result, null_mut(), 0) },
        length
    );
    let mut out = vec![UNTOUCHED; length as usize];
    // SAFETY: the vector is writable for its length.
    unsafe {
        assert_eq!(
            haricot_take(handle, result, out.as_mut_ptr(), length - 1),
            length
        );
        assert!(out.iter().all(|byte| *byte == UNTOUCHED));
        assert_eq!(
            haricot_take(handle, result, out.as_mut_ptr(), length),
            length
        );
        assert_eq!(
            haricot_take(handle, result, out.as_mut_ptr(), length),
            0,
            "once only"
        );
    }
    assert_eq!(
        support::untyped(&out).get_str("class").ok(),
        Some("invalid_argument")
    );
    assert_eq!(last_error(handle).as_deref(), Some("stale_handle"));
}
