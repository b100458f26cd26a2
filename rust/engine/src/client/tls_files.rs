//! The files of the TLS options, looked at before the driver does: it takes a file without certificates for an empty list of
//! authorities, and does not say why a key can not be read.

use std::fs;
use std::path::Path;

use mongodb::options::{Tls, TlsOptions};

use crate::error::{EngineError, Result};

const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----";
const KEY: &str = "PRIVATE KEY-----";
/// How encrypted keys are marked: PKCS #8 (RFC 5958) and the older form of RFC 1421.
const ENCRYPTED: [&str; 2] = ["BEGIN ENCRYPTED PRIVATE KEY", "Proc-Type: 4,ENCRYPTED"];

/// Checks that the files can be read and hold what they are for.
///
/// # Errors
/// `invalid_argument`, naming the option and the file.
pub(super) fn check(tls: Option<&Tls>) -> Result<()> {
    let Some(Tls::Enabled(TlsOptions {
        ca_file_path,
        cert_key_file_path,
        ..
    })) = tls
    else {
        return Ok(());
    };
    if let Some(path) = ca_file_path {
        let text = read("tlsCAFile", path)?;
        require(
            text.contains(CERTIFICATE),
            "tlsCAFile",
            path,
            "no certificate in PEM form",
        )?;
    }
    if let Some(path) = cert_key_file_path {
        let option = "tlsCertificateKeyFile";
        let text = read(option, path)?;
        require(
            text.contains(CERTIFICATE),
            option,
            path,
            "no certificate in PEM form",
        )?;
        let encrypted = ENCRYPTED.iter().any(|mark| text.contains(mark));
        let advice = "a key that is encrypted, which is not supported: decrypt it with `openssl pkey`, and keep the file from others";
        require(!encrypted, option, path, advice)?;
        require(
            text.contains(KEY),
            option,
            path,
            "no private key: it needs certificate and key, both in PEM form",
        )?;
    }
    Ok(())
}

fn read(option: &str, path: &Path) -> Result<String> {
    let bytes = fs::read(path).map_err(|cause| {
        let kind = cause.kind();
        EngineError::invalid(format!(
            "the file of {option}, {}, can not be read ({kind})",
            path.display()
        ))
    })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn require(fulfilled: bool, option: &str, path: &Path, problem: &str) -> Result<()> {
    if fulfilled {
        return Ok(());
    }
    Err(EngineError::invalid(format!(
        "the file of {option}, {}, holds {problem}",
        path.display()
    )))
}
