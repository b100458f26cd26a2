//! The completion record of the C ABI: eight little-endian words, then the measurements if there are any, then the
//! payload if it is inline.

use super::Completion;

/// Bytes of a record without its payload.
pub const RECORD_BYTES: usize = 32;
/// Largest payload that travels inside the record.
pub const INLINE_LIMIT: usize = 64 * 1024;

const FLAG_INLINE: u32 = 1;
const FLAG_MEASURED: u32 = 2;

/// Whether the record can be written into this room. A small payload waits for a fresh buffer rather than being kept
/// apart, unless it would not fit into that either.
pub(super) fn fits(completion: &Completion, room: usize, fresh: bool) -> bool {
    let apart = fresh || completion.payload.len() > INLINE_LIMIT;
    is_inline(completion, room) || (apart && room >= head(completion))
}

/// Whether the payload fits into the room behind its record.
pub(super) fn is_inline(completion: &Completion, room: usize) -> bool {
    completion.payload.len() <= INLINE_LIMIT && room >= head(completion) + completion.payload.len()
}

/// Writes record and payload; returns the bytes used.
pub(super) fn write_inline(completion: &Completion, room: &mut [u8]) -> usize {
    let length = completion.payload.len();
    write_head(completion, FLAG_INLINE, length, 0, room);
    let start = head(completion);
    let end = start + length;
    if let Some(payload) = room.get_mut(start..end) {
        completion.payload.write_to(payload);
    }
    end
}

/// Writes the record of a payload that is kept under a handle; returns the bytes used.
pub(super) fn write_apart(
    completion: &Completion,
    length: usize,
    handle: u32,
    room: &mut [u8],
) -> usize {
    write_head(completion, 0, length, handle, room);
    head(completion)
}

/// Bytes of a record and of its measurements.
fn head(completion: &Completion) -> usize {
    RECORD_BYTES
        + completion
            .measured
            .as_ref()
            .map_or(0, |section| section.len())
}

fn write_head(completion: &Completion, flags: u32, length: usize, handle: u32, room: &mut [u8]) {
    let measured = completion.measured.as_deref().unwrap_or_default();
    let flags = flags
        | if measured.is_empty() {
            0
        } else {
            FLAG_MEASURED
        };
    let words = [
        completion.request,
        u32::from(completion.failed),
        flags,
        u32::try_from(length).unwrap_or(u32::MAX),
        handle,
        completion.cursor,
        completion.a,
        completion.b,
    ];
    for (target, word) in room.chunks_exact_mut(4).zip(words) {
        target.copy_from_slice(&word.to_le_bytes());
    }
    if let Some(target) = room.get_mut(RECORD_BYTES..RECORD_BYTES + measured.len()) {
        target.copy_from_slice(measured);
    }
}
