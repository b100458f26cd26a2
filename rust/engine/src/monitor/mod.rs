//! Events of a client's pools and of its view of the deployment, for those who listen. The driver tells them on its own
//! threads; nothing is built while nobody listens.

mod event;
mod feed;
mod pool;
mod topology;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use mongodb::event::EventHandler;
use mongodb::event::cmap::CmapEvent;
use mongodb::options::ClientOptions;

use crate::lock::lock;
use crate::measure;
use event::Event;
pub(crate) use event::EventKind;
pub(crate) use feed::{EventFeed, Given};

/// Who listens to a client.
#[derive(Default)]
pub(crate) struct Monitor {
    /// The kinds that somebody listens to, as bits.
    wanted: AtomicU32,
    feeds: Mutex<Vec<Arc<EventFeed>>>,
}

impl Monitor {
    /// A monitor of the client that these options make.
    pub(crate) fn install(options: &mut ClientOptions) -> Arc<Self> {
        let monitor = Arc::new(Self::default());
        let pool = Arc::clone(&monitor);
        options.cmap_event_handler = Some(EventHandler::callback(move |event: CmapEvent| {
            if let CmapEvent::ConnectionCheckedOut(event) = &event {
                measure::checked_out(event);
            }
            pool.tell(pool::kind(&event), || pool::event(&event));
        }));
        let topology = Arc::clone(&monitor);
        options.sdam_event_handler = Some(EventHandler::callback(move |event| {
            topology.tell(topology::kind(&event), || topology::event(&event));
            if topology.wants(EventKind::PrimaryChanged)
                && let Some(changed) = topology::primary_change(&event)
            {
                topology.tell(Some(EventKind::PrimaryChanged), || changed);
            }
        }));
        monitor
    }

    /// Adds a listener: events from now on are its own.
    pub(crate) fn listen(&self, feed: Arc<EventFeed>) {
        let mut feeds = lock(&self.feeds);
        feeds.push(feed);
        self.count(&feeds);
    }

    /// Removes a listener.
    pub(crate) fn forget(&self, feed: &Arc<EventFeed>) {
        let mut feeds = lock(&self.feeds);
        feeds.retain(|other| !Arc::ptr_eq(other, feed));
        self.count(&feeds);
    }

    /// Removes all listeners.
    pub(crate) fn take_all(&self) -> Vec<Arc<EventFeed>> {
        let mut feeds = lock(&self.feeds);
        self.wanted.store(0, Ordering::Relaxed);
        std::mem::take(&mut feeds)
    }

    fn count(&self, feeds: &[Arc<EventFeed>]) {
        let wanted = feeds.iter().fold(0, |all, feed| all | feed.kinds);
        self.wanted.store(wanted, Ordering::Relaxed);
    }

    fn wants(&self, kind: EventKind) -> bool {
        self.wanted.load(Ordering::Relaxed) & kind.bit() != 0
    }

    fn tell(&self, kind: Option<EventKind>, event: impl FnOnce() -> Event) {
        let Some(kind) = kind.filter(|kind| self.wants(*kind)) else {
            return;
        };
        let Some(event) = event().finish(kind) else {
            return;
        };
        let feeds = lock(&self.feeds).clone();
        for feed in feeds.iter().filter(|feed| feed.kinds & kind.bit() != 0) {
            feed.push(event.clone());
        }
    }
}
