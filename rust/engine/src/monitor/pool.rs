//! Events of connection pools.

use std::time::Duration;

use mongodb::event::cmap::{CmapEvent, ConnectionCheckoutFailedReason, ConnectionClosedReason};

use super::event::{Event, EventKind};

/// The kind of the driver's event; kinds that a newer driver may add have none.
pub(super) fn kind(event: &CmapEvent) -> Option<EventKind> {
    Some(match event {
        CmapEvent::PoolCreated(_) => EventKind::PoolCreated,
        CmapEvent::PoolReady(_) => EventKind::PoolReady,
        CmapEvent::PoolCleared(_) => EventKind::PoolCleared,
        CmapEvent::PoolClosed(_) => EventKind::PoolClosed,
        CmapEvent::ConnectionCreated(_) => EventKind::ConnectionCreated,
        CmapEvent::ConnectionReady(_) => EventKind::ConnectionReady,
        CmapEvent::ConnectionClosed(_) => EventKind::ConnectionClosed,
        CmapEvent::ConnectionCheckoutStarted(_) => EventKind::CheckOutStarted,
        CmapEvent::ConnectionCheckoutFailed(_) => EventKind::CheckOutFailed,
        CmapEvent::ConnectionCheckedOut(_) => EventKind::CheckedOut,
        CmapEvent::ConnectionCheckedIn(_) => EventKind::CheckedIn,
        _ => return None,
    })
}

pub(super) fn event(event: &CmapEvent) -> Event {
    match event {
        CmapEvent::PoolCreated(event) => {
            let options = event.options.as_ref();
            let size = options.and_then(|options| options.max_pool_size);
            Event::at(&event.address).maybe("maxPoolSize", size.map(i64::from))
        }
        CmapEvent::PoolReady(event) => Event::at(&event.address),
        CmapEvent::PoolCleared(event) => Event::at(&event.address),
        CmapEvent::PoolClosed(event) => Event::at(&event.address),
        CmapEvent::ConnectionCreated(event) => {
            connection(Event::at(&event.address), event.connection_id)
        }
        CmapEvent::ConnectionReady(event) => {
            let ready = connection(Event::at(&event.address), event.connection_id);
            ready.with("durationMS", milliseconds(event.duration))
        }
        CmapEvent::ConnectionClosed(event) => {
            let closed = connection(Event::at(&event.address), event.connection_id);
            closed.with("reason", closed_reason(&event.reason))
        }
        CmapEvent::ConnectionCheckoutStarted(event) => Event::at(&event.address),
        CmapEvent::ConnectionCheckoutFailed(event) => Event::at(&event.address)
            .with("reason", check_out_reason(&event.reason))
            .with("durationMS", milliseconds(event.duration)),
        CmapEvent::ConnectionCheckedOut(event) => {
            let taken = connection(Event::at(&event.address), event.connection_id);
            taken.with("durationMS", milliseconds(event.duration))
        }
        CmapEvent::ConnectionCheckedIn(event) => {
            connection(Event::at(&event.address), event.connection_id)
        }
        _ => Event::new(),
    }
}

fn connection(event: Event, id: u32) -> Event {
    event.with("connectionId", i64::from(id))
}

pub(super) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The specification's words.
fn closed_reason(reason: &ConnectionClosedReason) -> &'static str {
    match reason {
        ConnectionClosedReason::Stale => "stale",
        ConnectionClosedReason::Idle => "idle",
        ConnectionClosedReason::Dropped => "dropped",
        ConnectionClosedReason::PoolClosed => "poolClosed",
        _ => "error",
    }
}

fn check_out_reason(reason: &ConnectionCheckoutFailedReason) -> &'static str {
    match reason {
        ConnectionCheckoutFailedReason::Timeout => "timeout",
        _ => "connectionError",
    }
}
