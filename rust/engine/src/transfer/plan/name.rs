//! Comparing an element's key with an expected one, without a call for short names.

/// A key and its NUL, in a form that is compared eight bytes at a time.
#[derive(Debug)]
pub(crate) struct Name {
    bytes: Box<[u8]>,
    /// The first eight bytes, zeros behind a shorter key.
    first: u64,
    /// Ones where `first` has bytes of the key.
    mask: u64,
    /// The last eight bytes of a longer key.
    last: u64,
}

fn eight(bytes: &[u8]) -> Option<u64> {
    bytes.first_chunk().map(|chunk| u64::from_le_bytes(*chunk))
}

impl Name {
    pub(crate) fn new(key: &[u8]) -> Self {
        let bytes: Box<[u8]> = [key, &[0]].concat().into();
        let mut start = [0; 8];
        let mut mask = [0; 8];
        for ((to, mask), from) in start.iter_mut().zip(&mut mask).zip(&bytes) {
            (*to, *mask) = (*from, 0xff);
        }
        let last = bytes
            .last_chunk()
            .map_or(0, |chunk| u64::from_le_bytes(*chunk));
        Self {
            first: u64::from_le_bytes(start),
            mask: u64::from_le_bytes(mask),
            last,
            bytes,
        }
    }

    /// Length with the NUL.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The key without its NUL.
    pub(crate) fn key(&self) -> &[u8] {
        &self.bytes[..self.bytes.len() - 1]
    }

    /// Whether `elements`, which come after a type code, have this key.
    #[inline]
    pub(crate) fn starts(&self, elements: &[u8]) -> bool {
        let Some(first) = eight(elements) else {
            return elements.starts_with(&self.bytes);
        };
        if (first ^ self.first) & self.mask != 0 {
            return false;
        }
        match self.bytes.len() {
            ..=8 => true,
            length @ 9..=16 => elements.get(length - 8..).and_then(eight) == Some(self.last),
            _ => elements.starts_with(&self.bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn names_of_all_lengths_are_told_from_others() {
        let text = b"abcdefghijklmnopqrstuvwxyz";
        for length in 0..text.len() {
            let name = Name::new(&text[..length]);
            for padding in 0..12 {
                let mut elements = [&text[..length], &[0], vec![7; padding].as_slice()].concat();
                assert!(name.starts(&elements));
                for position in 0..=length {
                    elements[position] ^= 1;
                    assert!(!name.starts(&elements), "length {length}, byte {position}");
                    elements[position] ^= 1;
                }
                assert!(!name.starts(&elements[..length]));
            }
            assert_eq!((name.key(), name.len()), (&text[..length], length + 1));
        }
    }
}
