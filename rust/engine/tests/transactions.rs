//! Sessions and transactions.

mod support;

use bson::doc;
use haricot_engine::engine::SessionAction::{Abort, Commit, End, StartTransaction};
use support::{CURSOR, DOCUMENT, Harness, class};

#[test]
fn a_transaction_is_seen_by_itself_until_it_is_committed() {
    let mut harness = Harness::new("commit");
    harness.document(doc! { "create": "a" }).expect("created");
    let session = harness.start_session();
    harness
        .session(
            session,
            StartTransaction,
            doc! { "writeConcern": { "w": "majority" } },
        )
        .expect("started");
    harness
        .insert_with(session, doc! { "insert": "a" }, &[doc! { "_id": 1 }])
        .expect("inserted");
    assert_eq!(
        harness
            .all(session, doc! { "find": "a" })
            .expect("found")
            .len(),
        1
    );
    assert!(
        harness
            .all(0, doc! { "find": "a" })
            .expect("found")
            .is_empty()
    );
    harness
        .session(session, Commit, doc! {})
        .expect("committed");
    assert_eq!(
        harness.all(0, doc! { "find": "a" }).expect("found").len(),
        1
    );
    harness.session(session, End, doc! {}).expect("ended");
    assert_eq!(harness.stats().sessions, 0);
}

#[test]
fn an_aborted_transaction_leaves_nothing() {
    let mut harness = Harness::new("abort");
    harness.document(doc! { "create": "a" }).expect("created");
    let session = harness.start_session();
    for ending in [Abort, End] {
        harness
            .session(session, StartTransaction, doc! {})
            .expect("started");
        harness
            .insert_with(session, doc! { "insert": "a" }, &[doc! { "_id": 1 }])
            .expect("inserted");
        harness.session(session, ending, doc! {}).expect("ended");
        assert!(
            harness
                .all(0, doc! { "find": "a" })
                .expect("found")
                .is_empty()
        );
    }
}

#[test]
fn parallel_operations_of_a_transaction_queue_up() {
    let mut harness = Harness::new("parallel");
    harness.document(doc! { "create": "a" }).expect("created");
    let session = harness.start_session();
    harness
        .session(session, StartTransaction, doc! {})
        .expect("started");
    let requests: Vec<u32> = (0..20)
        .map(|n| {
            let envelope = doc! { "command": { "insert": "a" }, "statements": "documents" };
            harness.start(session, DOCUMENT, envelope, &[doc! { "_id": n }])
        })
        .collect();
    for request in requests {
        harness.wait(request).expect("inserted");
    }
    harness
        .session(session, Commit, doc! {})
        .expect("committed");
    assert_eq!(
        harness.all(0, doc! { "find": "a" }).expect("found").len(),
        20
    );
}

#[test]
fn a_cancelled_operation_does_not_upset_its_transaction() {
    let mut harness = Harness::new("cancelled");
    harness.document(doc! { "create": "a" }).expect("created");
    let session = harness.start_session();
    harness
        .session(session, StartTransaction, doc! {})
        .expect("started");
    let request = harness.start(session, CURSOR, doc! { "command": { "find": "a" } }, &[]);
    harness.engine.cancel(request);
    harness
        .insert_with(session, doc! { "insert": "a" }, &[doc! { "_id": 1 }])
        .expect("inserted");
    harness
        .session(session, Commit, doc! {})
        .expect("committed");
    assert_eq!(
        harness.all(0, doc! { "find": "a" }).expect("found").len(),
        1
    );
}

#[test]
fn misuse_of_a_session_is_told() {
    let mut harness = Harness::new("misuse");
    let session = harness.start_session();
    assert_eq!(class(&harness.session(session, Commit, doc! {})), "session");
    assert_eq!(class(&harness.session(session, Abort, doc! {})), "session");
    harness
        .session(session, StartTransaction, doc! {})
        .expect("started");
    assert_eq!(
        class(&harness.session(session, StartTransaction, doc! {})),
        "session"
    );
    let own = harness.client;
    let other = harness
        .connect(&support::uri(), doc! {})
        .expect("a second client");
    let request = harness.number();
    let foreign = harness.start_on(
        other,
        request,
        session,
        DOCUMENT,
        doc! { "command": { "count": "a" } },
        &[],
    );
    assert_eq!(
        foreign.expect_err("foreign").class,
        haricot_engine::error::ErrorClass::Session
    );
    harness.client = own;
    let secondary = doc! { "command": { "count": "a" }, "readPreference": { "mode": "secondary" } };
    assert_eq!(
        class(&harness.document_with(session, DOCUMENT, secondary)),
        "invalid_argument"
    );
    harness.session(session, End, doc! {}).expect("ended");
    let request = harness.number();
    let stale = harness.start_on(
        own,
        request,
        session,
        DOCUMENT,
        doc! { "command": { "count": "a" } },
        &[],
    );
    assert_eq!(
        stale.expect_err("ended").class,
        haricot_engine::error::ErrorClass::StaleHandle
    );
}

#[test]
fn writes_and_reads_of_a_session_are_causally_consistent() {
    let mut harness = Harness::new("causal");
    let session = harness.start_session();
    for n in 0..10 {
        harness
            .insert_with(session, doc! { "insert": "a" }, &[doc! { "_id": n }])
            .expect("inserted");
        let found = harness
            .all(
                session,
                doc! { "find": "a", "readConcern": { "level": "majority" } },
            )
            .expect("found");
        assert_eq!(found.len(), n as usize + 1);
    }
}
