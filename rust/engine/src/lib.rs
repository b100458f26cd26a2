//! Haricot.
pub mod transfer;
