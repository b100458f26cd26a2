//! From a plan's JSON text to its compiled form.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use super::Plan;
use super::checks::Checks;
use super::name::Name;
use super::object::{Field, ObjectPlan, Unknown};
use super::type_set::TypeSet;
use super::value::{Kind, Value};
use super::variant::Variant;
use crate::transfer::error::{Outcome, TransferError};

#[derive(Deserialize)]
struct PlanText {
    model: String,
    objects: Vec<ObjectText>,
    root: Option<VariantText>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ObjectText {
    unknown: String,
    #[serde(default)]
    allow_dollar_keys: bool,
    fields: Vec<FieldText>,
}

#[derive(Deserialize)]
struct VariantText {
    field: String,
    objects: BTreeMap<String, usize>,
    otherwise: Option<usize>,
}

#[derive(Deserialize)]
struct FieldText {
    name: String,
    label: Option<String>,
    #[serde(default)]
    optional: bool,
    #[serde(flatten)]
    value: ValueText,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ValueText {
    kind: String,
    #[serde(default)]
    nullable: bool,
    object: Option<usize>,
    variant: Option<VariantText>,
    element: Option<Box<ValueText>>,
    types: Option<Vec<String>>,
    minimum: Option<f64>,
    maximum: Option<f64>,
    #[serde(default)]
    exclusive_minimum: bool,
    #[serde(default)]
    exclusive_maximum: bool,
    min_length: Option<usize>,
    max_length: Option<usize>,
    min_items: Option<usize>,
    max_items: Option<usize>,
    values: Option<Vec<serde_json::Value>>,
}

pub(super) fn plan(json: &[u8]) -> Outcome<Plan> {
    let text: PlanText = serde_json::from_slice(json)
        .map_err(|error| TransferError::invalid(format!("the plan is not valid: {error}")))?;
    let invalid = |error: TransferError| {
        let place = if error.path.is_empty() {
            String::new()
        } else {
            format!(", field {}", error.path)
        };
        TransferError::invalid(format!(
            "the plan of {}{place}: {}",
            text.model, error.message
        ))
    };
    if text.objects.is_empty() {
        return Err(invalid(TransferError::invalid(
            "it has no objects; object 0 is the document",
        )));
    }
    let count = text.objects.len();
    let objects = text
        .objects
        .iter()
        .map(|text| object(text, count))
        .collect::<Outcome<Vec<_>>>();
    let objects = objects.map_err(invalid)?;
    let root = text.root.as_ref().map(|root| variant(root, count));
    let root = root.transpose().map_err(invalid)?;
    Ok(Plan::new(text.model, objects, root))
}

fn object(text: &ObjectText, objects: usize) -> Outcome<ObjectPlan> {
    let unknown = match text.unknown.as_str() {
        "strip" => Unknown::Strip,
        "keep" => Unknown::Keep,
        "reject" => Unknown::Reject,
        other => {
            return Err(TransferError::invalid(format!(
                "unknown must be strip, keep or reject, not {other:?}"
            )));
        }
    };
    let dollar_keys = text.allow_dollar_keys || is_reference(&text.fields);
    let mut names = HashSet::new();
    let mut fields = Vec::with_capacity(text.fields.len());
    for field_text in &text.fields {
        let name = &field_text.name;
        let inside = |error: TransferError| error.inside(name);
        if name.contains('\0') {
            return Err(inside(TransferError::invalid(
                "a stored name must not contain NUL, which ends a key in BSON",
            )));
        }
        if name.starts_with('$') && !dollar_keys {
            return Err(inside(TransferError::invalid(
                "a stored name must not start with $ (see allowDollarKeys)",
            )));
        }
        if !names.insert(name) {
            return Err(inside(TransferError::invalid(
                "two fields of one object have this stored name",
            )));
        }
        let value = value(&field_text.value, objects).map_err(inside)?;
        let mut prefix = Vec::with_capacity(name.len() + 2);
        prefix.push(value.kind.written_type());
        prefix.extend_from_slice(name.as_bytes());
        prefix.push(0);
        let label = field_text.label.as_ref().unwrap_or(name).as_str().into();
        fields.push(Field {
            prefix: prefix.into(),
            name: Name::new(name.as_bytes()),
            label,
            optional: field_text.optional,
            value,
        });
    }
    Ok(ObjectPlan::new(unknown, text.allow_dollar_keys, fields))
}

/// A DBRef: first `$ref` and `$id`, then possibly `$db`, and no other key with `$`.
fn is_reference(fields: &[FieldText]) -> bool {
    let mut names = fields.iter().map(|field| field.name.as_str());
    names.next() == Some("$ref")
        && names.next() == Some("$id")
        && names
            .enumerate()
            .all(|(index, name)| !name.starts_with('$') || (index == 0 && name == "$db"))
}

fn value(text: &ValueText, objects: usize) -> Outcome<Value> {
    let element = || match &text.element {
        Some(element) => Ok(Box::new(value(element, objects)?)),
        None => Err(TransferError::invalid(format!(
            "the kind {} needs an element",
            text.kind
        ))),
    };
    let kind = match text.kind.as_str() {
        "string" => Kind::String,
        "number" => Kind::Number,
        "int" => Kind::Int,
        "double" => Kind::Double,
        "long" => Kind::Long,
        "boolean" => Kind::Boolean,
        "date" => Kind::Date,
        "objectId" => Kind::ObjectId,
        "decimal128" => Kind::Decimal128,
        "binary" => Kind::Binary,
        "uuid" => Kind::Uuid,
        "timestamp" => Kind::Timestamp,
        "regex" => Kind::Regex,
        "object" => match text.object {
            Some(index) if index < objects => Kind::Object(index),
            Some(index) => {
                return Err(TransferError::invalid(format!(
                    "there is no object {index}"
                )));
            }
            None => {
                return Err(TransferError::invalid(
                    "the kind object needs the index of an object",
                ));
            }
        },
        "variant" => match &text.variant {
            Some(text) => Kind::Variant(variant(text, objects)?),
            None => {
                return Err(TransferError::invalid(
                    "the kind variant needs a field and its objects",
                ));
            }
        },
        "array" => Kind::Array(element()?),
        "record" => Kind::Record(element()?),
        "any" => Kind::Any(text.types.as_deref().map(types).transpose()?),
        other => {
            return Err(TransferError::invalid(format!(
                "there is no kind {other:?}"
            )));
        }
    };
    let checks = checks(text, &kind)?;
    Ok(Value {
        kind,
        nullable: text.nullable,
        checks,
    })
}

fn variant(text: &VariantText, objects: usize) -> Outcome<Variant> {
    let mut named = text.objects.values().chain(&text.otherwise);
    if let Some(index) = named.find(|index| **index >= objects) {
        return Err(TransferError::invalid(format!(
            "there is no object {index}"
        )));
    }
    if text.objects.is_empty() {
        return Err(TransferError::invalid("a variant needs objects"));
    }
    let known = text
        .objects
        .iter()
        .map(|(value, index)| (value.as_str(), *index));
    Ok(Variant::new(&text.field, known, text.otherwise))
}

fn types(names: &[String]) -> Outcome<TypeSet> {
    let mut types = TypeSet::default();
    match names.iter().find(|name| !types.insert(name)) {
        Some(name) => Err(TransferError::invalid(format!(
            "there is no BSON type {name:?}"
        ))),
        None => Ok(types),
    }
}

fn checks(text: &ValueText, kind: &Kind) -> Outcome<Option<Box<Checks>>> {
    let (strings, numbers) = match &text.values {
        Some(values) => allowed_values(values, kind)?,
        None => (None, None),
    };
    let checks = Checks {
        minimum: text.minimum,
        maximum: text.maximum,
        exclusive_minimum: text.exclusive_minimum,
        exclusive_maximum: text.exclusive_maximum,
        min_length: text.min_length,
        max_length: text.max_length,
        min_items: text.min_items,
        max_items: text.max_items,
        strings,
        numbers,
    };
    let applies = match kind {
        Kind::String => {
            checks.minimum.is_none()
                && checks.maximum.is_none()
                && text.min_items.or(text.max_items).is_none()
        }
        Kind::Number | Kind::Int | Kind::Double => text
            .min_length
            .or(text.max_length)
            .or(text.min_items)
            .or(text.max_items)
            .is_none(),
        Kind::Array(_) => {
            checks.minimum.is_none()
                && checks.maximum.is_none()
                && text.min_length.or(text.max_length).is_none()
        }
        _ => checks.is_empty(),
    };
    if !applies {
        return Err(TransferError::invalid(format!(
            "a check does not apply to the kind {}",
            kind.name()
        )));
    }
    Ok(if checks.is_empty() {
        None
    } else {
        Some(Box::new(checks))
    })
}

type Allowed = (Option<Vec<Box<str>>>, Option<Vec<f64>>);

fn allowed_values(values: &[serde_json::Value], kind: &Kind) -> Outcome<Allowed> {
    match kind {
        Kind::String => {
            let strings: Option<Vec<Box<str>>> = values
                .iter()
                .map(|value| value.as_str().map(Into::into))
                .collect();
            strings.map(|strings| (Some(strings), None))
        }
        Kind::Number | Kind::Int | Kind::Double => {
            let numbers: Option<Vec<f64>> = values.iter().map(serde_json::Value::as_f64).collect();
            numbers.map(|numbers| (None, Some(numbers)))
        }
        _ => None,
    }
    .ok_or_else(|| {
        TransferError::invalid(format!(
            "values has entries that are not of the kind {}",
            kind.name()
        ))
    })
}
