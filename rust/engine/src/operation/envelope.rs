//! The envelope of a query: which command runs where, and how.

use std::time::Duration;

use bson::{Bson, RawBsonRef, RawDocument, RawDocumentBuf};
use mongodb::options::{ReadPreference, RunCursorCommandOptions, SelectionCriteria};

use crate::client::Defaults;
use crate::error::{EngineError, Result};

/// A parsed envelope.
#[derive(Debug)]
pub(crate) struct Envelope {
    pub(crate) database: String,
    pub(crate) command: RawDocumentBuf,
    pub(crate) read_preference: Option<ReadPreference>,
    pub(crate) documents_plan: u32,
    pub(crate) statements: Option<String>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) get_more: GetMore,
    pub(crate) model: Option<String>,
}

/// Options of a cursor's further pages.
#[derive(Debug, Default)]
pub(crate) struct GetMore {
    batch_size: Option<u32>,
    max_time: Option<Duration>,
    comment: Option<Bson>,
}

impl Envelope {
    /// Reads an envelope; unknown fields are refused, since a misspelt one would otherwise be ignored.
    pub(crate) fn parse(raw: &RawDocument) -> Result<Self> {
        let (mut database, mut command) = (None, None);
        let mut envelope = Self {
            database: String::new(),
            command: RawDocumentBuf::new(),
            read_preference: None,
            documents_plan: 0,
            statements: None,
            timeout: None,
            get_more: GetMore::default(),
            model: None,
        };
        for element in raw {
            let (key, value) = element?;
            match (key.as_str(), value) {
                ("db", RawBsonRef::String(name)) => database = Some(name.to_owned()),
                ("command", RawBsonRef::Document(document)) => command = Some(document.to_owned()),
                ("readPreference", RawBsonRef::Document(preference)) => {
                    envelope.read_preference = Some(read_preference(preference)?);
                }
                ("documentsPlan", value) => {
                    envelope.documents_plan = u32::try_from(count("documentsPlan", value)?)
                        .map_err(|_| EngineError::invalid("documentsPlan is not a handle"))?;
                }
                ("statements", RawBsonRef::String(name)) => {
                    envelope.statements = Some(name.to_owned())
                }
                ("timeoutMS", value) => {
                    envelope.timeout = Some(Duration::from_millis(count("timeoutMS", value)?))
                }
                ("getMore", RawBsonRef::Document(options)) => {
                    envelope.get_more = GetMore::parse(options)?
                }
                ("model", RawBsonRef::String(name)) => envelope.model = Some(name.to_owned()),
                (name, _) => {
                    return Err(EngineError::invalid(format!(
                        "the envelope's field {name:?} is unknown or has the wrong type"
                    )));
                }
            }
        }
        envelope.database =
            database.ok_or_else(|| EngineError::invalid("the envelope names no database (db)"))?;
        envelope.command =
            command.ok_or_else(|| EngineError::invalid("the envelope holds no command"))?;
        let own_size = page_size(&envelope.command)?;
        envelope.get_more.batch_size = envelope.get_more.batch_size.or(own_size);
        Ok(envelope)
    }

    /// Who may answer a read: the call's read preference, else the client's.
    pub(crate) fn criteria(&self, defaults: &Defaults) -> Option<SelectionCriteria> {
        match &self.read_preference {
            Some(preference) => Some(SelectionCriteria::ReadPreference(preference.clone())),
            None => defaults.criteria.clone(),
        }
    }
}

impl GetMore {
    fn parse(options: &RawDocument) -> Result<Self> {
        let mut get_more = Self::default();
        for element in options {
            let (key, value) = element?;
            match key.as_str() {
                "batchSize" => {
                    let size = u32::try_from(count("getMore.batchSize", value)?);
                    get_more.batch_size = Some(
                        size.map_err(|_| EngineError::invalid("getMore.batchSize is too large"))?,
                    );
                }
                "maxTimeMS" => {
                    get_more.max_time =
                        Some(Duration::from_millis(count("getMore.maxTimeMS", value)?))
                }
                "comment" => get_more.comment = Some(value.try_into()?),
                other => {
                    return Err(EngineError::invalid(format!(
                        "the getMore option {other:?} is unknown"
                    )));
                }
            }
        }
        Ok(get_more)
    }

    /// The driver's options of a cursor.
    pub(crate) fn to_driver(&self, criteria: Option<SelectionCriteria>) -> RunCursorCommandOptions {
        let mut options = RunCursorCommandOptions::default();
        options.selection_criteria = criteria;
        options.batch_size = self.batch_size.filter(|size| *size > 0);
        options.max_time = self.max_time;
        options.comment = self.comment.clone();
        options
    }
}

/// The command's own page size, which its further pages keep: without one the server fills them up to 16 MiB.
fn page_size(command: &RawDocument) -> Result<Option<u32>> {
    let options = match command.get("cursor")? {
        Some(RawBsonRef::Document(cursor)) => cursor,
        _ => command,
    };
    Ok(match options.get("batchSize")? {
        // A size that is no count is the guard's to refuse.
        Some(size) => count("batchSize", size)
            .ok()
            .and_then(|size| u32::try_from(size).ok()),
        None => None,
    })
}

fn read_preference(preference: &RawDocument) -> Result<ReadPreference> {
    bson::deserialize_from_slice(preference.as_bytes()).map_err(|_| {
        EngineError::invalid(
            "readPreference must be { mode, tagSets?, maxStalenessSeconds?, hedge? }, where mode is primary, \
             primaryPreferred, secondary, secondaryPreferred or nearest, and primary takes no further option",
        )
    })
}

/// A whole number of 0 or more.
fn count(name: &str, value: RawBsonRef<'_>) -> Result<u64> {
    let number = match value {
        RawBsonRef::Int32(number) => u64::try_from(number).ok(),
        RawBsonRef::Int64(number) => u64::try_from(number).ok(),
        RawBsonRef::Double(number) if number >= 0.0 && number.fract() == 0.0 && number < 9e15 => {
            Some(number as u64)
        }
        _ => None,
    };
    number
        .ok_or_else(|| EngineError::invalid(format!("{name} must be a whole number of 0 or more")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::rawdoc;

    #[test]
    fn an_envelope_is_read_in_full() {
        let raw = rawdoc! {
            "db": "shop", "command": { "find": "a" }, "readPreference": { "mode": "secondary", "maxStalenessSeconds": 120 },
            "documentsPlan": 7.0, "statements": "documents", "timeoutMS": 5, "getMore": { "batchSize": 10, "maxTimeMS": 9 },
            "model": "Product",
        };
        let envelope = Envelope::parse(&raw).expect("envelope");
        assert_eq!(
            (envelope.database.as_str(), envelope.documents_plan),
            ("shop", 7)
        );
        assert!(matches!(
            envelope.read_preference,
            Some(ReadPreference::Secondary { .. })
        ));
        assert_eq!(envelope.get_more.to_driver(None).batch_size, Some(10));
    }

    #[test]
    fn further_pages_keep_the_size_of_the_first() {
        let size = |command: RawDocumentBuf| {
            let envelope =
                Envelope::parse(&rawdoc! { "db": "a", "command": command }).expect("envelope");
            envelope.get_more.to_driver(None).batch_size
        };
        assert_eq!(size(rawdoc! { "find": "a", "batchSize": 7 }), Some(7));
        assert_eq!(
            size(rawdoc! { "aggregate": "a", "cursor": { "batchSize": 8 } }),
            Some(8)
        );
        assert_eq!(size(rawdoc! { "find": "a", "batchSize": 0 }), None);
        assert_eq!(size(rawdoc! { "find": "a" }), None);
    }

    #[test]
    fn what_is_wrong_with_an_envelope_is_said() {
        for raw in [
            rawdoc! { "command": {} },
            rawdoc! { "db": "a" },
            rawdoc! { "db": 1, "command": {} },
            rawdoc! { "db": "a", "command": {}, "timeoutMs": 5 },
            rawdoc! { "db": "a", "command": {}, "timeoutMS": -5 },
            rawdoc! { "db": "a", "command": {}, "timeoutMS": f64::NAN },
            rawdoc! { "db": "a", "command": {}, "readPreference": { "mode": "anybody" } },
            rawdoc! { "db": "a", "command": {}, "documentsPlan": 1e12 },
            rawdoc! { "db": "a", "command": {}, "getMore": { "size": 1 } },
        ] {
            assert_eq!(
                Envelope::parse(&raw).expect_err("refused").class,
                crate::error::ErrorClass::InvalidArgument
            );
        }
    }
}
