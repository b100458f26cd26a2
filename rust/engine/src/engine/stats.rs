//! Counts for tests of leaks and for diagnosis.

use serde::Serialize;

use super::{Engine, Resource};
use crate::lock::lock;

/// Live handles by kind, and what waits.
#[derive(Debug, Default, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    /// Connected clients.
    pub clients: usize,
    /// Registered plans.
    pub plans: usize,
    /// Encoded batches.
    pub batches: usize,
    /// Payloads that wait to be taken.
    pub results: usize,
    /// Open cursors.
    pub cursors: usize,
    /// Open sessions.
    pub sessions: usize,
    /// Listeners to events of clients.
    pub listeners: usize,
    /// Completions that wait to be drained.
    pub completions: usize,
    /// Requests without an answer.
    pub pending: usize,
}

impl Engine {
    /// Counts what is alive.
    pub fn stats(&self) -> Stats {
        let mut stats = Stats {
            completions: self.queue.len(),
            pending: self.pending.len(),
            ..Stats::default()
        };
        for (_, resource) in lock(&self.resources).iter() {
            let count = match resource {
                Resource::Client(_) => &mut stats.clients,
                Resource::Plan(_) => &mut stats.plans,
                Resource::Batch(_) => &mut stats.batches,
                Resource::Result(_) => &mut stats.results,
                Resource::Cursor(_) => &mut stats.cursors,
                Resource::Session(_) => &mut stats.sessions,
                Resource::Events(_) => &mut stats.listeners,
            };
            *count += 1;
        }
        stats
    }
}
