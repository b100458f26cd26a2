//! The floor of all floors: OP_MSG bytes made before the clock starts, written to a socket, and the reply read.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use bson::oid::ObjectId;
use bson::{Bson, Document, RawDocument, RawDocumentBuf, doc};

use crate::documents::{checksum, pick, renewed};
use crate::protocol::{Outcome, Request, Result};

const OP_MSG: i32 = 2013;
const HEADER: usize = 16;

pub struct Socket {
    stream: TcpStream,
    database: String,
    reply: Vec<u8>,
}

impl Socket {
    /// Connects to the first host of a `mongodb://` URI; no authentication, no TLS.
    pub fn connect(uri: &str, database: &str) -> Result<Self> {
        let host = uri
            .trim_start_matches("mongodb://")
            .split(['/', '?', ','])
            .next()
            .unwrap_or_default();
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            database: database.to_owned(),
            reply: Vec::new(),
        })
    }

    /// The bytes of a command, with its documents in a section of kind 1 as drivers send them.
    fn message(&self, command: Document, documents: &[RawDocumentBuf]) -> Result<Vec<u8>> {
        let mut command = command;
        command.insert("$db", &self.database);
        let mut bytes = vec![0; HEADER + 4];
        bytes.push(0);
        command.to_writer(&mut bytes)?;
        if !documents.is_empty() {
            bytes.push(1);
            let start = bytes.len();
            bytes.extend([0; 4]);
            bytes.extend(b"documents\0");
            for document in documents {
                bytes.extend(document.as_bytes());
            }
            let size = i32::try_from(bytes.len() - start)?.to_le_bytes();
            bytes[start..start + 4].copy_from_slice(&size);
        }
        let length = i32::try_from(bytes.len())?.to_le_bytes();
        bytes[..4].copy_from_slice(&length);
        bytes[12..16].copy_from_slice(&OP_MSG.to_le_bytes());
        Ok(bytes)
    }

    /// Sends a message and reads the whole reply into a buffer that is kept.
    fn exchange(&mut self, message: &[u8]) -> Result<()> {
        self.stream.write_all(message)?;
        let mut header = [0; HEADER];
        self.stream.read_exact(&mut header)?;
        let length = usize::try_from(i32::from_le_bytes([header[0], header[1], header[2], header[3]]))?;
        self.reply.resize(length - HEADER, 0);
        self.stream.read_exact(&mut self.reply)?;
        Ok(())
    }

    fn body(&self) -> Result<&RawDocument> {
        let body = RawDocument::from_bytes(&self.reply[5..])?;
        if body.get_f64("ok")? == 1.0 {
            Ok(body)
        } else {
            Err(format!("the server refused: {body:?}").into())
        }
    }

    fn first_batch(&self) -> Result<Vec<RawDocumentBuf>> {
        let batch = self.body()?.get_document("cursor")?.get_array("firstBatch")?;
        batch
            .into_iter()
            .map(|value| Ok(value?.as_document().ok_or("a row is no document")?.to_owned()))
            .collect()
    }

    fn all(&mut self, shape: &str) -> Result<Vec<RawDocumentBuf>> {
        let message = self.message(doc! { "find": shape, "batchSize": 2000 }, &[])?;
        self.exchange(&message)?;
        self.first_batch()
    }

    pub fn run(&mut self, request: &Request) -> Result<Outcome> {
        match request.task.as_str() {
            "insert" => self.insert(request),
            "find" => self.find(request),
            "find-one" | "update-one" => self.one_by_one(request),
            other => Err(format!("the socket has no task {other}").into()),
        }
    }

    fn insert(&mut self, request: &Request) -> Result<Outcome> {
        let documents = self.all(&request.shape)?;
        let mut outcome = Outcome::default();
        for sample in 0..=request.samples {
            let collection = format!("{}_written", request.shape);
            let message = self.message(doc! { "insert": collection }, &renewed(&documents)?)?;
            let start = Instant::now();
            self.exchange(&message)?;
            outcome.count += u64::try_from(self.body()?.get_i32("n")?)?;
            if sample > 0 {
                outcome.times.push(milliseconds(start));
            }
        }
        Ok(outcome)
    }

    fn find(&mut self, request: &Request) -> Result<Outcome> {
        let message = self.message(doc! { "find": &request.shape, "batchSize": 2000 }, &[])?;
        let mut outcome = Outcome::default();
        for sample in 0..=request.samples {
            let start = Instant::now();
            self.exchange(&message)?;
            if sample > 0 {
                outcome.times.push(milliseconds(start));
            }
        }
        for document in self.first_batch()? {
            outcome.count += 1;
            outcome.sum += checksum(&request.shape, &document)?;
        }
        Ok(outcome)
    }

    fn one_by_one(&mut self, request: &Request) -> Result<Outcome> {
        let documents = self.all(&request.shape)?;
        let ids = documents
            .iter()
            .map(|document| Ok(document.get_object_id("_id")?))
            .collect::<Result<Vec<ObjectId>>>()?;
        let update = request.task == "update-one";
        let mut outcome = Outcome::default();
        for sample in 0..=request.samples {
            let messages = (0..request.operations)
                .map(|n| {
                    let id = Bson::ObjectId(ids[pick(n, ids.len())]);
                    let command = if update {
                        let collection = format!("{}_written", request.shape);
                        let statement = doc! { "q": { "_id": id }, "u": { "$set": { "age": i32::try_from(n)? } } };
                        doc! { "update": collection, "updates": [statement] }
                    } else {
                        doc! { "find": &request.shape, "filter": { "_id": id }, "limit": 1, "singleBatch": true }
                    };
                    self.message(command, &[])
                })
                .collect::<Result<Vec<_>>>()?;
            // The untimed first sample looks into every reply, so that the timed ones need not.
            if sample == 0 {
                for message in &messages {
                    self.exchange(message)?;
                    outcome.count += 1;
                    outcome.sum += if update {
                        i64::from(self.body()?.get_i32("n")? - 1)
                    } else {
                        let found = self.first_batch()?;
                        checksum(&request.shape, found.first().ok_or("nothing was found")?)?
                    };
                }
                continue;
            }
            let start = Instant::now();
            for message in &messages {
                self.exchange(message)?;
            }
            outcome.times.push(milliseconds(start));
        }
        Ok(outcome)
    }
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}
