//! The line protocol of the benchmark's workers: one JSON request a line on stdin, one JSON reply a line on stdout.

use std::io::{BufRead, Write};

use serde::{Deserialize, Serialize};

/// Errors are only ever shown to the person who runs the benchmark.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Clone, Deserialize)]
pub struct Request {
    pub id: u64,
    pub task: String,
    #[serde(default)]
    pub shape: String,
    #[serde(default)]
    pub samples: usize,
    #[serde(default)]
    pub operations: usize,
    #[serde(default)]
    pub uri: String,
    #[serde(default)]
    pub database: String,
}

/// What a task gives back: a time in milliseconds for every sample, and what the runner checks.
#[derive(Default, Serialize)]
pub struct Outcome {
    pub times: Vec<f64>,
    pub count: u64,
    pub sum: i64,
}

#[derive(Serialize)]
struct Reply<'a> {
    id: u64,
    #[serde(flatten)]
    outcome: Option<&'a Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Answers requests until stdin ends.
pub fn serve(mut answer: impl FnMut(&Request) -> Result<Outcome>) -> Result<()> {
    for line in std::io::stdin().lock().lines() {
        let request: Request = serde_json::from_str(&line?)?;
        let outcome = answer(&request);
        let reply = match &outcome {
            Ok(outcome) => Reply {
                id: request.id,
                outcome: Some(outcome),
                error: None,
            },
            Err(error) => Reply {
                id: request.id,
                outcome: None,
                error: Some(error.to_string()),
            },
        };
        let mut out = std::io::stdout().lock();
        serde_json::to_writer(&mut out, &reply)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}
