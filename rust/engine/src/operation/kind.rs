//! What a command is, by its name: who may answer it, which concerns it takes, whether it may be sent again.
//! Source: MongoDB specifications "Retryable Reads", "Retryable Writes", "Read and Write Concern".

use bson::{RawArray, RawBsonRef, RawDocument};

use crate::guard::pipeline_writes;

/// How a command is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CommandKind {
    /// Reads documents: read concern, read preference, retried.
    Read,
    /// Lists collections, indexes or databases: retried on the primary.
    List,
    /// Writes documents: write concern; retried when each statement changes at most one document.
    Write {
        /// Whether the server can tell a repetition from a second write.
        retryable: bool,
    },
    /// Changes collections or indexes: write concern, not retried.
    Schema,
    /// Everything else: sent as it is.
    Other,
}

impl CommandKind {
    /// Classifies a command. `statements` are the documents that its statement array will receive, when they are apart.
    pub(crate) fn of<'a>(
        name: &str,
        command: &RawDocument,
        mut statements: impl Iterator<Item = &'a RawDocument>,
    ) -> Self {
        match name {
            "find" | "count" | "distinct" => Self::Read,
            "aggregate" if has_writing_pipeline(command) => Self::Write { retryable: false },
            "aggregate" => Self::Read,
            "listCollections" | "listIndexes" | "listDatabases" => Self::List,
            "insert" | "findAndModify" => Self::Write { retryable: true },
            "update" => Self::Write {
                retryable: inline(command, "updates").all(is_single) && statements.all(is_single),
            },
            "delete" => Self::Write {
                retryable: inline(command, "deletes").all(is_single) && statements.all(is_single),
            },
            "create" | "drop" | "dropDatabase" | "createIndexes" | "dropIndexes" | "collMod" | "renameCollection" => {
                Self::Schema
            }
            _ => Self::Other,
        }
    }

    /// Whether the command takes a read concern.
    pub(crate) fn takes_read_concern(self) -> bool {
        self == Self::Read
    }

    /// Whether the command takes a write concern.
    pub(crate) fn takes_write_concern(self) -> bool {
        matches!(self, Self::Write { .. } | Self::Schema)
    }

    /// Whether the command may be sent again without a transaction number.
    pub(crate) fn is_retryable_read(self) -> bool {
        matches!(self, Self::Read | Self::List)
    }
}

fn has_writing_pipeline(command: &RawDocument) -> bool {
    matches!(command.get("pipeline"), Ok(Some(RawBsonRef::Array(stages))) if pipeline_writes(stages))
}

fn inline<'a>(command: &'a RawDocument, array: &str) -> impl Iterator<Item = &'a RawDocument> {
    let statements: Option<&RawArray> = command.get(array).ok().flatten().and_then(RawBsonRef::as_array);
    statements.into_iter().flatten().flatten().filter_map(RawBsonRef::as_document)
}

/// Whether a statement changes at most one document.
fn is_single(statement: &RawDocument) -> bool {
    let multi = matches!(statement.get("multi"), Ok(Some(RawBsonRef::Boolean(true))));
    let unlimited = matches!(statement.get("limit"), Ok(Some(RawBsonRef::Int32(0) | RawBsonRef::Int64(0))));
    !multi && !unlimited
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::rawdoc;

    fn of(name: &str, command: &RawDocument) -> CommandKind {
        CommandKind::of(name, command, std::iter::empty())
    }

    #[test]
    fn writes_to_many_are_not_retryable() {
        let one = rawdoc! { "update": "a", "updates": [{ "q": {}, "u": {} }, { "q": {}, "u": {}, "multi": false }] };
        let many = rawdoc! { "update": "a", "updates": [{ "q": {}, "u": {} }, { "q": {}, "u": {}, "multi": true }] };
        assert_eq!(of("update", &one), CommandKind::Write { retryable: true });
        assert_eq!(of("update", &many), CommandKind::Write { retryable: false });
        let delete = |limit: i32| rawdoc! { "delete": "a", "deletes": [{ "q": {}, "limit": limit }] };
        assert_eq!(of("delete", &delete(1)), CommandKind::Write { retryable: true });
        assert_eq!(of("delete", &delete(0)), CommandKind::Write { retryable: false });
    }

    #[test]
    fn statements_apart_count_too() {
        let command = rawdoc! { "delete": "a" };
        let all = rawdoc! { "q": {}, "limit": 0 };
        let kind = CommandKind::of("delete", &command, [all.as_ref()].into_iter());
        assert_eq!(kind, CommandKind::Write { retryable: false });
    }

    #[test]
    fn an_aggregation_that_writes_is_a_write() {
        let reading = rawdoc! { "aggregate": "a", "pipeline": [{ "$match": {} }] };
        let writing = rawdoc! { "aggregate": "a", "pipeline": [{ "$match": {} }, { "$out": "b" }] };
        assert_eq!(of("aggregate", &reading), CommandKind::Read);
        assert_eq!(of("aggregate", &writing), CommandKind::Write { retryable: false });
    }

    #[test]
    fn get_more_is_never_retried() {
        assert_eq!(of("getMore", &rawdoc! { "getMore": 1_i64 }), CommandKind::Other);
    }
}
