//! The driver's errors, mapped. `Display` of the driver's `Error` prints the whole reply, so only its kind is read.

use bson::Document;
use mongodb::error::{Error, ErrorKind};

use super::reply::class_of;
use super::{EngineError, ErrorClass};

/// Builds the record of a driver error from the raw reply first, from the kind second.
pub(crate) fn from_driver(error: &Error) -> EngineError {
    let mut mapped = from_kind(&error.kind);
    mapped.labels = error.labels().iter().cloned().collect();
    mapped.labels.sort();
    if let Some(reply) = error
        .server_response()
        .and_then(|raw| Document::try_from(raw.as_ref()).ok())
    {
        mapped.add_reply_details(&reply);
    }
    mapped
}

fn from_kind(kind: &ErrorKind) -> EngineError {
    match kind {
        ErrorKind::Command(command) => {
            let mut error = EngineError::new(class_of(command.code), command.message.clone());
            error.code = Some(command.code);
            error.code_name = Some(command.code_name.clone()).filter(|name| !name.is_empty());
            error
        }
        ErrorKind::Authentication { .. } => EngineError::new(
            ErrorClass::Authentication,
            "the server refused the credentials: check user name, password, authSource and authMechanism of the URI",
        ),
        ErrorKind::Io(cause) => EngineError::new(
            ErrorClass::Connection,
            format!(
                "the connection to the server broke while the command was under way ({})",
                cause.kind()
            ),
        ),
        ErrorKind::ConnectionPoolCleared { .. } => EngineError::new(
            ErrorClass::Connection,
            "the connection was closed because another operation found its server unreachable",
        ),
        ErrorKind::ServerSelection { message, .. } => {
            EngineError::new(ErrorClass::ServerSelection, selection_message(message))
        }
        ErrorKind::DnsResolve { message, .. } => {
            EngineError::new(ErrorClass::ServerSelection, resolution_message(message))
        }
        ErrorKind::InvalidTlsConfig { message, .. } => EngineError::new(
            ErrorClass::InvalidArgument,
            format!("the TLS options can not be used: {message}"),
        ),
        ErrorKind::Shutdown => client_closed(),
        ErrorKind::SessionsNotSupported => EngineError::new(
            ErrorClass::Session,
            "this deployment does not support sessions",
        ),
        ErrorKind::Transaction { message, .. } => {
            EngineError::new(ErrorClass::Session, message.clone())
        }
        ErrorKind::InvalidArgument { message, .. } => EngineError::invalid(message.clone()),
        ErrorKind::IncompatibleServer { message, .. } => {
            EngineError::new(ErrorClass::Server, message.clone())
        }
        ErrorKind::InvalidResponse { message, .. } => EngineError::new(
            ErrorClass::Server,
            format!("the server sent a reply that can not be read: {message}"),
        ),
        ErrorKind::Bson(error) => EngineError::new(
            ErrorClass::Server,
            format!("a reply holds BSON that can not be read: {}", error.kind),
        ),
        _ => EngineError::internal("the driver failed in a way that the engine does not know"),
    }
}

/// The error of everything that was under way when its client was disconnected.
pub(crate) fn client_closed() -> EngineError {
    EngineError::new(
        ErrorClass::ClientClosed,
        "the client was closed while the operation was under way, or before it",
    )
}

fn resolution_message(text: &str) -> String {
    if text.contains("no records found") {
        return "the host name could not be resolved: check its spelling; one behind mongodb+srv:// needs an SRV record"
            .to_owned();
    }
    format!("the host name could not be resolved: {text}")
}

/// The driver's text holds the whole topology; only what helps is passed on.
fn selection_message(text: &str) -> String {
    let lower = text.to_lowercase();
    // Members of other sets are struck off the list of servers.
    if lower.contains("set name:") && !lower.contains("address:") {
        return "no server of the URI belongs to its replica set: check replicaSet".to_owned();
    }
    let cause = [
        (
            "certificaterequired",
            "the server demands a client certificate: give tlsCertificateKeyFile",
        ),
        (
            "certificate",
            "the TLS certificate was not accepted: check tlsCAFile and the host names",
        ),
        (
            "connection refused",
            "the connection was refused: is the server running at this address and port?",
        ),
        (
            "lookup address",
            "the host name could not be resolved: check its spelling",
        ),
        (
            "name or service",
            "the host name could not be resolved: check its spelling",
        ),
        (
            "close_notify",
            "the server closed the TLS connection at once: it may demand a client certificate (tlsCertificateKeyFile)",
        ),
        (
            "tls handshake eof",
            "the server closed the connection instead of speaking TLS: check tls in the URI",
        ),
        (
            "end of file",
            "the server closed the connection at once: it may want TLS (tls=true), or be shutting down",
        ),
        (
            "timed out",
            "the server did not answer: check firewalls and the address",
        ),
        (
            "replicasetnoprimary",
            "the replica set has no primary at the moment",
        ),
    ]
    .into_iter()
    .find(|(sign, _)| lower.contains(sign))
    .map_or(
        "no server fits the read preference, or none can be reached",
        |(_, advice)| advice,
    );
    format!("no suitable server was found within serverSelectionTimeoutMS: {cause}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selection_errors_do_not_repeat_the_topology() {
        let text = "Server selection timeout: No available servers. Topology: { Servers: [ { Address: a:1, Error: Kind: I/O error: Connection refused, response 2f00 } ] }";
        let message = selection_message(text);
        assert!(message.contains("refused"));
        assert!(!message.contains("2f00"));
    }

    #[test]
    fn selection_errors_tell_another_replica_set_from_one_without_a_primary() {
        let text = "Topology: { Type: ReplicaSetNoPrimary, Set Name: other }";
        assert!(selection_message(text).contains("check replicaSet"));
        let text = "Topology: { Type: ReplicaSetNoPrimary, Set Name: rs0, Servers: [ { Address: a:1, Type: RsSecondary } ] }";
        assert!(selection_message(text).contains("no primary"));
    }
}
