//! Figures as JavaScript reads them: little-endian words, then the host's name, padded to 8 bytes.

use std::time::Duration;

use super::figures::Figures;

const WORDS: usize = 14;
/// Host names are shorter; the path of a socket might not be.
const LONGEST_HOST: usize = 256;

/// Writes the section that stands between a completion's record and its payload.
pub(super) fn write(figures: &Figures, elapsed: Duration) -> Box<[u8]> {
    let host = figures.host.as_bytes();
    let host = host.get(..LONGEST_HOST).unwrap_or(host);
    let length = (WORDS * 4 + host.len()).next_multiple_of(8);
    let words = [
        word(length as u64),
        microseconds(elapsed),
        microseconds(figures.network_of(elapsed)),
        figures.commands(),
        figures.retries(),
        word(figures.documents as u64),
        figures.connection,
        u32::from(figures.port),
        low(figures.sent),
        high(figures.sent),
        low(figures.received),
        high(figures.received),
        word(host.len() as u64),
        0,
    ];
    let mut bytes = Vec::with_capacity(length);
    for word in words {
        bytes.extend_from_slice(&word.to_le_bytes());
    }
    bytes.extend_from_slice(host);
    bytes.resize(length, 0);
    bytes.into_boxed_slice()
}

fn microseconds(time: Duration) -> u32 {
    u32::try_from(time.as_micros()).unwrap_or(u32::MAX)
}

fn word(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "the other half is the next word"
)]
fn low(value: u64) -> u32 {
    value as u32
}

#[allow(clippy::cast_possible_truncation, reason = "shifted into range")]
fn high(value: u64) -> u32 {
    (value >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(bytes: &[u8]) -> Vec<u32> {
        bytes
            .chunks_exact(4)
            .map(|word| u32::from_le_bytes(word.try_into().expect("four bytes")))
            .collect()
    }

    #[test]
    fn large_counts_take_two_words_and_the_host_follows() {
        let figures = Figures {
            sent: (3 << 32) + 5,
            host: "localhost".to_owned(),
            port: 27017,
            ..Figures::default()
        };
        let section = write(&figures, Duration::from_micros(1500));
        assert_eq!(section.len() % 8, 0);
        let words = words(&section);
        assert_eq!((words[0] as usize, words[1]), (section.len(), 1500));
        assert_eq!((words[7], words[8], words[9], words[12]), (27017, 5, 3, 9));
        assert_eq!(&section[56..65], b"localhost");
    }

    #[test]
    fn a_time_too_long_for_its_word_is_the_longest_there_is() {
        let section = write(&Figures::default(), Duration::from_secs(1 << 20));
        assert_eq!(words(&section)[1], u32::MAX);
    }
}
