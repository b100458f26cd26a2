//! `ffi/haricot.h` and the table of symbols agree with the functions.

use std::path::{Path, PathBuf};

use haricot::{SYMBOLS, Symbol};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn generate() -> String {
    let config = cbindgen::Config::from_file(root().join("cbindgen.toml")).expect("cbindgen.toml");
    let sources = ["describe", "engine", "codec", "operations", "completions"];
    let mut builder = cbindgen::Builder::new().with_config(config);
    for source in sources {
        builder = builder.with_src(root().join(format!("rust/abi/src/{source}.rs")));
    }
    let mut header = Vec::new();
    builder.generate().expect("the sources can be parsed").write(&mut header);
    String::from_utf8(header).expect("UTF-8")
}

#[test]
fn the_committed_header_is_the_generated_one() {
    let path = root().join("ffi/haricot.h");
    let generated = generate();
    if std::env::var_os("HARICOT_WRITE_HEADER").is_some() {
        std::fs::write(&path, &generated).expect("ffi/haricot.h can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "ffi/haricot.h is stale: run HARICOT_WRITE_HEADER=1 cargo test -p haricot-abi --test header and commit it"
    );
}

#[test]
fn the_table_of_symbols_is_the_header() {
    let header = generate();
    let mut declared = declarations(&header);
    let mut listed: Vec<(String, Vec<String>, String)> = SYMBOLS.iter().map(owned).collect();
    declared.sort();
    listed.sort();
    assert_eq!(declared, listed);
    assert!(declared.len() > 20);
}

fn owned(symbol: &Symbol) -> (String, Vec<String>, String) {
    let parameters = symbol.parameters.iter().map(ToString::to_string).collect();
    (symbol.name.to_owned(), parameters, symbol.result.to_owned())
}

/// Reads `uint32_t haricot_x(uint32_t a, const uint8_t *b);` declarations, comments left out.
fn declarations(header: &str) -> Vec<(String, Vec<String>, String)> {
    let code: String = header
        .lines()
        .filter(|line| !line.trim_start().starts_with("//") && !line.starts_with('#'))
        .collect::<Vec<_>>()
        .join(" ");
    code.split(';')
        .filter_map(|declaration| {
            let start = declaration.find("haricot_")?;
            let (name, rest) = declaration[start..].split_once('(')?;
            let result = declaration[..start].split_whitespace().last()?;
            let parameters = rest.trim_end().trim_end_matches(')');
            let parameters = parameters.split(',').map(str::trim).filter(|text| !matches!(*text, "" | "void"));
            Some((name.to_owned(), parameters.map(kind).collect(), kind(result)))
        })
        .collect()
}

fn kind(text: &str) -> String {
    match text {
        text if text.contains('*') => "buffer",
        text if text.contains("uint32_t") => "u32",
        text if text.contains("int32_t") => "i32",
        text if text.contains("void") => "void",
        other => panic!("a type that the ABI does not have: {other}"),
    }
    .to_owned()
}
