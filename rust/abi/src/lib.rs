//! Haricot.
