//! `tidings serve` from the outside: every route, every refusal, and what hostile clients try.

use std::io::{BufReader, Read, Write};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::served::{Reply, Server, encoded, fault, store};
use crate::support::{ARTICLE, Folder, tidings};

/// The ids of the largest story and of its first article.
fn ids(server: &Server) -> (String, String) {
    let story = server.json("/api/v1/stories")["items"][0]["id"].as_str().unwrap().to_owned();
    let record = server.json(&format!("/api/v1/stories/{story}"));
    let article = record["stories"][0]["articles"][0]["id"].as_str().unwrap().to_owned();
    (story, article)
}

/// A form with a file.
const FORM: &[u8] = b"--x\r\ncontent-disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\nThe harbour of Varholm \
      was closed on Tuesday, the harbour office said.\r\n--x--\r\n";

#[test]
fn every_route_is_in_the_document_and_answers_by_it() {
    let folder = Folder::new("serve-routes");
    let server = Server::start(&store(&folder), &["--allow-upload"]);
    let (story, article) = ids(&server);
    let document = server.json("/api/v1/openapi.json");
    assert_eq!(document["openapi"], "3.1.0");
    let mut seen = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let id = if path.contains("articles") { &article } else { &story };
            let mut address = path.replace("{id}", &encoded(id));
            let body: &[u8] = match path.as_str() {
                "/api/v1/articles" => {
                    address.push_str("?name=ferry.txt");
                    ARTICLE.as_bytes()
                }
                "/mcp" => br#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#,
                "/api/v1/search" => {
                    address.push_str("?q=the");
                    b""
                }
                "/add" if method == "post" => FORM,
                _ => b"",
            };
            let headers = [("content-type", "multipart/form-data; boundary=x")];
            let reply = server.ask(&method.to_uppercase(), &address, &headers, body);
            assert_eq!(reply.status, 200, "{method} {path}: {}", reply.text());
            assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
            let policy = reply.header("content-security-policy").unwrap();
            assert!(
                policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
                "{path}"
            );
            let content = operation["responses"]["200"]["content"].as_object().unwrap();
            let (media, described) = content.iter().next().unwrap();
            assert!(reply.header("content-type").unwrap().starts_with(media), "{path}");
            if media == "application/json" {
                assert_eq!(fault(&reply.json(), &described["schema"], &document), None, "{path}");
            } else {
                assert!(reply.text().starts_with("<!DOCTYPE html>"), "{path}");
            }
            seen.push(format!("{method} {path}"));
        }
    }
    assert!(seen.len() >= 19, "{seen:?}");
    // The check of schemas sees what is wrong.
    let page = &document["paths"]["/api/v1/stories"]["get"]["responses"]["200"]["content"]["application/json"]
        ["schema"];
    for wrong in [
        r#"{"items":[],"total":"1","next":null}"#,
        r#"{"items":[]}"#,
        r#"{"items":[1],"total":1,"next":null}"#,
    ] {
        assert!(fault(&serde_json::from_str(wrong).unwrap(), page, &document).is_some(), "{wrong}");
    }
}

#[test]
fn answers_are_those_of_the_commands() {
    let folder = Folder::new("serve-same");
    let db = store(&folder);
    let server = Server::start(&db, &[]);
    let (story, article) = ids(&server);
    let at = |args: &[&str]| tidings(&[args, &["--store", db.as_str()]].concat()).well();
    let record = at(&["dossier", "--story", &story, "--format", "json"]).json();
    assert_eq!(server.json(&format!("/api/v1/stories/{story}")), record);
    assert_eq!(
        server.get(&format!("/stories/{story}?whole=1")).body,
        at(&["dossier", "--story", &story]).out
    );
    assert_eq!(server.json(&format!("/api/v1/articles/{article}")), at(&["show", &article, "--json"]).json());
    let found = at(&["search", "--json", "--limit", "5", "the"]).json();
    assert_eq!(server.json("/api/v1/search?q=the&limit=5")["hits"], found["hits"]);
    let changes = at(&["changes", "--since", "0"]).rows();
    assert_eq!(
        server.json("/api/v1/changes?since=0&limit=7")["changes"].as_array().unwrap()[..],
        changes[..7]
    );
    // Parts laid end to end are the whole.
    for (list, key) in
        [("claims", "items"), ("figures", "items"), ("findings", "items"), ("timeline", "items")]
    {
        let (mut ids, mut cursor) = (Vec::new(), String::new());
        loop {
            let part = server.json(&format!("/api/v1/stories/{story}/{list}?limit=3&cursor={cursor}"));
            ids.extend(part[key].as_array().unwrap().iter().map(|one| one["id"].clone()));
            let Some(next) = part["next"].as_str() else { break };
            cursor = encoded(next);
        }
        let ids_of = |list: &Value| -> Vec<Value> {
            list.as_array()
                .unwrap()
                .iter()
                .map(|one| if one.is_string() { one.clone() } else { one["id"].clone() })
                .collect()
        };
        assert_eq!(ids, ids_of(&record["stories"][0][list]), "{list}");
        assert!(!ids.is_empty(), "{list}");
    }
    let first = server.json("/api/v1/search?q=the&limit=4");
    let second = server
        .json(&format!("/api/v1/search?q=the&limit=4&cursor={}", encoded(first["next"].as_str().unwrap())));
    let both: Vec<Value> =
        [&first, &second].iter().flat_map(|part| part["hits"].as_array().unwrap().clone()).collect();
    assert_eq!(&both[..], &server.json("/api/v1/search?q=the&limit=8")["hits"].as_array().unwrap()[..]);
    // Known by a day: less is there, and the pages carry the day on.
    let day = record["stories"][0]["articles"][0]["published"]["latest"].as_str().unwrap().to_owned();
    let known = server.json(&format!("/api/v1/stories/{story}?known_by={day}"));
    let count = |record: &Value| record["stories"][0]["articles"].as_array().unwrap().len();
    assert!(count(&known) < count(&record));
    let page = server.get(&format!("/stories/{story}?known_by={day}"));
    assert!(page.text().contains(&format!("?known_by={day}")) && page.text().contains("href=\"/articles/"));
}

#[test]
fn what_is_unchanged_is_not_sent_again_and_pages_are_compressed() {
    let folder = Folder::new("serve-etag");
    let server = Server::start(&store(&folder), &["--allow-upload"]);
    let (story, _) = ids(&server);
    let path = format!("/stories/{story}");
    let plain = server.get(&path);
    let tag = plain.header("etag").unwrap().to_owned();
    let again = server.ask("GET", &path, &[("if-none-match", &format!("\"x\", W/{tag}"))], b"");
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), Some(tag.as_str()));
    assert_eq!(server.ask("GET", &path, &[("if-none-match", "\"x\"")], b"").body, plain.body);
    let gzip = server.ask("GET", &path, &[("accept-encoding", "br, gzip;q=0.8")], b"");
    assert_eq!(gzip.header("content-encoding"), Some("gzip"));
    assert!(gzip.body.starts_with(&[0x1f, 0x8b]) && gzip.body.len() * 2 < plain.body.len());
    assert_ne!(gzip.header("etag"), Some(tag.as_str()));
    assert!(
        server
            .ask("GET", &path, &[("accept-encoding", "gzip;q=0")], b"")
            .header("content-encoding")
            .is_none()
    );
    let head = server.ask("HEAD", &path, &[], b"");
    assert_eq!((head.status, head.header("etag")), (200, Some(tag.as_str())));
    // What is added shows at once.
    let before = server.get("/api/v1/search?q=Brandow").header("etag").unwrap().to_owned();
    let added = server.ask("POST", "/api/v1/articles?name=ferry.txt", &[], ARTICLE.as_bytes()).json();
    assert_eq!((&added["added"], &added["failures"]), (&1.into(), &Value::Array(vec![])));
    assert_ne!(server.get("/api/v1/search?q=Brandow").header("etag"), Some(before.as_str()));
    let found = server.json("/api/v1/search?q=Brandow");
    assert!(found["hits"][0]["ref"]["quote"].as_str().unwrap().contains("Brandow"), "{found}");
    let again = server.ask("POST", "/api/v1/articles?name=ferry.txt", &[], ARTICLE.as_bytes()).json();
    assert_eq!((&again["added"], &again["known"]), (&0.into(), &1.into()));
}

#[test]
fn what_is_wrong_is_refused_in_words() {
    let folder = Folder::new("serve-wrong");
    let db = store(&folder);
    let server = Server::start(&db, &["--allow-upload", "--upload-limit", "1"]);
    let (story, article) = ids(&server);
    let refused = |path: &str, status: u16, code: &str| server.get(path).refuses(status, code);
    for path in [
        "/nothing",
        "/api/v1",
        "/api/v2/stories",
        "/../../etc/passwd",
        "/articles/../../etc/passwd",
        "/stories/",
    ] {
        refused(path, 404, "unknown_path");
    }
    for id in [
        "..%2f..%2fetc%2fpasswd",
        "s000000000000",
        "%00",
        "'%20OR%201=1--",
        "%F0%9F%92%A9",
        &"a".repeat(3000),
    ] {
        refused(&format!("/stories/{id}"), 404, "unknown_id");
        refused(&format!("/articles/{id}"), 404, "unknown_id");
        refused(&format!("/api/v1/stories/{id}/claims"), 404, "unknown_id");
        refused(&format!("/api/v1/articles/{id}"), 404, "unknown_id");
    }
    refused("/api/v1/articles/%FF%FE", 400, "bad_id");
    refused("/api/v1/stories?known_by=soon", 400, "bad_date");
    refused("/api/v1/stories?known_by=2024-02-30", 400, "bad_date");
    refused("/api/v1/search?q=a&from=2024-13", 400, "bad_date");
    refused("/api/v1/search?q=a&from=2024-05&to=2024-04", 400, "unclear");
    refused("/api/v1/search", 400, "unclear");
    refused("/api/v1/search?q=a&kind=poem", 400, "bad_kind");
    refused("/api/v1/search?q=a&q=b", 400, "bad_parameter");
    refused(&format!("/api/v1/search?q={}", "a".repeat(2000)), 400, "bad_parameter");
    refused(&format!("/api/v1/search?q={}", "a".repeat(9000)), 414, "too_long");
    refused("/api/v1/stories?colour=red", 400, "unknown_parameter");
    for limit in ["0", "201", "-1", "many", "99999999999999999999"] {
        refused(&format!("/api/v1/stories?limit={limit}"), 400, "bad_limit");
    }
    for cursor in ["x", "0~a", "-1~a", "%00", "1", "99999999999999999999~a"] {
        refused(&format!("/api/v1/stories?cursor={cursor}"), 400, "bad_cursor");
    }
    refused("/api/v1/stories?cursor=1~s000000000000", 410, "stale_cursor");
    refused("/api/v1/search?q=the&cursor=400~x", 410, "stale_cursor");
    for since in ["x", "-1", "1.5", "99999999999999999999"] {
        refused(&format!("/api/v1/changes?since={since}"), 400, "bad_cursor");
    }
    refused(&format!("/api/v1/stories/{story}?known_by=1900-01-01"), 404, "not_known");
    refused(&format!("/articles/{}?known_by=1900-01-01", encoded(&article)), 404, "not_known");
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        let reply = server.ask(method, "/api/v1/stories", &[], b"");
        reply.refuses(405, "wrong_method");
        assert!(reply.header("allow").is_some_and(|allow| allow.contains("GET")), "{method}");
    }
    server.ask("GET", "/api/v1/articles", &[], b"").refuses(405, "wrong_method");
    // Uploads.
    let post =
        |name: &str, body: &[u8]| server.ask("POST", &format!("/api/v1/articles?name={name}"), &[], body);
    server.ask("POST", "/api/v1/articles", &[], b"x").refuses(400, "bad_parameter");
    for name in
        ["..%2Fx.txt", "%2Fetc%2Fpasswd", ".txt", "noending", "a%00.txt", "C:%5Cx.txt", &"a".repeat(300)]
    {
        post(name, b"x").refuses(400, "bad_name");
    }
    post("big.txt", &vec![b'a'; (1 << 20) + 1]).refuses(413, "too_large");
    let chunk = format!("{:x}\r\n{}\r\n", 1 << 16, "a".repeat(1 << 16));
    let chunked = format!(
        "POST /api/v1/articles?name=a.txt HTTP/1.1\r\nhost: {}\r\ntransfer-encoding: chunked\r\n\r\n{}0\r\n\r\n",
        server.address,
        chunk.repeat(17)
    );
    server.raw(chunked.as_bytes()).refuses(413, "too_large");
    post("rows.jsonl", b"no row\n").refuses(422, "unreadable");
    post("bad.zip", b"PK\x03\x04no archive").refuses(422, "unreadable");
    // A browser is told on a page.
    let page = server.ask("GET", "/stories/s000000000000", &[("accept", "text/html")], b"");
    assert_eq!(page.status, 404);
    assert!(page.text().contains("<h1>") && page.text().contains("There is no story s000000000000."));
    server.ask("GET", "/api/v1/stories/s0", &[("accept", "text/html")], b"").refuses(404, "unknown_id");

    let (code, log) = server.stop();
    assert_eq!(code, Some(0), "{log}");
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().any(|line| line["path"] == "/api/v1/stories" && line["status"] == 200));
    assert!(lines.iter().all(|line| line["time"].is_string() && line["status"] != 500), "{log}");
    assert_eq!(lines.last().unwrap()["event"], "stopped");
}

#[test]
fn sql_and_markup_in_every_parameter_are_words() {
    let folder = Folder::new("serve-sql");
    let server = Server::start(&store(&folder), &[]);
    let (story, _) = ids(&server);
    let document = server.json("/api/v1/openapi.json");
    let before = server.json("/api/v1/stories");
    let payloads = [
        "'; DROP TABLE stories; --",
        "\" OR 1=1 --",
        "words : (a*) NEAR(b)",
        "<script>alert(1)</script>",
        "%s\u{202e}\u{0}",
    ];
    for (path, methods) in document["paths"].as_object().unwrap() {
        let Some(operation) = methods.get("get") else { continue };
        for param in operation["parameters"].as_array().unwrap() {
            for payload in payloads {
                let mut address = path.replace("{id}", if param["in"] == "path" { "ID" } else { &story });
                if param["in"] == "path" {
                    address = address.replace("ID", &encoded(payload));
                } else {
                    let q = if path.contains("search") && param["name"] != "q" { "&q=the" } else { "" };
                    address =
                        format!("{address}?{}={}{q}", param["name"].as_str().unwrap(), encoded(payload));
                }
                let reply = server.get(&address);
                assert!([200, 400, 404, 410].contains(&reply.status), "{address}: {}", reply.text());
                if reply.header("content-type").unwrap().starts_with("text/html") {
                    assert!(!reply.text().contains("<script>alert"), "{address}");
                } else {
                    reply.json();
                }
            }
        }
    }
    assert_eq!(server.json("/api/v1/stories"), before);
}

#[test]
fn only_who_has_the_token_may_ask() {
    let folder = Folder::new("serve-token");
    let db = store(&folder);
    let file = folder.write("token.txt", "correct-horse-battery\n");
    let server = Server::start(&db, &["--token-file", &file]);
    let ask = |headers: &[(&str, &str)]| server.ask("GET", "/api/v1/stories", headers, b"");
    assert_eq!(ask(&[("authorization", "Bearer correct-horse-battery")]).status, 200);
    for wrong in [
        "Bearer correct-horse-batterx",
        "Bearer",
        "bearer\tx",
        "correct-horse-battery",
        "Basic ===",
        "Bearer \u{e9}",
    ] {
        let reply = ask(&[("authorization", wrong)]);
        reply.refuses(401, "unauthorized");
        assert!(reply.header("www-authenticate").is_some());
    }
    ask(&[]).refuses(401, "unauthorized");
    server.ask("GET", "/nothing", &[], b"").refuses(401, "unauthorized");
    assert_eq!(server.get("/healthz").json()["status"], "ok");
    drop(server);

    // Without a token, pages of others cannot ask by the browser of who runs it.
    let server = Server::start(&db, &[]);
    let foreign =
        |headers: &str| server.raw(format!("GET /api/v1/stories HTTP/1.1\r\n{headers}\r\n\r\n").as_bytes());
    foreign("host: news.example").refuses(403, "foreign_host");
    foreign(&format!("host: {}\r\norigin: https://news.example", server.address))
        .refuses(403, "foreign_origin");
    server.ask("POST", "/api/v1/articles?name=a.txt", &[], b"text").refuses(403, "uploads_off");
    drop(server);

    let short = folder.write("short.txt", "short");
    for (args, said) in [
        (&["--listen", "0.0.0.0:0"][..], "--token-file"),
        (&["--listen", "nowhere"], "--listen"),
        (&["--token-file", &short], "16"),
        (&["--token-file", &file, "--without-token"], "--without-token"),
    ] {
        let ran = tidings(&[&["serve", "--store", db.as_str()], args].concat());
        assert_eq!(ran.code, Some(2), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{args:?}: {}", ran.err);
    }
    let none = folder.path("none.db");
    tidings(&["serve", "--store", &none]).complains(1, &["there is no store"]);
}

#[test]
fn slow_idle_and_broken_connections_do_not_stop_it() {
    let folder = Folder::new("serve-slow");
    let server = Server::start(&store(&folder), &["--connections", "120"]);
    let begun = Instant::now();
    // One that sends its headers byte by byte, one that never sends a body, one that sends no HTTP.
    let mut slow = server.connect();
    slow.write_all(b"GET / HTTP/1.1\r\nhost: loc").unwrap();
    let idle: Vec<_> = (0..100).map(|_| server.connect()).collect();
    assert_eq!(server.get("/healthz").status, 200);
    let more: Vec<_> = (0..300).map(|_| server.connect()).collect();
    // Now there are too many: the next is told so, or closed.
    let told = more
        .iter()
        .filter_map(|stream| {
            Reply::read(&mut BufReader::new(stream.try_clone().unwrap())).ok().map(|reply| (stream, reply))
        })
        .inspect(|(_, reply)| {
            if reply.status == 503 {
                reply.refuses(503, "too_many_connections")
            }
        })
        .filter(|(_, reply)| reply.status == 503)
        .count();
    assert!(told >= 20, "{told}");
    drop(more);
    // Who is slow is told so, and its place is free again.
    Reply::read(&mut BufReader::new(&slow)).unwrap().refuses(408, "too_slow");
    let waited = begun.elapsed();
    assert!(waited >= Duration::from_secs(9) && waited < Duration::from_secs(50), "{waited:?}");
    let mut rest = Vec::new();
    for mut stream in idle {
        stream.read_to_end(&mut rest).unwrap();
    }
    for broken in [
        &b"\x16\x03\x01\x02\x00\x01"[..],
        b"GET\r\n\r\n",
        b"POST / HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
        b"\r\n",
    ] {
        let mut stream = server.connect();
        stream.write_all(broken).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let _ = stream.read_to_end(&mut rest);
    }
    assert_eq!(server.get("/").status, 200);
    assert_eq!(server.stop().0, Some(0));
}
