//! The table of symbols. A test compares it with the header, which is generated from the functions themselves.

/// A function of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its name.
    pub name: &'static str,
    /// Types of its parameters: `u32` or `buffer`.
    pub parameters: &'static [&'static str],
    /// Type of its result: `u32`, `i32` or `void`.
    pub result: &'static str,
}

const fn symbol(name: &'static str, parameters: &'static [&'static str], result: &'static str) -> Symbol {
    Symbol { name, parameters, result }
}

/// All functions of the library.
pub const SYMBOLS: &[Symbol] = &[
    symbol("haricot_abi_version", &[], "u32"),
    symbol("haricot_abi_describe", &["buffer", "u32"], "u32"),
    symbol("haricot_engine_open", &[], "u32"),
    symbol("haricot_engine_close", &["u32"], "void"),
    symbol("haricot_doorbell", &["u32"], "i32"),
    symbol("haricot_plan", &["u32", "buffer", "u32"], "u32"),
    symbol("haricot_encode", &["u32", "u32", "buffer", "u32"], "u32"),
    symbol("haricot_decode_batch", &["u32", "u32", "u32", "buffer", "u32"], "u32"),
    symbol("haricot_batch_from_hex", &["u32", "buffer", "u32"], "u32"),
    symbol("haricot_batch_matches_hex", &["u32", "u32", "buffer", "u32"], "u32"),
    symbol("haricot_connect", &["u32", "u32", "buffer", "u32"], "u32"),
    symbol("haricot_disconnect", &["u32", "u32", "u32"], "u32"),
    symbol("haricot_query", &["u32", "u32", "u32", "u32", "u32", "u32", "buffer", "u32"], "u32"),
    symbol("haricot_next", &["u32", "u32", "u32"], "u32"),
    symbol("haricot_session", &["u32", "u32", "u32", "u32", "u32", "buffer", "u32"], "u32"),
    symbol("haricot_drain", &["u32", "buffer", "u32"], "u32"),
    symbol("haricot_take", &["u32", "u32", "buffer", "u32"], "u32"),
    symbol("haricot_release", &["u32", "u32"], "u32"),
    symbol("haricot_cancel", &["u32", "u32"], "u32"),
    symbol("haricot_last_error", &["u32", "buffer", "u32"], "u32"),
    symbol("haricot_stats", &["u32", "buffer", "u32"], "u32"),
];
