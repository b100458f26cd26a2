//! Counts and times of a command: whole, finite, not negative.

use bson::{RawBsonRef, RawDocument};

use super::kind;
use crate::error::{EngineError, Result};

const COUNTS: [&str; 5] = ["skip", "limit", "batchSize", "maxTimeMS", "maxAwaitTimeMS"];

/// Checks the counts among a command's top-level fields.
pub(super) fn check_counts(command: &RawDocument) -> Result<()> {
    for element in command {
        let (key, value) = element?;
        if COUNTS.contains(&key.as_str()) {
            check_count(key.as_str(), value)?;
        }
    }
    Ok(())
}

/// Checks one count.
pub(super) fn check_count(name: &str, value: RawBsonRef<'_>) -> Result<()> {
    let problem = match value {
        RawBsonRef::Int32(number) if number >= 0 => return Ok(()),
        RawBsonRef::Int64(number) if number >= 0 => return Ok(()),
        RawBsonRef::Int32(_) | RawBsonRef::Int64(_) => "is negative".to_owned(),
        RawBsonRef::Double(number) if number.is_nan() => "is NaN".to_owned(),
        RawBsonRef::Double(number) if number.is_infinite() => "is infinite".to_owned(),
        RawBsonRef::Double(number) if number < 0.0 => "is negative".to_owned(),
        RawBsonRef::Double(number) if number.fract() != 0.0 => format!("is {number}, not a whole number"),
        RawBsonRef::Double(number) if number > 9_007_199_254_740_991.0 => "is too large".to_owned(),
        RawBsonRef::Double(_) => return Ok(()),
        other => format!("is {}", kind(other)),
    };
    Err(EngineError::invalid(format!("{name} {problem}: give a whole number of 0 or more")).with("name", name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::rawdoc;

    #[test]
    fn counts_must_be_whole_and_not_negative() {
        for good in [rawdoc! { "limit": 0 }, rawdoc! { "skip": 5_i64 }, rawdoc! { "batchSize": 3.0 }] {
            assert!(check_counts(&good).is_ok());
        }
        for bad in [
            rawdoc! { "limit": -1 },
            rawdoc! { "skip": -5_i64 },
            rawdoc! { "limit": f64::NAN },
            rawdoc! { "limit": f64::INFINITY },
            rawdoc! { "maxTimeMS": 1.5 },
            rawdoc! { "batchSize": "10" },
            rawdoc! { "limit": { "$gt": 1 } },
        ] {
            assert!(check_counts(&bad).is_err(), "{bad:?}");
        }
    }
}
