//! Whole commands: which are known, where their names and filters stand.

use bson::{RawBsonRef, RawDocument};

use super::{
    Permissions, filter, javascript, kind, literal, name, number, operator, pipeline, statement,
    update,
};
use crate::error::{EngineError, GuardReason, Result};

/// The server's largest document (16 MiB) and the 16 KiB that it grants commands on top of it.
const MAX_BYTES: usize = 16 * 1024 * 1024 + 16 * 1024;
/// Commands whose first value is a collection.
const ON_COLLECTION: [&str; 15] = [
    "find",
    "aggregate",
    "count",
    "distinct",
    "insert",
    "update",
    "delete",
    "findAndModify",
    "listIndexes",
    "createIndexes",
    "dropIndexes",
    "create",
    "drop",
    "collMod",
    "collStats",
];
/// Commands about a database or the server.
const ON_DATABASE: [&str; 8] = [
    "listCollections",
    "listDatabases",
    "dropDatabase",
    "ping",
    "hello",
    "buildInfo",
    "dbStats",
    "serverStatus",
];
/// Commands that may address `admin`.
const ADMINISTRATIVE: [&str; 6] = [
    "listDatabases",
    "renameCollection",
    "ping",
    "hello",
    "buildInfo",
    "serverStatus",
];

/// Checks a command before anything is sent. `database` is where it runs.
///
/// # Errors
/// Class `guard` with its reason, or `invalid_argument` for numbers and unknown commands.
pub fn check_command(database: &str, command: &RawDocument, allowed: Permissions) -> Result<()> {
    if command.as_bytes().len() > MAX_BYTES {
        return Err(EngineError::guard(
            GuardReason::DocumentSize,
            format!(
                "the command takes {} bytes without the documents that it stores, and MongoDB takes {MAX_BYTES} at most: \
                 send less data in its filter, update or pipeline",
                command.as_bytes().len()
            ),
        ));
    }
    let Some(first) = command.iter().next() else {
        return Err(EngineError::invalid(
            "the command is empty: its first key names it",
        ));
    };
    let (command_name, target) = first?;
    let command_name = command_name.as_str();
    let listing = command_name == "listCollections"
        || command_name == "aggregate" && target.as_str().is_none();
    let administrative = allowed.run_command || listing || ADMINISTRATIVE.contains(&command_name);
    name::check_database(database, administrative)?;
    refuse_driver_fields(command)?;
    if command_name.eq_ignore_ascii_case("mapReduce") && !allowed.server_javascript {
        return Err(javascript("mapReduce"));
    }
    check_target(command_name, target, allowed)?;
    if allowed.run_command {
        return Ok(());
    }
    number::check_counts(command)?;
    check_fields(database, command_name, command, allowed)
}

/// Fields that the engine writes itself.
fn refuse_driver_fields(command: &RawDocument) -> Result<()> {
    for element in command {
        let key = element?.0.as_str();
        if matches!(
            key,
            "$db" | "lsid" | "txnNumber" | "$clusterTime" | "startTransaction" | "autocommit"
        ) {
            return Err(EngineError::invalid(format!(
                "the command may not hold {key}: the engine sets it"
            )));
        }
    }
    Ok(())
}

fn check_target(command: &str, target: RawBsonRef<'_>, allowed: Permissions) -> Result<()> {
    let on_collection = ON_COLLECTION.contains(&command);
    match target {
        RawBsonRef::String(_) if command == "renameCollection" => Ok(()),
        RawBsonRef::String(collection)
            if on_collection || command.eq_ignore_ascii_case("mapReduce") =>
        {
            name::check_collection(collection)
        }
        _ if on_collection && command != "aggregate" => Err(EngineError::invalid(format!(
            "{command} needs the name of a collection, not {}",
            kind(target)
        ))),
        _ if allowed.run_command => Ok(()),
        _ if command == "aggregate" || command == "explain" || ON_DATABASE.contains(&command) => {
            Ok(())
        }
        _ if command == "mapReduce" => Ok(()),
        _ => Err(EngineError::invalid(format!(
            "{command:?} is not a command that models use: send it with the database's command()"
        ))),
    }
}

fn check_fields(
    database: &str,
    name: &str,
    command: &RawDocument,
    allowed: Permissions,
) -> Result<()> {
    for element in command {
        let (key, value) = element?;
        match (key.as_str(), value) {
            ("filter" | "query", RawBsonRef::Document(document)) => {
                filter::check_filter(document, allowed, 0)?
            }
            ("filter" | "query", other) => {
                return Err(operator(format!(
                    "a filter is an object, not {}",
                    kind(other)
                )));
            }
            ("pipeline", RawBsonRef::Array(stages)) => {
                pipeline::check_pipeline(stages, allowed, 0)?
            }
            ("pipeline", other) => {
                return Err(operator(format!(
                    "a pipeline is an array, not {}",
                    kind(other)
                )));
            }
            ("documents", RawBsonRef::Array(documents)) if name == "insert" => {
                literal::check_array(documents, "documents", allowed, 0)?
            }
            ("updates" | "deletes", array) => {
                statement::check_statements(key.as_str(), array, allowed)?
            }
            ("update", modifications) if name == "findAndModify" => {
                update::check_update(modifications, allowed)?
            }
            ("arrayFilters", RawBsonRef::Array(filters)) => {
                statement::check_array_filters(filters, allowed)?
            }
            ("projection" | "fields" | "let" | "sort" | "hint", expression) => {
                pipeline::check_expression(expression, allowed, 0)?;
            }
            ("validator", RawBsonRef::Document(validator)) => {
                filter::check_filter(validator, allowed, 0)?
            }
            ("viewOn", RawBsonRef::String(source)) => name::check_collection(source)?,
            ("indexes", RawBsonRef::Array(indexes)) => check_indexes(indexes, allowed)?,
            ("cursor", RawBsonRef::Document(options)) => number::check_counts(options)?,
            ("renameCollection" | "to", RawBsonRef::String(namespace))
                if name == "renameCollection" =>
            {
                check_namespace(namespace)?;
            }
            ("explain", RawBsonRef::Document(inner)) if name == "explain" => {
                let nested = inner
                    .iter()
                    .next()
                    .transpose()?
                    .is_some_and(|(key, _)| key.as_str() == "explain");
                if nested {
                    return Err(EngineError::invalid("explain can not explain itself"));
                }
                check_command(database, inner, allowed)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_indexes(indexes: &bson::RawArray, allowed: Permissions) -> Result<()> {
    for index in indexes {
        if let RawBsonRef::Document(index) = index?
            && let Some(RawBsonRef::Document(partial)) = index.get("partialFilterExpression")?
        {
            filter::check_filter(partial, allowed, 0)?;
        }
    }
    Ok(())
}

fn check_namespace(namespace: &str) -> Result<()> {
    let Some((database, collection)) = namespace.split_once('.') else {
        return Err(EngineError::invalid(
            "renameCollection takes full names: database.collection",
        ));
    };
    name::check_database(database, false)?;
    name::check_collection(collection)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::{RawDocumentBuf, doc};

    fn check(database: &str, command: bson::Document, allowed: Permissions) -> Result<()> {
        check_command(
            database,
            &RawDocumentBuf::try_from(&command).expect("bson"),
            allowed,
        )
    }

    #[test]
    fn ordinary_commands_pass() {
        for command in [
            doc! { "find": "a", "filter": { "x": 1 }, "limit": 5, "sort": { "x": 1 } },
            doc! { "aggregate": "a", "pipeline": [{ "$match": {} }], "cursor": { "batchSize": 5 } },
            doc! { "aggregate": 1, "pipeline": [{ "$currentOp": {} }], "cursor": {} },
            doc! { "listCollections": 1 },
            doc! { "explain": { "find": "a", "filter": {} } },
            doc! { "findAndModify": "a", "query": { "x": 1 }, "update": { "$inc": { "n": 1 } }, "new": true },
            doc! { "createIndexes": "a", "indexes": [{ "key": { "x": 1 }, "name": "x" }] },
        ] {
            assert!(
                check("shop", command.clone(), Permissions::default()).is_ok(),
                "{command}"
            );
        }
        assert!(check("admin", doc! { "listDatabases": 1 }, Permissions::default()).is_ok());
        assert!(
            check(
                "admin",
                doc! { "renameCollection": "a.b", "to": "a.c" },
                Permissions::default()
            )
            .is_ok()
        );
    }

    #[test]
    fn hostile_commands_are_refused() {
        for command in [
            doc! {},
            doc! { "find": "system.users" },
            doc! { "find": { "$gt": "" } },
            doc! { "find": "a", "filter": { "$where": "1" } },
            doc! { "find": "a", "filter": 1 },
            doc! { "find": "a", "limit": -1 },
            doc! { "find": "a", "lsid": { "id": 1 } },
            doc! { "find": "a", "projection": { "x": { "$function": {} } } },
            doc! { "aggregate": "a", "pipeline": [{ "$out": "system.js" }], "cursor": {} },
            doc! { "aggregate": "a", "pipeline": [], "cursor": { "batchSize": -1 } },
            doc! { "update": "a", "updates": [{ "q": {}, "u": { "$evil": { "a": 1 } } }] },
            doc! { "delete": "a", "deletes": { "q": {} } },
            doc! { "findAndModify": "a", "update": { "$set": { "a": { "$x": 1 } } } },
            doc! { "eval": "1" },
            doc! { "insert": "a", "documents": [{ "x": { "$y": 1 } }] },
            doc! { "find": "a", "comment": "x".repeat(MAX_BYTES) },
            doc! { "mapReduce": "a" },
            doc! { "renameCollection": "a.b", "to": "a.system.x" },
            doc! { "explain": { "find": "a", "filter": { "$where": "1" } } },
            doc! { "explain": { "explain": { "find": "a" } } },
        ] {
            assert!(
                check("shop", command.clone(), Permissions::default()).is_err(),
                "{command}"
            );
        }
        assert!(check("admin", doc! { "find": "a" }, Permissions::default()).is_err());
    }

    #[test]
    fn a_command_of_the_user_has_its_names_checked() {
        let allowed = Permissions {
            run_command: true,
            ..Permissions::default()
        };
        assert!(
            check(
                "admin",
                doc! { "whatever": 1, "filter": { "$where": "1" } },
                allowed
            )
            .is_ok()
        );
        assert!(check("shop", doc! { "find": "a$b" }, allowed).is_err());
        assert!(check("a.b", doc! { "ping": 1 }, allowed).is_err());
        assert!(check("shop", doc! { "mapReduce": "a" }, allowed).is_err());
    }
}
