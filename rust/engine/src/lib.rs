//! Haricot's engine: connections, operations and the transfer of documents. It knows no C ABI: `haricot-abi` wraps it.

pub mod client;
pub mod completion;
mod cursor;
pub mod engine;
pub mod error;
pub mod guard;
mod lock;
mod measure;
mod monitor;
mod offload;
pub mod operation;
pub mod panics;
pub mod runtime;
mod session;
pub mod slab;
pub mod transfer;
