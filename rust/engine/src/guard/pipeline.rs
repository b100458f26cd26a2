//! Aggregation pipelines: no server-side JavaScript without leave, and no collection name that the guard would refuse.

use bson::{RawArray, RawBsonRef, RawDocument};

use super::{Permissions, deeper, filter, javascript, kind, literal, name, operator};
use crate::error::Result;

const UPDATE_STAGES: [&str; 6] = [
    "$set",
    "$addFields",
    "$unset",
    "$project",
    "$replaceRoot",
    "$replaceWith",
];

/// Checks every stage of a pipeline.
pub(super) fn check_pipeline(stages: &RawArray, allowed: Permissions, depth: usize) -> Result<()> {
    let depth = deeper(depth)?;
    for stage in stages {
        let (name, body) = stage_of(stage?)?;
        check_stage(name, body, allowed, depth)?;
    }
    Ok(())
}

/// Checks an update written as a pipeline.
pub(super) fn check_update_pipeline(
    stages: &RawArray,
    allowed: Permissions,
    depth: usize,
) -> Result<()> {
    let depth = deeper(depth)?;
    for stage in stages {
        let (name, body) = stage_of(stage?)?;
        if !UPDATE_STAGES.contains(&name) {
            return Err(operator(format!(
                "{name} is no stage of an update: use {}",
                UPDATE_STAGES.join(", ")
            )));
        }
        check_expression(body, allowed, depth)?;
    }
    Ok(())
}

/// Checks what the `$literal`s of an update's pipeline hold: the server stores it as it is.
pub(super) fn check_stored_literals(
    value: RawBsonRef<'_>,
    allowed: Permissions,
    depth: usize,
) -> Result<()> {
    match value {
        RawBsonRef::Document(document) => {
            let depth = deeper(depth)?;
            for element in document {
                let (key, value) = element?;
                if key == "$literal" {
                    literal::check_value(value, "$literal", allowed, depth)?;
                } else {
                    check_stored_literals(value, allowed, depth)?;
                }
            }
            Ok(())
        }
        RawBsonRef::Array(array) => {
            let depth = deeper(depth)?;
            for element in array {
                check_stored_literals(element?, allowed, depth)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Whether a pipeline writes (`$out`, `$merge`).
pub(crate) fn writes(stages: &RawArray) -> bool {
    stages.into_iter().flatten().any(|stage| {
        stage.as_document().is_some_and(|stage| {
            stage
                .iter()
                .flatten()
                .any(|(name, _)| matches!(name.as_str(), "$out" | "$merge"))
        })
    })
}

fn stage_of(stage: RawBsonRef<'_>) -> Result<(&str, RawBsonRef<'_>)> {
    let RawBsonRef::Document(document) = stage else {
        return Err(operator(format!(
            "a stage of a pipeline is an object, not {}",
            kind(stage)
        )));
    };
    let mut elements = document.iter();
    let Some(first) = elements.next() else {
        return Err(operator("a stage of a pipeline is empty"));
    };
    let (name, body) = first?;
    if elements.next().is_some() || !name.as_str().starts_with('$') {
        return Err(operator(
            "a stage of a pipeline has one key, the name of the stage, which starts with $",
        ));
    }
    Ok((name.as_str(), body))
}

fn check_stage(
    stage: &str,
    body: RawBsonRef<'_>,
    allowed: Permissions,
    depth: usize,
) -> Result<()> {
    match (stage, body) {
        ("$match", RawBsonRef::Document(body)) => filter::check_filter(body, allowed, depth),
        ("$facet", RawBsonRef::Document(facets)) => {
            for facet in facets {
                match facet?.1 {
                    RawBsonRef::Array(inner) => check_pipeline(inner, allowed, depth)?,
                    other => {
                        return Err(operator(format!(
                            "a facet is a pipeline, not {}",
                            kind(other)
                        )));
                    }
                }
            }
            Ok(())
        }
        ("$out" | "$merge", body) => check_target(stage, body, allowed, depth),
        ("$lookup" | "$graphLookup" | "$unionWith", RawBsonRef::Document(body)) => {
            check_join(body, allowed, depth)
        }
        ("$unionWith", RawBsonRef::String(collection)) => name::check_collection(collection),
        (_, body) => check_expression(body, allowed, depth),
    }
}

fn check_join(body: &RawDocument, allowed: Permissions, depth: usize) -> Result<()> {
    for element in body {
        let (key, value) = element?;
        match (key.as_str(), value) {
            ("from" | "coll", RawBsonRef::String(collection)) => {
                name::check_collection(collection)?
            }
            ("from" | "coll", RawBsonRef::Document(source)) => {
                check_namespace(key.as_str(), source)?
            }
            ("from" | "coll", other) => {
                return Err(operator(format!(
                    "{} names a collection, it is not {}",
                    key.as_str(),
                    kind(other)
                )));
            }
            ("pipeline", RawBsonRef::Array(inner)) => check_pipeline(inner, allowed, depth)?,
            ("restrictSearchWithMatch", RawBsonRef::Document(inner)) => {
                filter::check_filter(inner, allowed, depth)?
            }
            (_, value) => check_expression(value, allowed, depth)?,
        }
    }
    Ok(())
}

/// A collection of another database: `{ db, coll }`.
fn check_namespace(key: &str, source: &RawDocument) -> Result<()> {
    for element in source {
        match element? {
            (part, RawBsonRef::String(database)) if part == "db" => {
                name::check_database(database, false)?
            }
            (part, RawBsonRef::String(collection)) if part == "coll" => {
                name::check_collection(collection)?
            }
            _ => {
                return Err(operator(format!(
                    "{key} takes the name of a collection, or {{ db, coll }} with two names"
                )));
            }
        }
    }
    Ok(())
}

/// The collection that `$out` or `$merge` writes to: a name, or an object that names it with its database.
fn check_target(
    stage: &str,
    body: RawBsonRef<'_>,
    allowed: Permissions,
    depth: usize,
) -> Result<()> {
    match body {
        RawBsonRef::String(collection) => name::check_collection(collection),
        RawBsonRef::Document(target) => {
            for element in target {
                let (key, value) = element?;
                match (key.as_str(), value) {
                    ("db", RawBsonRef::String(database)) => name::check_database(database, false)?,
                    ("coll", RawBsonRef::String(collection)) => name::check_collection(collection)?,
                    ("into", into) => check_target(stage, into, allowed, deeper(depth)?)?,
                    ("whenMatched", RawBsonRef::Array(inner)) => {
                        check_update_pipeline(inner, allowed, depth)?
                    }
                    (_, value) => check_expression(value, allowed, depth)?,
                }
            }
            Ok(())
        }
        other => Err(operator(format!(
            "{stage} takes the name of a collection or an object, not {}",
            kind(other)
        ))),
    }
}

/// Checks an expression at any depth; what `$literal` holds is data.
pub(super) fn check_expression(
    value: RawBsonRef<'_>,
    allowed: Permissions,
    depth: usize,
) -> Result<()> {
    if allowed.server_javascript {
        return Ok(());
    }
    match value {
        RawBsonRef::Document(document) => {
            let depth = deeper(depth)?;
            for element in document {
                let (key, value) = element?;
                match key.as_str() {
                    "$literal" => {}
                    name @ ("$function" | "$accumulator" | "$where") => {
                        return Err(javascript(name));
                    }
                    _ => check_expression(value, allowed, depth)?,
                }
            }
            Ok(())
        }
        RawBsonRef::Array(array) => {
            let depth = deeper(depth)?;
            for element in array {
                check_expression(element?, allowed, depth)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::{RawArrayBuf, RawDocumentBuf, doc};

    fn check(stages: &[bson::Document]) -> Result<()> {
        let mut array = RawArrayBuf::new();
        for stage in stages {
            array.push(RawDocumentBuf::try_from(stage).expect("bson"));
        }
        check_pipeline(&array, Permissions::default(), 0)
    }

    #[test]
    fn ordinary_pipelines_pass() {
        let stages = [
            doc! { "$match": { "a": { "$gt": 1 } } },
            doc! { "$lookup": { "from": "users", "localField": "u", "foreignField": "_id", "pipeline": [{ "$limit": 1 }], "as": "u" } },
            doc! { "$facet": { "n": [{ "$count": "n" }] } },
            doc! { "$lookup": { "from": { "db": "shop", "coll": "users" }, "pipeline": [], "as": "u" } },
            doc! { "$project": { "x": { "$literal": { "$function": "data" } } } },
            doc! { "$merge": { "into": { "db": "shop", "coll": "totals" }, "whenMatched": [{ "$set": { "a": 1 } }] } },
        ];
        assert!(check(&stages).is_ok());
    }

    #[test]
    fn javascript_and_hostile_names_are_found_at_any_depth() {
        for stage in [
            doc! { "$match": { "$where": "1" } },
            doc! { "$project": { "x": { "$add": [1, { "$function": {} }] } } },
            doc! { "$group": { "_id": null, "x": { "$accumulator": {} } } },
            doc! { "$facet": { "n": [{ "$match": { "$expr": { "$function": {} } } }] } },
            doc! { "$lookup": { "from": "a", "pipeline": [{ "$match": { "$where": "1" } }], "as": "x" } },
            doc! { "$lookup": { "from": "system.users", "as": "x" } },
            doc! { "$unionWith": "a$b" },
            doc! { "$out": "system.users" },
            doc! { "$out": { "db": "admin", "coll": "x" } },
            doc! { "$lookup": { "from": { "db": "local", "coll": "oplog.rs" }, "pipeline": [], "as": "x" } },
            doc! { "$lookup": { "from": { "db": "shop", "coll": "a$b" }, "pipeline": [], "as": "x" } },
            doc! { "$lookup": { "from": { "db": { "$x": 1 } }, "pipeline": [], "as": "x" } },
            doc! { "$graphLookup": { "from": 5, "as": "x" } },
            doc! { "$merge": { "into": "a..b" } },
            doc! { "$merge": "$x" },
            doc! { "match": {} },
            doc! { "$match": {}, "$out": "x" },
            doc! {},
        ] {
            assert!(check(std::slice::from_ref(&stage)).is_err(), "{stage}");
        }
    }
}
