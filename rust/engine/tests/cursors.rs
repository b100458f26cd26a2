//! Cursors: pages, early ends, and what is left behind on the server.

mod support;

use std::time::Duration;

use bson::{Document, doc};
use support::{CURSOR, Harness, PAGES, RUN_COMMAND, class};

fn fill(harness: &mut Harness, count: i32) {
    let documents: Vec<Document> = (0..count)
        .map(|n| doc! { "_id": n, "text": "some text" })
        .collect();
    harness.insert("things", &documents).expect("inserted");
}

/// Idle cursors of a comment on the server.
fn open_cursors(harness: &mut Harness, comment: &str) -> usize {
    let pipeline = [
        doc! { "$currentOp": { "allUsers": true, "idleCursors": true } },
        doc! { "$match": { "type": "idleCursor", "cursor.originatingCommand.comment": comment } },
        doc! { "$count": "open" },
    ];
    let command = doc! { "aggregate": 1, "pipeline": pipeline.to_vec(), "cursor": {} };
    let request = harness.start(
        0,
        CURSOR | RUN_COMMAND,
        doc! { "db": "admin", "command": command },
        &[],
    );
    let reply = harness.wait(request).expect("currentOp");
    let counts = harness.planned(&reply.payload);
    counts.first().map_or(0, |count| {
        usize::try_from(support::number(count, "open")).expect("a count")
    })
}

fn wait_for_cursors(harness: &mut Harness, comment: &str, expected: usize) {
    let mut open = 0;
    for _ in 0..200 {
        open = open_cursors(harness, comment);
        if open == expected {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{open} cursors are open on the server, {expected} should be");
}

fn wait_until_closed(harness: &mut Harness, comment: &str) {
    wait_for_cursors(harness, comment, 0);
}

#[test]
fn every_document_comes_once_and_in_order() {
    let mut harness = Harness::new("paging");
    fill(&mut harness, 5000);
    for batch_size in [2, 101, 1000, 5000, 10_000] {
        let found = harness.all(
            0,
            doc! { "find": "things", "sort": { "_id": 1 }, "batchSize": batch_size },
        );
        let ids: Vec<i32> = found
            .expect("found")
            .iter()
            .map(|found| found.get_i32("_id").expect("_id"))
            .collect();
        assert!(ids.into_iter().eq(0..5000), "batch size {batch_size}");
    }
    assert_eq!(harness.stats().cursors, 0);
}

#[test]
fn frames_hold_at_most_512_documents() {
    let mut harness = Harness::new("frames");
    fill(&mut harness, 1500);
    let (first, cursor) = harness
        .open(
            0,
            doc! { "command": { "find": "things", "batchSize": 1500 } },
        )
        .expect("found");
    assert!(first.len() <= 512 && cursor != 0);
}

#[test]
fn a_result_of_one_frame_needs_no_cursor() {
    let mut harness = Harness::new("single");
    fill(&mut harness, 3);
    let (found, cursor) = harness
        .open(0, doc! { "command": { "find": "things" } })
        .expect("found");
    assert_eq!((found.len(), cursor), (3, 0));
    let (found, cursor) = harness
        .open(0, doc! { "command": { "find": "nothing" } })
        .expect("found");
    assert_eq!((found.len(), cursor), (0, 0));
}

#[test]
fn releasing_a_cursor_closes_it_on_the_server() {
    let mut harness = Harness::new("release");
    fill(&mut harness, 3000);
    let command = doc! { "find": "things", "batchSize": 10, "comment": "rust_engine_release" };
    let (_, cursor) = harness.open(0, doc! { "command": command }).expect("found");
    wait_for_cursors(&mut harness, "rust_engine_release", 1);
    assert!(harness.engine.release(cursor));
    wait_until_closed(&mut harness, "rust_engine_release");
    let request = harness.number();
    assert!(harness.engine.next(request, cursor).is_err());
    assert_eq!(harness.stats().cursors, 0);
}

#[test]
fn cancelling_a_find_leaves_no_cursor_behind() {
    let mut harness = Harness::new("cancel");
    fill(&mut harness, 3000);
    for round in 0..20 {
        let command = doc! { "find": "things", "batchSize": 10, "comment": "rust_engine_cancel" };
        let request = harness.start(0, CURSOR, doc! { "command": command }, &[]);
        std::thread::sleep(Duration::from_micros(round * 100));
        if !harness.engine.cancel(request) {
            let cursor = harness
                .wait(request)
                .expect("it was answered before")
                .cursor;
            harness.engine.release(cursor);
        }
        assert!(!harness.has(request), "nothing comes after a cancellation");
    }
    wait_until_closed(&mut harness, "rust_engine_cancel");
    let stats = harness.stats();
    assert_eq!((stats.cursors, stats.pending, stats.results), (0, 0, 0));
}

#[test]
fn cancelling_a_next_closes_the_cursor() {
    let mut harness = Harness::new("cancel_next");
    fill(&mut harness, 3000);
    let command = doc! { "find": "things", "batchSize": 5, "comment": "rust_engine_cancel_next",
    "filter": { "$expr": { "$gt": ["$_id", -1] } } };
    let (_, cursor) = harness.open(0, doc! { "command": command }).expect("found");
    let mut cancelled = false;
    for _ in 0..300 {
        let request = harness.number();
        harness.engine.next(request, cursor).expect("next");
        if harness.engine.cancel(request) {
            cancelled = true;
            break;
        }
        harness.wait(request).expect("a page");
    }
    assert!(cancelled, "a page was awaited at least once");
    wait_until_closed(&mut harness, "rust_engine_cancel_next");
}

#[test]
fn a_second_next_is_refused_while_one_waits() {
    let mut harness = Harness::new("busy");
    fill(&mut harness, 3000);
    let (_, cursor) = harness
        .open(0, doc! { "command": { "find": "things", "batchSize": 5 } })
        .expect("found");
    let mut refused = false;
    for _ in 0..300 {
        let (one, two) = (harness.number(), harness.number());
        harness.engine.next(one, cursor).expect("next");
        refused = harness.engine.next(two, cursor).is_err();
        harness.wait(one).expect("a page");
        if refused {
            break;
        }
        harness.wait(two).expect("a page");
    }
    assert!(refused);
}

#[test]
fn a_cursor_killed_on_the_server_is_lost_and_says_so() {
    let mut harness = Harness::with_options("lost", doc! { "appName": "rust_engine_lost" });
    fill(&mut harness, 3000);
    harness.admin(
        doc! { "configureFailPoint": "failCommand", "mode": { "times": 1 }, "data": {
        "failCommands": ["getMore"], "errorCode": 43, "appName": "rust_engine_lost" } },
    );
    let outcome = harness.all(0, doc! { "find": "things", "batchSize": 5 });
    assert_eq!(class(&outcome), "cursor_lost");
    assert_eq!(harness.stats().cursors, 0);
}

#[test]
fn pages_come_whole_and_empty_ones_as_well() {
    let mut harness = Harness::new("pages");
    fill(&mut harness, 1500);
    let envelope =
        doc! { "command": { "find": "things", "batchSize": 1000, "sort": { "_id": 1 } } };
    let request = harness.start(0, PAGES, envelope, &[]);
    let reply = harness.wait(request).expect("a page");
    let first = harness.planned(&reply.payload).remove(0);
    assert_eq!(
        first.get_array("firstBatch").expect("documents").len(),
        1000
    );
    let (second, _) = harness.next(reply.cursor).expect("the next page");
    assert_eq!(second.len(), 1);
    assert_eq!(
        second[0].get_array("nextBatch").expect("documents").len(),
        500
    );

    let watch = doc! { "command": { "aggregate": "things", "pipeline": [{ "$changeStream": {} }], "cursor": {} },
    "getMore": { "maxTimeMS": 50 } };
    let request = harness.start(0, PAGES, watch, &[]);
    let reply = harness.wait(request).expect("a page");
    let page = harness.planned(&reply.payload).remove(0);
    assert!(page.contains_key("postBatchResumeToken"));
    for _ in 0..3 {
        let (page, cursor) = harness.next(reply.cursor).expect("an empty page");
        assert_eq!((page.len(), cursor), (1, reply.cursor));
        assert!(
            page[0]
                .get_array("nextBatch")
                .expect("documents")
                .is_empty()
        );
        assert!(page[0].contains_key("postBatchResumeToken"));
    }
    assert!(harness.engine.release(reply.cursor));
}
