//! The BSON corpus of the MongoDB specifications.

use std::path::PathBuf;

use serde_json::Value;

pub struct Case {
    pub name: String,
    pub case: Value,
}

impl Case {
    pub fn bytes(&self, field: &str) -> Option<Vec<u8>> {
        let hex = self
            .case
            .get(field)?
            .as_str()
            .expect("corpus fields are text");
        let byte = |index| {
            u8::from_str_radix(&hex[index..index + 2], 16).expect("corpus bytes are hexadecimal")
        };
        Some((0..hex.len()).step_by(2).map(byte).collect())
    }
}

/// All entries of a list (`valid`, `decodeErrors`) of every corpus file.
pub fn cases(list: &str) -> Vec<Case> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/bson-corpus");
    let files = std::fs::read_dir(&folder).unwrap_or_else(|error| {
        panic!("the BSON corpus is missing: {} ({error})", folder.display())
    });
    let mut cases = Vec::new();
    for file in files {
        let path = file.expect("a readable folder").path();
        let text = std::fs::read(&path).expect("a readable corpus file");
        let corpus: Value = serde_json::from_slice(&text).expect("corpus files are JSON");
        let description = corpus["description"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        for case in corpus[list].as_array().into_iter().flatten() {
            let name = format!(
                "{description}: {}",
                case["description"].as_str().unwrap_or_default()
            );
            cases.push(Case {
                name,
                case: case.clone(),
            });
        }
    }
    cases
}
