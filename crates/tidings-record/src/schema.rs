//! JSON Schemas of the documents, made from the types: their comments are its descriptions.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::{Audit, PointSpan, Reading, Record, Why};

/// The JSON Schema (2020-12) of a printed reading.
pub fn reading_schema() -> Value {
    schema_of::<Reading<PointSpan>>()
}

/// The JSON Schema (2020-12) of a printed record.
pub fn record_schema() -> Value {
    schema_of::<Record<PointSpan>>()
}

/// The JSON Schema (2020-12) of printed reasons.
pub fn why_schema() -> Value {
    schema_of::<Why<PointSpan>>()
}

/// The JSON Schema (2020-12) of a printed audit.
pub fn audit_schema() -> Value {
    schema_of::<Audit<PointSpan>>()
}

fn schema_of<T: JsonSchema>() -> Value {
    // What is printed, not what is accepted: every key is always there.
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>().to_value()
}
