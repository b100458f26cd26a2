//! What a server's reply says about failures: `ok: 1` with `writeErrors` or `writeConcernError` is a failure too.

use bson::{Bson, Document};

use super::{EngineError, ErrorClass, StatementError};

/// Number under a key, whichever numeric type the server chose.
fn number(document: &Document, key: &str) -> Option<i32> {
    match document.get(key)? {
        Bson::Int32(value) => Some(*value),
        Bson::Int64(value) => i32::try_from(*value).ok(),
        Bson::Double(value) if value.fract() == 0.0 && value.abs() < f64::from(i32::MAX) => Some(*value as i32),
        _ => None,
    }
}

/// The error code of a reply or of an entry in it.
pub(crate) fn code_of(document: &Document) -> Option<i32> {
    number(document, "code")
}

/// The labels of a reply.
pub(crate) fn document_labels(reply: &Document) -> Vec<String> {
    let labels = reply.get_array("errorLabels").map(Vec::as_slice).unwrap_or_default();
    labels.iter().filter_map(|label| label.as_str().map(str::to_owned)).collect()
}

/// Whether a reply carries a label.
pub(crate) fn has_label(reply: &Document, label: &str) -> bool {
    reply.get_array("errorLabels").is_ok_and(|labels| labels.iter().any(|own| own.as_str() == Some(label)))
}

impl StatementError {
    /// Reads one entry of `writeErrors`; `offset` is the position of the command's first statement in the submission.
    pub(crate) fn from_entry(entry: &Document, offset: usize) -> Self {
        let index = number(entry, "index").and_then(|index| usize::try_from(index).ok()).unwrap_or(0);
        Self {
            index: offset.saturating_add(index),
            code: code_of(entry).unwrap_or(0),
            message: entry.get_str("errmsg").unwrap_or("the server gave no message").to_owned(),
            key_pattern: entry.get("keyPattern").cloned(),
            key_value: entry.get("keyValue").cloned(),
            err_info: entry.get("errInfo").cloned(),
        }
    }
}

/// The failures inside a successful (`ok: 1`) reply to a write command: statements and write concern.
pub(crate) fn write_outcome(reply: &Document, offset: usize) -> (Vec<StatementError>, Option<Bson>) {
    let entries = reply.get_array("writeErrors").map(Vec::as_slice).unwrap_or_default();
    let errors = entries
        .iter()
        .filter_map(|entry| entry.as_document().map(|entry| StatementError::from_entry(entry, offset)))
        .collect();
    (errors, reply.get("writeConcernError").cloned())
}

/// The class that a server's code belongs to.
pub(crate) fn class_of(code: i32) -> ErrorClass {
    match code {
        11000 | 11001 | 12582 => ErrorClass::DuplicateKey,
        50 | 202 | 262 => ErrorClass::Timeout,
        18 | 8000 => ErrorClass::Authentication,
        _ => ErrorClass::Server,
    }
}

impl EngineError {
    /// Adds what a failed reply tells beyond code and message.
    pub(crate) fn add_reply_details(&mut self, reply: &Document) {
        for name in ["keyPattern", "keyValue", "errInfo"] {
            if let Some(value) = reply.get(name) {
                self.details.push((name, value.clone()));
            }
        }
        for label in document_labels(reply) {
            if !self.has_label(&label) {
                self.labels.push(label);
            }
        }
    }

    /// The error of a write whose reply was `ok: 1`: one failed statement alone keeps its own class, more are `bulk_write`.
    pub(crate) fn from_write(
        statements: usize,
        errors: Vec<StatementError>,
        concern: Vec<Bson>,
        labels: Vec<String>,
    ) -> Self {
        let mut error = match (errors.as_slice(), statements) {
            ([], _) => {
                let first = concern.first().and_then(Bson::as_document);
                let text = first.and_then(|entry| entry.get_str("errmsg").ok()).unwrap_or("no reason given");
                let mut error = Self::new(
                    ErrorClass::WriteConcern,
                    format!("the write was made, but its write concern was not met: {text}"),
                );
                error.code = first.and_then(code_of);
                error.code_name = first.and_then(|entry| entry.get_str("codeName").ok()).map(str::to_owned);
                error
            }
            ([only], 1) => {
                let mut error = Self::new(class_of(only.code), only.message.clone());
                error.code = Some(only.code);
                let details =
                    [("keyPattern", &only.key_pattern), ("keyValue", &only.key_value), ("errInfo", &only.err_info)];
                for (name, value) in details {
                    if let Some(value) = value {
                        error.details.push((name, value.clone()));
                    }
                }
                error
            }
            ([first, ..], _) => Self::new(
                ErrorClass::BulkWrite,
                format!(
                    "{} of {statements} statements failed; the first, at index {}: {}",
                    errors.len(),
                    first.index,
                    first.message
                ),
            ),
        };
        error.labels = labels;
        error.write_errors = errors;
        error.write_concern_errors = concern;
        error
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::doc;

    #[test]
    fn one_failed_statement_alone_is_a_duplicate_key_with_its_value() {
        let reply = doc! { "ok": 1, "writeErrors": [
            { "index": 0, "code": 11000, "errmsg": "E11000", "keyValue": { "email": "a" } } ] };
        let (errors, concern) = write_outcome(&reply, 0);
        assert!(concern.is_none());
        let error = EngineError::from_write(1, errors, vec![], vec![]);
        assert_eq!(error.class, ErrorClass::DuplicateKey);
        assert_eq!(error.detail("keyValue"), Some(&Bson::Document(doc! { "email": "a" })));
    }

    #[test]
    fn indexes_count_over_the_whole_submission() {
        let reply = doc! { "writeErrors": [{ "index": 2_i64, "code": 11000, "errmsg": "E11000" }] };
        assert_eq!(write_outcome(&reply, 100_000).0[0].index, 100_002);
    }

    #[test]
    fn a_write_concern_error_alone_is_not_a_statement_error() {
        let reply = doc! { "writeConcernError": { "code": 64, "codeName": "WriteConcernFailed", "errmsg": "waiting" } };
        let (errors, concern) = write_outcome(&reply, 0);
        let error = EngineError::from_write(1, errors, concern.into_iter().collect(), vec![]);
        assert_eq!(error.class, ErrorClass::WriteConcern);
        assert_eq!(error.code, Some(64));
    }
}
