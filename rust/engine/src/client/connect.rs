//! Connecting: URI and options, then one `hello`, so that wrong addresses and credentials fail here.

use bson::{Document, doc};
use mongodb::error::{Error, ErrorKind};
use mongodb::options::{
    AuthMechanism, ClientOptions, Credential, DriverInfo, ReadPreference, SelectionCriteria,
};
use tokio_util::sync::CancellationToken;

use super::defaults::Defaults;
use super::deployment::Deployment;
use super::{Client, options, tls_files};
use crate::error::{EngineError, Result, from_driver};
use crate::guard::uri::check_uri;
use crate::monitor::Monitor;
use crate::session::InternalSessions;

/// Connections per server unless the options say otherwise, as in MongoDB's other drivers.
const POOL_SIZE: u32 = 100;

/// Connects a client and learns what the deployment can do.
///
/// # Errors
/// `invalid_argument` for the URI or an option, `server_selection`, `authentication`, `connection`.
pub async fn connect(uri: &str, given: &Document) -> Result<Client> {
    let uri = options::merge(&check_uri(uri)?, given)?;
    let uri = check_uri(&uri)?;
    let mut client_options = ClientOptions::parse(&uri)
        .await
        .map_err(|error| parse_error(&error))?;
    refuse_x509_user(client_options.credential.as_ref())?;
    tls_files::check(client_options.tls.as_ref())?;
    client_options.max_pool_size.get_or_insert(POOL_SIZE);
    client_options.driver_info = Some(
        DriverInfo::builder()
            .name("Haricot".to_owned())
            .version(env!("CARGO_PKG_VERSION").to_owned())
            .build(),
    );
    let defaults = Defaults::from_options(&client_options)?;
    let monitor = Monitor::install(&mut client_options);
    let driver =
        mongodb::Client::with_options(client_options).map_err(|error| parse_error(&error))?;
    let deployment = match hello(&driver).await {
        Ok(reply) => Deployment::from_hello(&reply),
        Err(error) => {
            let mapped = from_driver(&error);
            driver.shutdown().immediate(true).await;
            return Err(mapped);
        }
    };
    Ok(Client {
        driver,
        defaults,
        deployment,
        internal_sessions: InternalSessions::default(),
        monitor,
        closed: CancellationToken::new(),
    })
}

/// Asks any server that can be reached: a replica set without a primary can still be read from.
async fn hello(driver: &mongodb::Client) -> std::result::Result<Document, Error> {
    let anywhere = SelectionCriteria::ReadPreference(ReadPreference::Nearest { options: None });
    driver
        .database("admin")
        .run_command(doc! { "hello": 1 })
        .selection_criteria(anywhere)
        .await
}

/// The driver sends the user name in a field that servers refuse; since MongoDB 3.4 they take it from the certificate.
fn refuse_x509_user(credential: Option<&Credential>) -> Result<()> {
    let named = credential.is_some_and(|credential| {
        credential.mechanism == Some(AuthMechanism::MongoDbX509) && credential.username.is_some()
    });
    if named {
        return Err(EngineError::invalid(
            "MONGODB-X509 takes the user name from the client's certificate: leave it out",
        ));
    }
    Ok(())
}

/// The driver's messages about options may quote them; only those that name just the option are passed on.
fn parse_error(error: &Error) -> EngineError {
    match &*error.kind {
        ErrorKind::InvalidArgument { message, .. } if names_only_the_option(message) => {
            EngineError::invalid(message.clone())
        }
        ErrorKind::InvalidArgument { .. } => EngineError::invalid(
            "the URI or a connection option can not be used: check the host list, and the values of authMechanism, \
             compressors, maxStalenessSeconds, readPreference, readPreferenceTags and tls",
        ),
        _ => from_driver(error),
    }
}

fn names_only_the_option(message: &str) -> bool {
    let quoting = ["Received", "got ", "instead"];
    message.starts_with("connection string `") && !quoting.iter().any(|sign| message.contains(sign))
}
