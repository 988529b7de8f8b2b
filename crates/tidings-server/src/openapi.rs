//! The OpenAPI 3.1 document, made from the table of routes and the types of the answers.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::refusal::Problem;
use crate::routes::{Answer, Gives, ROUTES, Route};

/// The document.
pub fn document() -> Value {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.definitions_path = "/components/schemas".into();
    let mut generator = settings.into_generator();
    let problem = generator.subschema_for::<Problem>().to_value();
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES {
        let answer = match route.gives {
            Gives::Html => json!({ "text/html": { "schema": { "type": "string" } } }),
            Gives::Json(schema) => {
                json!({ "application/json": { "schema": schema(&mut generator).to_value() } })
            }
            Gives::AnyJson => json!({ "application/json": { "schema": { "type": "object" } } }),
        };
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.to_lowercase()] = operation(route, &answer, &problem);
    }
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Tidings",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What news articles say, each line with the exact words it rests on. Spans count Unicode code \
                            points. Nothing here says who is right.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{}, { "token": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    })
}

fn operation(route: &Route, answer: &Value, problem: &Value) -> Value {
    let mut params: Vec<Value> = Vec::new();
    if route.path.contains("{id}") {
        params.push(json!({
            "name": "id", "in": "path", "required": true, "schema": { "type": "string" },
            "description": "The id, or a former one; that of an article may be cut short",
        }));
    }
    params.extend(route.params.iter().map(|param| {
        json!({
            "name": param.name, "in": "query", "required": param.required, "description": param.about,
            "schema": param.sort.schema(),
        })
    }));
    let refused = json!({
        "description": "Refused, with the reason", "content": { "application/json": { "schema": problem } },
    });
    let mut made = json!({
        "operationId": route.name, "summary": route.about, "parameters": params,
        "responses": { "200": { "description": route.about, "content": answer }, "default": refused },
    });
    if route.method == "GET" {
        made["responses"]["304"] = json!({ "description": "Unchanged: the ETag that was sent still holds" });
    }
    let body = match route.answer {
        Answer::Upload => Some(json!({ "application/octet-stream": {} })),
        Answer::AddForm => Some(json!({ "multipart/form-data": {} })),
        Answer::Agent => Some(json!({ "application/json": { "schema": { "type": "object" } } })),
        _ => None,
    };
    if let Some(content) = body {
        made["requestBody"] = json!({ "required": true, "content": content });
    }
    made
}
