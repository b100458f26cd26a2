//! The kind of one value.

use super::checks::Checks;
use super::type_set::TypeSet;
use super::variant::Variant;
use crate::transfer::bson::element_type;

#[derive(Debug)]
pub(crate) enum Kind {
    String,
    Number,
    Int,
    Double,
    Long,
    Boolean,
    Date,
    ObjectId,
    Decimal128,
    Binary,
    Uuid,
    Timestamp,
    Regex,
    /// Another object of the plan.
    Object(usize),
    /// One of several objects of the plan.
    Variant(Variant),
    Array(Box<Value>),
    Record(Box<Value>),
    /// Anything, or only the given types.
    Any(Option<TypeSet>),
}

impl Kind {
    /// The kind's name, as plans spell it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Int => "int",
            Self::Double => "double",
            Self::Long => "long",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::ObjectId => "objectId",
            Self::Decimal128 => "decimal128",
            Self::Binary => "binary",
            Self::Uuid => "uuid",
            Self::Timestamp => "timestamp",
            Self::Regex => "regex",
            Self::Object(_) => "object",
            Self::Variant(_) => "variant",
            Self::Array(_) => "array",
            Self::Record(_) => "record",
            Self::Any(_) => "any",
        }
    }

    /// The BSON type that is written for the kind; `number` and `int` may change it to int64 or double, `any` sets it.
    pub(crate) fn written_type(&self) -> u8 {
        match self {
            Self::String => element_type::STRING,
            Self::Number | Self::Int => element_type::INT32,
            Self::Double => element_type::DOUBLE,
            Self::Long => element_type::INT64,
            Self::Boolean => element_type::BOOLEAN,
            Self::Date => element_type::DATE,
            Self::ObjectId => element_type::OBJECT_ID,
            Self::Decimal128 => element_type::DECIMAL128,
            Self::Binary | Self::Uuid => element_type::BINARY,
            Self::Timestamp => element_type::TIMESTAMP,
            Self::Regex => element_type::REGEX,
            Self::Object(_) | Self::Variant(_) | Self::Record(_) => element_type::DOCUMENT,
            Self::Array(_) => element_type::ARRAY,
            Self::Any(_) => element_type::NULL,
        }
    }
}

#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) kind: Kind,
    pub(crate) nullable: bool,
    pub(crate) checks: Option<Box<Checks>>,
}

impl Value {
    /// What a message calls the expected value.
    #[cold]
    pub(crate) fn expected(&self) -> String {
        let mut name = match &self.kind {
            Kind::Any(Some(types)) => types.names(),
            Kind::Variant(_) => "object".to_owned(),
            kind => kind.name().to_owned(),
        };
        if self.nullable {
            name.push_str(" or null");
        }
        name
    }
}
