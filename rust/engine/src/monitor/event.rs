//! Kinds of events under the names of MongoDB's specifications "Connection Monitoring and Pooling" and "Server Discovery
//! and Monitoring Logging and Monitoring", and what every event has.

use bson::{DateTime, Document, RawDocumentBuf, doc};
use mongodb::options::ServerAddress;

/// Declares the kinds with their names; the order gives their bits.
macro_rules! kinds {
    ($($kind:ident => $name:literal,)*) => {
        /// What happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum EventKind { $(#[doc = $name] $kind,)* }

        const NAMES: &[(EventKind, &str)] = &[$((EventKind::$kind, $name),)*];
    };
}

kinds! {
    PoolCreated => "connectionPoolCreated",
    PoolReady => "connectionPoolReady",
    PoolCleared => "connectionPoolCleared",
    PoolClosed => "connectionPoolClosed",
    ConnectionCreated => "connectionCreated",
    ConnectionReady => "connectionReady",
    ConnectionClosed => "connectionClosed",
    CheckOutStarted => "connectionCheckOutStarted",
    CheckOutFailed => "connectionCheckOutFailed",
    CheckedOut => "connectionCheckedOut",
    CheckedIn => "connectionCheckedIn",
    ServerOpening => "serverOpening",
    ServerClosed => "serverClosed",
    ServerChanged => "serverDescriptionChanged",
    TopologyOpening => "topologyOpening",
    TopologyClosed => "topologyClosed",
    TopologyChanged => "topologyDescriptionChanged",
    HeartbeatStarted => "serverHeartbeatStarted",
    HeartbeatSucceeded => "serverHeartbeatSucceeded",
    HeartbeatFailed => "serverHeartbeatFailed",
    PrimaryChanged => "primaryChanged",
}

impl EventKind {
    /// The kind of a name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let found = NAMES.iter().find(|(_, known)| *known == name);
        found.map(|(kind, _)| *kind)
    }

    pub(crate) fn bit(self) -> u32 {
        1 << self as u32
    }

    fn name(self) -> &'static str {
        NAMES[self as usize].1
    }
}

/// An event on its way to JavaScript.
pub(super) struct Event(Document);

impl Event {
    pub(super) fn new() -> Self {
        Self(Document::new())
    }

    pub(super) fn at(address: &ServerAddress) -> Self {
        Self::new().with("address", address.to_string())
    }

    pub(super) fn with(mut self, name: &str, value: impl Into<bson::Bson>) -> Self {
        self.0.insert(name, value);
        self
    }

    /// Adds a field that is not always known.
    pub(super) fn maybe(self, name: &str, value: Option<impl Into<bson::Bson>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub(super) fn into_document(self) -> Document {
        self.0
    }

    /// The event with its name and the time.
    pub(super) fn finish(self, kind: EventKind) -> Option<RawDocumentBuf> {
        let mut whole = doc! { "name": kind.name(), "time": DateTime::now() };
        whole.extend(self.0);
        RawDocumentBuf::try_from(&whole).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_bit_and_name() {
        let mut bits = 0;
        for (index, (kind, name)) in NAMES.iter().enumerate() {
            assert_eq!(*kind as usize, index);
            assert_eq!(bits & kind.bit(), 0);
            bits |= kind.bit();
            assert_eq!((kind.name(), EventKind::of(name)), (*name, Some(*kind)));
        }
        assert_eq!(EventKind::of("poolExploded"), None);
    }
}
