//! The wake-up of JavaScript: one byte through a socket pair when completions begin to wait.

use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::sync::Mutex;

use tokio::io::AsyncReadExt;

use crate::lock::lock;

/// Both ends of the socket pair, until JavaScript adopts its own.
pub struct Doorbell {
    ours: UnixStream,
    theirs: Mutex<Option<OwnedFd>>,
}

impl Doorbell {
    /// A new pair, both ends non-blocking.
    ///
    /// # Errors
    /// What the operating system says, for example that no file descriptor is left.
    pub fn new() -> io::Result<Self> {
        let (ours, theirs) = UnixStream::pair()?;
        ours.set_nonblocking(true)?;
        theirs.set_nonblocking(true)?;
        Ok(Self { ours, theirs: Mutex::new(Some(theirs.into())) })
    }

    /// JavaScript's end, once: from then on it is JavaScript's to close.
    pub fn adopt(&self) -> Option<OwnedFd> {
        lock(&self.theirs).take()
    }

    /// Rings. A full socket already rings, and a closed one has nobody to wake, so errors mean nothing here.
    pub fn ring(&self) {
        let _ = (&self.ours).write(&[1]);
    }

    /// A future that ends when the other end is closed. Must be polled inside the runtime.
    ///
    /// # Errors
    /// When the descriptor can not be duplicated or registered.
    pub fn hung_up(&self) -> io::Result<impl Future<Output = ()> + Send + 'static> {
        let mut stream = tokio::net::UnixStream::from_std(self.ours.try_clone()?)?;
        Ok(async move {
            let mut scratch = [0_u8; 64];
            while !matches!(stream.read(&mut scratch).await, Ok(0) | Err(_)) {}
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_end_is_handed_over_once() {
        let bell = Doorbell::new().expect("socket pair");
        assert!(bell.adopt().is_some());
        assert!(bell.adopt().is_none());
    }

    #[test]
    fn ringing_a_full_or_closed_bell_neither_blocks_nor_fails() {
        let bell = Doorbell::new().expect("socket pair");
        for _ in 0..1_000_000 {
            bell.ring();
        }
        drop(bell.adopt());
        bell.ring();
    }
}
