//! Frames between the task that makes them and JavaScript, which takes them one by one.

use std::collections::VecDeque;
use std::sync::Mutex;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::error::{EngineError, ErrorClass};
use crate::lock::lock;
use crate::transfer::FinishedFrame;

/// Pages fetched ahead of the one that JavaScript is reading.
const PAGES_AHEAD: usize = 1;

/// What a `next` finds.
#[derive(Debug)]
pub(crate) enum Taken {
    /// A frame; `last` when nothing follows.
    Frame { frame: ReadyFrame, last: bool },
    /// The end, without another frame.
    End,
    /// The cursor failed; it says so once and is at its end then.
    Failed(EngineError),
    /// Nothing is ready: the request will be answered when it is.
    Wait,
    /// Another request waits already.
    Busy,
}

/// A frame of a page.
#[derive(Debug, Default)]
pub(crate) struct ReadyFrame {
    pub(crate) frame: FinishedFrame,
    /// The next frame, if there is one, is of another page.
    pub(crate) ends_page: bool,
    /// It is known that nothing follows.
    pub(crate) ends_cursor: bool,
    /// What the page cost, with its first frame.
    pub(crate) measured: Option<Box<[u8]>>,
}

#[derive(Default)]
struct State {
    ready: VecDeque<ReadyFrame>,
    /// Pages whose last frame is ready.
    pages: usize,
    /// Whether the first of them was begun.
    begun: bool,
    waiting: Option<u32>,
    failure: Option<EngineError>,
    ended: bool,
}

/// The frames of one cursor.
pub(crate) struct Feed {
    state: Mutex<State>,
    room: Notify,
    /// Cancelled when the cursor is released: its task stops and the server's cursor is closed.
    pub(crate) stop: CancellationToken,
    /// The client that the cursor belongs to.
    pub(crate) client: u32,
}

impl Feed {
    /// An empty feed; `begun` says that JavaScript has a part of the first page already.
    pub(crate) fn new(client: u32, stop: CancellationToken, begun: bool) -> Self {
        Self {
            state: Mutex::new(State {
                begun,
                ..State::default()
            }),
            room: Notify::new(),
            stop,
            client,
        }
    }

    /// Takes the next frame for a request, or leaves the request waiting.
    pub(crate) fn take(&self, request: u32) -> Taken {
        let mut state = lock(&self.state);
        if state.waiting.is_some() {
            return Taken::Busy;
        }
        let taken = state.take();
        if matches!(taken, Taken::Wait) {
            state.waiting = Some(request);
        }
        drop(state);
        self.room.notify_one();
        taken
    }

    /// Adds a frame; returns the request that waited for it and what it gets.
    pub(crate) fn push(&self, frame: ReadyFrame) -> Option<(u32, Taken)> {
        let mut state = lock(&self.state);
        state.pages += usize::from(frame.ends_page);
        state.ready.push_back(frame);
        state.answer()
    }

    /// Marks the end, or the failure, that comes behind the frames that are ready.
    pub(crate) fn finish(&self, failure: Option<EngineError>) -> Option<(u32, Taken)> {
        let mut state = lock(&self.state);
        state.ended = true;
        state.failure = failure;
        state.answer()
    }

    /// Stops the task and forgets the frames; returns the request that waited for one.
    pub(crate) fn close(&self) -> Option<u32> {
        self.stop.cancel();
        let mut state = lock(&self.state);
        let forgotten = std::mem::take(&mut *state);
        state.ended = true;
        drop(state);
        self.room.notify_one();
        forgotten.waiting
    }

    /// Waits until another page may be fetched.
    pub(crate) async fn room(&self) {
        while lock(&self.state).pages_ahead() >= PAGES_AHEAD {
            self.room.notified().await;
        }
    }
}

impl State {
    fn pages_ahead(&self) -> usize {
        self.pages.saturating_sub(usize::from(self.begun))
    }

    fn take(&mut self) -> Taken {
        if let Some(frame) = self.ready.pop_front() {
            self.pages -= usize::from(frame.ends_page);
            self.begun = !frame.ends_page;
            let ended = self.ready.is_empty() && self.ended && self.failure.is_none();
            let last = frame.ends_cursor || ended;
            return Taken::Frame { frame, last };
        }
        match (self.failure.take(), self.ended) {
            (Some(failure), _) => Taken::Failed(failure),
            (None, true) => Taken::End,
            (None, false) => Taken::Wait,
        }
    }

    fn answer(&mut self) -> Option<(u32, Taken)> {
        let request = self.waiting.take()?;
        match self.take() {
            Taken::Wait => {
                self.waiting = Some(request);
                None
            }
            taken => Some((request, taken)),
        }
    }
}

/// The error of a second `next` while one is pending.
pub(crate) fn busy() -> EngineError {
    EngineError::new(
        ErrorClass::InvalidArgument,
        "the cursor is being read already: wait for one page before asking for the next",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(byte: u8, ends_page: bool) -> ReadyFrame {
        ReadyFrame {
            frame: vec![byte; 8].into(),
            ends_page,
            ..ReadyFrame::default()
        }
    }

    fn feed() -> Feed {
        Feed::new(1, CancellationToken::new(), false)
    }

    #[test]
    fn frames_come_in_order_and_the_last_one_says_so() {
        let feed = feed();
        assert!(feed.push(frame(1, false)).is_none());
        assert!(feed.push(frame(2, true)).is_none());
        assert!(feed.finish(None).is_none());
        assert!(
            matches!(feed.take(9), Taken::Frame { frame, last: false } if frame.frame.to_vec() == [1; 8])
        );
        assert!(
            matches!(feed.take(9), Taken::Frame { frame, last: true } if frame.frame.to_vec() == [2; 8])
        );
        assert!(matches!(feed.take(9), Taken::End));
    }

    #[test]
    fn a_frame_that_is_known_to_be_the_last_says_so_before_the_end_is_marked() {
        let feed = feed();
        feed.push(ReadyFrame {
            ends_cursor: true,
            ..frame(1, true)
        });
        assert!(matches!(feed.take(9), Taken::Frame { last: true, .. }));
        assert!(feed.finish(None).is_none());
    }

    #[test]
    fn a_waiting_request_gets_what_comes_and_a_second_one_is_refused() {
        let feed = feed();
        assert!(matches!(feed.take(5), Taken::Wait));
        assert!(matches!(feed.take(6), Taken::Busy));
        assert!(matches!(
            feed.push(frame(1, true)),
            Some((5, Taken::Frame { last: false, .. }))
        ));
        assert!(matches!(feed.take(7), Taken::Wait));
        assert!(matches!(feed.finish(None), Some((7, Taken::End))));
    }

    #[test]
    fn a_failure_comes_behind_the_frames_before_it() {
        let feed = feed();
        feed.push(frame(1, true));
        feed.finish(Some(EngineError::internal("x")));
        assert!(matches!(feed.take(1), Taken::Frame { last: false, .. }));
        assert!(matches!(feed.take(2), Taken::Failed(_)));
        assert!(matches!(feed.take(3), Taken::End));
    }

    #[tokio::test]
    async fn one_page_is_fetched_ahead() {
        let full = |feed: &Feed| futures_util::FutureExt::now_or_never(feed.room()).is_none();
        let feed = feed();
        feed.push(frame(1, false));
        feed.push(frame(2, true));
        assert!(full(&feed));
        feed.take(1);
        assert!(!full(&feed));
        feed.push(frame(3, true));
        assert!(full(&feed));
        feed.take(2);
        assert!(full(&feed));
        feed.take(3);
        assert!(!full(&feed));
    }
}
