//! One stream of a frame while it is built: bytes of its own, and between them large payloads that stay where they lie.

use std::ops::Range;
use std::sync::Arc;

use super::layout::HELD_BYTES;

/// Memory that the documents of a frame lie in and that the frame may keep, for example a server's reply.
pub type Source = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A payload that is not copied into the stream.
#[derive(Clone, Debug)]
struct Held {
    /// Where it belongs among the stream's own bytes.
    at: usize,
    /// Where it lies in the source.
    range: Range<usize>,
}

/// The length of a stream at one moment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct StreamMark {
    own: usize,
    held: usize,
    held_bytes: usize,
}

impl StreamMark {
    pub(super) fn len(&self) -> usize {
        self.own + self.held_bytes
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Stream {
    own: Vec<u8>,
    held: Vec<Held>,
    held_bytes: usize,
}

impl Stream {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self {
            own: Vec::with_capacity(bytes),
            ..Self::default()
        }
    }

    pub(super) fn len(&self) -> usize {
        self.own.len() + self.held_bytes
    }

    pub(super) fn mark(&self) -> StreamMark {
        StreamMark {
            own: self.own.len(),
            held: self.held.len(),
            held_bytes: self.held_bytes,
        }
    }

    pub(super) fn rollback(&mut self, mark: StreamMark) {
        self.own.truncate(mark.own);
        self.held.truncate(mark.held);
        self.held_bytes = mark.held_bytes;
    }

    /// Appends a payload: a copy, unless it is large and lies in the source.
    #[inline]
    pub(super) fn append(&mut self, payload: &[u8], source: Option<&[u8]>) {
        if payload.len() >= HELD_BYTES
            && let Some(range) = source.and_then(|source| range_in(source, payload))
        {
            self.held_bytes += range.len();
            self.held.push(Held {
                at: self.own.len(),
                range,
            });
        } else {
            self.own.extend_from_slice(payload);
        }
    }

    /// Whether parts of the stream lie in the source.
    pub(super) fn holds(&self) -> bool {
        !self.held.is_empty()
    }

    /// The stream in pieces.
    pub(super) fn pieces<'s>(&'s self, source: &'s [u8]) -> impl Iterator<Item = &'s [u8]> {
        let starts = std::iter::once(0).chain(self.held.iter().map(|held| held.at));
        let ends = self.held.iter().map(|held| held.at);
        let own = starts.zip(ends.chain(std::iter::once(self.own.len())));
        let held = self.held.iter().map(|held| held.range.clone());
        own.zip(held.map(Some).chain(std::iter::once(None)))
            .flat_map(move |((start, end), held)| {
                let own = self.own.get(start..end).unwrap_or_default();
                let held = held.and_then(|range| source.get(range)).unwrap_or_default();
                [own, held]
            })
    }
}

impl From<Vec<u8>> for Stream {
    fn from(own: Vec<u8>) -> Self {
        Self {
            own,
            ..Self::default()
        }
    }
}

/// Where `part` lies in `whole`, if it does.
fn range_in(whole: &[u8], part: &[u8]) -> Option<Range<usize>> {
    let start = part.as_ptr().addr().checked_sub(whole.as_ptr().addr())?;
    let end = start.checked_add(part.len())?;
    (end <= whole.len()).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(stream: &Stream, source: &[u8]) -> Vec<u8> {
        stream.pieces(source).flatten().copied().collect()
    }

    #[test]
    fn large_payloads_of_the_source_are_held_and_come_in_order() {
        let source: Vec<u8> = (0..3 * HELD_BYTES).map(|n| n as u8).collect();
        let (first, second) = (&source[1..=HELD_BYTES], &source[HELD_BYTES..]);
        let elsewhere = vec![9; HELD_BYTES];
        let payloads = [b"a".as_slice(), first, second, b"b", &elsewhere, first];
        let mut stream = Stream::default();
        for payload in payloads {
            stream.append(payload, Some(&source));
        }
        assert_eq!(stream.held.len(), 3);
        assert_eq!(stream.len(), payloads.concat().len());
        assert_eq!(whole(&stream, &source), payloads.concat());
    }

    #[test]
    fn a_rollback_forgets_what_was_held_since() {
        let source = vec![1; HELD_BYTES];
        let mut stream = Stream::default();
        stream.append(b"kept", Some(&source));
        let mark = stream.mark();
        stream.append(&source, Some(&source));
        stream.append(b"forgotten", Some(&source));
        stream.rollback(mark);
        assert_eq!((stream.len(), stream.holds()), (4, false));
        assert_eq!(whole(&stream, &source), b"kept");
    }

    #[test]
    fn without_a_source_everything_is_copied() {
        let payload = vec![1; HELD_BYTES];
        let mut stream = Stream::default();
        stream.append(&payload, None);
        assert!(!stream.holds());
        assert_eq!(whole(&stream, &[]), payload);
    }
}
