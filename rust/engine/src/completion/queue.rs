//! Completions wait here until JavaScript drains them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use super::{Completion, Doorbell, record};
use crate::lock::lock;
use crate::transfer::FinishedFrame;

/// A queue that rings the doorbell when it goes from empty to non-empty.
pub struct CompletionQueue {
    waiting: Mutex<VecDeque<Completion>>,
    doorbell: Arc<Doorbell>,
}

impl CompletionQueue {
    /// An empty queue with its bell.
    pub fn new(doorbell: Arc<Doorbell>) -> Self {
        Self {
            waiting: Mutex::default(),
            doorbell,
        }
    }

    /// Adds a completion.
    pub fn push(&self, completion: Completion) {
        let mut waiting = lock(&self.waiting);
        let first = waiting.is_empty();
        waiting.push_back(completion);
        drop(waiting);
        if first {
            self.doorbell.ring();
        }
    }

    /// Writes as many records as fit and returns their bytes. `keep` stores a payload too large to be inline and gives
    /// its handle; when it can not, the record waits for the next drain.
    pub fn drain(
        &self,
        out: &mut [u8],
        mut keep: impl FnMut(FinishedFrame) -> Result<u32, FinishedFrame>,
    ) -> usize {
        let mut written = 0;
        loop {
            // Popped first: the lock must not be held while `keep` takes another one.
            let Some(mut completion) = lock(&self.waiting).pop_front() else {
                return written;
            };
            let room = out.get_mut(written..).unwrap_or_default();
            if !record::fits(&completion, room.len(), written == 0) {
                self.put_back(completion, false);
                return written;
            }
            if record::is_inline(&completion, room.len()) {
                written += record::write_inline(&completion, room);
                continue;
            }
            let length = completion.payload.len();
            match keep(std::mem::take(&mut completion.payload)) {
                Ok(handle) => written += record::write_apart(&completion, length, handle, room),
                Err(payload) => {
                    completion.payload = payload;
                    self.put_back(completion, true);
                    return written;
                }
            }
        }
    }

    /// Puts a record back to the front; rings when nothing else would make the caller look again.
    fn put_back(&self, completion: Completion, ring: bool) {
        lock(&self.waiting).push_front(completion);
        if ring {
            self.doorbell.ring();
        }
    }

    /// Number of completions that wait.
    pub fn len(&self) -> usize {
        lock(&self.waiting).len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets all.
    pub fn clear(&self) {
        lock(&self.waiting).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue() -> CompletionQueue {
        CompletionQueue::new(Arc::new(Doorbell::new().expect("socket pair")))
    }

    fn completion(request: u32, bytes: usize) -> Completion {
        Completion {
            request,
            payload: vec![7; bytes].into(),
            ..Completion::default()
        }
    }

    fn word(bytes: &[u8], index: usize) -> u32 {
        u32::from_le_bytes(
            bytes[index * 4..index * 4 + 4]
                .try_into()
                .expect("four bytes"),
        )
    }

    #[test]
    fn records_that_do_not_fit_wait_in_order() {
        let queue = queue();
        for request in 1..=3 {
            queue.push(completion(request, 8));
        }
        let mut out = [0; 90];
        let kept = |_: FinishedFrame| -> Result<u32, FinishedFrame> {
            panic!("small payloads are inline")
        };
        assert_eq!(queue.drain(&mut out, kept), 80);
        assert_eq!((word(&out, 0), word(&out, 10)), (1, 2));
        assert_eq!(queue.drain(&mut out, kept), 40);
        assert_eq!(word(&out, 0), 3);
        assert_eq!(queue.drain(&mut out, kept), 0);
    }

    #[test]
    fn a_large_payload_is_kept_apart() {
        let queue = queue();
        queue.push(completion(9, record::INLINE_LIMIT + 8));
        let mut out = vec![0; 1 << 20];
        let mut length = 0;
        let written = queue.drain(&mut out, |payload| {
            length = payload.len();
            Ok(77)
        });
        assert_eq!((written, length), (32, record::INLINE_LIMIT + 8));
        assert_eq!(
            (word(&out, 2), word(&out, 3), word(&out, 4)),
            (0, length as u32, 77)
        );
    }

    #[test]
    fn a_payload_that_can_not_be_kept_is_not_lost() {
        let queue = queue();
        queue.push(completion(9, record::INLINE_LIMIT + 8));
        let mut out = vec![0; 1 << 20];
        assert_eq!(queue.drain(&mut out, Err), 0);
        assert_eq!(queue.len(), 1);
        assert_eq!(queue.drain(&mut out, |_| Ok(1)), 32);
    }

    #[test]
    fn a_small_buffer_gets_every_payload_apart() {
        let queue = queue();
        queue.push(completion(1, 100));
        assert_eq!(queue.drain(&mut [0; 64], |_| Ok(1)), 32);
    }

    #[test]
    fn measurements_stand_between_record_and_payload() {
        let queue = queue();
        let measured = |bytes| Completion {
            measured: Some(vec![9; 16].into()),
            ..completion(1, bytes)
        };
        queue.push(measured(8));
        queue.push(measured(record::INLINE_LIMIT + 8));
        let mut out = vec![0; 1 << 20];
        assert_eq!(queue.drain(&mut out, |_| Ok(5)), 32 + 16 + 8 + 32 + 16);
        assert_eq!((word(&out, 2), word(&out, 3)), (3, 8));
        assert_eq!((&out[32..48], &out[48..56]), (&[9; 16][..], &[7; 8][..]));
        assert_eq!((word(&out, 16), word(&out, 18)), (2, 5));
        queue.push(measured(8));
        assert_eq!(queue.drain(&mut [0; 47], Err), 0);
        assert_eq!(queue.drain(&mut [0; 48], |_| Ok(5)), 48);
    }

    #[test]
    fn a_buffer_too_small_for_one_record_gets_nothing() {
        let queue = queue();
        queue.push(completion(1, 0));
        assert_eq!(queue.drain(&mut [0; 31], Err), 0);
        assert_eq!(queue.drain(&mut [0; 32], Err), 32);
    }
}
