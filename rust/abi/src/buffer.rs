//! The caller's buffers.

/// The caller's input as a slice for the length of the call. A null pointer is an empty buffer.
///
/// # Safety
/// Unless `pointer` is null, `length` bytes behind it must be readable, and nothing may write them during the call.
pub(crate) unsafe fn input<'a>(pointer: *const u8, length: u32) -> &'a [u8] {
    if pointer.is_null() || length == 0 {
        return &[];
    }
    // SAFETY: not null, and the caller promises `length` readable bytes that stay as they are during the call.
    unsafe { std::slice::from_raw_parts(pointer, length as usize) }
}

/// The caller's output buffer as a slice for the length of the call. A null pointer is an empty buffer.
///
/// # Safety
/// Unless `pointer` is null, `capacity` initialised bytes behind it must be writable, and nothing else may use them during the call.
pub(crate) unsafe fn output<'a>(pointer: *mut u8, capacity: u32) -> &'a mut [u8] {
    if pointer.is_null() || capacity == 0 {
        return &mut [];
    }
    // SAFETY: not null, and the caller promises `capacity` writable bytes that nobody else uses during the call.
    unsafe { std::slice::from_raw_parts_mut(pointer, capacity as usize) }
}

/// Writes the bytes if they fit; returns their length either way.
pub(crate) fn write_if_fits(bytes: &[u8], out: &mut [u8]) -> u32 {
    if let Some(target) = out.get_mut(..bytes.len()) {
        target.copy_from_slice(bytes);
    }
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}
