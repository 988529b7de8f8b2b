//! A server or an agent's tools under test: the program started, asked, ended.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use crate::support::{Folder, story, tidings};

/// A store made from the example story.
pub fn store(folder: &Folder) -> String {
    let db = folder.path("tidings.db");
    let mut args = vec!["add".to_owned(), "--store".to_owned(), db.clone()];
    args.extend(story().iter().map(|path| path.to_str().unwrap().to_owned()));
    assert_eq!(tidings(&args).code, Some(0));
    db
}

/// What an address may not hold as it is, all in `%` and hex digits.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// A running server; it is ended when this goes.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// Reads its log, so that it need not wait for anybody to do so.
    log: Option<JoinHandle<String>>,
}

impl Server {
    /// Starts one on a free port.
    pub fn start(db: &str, more: &[&str]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tidings"))
            .args(["serve", "--store", db, "--listen", "127.0.0.1:0"])
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').parse();
        let mut stderr = child.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut log = String::new();
            stderr.read_to_string(&mut log).unwrap();
            log
        });
        Server { child, address: address.unwrap_or_else(|_| panic!("no address: {line:?}")), log: Some(log) }
    }

    /// A connection that waits at most so long.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Sends bytes as they are and reads the answer.
    pub fn raw(&self, bytes: &[u8]) -> Reply {
        let mut stream = self.connect();
        // The server may answer and close before it has read all.
        let _ = stream.write_all(bytes);
        Reply::read(&mut BufReader::new(stream)).unwrap()
    }

    /// Asks for `path` with headers of one's own.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.address);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        let mut stream = self.connect();
        stream.write_all(head.as_bytes()).unwrap();
        let _ = stream.write_all(body);
        let mut reader = BufReader::new(stream);
        if method == "HEAD" { Reply::read_head(&mut reader) } else { Reply::read(&mut reader) }.unwrap()
    }

    pub fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[], b"")
    }

    /// JSON that went well.
    #[track_caller]
    pub fn json(&self, path: &str) -> Value {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        reply.json()
    }

    /// Tells it to stop; the exit code and the log.
    pub fn stop(mut self) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let code = self.child.wait().unwrap().code();
        (code, self.log.take().unwrap().join().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    fn read_head(reader: &mut impl BufRead) -> std::io::Result<Reply> {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| std::io::Error::other(format!("no status in {line:?}")))?;
        let mut headers = Vec::new();
        loop {
            line.clear();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            headers.push((name.to_lowercase(), value.trim().to_owned()));
        }
        Ok(Reply { status, headers, body: Vec::new() })
    }

    /// Reads an answer whose length is stated.
    pub fn read(reader: &mut impl BufRead) -> std::io::Result<Reply> {
        let mut reply = Reply::read_head(reader)?;
        let length = reply.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        reply.body = vec![0; length];
        reader.read_exact(&mut reply.body)?;
        Ok(reply)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Whether this is a refusal with `status` and `code`, in words.
    #[track_caller]
    pub fn refuses(&self, status: u16, code: &str) {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), Some("application/json"), "{}", self.text());
        let json = self.json();
        assert_eq!(json["error"]["code"], code, "{json}");
        assert!(json["error"]["message"].as_str().is_some_and(|words| words.len() > 10), "{json}");
        assert_eq!(json.as_object().unwrap().len(), 1);
    }
}

/// Whether `value` is what `schema` says, as far as the schemas of this project go; where it is not.
pub fn fault(value: &Value, schema: &Value, document: &Value) -> Option<String> {
    let schema = match schema["$ref"].as_str() {
        Some(place) => document.pointer(place.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    let here =
        |what: String| Some(format!("{what} in {}", value.to_string().chars().take(200).collect::<String>()));
    for key in ["anyOf", "oneOf"] {
        if let Some(options) = schema[key].as_array()
            && options.iter().all(|option| fault(value, option, document).is_some())
        {
            return here(format!("none of {key}"));
        }
    }
    let is = |kind: &Value| match kind.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type {other}"),
    };
    let fits = match &schema["type"] {
        Value::Null => true,
        Value::Array(kinds) => kinds.iter().any(is),
        kind => is(kind),
    };
    if !fits {
        return here(format!("not of type {}", schema["type"]));
    }
    if schema["enum"].as_array().is_some_and(|values| !values.contains(value))
        || schema.get("const").is_some_and(|only| only != value)
    {
        return here("no such value".to_owned());
    }
    if let (Some(items), Some(each)) = (value.as_array(), schema.get("items")) {
        return items.iter().find_map(|item| fault(item, each, document));
    }
    let fields = value.as_object()?;
    let required = schema["required"].as_array().into_iter().flatten();
    if let Some(missing) =
        required.map(|name| name.as_str().unwrap()).find(|name| !fields.contains_key(*name))
    {
        return here(format!("{missing} is missing"));
    }
    fields.iter().find_map(|(name, value)| match schema["properties"].get(name) {
        Some(schema) => fault(value, schema, document).map(|what| format!("{name}: {what}")),
        None => schema.get("properties").is_some().then(|| format!("{name} is not described")),
    })
}
