//! Every kind and state of a plan comes back as it went.

mod transfer_support;

use bson::oid::ObjectId;
use bson::spec::BinarySubtype;
use bson::{Binary, Bson, DateTime, Decimal128, Document, Regex, Timestamp, doc};
use serde_json::json;
use transfer_support::round_trip::{document_there_and_back, fields, plan, raw, there_and_back};

fn binary(subtype: BinarySubtype, bytes: &[u8]) -> Bson {
    Bson::Binary(Binary {
        subtype,
        bytes: bytes.to_vec(),
    })
}

/// Each kind with values that must come back as they are.
fn kinds() -> Vec<(&'static str, Vec<Bson>)> {
    let decimal: Decimal128 = "1.50E+3".parse().expect("a decimal");
    let regex = Regex {
        pattern: "^ä".try_into().expect("no NUL"),
        options: "im".try_into().expect("no NUL"),
    };
    vec![
        (
            "string",
            [
                "",
                "ascii",
                "grün",
                "日本語",
                "😀 smile",
                "nul\0inside",
                "\u{feff}bom",
            ]
            .map(Bson::from)
            .to_vec(),
        ),
        (
            "number",
            vec![
                Bson::Int32(0),
                Bson::Int32(-1),
                Bson::Int32(i32::MIN),
                Bson::Int32(i32::MAX),
                Bson::Int64(1 << 31),
                Bson::Int64((1 << 53) - 1),
                Bson::Int64(1 - (1 << 53)),
                Bson::Double(0.5),
                Bson::Double(-0.0),
                Bson::Double(1e300),
                Bson::Double((1i64 << 53) as f64),
                Bson::Double(f64::INFINITY),
            ],
        ),
        (
            "int",
            vec![
                Bson::Int32(7),
                Bson::Int32(i32::MIN),
                Bson::Int64(-(1 << 40)),
            ],
        ),
        (
            "double",
            vec![
                Bson::Double(0.0),
                Bson::Double(-0.0),
                Bson::Double(5.0),
                Bson::Double(f64::NEG_INFINITY),
            ],
        ),
        (
            "long",
            vec![Bson::Int64(0), Bson::Int64(i64::MIN), Bson::Int64(i64::MAX)],
        ),
        ("boolean", vec![Bson::Boolean(true), Bson::Boolean(false)]),
        (
            "date",
            [
                0,
                -1,
                1_700_000_000_123,
                8_640_000_000_000_000,
                -8_640_000_000_000_000,
            ]
            .map(|milliseconds| Bson::DateTime(DateTime::from_millis(milliseconds)))
            .to_vec(),
        ),
        (
            "objectId",
            vec![Bson::ObjectId(ObjectId::from_bytes([
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255,
            ]))],
        ),
        ("decimal128", vec![Bson::Decimal128(decimal)]),
        (
            "binary",
            vec![
                binary(BinarySubtype::Generic, &[]),
                binary(BinarySubtype::Generic, &[0, 1, 2, 255, 254]),
            ],
        ),
        ("uuid", vec![binary(BinarySubtype::Uuid, &[9; 16])]),
        (
            "timestamp",
            vec![Bson::Timestamp(Timestamp {
                time: 4_000_000_000,
                increment: 7,
            })],
        ),
        ("regex", vec![Bson::RegularExpression(regex)]),
    ]
}

#[test]
fn every_kind_keeps_its_values_in_fields_arrays_and_records() {
    for (kind, values) in kinds() {
        let plan = fields(
            "strip",
            json!([
                { "name": "one", "kind": kind },
                { "name": "list", "kind": "array", "element": { "kind": kind } },
                { "name": "holes", "kind": "array", "element": { "kind": kind, "nullable": true } },
                { "name": "lists", "kind": "array", "element": { "kind": "array", "element": { "kind": kind } } },
                { "name": "record", "kind": "record", "element": { "kind": kind, "nullable": true } },
            ]),
        );
        for value in &values {
            let holes: Vec<Bson> = values
                .iter()
                .flat_map(|value| [Bson::Null, value.clone()])
                .collect();
            let record: Document = values
                .iter()
                .enumerate()
                .map(|(index, value)| (format!("ключ {index}"), value.clone()))
                .collect();
            let mut record = record;
            record.insert("empty", Bson::Null);
            let document = doc! {
                "one": value.clone(),
                "list": values.clone(),
                "holes": holes,
                "lists": [values.clone(), [], values.clone()],
                "record": record,
            };
            let back = there_and_back(Some(&plan), &[raw(&document)]);
            assert_eq!(
                back[0].as_bytes(),
                raw(&document).as_bytes(),
                "{kind} {value:?}"
            );
        }
    }
}

#[test]
fn every_state_of_every_kind_is_kept() {
    for (kind, values) in kinds() {
        let plan = fields(
            "strip",
            json!([
                { "name": "first", "kind": kind, "optional": true, "nullable": true },
                { "name": "last", "kind": kind, "optional": true, "nullable": true },
            ]),
        );
        let states = [None, Some(Bson::Null), Some(values[0].clone())];
        for first in &states {
            for last in &states {
                let present = [("first", first), ("last", last)];
                let document: Document = present
                    .into_iter()
                    .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)))
                    .collect();
                assert_eq!(
                    document_there_and_back(Some(&plan), &document),
                    document,
                    "{kind}"
                );
            }
        }
    }
}

#[test]
fn numbers_are_read_from_other_number_types_when_nothing_is_lost() {
    let read = |kind: &str, value: Bson| {
        let plan = fields("strip", json!([{ "name": "n", "kind": kind }]));
        document_there_and_back(Some(&plan), &doc! { "n": value }).remove("n")
    };
    assert_eq!(read("number", Bson::Double(5.0)), Some(Bson::Int32(5)));
    assert_eq!(read("number", Bson::Int64(5)), Some(Bson::Int32(5)));
    assert_eq!(
        read("number", Bson::Double(-2147483648.0)),
        Some(Bson::Int32(i32::MIN))
    );
    assert_eq!(
        read("number", Bson::Double(4294967296.0)),
        Some(Bson::Int64(1 << 32))
    );
    assert_eq!(read("int", Bson::Double(5.0)), Some(Bson::Int32(5)));
    assert_eq!(read("int", Bson::Int64(5)), Some(Bson::Int32(5)));
    assert_eq!(read("double", Bson::Int32(5)), Some(Bson::Double(5.0)));
    assert_eq!(
        read("double", Bson::Int64(-(1 << 40))),
        Some(Bson::Double(-(2f64.powi(40))))
    );
    assert_eq!(read("long", Bson::Int32(-5)), Some(Bson::Int64(-5)));
}

#[test]
fn any_takes_every_type() {
    let plan = fields(
        "strip",
        json!([
            { "name": "any", "kind": "any" },
            { "name": "list", "kind": "array", "element": { "kind": "any" } },
        ]),
    );
    let values: Vec<Bson> = kinds()
        .into_iter()
        .flat_map(|(_, values)| values)
        .chain([
            Bson::Null,
            Bson::Undefined,
            Bson::MinKey,
            Bson::MaxKey,
            Bson::Symbol("s".to_owned()),
        ])
        .chain([
            Bson::JavaScriptCode("f()".to_owned()),
            Bson::from(doc! { "a": [1, { "b": "c" }] }),
        ])
        .chain([
            binary(BinarySubtype::UserDefined(0x80), &[1]),
            binary(BinarySubtype::BinaryOld, &[1, 2]),
        ])
        .collect();
    for value in &values {
        let document = doc! { "any": value.clone(), "list": values.clone() };
        assert_eq!(document_there_and_back(Some(&plan), &document), document);
    }
}

#[test]
fn keys_that_mean_something_to_javascript_are_ordinary() {
    let names = [
        "__proto__",
        "constructor",
        "toString",
        "0",
        "10",
        "-1",
        "",
        "ключ",
        "日本",
        "a.b",
        "😀",
    ];
    let record: Document = names
        .iter()
        .map(|name| ((*name).to_owned(), Bson::from(*name)))
        .collect();
    let planned: Vec<_> = names
        .iter()
        .map(|name| json!({ "name": name, "kind": "string" }))
        .collect();
    let plan = plan(json!({ "model": "Keys", "objects": [
        { "unknown": "strip", "fields": [
            { "name": "record", "kind": "record", "element": { "kind": "string" } },
            { "name": "any", "kind": "any" },
            { "name": "object", "kind": "object", "object": 1 },
            { "name": "kept", "kind": "object", "object": 2 } ] },
        { "unknown": "reject", "fields": planned },
        { "unknown": "keep", "fields": [] } ] }));
    let document = doc! { "record": record.clone(), "any": record.clone(), "object": record.clone(), "kept": record.clone() };
    assert_eq!(document_there_and_back(Some(&plan), &document), document);
}

#[test]
fn more_fields_than_a_state_word_holds() {
    let names: Vec<String> = (0..67).map(|index| format!("field{index}")).collect();
    let list: Vec<_> = names
        .iter()
        .map(|name| json!({ "name": name, "kind": "int", "optional": true, "nullable": true }))
        .collect();
    let plan = fields("keep", json!(list));
    let document: Document = names
        .iter()
        .enumerate()
        .filter(|(index, _)| index % 3 != 1)
        .map(|(index, name)| {
            (
                name.clone(),
                if index % 3 == 0 {
                    Bson::Int32(index as i32)
                } else {
                    Bson::Null
                },
            )
        })
        .chain([("more".to_owned(), Bson::from("unknown"))])
        .collect();
    assert_eq!(document_there_and_back(Some(&plan), &document), document);
}
