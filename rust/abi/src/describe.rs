//! The library's description of itself.

use serde_json::{Map, Value, json};

use crate::buffer::{output, write_if_fits};
use crate::shield::shielded;
use crate::symbols::SYMBOLS;

/// Number of the contract in `docs/internals/abi.md`.
const ABI: u32 = 1;

/// The number of the contract that this library follows.
#[unsafe(no_mangle)]
pub extern "C" fn haricot_abi_version() -> u32 {
    ABI
}

/// Describes the library as JSON: number of the contract, version, parameters and result of every symbol. Returns the
/// length of the text, which is written only if it fits.
///
/// # Safety
/// `out` is null or has `cap` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn haricot_abi_describe(out: *mut u8, cap: u32) -> u32 {
    shielded(|| {
        // SAFETY: the caller promises `cap` writable bytes.
        let out = unsafe { output(out, cap) };
        Ok(write_if_fits(description().as_bytes(), out))
    })
}

fn description() -> String {
    let symbols: Map<String, Value> = SYMBOLS
        .iter()
        .map(|symbol| {
            let shape = json!({ "parameters": symbol.parameters, "result": symbol.result });
            (symbol.name.to_owned(), shape)
        })
        .collect();
    json!({ "abi": ABI, "version": env!("CARGO_PKG_VERSION"), "symbols": symbols }).to_string()
}
