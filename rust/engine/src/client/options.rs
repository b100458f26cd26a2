//! Options given beside the URI: they have the URI's names and win over it.

use bson::{Bson, Document};

use super::credentials;
use crate::error::{EngineError, Result};

/// Options of a URI, in lower case. Source: MongoDB manual, "Connection String Options", as far as the driver has them.
const KNOWN: [&str; 38] = [
    "appname",
    "authmechanism",
    "authmechanismproperties",
    "authsource",
    "compressors",
    "connecttimeoutms",
    "directconnection",
    "enableoverloadretargeting",
    "heartbeatfrequencyms",
    "journal",
    "loadbalanced",
    "localthresholdms",
    "maxadaptiveretries",
    "maxconnecting",
    "maxidletimems",
    "maxpoolsize",
    "maxstalenessseconds",
    "minpoolsize",
    "readconcernlevel",
    "readpreference",
    "readpreferencetags",
    "replicaset",
    "retryreads",
    "retrywrites",
    "servermonitoringmode",
    "serverselectiontimeoutms",
    "srvmaxhosts",
    "srvservicename",
    "ssl",
    "tls",
    "tlsallowinvalidcertificates",
    "tlscafile",
    "tlscertificatekeyfile",
    "tlsinsecure",
    "w",
    "wtimeoutms",
    "zlibcompressionlevel",
    "wtimeout",
];

/// Options that the check of the finished URI judges: it knows why they are refused, or that they mean nothing.
const CHECKED_LATER: [&str; 6] = [
    "socketTimeoutMS",
    "timeoutMS",
    "tlsAllowInvalidHostnames",
    "tlsCertificateKeyFilePassword",
    "uuidRepresentation",
    "waitQueueTimeoutMS",
];

/// Puts the options into the URI, whose shape was checked before.
///
/// # Errors
/// `invalid_argument`, naming the option.
pub(super) fn merge(uri: &str, options: &Document) -> Result<String> {
    let (address, own) = uri.split_once('?').unwrap_or((uri, ""));
    let address = credentials::put(address, options)?;
    let given: Vec<(String, String)> = options
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "username" | "password"))
        .map(|(name, value)| Ok((name.clone(), text_of(name, value)?)))
        .collect::<Result<_>>()?;
    let mut merged = Vec::new();
    for option in own.split('&').filter(|option| !option.is_empty()) {
        let key = option.split('=').next().unwrap_or_default();
        check_known(key)?;
        if !given.iter().any(|(name, _)| same_option(name, key)) {
            merged.push(option.to_owned());
        }
    }
    for (name, text) in &given {
        check_known(name)?;
        merged.push(format!("{name}={}", percent_encode(text, b",:")));
    }
    if merged.is_empty() {
        return Ok(address);
    }
    let slash = if address
        .split_once("://")
        .is_some_and(|(_, rest)| rest.contains('/'))
    {
        ""
    } else {
        "/"
    };
    Ok(format!("{address}{slash}?{}", merged.join("&")))
}

fn same_option(one: &str, other: &str) -> bool {
    let lower = |name: &str| match name.to_ascii_lowercase().as_str() {
        "ssl" => "tls".to_owned(),
        name => name.to_owned(),
    };
    lower(one) == lower(other)
}

fn check_known(key: &str) -> Result<()> {
    let lower = key.to_ascii_lowercase();
    if KNOWN.contains(&lower.as_str())
        || CHECKED_LATER
            .iter()
            .any(|name| name.eq_ignore_ascii_case(key))
    {
        return Ok(());
    }
    // Only a word is repeated: anything else may be a piece of a password that was not percent-encoded.
    if !key.is_empty() && key.len() <= 40 && key.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Err(EngineError::invalid(format!(
            "the connection option {key} is not known: check its spelling"
        )));
    }
    Err(EngineError::invalid(
        "a connection option is not known: check the part of the URI behind the ?",
    ))
}

fn text_of(name: &str, value: &Bson) -> Result<String> {
    match value {
        Bson::String(text) => Ok(text.clone()),
        Bson::Boolean(flag) => Ok(flag.to_string()),
        Bson::Int32(number) => Ok(number.to_string()),
        Bson::Int64(number) => Ok(number.to_string()),
        Bson::Double(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
            Ok(format!("{number:.0}"))
        }
        Bson::Array(items) => {
            let texts: Option<Vec<&str>> = items.iter().map(Bson::as_str).collect();
            texts.map(|texts| texts.join(",")).ok_or_else(|| {
                EngineError::invalid(format!(
                    "the connection option {name} must be a list of strings"
                ))
            })
        }
        _ => Err(EngineError::invalid(format!(
            "the connection option {name} must be a string, a whole number, a boolean or a list of strings"
        ))),
    }
}

/// Encodes everything but unreserved characters (RFC 3986, section 2.3) and those of `kept`.
pub(super) fn percent_encode(text: &str, kept: &[u8]) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || kept.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::doc;

    #[test]
    fn options_win_over_the_uri() {
        let merged = merge(
            "mongodb://a/x?maxPoolSize=5&w=1",
            &doc! { "maxPoolSize": 9, "appName": "my app" },
        );
        assert_eq!(
            merged.as_deref(),
            Ok("mongodb://a/x?w=1&maxPoolSize=9&appName=my%20app")
        );
        assert_eq!(
            merge("mongodb://a", &doc! { "tls": true }).as_deref(),
            Ok("mongodb://a/?tls=true")
        );
    }

    #[test]
    fn unknown_options_are_named_only_when_they_are_words() {
        let error = merge("mongodb://a/?maxPoolsizes=5", &doc! {}).expect_err("unknown");
        assert!(error.message.contains("maxPoolsizes"));
        let error = merge("mongodb://a/?s3cr3t@x=5", &doc! {}).expect_err("unknown");
        assert!(!error.message.contains("s3cr3t"));
        assert!(merge("mongodb://a", &doc! { "maxPoolSize": { "$gt": 1 } }).is_err());
        assert!(merge("mongodb://a", &doc! { "maxPoolSize": 1.5 }).is_err());
    }
}
