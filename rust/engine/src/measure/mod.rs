//! What an operation cost: time, bytes, attempts, and the server it went to. Measured for operations that ask for it; the
//! figures belong to the task that runs the operation, so that code on the way needs not pass them on.

mod figures;
mod section;

use std::sync::{Arc, Mutex};
use std::time::Instant;

use mongodb::event::cmap::ConnectionCheckedOutEvent;

use crate::lock::lock;
use figures::Figures;

tokio::task_local! {
    static CURRENT: Arc<Measurement>;
}

/// The figures of one operation, from its submission on.
pub(crate) struct Measurement {
    began: Instant,
    figures: Mutex<Figures>,
}

impl Measurement {
    /// Starts the clock, if somebody wants to know.
    pub(crate) fn start(wanted: bool) -> Option<Arc<Self>> {
        wanted.then(|| {
            Arc::new(Self {
                began: Instant::now(),
                figures: Mutex::default(),
            })
        })
    }

    /// The figures so far, as JavaScript reads them (`docs/internals/abi.md`, "Measurements").
    pub(crate) fn section(&self) -> Box<[u8]> {
        section::write(&lock(&self.figures), self.began.elapsed())
    }
}

/// Runs the work of an operation; what is noted inside belongs to its measurement.
pub(crate) async fn within<T>(
    measurement: Option<Arc<Measurement>>,
    work: impl Future<Output = T>,
) -> T {
    match measurement {
        Some(measurement) => CURRENT.scope(measurement, work).await,
        None => work.await,
    }
}

/// A command that is on its way to the server.
pub(crate) struct Attempt {
    measurement: Arc<Measurement>,
    sent: Instant,
}

/// Notes that a command of so many bytes is sent; `None` when nobody measures.
pub(crate) fn attempt(bytes: usize) -> Option<Attempt> {
    let measurement = CURRENT.try_with(Arc::clone).ok()?;
    lock(&measurement.figures).attempt(bytes);
    Some(Attempt {
        measurement,
        sent: Instant::now(),
    })
}

impl Attempt {
    /// Notes the time until the answer, or the failure.
    pub(crate) fn answered(self) {
        lock(&self.measurement.figures).network += self.sent.elapsed();
    }
}

/// Notes that an operation begins a command, which may take several attempts.
pub(crate) fn command() {
    note(|figures| figures.commands += 1);
}

/// Notes a reply; its size is asked for only when somebody measures.
pub(crate) fn reply(bytes: impl FnOnce() -> usize) {
    note(|figures| figures.received += bytes() as u64);
}

/// Notes how many documents a reply holds.
pub(crate) fn documents(count: impl FnOnce() -> usize) {
    note(|figures| figures.documents += count());
}

/// Notes the connection that an operation got. The driver tells it in the task that waits for the connection.
pub(crate) fn checked_out(event: &ConnectionCheckedOutEvent) {
    note(|figures| figures.checked_out(&event.address, event.connection_id));
}

fn note(change: impl FnOnce(&mut Figures)) {
    // Outside of a measured operation there is nothing to note.
    let _ = CURRENT.try_with(|measurement| change(&mut lock(&measurement.figures)));
}
