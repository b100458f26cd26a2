//! The `mongodb` crate without any mapping: what an engine built on it cannot beat while it uses the crate's own calls.

use std::time::Instant;

use bson::oid::ObjectId;
use bson::{RawDocumentBuf, doc, rawdoc};
use futures_util::TryStreamExt;
use futures_util::future::try_join_all;
use mongodb::{Client, Collection, Database};

use crate::documents::{checksum, pick, renewed};
use crate::protocol::{Outcome, Request, Result};

const LANES: usize = 32;

#[derive(Clone)]
pub struct Driver {
    database: Database,
}

impl Driver {
    pub async fn connect(uri: &str, database: &str) -> Result<Self> {
        Ok(Self {
            database: Client::with_uri_str(uri).await?.database(database),
        })
    }

    pub async fn run(self, request: &Request) -> Result<Outcome> {
        match request.task.as_str() {
            "insert" => self.insert(request, Insert::Many).await,
            "insert-command" => self.insert(request, Insert::Command).await,
            "find" => self.find(request).await,
            "find-one" => self.find_one(request, 1).await,
            "find-one-32" => self.find_one(request, LANES).await,
            "update-one" => self.update_one(request).await,
            other => Err(format!("the crate has no task {other}").into()),
        }
    }

    fn read(&self, shape: &str) -> Collection<RawDocumentBuf> {
        self.database.collection(shape)
    }

    fn written(&self, shape: &str) -> Collection<RawDocumentBuf> {
        self.database.collection(&format!("{shape}_written"))
    }

    async fn all(&self, shape: &str) -> Result<Vec<RawDocumentBuf>> {
        Ok(self
            .read(shape)
            .find(doc! {})
            .batch_size(2000)
            .await?
            .try_collect()
            .await?)
    }

    async fn ids(&self, shape: &str) -> Result<Vec<ObjectId>> {
        self.all(shape)
            .await?
            .iter()
            .map(|document| Ok(document.get_object_id("_id")?))
            .collect()
    }

    async fn insert(&self, request: &Request, how: Insert) -> Result<Outcome> {
        let documents = self.all(&request.shape).await?;
        let written = self.written(&request.shape);
        let mut outcome = Outcome::default();
        for sample in 0..=request.samples {
            let fresh = renewed(&documents)?;
            let start = Instant::now();
            outcome.count += match how {
                Insert::Many => u64::try_from(written.insert_many(&fresh).await?.inserted_ids.len())?,
                Insert::Command => {
                    let mut list = bson::RawArrayBuf::new();
                    for document in fresh {
                        list.push(document);
                    }
                    let command = rawdoc! { "insert": written.name(), "documents": list };
                    u64::try_from(self.database.run_raw_command(command).await?.get_i32("n")?)?
                }
            };
            if sample > 0 {
                outcome.times.push(milliseconds(start));
            }
        }
        Ok(outcome)
    }

    async fn find(&self, request: &Request) -> Result<Outcome> {
        let read = self.read(&request.shape);
        let mut outcome = Outcome::default();
        for sample in 0..=request.samples {
            let start = Instant::now();
            let mut cursor = read.find(doc! {}).batch_size(2000).batch().await?;
            let mut batches = Vec::new();
            while let Some(batch) = cursor.try_next().await? {
                batches.push(batch);
            }
            if sample > 0 {
                outcome.times.push(milliseconds(start));
            }
            outcome.count = 0;
            outcome.sum = 0;
            for batch in &batches {
                for document in batch.doc_slices()? {
                    let document = document?;
                    outcome.count += 1;
                    outcome.sum += checksum(&request.shape, document.as_document().ok_or("a row is no document")?)?;
                }
            }
        }
        Ok(outcome)
    }

    /// `lanes` tasks that each read `operations` documents one after the other.
    async fn find_one(&self, request: &Request, lanes: usize) -> Result<Outcome> {
        let ids = self.ids(&request.shape).await?;
        let mut outcome = Outcome::default();
        for sample in 0..=request.samples {
            let start = Instant::now();
            let found = try_join_all((0..lanes).map(|lane| {
                let (ids, read, operations) = (ids.clone(), self.read(&request.shape), request.operations);
                tokio::spawn(async move {
                    let mut found = Vec::with_capacity(operations);
                    for n in lane * operations..(lane + 1) * operations {
                        let document = read.find_one(doc! { "_id": ids[pick(n, ids.len())] }).await?;
                        found.push(document.ok_or("nothing was found")?);
                    }
                    Ok::<_, Box<dyn std::error::Error + Send + Sync>>(found)
                })
            }))
            .await?;
            if sample > 0 {
                outcome.times.push(milliseconds(start));
            }
            outcome.count = 0;
            outcome.sum = 0;
            for documents in found {
                for document in documents? {
                    outcome.count += 1;
                    outcome.sum += checksum(&request.shape, &document)?;
                }
            }
        }
        Ok(outcome)
    }

    async fn update_one(&self, request: &Request) -> Result<Outcome> {
        let (ids, written) = (self.ids(&request.shape).await?, self.written(&request.shape));
        let mut outcome = Outcome::default();
        for sample in 0..=request.samples {
            outcome.count = 0;
            let start = Instant::now();
            for n in 0..request.operations {
                let change = doc! { "$set": { "age": i32::try_from(n)? } };
                outcome.count += written
                    .update_one(doc! { "_id": ids[pick(n, ids.len())] }, change)
                    .await?
                    .matched_count;
            }
            if sample > 0 {
                outcome.times.push(milliseconds(start));
            }
        }
        Ok(outcome)
    }
}

enum Insert {
    Many,
    Command,
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}
