//! Documents that do not fit are refused with an error that says where and why.

mod transfer_support;

use bson::raw::RawDocument;
use bson::{Bson, DateTime, Document, doc};
use haricot_engine::transfer::{ErrorKind, Plan, TransferError, decode, decode_frames};
use serde_json::{Value, json};
use transfer_support::round_trip::{decode_one, fields, raw};

fn refuse(plan: &Plan, document: &Document) -> TransferError {
    let error = decode_one(Some(plan), &raw(document)).expect_err("a document that does not fit");
    assert_eq!(error.kind, ErrorKind::Validation);
    error
}

/// Expected and found for a value of a field that is declared so.
fn mismatch(field: Value, value: impl Into<Bson>) -> (String, String) {
    let mut field = field;
    field["name"] = json!("f");
    let error = refuse(
        &fields("strip", json!([field])),
        &doc! { "f": value.into() },
    );
    assert_eq!(error.path, "f");
    (
        error.expected.clone().unwrap_or_default(),
        error.found.clone().unwrap_or_default(),
    )
}

fn pair(expected: &str, found: &str) -> (String, String) {
    (expected.to_owned(), found.to_owned())
}

#[test]
fn an_error_names_model_path_id_and_index_but_no_value() {
    let plan = fields(
        "strip",
        json!([
        { "name": "_id", "label": "id", "kind": "int" },
        { "name": "l", "label": "lines", "kind": "array",
          "element": { "kind": "record", "element": { "kind": "string" } } } ]),
    );
    let good = raw(&doc! { "_id": 1, "l": [] });
    let bad = raw(&doc! { "_id": 2, "l": [{}, { "color": "red", "secret": 4711 }] });
    let mut documents: Vec<&RawDocument> = vec![&good; 200];
    documents[123] = &bad;
    documents[150] = &bad;
    for error in [
        decode(Some(&plan), &documents).expect_err("bad"),
        decode_frames(Some(&plan), &documents, None).expect_err("bad"),
    ] {
        assert_eq!(error.model.as_deref(), Some("Product"));
        assert_eq!(error.path, "lines.1.secret");
        assert_eq!(error.id, Some(Bson::Int32(2)));
        assert_eq!(error.index, Some(123));
        assert_eq!(
            (error.expected.as_deref(), error.found.as_deref()),
            (Some("string"), Some("int"))
        );
        assert_eq!(
            error.message,
            "Product.lines.1.secret (document 123): expected string, found int"
        );
    }
}

#[test]
fn the_first_wrong_document_is_reported_whichever_thread_meets_it() {
    let plan = fields("strip", json!([{ "name": "n", "kind": "int" }]));
    let (good, bad) = (raw(&doc! { "n": 1 }), raw(&doc! { "n": "one" }));
    let mut documents: Vec<&RawDocument> = vec![&good; 4000];
    documents[700] = &bad;
    documents[3900] = &bad;
    let error = decode_frames(Some(&plan), &documents, None).expect_err("a wrong document");
    assert_eq!(error.index, Some(700));
}

#[test]
fn missing_and_null_values_are_refused_where_they_are_not_declared() {
    let plan = fields(
        "strip",
        json!([
        { "name": "a", "kind": "int", "optional": true }, { "name": "b", "kind": "int", "nullable": true } ]),
    );
    let missing = refuse(&plan, &doc! { "a": 1 });
    assert_eq!(
        (missing.path.as_str(), missing.found.as_deref()),
        ("b", Some("no such field"))
    );
    assert_eq!(missing.expected.as_deref(), Some("int or null"));
    let null = refuse(&plan, &doc! { "a": Bson::Null, "b": Bson::Null });
    assert_eq!(
        (null.path.as_str(), null.found.as_deref()),
        ("a", Some("null"))
    );
    let element = json!({ "kind": "array", "element": { "kind": "int" } });
    let error = refuse(
        &fields(
            "strip",
            json!([{ "name": "f", "kind": "array", "element": element }]),
        ),
        &doc! { "f": [[1], [1, Bson::Null]] },
    );
    assert_eq!(error.path, "f.1.1");
}

#[test]
fn values_of_another_type_are_refused() {
    let all = [
        "string",
        "number",
        "int",
        "double",
        "long",
        "boolean",
        "date",
        "objectId",
        "decimal128",
        "binary",
        "uuid",
        "timestamp",
        "regex",
    ];
    for kind in all {
        assert_eq!(
            mismatch(json!({ "kind": kind }), Bson::MinKey),
            pair(kind, "minKey")
        );
        assert_eq!(
            mismatch(json!({ "kind": kind, "nullable": true }), doc! {}).0,
            format!("{kind} or null")
        );
    }
    assert_eq!(
        mismatch(
            json!({ "kind": "array", "element": { "kind": "int" } }),
            doc! {}
        ),
        pair("array", "object")
    );
    assert_eq!(
        mismatch(
            json!({ "kind": "record", "element": { "kind": "int" } }),
            vec![1]
        ),
        pair("record", "array")
    );
    assert_eq!(
        mismatch(json!({ "kind": "object", "object": 0 }), 1),
        pair("object", "int")
    );
    assert_eq!(
        mismatch(json!({ "kind": "any", "types": ["string", "int"] }), 1.5),
        pair("string or int", "double")
    );
    assert_eq!(
        mismatch(json!({ "kind": "any", "types": ["string"] }), Bson::Null),
        pair("string", "null")
    );
}

#[test]
fn values_that_a_kind_cannot_hold_are_refused() {
    let long = "long outside of ±(2^53-1)";
    assert_eq!(
        mismatch(json!({ "kind": "number" }), 1i64 << 53),
        pair("number", long)
    );
    assert_eq!(
        mismatch(json!({ "kind": "double" }), i64::MIN),
        pair("double", long)
    );
    assert_eq!(
        mismatch(json!({ "kind": "int" }), -(1i64 << 53)),
        pair("int", long)
    );
    assert_eq!(
        mismatch(json!({ "kind": "int" }), 1.5),
        pair("int", "double that is no safe integer")
    );
    assert_eq!(
        mismatch(json!({ "kind": "int" }), f64::NAN),
        pair("int", "double that is no safe integer")
    );
    assert_eq!(
        mismatch(json!({ "kind": "int" }), 1e300),
        pair("int", "double that is no safe integer")
    );
    assert_eq!(
        mismatch(json!({ "kind": "long" }), 1.0),
        pair("long", "double")
    );
    let date = Bson::DateTime(DateTime::from_millis(8_640_000_000_000_001));
    assert_eq!(
        mismatch(json!({ "kind": "date" }), date.clone()).1,
        "a date outside of what a Date holds"
    );
    assert_eq!(
        mismatch(json!({ "kind": "any" }), date).1,
        "a date outside of what a Date holds"
    );
    let binary = |subtype: u8, length| {
        Bson::Binary(bson::Binary {
            subtype: subtype.into(),
            bytes: vec![0; length],
        })
    };
    assert_eq!(
        mismatch(json!({ "kind": "binary" }), binary(4, 16)),
        pair("binary", "binData of subtype 4")
    );
    assert_eq!(
        mismatch(json!({ "kind": "uuid" }), binary(3, 16)),
        pair("uuid", "binData of subtype 3")
    );
    assert_eq!(
        mismatch(json!({ "kind": "uuid" }), binary(4, 15)).1,
        "binData of subtype 4 that is not 16 bytes long"
    );
}

#[test]
fn checks_name_their_rule() {
    let number = |check: Value, value: Bson| {
        let mut field = check;
        field["kind"] = json!("number");
        mismatch(field, value).0
    };
    assert_eq!(number(json!({ "minimum": 5 }), Bson::Int32(4)), "minimum 5");
    assert_eq!(
        number(
            json!({ "minimum": 5, "exclusiveMinimum": true }),
            Bson::Int32(5)
        ),
        "greater than 5"
    );
    assert_eq!(
        number(json!({ "maximum": 5 }), Bson::Double(5.5)),
        "maximum 5"
    );
    assert_eq!(
        number(
            json!({ "maximum": 5, "exclusiveMaximum": true }),
            Bson::Int64(5)
        ),
        "less than 5"
    );
    assert_eq!(
        number(json!({ "minimum": 0 }), Bson::Double(f64::NAN)),
        "minimum 0"
    );
    assert_eq!(
        number(json!({ "values": [1, 2.5] }), Bson::Int32(2)),
        "one of 1, 2.5"
    );
    let text = |check: Value, value: &str| {
        let mut field = check;
        field["kind"] = json!("string");
        mismatch(field, value)
    };
    assert_eq!(
        text(json!({ "maxLength": 3 }), "😀😀"),
        pair("maxLength 3", "string of length 4")
    );
    assert_eq!(
        text(json!({ "minLength": 3 }), "äö"),
        pair("minLength 3", "string of length 2")
    );
    assert_eq!(
        text(json!({ "values": ["a", "b"] }), "c"),
        pair("one of \"a\", \"b\"", "string")
    );
    let items =
        json!({ "kind": "array", "element": { "kind": "int" }, "minItems": 1, "maxItems": 2 });
    assert_eq!(
        mismatch(items.clone(), Bson::Array(vec![])),
        pair("minItems 1", "array of 0 items")
    );
    assert_eq!(
        mismatch(items, vec![1, 2, 3]),
        pair("maxItems 2", "array of 3 items")
    );
}

#[test]
fn values_on_the_border_of_a_check_are_accepted() {
    let plan = fields(
        "strip",
        json!([
        { "name": "n", "kind": "number", "minimum": 1, "maximum": 2, "values": [1, 2] },
        { "name": "s", "kind": "string", "minLength": 2, "maxLength": 2, "values": ["😀"] },
        { "name": "a", "kind": "array", "element": { "kind": "int" }, "minItems": 1, "maxItems": 2 } ]),
    );
    for document in [
        doc! { "n": 1, "s": "😀", "a": [1] },
        doc! { "n": 2.0, "s": "😀", "a": [1, 2] },
    ] {
        decode_one(Some(&plan), &raw(&document)).expect("a document that fits");
    }
}

#[test]
fn keys_that_occur_twice_are_refused() {
    let element = |key: &str| [&[0x0a], key.as_bytes(), &[0]].concat();
    let document = |keys: &[String]| {
        let body: Vec<u8> = keys.iter().flat_map(|key| element(key)).collect();
        [
            &(body.len() as i32 + 5).to_le_bytes(),
            body.as_slice(),
            &[0],
        ]
        .concat()
    };
    let field = json!([{ "name": "k0", "kind": "any", "nullable": true, "optional": true }]);
    let plans = [
        None,
        Some(fields("strip", field.clone())),
        Some(fields("keep", field)),
    ];
    for count in [2, 17, 300] {
        for twin in [0, count / 2] {
            let mut keys: Vec<String> = (0..count).map(|index| format!("k{index}")).collect();
            for plan in &plans {
                let bytes = document(&keys);
                decode_one(
                    plan.as_ref(),
                    RawDocument::from_bytes(&bytes).expect("a document"),
                )
                .expect("no key twice");
            }
            keys.push(keys[twin].clone());
            let bytes = document(&keys);
            for plan in &plans {
                let error = decode_one(
                    plan.as_ref(),
                    RawDocument::from_bytes(&bytes).expect("a document"),
                );
                assert_eq!(error.expect_err("a key twice").path, format!("k{twin}"));
            }
            let rows = vec![RawDocument::from_bytes(&bytes).expect("a document"); 20];
            assert_eq!(
                decode(None, &rows)
                    .expect_err("a key twice")
                    .found
                    .as_deref(),
                Some("the key a second time")
            );
        }
    }
}

#[test]
fn text_that_is_not_utf8_is_refused() {
    let good = raw(&doc! { "key": "text" }).into_bytes();
    for position in [good.len() - 3, 6] {
        let mut bytes = good.clone();
        bytes[position] = 0xff;
        for plan in [
            None,
            Some(fields(
                "keep",
                json!([{ "name": "key", "kind": "string", "optional": true }]),
            )),
        ] {
            let error = decode_one(
                plan.as_ref(),
                RawDocument::from_bytes(&bytes).expect("a document"),
            );
            assert_eq!(
                error.expect_err("no UTF-8").expected.as_deref(),
                Some("UTF-8")
            );
        }
    }
}

fn nested(levels: usize, array: bool) -> Document {
    let mut value = Bson::Int32(0);
    for _ in 1..levels {
        value = if array {
            Bson::Array(vec![value])
        } else {
            doc! { "a": value }.into()
        };
    }
    doc! { "a": value }
}

#[test]
fn a_hundred_levels_are_read_and_a_hundred_and_one_refused() {
    let tree = fields(
        "strip",
        json!([{ "name": "a", "kind": "any", "nullable": true }]),
    );
    let kept = fields("keep", json!([]));
    for plan in [None, Some(&tree), Some(&kept)] {
        for array in [false, true] {
            decode_one(plan, &raw(&nested(100, array))).expect("100 levels");
            let error = decode_one(plan, &raw(&nested(101, array))).expect_err("101 levels");
            assert_eq!(
                error.expected.as_deref(),
                Some("at most 100 levels of nesting")
            );
        }
    }
}

#[test]
fn plans_that_mean_nothing_are_refused() {
    let field = |field: Value| json!({ "model": "M", "objects": [{ "unknown": "strip", "fields": [field] }] });
    let plans = [
        (json!({}), "model"),
        (json!({ "model": "M", "objects": [] }), "object 0"),
        (
            json!({ "model": "M", "objects": [{ "unknown": "maybe", "fields": [] }] }),
            "maybe",
        ),
        (field(json!({ "name": "f", "kind": "strng" })), "strng"),
        (
            field(json!({ "name": "f", "kind": "object", "object": 1 })),
            "no object 1",
        ),
        (field(json!({ "name": "f", "kind": "object" })), "index"),
        (field(json!({ "name": "f", "kind": "array" })), "element"),
        (field(json!({ "name": "$f", "kind": "int" })), "$"),
        (field(json!({ "name": "f\0", "kind": "int" })), "NUL"),
        (
            field(json!({ "name": "f", "kind": "any", "types": ["integer"] })),
            "integer",
        ),
        (
            field(json!({ "name": "f", "kind": "string", "minimum": 1 })),
            "check",
        ),
        (
            field(json!({ "name": "f", "kind": "int", "maxLength": 1 })),
            "check",
        ),
        (
            field(json!({ "name": "f", "kind": "string", "values": [1] })),
            "values",
        ),
        (
            json!({ "model": "M", "objects": [{ "unknown": "strip", "fields": [
            { "name": "f", "kind": "int" }, { "name": "f", "kind": "int" } ] }] }),
            "two fields",
        ),
    ];
    for (json, part) in plans {
        let error = Plan::parse(json.to_string().as_bytes()).expect_err(part);
        assert_eq!(error.kind, ErrorKind::InvalidArgument);
        assert!(error.message.contains(part), "{part}: {}", error.message);
    }
    assert!(Plan::parse(b"{").is_err());
    assert_eq!(fields("strip", json!([])).model(), "Product");
}

#[test]
fn code_with_scope_fills_its_length() {
    let value = |surplus: &[u8]| {
        let inner = [&[1, 0, 0, 0, 0, 5, 0, 0, 0, 0], surplus].concat();
        let length = (inner.len() as i32 + 4).to_le_bytes();
        let body = [&[0x0f, b'a', 0], length.as_slice(), &inner].concat();
        [
            &(body.len() as i32 + 5).to_le_bytes(),
            body.as_slice(),
            &[0],
        ]
        .concat()
    };
    let read = |bytes: &[u8]| decode_one(None, RawDocument::from_bytes(bytes).expect("a document"));
    read(&value(&[])).expect("code with an empty scope");
    let error = read(&value(&[0])).expect_err("a byte too many");
    assert_eq!(
        error.found.as_deref(),
        Some("code with scope of a wrong length")
    );
}
