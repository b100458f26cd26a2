//! An engine as JavaScript sees it: requests in, completion records out, woken by the doorbell.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::HashMap;
use std::io::Read;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::time::Duration;

use bson::{Bson, Document, RawDocument, RawDocumentBuf, doc};
use haricot_engine::engine::{self, Engine, Query, SessionAction};
use haricot_engine::transfer::{self, Batch, EncodeOptions, Plan};

const KEEP_ALL: &str =
    r#"{"model":"Test","objects":[{"unknown":"keep","allowDollarKeys":true,"fields":[]}]}"#;

/// Reply modes and flags of a query.
pub const DOCUMENT: u32 = 0;
pub const CURSOR: u32 = 1;
pub const VALUE: u32 = 2;
pub const PAGES: u32 = 3;
pub const RUN_COMMAND: u32 = 1 << 10;
pub const ACCEPTS_EMPTY_CRITERIA: u32 = 1 << 11;

/// The server that the tests use.
pub fn uri() -> String {
    std::env::var("HARICOT_TEST_URI").unwrap_or_else(|_| {
        panic!("HARICOT_TEST_URI is not set: run the tests with `npm test`, or set it to a replica set's URI")
    })
}

/// What a completion record says.
#[derive(Debug, Clone)]
pub struct Reply {
    pub failed: bool,
    pub payload: Vec<u8>,
    pub cursor: u32,
    pub a: u32,
}

/// One engine with one client.
pub struct Harness {
    pub engine_handle: u32,
    pub engine: Arc<Engine>,
    pub client: u32,
    pub database: String,
    bell: Option<UnixStream>,
    plan: Plan,
    plan_handle: u32,
    last_request: u32,
    inbox: HashMap<u32, Reply>,
}

impl Harness {
    /// An engine without a client.
    pub fn bare() -> Self {
        let engine_handle = engine::open().expect("an engine");
        let engine = engine::find(engine_handle).expect("the engine");
        let bell = UnixStream::from(engine.doorbell().expect("the doorbell"));
        bell.set_nonblocking(false).expect("blocking");
        bell.set_read_timeout(Some(Duration::from_secs(60)))
            .expect("timeout");
        let plan_handle = engine.register_plan(KEEP_ALL.as_bytes()).expect("a plan");
        let plan = Plan::parse(KEEP_ALL.as_bytes()).expect("a plan");
        let database = String::new();
        let inbox = HashMap::new();
        Self {
            engine_handle,
            engine,
            client: 0,
            database,
            bell: Some(bell),
            plan,
            plan_handle,
            last_request: 0,
            inbox,
        }
    }

    /// An engine connected to the test server, with an empty database of its own.
    pub fn new(database: &str) -> Self {
        Self::with_options(database, doc! {})
    }

    pub fn with_options(database: &str, options: Document) -> Self {
        let mut harness = Self::bare();
        harness.database = format!("rust_engine_{database}");
        harness.client = harness
            .connect(&uri(), options)
            .expect("a connection to the test server");
        harness
            .document(doc! { "dropDatabase": 1 })
            .expect("an empty database");
        harness
    }

    pub fn connect(&mut self, uri: &str, options: Document) -> Result<u32, Document> {
        let request = self.number();
        let arguments = frame(&doc! { "uri": uri, "options": options });
        self.engine.connect(request, &arguments).expect("a request");
        self.wait(request).map(|reply| reply.a)
    }

    pub fn number(&mut self) -> u32 {
        self.last_request += 1;
        self.last_request
    }

    /// Starts a query.
    pub fn start(
        &mut self,
        session: u32,
        flags: u32,
        envelope: Document,
        documents: &[Document],
    ) -> u32 {
        let request = self.number();
        let client = self.client;
        self.start_on(client, request, session, flags, envelope, documents)
            .expect("a request");
        request
    }

    pub fn start_on(
        &mut self,
        client: u32,
        request: u32,
        session: u32,
        flags: u32,
        mut envelope: Document,
        documents: &[Document],
    ) -> haricot_engine::error::Result<()> {
        if !envelope.contains_key("db") {
            envelope.insert("db", self.database.as_str());
        }
        let mut bytes = Vec::new();
        if documents.is_empty() {
            bytes.extend(frame(&envelope));
        } else {
            envelope.insert("documentsPlan", i64::from(self.plan_handle));
            bytes.extend(frame(&envelope));
            let raw: Vec<RawDocumentBuf> = documents.iter().map(raw).collect();
            let raw: Vec<&RawDocument> = raw.iter().map(AsRef::as_ref).collect();
            bytes.extend(transfer::decode(Some(&self.plan), &raw).expect("a frame"));
        }
        let plan = if flags & 0xF == DOCUMENT {
            0
        } else {
            self.plan_handle
        };
        self.engine.query(
            request,
            Query {
                client,
                session,
                plan,
                flags,
                bytes,
            },
        )
    }

    /// Waits for a request's completion; an error is its record.
    pub fn wait(&mut self, request: u32) -> Result<Reply, Document> {
        loop {
            self.drain();
            if let Some(reply) = self.inbox.remove(&request) {
                return if reply.failed {
                    Err(untyped(&reply.payload))
                } else {
                    Ok(reply)
                };
            }
            let bell = self.bell.as_mut().expect("the doorbell");
            let read = bell
                .read(&mut [0; 64])
                .expect("a completion within a minute");
            assert_ne!(read, 0, "the engine closed the doorbell");
        }
    }

    /// Takes what waits.
    pub fn drain(&mut self) {
        let mut out = vec![0_u8; 256 * 1024];
        loop {
            let written = self.engine.drain(&mut out);
            if written == 0 {
                return;
            }
            let mut at = 0;
            while at < written {
                let word = |index: usize| {
                    let start = at + index * 4;
                    u32::from_le_bytes(out[start..start + 4].try_into().expect("four bytes"))
                };
                let length = word(3) as usize;
                let inline = word(2) & 1 == 1;
                let payload = if inline {
                    out[at + 32..at + 32 + length].to_vec()
                } else {
                    let mut payload = vec![0; length];
                    let taken = self.engine.take(word(4), &mut payload);
                    assert_eq!(taken.expect("a kept payload"), length);
                    payload
                };
                assert_eq!(payload.len(), length);
                let reply = Reply {
                    failed: word(1) == 1,
                    payload,
                    cursor: word(5),
                    a: word(6),
                };
                self.inbox.insert(word(0), reply);
                at += 32
                    + if inline {
                        length.next_multiple_of(8)
                    } else {
                        0
                    };
            }
        }
    }

    /// Whether a completion of the request has come.
    pub fn has(&mut self, request: u32) -> bool {
        self.drain();
        self.inbox.contains_key(&request)
    }

    pub fn document_with(
        &mut self,
        session: u32,
        flags: u32,
        envelope: Document,
    ) -> Result<Document, Document> {
        let request = self.start(session, flags, envelope, &[]);
        self.wait(request).map(|reply| untyped(&reply.payload))
    }

    /// Runs a command and gives its reply.
    pub fn document(&mut self, command: Document) -> Result<Document, Document> {
        self.document_with(0, DOCUMENT, doc! { "command": command })
    }

    /// Runs a command of the user's on `admin`.
    pub fn admin(&mut self, command: Document) -> Document {
        self.document_with(0, RUN_COMMAND, doc! { "db": "admin", "command": command })
            .expect("an admin command")
    }

    pub fn insert(
        &mut self,
        collection: &str,
        documents: &[Document],
    ) -> Result<Document, Document> {
        self.insert_with(0, doc! { "insert": collection }, documents)
    }

    pub fn insert_with(
        &mut self,
        session: u32,
        command: Document,
        documents: &[Document],
    ) -> Result<Document, Document> {
        let envelope = doc! { "command": command, "statements": "documents" };
        let request = self.start(session, DOCUMENT, envelope, documents);
        self.wait(request).map(|reply| untyped(&reply.payload))
    }

    /// The first frame of a cursor and its handle.
    pub fn open(
        &mut self,
        session: u32,
        envelope: Document,
    ) -> Result<(Vec<Document>, u32), Document> {
        let request = self.start(session, CURSOR, envelope, &[]);
        let reply = self.wait(request)?;
        Ok((self.planned(&reply.payload), reply.cursor))
    }

    pub fn next(&mut self, cursor: u32) -> Result<(Vec<Document>, u32), Document> {
        let request = self.number();
        self.engine.next(request, cursor).expect("a cursor");
        let reply = self.wait(request)?;
        let documents = if reply.payload.is_empty() {
            Vec::new()
        } else {
            self.planned(&reply.payload)
        };
        Ok((documents, reply.cursor))
    }

    /// All documents of a cursor.
    pub fn all(&mut self, session: u32, command: Document) -> Result<Vec<Document>, Document> {
        let (mut documents, mut cursor) = self.open(session, doc! { "command": command })?;
        while cursor != 0 {
            let (more, next) = self.next(cursor)?;
            documents.extend(more);
            cursor = next;
        }
        Ok(documents)
    }

    pub fn planned(&self, payload: &[u8]) -> Vec<Document> {
        documents(
            &transfer::encode(
                Some(&self.plan),
                payload,
                EncodeOptions {
                    allow_dollar_keys: true,
                },
            )
            .expect("a frame"),
        )
    }

    pub fn session(
        &mut self,
        session: u32,
        action: SessionAction,
        options: Document,
    ) -> Result<u32, Document> {
        let request = self.number();
        let client = self.client;
        self.engine
            .session(request, client, session, action, &frame(&options))
            .expect("a request");
        self.wait(request).map(|reply| reply.a)
    }

    pub fn start_session(&mut self) -> u32 {
        self.session(0, SessionAction::Start, doc! {})
            .expect("a session")
    }

    pub fn stats(&self) -> engine::Stats {
        self.engine.stats()
    }

    /// Closes JavaScript's end of the doorbell.
    pub fn hang_up(&mut self) {
        self.bell = None;
    }
}

impl Drop for Harness {
    fn drop(&mut self) {
        engine::close(self.engine_handle);
    }
}

pub fn raw(document: &Document) -> RawDocumentBuf {
    RawDocumentBuf::try_from(document).expect("BSON")
}

/// A document as an untyped frame.
pub fn frame(document: &Document) -> Vec<u8> {
    transfer::decode(None, &[&raw(document)]).expect("a frame")
}

/// The document of an untyped frame.
pub fn untyped(payload: &[u8]) -> Document {
    let raw =
        transfer::encode_envelope(payload, &Batch::default()).expect("a frame of one document");
    Document::try_from(raw.as_ref() as &RawDocument).expect("BSON")
}

fn documents(batch: &Batch) -> Vec<Document> {
    batch
        .iter()
        .map(|raw| Document::try_from(raw).expect("BSON"))
        .collect()
}

/// The class of an error record.
pub fn class<T: std::fmt::Debug>(outcome: &Result<T, Document>) -> &str {
    outcome
        .as_ref()
        .expect_err("an error")
        .get_str("class")
        .expect("a class")
}

/// A number of a reply, whichever type it has.
pub fn number(reply: &Document, key: &str) -> i64 {
    match reply.get(key) {
        Some(Bson::Int32(value)) => i64::from(*value),
        Some(Bson::Int64(value)) => *value,
        Some(Bson::Double(value)) => *value as i64,
        other => panic!("{key} is {other:?} in {reply}"),
    }
}
