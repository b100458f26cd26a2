//! Clients, handles and engines: beginnings, ends, and what is not there any more.

mod support;

use std::time::Duration;

use bson::doc;
use haricot_engine::engine;
use haricot_engine::error::ErrorClass;
use support::{CURSOR, DOCUMENT, Harness, class, uri};

const SECRET: &str = "s3cr3t";

#[test]
fn a_wrong_address_fails_at_connect() {
    let mut harness = Harness::bare();
    let outcome = harness.connect(
        "mongodb://127.0.0.1:1/",
        doc! { "serverSelectionTimeoutMS": 300 },
    );
    assert_eq!(class(&outcome), "server_selection");
    let message = outcome.expect_err("refused");
    assert!(
        message
            .get_str("message")
            .expect("message")
            .contains("refused"),
        "{message}"
    );
    assert_eq!(harness.stats().clients, 0);
}

#[test]
fn wrong_credentials_fail_at_connect_and_are_not_repeated() {
    let mut harness = Harness::bare();
    let options =
        doc! { "username": "nobody", "password": SECRET, "serverSelectionTimeoutMS": 3000 };
    let outcome = harness.connect(&uri(), options);
    assert_eq!(class(&outcome), "authentication");
    assert!(!format!("{outcome:?}").contains(SECRET));
}

#[test]
fn options_that_can_not_be_used_are_explained() {
    let mut harness = Harness::bare();
    for (options, word) in [
        (doc! { "socketTimeoutMS": 5 }, "socketTimeoutMS"),
        (doc! { "maxPoolSizes": 5 }, "maxPoolSizes"),
        (doc! { "w": 0 }, "w=0"),
        (doc! { "maxPoolSize": "many" }, "maxpoolsize"),
    ] {
        let outcome = harness.connect(&uri(), options);
        assert_eq!(class(&outcome), "invalid_argument");
        let record = outcome.expect_err("refused");
        assert!(
            record.get_str("message").expect("message").contains(word),
            "{record}"
        );
    }
}

#[test]
fn the_handshake_names_haricot() {
    let mut harness =
        Harness::with_options("handshake", doc! { "appName": "rust_engine_handshake" });
    let pipeline = [
        doc! { "$currentOp": { "allUsers": true, "idleConnections": true } },
        doc! { "$match": { "appName": "rust_engine_handshake" } },
        doc! { "$project": { "name": "$clientMetadata.driver.name" } },
    ];
    let command = doc! { "aggregate": 1, "pipeline": pipeline.to_vec(), "cursor": {} };
    let (found, _) = harness
        .open(0, doc! { "db": "admin", "command": command })
        .expect("currentOp");
    assert!(
        found.iter().any(|entry| entry
            .get_str("name")
            .is_ok_and(|name| name.contains("Haricot"))),
        "{found:?}"
    );
}

#[test]
fn operations_in_flight_end_when_their_client_is_closed() {
    let mut harness =
        Harness::with_options("in_flight", doc! { "appName": "rust_engine_in_flight" });
    let slow = doc! { "failCommands": ["count"], "blockConnection": true, "blockTimeMS": 1500, "appName": "rust_engine_in_flight" };
    harness
        .admin(doc! { "configureFailPoint": "failCommand", "mode": { "times": 5 }, "data": slow });
    let requests: Vec<u32> = (0..5)
        .map(|_| harness.start(0, DOCUMENT, doc! { "command": { "count": "a" } }, &[]))
        .collect();
    let session = harness.start_session();
    let closing = harness.number();
    harness
        .engine
        .disconnect(closing, harness.client)
        .expect("closing");
    for request in requests {
        assert_eq!(class(&harness.wait(request)), "client_closed");
    }
    harness.wait(closing).expect("closed");
    let stats = harness.stats();
    assert_eq!(
        (stats.clients, stats.sessions, stats.pending),
        (0, 0, 0),
        "session {session:#x}"
    );
    let request = harness.number();
    let client = harness.client;
    let late = harness.start_on(
        client,
        request,
        0,
        DOCUMENT,
        doc! { "command": { "count": "a" } },
        &[],
    );
    assert_eq!(late.expect_err("closed").class, ErrorClass::StaleHandle);
}

#[test]
fn handles_are_known_to_their_own_engine_and_kind_only() {
    let mut one = Harness::new("foreign");
    let mut two = Harness::bare();
    let request = two.number();
    let client = one.client;
    let foreign = two.start_on(
        client,
        request,
        0,
        DOCUMENT,
        doc! { "db": "x", "command": { "count": "a" } },
        &[],
    );
    assert_eq!(foreign.expect_err("foreign").class, ErrorClass::StaleHandle);
    let request = one.number();
    assert_eq!(
        one.engine
            .next(request, client)
            .expect_err("no cursor")
            .class,
        ErrorClass::StaleHandle
    );
    assert!(
        !one.engine.release(client),
        "a client is disconnected, not released"
    );
    assert!(!one.engine.release(0) && !one.engine.release(u32::MAX));
    for handle in 0..10_000 {
        assert!(!two.engine.release(handle) || handle == 0);
    }
}

#[test]
fn request_numbers_are_unique_while_they_wait() {
    let mut harness = Harness::with_options("numbers", doc! { "appName": "rust_engine_numbers" });
    let slow = doc! { "failCommands": ["count"], "blockConnection": true, "blockTimeMS": 300, "appName": "rust_engine_numbers" };
    harness
        .admin(doc! { "configureFailPoint": "failCommand", "mode": { "times": 1 }, "data": slow });
    let request = harness.start(0, DOCUMENT, doc! { "command": { "count": "a" } }, &[]);
    let client = harness.client;
    assert!(
        harness
            .start_on(
                client,
                request,
                0,
                DOCUMENT,
                doc! { "command": { "count": "a" } },
                &[]
            )
            .is_err()
    );
    assert!(
        harness
            .start_on(
                client,
                0,
                0,
                DOCUMENT,
                doc! { "command": { "count": "a" } },
                &[]
            )
            .is_err()
    );
    harness.wait(request).expect("counted");
    assert!(!harness.engine.cancel(request));
}

#[test]
fn an_engine_closes_itself_when_its_doorbell_is_closed() {
    let mut harness = Harness::new("hang_up");
    harness.start(0, CURSOR, doc! { "command": { "find": "a" } }, &[]);
    harness.hang_up();
    for _ in 0..200 {
        if engine::find(harness.engine_handle).is_err() {
            let stats = harness.stats();
            assert_eq!((stats.clients, stats.cursors, stats.plans), (0, 0, 0));
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the engine is still open");
}

#[test]
fn garbage_instead_of_frames_is_an_error() {
    let mut harness = Harness::new("garbage");
    for bytes in [
        vec![],
        vec![0; 7],
        vec![0xFF; 64],
        vec![0x48, 0x52, 0x43, 0x31, 0xFF, 0xFF, 0xFF, 0x7F],
    ] {
        let request = harness.number();
        let query = engine::Query {
            client: harness.client,
            session: 0,
            plan: 0,
            flags: 0,
            bytes,
        };
        harness.engine.query(request, query).expect("a request");
        assert_eq!(class(&harness.wait(request)), "internal");
    }
}
