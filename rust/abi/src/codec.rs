//! Plans and batches.

use crate::buffer::{input, output, write_if_fits};
use crate::shield::with_engine;

/// Registers a plan, JSON of `len` bytes. Returns its handle, 0 on failure; free it with `haricot_release`.
///
/// # Safety
/// `buf` is null or has `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haricot_plan(engine: u32, buf: *const u8, len: u32) -> u32 {
    with_engine(engine, |engine| {
        // SAFETY: the caller promises `len` readable bytes.
        engine.register_plan(unsafe { input(buf, len) })
    })
}

/// Encodes a documents frame (plan 0: an untyped frame) to a batch. Returns its handle, 0 on failure; free it with
/// `haricot_release`.
///
/// # Safety
/// `buf` is null or has `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haricot_encode(engine: u32, plan: u32, buf: *const u8, len: u32) -> u32 {
    with_engine(engine, |engine| {
        // SAFETY: the caller promises `len` readable bytes.
        engine.encode(plan, unsafe { input(buf, len) })
    })
}

/// Decodes a whole batch as one frame. Returns its length, 0 on failure; it is written only if it fits.
///
/// # Safety
/// `out` is null or has `cap` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haricot_decode_batch(engine: u32, batch: u32, plan: u32, out: *mut u8, cap: u32) -> u32 {
    with_engine(engine, |engine| {
        // SAFETY: the caller promises `cap` writable bytes.
        let out = unsafe { output(out, cap) };
        Ok(write_if_fits(&engine.decode_batch(batch, plan)?, out))
    })
}

/// A batch of the one BSON document that the hexadecimal text spells. Returns its handle, 0 for invalid BSON or text.
///
/// # Safety
/// `buf` is null or has `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haricot_batch_from_hex(engine: u32, buf: *const u8, len: u32) -> u32 {
    with_engine(engine, |engine| {
        // SAFETY: the caller promises `len` readable bytes.
        engine.batch_from_hex(unsafe { input(buf, len) })
    })
}

/// 1 when the batch's only document has just the bytes that the hexadecimal text spells, else 0.
///
/// # Safety
/// `buf` is null or has `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haricot_batch_matches_hex(engine: u32, batch: u32, buf: *const u8, len: u32) -> u32 {
    with_engine(engine, |engine| {
        // SAFETY: the caller promises `len` readable bytes.
        engine.batch_matches_hex(batch, unsafe { input(buf, len) }).map(u32::from)
    })
}
