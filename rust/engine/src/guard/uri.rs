//! Connection strings: checked before the driver sees them, and never repeated in an error.
//! Source: MongoDB manual, "Connection Strings".

use crate::error::{EngineError, Result};

/// Checks shape and percent-encoding; returns the options `key=value` that were taken out because the engine handles
/// them itself, and the URI without them.
///
/// # Errors
/// `invalid_argument`, naming what is wrong but nothing of the URI.
pub fn check_uri(uri: &str) -> Result<String> {
    let Some((scheme, rest)) = uri.split_once("://") else {
        return Err(shape());
    };
    if !matches!(scheme, "mongodb" | "mongodb+srv") {
        return Err(shape());
    }
    if uri
        .chars()
        .any(|character| character.is_control() || character.is_whitespace())
    {
        return Err(EngineError::invalid(
            "the URI holds white space or control characters: percent-encode them",
        ));
    }
    check_percent(rest)?;
    check_credentials(rest)?;
    let Some((address, options)) = rest.split_once('?') else {
        return Ok(uri.to_owned());
    };
    let mut kept = Vec::new();
    for option in options.split('&').filter(|option| !option.is_empty()) {
        let Some((key, value)) = option.split_once('=') else {
            return Err(EngineError::invalid(
                "an option of the URI is not of the form key=value",
            ));
        };
        if keep_option(key, value)? {
            kept.push(option);
        }
    }
    let separator = if kept.is_empty() { "" } else { "?" };
    Ok(format!("{scheme}://{address}{separator}{}", kept.join("&")))
}

fn shape() -> EngineError {
    EngineError::invalid(
        "the URI must start with mongodb:// or mongodb+srv://, as in mongodb://localhost:27017/shop",
    )
}

/// A `%` that is not followed by two hexadecimal digits makes the driver panic or guess.
fn check_percent(text: &str) -> Result<()> {
    let bytes = text.as_bytes();
    for (position, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'%') {
        let digits = bytes.get(position + 1..position + 3);
        if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
            return Err(EngineError::invalid(
                "the URI holds a % that is not followed by two hexadecimal digits: write a literal % as %25",
            ));
        }
    }
    Ok(())
}

/// User name and password end at the last `@` before the path; nothing in them may look like another part of the URI.
fn check_credentials(rest: &str) -> Result<()> {
    let query = rest.find('?').unwrap_or(rest.len());
    let advice = "user name and password of the URI must be percent-encoded (encodeURIComponent): \
                  one of the characters : / ? # [ ] @ stands in them as it is";
    let (before, after) = rest.split_at(query);
    // An unescaped ? in the password leaves its @ behind the query mark.
    if !before.contains('@') && after.contains('@') && before.matches(':').count() > 0 {
        let host_like = before.split('/').next().unwrap_or_default();
        let port = host_like.rsplit(':').next().unwrap_or_default();
        if !port.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(EngineError::invalid(advice));
        }
    }
    let Some(end) = before.rfind('@') else {
        return Ok(());
    };
    let credentials = before.get(..end).unwrap_or_default();
    let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
    let raw = |text: &str| text.contains([':', '/', '?', '#', '[', ']', '@']);
    if raw(user) || raw(password) {
        return Err(EngineError::invalid(advice));
    }
    if user.is_empty() {
        return Err(EngineError::invalid(
            "the URI holds an @ but no user name before it",
        ));
    }
    Ok(())
}

/// Options that other drivers know and the Rust driver does not, or not in that way.
fn keep_option(key: &str, value: &str) -> Result<bool> {
    match key.to_ascii_lowercase().as_str() {
        "sockettimeoutms" if value == "0" => Ok(false),
        "sockettimeoutms" => Err(EngineError::invalid(
            "socketTimeoutMS is not supported: it would cut off slow commands in the middle; use timeoutMS on the call, or maxTimeMS",
        )),
        "waitqueuetimeoutms" if value == "0" => Ok(false),
        "waitqueuetimeoutms" => Err(EngineError::invalid(
            "waitQueueTimeoutMS is not supported: use timeoutMS on the call, which covers the waiting as well",
        )),
        "uuidrepresentation"
            if value.eq_ignore_ascii_case("standard")
                || value.eq_ignore_ascii_case("unspecified") =>
        {
            Ok(false)
        }
        "uuidrepresentation" => Err(EngineError::invalid(
            "only uuidRepresentation=standard is supported: legacy UUIDs are read as Binary of subtype 3",
        )),
        "timeoutms" => Err(EngineError::invalid(
            "timeoutMS is an option of the call, not of the URI",
        )),
        "w" if value == "0" => Err(EngineError::invalid(
            "w=0 is not supported: a write whose outcome nobody hears of can not be mapped to a document's state",
        )),
        "tlsallowinvalidhostnames" => Err(EngineError::invalid(
            "tlsAllowInvalidHostnames is not supported: give a certificate with the right names, or tlsAllowInvalidCertificates for tests",
        )),
        "tlscertificatekeyfilepassword" => Err(EngineError::invalid(
            "tlsCertificateKeyFilePassword is not supported: decrypt the key with `openssl pkey`, and keep its file from others",
        )),
        "authmechanismproperties" if value.split(',').any(|entry| !entry.contains(':')) => {
            Err(EngineError::invalid(
                "authMechanismProperties must be a list of key:value, separated by commas",
            ))
        }
        _ => Ok(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "s3cr3t";

    #[test]
    fn good_uris_pass_and_lose_only_what_means_nothing() {
        for uri in [
            "mongodb://localhost",
            "mongodb://u:p%40ss@a:1,b:2/shop?replicaSet=rs0",
            "mongodb+srv://cluster.example.com/",
            "mongodb://%2Ftmp%2Fmongodb.sock/x",
        ] {
            assert_eq!(check_uri(uri).as_deref(), Ok(uri));
        }
        assert_eq!(
            check_uri("mongodb://a/?uuidRepresentation=standard").as_deref(),
            Ok("mongodb://a/")
        );
        assert_eq!(
            check_uri("mongodb://a/?socketTimeoutMS=0&w=1").as_deref(),
            Ok("mongodb://a/?w=1")
        );
    }

    #[test]
    fn bad_uris_are_refused_without_repeating_them() {
        for uri in [
            format!("http://u:{SECRET}@a"),
            format!("mongodb://u:{SECRET}%é@a"),
            format!("mongodb://u:{SECRET}%@a"),
            format!("mongodb://u:{SECRET}%zz@a"),
            format!("mongodb://u:{SECRET}@x@a"),
            format!("mongodb://u:{SECRET}/x@a/db"),
            format!("mongodb://u:{SECRET}?x@a/db"),
            format!("mongodb://:{SECRET}@a/db"),
            format!("mongodb://u:{SECRET} @a/db"),
            format!("mongodb://u:{SECRET}@a/db?socketTimeoutMS=5"),
            format!("mongodb://u:{SECRET}@a/db?w=0"),
            format!("mongodb://u@a/db?tlsCertificateKeyFilePassword={SECRET}"),
            format!("mongodb://u:{SECRET}@a/db?authMechanismProperties={SECRET}"),
            format!("mongodb://u:{SECRET}@a/db?{SECRET}"),
        ] {
            let error = check_uri(&uri).expect_err(&uri);
            assert!(!error.message.contains(SECRET), "{}", error.message);
        }
    }
}
