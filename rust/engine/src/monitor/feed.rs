//! Events that wait for one listener.

use std::collections::VecDeque;
use std::sync::Mutex;

use bson::{DateTime, RawDocumentBuf, doc};

use crate::lock::lock;

/// Events that may wait; what comes while so many do is counted and not kept.
const MOST_WAITING: usize = 1024;
/// Events that are given out together.
const MOST_AT_ONCE: usize = 128;

/// What a request for events gets.
pub(crate) enum Given {
    Events(Vec<RawDocumentBuf>),
    /// No more will come.
    End,
    /// Nothing waits: the request will be answered when an event comes.
    Wait,
    /// Another request waits already.
    Busy,
}

type Answer = Box<dyn Fn(u32, Given) + Send + Sync>;

#[derive(Default)]
struct State {
    waiting: VecDeque<RawDocumentBuf>,
    dropped: i64,
    request: Option<u32>,
    ended: bool,
}

/// A listener's queue.
pub(crate) struct EventFeed {
    /// The kinds that it wants, as bits.
    pub(crate) kinds: u32,
    /// Handle of the client that it listens to.
    pub(crate) client: u32,
    state: Mutex<State>,
    answer: Answer,
}

impl EventFeed {
    /// A queue; `answer` gets what a waiting request is to be told. No lock is held then.
    pub(crate) fn new(
        client: u32,
        kinds: u32,
        answer: impl Fn(u32, Given) + Send + Sync + 'static,
    ) -> Self {
        Self {
            kinds,
            client,
            state: Mutex::default(),
            answer: Box::new(answer),
        }
    }

    /// Takes the events that wait for a request, or leaves it waiting.
    pub(crate) fn take(&self, request: u32) -> Given {
        let mut state = lock(&self.state);
        if state.request.is_some() {
            return Given::Busy;
        }
        let given = state.take();
        if matches!(given, Given::Wait) {
            state.request = Some(request);
        }
        given
    }

    /// Adds an event.
    pub(crate) fn push(&self, event: RawDocumentBuf) {
        let mut state = lock(&self.state);
        if state.ended {
            return;
        }
        if state.waiting.len() >= MOST_WAITING {
            state.dropped += 1;
            return;
        }
        state.waiting.push_back(event);
        let due = state.due();
        drop(state);
        self.tell(due);
    }

    /// Nothing more comes; a request that waits is told so.
    pub(crate) fn end(&self) {
        let mut state = lock(&self.state);
        state.ended = true;
        let due = state.due();
        drop(state);
        self.tell(due);
    }

    fn tell(&self, due: Option<(u32, Given)>) {
        if let Some((request, given)) = due {
            (self.answer)(request, given);
        }
    }
}

impl State {
    fn due(&mut self) -> Option<(u32, Given)> {
        let request = self.request.take()?;
        Some((request, self.take()))
    }

    fn take(&mut self) -> Given {
        if self.waiting.is_empty() {
            return if self.ended { Given::End } else { Given::Wait };
        }
        let most = self.waiting.len().min(MOST_AT_ONCE);
        let mut events: Vec<RawDocumentBuf> = self.waiting.drain(..most).collect();
        if self.waiting.is_empty() && self.dropped > 0 {
            events.extend(dropped(std::mem::take(&mut self.dropped)));
        }
        Given::Events(events)
    }
}

/// Says how many events are missing behind those before it.
fn dropped(count: i64) -> Option<RawDocumentBuf> {
    let event = doc! { "name": "eventsDropped", "time": DateTime::now(), "count": count };
    RawDocumentBuf::try_from(&event).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::mpsc::{Receiver, channel};

    fn feed() -> (Arc<EventFeed>, Receiver<(u32, usize)>) {
        let (sender, receiver) = channel();
        let answer = move |request, given| {
            let count = match given {
                Given::Events(events) => events.len(),
                _ => 0,
            };
            sender.send((request, count)).expect("a receiver");
        };
        (Arc::new(EventFeed::new(1, 1, answer)), receiver)
    }

    fn event() -> RawDocumentBuf {
        RawDocumentBuf::new()
    }

    fn names(given: Given) -> Vec<String> {
        let Given::Events(events) = given else {
            return Vec::new();
        };
        let name = |event: &RawDocumentBuf| event.get_str("name").unwrap_or("event").to_owned();
        events.iter().map(name).collect()
    }

    #[test]
    fn a_waiting_request_is_answered_by_the_next_event() {
        let (feed, answers) = feed();
        assert!(matches!(feed.take(5), Given::Wait));
        assert!(matches!(feed.take(6), Given::Busy));
        feed.push(event());
        assert_eq!(answers.recv(), Ok((5, 1)));
        feed.push(event());
        feed.push(event());
        assert_eq!(names(feed.take(7)).len(), 2);
    }

    #[test]
    fn what_does_not_fit_is_counted_behind_what_did() {
        let (feed, _answers) = feed();
        for _ in 0..MOST_WAITING + 3 {
            feed.push(event());
        }
        let mut all = Vec::new();
        for _ in 0..MOST_WAITING / MOST_AT_ONCE {
            all.extend(names(feed.take(1)));
        }
        assert_eq!(all.len(), MOST_WAITING + 1);
        assert_eq!(all.last().map(String::as_str), Some("eventsDropped"));
        feed.push(event());
        assert_eq!(names(feed.take(1)), ["event"]);
    }

    #[test]
    fn the_end_comes_behind_the_last_events() {
        let (feed, answers) = feed();
        feed.push(event());
        feed.end();
        feed.push(event());
        assert_eq!(names(feed.take(1)).len(), 1);
        assert!(matches!(feed.take(2), Given::End));
        drop(answers);
    }
}
