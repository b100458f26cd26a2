//! User name and password given beside the URI. They go into it, so that authSource, authMechanism and the database of the
//! URI mean for them what they mean for the URI's own.

use bson::Document;

use super::options::percent_encode;
use crate::error::{EngineError, Result};

/// Puts `username` and `password` of the options into the address, which is the URI up to its `?`; each replaces the URI's own.
///
/// # Errors
/// `invalid_argument` when one is not a string, or there is a password without a user name.
pub(super) fn put(address: &str, options: &Document) -> Result<String> {
    let (username, password) = (text(options, "username")?, text(options, "password")?);
    let Some((scheme, rest)) = address.split_once("://") else {
        return Ok(address.to_owned());
    };
    if username.is_none() && password.is_none() {
        return Ok(address.to_owned());
    }
    let (own, hosts) = rest.rsplit_once('@').unwrap_or(("", rest));
    let (own_name, own_password) = match own.split_once(':') {
        Some((name, password)) => (name, Some(password.to_owned())),
        None => (own, None),
    };
    let name = username.unwrap_or_else(|| own_name.to_owned());
    if name.is_empty() {
        return Err(EngineError::invalid(
            "the connection option password needs a user name: give username as well",
        ));
    }
    let password = password
        .or(own_password)
        .map_or_else(String::new, |password| format!(":{password}"));
    Ok(format!("{scheme}://{name}{password}@{hosts}"))
}

/// A string of the options, percent-encoded.
fn text(options: &Document, name: &str) -> Result<Option<String>> {
    match options.get(name) {
        None => Ok(None),
        Some(value) => value
            .as_str()
            .map(|text| Some(percent_encode(text, b"")))
            .ok_or_else(|| {
                EngineError::invalid(format!("the connection option {name} must be a string"))
            }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bson::doc;

    #[test]
    fn credentials_replace_those_of_the_uri_one_by_one() {
        let put = |address: &str, options: Document| put(address, &options);
        assert_eq!(
            put(
                "mongodb://a,b/x",
                doc! { "username": "u:1", "password": "p@/,é" }
            )
            .as_deref(),
            Ok("mongodb://u%3A1:p%40%2F%2C%C3%A9@a,b/x")
        );
        assert_eq!(
            put("mongodb://u:old@a", doc! { "password": "new" }).as_deref(),
            Ok("mongodb://u:new@a")
        );
        assert_eq!(
            put("mongodb://old:p@a", doc! { "username": "u" }).as_deref(),
            Ok("mongodb://u:p@a")
        );
        assert_eq!(
            put("mongodb://a", doc! { "username": "u" }).as_deref(),
            Ok("mongodb://u@a")
        );
        assert_eq!(
            put("mongodb://u:p@a", doc! {}).as_deref(),
            Ok("mongodb://u:p@a")
        );
    }

    #[test]
    fn credentials_that_make_no_sense_are_refused_without_repeating_them() {
        for options in [
            doc! { "password": "s3cr3t" },
            doc! { "username": "", "password": "s3cr3t" },
            doc! { "username": { "s3cr3t": 1 } },
        ] {
            let error = put("mongodb://a", &options).expect_err("refused");
            assert!(!error.message.contains("s3cr3t"), "{}", error.message);
        }
    }
}
