//! Requests. Each returns 1, or 0 on failure; its outcome arrives as a completion with the request's number.

use haricot_engine::engine::{Query, SessionCall};

use crate::buffer::input;
use crate::shield::with_engine;

/// Connects a client: an untyped frame of one document `{ uri, options }`. The client's handle is the completion's `a`.
///
/// # Safety
/// `buf` is null or has `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haricot_connect(
    engine: u32,
    request: u32,
    buf: *const u8,
    len: u32,
) -> u32 {
    with_engine(engine, |engine| {
        // SAFETY: the caller promises `len` readable bytes.
        engine
            .connect(request, unsafe { input(buf, len) })
            .map(|()| 1)
    })
}

/// Closes a client; its operations in flight end with `client_closed`.
#[unsafe(no_mangle)]
pub extern "C" fn haricot_disconnect(engine: u32, request: u32, client: u32) -> u32 {
    with_engine(engine, |engine| {
        engine.disconnect(request, client).map(|()| 1)
    })
}

/// Starts an operation: an envelope frame and, directly behind it, a documents frame if there are documents. `session` and `plan`
/// may be 0.
///
/// # Safety
/// `buf` is null or has `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haricot_query(
    engine: u32,
    request: u32,
    client: u32,
    session: u32,
    plan: u32,
    flags: u32,
    buf: *const u8,
    len: u32,
) -> u32 {
    with_engine(engine, |engine| {
        // SAFETY: the caller promises `len` readable bytes.
        let bytes = unsafe { input(buf, len) }.to_vec();
        engine
            .query(
                request,
                Query {
                    client,
                    session,
                    plan,
                    flags,
                    bytes,
                },
            )
            .map(|()| 1)
    })
}

/// Asks for the next frame of a cursor.
#[unsafe(no_mangle)]
pub extern "C" fn haricot_next(engine: u32, request: u32, cursor: u32) -> u32 {
    with_engine(engine, |engine| engine.next(request, cursor).map(|()| 1))
}

/// Does something with a session: 1 start (its handle is the completion's `a`), 2 start a transaction, 3 commit, 4 abort, 5 end;
/// plus 256: measured. The buffer is empty or an untyped frame of one options document.
///
/// # Safety
/// `buf` is null or has `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haricot_session(
    engine: u32,
    request: u32,
    client: u32,
    session: u32,
    action: u32,
    buf: *const u8,
    len: u32,
) -> u32 {
    with_engine(engine, |engine| {
        // SAFETY: the caller promises `len` readable bytes.
        let bytes = unsafe { input(buf, len) };
        engine
            .session(request, client, session, SessionCall::parse(action)?, bytes)
            .map(|()| 1)
    })
}
