//! Latency of a find by id: through the engine and through the driver alone, interleaved. Figures, not judgements.

mod support;

use std::time::{Duration, Instant};

use bson::{RawDocumentBuf, doc};
use support::{CURSOR, Harness};

const ROUNDS: usize = 3000;

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[test]
#[ignore = "a measurement: cargo test --release -p haricot-engine --test latency -- --ignored --nocapture"]
fn find_one_by_id() {
    let mut harness = Harness::new("latency");
    harness
        .insert(
            "things",
            &[doc! { "_id": 1, "name": "x", "email": "y", "age": 3 }],
        )
        .expect("inserted");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let name = harness.database.clone();
    let collection = runtime.block_on(async {
        let client = mongodb::Client::with_uri_str(support::uri())
            .await
            .expect("a client");
        client
            .database(&name)
            .collection::<RawDocumentBuf>("things")
    });
    let command =
        doc! { "find": "things", "filter": { "_id": 1 }, "limit": 1, "singleBatch": true };
    let (mut engine, mut driver) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let start = Instant::now();
        let request = harness.start(0, CURSOR, doc! { "command": command.clone() }, &[]);
        let reply = harness.wait(request).expect("found");
        let through_engine = start.elapsed();
        assert!(!reply.payload.is_empty());
        let (collection, start) = (collection.clone(), Instant::now());
        let task = runtime
            .spawn(async move { collection.find_one(doc! { "_id": 1 }).await.expect("found") });
        assert!(runtime.block_on(task).expect("finished").is_some());
        if round > ROUNDS / 10 {
            engine.push(through_engine);
            driver.push(start.elapsed());
        }
    }
    println!(
        "find one by id, median of {}: engine {:?}, driver {:?}",
        engine.len(),
        median(engine),
        median(driver)
    );
}
