//! Write commands whose statements are sent apart from the command: split by the server's limits, results merged.
//! Source: MongoDB manual, "Database Commands" (insert, update, delete).

use bson::{Bson, Document, RawBsonRef, RawDocument, RawDocumentBuf};

use super::body::append_array;
use super::run::{Call, Context};
use super::split::split;
use crate::error::{
    EngineError, Result, StatementError, document_labels, index_bson, write_outcome,
};
use crate::transfer::Batch;

/// What the commands of one submission did together.
#[derive(Default)]
struct Merged {
    matched: i64,
    modified: Option<i64>,
    upserted: Vec<Bson>,
    errors: Vec<StatementError>,
    concern_errors: Vec<Bson>,
    labels: Vec<String>,
}

/// Sends the statements of a batch, in as few commands as the server allows.
///
/// # Errors
/// `bulk_write` (or the class of the only statement's failure) with every failed index, `write_concern`, or what stopped
/// a command as a whole, then with `n`: what the commands before it did.
pub(crate) async fn run_statements(
    context: &Context,
    call: &Call<'_>,
    command: &RawDocument,
    array: &str,
    batch: &Batch,
) -> Result<Document> {
    let documents: Vec<&RawDocument> = batch.iter().collect();
    let statements = documents.len();
    if statements == 0 {
        return Err(EngineError::invalid(
            "there is nothing to write: the list of documents is empty",
        ));
    }
    let ordered = !matches!(command.get("ordered")?, Some(RawBsonRef::Boolean(false)));
    let deployment = &context.client.deployment;
    let header = command.as_bytes().len() + array.len() + 8;
    let lengths = documents.iter().map(|document| document.as_bytes().len());
    let ranges = split(
        lengths,
        deployment.max_statements,
        deployment.max_command().saturating_sub(header),
    );
    let mut merged = Merged::default();
    for range in ranges {
        let offset = range.start;
        let part = documents.get(range).unwrap_or_default();
        let body = || append_array(command, array, part.iter().copied());
        match context.run(call, body).await {
            Ok(reply) => merged.add(&reply, offset),
            Err(error) => return Err(merged.interrupted(error, offset)),
        }
        if ordered && !merged.errors.is_empty() {
            break;
        }
        if context.stop.is_cancelled() {
            break;
        }
    }
    merged.finish(statements)
}

impl Merged {
    fn add(&mut self, reply: &Document, offset: usize) {
        self.matched += integer(reply, "n").unwrap_or(0);
        if let Some(modified) = integer(reply, "nModified") {
            *self.modified.get_or_insert(0) += modified;
        }
        for entry in reply
            .get_array("upserted")
            .map(Vec::as_slice)
            .unwrap_or_default()
        {
            let Some(entry) = entry.as_document() else {
                continue;
            };
            let index = integer(entry, "index")
                .and_then(|index| usize::try_from(index).ok())
                .unwrap_or(0);
            let mut shifted = entry.clone();
            shifted.insert("index", index_bson(offset.saturating_add(index)));
            self.upserted.push(shifted.into());
        }
        let (errors, concern) = write_outcome(reply, offset);
        self.errors.extend(errors);
        self.concern_errors.extend(concern);
        for label in document_labels(reply) {
            if !self.labels.contains(&label) {
                self.labels.push(label);
            }
        }
    }

    /// The error of a command that failed as a whole, with what was done before it.
    fn interrupted(self, mut error: EngineError, offset: usize) -> EngineError {
        if offset > 0 || !self.errors.is_empty() {
            error.details.push(("n", Bson::Int64(self.matched)));
            error.write_errors = self.errors;
            error.write_concern_errors.extend(self.concern_errors);
        }
        error
    }

    fn finish(self, statements: usize) -> Result<Document> {
        let mut reply = bson::doc! { "n": self.matched };
        if let Some(modified) = self.modified {
            reply.insert("nModified", modified);
        }
        if !self.upserted.is_empty() {
            reply.insert("upserted", self.upserted);
        }
        if self.errors.is_empty() && self.concern_errors.is_empty() {
            return Ok(reply);
        }
        let mut error =
            EngineError::from_write(statements, self.errors, self.concern_errors, self.labels);
        for (name, field) in [
            ("n", "n"),
            ("nModified", "nModified"),
            ("upserted", "upserted"),
        ] {
            if let Some(value) = reply.remove(field) {
                error.details.push((name, value));
            }
        }
        Err(error)
    }
}

/// Checks the reply of a command whose statements, if any, stand in it.
pub(crate) fn check_reply(command: &RawDocumentBuf, reply: &Document) -> Result<()> {
    let (errors, concern) = write_outcome(reply, 0);
    if errors.is_empty() && concern.is_none() {
        return Ok(());
    }
    let arrays = ["updates", "deletes", "documents"];
    let statements = arrays
        .iter()
        .find_map(|name| command.get_array(name).ok())
        .map_or(1, |array| array.into_iter().count());
    let mut error = EngineError::from_write(
        statements,
        errors,
        concern.into_iter().collect(),
        document_labels(reply),
    );
    for name in ["n", "nModified", "upserted"] {
        if let Some(value) = reply.get(name) {
            error.details.push((name, value.clone()));
        }
    }
    Err(error)
}

fn integer(document: &Document, key: &str) -> Option<i64> {
    match document.get(key)? {
        Bson::Int32(value) => Some(i64::from(*value)),
        Bson::Int64(value) => Some(*value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorClass;
    use bson::doc;

    #[test]
    fn replies_are_merged_with_indexes_of_the_submission() {
        let mut merged = Merged::default();
        merged.add(
            &doc! { "n": 3, "nModified": 2, "upserted": [{ "index": 1, "_id": 9 }] },
            0,
        );
        merged.add(
            &doc! { "n": 1, "nModified": 0, "upserted": [{ "index": 0, "_id": 8 }] },
            1000,
        );
        let reply = merged.finish(1003).expect("no errors");
        assert_eq!(
            reply,
            doc! { "n": 4_i64, "nModified": 2_i64, "upserted": [{ "index": 1, "_id": 9 }, { "index": 1000, "_id": 8 }] }
        );
    }

    #[test]
    fn failures_carry_what_was_done() {
        let mut merged = Merged::default();
        merged.add(
            &doc! { "n": 2, "writeErrors": [{ "index": 2, "code": 11000, "errmsg": "E11000" }] },
            0,
        );
        let error = merged.finish(5).expect_err("failed");
        assert_eq!(
            (error.class, error.detail("n")),
            (ErrorClass::BulkWrite, Some(&Bson::Int64(2)))
        );
        let mut merged = Merged::default();
        merged.add(&doc! { "n": 10 }, 0);
        let error = merged.interrupted(EngineError::new(ErrorClass::Connection, "broken"), 10);
        assert_eq!(
            (error.class, error.detail("n")),
            (ErrorClass::Connection, Some(&Bson::Int64(10)))
        );
    }
}
