//! Filters: operators are an allowlist, each where it belongs; an operand that is data is never read as operators.
//! Source: MongoDB manual, "Query Predicates".

use bson::{RawArray, RawBsonRef, RawDocument};

use super::{Permissions, deeper, javascript, kind, operator, pipeline};
use crate::error::Result;

/// Operators of a field whose operand is data (or a number, a pattern, a geometry) and holds no further operators.
const DATA_OPERATORS: [&str; 26] = [
    "$eq",
    "$ne",
    "$gt",
    "$gte",
    "$lt",
    "$lte",
    "$in",
    "$nin",
    "$exists",
    "$type",
    "$size",
    "$mod",
    "$regex",
    "$options",
    "$geoWithin",
    "$geoIntersects",
    "$near",
    "$nearSphere",
    "$maxDistance",
    "$minDistance",
    "$bitsAllSet",
    "$bitsAnySet",
    "$bitsAllClear",
    "$bitsAnyClear",
    "$comment",
    "$jsonSchema",
];

/// Checks a filter document.
pub(super) fn check_filter(filter: &RawDocument, allowed: Permissions, depth: usize) -> Result<()> {
    let depth = deeper(depth)?;
    for element in filter {
        let (key, value) = element?;
        let key = key.as_str();
        if key.starts_with('$') {
            check_top_operator(key, value, allowed, depth)?;
        } else if let RawBsonRef::Document(document) = value {
            check_field(key, document, allowed, depth)?;
        }
    }
    Ok(())
}

fn check_top_operator(
    key: &str,
    value: RawBsonRef<'_>,
    allowed: Permissions,
    depth: usize,
) -> Result<()> {
    match key {
        "$and" | "$or" | "$nor" => {
            let RawBsonRef::Array(filters) = value else {
                return Err(operator(format!(
                    "{key} takes an array of filters, not {}",
                    kind(value)
                )));
            };
            check_filters(key, filters, allowed, depth)
        }
        "$expr" => pipeline::check_expression(value, allowed, depth),
        "$where" if allowed.server_javascript => Ok(()),
        "$where" => Err(javascript(key)),
        "$text" | "$jsonSchema" | "$comment" | "$sampleRate" | "$alwaysTrue" | "$alwaysFalse" => {
            Ok(())
        }
        _ => Err(operator(format!(
            "{key} is no operator for the top level of a filter; to compare a field write {{ field: {{ {key}: ... }} }}"
        ))),
    }
}

fn check_filters(key: &str, filters: &RawArray, allowed: Permissions, depth: usize) -> Result<()> {
    let depth = deeper(depth)?;
    for filter in filters {
        match filter? {
            RawBsonRef::Document(filter) => check_filter(filter, allowed, depth)?,
            other => {
                return Err(operator(format!(
                    "{key} takes an array of filters, and one of them is {}",
                    kind(other)
                )));
            }
        }
    }
    Ok(())
}

/// A field's value that is an object: operators if its first key starts with `$`, else data to compare with.
fn check_field(field: &str, value: &RawDocument, allowed: Permissions, depth: usize) -> Result<()> {
    let Some(first) = value.iter().next() else {
        return Ok(());
    };
    let first = first?.0.as_str();
    if first == "$ref" {
        return Ok(());
    }
    let operators = first.starts_with('$');
    let depth = deeper(depth)?;
    for element in value {
        let (key, operand) = element?;
        let key = key.as_str();
        if key.starts_with('$') != operators {
            return Err(operator(format!(
                "the condition on {field:?} mixes operators and fields ({first:?} and {key:?}): use $eq to compare with an object"
            )));
        }
        if operators {
            check_field_operator(field, key, operand, allowed, depth)?;
        }
    }
    Ok(())
}

fn check_field_operator(
    field: &str,
    key: &str,
    operand: RawBsonRef<'_>,
    allowed: Permissions,
    depth: usize,
) -> Result<()> {
    match (key, operand) {
        ("$not", RawBsonRef::Document(inner)) => check_field(field, inner, allowed, depth),
        ("$not", _) => Ok(()),
        ("$elemMatch", RawBsonRef::Document(inner)) => {
            check_element_match(field, inner, allowed, depth)
        }
        ("$elemMatch", other) => Err(operator(format!(
            "$elemMatch on {field:?} takes an object, not {}",
            kind(other)
        ))),
        ("$all", RawBsonRef::Array(members)) => {
            for member in members {
                if let RawBsonRef::Document(member) = member?
                    && member
                        .iter()
                        .next()
                        .transpose()?
                        .is_some_and(|(key, _)| key.as_str() == "$elemMatch")
                {
                    check_field(field, member, allowed, depth)?;
                }
            }
            Ok(())
        }
        ("$in" | "$nin", RawBsonRef::Array(members)) => check_listed(field, key, members),
        ("$where", _) if !allowed.server_javascript => Err(javascript(key)),
        (key, _) if DATA_OPERATORS.contains(&key) => Ok(()),
        (key, _) => Err(operator(format!(
            "{key} is not an operator for a field (on {field:?}): check its spelling"
        ))),
    }
}

/// The server takes no operators in a list of values, and so no objects that look like some.
fn check_listed(field: &str, key: &str, members: &RawArray) -> Result<()> {
    for member in members {
        if let RawBsonRef::Document(member) = member?
            && let Some((first, _)) = member.iter().next().transpose()?
            && first.as_str().starts_with('$')
            && first != "$ref"
        {
            return Err(operator(format!(
                "{key} on {field:?} lists values, and one of them is an object with the key {:?}: compare with such an object by $eq, \
                 joined with $or",
                first.as_str()
            )));
        }
    }
    Ok(())
}

/// `$elemMatch` holds either operators for the element or a filter for its fields.
fn check_element_match(
    field: &str,
    inner: &RawDocument,
    allowed: Permissions,
    depth: usize,
) -> Result<()> {
    let first = inner
        .iter()
        .next()
        .transpose()?
        .map(|(key, _)| key.as_str());
    match first {
        Some(first)
            if first.starts_with('$')
                && !matches!(first, "$and" | "$or" | "$nor" | "$expr" | "$where") =>
        {
            check_field(field, inner, allowed, depth)
        }
        _ => check_filter(inner, allowed, depth),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::{RawDocumentBuf, doc};

    fn check(filter: bson::Document, allowed: Permissions) -> Result<()> {
        check_filter(
            &RawDocumentBuf::try_from(&filter).expect("bson"),
            allowed,
            0,
        )
    }

    #[test]
    fn what_people_write_passes() {
        for filter in [
            doc! {},
            doc! { "a": 1, "b.c": { "$gt": 1, "$lte": 5 } },
            doc! { "$or": [{ "a": 1 }, { "$and": [{ "b": { "$in": [1, 2] } }] }] },
            doc! { "tags": { "$elemMatch": { "$gt": 1 } }, "items": { "$elemMatch": { "n": { "$gt": 2 }, "$or": [{ "x": 1 }] } } },
            doc! { "a": { "$not": { "$gt": 5 } }, "b": { "$all": [{ "$elemMatch": { "x": 1 } }] } },
            doc! { "owner": { "$ref": "User", "$id": 1 } },
            doc! { "owner": { "$in": [{ "$ref": "User", "$id": 1 }, { "x": 1 }, {}, "y"] } },
            doc! { "address": { "city": "Rome", "zip": 1 } },
            doc! { "loc": { "$near": { "$geometry": { "type": "Point", "coordinates": [1, 2] }, "$maxDistance": 5 } } },
            doc! { "$expr": { "$gt": ["$a", "$b"] }, "$text": { "$search": "x" } },
        ] {
            assert!(
                check(filter.clone(), Permissions::default()).is_ok(),
                "{filter}"
            );
        }
    }

    #[test]
    fn the_operand_of_eq_is_data() {
        assert!(
            check(
                doc! { "a": { "$eq": { "$where": "1", "$evil": 1 } } },
                Permissions::default()
            )
            .is_ok()
        );
    }

    #[test]
    fn operators_that_are_unknown_or_misplaced_are_refused() {
        for filter in [
            doc! { "a": { "$evil": 1 } },
            doc! { "$gt": 1 },
            doc! { "a": { "$gt": 1, "b": 2 } },
            doc! { "a": { "b": 1, "$gt": 2 } },
            doc! { "$or": { "a": 1 } },
            doc! { "$or": [1] },
            doc! { "a": { "$in": ["x", { "$gt": "" }] } },
            doc! { "a": { "$nin": [{ "$regex": "" }] } },
            doc! { "a": { "$not": { "$evil": 1 } } },
            doc! { "a": { "$elemMatch": { "b": { "$evil": 1 } } } },
            doc! { "$and": [{ "$nor": [{ "$evil": 1 }] }] },
            doc! { "$query": {}, "$orderby": {} },
        ] {
            assert!(
                check(filter.clone(), Permissions::default()).is_err(),
                "{filter}"
            );
        }
    }

    #[test]
    fn server_javascript_needs_leave_wherever_it_hides() {
        let allowed = Permissions {
            server_javascript: true,
            ..Permissions::default()
        };
        for filter in [
            doc! { "$where": "true" },
            doc! { "$or": [{ "$where": "true" }] },
            doc! { "$expr": { "$function": { "body": "x", "args": [], "lang": "js" } } },
            doc! { "a": { "$elemMatch": { "$where": "true" } } },
            doc! { "$expr": { "$and": [true, { "$function": {} }] } },
        ] {
            assert!(
                check(filter.clone(), Permissions::default()).is_err(),
                "{filter}"
            );
            assert!(check(filter.clone(), allowed).is_ok(), "{filter}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let mut filter = doc! { "a": 1 };
        for _ in 0..120 {
            filter = doc! { "$and": [filter] };
        }
        assert!(check(filter, Permissions::default()).is_err());
    }
}
