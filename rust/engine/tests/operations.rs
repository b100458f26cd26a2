//! Every operation against a real server.

mod support;

use bson::{Bson, Document, doc};
use support::{
    ACCEPTS_EMPTY_CRITERIA, CURSOR, DOCUMENT, Harness, RUN_COMMAND, VALUE, class, number,
};

fn people(count: i32) -> Vec<Document> {
    (0..count)
        .map(|n| doc! { "_id": n, "name": format!("person {n}"), "age": n % 90 })
        .collect()
}

#[test]
fn documents_are_written_found_changed_and_deleted() {
    let mut harness = Harness::new("crud");
    assert_eq!(
        number(
            &harness.insert("people", &people(10)).expect("inserted"),
            "n"
        ),
        10
    );
    let found = harness.all(
        0,
        doc! { "find": "people", "filter": { "age": { "$gte": 5 } }, "sort": { "_id": 1 } },
    );
    assert_eq!(found.expect("found"), people(10)[5..]);
    let update = doc! { "update": "people", "updates": [{ "q": { "_id": 1 }, "u": { "$set": { "age": 50 } } }] };
    assert_eq!(
        number(&harness.document(update).expect("updated"), "nModified"),
        1
    );
    let delete =
        doc! { "delete": "people", "deletes": [{ "q": { "age": { "$lt": 5 } }, "limit": 0 }] };
    assert_eq!(number(&harness.document(delete).expect("deleted"), "n"), 4);
    let count = harness
        .document(doc! { "count": "people", "query": {} })
        .expect("counted");
    assert_eq!(number(&count, "n"), 6);
    let distinct = harness
        .document(doc! { "distinct": "people", "key": "age" })
        .expect("distinct");
    assert_eq!(distinct.get_array("values").expect("values").len(), 6);
    let groups = harness.all(
        0,
        doc! { "aggregate": "people", "cursor": {}, "pipeline": [{ "$count": "n" }] },
    );
    assert_eq!(groups.expect("aggregated"), [doc! { "n": 6 }]);
    let listed = harness.all(
        0,
        doc! { "aggregate": 1, "cursor": {}, "pipeline": [{ "$documents": [{ "x": 1 }] }] },
    );
    assert_eq!(
        listed.expect("aggregated on the database"),
        [doc! { "x": 1 }]
    );
}

#[test]
fn replies_hold_nothing_of_the_drivers() {
    let mut harness = Harness::new("replies");
    let reply = harness.document(doc! { "count": "none" }).expect("counted");
    assert!(
        !reply.contains_key("$clusterTime") && !reply.contains_key("operationTime"),
        "{reply}"
    );
}

#[test]
fn find_and_modify_gives_the_value_and_whether_it_was_there() {
    let mut harness = Harness::new("modify");
    harness.insert("people", &people(1)).expect("inserted");
    let change = |id: i32| {
        doc! { "command": { "findAndModify": "people", "query": { "_id": id }, "update": { "$inc": { "age": 7 } }, "new": true, "upsert": true } }
    };
    for (id, updated) in [(0, 1), (5, 0)] {
        let request = harness.start(0, VALUE, change(id), &[]);
        let reply = harness.wait(request).expect("modified");
        assert_eq!(
            (reply.a, number(&harness.planned(&reply.payload)[0], "age")),
            (updated, 7)
        );
    }
    let missing =
        doc! { "command": { "findAndModify": "people", "query": { "_id": 99 }, "remove": true } };
    let request = harness.start(0, VALUE, missing, &[]);
    let reply = harness.wait(request).expect("nothing");
    assert!(harness.planned(&reply.payload).is_empty());
}

#[test]
fn collections_and_indexes_are_managed() {
    let mut harness = Harness::new("schema");
    harness
        .document(doc! { "create": "things" })
        .expect("created");
    let index = doc! { "key": { "name": 1 }, "name": "by_name", "unique": true };
    harness
        .document(doc! { "createIndexes": "things", "indexes": [index] })
        .expect("indexed");
    let indexes = harness
        .all(0, doc! { "listIndexes": "things", "cursor": {} })
        .expect("listed");
    assert_eq!(indexes.len(), 2);
    let collections = harness
        .all(0, doc! { "listCollections": 1, "cursor": {} })
        .expect("listed");
    assert_eq!(collections[0].get_str("name").ok(), Some("things"));
    let full = |name: &str| format!("{}.{name}", harness.database);
    let rename = doc! { "renameCollection": full("things"), "to": full("items") };
    harness
        .document_with(0, DOCUMENT, doc! { "db": "admin", "command": rename })
        .expect("renamed");
    harness
        .document(doc! { "dropIndexes": "items", "index": "by_name" })
        .expect("dropped index");
    harness
        .document(doc! { "collMod": "items", "validator": { "name": { "$type": "string" } } })
        .expect("modified");
    harness.document(doc! { "drop": "items" }).expect("dropped");
}

#[test]
fn one_duplicate_is_a_duplicate_key_with_its_value() {
    let mut harness = Harness::new("duplicate");
    harness.insert("people", &people(1)).expect("inserted");
    let outcome = harness.insert("people", &people(1));
    assert_eq!(class(&outcome), "duplicate_key");
    let record = outcome.expect_err("duplicate");
    assert_eq!(
        record.get_document("keyValue").ok(),
        Some(&doc! { "_id": 0 })
    );
    assert_eq!(
        record.get_document("keyPattern").ok(),
        Some(&doc! { "_id": 1 })
    );
    assert_eq!(number(&record, "code"), 11000);
}

#[test]
fn ordered_inserts_stop_at_the_first_failure_and_unordered_ones_report_all() {
    let mut harness = Harness::new("bulk_errors");
    for (ordered, written, failed) in [(true, 2, vec![2]), (false, 7, vec![2, 5, 9])] {
        let everything =
            doc! { "command": { "delete": "people", "deletes": [{ "q": {}, "limit": 0 }] } };
        harness
            .document_with(0, ACCEPTS_EMPTY_CRITERIA, everything)
            .expect("emptied");
        let mut documents = people(10);
        for index in [2, 5, 9] {
            documents[index].insert("_id", 0);
        }
        let outcome = harness.insert_with(
            0,
            doc! { "insert": "people", "ordered": ordered },
            &documents,
        );
        assert_eq!(class(&outcome), "bulk_write");
        let record = outcome.expect_err("duplicates");
        let errors = record.get_array("writeErrors").expect("writeErrors");
        let indexes: Vec<i64> = errors
            .iter()
            .map(|error| number(error.as_document().expect("entry"), "index"))
            .collect();
        assert_eq!((number(&record, "n"), indexes), (written, failed));
        let value = errors[0]
            .as_document()
            .expect("entry")
            .get_document("keyValue")
            .ok();
        assert_eq!(value, Some(&doc! { "_id": 0 }));
    }
}

#[test]
fn large_inserts_are_split_and_their_indexes_counted_over_the_whole() {
    let mut harness = Harness::new("split");
    let filler = "x".repeat(1024 * 1024);
    let mut documents: Vec<Document> = (0..40)
        .map(|n| doc! { "_id": n, "filler": filler.as_str() })
        .collect();
    for index in [20, 39] {
        documents[index].insert("_id", 0);
    }
    let outcome = harness.insert_with(0, doc! { "insert": "large", "ordered": false }, &documents);
    let record = outcome.expect_err("duplicates");
    let errors = record.get_array("writeErrors").expect("writeErrors");
    let indexes: Vec<i64> = errors
        .iter()
        .map(|error| number(error.as_document().expect("entry"), "index"))
        .collect();
    assert_eq!((number(&record, "n"), indexes), (38, vec![20, 39]));
    let reply = harness
        .insert("small", &people(100_500))
        .expect("more than one command takes");
    assert_eq!(number(&reply, "n"), 100_500);
}

#[test]
fn statements_are_sent_in_bulk_with_upserts() {
    let mut harness = Harness::new("statements");
    let updates: Vec<Document> = (0..7)
        .map(|n| doc! { "q": { "_id": n }, "u": { "$set": { "n": n } }, "upsert": true })
        .collect();
    let envelope = doc! { "command": { "update": "things" }, "statements": "updates" };
    let request = harness.start(0, DOCUMENT, envelope, &updates);
    let reply = support::untyped(&harness.wait(request).expect("updated").payload);
    assert_eq!(number(&reply, "n"), 7);
    assert_eq!(reply.get_array("upserted").expect("upserted").len(), 7);
    let hostile = [doc! { "q": { "$where": "1" }, "u": { "$set": { "n": 1 } } }];
    let envelope = doc! { "command": { "update": "things" }, "statements": "updates" };
    let request = harness.start(0, DOCUMENT, envelope, &hostile);
    assert_eq!(class(&harness.wait(request)), "guard");
}

#[test]
fn the_guard_stands_before_everything() {
    let mut harness = Harness::new("guard");
    for command in [
        doc! { "find": "system.users" },
        doc! { "find": "a", "filter": { "$where": "true" } },
        doc! { "delete": "a", "deletes": [{ "q": {}, "limit": 0 }] },
    ] {
        assert_eq!(class(&harness.document(command)), "guard");
    }
    assert_eq!(
        class(&harness.document(doc! { "find": "a", "limit": -1 })),
        "invalid_argument"
    );
    assert_eq!(
        class(&harness.insert("a", &[doc! { "nested": { "$set": 1 } }])),
        "guard"
    );
    let everything = doc! { "command": { "delete": "a", "deletes": [{ "q": {}, "limit": 0 }] } };
    harness
        .document_with(0, ACCEPTS_EMPTY_CRITERIA, everything)
        .expect("allowed");
}

#[test]
fn errors_of_the_server_keep_code_and_name() {
    let mut harness = Harness::new("server_errors");
    let outcome = harness.document_with(0, RUN_COMMAND, doc! { "command": { "noSuchCommand": 1 } });
    assert_eq!(class(&outcome), "server");
    let record = outcome.expect_err("unknown");
    assert_eq!(
        (number(&record, "code"), record.get_str("codeName").ok()),
        (59, Some("CommandNotFound"))
    );
    let request = harness.start(
        0,
        CURSOR,
        doc! { "command": { "find": "a", "sort": { "x": 7 } }, "model": "Thing" },
        &[],
    );
    let record = harness.wait(request).expect_err("bad sort");
    assert_eq!(record.get("model"), Some(&Bson::String("Thing".into())));
}

#[test]
fn a_time_limit_ends_the_wait() {
    let mut harness = Harness::new("timeout");
    harness.admin(doc! { "configureFailPoint": "failCommand", "mode": { "times": 1 }, "data": {
        "failCommands": ["count"], "blockConnection": true, "blockTimeMS": 3000, "appName": "rust_engine_timeout" } });
    let client = harness
        .connect(&support::uri(), doc! { "appName": "rust_engine_timeout" })
        .expect("connected");
    harness.client = client;
    let outcome = harness.document_with(
        0,
        DOCUMENT,
        doc! { "command": { "count": "a" }, "timeoutMS": 100 },
    );
    assert_eq!(class(&outcome), "timeout");
}

#[test]
fn concerns_and_preferences_of_the_client_are_added() {
    let mut harness = Harness::with_options(
        "concerns",
        doc! { "w": "majority", "readConcernLevel": "majority", "readPreference": "primaryPreferred" },
    );
    harness.insert("a", &people(3)).expect("inserted");
    assert_eq!(
        harness.all(0, doc! { "find": "a" }).expect("found").len(),
        3
    );
    let impossible = doc! { "insert": "a", "writeConcern": { "w": 5, "wtimeout": 50 } };
    let outcome = harness.insert_with(0, impossible, &[doc! { "_id": 77 }]);
    assert!(outcome.is_err(), "a write concern of the call is kept");
}
