//! Events of the client's view of the deployment.

use bson::Document;
use mongodb::event::sdam::{SdamEvent, TopologyDescription};
use mongodb::{ServerInfo, ServerType};

use super::event::{Event, EventKind};
use super::pool::milliseconds;
use crate::error::from_driver;

/// The kind of the driver's event; kinds that a newer driver may add have none.
pub(super) fn kind(event: &SdamEvent) -> Option<EventKind> {
    Some(match event {
        SdamEvent::ServerDescriptionChanged(_) => EventKind::ServerChanged,
        SdamEvent::ServerOpening(_) => EventKind::ServerOpening,
        SdamEvent::ServerClosed(_) => EventKind::ServerClosed,
        SdamEvent::TopologyDescriptionChanged(_) => EventKind::TopologyChanged,
        SdamEvent::TopologyOpening(_) => EventKind::TopologyOpening,
        SdamEvent::TopologyClosed(_) => EventKind::TopologyClosed,
        SdamEvent::ServerHeartbeatStarted(_) => EventKind::HeartbeatStarted,
        SdamEvent::ServerHeartbeatSucceeded(_) => EventKind::HeartbeatSucceeded,
        SdamEvent::ServerHeartbeatFailed(_) => EventKind::HeartbeatFailed,
        _ => return None,
    })
}

pub(super) fn event(event: &SdamEvent) -> Event {
    match event {
        SdamEvent::ServerDescriptionChanged(event) => Event::at(&event.address)
            .with("previous", server(&event.previous_description))
            .with("current", server(&event.new_description)),
        SdamEvent::ServerOpening(event) => Event::at(&event.address),
        SdamEvent::ServerClosed(event) => Event::at(&event.address),
        SdamEvent::TopologyDescriptionChanged(event) => Event::new()
            .with("previous", topology(&event.previous_description))
            .with("current", topology(&event.new_description)),
        SdamEvent::ServerHeartbeatStarted(event) => {
            Event::at(&event.server_address).with("awaited", event.awaited)
        }
        SdamEvent::ServerHeartbeatSucceeded(event) => Event::at(&event.server_address)
            .with("awaited", event.awaited)
            .with("durationMS", milliseconds(event.duration)),
        SdamEvent::ServerHeartbeatFailed(event) => {
            let error = from_driver(&event.failure);
            Event::at(&event.server_address)
                .with("awaited", event.awaited)
                .with("durationMS", milliseconds(event.duration))
                .with("error", error.message.as_str())
        }
        _ => Event::new(),
    }
}

/// That another server is the primary now, or none.
pub(super) fn primary_change(event: &SdamEvent) -> Option<Event> {
    let SdamEvent::TopologyDescriptionChanged(event) = event else {
        return None;
    };
    let previous = primary(&event.previous_description);
    let current = primary(&event.new_description);
    if previous == current {
        return None;
    }
    Some(
        Event::new()
            .maybe("previous", previous)
            .maybe("current", current),
    )
}

fn primary(topology: &TopologyDescription) -> Option<String> {
    let servers = topology.servers();
    let primary = servers
        .values()
        .find(|server| server.server_type() == ServerType::RsPrimary);
    primary.map(|server| server.address().to_string())
}

fn topology(description: &TopologyDescription) -> Document {
    let mut servers: Vec<Document> = description.servers().values().map(server).collect();
    servers.sort_by_key(|server| server.get_str("address").unwrap_or_default().to_owned());
    Event::new()
        .with("type", format!("{:?}", description.topology_type()))
        .maybe("setName", description.set_name().cloned())
        .with("servers", servers)
        .into_document()
}

fn server(description: &ServerInfo<'_>) -> Document {
    let time = description.average_round_trip_time();
    let error = description
        .error()
        .map(|error| from_driver(error).message.clone());
    Event::at(description.address())
        .with("type", type_name(description.server_type()))
        .maybe("setName", description.replica_set_name())
        .maybe("roundTripTimeMS", time.map(milliseconds))
        .maybe("maxWireVersion", description.max_wire_version())
        .maybe("error", error)
        .into_document()
}

/// The specification's word.
fn type_name(kind: ServerType) -> &'static str {
    match kind {
        ServerType::Standalone => "Standalone",
        ServerType::Mongos => "Mongos",
        ServerType::RsPrimary => "RSPrimary",
        ServerType::RsSecondary => "RSSecondary",
        ServerType::RsArbiter => "RSArbiter",
        ServerType::RsOther => "RSOther",
        ServerType::RsGhost => "RSGhost",
        ServerType::LoadBalancer => "LoadBalancer",
        _ => "Unknown",
    }
}
