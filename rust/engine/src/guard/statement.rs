//! Statements of the write commands: one element of `updates` or `deletes`.

use bson::{RawArray, RawBsonRef, RawDocument};

use super::{Permissions, filter, kind, operator, update};
use crate::error::{EngineError, GuardReason, Result};

/// Checks a statement by the array it stands in.
pub(crate) fn check_statement(array: &str, statement: &RawDocument, allowed: Permissions) -> Result<()> {
    match array {
        "updates" => check_update_statement(statement, allowed),
        "deletes" => check_delete_statement(statement, allowed),
        _ => Ok(()),
    }
}

/// Checks the inline array of a write command.
pub(super) fn check_statements(name: &str, array: RawBsonRef<'_>, allowed: Permissions) -> Result<()> {
    let RawBsonRef::Array(statements) = array else {
        return Err(operator(format!("{name} is an array of statements, not {}", kind(array))));
    };
    for statement in statements {
        match statement? {
            RawBsonRef::Document(statement) => check_statement(name, statement, allowed)?,
            other => return Err(operator(format!("a statement of {name} is an object, not {}", kind(other)))),
        }
    }
    Ok(())
}

fn check_update_statement(statement: &RawDocument, allowed: Permissions) -> Result<()> {
    let criteria = check_criteria(statement, allowed)?;
    let multi = statement.get("multi")?.and_then(RawBsonRef::as_bool).unwrap_or(false);
    if multi && criteria.is_empty() {
        refuse_empty(allowed, "updates every document", "updateAll()")?;
    }
    match statement.get("u")? {
        Some(modifications) => update::check_update(modifications, allowed)?,
        None => return Err(operator("an update statement needs u, the update")),
    }
    if let Some(RawBsonRef::Array(filters)) = statement.get("arrayFilters")? {
        check_array_filters(filters, allowed)?;
    }
    Ok(())
}

fn check_delete_statement(statement: &RawDocument, allowed: Permissions) -> Result<()> {
    let criteria = check_criteria(statement, allowed)?;
    let all = match statement.get("limit")? {
        Some(RawBsonRef::Int32(0) | RawBsonRef::Int64(0)) => true,
        Some(RawBsonRef::Int32(1) | RawBsonRef::Int64(1)) => false,
        _ => return Err(operator("a delete statement needs limit: 0 for all that match, 1 for one")),
    };
    if all && criteria.is_empty() {
        refuse_empty(allowed, "deletes every document", "deleteAll()")?;
    }
    Ok(())
}

fn check_criteria(statement: &RawDocument, allowed: Permissions) -> Result<&RawDocument> {
    match statement.get("q")? {
        Some(RawBsonRef::Document(criteria)) => {
            filter::check_filter(criteria, allowed, 0)?;
            Ok(criteria)
        }
        _ => Err(operator("a statement needs q, the filter of the documents it changes")),
    }
}

/// Checks the filters that pick array elements.
pub(super) fn check_array_filters(filters: &RawArray, allowed: Permissions) -> Result<()> {
    for element in filters {
        match element? {
            RawBsonRef::Document(document) => filter::check_filter(document, allowed, 0)?,
            other => return Err(operator(format!("an array filter is an object, not {}", kind(other)))),
        }
    }
    Ok(())
}

fn refuse_empty(allowed: Permissions, effect: &str, explicit: &str) -> Result<()> {
    if allowed.empty_criteria {
        return Ok(());
    }
    Err(EngineError::guard(
        GuardReason::EmptyCriteria,
        format!("a write without criteria {effect} of the collection: say so with {explicit}, or give criteria"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::{RawDocumentBuf, doc};

    fn check(array: &str, statement: bson::Document, allowed: Permissions) -> Result<()> {
        check_statement(array, &RawDocumentBuf::try_from(&statement).expect("bson"), allowed)
    }

    #[test]
    fn writes_to_everything_need_the_flag() {
        let allowed = Permissions { empty_criteria: true, ..Permissions::default() };
        for (array, statement) in [
            ("updates", doc! { "q": {}, "u": { "$set": { "a": 1 } }, "multi": true }),
            ("deletes", doc! { "q": {}, "limit": 0 }),
        ] {
            let error = check(array, statement.clone(), Permissions::default()).expect_err("refused");
            assert_eq!(error.class, crate::error::ErrorClass::Guard(GuardReason::EmptyCriteria));
            assert!(check(array, statement, allowed).is_ok());
        }
        assert!(check("updates", doc! { "q": {}, "u": { "$set": { "a": 1 } } }, Permissions::default()).is_ok());
        assert!(check("deletes", doc! { "q": { "a": 1 }, "limit": 0 }, Permissions::default()).is_ok());
    }

    #[test]
    fn statements_are_checked_in_all_their_parts() {
        for (array, statement) in [
            ("updates", doc! { "u": {} }),
            ("updates", doc! { "q": { "a": 1 } }),
            ("updates", doc! { "q": { "$where": "1" }, "u": { "$set": { "a": 1 } } }),
            ("updates", doc! { "q": { "a": 1 }, "u": [{ "$out": "x" }] }),
            ("updates", doc! { "q": { "a": 1 }, "u": { "$set": { "a": 1 } }, "arrayFilters": [{ "x": { "$evil": 1 } }] }),
            ("deletes", doc! { "q": { "a": 1 } }),
            ("deletes", doc! { "q": { "a": 1 }, "limit": 7 }),
        ] {
            assert!(check(array, statement.clone(), Permissions::default()).is_err(), "{statement}");
        }
    }
}
