//! What a request asks: parameters, checked against the list that its route allows.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Value, json};
use tidings_store::{first_day, last_day};

use crate::refusal::Refusal;

/// Most bytes of a query.
pub const LONGEST_QUERY: usize = 4_096;
/// Most bytes of one value.
const LONGEST_VALUE: usize = 1_000;
/// Items of a page, unless another number is asked for.
const USUAL: usize = 20;
/// Most items of a page.
pub const MOST: usize = 200;

/// A parameter that a route takes.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Its name.
    pub name: &'static str,
    /// What its value is.
    pub sort: Sort,
    /// What it does, for people.
    pub about: &'static str,
    /// Whether nothing can be answered without it.
    pub required: bool,
}

/// What a value can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Words.
    Text,
    /// A day.
    Day,
    /// A day, or the first of a month or year.
    FirstDay,
    /// A day, or the last of a month or year.
    LastDay,
    /// A whole number from 0 on.
    Number,
    /// The number of a change.
    Change,
    /// How many items, from 1 to [`MOST`].
    Limit,
    /// One of `passage`, `claim`, `event`; may come more than once.
    Kinds,
    /// `1` for yes.
    Flag,
}

impl Sort {
    /// Its JSON Schema.
    pub fn schema(self) -> Value {
        match self {
            Sort::Text => json!({ "type": "string", "maxLength": LONGEST_VALUE }),
            Sort::Day => json!({ "type": "string", "format": "date" }),
            Sort::FirstDay | Sort::LastDay => {
                json!({ "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" })
            }
            Sort::Number | Sort::Change => json!({ "type": "integer", "minimum": 0 }),
            Sort::Limit => json!({ "type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL }),
            Sort::Kinds => {
                json!({ "type": "array", "items": { "type": "string", "enum": ["passage", "claim", "event"] } })
            }
            Sort::Flag => json!({ "type": "string", "enum": ["1"] }),
        }
    }

    /// What is wrong with `value`.
    fn fault(self, value: &str) -> Option<(&'static str, String)> {
        let fault = |is_right: bool, code, right: &str| (!is_right).then(|| (code, right.to_owned()));
        match self {
            Sort::Text => fault(value.len() <= LONGEST_VALUE, "bad_parameter", "at most 1,000 bytes"),
            Sort::Day => fault(value.parse::<Date>().is_ok(), "bad_date", "a day such as 2024-03-12"),
            Sort::FirstDay | Sort::LastDay => fault(
                first_day(value).is_some(),
                "bad_date",
                "a day, month or year such as 2024-03-12, 2024-03 or 2024",
            ),
            Sort::Number | Sort::Change => {
                let code = if self == Sort::Change { "bad_cursor" } else { "bad_parameter" };
                let is_number = value.parse::<i64>().is_ok_and(|number| number >= 0);
                fault(is_number, code, "a whole number such as 0 or 4711")
            }
            Sort::Limit => {
                let is_right = value.parse().is_ok_and(|limit: usize| (1..=MOST).contains(&limit));
                fault(is_right, "bad_limit", "a number from 1 to 200")
            }
            Sort::Kinds => {
                fault(["passage", "claim", "event"].contains(&value), "bad_kind", "passage, claim or event")
            }
            Sort::Flag => fault(value == "1", "bad_parameter", "1"),
        }
    }
}

/// Parameters that were checked.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    values: BTreeMap<&'static str, Vec<String>>,
    /// The id in the path.
    pub id: String,
    /// Whether the server takes articles in.
    pub may_add: bool,
}

impl Asked {
    /// The parameters of a query in an address.
    pub fn of_query(query: &str, params: &[Param]) -> Result<Asked, Refusal> {
        if query.len() > LONGEST_QUERY {
            return Err(Refusal::new(414, "too_long", format!("a query has at most {LONGEST_QUERY} bytes")));
        }
        Asked::of_pairs(
            form_urlencoded::parse(query.as_bytes())
                .map(|(name, value)| (name.into_owned(), value.into_owned())),
            params,
        )
    }

    /// The members of a JSON object.
    pub fn of_object(object: &Value, params: &[Param]) -> Result<Asked, Refusal> {
        let mut pairs = Vec::new();
        let members = match object {
            Value::Null => None,
            Value::Object(members) => Some(members),
            _ => return Err(Refusal::wrong("bad_parameter", "arguments are an object")),
        };
        for (name, value) in members.into_iter().flatten() {
            let values = match value {
                Value::Array(values) => values.as_slice(),
                value => std::slice::from_ref(value),
            };
            for value in values {
                pairs.push((
                    name.clone(),
                    match value {
                        Value::Null => continue,
                        Value::String(text) => text.clone(),
                        Value::Number(number) => number.to_string(),
                        _ => {
                            return Err(Refusal::wrong(
                                "bad_parameter",
                                format!("{name} is text or a number"),
                            ));
                        }
                    },
                ));
            }
        }
        Asked::of_pairs(pairs, params)
    }

    fn of_pairs(
        pairs: impl IntoIterator<Item = (String, String)>,
        params: &[Param],
    ) -> Result<Asked, Refusal> {
        let mut asked = Asked::default();
        for (name, value) in pairs {
            let Some(param) = params.iter().find(|param| param.name == name) else {
                let names: Vec<&str> = params.iter().map(|param| param.name).collect();
                let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
                let name: String = name.chars().take(60).collect();
                return Err(Refusal::wrong(
                    "unknown_parameter",
                    format!("there is no parameter {name:?} here; known are: {known}"),
                ));
            };
            // A form sends the fields that were left empty.
            if value.trim().is_empty() {
                continue;
            }
            if let Some((code, right)) = param.sort.fault(&value) {
                let value: String = value.chars().take(60).collect();
                return Err(Refusal::wrong(code, format!("{name}={value:?}: expected {right}")));
            }
            let values = asked.values.entry(param.name).or_default();
            if !values.is_empty() && param.sort != Sort::Kinds {
                return Err(Refusal::wrong("bad_parameter", format!("{name} is given more than once")));
            }
            values.push(value);
        }
        let is_missing = |param: &&Param| param.required && !asked.values.contains_key(param.name);
        match params.iter().find(is_missing) {
            Some(param) => {
                Err(Refusal::wrong("bad_parameter", format!("{} is missing: {}", param.name, param.about)))
            }
            None => Ok(asked),
        }
    }

    /// The same of another id.
    pub fn about(&self, id: impl Into<String>) -> Asked {
        Asked { id: id.into(), ..self.clone() }
    }

    /// The names of what is asked.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.values.keys().copied()
    }

    /// The value of `name`.
    pub fn text(&self, name: &str) -> Option<String> {
        self.values.get(name).and_then(|values| values.first()).cloned()
    }

    /// All values of `name`.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.values.get(name).cloned().unwrap_or_default()
    }

    /// The day `name`; of a month or year its first.
    pub fn day(&self, name: &str) -> Option<Date> {
        first_day(&self.text(name)?)
    }

    /// The day `name`; of a month or year its last.
    pub fn last_day(&self, name: &str) -> Option<Date> {
        last_day(&self.text(name)?)
    }

    /// The number `name`, or 0.
    pub fn number(&self, name: &str) -> i64 {
        self.text(name).and_then(|text| text.parse().ok()).unwrap_or(0)
    }

    /// How many items a page has.
    pub fn limit(&self) -> usize {
        self.text("limit").and_then(|text| text.parse().ok()).unwrap_or(USUAL)
    }

    /// The day up to which articles are known.
    pub fn known_by(&self) -> Option<Date> {
        self.day("known_by")
    }

    /// The parameters as a query, those of `changes` with another value, or without one: for links.
    pub fn query_with(&self, changes: &[(&str, &str)]) -> String {
        let mut made = form_urlencoded::Serializer::new(String::new());
        for (other, values) in &self.values {
            if *other != "cursor" && changes.iter().all(|(name, _)| name != other) {
                values.iter().for_each(|value| {
                    made.append_pair(other, value);
                });
            }
        }
        made.extend_pairs(changes.iter().filter(|(_, value)| !value.is_empty()));
        made.finish()
    }
}
