//! Updates: operator documents, pipelines or replacements. Source: MongoDB manual, "Update Operators".

use bson::{RawBsonRef, RawDocument};

use super::{Permissions, filter, kind, literal, operator, pipeline};
use crate::error::{EngineError, GuardReason, Result};

const PUSH_MODIFIERS: [&str; 4] = ["$each", "$slice", "$sort", "$position"];

/// Operators that store nothing new under their paths.
const REMOVING: [&str; 4] = ["$unset", "$pop", "$pull", "$pullAll"];

/// Checks the `u` of an update statement or the `update` of a findAndModify.
pub(super) fn check_update(update: RawBsonRef<'_>, allowed: Permissions) -> Result<()> {
    match update {
        RawBsonRef::Array(stages) => {
            pipeline::check_update_pipeline(stages, allowed, 0)?;
            pipeline::check_stored_literals(update, allowed, 0)
        }
        RawBsonRef::Document(document) => check_update_document(document, allowed),
        other => Err(operator(format!(
            "an update is an object or a pipeline, not {}",
            kind(other)
        ))),
    }
}

fn check_update_document(update: &RawDocument, allowed: Permissions) -> Result<()> {
    let mut operators = None;
    for element in update {
        let (key, value) = element?;
        let key = key.as_str();
        let is_operator = key.starts_with('$');
        if *operators.get_or_insert(is_operator) != is_operator {
            return Err(operator(format!(
                "the update mixes operators and fields (at {key:?}): write either operators such as $set, or a whole document"
            )));
        }
        if is_operator {
            check_operator(key, value, allowed)?;
        }
    }
    if operators == Some(false) {
        literal::check_document(update, "the replacement", allowed, 0)
    } else {
        Ok(())
    }
}

fn check_operator(key: &str, fields: RawBsonRef<'_>, allowed: Permissions) -> Result<()> {
    let RawBsonRef::Document(fields) = fields else {
        return Err(operator(format!(
            "{key} takes an object of paths and values, not {}",
            kind(fields)
        )));
    };
    for element in fields {
        let (path, value) = element?;
        let path = path.as_str();
        if path.is_empty() || path.starts_with('$') {
            return Err(operator(format!(
                "{key} has the path {path:?}: a path is not empty and does not start with $"
            )));
        }
        if !REMOVING.contains(&key) {
            check_path(path, allowed)?;
        }
        match key {
            "$set" | "$setOnInsert" | "$min" | "$max" | "$inc" | "$mul" => {
                literal::check_value(value, path, allowed, 0)?
            }
            "$push" | "$addToSet" => check_push(path, value, allowed)?,
            "$pull" => check_pull(path, value, allowed)?,
            "$pullAll" => literal::check_value(value, path, allowed, 0)?,
            "$unset" | "$pop" | "$bit" | "$currentDate" => {}
            "$rename" => check_rename(path, value, allowed)?,
            _ => {
                return Err(operator(format!(
                    "{key} is not an update operator: check its spelling"
                )));
            }
        }
    }
    Ok(())
}

/// The steps of a path are keys that the server makes where they are missing: those with `$` are no better than in values.
/// `$`, `$[]` and `$[name]` are positions in lists, and a DBRef's keys are its own.
fn check_path(path: &str, allowed: Permissions) -> Result<()> {
    let is_key = |step: &&str| {
        step.starts_with('$')
            && *step != "$"
            && !step.starts_with("$[")
            && !matches!(*step, "$ref" | "$id" | "$db")
    };
    match path.split('.').find(is_key) {
        Some(step) if !allowed.dollar_keys => Err(literal::dollar_key(step, path)),
        _ => Ok(()),
    }
}

/// The value of `$push` or `$addToSet`: one element, or `$each` with its modifiers.
fn check_push(path: &str, value: RawBsonRef<'_>, allowed: Permissions) -> Result<()> {
    let RawBsonRef::Document(document) = value else {
        return literal::check_value(value, path, allowed, 0);
    };
    let first = document.iter().next().transpose()?;
    if !first.is_some_and(|(key, _)| PUSH_MODIFIERS.contains(&key.as_str())) {
        return literal::check_document(document, path, allowed, 0);
    }
    for element in document {
        let (key, value) = element?;
        match key.as_str() {
            "$each" => literal::check_value(value, path, allowed, 0)?,
            "$slice" | "$sort" | "$position" => {}
            other => {
                return Err(operator(format!(
                    "{other:?} can not stand beside $each (at {path})"
                )));
            }
        }
    }
    Ok(())
}

/// The value of `$pull`: a value, operators for the element, or a filter for its fields.
fn check_pull(path: &str, value: RawBsonRef<'_>, allowed: Permissions) -> Result<()> {
    let RawBsonRef::Document(condition) = value else {
        return Ok(());
    };
    let mut wrapped = bson::RawDocumentBuf::new();
    wrapped.append(bson::raw::cstr!("$elemMatch"), condition);
    let mut field = bson::RawDocumentBuf::new();
    let key = bson::raw::CString::try_from(path)
        .map_err(|_| EngineError::guard(GuardReason::NulKey, "a path holds a NUL character"))?;
    field.append(key, wrapped);
    filter::check_filter(&field, allowed, 0)
}

fn check_rename(path: &str, value: RawBsonRef<'_>, allowed: Permissions) -> Result<()> {
    match value {
        RawBsonRef::String(to) if !to.is_empty() && !to.starts_with('$') && !to.contains('\0') => {
            check_path(to, allowed)
        }
        _ => Err(operator(format!(
            "$rename of {path} needs a new path: a string that does not start with $"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::{RawDocumentBuf, doc, rawdoc};

    fn check(update: bson::Document, allowed: Permissions) -> Result<()> {
        check_update(
            RawBsonRef::Document(&RawDocumentBuf::try_from(&update).expect("bson")),
            allowed,
        )
    }

    #[test]
    fn updates_that_people_write_pass() {
        for update in [
            doc! { "$set": { "a.$": 1, "b.$[x].c": 1, "owner.$id": 1 }, "$unset": { "a.$x": "" } },
            doc! { "$set": { "a.b": { "c": 1 }, "list.$[].x": 2 }, "$inc": { "n": 1 }, "$unset": { "old": "" } },
            doc! { "$push": { "tags": { "$each": ["a"], "$slice": -5, "$sort": 1, "$position": 0 } } },
            doc! { "$push": { "items": { "name": "x" } }, "$pull": { "tags": { "$in": ["a"] }, "items": { "n": { "$gt": 1 } } } },
            doc! { "$currentDate": { "at": { "$type": "date" } }, "$bit": { "x": { "and": 5 } }, "$rename": { "a": "b" } },
            doc! { "$set": { "owner": { "$ref": "User", "$id": 1, "$db": "x" } } },
            doc! { "name": "whole", "nested": { "a": [1, { "b": 2 }] } },
        ] {
            assert!(
                check(update.clone(), Permissions::default()).is_ok(),
                "{update}"
            );
        }
    }

    #[test]
    fn dollar_keys_in_values_need_leave() {
        let allowed = Permissions {
            dollar_keys: true,
            ..Permissions::default()
        };
        for update in [
            doc! { "$set": { "a": { "$inc": 1 } } },
            doc! { "$set": { "a": [{ "b": { "$x": 1 } }] } },
            doc! { "$push": { "a": { "$each": [{ "$x": 1 }] } } },
            doc! { "$set": { "a": { "x": 1, "$ref": "late" } } },
            doc! { "$set": { "a.$x": 1 } },
            doc! { "$inc": { "a.b.$x.c": 1 } },
            doc! { "$rename": { "a": "b.$x" } },
            doc! { "name": { "$x": 1 } },
        ] {
            assert!(
                check(update.clone(), Permissions::default()).is_err(),
                "{update}"
            );
            assert!(check(update.clone(), allowed).is_ok(), "{update}");
        }
    }

    #[test]
    fn what_a_pipeline_stores_literally_is_a_value_too() {
        let update = rawdoc! { "u": [{ "$set": { "a": { "$literal": { "b": [{ "$x": 1 }] } }, "n": { "$add": ["$n", 1] } } }] };
        let check = |allowed| check_update(update.get("u").expect("bson").expect("there"), allowed);
        assert!(check(Permissions::default()).is_err());
        assert!(
            check(Permissions {
                dollar_keys: true,
                ..Permissions::default()
            })
            .is_ok()
        );
    }

    #[test]
    fn wrong_operators_are_refused_even_with_dollar_keys() {
        let allowed = Permissions {
            dollar_keys: true,
            ..Permissions::default()
        };
        for update in [
            doc! { "$evil": { "a": 1 } },
            doc! { "$set": { "a": 1 }, "b": 1 },
            doc! { "b": 1, "$set": { "a": 1 } },
            doc! { "$set": 1 },
            doc! { "$set": { "$a": 1 } },
            doc! { "$rename": { "a": "$b" } },
            doc! { "$pull": { "a": { "b": { "$where": "1" } } } },
            doc! { "$push": { "a": { "$each": [1], "$evil": 1 } } },
        ] {
            assert!(check(update.clone(), allowed).is_err(), "{update}");
        }
    }
}
