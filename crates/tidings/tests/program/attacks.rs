//! What hostile clients try on `tidings serve`, beyond wrong questions: each is refused in words, and the server stays up.

use std::io::{BufReader, Read, Write};
use std::time::{Duration, Instant};

use crate::served::{Reply, Server, encoded, store};
use crate::support::{ARTICLE, Folder};

/// The kinds of paths, of which one that leads out of the store would be a hole.
const OUTSIDE: [&str; 9] = [
    "/../../etc/passwd",
    "/articles/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/articles/..%2f..%2fetc%2fpasswd",
    "/stories/..%5c..%5cwindows%5cwin.ini",
    "/articles/%2fetc%2fpasswd",
    "/articles/file:%2f%2f%2fetc%2fpasswd",
    "/articles/b3:..%00",
    "//etc/passwd",
];

#[test]
fn no_path_leads_out_of_the_store() {
    let folder = Folder::new("attack-paths");
    let server = Server::start(&store(&folder), &[]);
    for path in OUTSIDE {
        for start in ["", "/api/v1"] {
            let reply = server.get(&format!("{start}{path}"));
            assert_eq!(reply.status, 404, "{start}{path}: {}", reply.text());
            assert!(
                ["unknown_path", "unknown_id"].contains(&reply.json()["error"]["code"].as_str().unwrap())
            );
            assert!(!reply.text().contains("root:"), "{path}");
        }
    }
    // The whole address in the request, as proxies are asked.
    let host = server.address;
    let whole =
        server.raw(format!("GET http://{host}/etc/passwd HTTP/1.1\r\nhost: {host}\r\n\r\n").as_bytes());
    whole.refuses(404, "unknown_path");
}

#[test]
fn every_list_refuses_cursors_that_it_did_not_give() {
    let folder = Folder::new("attack-cursors");
    let server = Server::start(&store(&folder), &[]);
    let story = server.json("/api/v1/stories")["items"][0]["id"].as_str().unwrap().to_owned();
    let mut lists = vec!["/api/v1/stories?".to_owned(), "/api/v1/search?q=the&".to_owned()];
    lists.extend(
        ["timeline", "claims", "figures", "findings"].map(|list| format!("/api/v1/stories/{story}/{list}?")),
    );
    for list in &lists {
        let odd =
            ["x", "~", "0~a", "-1~a", "1", "1.5~a", "99999999999999999999~a", "\u{0}", "\u{ff11}~a", " 1~a"];
        for cursor in odd {
            server.get(&format!("{list}cursor={}", encoded(cursor))).refuses(400, "bad_cursor");
        }
        for gone in ["1~none", "5~'; DROP TABLE stories; --", "18446744073709551615~x", "399~\u{1f4a9}"] {
            server.get(&format!("{list}cursor={}", encoded(gone))).refuses(410, "stale_cursor");
        }
        server.get(&format!("{list}cursor=1~{}", "a".repeat(2000))).refuses(400, "bad_parameter");
    }
    // People are told on a page.
    for path in ["/?cursor=x", "/search?q=the&cursor=x"] {
        let page = server.ask("GET", path, &[("accept", "text/html")], b"");
        assert_eq!(page.status, 400);
        assert!(page.text().contains("<h1>This cannot be shown</h1>"), "{path}");
    }
}

#[test]
fn odd_tokens_open_nothing() {
    let folder = Folder::new("attack-tokens");
    let db = store(&folder);
    let file = folder.write("token.txt", "correct-horse-battery");
    let server = Server::start(&db, &["--token-file", &file, "--allow-upload"]);
    let long = format!("Bearer {}", "correct-horse-battery".repeat(300));
    let odd: [&[u8]; 11] = [
        b"Bearer correct-horse-battery\xff",
        b"Bearer \xc3\xa9\xff\xfe",
        b"Bearer",
        b"Bearer ",
        b"Bearer correct-horse-batter",
        b"Bearer correct-horse-battery,correct-horse-battery",
        b"Bearer \"correct-horse-battery\"",
        b"Basic correct-horse-battery",
        b"Basic Og==",
        b"Token correct-horse-battery",
        long.as_bytes(),
    ];
    for token in odd {
        for (method, path) in [
            ("GET", "/"),
            ("GET", "/api/v1/stories"),
            ("POST", "/api/v1/articles?name=a.txt"),
            ("POST", "/add"),
            ("POST", "/mcp"),
        ] {
            let mut request = format!(
                "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\nauthorization: ",
                server.address
            )
            .into_bytes();
            request.extend_from_slice(token);
            request.extend_from_slice(b"\r\n\r\n");
            server.raw(&request).refuses(401, "unauthorized");
        }
    }
    // The first of two counts, and a head that is too long is no request.
    let two = "authorization: Bearer wrong\r\nauthorization: Bearer correct-horse-battery";
    let asked = |head: &str| {
        server.raw(format!("GET / HTTP/1.1\r\nhost: {}\r\n{head}\r\n\r\n", server.address).as_bytes())
    };
    asked(two).refuses(401, "unauthorized");
    assert_eq!(asked(&format!("authorization: Bearer {}", "x".repeat(40_000))).status, 431);
    assert_eq!(asked("authorization: Bearer correct-horse-battery").status, 200);
}

#[test]
fn slow_and_broken_uploads_hold_nobody_up() {
    let folder = Folder::new("attack-uploads");
    let server = Server::start(&store(&folder), &["--allow-upload"]);
    let head = |path: &str, length: usize| {
        format!("POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-length: {length}\r\n\r\n", server.address)
    };
    let add = || server.ask("POST", "/api/v1/articles?name=ferry.txt", &[], ARTICLE.as_bytes());
    let begun = Instant::now();
    let mut slow: Vec<_> = (0..7)
        .map(|_| {
            let mut stream = server.connect();
            stream.write_all(head("/api/v1/articles?name=slow.txt", 1_000_000).as_bytes()).unwrap();
            stream.write_all(b"Ferry strike").unwrap();
            stream
        })
        .collect();
    // Others are served, and add.
    assert_eq!(server.get("/").status, 200);
    assert_eq!(add().json()["added"], 1);
    // There are only so many places for bodies.
    let mut last = server.connect();
    last.write_all(head("/add", 1_000_000).as_bytes()).unwrap();
    let is_busy = |_| {
        std::thread::sleep(Duration::from_millis(100));
        let reply = add();
        if reply.status == 503 {
            reply.refuses(503, "busy");
        }
        reply.status == 503
    };
    assert!((0..50).any(is_busy));
    // One that gives up is no article, and leaves its place.
    let gone = slow.pop().unwrap();
    gone.shutdown(std::net::Shutdown::Write).unwrap();
    Reply::read(&mut BufReader::new(&gone)).unwrap().refuses(400, "broken_off");
    assert_eq!(add().json()["known"], 1);
    // The others are told that they are too slow, even while bytes trickle in.
    let trickle = slow[0].try_clone().unwrap();
    let trickling = std::thread::spawn(move || {
        while begun.elapsed() < Duration::from_secs(9) && (&trickle).write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(500));
        }
    });
    for stream in slow.iter().chain([&last]) {
        Reply::read(&mut BufReader::new(stream)).unwrap().refuses(408, "too_slow");
    }
    trickling.join().unwrap();
    let waited = begun.elapsed();
    assert!(waited >= Duration::from_secs(9) && waited < Duration::from_secs(50), "{waited:?}");
    assert_eq!(add().json()["known"], 1);
    assert_eq!(server.stop().0, Some(0));
}

#[test]
fn forms_are_taken_from_its_own_pages_only_and_bounded() {
    let folder = Folder::new("attack-forms");
    let server = Server::start(&store(&folder), &["--allow-upload", "--upload-limit", "1"]);
    let own = format!("http://{}", server.address);
    let send = |media: &str, origin: &str, body: &[u8]| {
        server.ask("POST", "/add", &[("content-type", media), ("origin", origin)], body)
    };
    let media = "multipart/form-data; boundary=x";
    let part = |name: &str, text: &str| {
        format!(
            "--x\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{text}\r\n"
        )
    };
    let form = |name: &str, text: &str| part(name, text) + "--x--\r\n";
    for foreign in ["https://news.example", "null", "http://localhost:1"] {
        send(media, foreign, form("a.txt", ARTICLE).as_bytes()).refuses(403, "foreign_origin");
    }
    for name in ["../x.txt", "/etc/passwd", "C:\\x.txt", ".txt", "noending", "a\u{0}.txt", &"a".repeat(300)] {
        send(media, &own, form(name, ARTICLE).as_bytes()).refuses(400, "bad_name");
    }
    for body in ["", "--x", "--x--", "--y\r\n", &part("a.txt", ARTICLE), &part("a.txt", "").repeat(200)] {
        let reply = send(media, &own, body.as_bytes());
        assert!(
            ["bad_form", "no_file"].contains(&reply.json()["error"]["code"].as_str().unwrap()),
            "{body:?}"
        );
    }
    send("text/plain", &own, form("a.txt", ARTICLE).as_bytes()).refuses(400, "bad_form");
    send("multipart/form-data", &own, form("a.txt", ARTICLE).as_bytes()).refuses(400, "bad_form");
    send(media, &own, form("a.txt", &"a".repeat(2 << 20)).as_bytes()).refuses(413, "too_large");
    send(media, &own, form("a.zip", "PK\u{3}\u{4}no").as_bytes()).refuses(422, "unreadable");
    // SQL and markup in a name are words.
    for name in ["'; DROP TABLE stories; --.txt", "%22 OR 1=1 --.txt", "<script>alert(1)<script>.txt"] {
        let both = form(name, ARTICLE);
        let reply = send(media, &own, both.as_bytes());
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert!(!reply.text().contains("<script>alert"));
    }
    assert_ne!(server.json("/api/v1/stories")["total"], 0);
    // Without leave there is no form.
    drop(server);
    let server = Server::start(&folder.path("tidings.db"), &[]);
    server.get("/add").refuses(403, "uploads_off");
    server
        .ask("POST", "/add", &[("content-type", media)], form("a.txt", ARTICLE).as_bytes())
        .refuses(403, "uploads_off");
    assert!(!server.get("/").text().contains("\"/add"));
}

#[test]
fn a_thousand_idle_connections_leave_it_standing() {
    let folder = Folder::new("attack-idle");
    let server = Server::start(&store(&folder), &[]);
    let begun = Instant::now();
    let idle: Vec<_> = (0..1000).map(|_| server.connect()).collect();
    // Half have a place; who comes now is told that there is none, or is closed.
    let mut told = 0;
    for _ in 0..5 {
        let mut stream = server.connect();
        let _ =
            stream.write_all(format!("GET /healthz HTTP/1.1\r\nhost: {}\r\n\r\n", server.address).as_bytes());
        if let Ok(reply) = Reply::read(&mut BufReader::new(stream)) {
            reply.refuses(503, "too_many_connections");
            told += 1;
        }
    }
    eprintln!("{told} of 5 were told");
    // Nobody keeps a place for nothing.
    let mut rest = Vec::new();
    for mut stream in idle {
        let _ = stream.read_to_end(&mut rest);
    }
    let waited = begun.elapsed();
    assert!(waited >= Duration::from_secs(9) && waited < Duration::from_secs(50), "{waited:?}");
    assert_eq!(server.json("/healthz")["status"], "ok");
    assert_eq!(server.get("/").status, 200);

    // Where they all have a place, others are served beside them.
    drop(server);
    let server = Server::start(&folder.path("tidings.db"), &["--connections", "1100"]);
    let idle: Vec<_> = (0..1000).map(|_| server.connect()).collect();
    let begun = Instant::now();
    assert_eq!(server.get("/healthz").status, 200);
    assert_eq!(server.get("/").status, 200);
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    drop(idle);
    assert_eq!(server.stop().0, Some(0));
}
