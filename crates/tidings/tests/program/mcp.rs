//! `tidings mcp` as an agent meets it: messages over standard input and output.

use serde_json::{Value, json};

use crate::served::{Server, store};
use crate::support::{Folder, tidings_with, words};

/// Sends messages, one a line, and gives the answers.
fn talk(db: &str, messages: &[Value]) -> Vec<Value> {
    let lines: String = messages.iter().map(|message| format!("{message}\n")).collect();
    tidings_with(&["mcp", "--store", db], lines.as_bytes()).well().rows()
}

fn call(tool: &str, arguments: &Value) -> Value {
    json!({"jsonrpc": "2.0", "id": tool, "method": "tools/call", "params": {"name": tool, "arguments": arguments}})
}

/// What a tool answers that went well.
#[track_caller]
fn asked(db: &str, tool: &str, arguments: &Value) -> Value {
    let answer = talk(db, &[call(tool, arguments)]).remove(0);
    assert_eq!(answer["result"]["isError"], false, "{answer}");
    let content = &answer["result"]["structuredContent"];
    let text: Value = serde_json::from_str(answer["result"]["content"][0]["text"].as_str().unwrap()).unwrap();
    assert_eq!(&text, content);
    content.clone()
}

#[test]
fn an_agent_is_told_what_there_is() {
    let folder = Folder::new("mcp-start");
    let db = store(&folder);
    let answers = talk(
        &db,
        &[
            json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18",
                "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}),
            json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
            json!({"jsonrpc": "2.0", "id": "two", "method": "tools/list"}),
            json!({"jsonrpc": "2.0", "id": 3, "method": "ping"}),
        ],
    );
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[0]["result"]["protocolVersion"], "2025-06-18");
    assert!(answers[0]["result"]["capabilities"]["tools"].is_object());
    assert_eq!((&answers[1]["id"], &answers[2]["result"]), (&json!("two"), &json!({})));
    let tools = answers[1]["result"]["tools"].as_array().unwrap();
    let names: Vec<&str> = tools.iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["search", "story", "timeline", "claims", "figures", "quote", "check"]);
    for tool in tools {
        assert_eq!(tool["inputSchema"]["type"], "object");
        assert_eq!(tool["annotations"]["readOnlyHint"], true);
    }
}

#[test]
fn every_line_has_its_words_and_a_sentence_that_keeps_the_claimant() {
    let folder = Folder::new("mcp-lines");
    let db = store(&folder);
    let found = asked(&db, "search", &json!({"q": "the", "kind": ["claim"], "limit": 5}));
    let story = found["items"][0]["story"].as_str().unwrap().to_owned();
    assert_eq!(found["items"].as_array().unwrap().len(), 5);
    for hit in found["items"].as_array().unwrap() {
        if let Some(speaker) = hit["speaker"].as_str() {
            assert!(hit["cite"].as_str().unwrap().contains(speaker), "{hit}");
        }
    }
    let whole = asked(&db, "story", &json!({"story": story}));
    assert!(whole["counts"]["claims"].as_u64().unwrap() > 5 && !whole["cite"].as_str().unwrap().is_empty());
    let claims = asked(&db, "claims", &json!({"story": story, "limit": 200}));
    for claim in claims["items"].as_array().unwrap() {
        let cite = claim["cite"].as_str().unwrap();
        match (claim["speaker"].as_str(), claim["voice"].as_str().unwrap()) {
            (Some(speaker), _) => assert!(cite.starts_with(speaker), "{cite}"),
            (None, "article") => assert!(cite.contains("in its own voice"), "{cite}"),
            (None, _) => match claim["said_by"].as_str() {
                Some(words) => assert!(cite.contains(&format!("calls “{words}”")), "{cite}"),
                None => assert!(cite.contains("does not name"), "{cite}"),
            },
        }
        let stance = claim["stance"].as_str().unwrap().replace('_', " ");
        assert!(cite.contains(&stance) && cite.contains("published "), "{stance}: {cite}");
    }
    let denials = asked(&db, "claims", &json!({"story": story, "stance": "denies"}));
    assert!(denials["items"].as_array().unwrap().iter().all(|claim| claim["stance"] == "denies"));
    let figures = asked(&db, "figures", &json!({"story": story}));
    for figure in figures["items"].as_array().unwrap() {
        let cite = figure["cite"].as_str().unwrap();
        if let Some(claimant) = figure["claimed_by"].as_str() {
            assert!(cite.starts_with(claimant), "{cite}");
        }
        if figure["comparator"] == "more_than" && figure["approximate"] == false {
            assert!(cite.contains("more than"), "{cite}");
        }
    }
    let timeline = asked(&db, "timeline", &json!({"story": story, "limit": 200}));
    for event in timeline["items"].as_array().unwrap() {
        let cite = event["cite"].as_str().unwrap();
        let plain = event["status"] == "happened" && event["claimants"].as_array().unwrap().is_empty();
        assert_eq!(cite.contains("in its own voice"), plain, "{cite}");
        for claimant in event["claimants"].as_array().unwrap() {
            assert!(cite.contains(claimant.as_str().unwrap()), "{cite}");
        }
    }
    // Every ref leads to its words.
    for list in [&claims, &figures, &timeline] {
        for item in list["items"].as_array().unwrap().iter().take(4) {
            let place = &item["refs"][0];
            let (start, end) = (&place["span"][0], &place["span"][1]);
            let quote =
                asked(&db, "quote", &json!({"article": place["article"], "start": start, "end": end}));
            assert_eq!(quote["quote"], place["quote"]);
            assert_eq!(quote["refs"][0], *place);
            assert!(quote["cite"].as_str().unwrap().contains("published "));
        }
    }
    let article = tidings_with(
        &["show", claims["items"][0]["refs"][0]["article"].as_str().unwrap(), "--json", "--store", &db],
        b"",
    );
    let place = &claims["items"][0]["refs"][0];
    assert_eq!(
        words(article.json()["text"].as_str().unwrap(), &place["span"]),
        place["quote"].as_str().unwrap()
    );
    // Parts laid end to end are the whole.
    let (mut ids, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let part = asked(&db, "claims", &json!({"story": story, "limit": 4, "cursor": cursor}));
        ids.extend(part["items"].as_array().unwrap().iter().map(|one| one["id"].clone()));
        cursor = part["next"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(ids.len() as u64, claims["total"].as_u64().unwrap());
}

#[test]
fn what_is_wrong_is_said_and_the_next_message_is_answered() {
    let folder = Folder::new("mcp-wrong");
    let db = store(&folder);
    let ping = r#"{"jsonrpc":"2.0","id":9,"method":"ping"}"#;
    let long = format!("{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{}\"}}", "a".repeat(2 << 20));
    for (wrong, code) in [
        ("no json", -32700),
        ("\u{0}", -32700),
        ("[]", -32600),
        ("{}", -32600),
        (r#"{"id":1,"method":"ping"}"#, -32600),
        (&long, -32600),
        (&"[".repeat(5000), -32700),
        (r#"{"jsonrpc":"2.0","id":1,"method":"resources/list"}"#, -32601),
        (r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete"}}"#, -32602),
        (r#"{"jsonrpc":"2.0","id":1,"method":"tools/call"}"#, -32602),
    ] {
        let answers =
            tidings_with(&["mcp", "--store", &db], format!("{wrong}\n{ping}\n").as_bytes()).well().rows();
        assert_eq!(answers.len(), 2, "{:.60}", wrong);
        assert_eq!(answers[0]["error"]["code"], code, "{:.60}", wrong);
        assert_eq!(answers[1]["result"], json!({}));
    }
    for (tool, arguments, said) in [
        ("story", json!({}), "story is missing"),
        ("story", json!({"story": "s000000000000"}), "unknown_id"),
        ("story", json!({"story": "' OR 1=1 --"}), "unknown_id"),
        ("story", json!({"story": {"a": 1}}), "bad_parameter"),
        ("claims", json!({"story": "s0", "colour": "red"}), "unknown_parameter"),
        ("search", json!({}), "unclear"),
        ("search", json!({"q": "a", "from": "soon"}), "bad_date"),
        ("search", json!({"q": "a", "limit": 5000}), "bad_limit"),
        ("search", json!({"q": "a", "kind": ["poem"]}), "bad_kind"),
        ("search", json!({"q": "a", "cursor": "x"}), "bad_cursor"),
        ("search", json!([1]), "bad_parameter"),
        ("quote", json!({"article": "none-such", "start": 0, "end": 5}), "unknown_id"),
        ("quote", json!({"article": "none-such", "start": -1, "end": 5}), "start"),
    ] {
        let answer = talk(&db, &[call(tool, &arguments)]).remove(0);
        assert_eq!(answer["result"]["isError"], true, "{answer}");
        let text = answer["result"]["content"][0]["text"].as_str().unwrap();
        assert!(text.contains(said), "{tool} {arguments}: {text}");
    }
    // A notification has no answer, and the end of input ends it.
    assert!(talk(&db, &[json!({"jsonrpc": "2.0", "method": "tools/list"})]).is_empty());
    let ran = tidings_with(&["mcp", "--store", &folder.path("none.db")], b"");
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("there is no store"), "{}", ran.err);
}

#[test]
fn a_sentence_is_held_against_the_articles() {
    let folder = Folder::new("mcp-check");
    let db = store(&folder);
    let wrong =
        asked(&db, "check", &json!({"sentence": "Shells killed 40 people at the market of Heskany."}));
    assert!(wrong["to_look_at"].as_u64().unwrap() > 0 && wrong["articles"].as_u64().unwrap() > 5, "{wrong}");
    let number = wrong["items"].as_array().unwrap().iter().find(|one| one["piece"] == "number").unwrap();
    assert_eq!(number["words"], "40", "{wrong}");
    assert_ne!(number["verdict"], "supported");
    let cite = number["cite"].as_str().unwrap();
    assert!(cite.starts_with("“40”: ") && cite.contains("published "), "{cite}");
    // Its refs lead to the words that the sources have instead.
    let place = &number["refs"][0];
    let span = &place["span"];
    let quote = asked(&db, "quote", &json!({"article": place["article"], "start": span[0], "end": span[1]}));
    assert_eq!(quote["quote"], place["quote"]);
    assert!(wrong["cite"].as_str().unwrap().contains("not whether it is true"));

    // What an article says of itself is supported, and is not there before it was published.
    let sentence = "Twelve people were killed in the shelling of the covered market in Heskany, governor Hanele Brusk said.";
    let right = asked(&db, "check", &json!({"sentence": sentence}));
    let twelve = |answer: &Value| -> Value {
        let items = answer["items"].as_array().unwrap();
        items.iter().find(|one| one["piece"] == "number").map_or(Value::Null, |one| one["verdict"].clone())
    };
    assert_ne!(twelve(&right), Value::Null, "{right}");
    let story = right["stories"][0]["id"].as_str().unwrap();
    let early = asked(&db, "check", &json!({"sentence": sentence, "story": story, "known_by": "2024-03-10"}));
    assert!(early["articles"].as_u64() < right["articles"].as_u64(), "{early}");
    assert!(
        early["items"].as_array().unwrap().iter().any(|one| one["verdict"] == "found_nowhere"),
        "{early}"
    );

    for (arguments, said) in [
        (json!({}), "sentence is missing"),
        (json!({"sentence": "   "}), "sentence is missing"),
        (json!({"sentence": "a ".repeat(600)}), "1,000 bytes"),
        (json!({"sentence": "It rained in Qualdrennaby."}), "no_story"),
        (json!({"sentence": "It rained.", "story": "s000000000000"}), "unknown_id"),
        (json!({"sentence": "It rained.", "date": "yesterday"}), "bad_date"),
    ] {
        let answer = talk(&db, &[call("check", &arguments)]).remove(0);
        assert_eq!(answer["result"]["isError"], true, "{answer}");
        let text = answer["result"]["content"][0]["text"].as_str().unwrap();
        assert!(text.contains(said), "{arguments}: {text}");
    }
}

#[test]
fn the_server_checks_as_the_agent_does() {
    let folder = Folder::new("mcp-check-serve");
    let db = store(&folder);
    let message = call("check", &json!({"sentence": "Hanele Brusk is mayor of Heskany."}));
    let server = Server::start(&db, &[]);
    let reply = server.ask("POST", "/mcp", &[], message.to_string().as_bytes());
    assert_eq!((reply.status, &reply.json()), (200, &talk(&db, &[message])[0]));
}
