//! The codec between BSON and frames, as pure functions without I/O.
//!
//! A frame carries many documents in one buffer with one stream per type, so that JavaScript reads a batch with one
//! boundary crossing. Its layout and the plan that gives it types are described in `docs/internals/frame.md`.

mod batch;
mod bson;
mod decode;
mod duplicates;
mod encode;
mod error;
mod finished_frame;
mod frame;
mod layout;
mod plan;
mod regex_options;
mod stream;

pub use batch::Batch;
pub use decode::{decode, decode_frames};
pub use encode::{EncodeOptions, encode, encode_envelope};
pub use error::{ErrorDetails, ErrorKind, GuardReason, TransferError};
pub use finished_frame::FinishedFrame;
pub use frame::frame_length;
pub use plan::Plan;
pub use stream::Source;
