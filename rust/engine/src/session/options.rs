//! The options document of a session or transaction.

use std::time::Duration;

use bson::{Bson, Document};
use mongodb::options::{
    ReadConcern, ReadPreference, SelectionCriteria, SessionOptions, TransactionOptions, WriteConcern,
};

use crate::error::{EngineError, Result};

/// How a session reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SessionSettings {
    pub(crate) causal_consistency: bool,
    pub(crate) snapshot: bool,
}

impl SessionSettings {
    /// Reads `{ causalConsistency?, snapshot? }`.
    pub(crate) fn from_document(options: &Document) -> Result<Self> {
        only_known(options, &["causalConsistency", "snapshot"])?;
        let snapshot = flag(options, "snapshot")?.unwrap_or(false);
        let causal_consistency = flag(options, "causalConsistency")?.unwrap_or(!snapshot);
        if snapshot && causal_consistency {
            return Err(EngineError::invalid("a session can not be both snapshot and causalConsistency: choose one"));
        }
        Ok(Self { causal_consistency, snapshot })
    }

    pub(crate) fn to_driver(self) -> SessionOptions {
        SessionOptions::builder().causal_consistency(self.causal_consistency).snapshot(self.snapshot).build()
    }
}

/// Reads `{ readConcern?, writeConcern?, maxCommitTimeMS? }`; reads of a transaction always go to the primary.
pub(crate) fn transaction_options(options: &Document) -> Result<TransactionOptions> {
    only_known(options, &["readConcern", "writeConcern", "maxCommitTimeMS", "readPreference"])?;
    let primary = SelectionCriteria::ReadPreference(ReadPreference::Primary);
    if let Some(preference) = options.get("readPreference") {
        let mode = preference.as_document().and_then(|preference| preference.get_str("mode").ok());
        if !mode.is_some_and(|mode| mode.eq_ignore_ascii_case("primary")) {
            return Err(EngineError::invalid("a transaction reads from the primary: leave readPreference out"));
        }
    }
    let mut transaction = TransactionOptions::builder().selection_criteria(primary).build();
    transaction.read_concern = options.get("readConcern").map(|value| concern::<ReadConcern>("readConcern", value)).transpose()?;
    transaction.write_concern =
        options.get("writeConcern").map(|value| concern::<WriteConcern>("writeConcern", value)).transpose()?;
    transaction.max_commit_time = match options.get("maxCommitTimeMS") {
        None => None,
        Some(Bson::Int32(time)) if *time > 0 => u64::try_from(*time).ok().map(Duration::from_millis),
        Some(_) => return Err(EngineError::invalid("maxCommitTimeMS must be a whole number of milliseconds above 0")),
    };
    Ok(transaction)
}

fn concern<T: serde::de::DeserializeOwned>(name: &str, value: &Bson) -> Result<T> {
    bson::deserialize_from_bson(value.clone()).map_err(|_| {
        EngineError::invalid(format!("{name} of the transaction can not be read: see the server manual for its form"))
    })
}

fn flag(options: &Document, name: &str) -> Result<Option<bool>> {
    match options.get(name) {
        None => Ok(None),
        Some(Bson::Boolean(flag)) => Ok(Some(*flag)),
        Some(_) => Err(EngineError::invalid(format!("{name} must be a boolean"))),
    }
}

fn only_known(options: &Document, known: &[&str]) -> Result<()> {
    match options.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => {
            Err(EngineError::invalid(format!("the option {key:?} is not known here: there are {}", known.join(", "))))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::doc;

    #[test]
    fn sessions_are_causally_consistent_unless_they_are_snapshots() {
        let plain = SessionSettings::from_document(&doc! {}).expect("plain");
        assert!(plain.causal_consistency && !plain.snapshot);
        let snapshot = SessionSettings::from_document(&doc! { "snapshot": true }).expect("snapshot");
        assert!(snapshot.snapshot && !snapshot.causal_consistency);
        assert!(SessionSettings::from_document(&doc! { "snapshot": true, "causalConsistency": true }).is_err());
        assert!(SessionSettings::from_document(&doc! { "snapshot": 1 }).is_err());
        assert!(SessionSettings::from_document(&doc! { "snapshots": true }).is_err());
    }

    #[test]
    fn transactions_read_from_the_primary() {
        let options = transaction_options(&doc! { "readConcern": { "level": "snapshot" }, "writeConcern": { "w": "majority" } })
            .expect("options");
        assert!(matches!(
            options.selection_criteria,
            Some(SelectionCriteria::ReadPreference(ReadPreference::Primary))
        ));
        assert!(options.read_concern.is_some() && options.write_concern.is_some());
        assert!(transaction_options(&doc! { "readPreference": { "mode": "secondary" } }).is_err());
        assert!(transaction_options(&doc! { "maxCommitTimeMS": -1 }).is_err());
    }
}
