//! The error record as a document.

use bson::{Bson, Document, RawDocumentBuf};

use super::{EngineError, ErrorClass, StatementError};

impl EngineError {
    /// The record as a BSON document, in the order of the contract.
    pub fn to_document(&self) -> Document {
        let mut record = Document::new();
        record.insert("class", self.class.name());
        if let ErrorClass::Guard(reason) = self.class {
            record.insert("reason", reason.name());
        }
        record.insert("message", self.message.as_str());
        if let Some(code) = self.code {
            record.insert("code", code);
        }
        if let Some(name) = &self.code_name {
            record.insert("codeName", name.as_str());
        }
        if !self.labels.is_empty() {
            record.insert("labels", self.labels.clone());
        }
        for (name, value) in &self.details {
            record.insert(*name, value.clone());
        }
        if !self.write_errors.is_empty() {
            let errors: Vec<Bson> = self.write_errors.iter().map(|error| error.to_document().into()).collect();
            record.insert("writeErrors", errors);
        }
        if !self.write_concern_errors.is_empty() {
            record.insert("writeConcernErrors", self.write_concern_errors.clone());
        }
        record
    }

    /// The record as raw BSON. A record that can not be written becomes a short one that says so.
    pub fn to_raw(&self) -> RawDocumentBuf {
        RawDocumentBuf::try_from(&self.to_document()).unwrap_or_else(|_| {
            let mut short = RawDocumentBuf::new();
            short.append(bson::raw::cstr!("class"), self.class.name());
            short.append(bson::raw::cstr!("message"), "the details of this error can not be written as BSON");
            short
        })
    }
}

impl StatementError {
    /// The statement's entry in `writeErrors`.
    pub fn to_document(&self) -> Document {
        let mut entry = bson::doc! { "index": index_bson(self.index), "code": self.code, "message": self.message.as_str() };
        let details = [("keyPattern", &self.key_pattern), ("keyValue", &self.key_value), ("errInfo", &self.err_info)];
        for (name, value) in details {
            if let Some(value) = value {
                entry.insert(name, value.clone());
            }
        }
        entry
    }
}

/// An index as the smallest BSON integer that holds it.
pub(crate) fn index_bson(index: usize) -> Bson {
    i32::try_from(index).map_or_else(|_| Bson::Int64(i64::try_from(index).unwrap_or(i64::MAX)), Bson::Int32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::GuardReason;

    #[test]
    fn a_guard_error_names_its_reason() {
        let record = EngineError::guard(GuardReason::Operator, "no").to_document();
        assert_eq!(record.get_str("class").ok(), Some("guard"));
        assert_eq!(record.get_str("reason").ok(), Some("operator"));
    }

    #[test]
    fn a_record_keeps_every_failed_statement() {
        let mut error = EngineError::new(ErrorClass::BulkWrite, "two failed");
        for index in [3, 70_000] {
            error.write_errors.push(StatementError {
                index,
                code: 11000,
                message: "duplicate".into(),
                key_pattern: None,
                key_value: Some(bson::bson!({ "_id": 1 })),
                err_info: None,
            });
        }
        let record = error.to_document();
        let errors = record.get_array("writeErrors").expect("writeErrors");
        assert_eq!(errors.len(), 2);
        assert_eq!(errors[1].as_document().and_then(|entry| entry.get_i32("index").ok()), Some(70_000));
    }
}
