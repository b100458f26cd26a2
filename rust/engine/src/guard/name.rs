//! Names of databases and collections: an allowlist, so that a name from outside can reach nothing but what it names.

use crate::error::{EngineError, GuardReason, Result};

const MAX_BYTES: usize = 120;

fn is_first(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

/// Checks a collection name: `[A-Za-z_][A-Za-z0-9_.-]*`, at most 120 bytes, no `..`, not `system.*`.
///
/// # Errors
/// Class `guard`, reason `collection_name`.
pub fn check_collection(name: &str) -> Result<()> {
    let problem = match name.as_bytes() {
        [] => "is empty",
        bytes if bytes.len() > MAX_BYTES => "is longer than 120 bytes",
        [first, ..] if !is_first(*first) => "must start with a letter or an underscore",
        bytes
            if !bytes
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(byte)) =>
        {
            "may hold only letters, digits, underscores, dots and hyphens"
        }
        _ if name.contains("..") => "may not hold two dots in a row",
        _ if name.ends_with('.') => "may not end with a dot",
        _ if name.starts_with("system.") => "belongs to the server (system.*)",
        _ => return Ok(()),
    };
    Err(EngineError::guard(
        GuardReason::CollectionName,
        format!("the collection name {} {problem}", shown(name)),
    )
    .with("name", clipped(name)))
}

/// Checks a database name: as for collections, without dots, at most 63 bytes. `admin`, `local` and `config` are for
/// commands and listings only (`administrative`), and so is `$external`, where users live whom others authenticate (X.509).
///
/// # Errors
/// Class `guard`, reason `database_name`.
pub fn check_database(name: &str, administrative: bool) -> Result<()> {
    let problem = match name.as_bytes() {
        [] => "is empty",
        b"$external" if administrative => return Ok(()),
        bytes if bytes.len() > 63 => "is longer than 63 bytes",
        [first, ..] if !is_first(*first) => "must start with a letter or an underscore",
        bytes
            if !bytes
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte)) =>
        {
            "may hold only letters, digits, underscores and hyphens"
        }
        b"admin" | b"local" | b"config" if !administrative => {
            "belongs to the server: models and their operations can not use it, only commands and listings"
        }
        _ => return Ok(()),
    };
    Err(EngineError::guard(
        GuardReason::DatabaseName,
        format!("the database name {} {problem}", shown(name)),
    )
    .with("name", clipped(name)))
}

/// A name for a message: quoted, control characters escaped, not too long.
fn shown(name: &str) -> String {
    format!("{:?}", clipped(name))
}

fn clipped(name: &str) -> String {
    name.chars().take(MAX_BYTES).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_pass() {
        for name in [
            "a",
            "Product",
            "_x",
            "products-2024",
            "fs.files",
            "a.b.c",
            "systems",
            &"x".repeat(120),
        ] {
            assert!(check_collection(name).is_ok(), "{name}");
        }
        for name in ["shop", "test_1", "a-b"] {
            assert!(check_database(name, false).is_ok(), "{name}");
        }
        assert!(check_database("admin", true).is_ok());
        assert!(check_database("$external", true).is_ok());
    }

    #[test]
    fn hostile_collection_names_are_refused() {
        let long = "x".repeat(121);
        for name in [
            "",
            "$cmd",
            "a$b",
            "a\0b",
            "a..b",
            "a.",
            ".a",
            "1a",
            "system.users",
            "a b",
            "a/b",
            "ä",
            "a\n",
            "-a",
            &long,
        ] {
            let error = check_collection(name).expect_err(name);
            assert_eq!(
                error.class,
                crate::error::ErrorClass::Guard(GuardReason::CollectionName)
            );
        }
    }

    #[test]
    fn hostile_database_names_are_refused() {
        for name in [
            "",
            "a.b",
            "a$b",
            "a\0",
            "admin",
            "local",
            "config",
            "$external",
            "a b",
            "a/b",
            "a\\b",
            &"x".repeat(64),
        ] {
            assert!(check_database(name, false).is_err(), "{name}");
        }
        assert!(check_database("a.b", true).is_err());
        assert!(check_database("$extern", true).is_err());
    }
}
