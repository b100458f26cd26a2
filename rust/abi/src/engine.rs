//! Engines, their doorbell, their errors and counts.

use std::os::fd::IntoRawFd;

use haricot_engine::engine;
use haricot_engine::error::EngineError;

use crate::buffer::{output, write_if_fits};
use crate::shield::{last_error, shielded, with_engine};

/// Opens an engine for the calling JavaScript thread. Returns its handle, 0 on failure. The caller closes it with
/// `haricot_engine_close`, or by closing its end of the doorbell.
#[unsafe(no_mangle)]
pub extern "C" fn haricot_engine_open() -> u32 {
    shielded(engine::open)
}

/// Cancels everything of an engine and frees it. The caller's end of the doorbell stays the caller's to close.
#[unsafe(no_mangle)]
pub extern "C" fn haricot_engine_close(engine: u32) {
    shielded(|| {
        engine::close(engine);
        Ok(())
    });
}

/// The file descriptor that becomes readable when completions wait. It is given out once and belongs to the caller from
/// then on; -1 when it was given out before or there is no such engine.
#[unsafe(no_mangle)]
pub extern "C" fn haricot_doorbell(engine: u32) -> i32 {
    let descriptor: Option<i32> = with_engine(engine, |engine| {
        let end = engine.doorbell();
        let end = end.ok_or_else(|| EngineError::invalid("the doorbell of this engine was given out before"))?;
        Ok(Some(end.into_raw_fd()))
    });
    descriptor.unwrap_or(-1)
}

/// The error record of an engine's last failed call as an untyped frame of one document; engine 0: of the calling thread.
/// Returns its length, 0 when nothing failed; it is written only if it fits.
///
/// # Safety
/// `out` is null or has `cap` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haricot_last_error(engine: u32, out: *mut u8, cap: u32) -> u32 {
    shielded(|| {
        // SAFETY: the caller promises `cap` writable bytes.
        let out = unsafe { output(out, cap) };
        let own = if engine == 0 { None } else { engine::find(engine).ok().and_then(|engine| engine.last_error()) };
        // The failure of a call on a stale engine is the thread's.
        let record = own.or_else(last_error);
        Ok(record.map_or(0, |record| write_if_fits(&record, out)))
    })
}

/// Counts of an engine's live handles and waiting requests as JSON. Returns the length of the text, which is written only
/// if it fits; 0 on failure.
///
/// # Safety
/// `out` is null or has `cap` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haricot_stats(engine: u32, out: *mut u8, cap: u32) -> u32 {
    with_engine(engine, |engine| {
        // SAFETY: the caller promises `cap` writable bytes.
        let out = unsafe { output(out, cap) };
        let text = serde_json::to_vec(&engine.stats())
            .map_err(|_| EngineError::internal("the counts can not be written as JSON"))?;
        Ok(write_if_fits(&text, out))
    })
}
