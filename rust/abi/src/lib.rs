//! The C ABI of Haricot's engine: a thin shell over `haricot-engine`. The contract is `docs/internals/abi.md`.
//!
//! Handles are numbers that the engine checks. Inputs are copied before a call returns, outputs go to the caller's buffers,
//! and no panic leaves a function. A null buffer counts as an empty one.

/// Large buffers come and go with every batch; this allocator keeps their pages instead of asking the system for new ones.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod buffer;
mod codec;
mod completions;
mod describe;
mod engine;
mod operations;
mod shield;
mod symbols;

pub use codec::{
    haricot_batch_from_hex, haricot_batch_matches_hex, haricot_decode_batch, haricot_encode,
    haricot_plan,
};
pub use completions::{haricot_cancel, haricot_drain, haricot_release, haricot_take};
pub use describe::{haricot_abi_describe, haricot_abi_version};
pub use engine::{
    haricot_doorbell, haricot_engine_close, haricot_engine_open, haricot_last_error, haricot_stats,
};
pub use operations::{
    haricot_connect, haricot_disconnect, haricot_next, haricot_query, haricot_session,
};
pub use symbols::{SYMBOLS, Symbol};
