//! What the transfer tests share.
#![allow(dead_code, reason = "each test binary uses a part")]

pub mod corpus;
pub mod frame_writer;
pub mod random;
pub mod reemit;
pub mod round_trip;
