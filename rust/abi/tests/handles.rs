//! Handles of the wrong kind, of another engine, or of something that is gone.

mod support;

use haricot::*;
use support::{Engine, frame, last_error, len};

fn encode(engine: u32) -> u32 {
    let input = frame(&bson::doc! { "a": 1 });
    // SAFETY: the vector is readable for its length.
    unsafe { haricot_encode(engine, 0, input.as_ptr(), len(&input)) }
}

fn decode(engine: u32, batch: u32, plan: u32) -> u32 {
    let mut out = [0_u8; 1024];
    // SAFETY: the array is writable for its length.
    unsafe { haricot_decode_batch(engine, batch, plan, out.as_mut_ptr(), 1024) }
}

#[test]
fn an_engine_that_is_gone_or_never_was_refuses_everything() {
    let engine = Engine::open();
    let closed = engine.handle;
    drop(engine);
    for handle in [0, closed, closed ^ 0xFFFF_0000, u32::MAX] {
        assert_eq!(encode(handle), 0);
        assert_eq!(last_error(0).as_deref(), Some("stale_handle"));
        let results = [
            haricot_release(handle, 1),
            haricot_cancel(handle, 1),
            haricot_next(handle, 1, 1),
            haricot_disconnect(handle, 1, 1),
        ];
        assert_eq!(results, [0; 4]);
        assert_eq!(haricot_doorbell(handle), -1);
        haricot_engine_close(handle);
    }
}

#[test]
fn the_doorbell_is_given_out_once() {
    let engine = Engine::open();
    assert_eq!(haricot_doorbell(engine.handle), -1);
    assert_eq!(engine.last_error().as_deref(), Some("invalid_argument"));
}

#[test]
fn a_released_handle_is_stale() {
    let engine = Engine::open();
    let batch = encode(engine.handle);
    assert!(decode(engine.handle, batch, 0) > 0);
    assert_eq!(haricot_release(engine.handle, batch), 1);
    assert_eq!(haricot_release(engine.handle, batch), 0);
    assert_eq!(decode(engine.handle, batch, 0), 0);
    assert_eq!(engine.last_error().as_deref(), Some("stale_handle"));
    // Its slot is used again, its number is not.
    let others: Vec<u32> = (0..3000).map(|_| encode(engine.handle)).collect();
    assert!(!others.contains(&batch));
    assert_eq!(decode(engine.handle, batch, 0), 0);
}

#[test]
fn handles_of_another_engine_are_refused() {
    let (one, other) = (Engine::open(), Engine::open());
    let batch = encode(one.handle);
    assert_eq!(decode(other.handle, batch, 0), 0);
    assert_eq!(other.last_error().as_deref(), Some("stale_handle"));
    assert_eq!(haricot_release(other.handle, batch), 0);
    assert!(decode(one.handle, batch, 0) > 0);
    assert_eq!(one.last_error(), None);
}

#[test]
fn handles_of_another_kind_are_refused() {
    let mut engine = Engine::open();
    let batch = encode(engine.handle);
    assert_eq!(decode(engine.handle, batch, batch), 0, "a batch is no plan");
    let request = engine.request();
    assert_eq!(
        haricot_next(engine.handle, request, batch),
        0,
        "a batch is no cursor"
    );
    assert_eq!(
        haricot_disconnect(engine.handle, request, batch),
        0,
        "a batch is no client"
    );
    let ping = frame(&bson::doc! { "db": "admin", "command": { "ping": 1 } });
    assert!(
        !engine.query(request, batch, 0, &ping),
        "a batch is no client"
    );
    assert_eq!(engine.last_error().as_deref(), Some("stale_handle"));
    for action in [0, 6, u32::MAX] {
        // SAFETY: null counts as empty.
        let started =
            unsafe { haricot_session(engine.handle, request, 1, 0, action, std::ptr::null(), 0) };
        assert_eq!(started, 0, "there is no action {action}");
    }
    assert!(
        decode(engine.handle, batch, 0) > 0,
        "the batch is still there"
    );
}

#[test]
fn a_request_number_is_used_once_at_a_time_and_never_0() {
    let engine = Engine::open();
    let arguments = frame(&bson::doc! { "uri": "mongodb://127.0.0.1:1", "options": {} });
    // SAFETY: the vector is readable for its length.
    let connect = |request| unsafe {
        haricot_connect(engine.handle, request, arguments.as_ptr(), len(&arguments))
    };
    assert_eq!(connect(0), 0);
    assert_eq!(connect(5), 1);
    assert_eq!(connect(5), 0);
    assert_eq!(engine.last_error().as_deref(), Some("invalid_argument"));
    assert_eq!(haricot_cancel(engine.handle, 5), 1);
    assert_eq!(haricot_cancel(engine.handle, 5), 0);
}
