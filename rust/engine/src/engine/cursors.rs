//! Cursors behind handles.

use std::sync::Arc;

use super::pending::PendingRequest;
use super::task::{self, Outcome};
use super::{Engine, Readable, Resource};
use crate::completion::Completion;
use crate::cursor::{
    CursorTask, Feed, Outlet, Page, PageRest, Pager, ReadyFrame, Taken, Unit, busy, decode_page,
};
use crate::error::{EngineError, ErrorClass, Result};
use crate::operation::{Context, Pages};
use crate::transfer::{self, Plan};

impl Engine {
    /// The first frame of a cursor. If there is more, its handle, and a task that reads ahead.
    pub(super) async fn first_page(
        self: &Arc<Self>,
        client: u32,
        context: &Context,
        pages: Pages,
        plan: Option<Arc<Plan>>,
        unit: Unit,
        measured: bool,
    ) -> Result<Outcome> {
        let mut pager = Pager::new(pages);
        let Some(batch) = pager.next().await? else {
            return Ok(Outcome {
                payload: transfer::decode(plan.as_deref(), &[])?.into(),
                ..Outcome::default()
            });
        };
        let page = Arc::new(Page::new(batch, unit));
        page.note();
        let page = decode_page(PageRest { page, from: 0 }, plan.clone()).await?;
        let mut frames = page.frames.into_iter();
        let payload = match frames.next() {
            Some(frame) => frame,
            None => transfer::decode(plan.as_deref(), &[])?.into(),
        };
        if pager.exhausted() && page.rest.is_none() && frames.len() == 0 {
            return Ok(Outcome {
                payload,
                ..Outcome::default()
            });
        }
        let remaining = frames.len();
        let begun = remaining > 0 || page.rest.is_some();
        let feed = Arc::new(Feed::new(
            client,
            context.client.closed.child_token(),
            begun,
        ));
        for (index, frame) in frames.enumerate() {
            let ends_page = page.rest.is_none() && index + 1 == remaining;
            feed.push(ReadyFrame {
                frame,
                ends_page,
                ends_cursor: ends_page && pager.exhausted(),
                measured: None,
            });
        }
        let handle = self.insert(Resource::Cursor(Arc::clone(&feed)))?;
        let engine = Arc::clone(self);
        let deliver = move |request, taken| engine.answer_next(request, handle, taken);
        let task = CursorTask {
            pager,
            outlet: Outlet {
                feed,
                plan,
                unit,
                measured,
                deliver,
            },
        };
        task::detach(task.run(page.rest));
        Ok(Outcome {
            payload,
            cursor: handle,
            b: u32::from(!begun),
            ..Outcome::default()
        })
    }

    /// Asks for a cursor's next frame.
    ///
    /// # Errors
    /// `stale_handle` for a cursor that is at its end, `invalid_argument` when it is being read already.
    pub fn next(self: &Arc<Self>, request: u32, handle: u32) -> Result<()> {
        let feed = match self.cursor(handle)? {
            Readable::Cursor(feed) => feed,
            Readable::Events(events) => return self.next_events(request, handle, &events),
        };
        let stop = feed.stop.child_token();
        self.pending.begin(
            request,
            PendingRequest {
                client: feed.client,
                cursor: handle,
                stop,
            },
        )?;
        match feed.take(request) {
            Taken::Wait => {}
            Taken::Busy => {
                self.pending.claim(request);
                return Err(busy());
            }
            taken => self.answer_next(request, handle, taken),
        }
        Ok(())
    }

    /// Closes a cursor that was taken out of the table.
    pub(super) fn close_cursor(&self, feed: &Feed) {
        if let Some(request) = feed.close() {
            let error = EngineError::new(
                ErrorClass::StaleHandle,
                "the cursor was closed while its next page was awaited",
            );
            self.deliver(Completion::failure(request, &error));
        }
    }

    fn answer_next(&self, request: u32, handle: u32, taken: Taken) {
        let completion = match taken {
            Taken::Frame { frame, last } => {
                let cursor = if last {
                    self.forget_cursor(handle)
                } else {
                    handle
                };
                Completion {
                    request,
                    payload: frame.frame,
                    cursor,
                    b: u32::from(frame.ends_page),
                    measured: frame.measured,
                    ..Completion::default()
                }
            }
            Taken::End => Completion {
                request,
                cursor: self.forget_cursor(handle),
                ..Completion::default()
            },
            Taken::Failed(error) => {
                self.forget_cursor(handle);
                Completion::failure(request, &error)
            }
            Taken::Wait | Taken::Busy => return,
        };
        self.deliver(completion);
    }

    /// Frees the handle of a cursor that is at its end; the handle to report is 0.
    fn forget_cursor(&self, handle: u32) -> u32 {
        let removed = crate::lock::lock(&self.resources).remove(handle);
        drop(removed);
        0
    }
}
