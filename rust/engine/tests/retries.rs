//! Reads and writes that are repeated: the server fails or hangs up on purpose.

mod support;

use std::sync::{Mutex, MutexGuard, PoisonError};

use bson::{Bson, Document, doc};
use support::{Harness, class, number};

/// A server has one fail point for commands, so the tests that set it take turns.
static FAIL_POINT: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    FAIL_POINT.lock().unwrap_or_else(PoisonError::into_inner)
}

fn harness(name: &str, options: Document) -> Harness {
    // After a made-up shutdown the monitor learns that the server is well at its next heartbeat only.
    let mut all = doc! { "appName": format!("rust_engine_{name}"), "heartbeatFrequencyMS": 500 };
    all.extend(options);
    Harness::with_options(name, all)
}

fn fail(harness: &mut Harness, name: &str, times: i32, mut data: Document) {
    data.insert("appName", format!("rust_engine_{name}"));
    harness.admin(
        doc! { "configureFailPoint": "failCommand", "mode": { "times": times }, "data": data },
    );
}

#[test]
fn a_write_whose_connection_breaks_is_made_once() {
    let _turn = turn();
    let mut harness = harness("write_network", doc! {});
    fail(
        &mut harness,
        "write_network",
        3,
        doc! { "failCommands": ["insert"], "closeConnection": true },
    );
    harness
        .insert("a", &[doc! { "_id": 1 }])
        .expect("inserted in spite of three broken connections");
    let update =
        doc! { "update": "a", "updates": [{ "q": { "_id": 1 }, "u": { "$inc": { "n": 1 } } }] };
    // The server does the work and then reports that its write concern was interrupted by a shutdown.
    fail(
        &mut harness,
        "write_network",
        1,
        doc! { "failCommands": ["update"],
        "writeConcernError": { "code": 91, "errmsg": "shutting down" }, "errorLabels": ["RetryableWriteError"] },
    );
    harness.document(update).expect("updated");
    let found = harness.all(0, doc! { "find": "a" }).expect("found");
    assert_eq!(
        found,
        [doc! { "_id": 1, "n": 1 }],
        "the increment was made once although it was sent twice"
    );
}

#[test]
fn a_write_is_repeated_after_a_label_of_the_server() {
    let _turn = turn();
    let mut harness = harness("write_label", doc! {});
    fail(
        &mut harness,
        "write_label",
        2,
        doc! { "failCommands": ["findAndModify"], "errorCode": 91,
        "errorLabels": ["RetryableWriteError"] },
    );
    let command = doc! { "findAndModify": "a", "query": { "_id": 1 }, "update": { "$inc": { "n": 1 } }, "upsert": true };
    harness.document(command).expect("modified");
}

#[test]
fn writes_to_many_are_not_repeated() {
    let _turn = turn();
    let mut harness = harness("write_many", doc! {});
    fail(
        &mut harness,
        "write_many",
        1,
        doc! { "failCommands": ["update"], "closeConnection": true },
    );
    let update = doc! { "update": "a", "updates": [{ "q": { "x": 1 }, "u": { "$inc": { "n": 1 } }, "multi": true }] };
    assert_eq!(class(&harness.document(update)), "connection");
}

#[test]
fn reads_are_repeated() {
    let _turn = turn();
    let mut harness = harness("reads", doc! {});
    harness.insert("a", &[doc! { "_id": 1 }]).expect("inserted");
    for command in [
        doc! { "find": "a" },
        doc! { "aggregate": "a", "pipeline": [], "cursor": {} },
        doc! { "listIndexes": "a" },
        doc! { "listCollections": 1 },
    ] {
        let name = command.keys().next().expect("a name").clone();
        fail(
            &mut harness,
            "reads",
            2,
            doc! { "failCommands": [name.as_str()], "closeConnection": true },
        );
        assert_eq!(harness.all(0, command).expect("read").len(), 1, "{name}");
    }
    for (command, key) in [
        (doc! { "count": "a" }, "n"),
        (doc! { "distinct": "a", "key": "_id" }, "values"),
    ] {
        let name = command.keys().next().expect("a name").clone();
        fail(
            &mut harness,
            "reads",
            1,
            doc! { "failCommands": [name.as_str()], "errorCode": 11600 },
        );
        assert!(harness.document(command).expect("read").contains_key(key));
    }
}

#[test]
fn the_uri_can_turn_repetitions_off() {
    let _turn = turn();
    let mut harness = harness("off", doc! { "retryWrites": false, "retryReads": false });
    fail(
        &mut harness,
        "off",
        1,
        doc! { "failCommands": ["insert"], "closeConnection": true },
    );
    assert_eq!(
        class(&harness.insert("a", &[doc! { "_id": 1 }])),
        "connection"
    );
    fail(
        &mut harness,
        "off",
        1,
        doc! { "failCommands": ["find"], "closeConnection": true },
    );
    assert_eq!(class(&harness.all(0, doc! { "find": "a" })), "connection");
}

#[test]
fn other_errors_are_not_repeated() {
    let _turn = turn();
    let mut harness = harness("other", doc! {});
    fail(
        &mut harness,
        "other",
        1,
        doc! { "failCommands": ["insert"], "errorCode": 13 },
    );
    let outcome = harness.insert("a", &[doc! { "_id": 1 }]);
    assert_eq!(number(&outcome.expect_err("refused"), "code"), 13);
}

#[test]
fn a_get_more_is_never_repeated() {
    let _turn = turn();
    let mut harness = harness("get_more", doc! {});
    let documents: Vec<Document> = (0..100).map(|n| doc! { "_id": n }).collect();
    harness.insert("a", &documents).expect("inserted");
    fail(
        &mut harness,
        "get_more",
        1,
        doc! { "failCommands": ["getMore"], "closeConnection": true },
    );
    let outcome = harness.all(0, doc! { "find": "a", "batchSize": 10 });
    assert_eq!(class(&outcome), "cursor_lost");
    assert_eq!(
        outcome.expect_err("lost").get("cause"),
        Some(&Bson::String("connection".into()))
    );
}
