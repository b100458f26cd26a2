//! Keys that occur twice in one document.

/// Up to this many keys, comparing each with each is faster than sorting.
const COMPARED: usize = 16;

/// Takes the keys from `start` on off the stack and gives one that is there twice.
pub(super) fn take_duplicate<'a>(stack: &mut Vec<&'a [u8]>, start: usize) -> Option<&'a [u8]> {
    let keys = &mut stack[start..];
    let twice = if keys.len() <= COMPARED {
        keys.iter()
            .enumerate()
            .find(|(index, key)| keys[..*index].contains(key))
            .map(|(_, key)| *key)
    } else {
        keys.sort_unstable();
        keys.windows(2)
            .find(|pair| pair[0] == pair[1])
            .map(|pair| pair[0])
    };
    stack.truncate(start);
    twice
}
