//! Results out, handles back.

use crate::buffer::output;
use crate::shield::with_engine;

/// Writes waiting completion records, as many as fit. Returns the bytes written, 0 when none waits.
///
/// # Safety
/// `out` is null or has `cap` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haricot_drain(engine: u32, out: *mut u8, cap: u32) -> u32 {
    with_engine(engine, |engine| {
        // SAFETY: the caller promises `cap` writable bytes.
        let out = unsafe { output(out, cap) };
        Ok(u32::try_from(engine.drain(out)).unwrap_or(u32::MAX))
    })
}

/// Copies a payload that was too large for its record, and frees it. Returns its length; if it does not fit it stays. 0 when
/// there is none.
///
/// # Safety
/// `out` is null or has `cap` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haricot_take(engine: u32, result: u32, out: *mut u8, cap: u32) -> u32 {
    with_engine(engine, |engine| {
        // SAFETY: the caller promises `cap` writable bytes.
        let out = unsafe { output(out, cap) };
        let length = engine.take(result, out)?;
        Ok(u32::try_from(length).unwrap_or(u32::MAX))
    })
}

/// Drops a plan, batch, result, cursor (which is killed on the server) or session (whose transaction is aborted). 1 if it
/// existed.
#[unsafe(no_mangle)]
pub extern "C" fn haricot_release(engine: u32, handle: u32) -> u32 {
    with_engine(engine, |engine| Ok(u32::from(engine.release(handle))))
}

/// Gives up a request: nothing is delivered for it any more, and its cursor is closed. 1 if it was pending.
#[unsafe(no_mangle)]
pub extern "C" fn haricot_cancel(engine: u32, request: u32) -> u32 {
    with_engine(engine, |engine| Ok(u32::from(engine.cancel(request))))
}
