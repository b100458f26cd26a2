//! The ABI as JavaScript uses it: numbers and buffers only.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::io::Read;
use std::os::fd::FromRawFd;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use bson::{Document, RawDocument, RawDocumentBuf};
use haricot::*;
use haricot_engine::transfer::{self, Batch};

/// A completion.
#[derive(Debug)]
pub struct Reply {
    pub failed: bool,
    pub document: Option<Document>,
    pub a: u32,
}

/// An engine with its doorbell.
pub struct Engine {
    pub handle: u32,
    bell: UnixStream,
    requests: u32,
}

impl Engine {
    pub fn open() -> Self {
        let handle = haricot_engine_open();
        assert_ne!(handle, 0);
        let descriptor = haricot_doorbell(handle);
        assert!(descriptor >= 0);
        // SAFETY: the descriptor was given out just now, to us only.
        let bell = unsafe { UnixStream::from_raw_fd(descriptor) };
        bell.set_nonblocking(false).expect("blocking");
        bell.set_read_timeout(Some(Duration::from_secs(60)))
            .expect("a timeout");
        Self {
            handle,
            bell,
            requests: 0,
        }
    }

    pub fn request(&mut self) -> u32 {
        self.requests += 1;
        self.requests
    }

    /// Connects to the test server; the client's handle.
    pub fn connect(&mut self) -> u32 {
        let uri = std::env::var("HARICOT_TEST_URI").unwrap_or_else(|_| {
            panic!("HARICOT_TEST_URI is not set: run the tests with `npm test`, or set it to a replica set's URI")
        });
        let arguments = frame(&bson::doc! { "uri": uri, "options": {} });
        let request = self.request();
        // SAFETY: the slice is readable for its length.
        let started =
            unsafe { haricot_connect(self.handle, request, arguments.as_ptr(), len(&arguments)) };
        assert_eq!(started, 1, "{:?}", self.last_error());
        let reply = self.wait(request);
        assert!(!reply.failed, "{reply:?}");
        reply.a
    }

    /// Starts a query without session and plan; whether it was accepted.
    pub fn query(&self, request: u32, client: u32, flags: u32, bytes: &[u8]) -> bool {
        // SAFETY: the slice is readable for its length.
        let started = unsafe {
            haricot_query(
                self.handle,
                request,
                client,
                0,
                0,
                flags,
                bytes.as_ptr(),
                len(bytes),
            )
        };
        started == 1
    }

    /// Runs a query and waits for its completion.
    pub fn run(&mut self, client: u32, flags: u32, bytes: &[u8]) -> Reply {
        let request = self.request();
        assert!(
            self.query(request, client, flags, bytes),
            "{:?}",
            self.last_error()
        );
        self.wait(request)
    }

    /// Waits for the only request that is under way.
    pub fn wait(&mut self, request: u32) -> Reply {
        let mut out = vec![0_u8; 256 * 1024];
        loop {
            // SAFETY: the vector is writable for its length.
            let written = unsafe { haricot_drain(self.handle, out.as_mut_ptr(), len(&out)) };
            if written == 0 {
                assert_ne!(self.bell.read(&mut [0; 64]).expect("a ring"), 0);
                continue;
            }
            let word = |index: usize| {
                u32::from_le_bytes(out[index * 4..][..4].try_into().expect("four bytes"))
            };
            assert_eq!((word(0), word(2) & 1 == 1 || word(3) == 0), (request, true));
            let payload = &out[32..32 + word(3) as usize];
            return Reply {
                failed: word(1) == 1,
                document: (!payload.is_empty()).then(|| untyped(payload)),
                a: word(6),
            };
        }
    }

    /// The class of the engine's last error.
    pub fn last_error(&self) -> Option<String> {
        last_error(self.handle)
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        haricot_engine_close(self.handle);
    }
}

/// The class of the last error of an engine, or with 0 of this thread.
pub fn last_error(engine: u32) -> Option<String> {
    let mut out = vec![0_u8; 4096];
    // SAFETY: the vector is writable for its length.
    let length = unsafe { haricot_last_error(engine, out.as_mut_ptr(), len(&out)) } as usize;
    assert!(length <= out.len());
    (length > 0).then(|| {
        let record = untyped(&out[..length]);
        record.get_str("class").expect("a class").to_owned()
    })
}

pub fn len(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).expect("a short buffer")
}

/// A document as an untyped frame.
pub fn frame(document: &Document) -> Vec<u8> {
    let raw = RawDocumentBuf::try_from(document).expect("BSON");
    transfer::decode(None, &[&raw]).expect("a frame")
}

/// The document of an untyped frame.
pub fn untyped(payload: &[u8]) -> Document {
    let raw = transfer::encode_envelope(payload, &Batch::default()).expect("a frame of one");
    Document::try_from(raw.as_ref() as &RawDocument).expect("BSON")
}
