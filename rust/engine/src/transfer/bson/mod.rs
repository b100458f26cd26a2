//! Reading BSON from raw bytes: bounds are checked, nothing is copied.

mod cursor;
pub(crate) mod element_type;

pub(crate) use cursor::Cursor;
