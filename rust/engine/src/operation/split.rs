//! Splitting a submission by the server's limits.

use std::ops::Range;

use super::body::element_overhead;

/// Ranges of statements that each fit one command of at most `max_bytes` beyond its header and `max_statements` statements.
/// A statement that alone is too large gets a command of its own, so that the server's error names it.
pub(crate) fn split(lengths: impl Iterator<Item = usize>, max_statements: usize, max_bytes: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut bytes, mut end) = (0, 0_usize, 0);
    for length in lengths {
        let size = length.saturating_add(element_overhead(end - start));
        let full = end - start >= max_statements.max(1) || bytes.saturating_add(size) > max_bytes;
        if end > start && full {
            ranges.push(start..end);
            (start, bytes) = (end, 0);
        }
        bytes = bytes.saturating_add(size);
        end += 1;
    }
    if end > start {
        ranges.push(start..end);
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_cover_everything_once_and_respect_both_limits() {
        let lengths = [10, 10, 10, 100, 10, 10, 10, 10];
        let ranges = split(lengths.into_iter(), 3, 60);
        assert_eq!(ranges, vec![0..3, 3..4, 4..7, 7..8]);
    }

    #[test]
    fn one_statement_too_large_stands_alone() {
        assert_eq!(split([5, 500, 5].into_iter(), 1000, 50), vec![0..1, 1..2, 2..3]);
        assert_eq!(split([].into_iter(), 3, 50), Vec::<Range<usize>>::new());
    }
}
