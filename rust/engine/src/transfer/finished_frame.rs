//! A finished frame, in the parts that it was built of.

use std::fmt;

use super::layout::SECTION_ALIGNMENT;
use super::stream::{Source, Stream};

/// A frame whose sections are put together only where they are needed, in the caller's buffer: large payloads are copied
/// once on their way from the server's reply to JavaScript.
#[derive(Clone, Default)]
pub struct FinishedFrame {
    /// Header and directory, then the other sections.
    sections: Vec<Stream>,
    /// Where large payloads lie.
    source: Option<Source>,
}

impl FinishedFrame {
    /// Keeps the source only if a section needs it.
    pub(super) fn new(sections: Vec<Stream>, source: Option<&Source>) -> Self {
        let holds = sections.iter().any(Stream::holds);
        Self {
            sections,
            source: source.filter(|_| holds).cloned(),
        }
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.sections.iter().map(padded_length).sum()
    }

    /// Whether there is nothing, not even a header.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes the frame to the start of `out`. False, and nothing written, when it does not fit.
    pub fn write_to(&self, out: &mut [u8]) -> bool {
        let Some(mut rest) = out.get_mut(..self.len()) else {
            return false;
        };
        self.each_piece(|piece| {
            let (target, after) = std::mem::take(&mut rest).split_at_mut(piece.len());
            target.copy_from_slice(piece);
            rest = after;
        });
        true
    }

    /// The frame in one buffer.
    pub fn to_vec(&self) -> Vec<u8> {
        let mut whole = Vec::with_capacity(self.len());
        self.each_piece(|piece| whole.extend_from_slice(piece));
        whole
    }

    fn each_piece(&self, mut use_piece: impl FnMut(&[u8])) {
        const PADDING: [u8; SECTION_ALIGNMENT] = [0; SECTION_ALIGNMENT];
        let source = self.source.as_deref().map_or(&[][..], AsRef::as_ref);
        for section in &self.sections {
            section.pieces(source).for_each(&mut use_piece);
            let padding = padded_length(section) - section.len();
            use_piece(PADDING.get(..padding).unwrap_or_default());
        }
    }
}

fn padded_length(section: &Stream) -> usize {
    section.len().next_multiple_of(SECTION_ALIGNMENT)
}

impl From<Vec<u8>> for FinishedFrame {
    /// A frame that is put together already; its length is a multiple of 8.
    fn from(whole: Vec<u8>) -> Self {
        Self {
            sections: vec![whole.into()],
            source: None,
        }
    }
}

impl fmt::Debug for FinishedFrame {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FinishedFrame({} bytes)", self.len())
    }
}
