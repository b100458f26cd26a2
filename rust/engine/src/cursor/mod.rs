//! Cursors: a task reads pages ahead and turns them into frames, JavaScript takes the frames.

mod feed;
mod page;
mod pager;
mod task;

pub(crate) use feed::{Feed, ReadyFrame, Taken, busy};
pub(crate) use page::{Page, Unit};
pub(crate) use pager::Pager;
pub(crate) use task::{CursorTask, Outlet, PageRest, decode_page};
