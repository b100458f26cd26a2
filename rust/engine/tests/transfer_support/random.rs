//! Random plans, documents that fit them, and damage.

use bson::oid::ObjectId;
use bson::spec::BinarySubtype;
use bson::{Binary, Bson, DateTime, Decimal128, Document, Regex, Timestamp};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

const NAMES: [&str; 12] = [
    "_id",
    "name",
    "__proto__",
    "0",
    "17",
    "",
    "größe",
    "日本",
    "😀",
    "a.b",
    "constructor",
    "long name of a field",
];
const KINDS: [&str; 17] = [
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
    "any",
    "object",
    "array",
    "record",
];
const UNKNOWN: [&str; 3] = ["strip", "keep", "reject"];

pub struct Random {
    rng: StdRng,
}

impl Random {
    pub fn new(seed: u64) -> Self {
        Self {
            rng: StdRng::seed_from_u64(seed),
        }
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.rng.random_range(0..limit)
    }

    fn one<T: Copy>(&mut self, choices: &[T]) -> T {
        *choices.choose(&mut self.rng).expect("a choice")
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_ratio(percent, 100)
    }

    /// A plan of up to four objects that refer to each other.
    pub fn plan(&mut self) -> Value {
        let count = 1 + self.below(4);
        let objects: Vec<Value> = (0..count)
            .map(|_| {
                let fields: Vec<Value> = NAMES
                    .iter()
                    .filter_map(|name| {
                        if self.chance(50) {
                            return None;
                        }
                        let mut field = self.value_plan(count, 0);
                        field["name"] = json!(name);
                        // A required object could contain itself without end.
                        field["optional"] = json!(field["kind"] == "object" || self.chance(50));
                        Some(field)
                    })
                    .collect();
                json!({ "unknown": self.one(&UNKNOWN), "fields": fields })
            })
            .collect();
        json!({ "model": "Random", "objects": objects })
    }

    fn value_plan(&mut self, objects: usize, depth: usize) -> Value {
        let kind = self.one(if depth < 2 { &KINDS[..] } else { &KINDS[..14] });
        let mut plan = json!({ "kind": kind, "nullable": self.chance(30) });
        match kind {
            "object" => plan["object"] = json!(self.below(objects)),
            "array" | "record" => plan["element"] = self.value_plan(objects, depth + 1),
            _ => {}
        }
        plan
    }

    /// A document that fits object `index` and has its fields in plan order.
    pub fn document(&mut self, plan: &Value, index: usize, depth: usize) -> Document {
        let object = &plan["objects"][index];
        let mut document = Document::new();
        for field in object["fields"].as_array().expect("fields") {
            let optional = field["optional"] == true;
            if optional && (depth > 4 || self.chance(30)) {
                continue;
            }
            document.insert(
                field["name"].as_str().expect("a name"),
                self.value(plan, field, depth),
            );
        }
        if object["unknown"] == "keep" && self.chance(50) {
            document.insert("unknown", self.any(depth));
        }
        document
    }

    fn value(&mut self, plan: &Value, value: &Value, depth: usize) -> Bson {
        if value["nullable"] == true && self.chance(40) {
            return Bson::Null;
        }
        match value["kind"].as_str().expect("a kind") {
            "number" => self.number(),
            "int" => Bson::Int32(self.rng.random()),
            "object" => {
                let index = value["object"].as_u64().expect("an index") as usize;
                self.document(plan, index, depth + 1).into()
            }
            "array" => {
                let count = if depth > 4 { 0 } else { self.below(20) };
                (0..count)
                    .map(|_| self.value(plan, &value["element"], depth + 1))
                    .collect::<Vec<Bson>>()
                    .into()
            }
            "record" => {
                let count = if depth > 4 { 0 } else { self.below(20) };
                let entry = |key: usize| {
                    (
                        format!("{key}"),
                        self.value(plan, &value["element"], depth + 1),
                    )
                };
                (0..count).map(entry).collect::<Document>().into()
            }
            "any" => self.any(depth),
            kind => self.scalar(kind),
        }
    }

    fn number(&mut self) -> Bson {
        match self.below(4) {
            0 => Bson::Int32(self.rng.random()),
            1 => Bson::Int64((1 << 31) + self.rng.random_range(0..1i64 << 50)),
            2 => Bson::Double(self.rng.random::<f64>() + 0.001),
            _ => Bson::Double(-0.0),
        }
    }

    fn scalar(&mut self, kind: &str) -> Bson {
        let length = self.below(40);
        match kind {
            "string" => self.text().into(),
            "double" => Bson::Double(self.rng.random()),
            "long" => Bson::Int64(self.rng.random()),
            "boolean" => Bson::Boolean(self.rng.random()),
            "date" => Bson::DateTime(DateTime::from_millis(
                self.rng.random_range(-(1 << 50)..1 << 50),
            )),
            "objectId" => Bson::ObjectId(ObjectId::from_bytes(self.rng.random())),
            "decimal128" => Bson::Decimal128(Decimal128::from_bytes(self.rng.random())),
            "binary" => Bson::Binary(Binary {
                subtype: BinarySubtype::Generic,
                bytes: (0..length).map(|_| self.rng.random()).collect(),
            }),
            "uuid" => Bson::Binary(Binary {
                subtype: BinarySubtype::Uuid,
                bytes: self.rng.random::<[u8; 16]>().to_vec(),
            }),
            "timestamp" => Bson::Timestamp(Timestamp {
                time: self.rng.random(),
                increment: self.rng.random(),
            }),
            _ => {
                let pattern = self.text().replace('\0', "0");
                Bson::RegularExpression(Regex {
                    pattern: pattern.try_into().expect("no NUL"),
                    options: "im".try_into().expect("no NUL"),
                })
            }
        }
    }

    fn text(&mut self) -> String {
        let length = if self.chance(5) {
            self.below(3000)
        } else {
            self.below(20)
        };
        let letters = ['a', 'z', ' ', '\0', 'é', 'ß', '日', '\u{ffff}', '😀', '𝔘'];
        let ascii = self.chance(60);
        (0..length)
            .map(|_| if ascii { 'x' } else { self.one(&letters) })
            .collect()
    }

    /// Any BSON value, with at most a few levels.
    pub fn any(&mut self, depth: usize) -> Bson {
        let nested = depth < 4;
        match self.below(22) {
            0 => Bson::Null,
            1 => Bson::Undefined,
            2 => Bson::MinKey,
            3 => Bson::MaxKey,
            4 => Bson::Symbol(self.text()),
            5 => Bson::JavaScriptCode(self.text()),
            6 | 7 if nested => {
                Bson::Array((0..self.below(5)).map(|_| self.any(depth + 1)).collect())
            }
            8..=10 if nested => self.untyped(depth + 1).into(),
            11 if nested => Bson::JavaScriptCodeWithScope(bson::JavaScriptCodeWithScope {
                code: self.text(),
                scope: self.untyped(depth + 1),
            }),
            _ => {
                let kind = self.one(&KINDS[..13]);
                if kind == "number" || kind == "int" {
                    self.number()
                } else {
                    self.scalar(kind)
                }
            }
        }
    }

    pub fn untyped(&mut self, depth: usize) -> Document {
        NAMES
            .iter()
            .filter_map(|name| {
                if self.rng.random_ratio(1, 3) {
                    Some((*name).to_owned())
                } else {
                    None
                }
            })
            .collect::<Vec<String>>()
            .into_iter()
            .map(|name| (name, self.any(depth)))
            .collect()
    }

    /// Changes bytes, mostly to values that mean something.
    pub fn damage(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..1 + self.below(4) {
            if bytes.is_empty() {
                return;
            }
            let position = self.below(bytes.len());
            match self.below(6) {
                0 => bytes[position] = self.rng.random(),
                1 => bytes[position] = self.one(&[0, 1, 2, 3, 4, 0x7f, 0x80, 0x81, 0xff]),
                2 => bytes[position] = bytes[position].wrapping_add(self.one(&[1, 0xff])),
                3 => {
                    let word =
                        self.one(&[0u32, 1, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, u32::MAX]);
                    let start = position & !3;
                    if let Some(target) = bytes.get_mut(start..start + 4) {
                        target.copy_from_slice(&word.to_le_bytes());
                    }
                }
                4 if self.chance(10) => bytes.truncate(position),
                _ => {
                    let other = self.below(bytes.len());
                    bytes.swap(position, other);
                }
            }
        }
    }
}
