//! Requests to a server on this machine.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use super::*;

/// A server that answers each request with what `answer` makes of its path and head, and notes the heads.
fn server(answer: impl Fn(&str, &str) -> String + Send + 'static) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let heads: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = heads.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let head: Vec<String> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
            let path = head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
            let head = head.join("\n");
            let answer = answer(&path, &head);
            kept.lock().unwrap().push(head);
            let _ = stream.write_all(answer.replace('\n', "\r\n").as_bytes());
        }
    });
    (address, heads)
}

fn ok(headers: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\n{headers}Content-Length: {}\nConnection: close\n\n{body}", body.len())
}

fn fetcher() -> Fetcher {
    let (delay, timeout) = (Duration::ZERO, Duration::from_millis(700));
    Fetcher::new(Options { delay, timeout, allow_private: true })
}

fn sent(answer: Result<Answer, FetchError>) -> Fetched {
    match answer.unwrap() {
        Answer::Sent(sent) => *sent,
        Answer::Unchanged => panic!("not sent"),
    }
}

#[test]
fn what_is_unchanged_is_not_sent_again() {
    let (address, heads) = server(|_, head| match head.to_lowercase().contains("if-none-match: \"a1\"") {
        true => "HTTP/1.1 304 Not Modified\nConnection: close\n\n".to_owned(),
        false => ok("ETag: \"a1\"\nContent-Type: text/html; charset=\"ISO-8859-1\"\n", "<p>Bridge"),
    });
    let mut fetcher = fetcher();
    let page = sent(fetcher.get(&format!("{address}/a"), None));
    assert_eq!((page.bytes.as_slice(), page.url), (b"<p>Bridge".as_slice(), format!("{address}/a")));
    assert_eq!(
        (page.media_type.as_deref(), page.charset.as_deref()),
        (Some("text/html"), Some("iso-8859-1"))
    );
    let again = fetcher.get(&format!("{address}/a"), Some(&page.validators));
    assert_eq!(again.unwrap(), Answer::Unchanged);
    assert!(heads.lock().unwrap()[0].to_lowercase().contains("user-agent: tidings/"));
}

#[test]
fn redirects_lead_on_but_not_everywhere() {
    let moved =
        |to: &str| format!("HTTP/1.1 302 Found\nLocation: {to}\nContent-Length: 0\nConnection: close\n\n");
    let (address, _) = server(move |path, _| match path {
        "/a/old" => moved("b/new"),
        "/file" => moved("file:///etc/passwd"),
        "/round" => moved("/round"),
        "/gone" => "HTTP/1.1 410 Gone\nContent-Length: 0\nConnection: close\n\n".to_owned(),
        _ => ok("", "here"),
    });
    let mut open = fetcher();
    assert_eq!(sent(open.get(&format!("{address}/a/old"), None)).url, format!("{address}/a/b/new"));
    for path in ["file", "round"] {
        assert!(open.get(&format!("{address}/{path}"), None).is_err(), "{path}");
    }
    assert!(matches!(open.get(&format!("{address}/file"), None), Err(FetchError::Address(_))));
    assert!(matches!(open.get(&format!("{address}/gone"), None), Err(FetchError::Status(410))));
    assert!(matches!(open.get("file:///etc/passwd", None), Err(FetchError::Address(_))));
    assert!(matches!(open.get("nothing", None), Err(FetchError::Address(_))));
    let mut closed = Fetcher::new(Options::default());
    let port = address.rsplit(':').next().unwrap();
    for host in ["127.0.0.1", "localhost", "[::1]"] {
        let answer = closed.get(&format!("http://{host}:{port}/"), None);
        assert!(matches!(answer, Err(FetchError::Private)), "{host}: {answer:?}");
    }
}

#[test]
fn a_host_that_never_answers_is_left_alone() {
    let (address, _) = server(|_, _| {
        std::thread::sleep(Duration::from_secs(2));
        String::new()
    });
    let timeout = Duration::from_millis(60);
    let mut fetcher = Fetcher::new(Options { timeout, ..fetcher().options });
    for _ in 0..MOST_FAILURES {
        assert!(matches!(fetcher.get(&address, None), Err(FetchError::Late(_))));
    }
    assert!(matches!(fetcher.get(&address, None), Err(FetchError::GivenUp)));
}

#[test]
fn where_a_page_leads_robots_are_asked_before() {
    let (there, heads) = server(|path, _| match path {
        "/robots.txt" => ok("", "User-agent: *\nDisallow: /private\n"),
        _ => ok("", "x"),
    });
    let (here, _) = server(move |path, _| match path {
        "/robots.txt" => "HTTP/1.1 404 No\nContent-Length: 0\nConnection: close\n\n".to_owned(),
        path => {
            format!("HTTP/1.1 301 Moved\nLocation: {there}{path}\nContent-Length: 0\nConnection: close\n\n")
        }
    });
    let mut fetcher = fetcher();
    assert!(matches!(fetcher.follow(&format!("{here}/private/a"), None), Err(FetchError::Forbidden)));
    assert_eq!(heads.lock().unwrap().len(), 1, "robots.txt, and not the page");
    assert!(sent(fetcher.follow(&format!("{here}/a"), None)).url.ends_with("/a"));
    // Whom a person named is asked.
    assert!(sent(fetcher.get(&format!("{here}/private/a"), None)).url.ends_with("/private/a"));
}

#[test]
fn robots_are_asked_once_and_delays_kept() {
    let (address, heads) = server(|path, _| match path {
        "/robots.txt" => ok("", "User-agent: *\nDisallow: /private\n"),
        _ => ok("", "x"),
    });
    let mut fetcher = fetcher();
    assert!(fetcher.may_ask(&format!("{address}/a")).unwrap());
    assert!(!fetcher.may_ask(&format!("{address}/private/a")).unwrap());
    assert!(fetcher.may_ask(&address).unwrap());
    assert_eq!(heads.lock().unwrap().len(), 1);
    let broken = server(|_, _| "HTTP/1.1 503 Busy\nContent-Length: 0\nConnection: close\n\n".to_owned()).0;
    assert!(!fetcher.may_ask(&format!("{broken}/a")).unwrap());
    let none = server(|_, _| "HTTP/1.1 404 No\nContent-Length: 0\nConnection: close\n\n".to_owned()).0;
    assert!(fetcher.may_ask(&format!("{none}/a")).unwrap());
    let delay = Duration::from_millis(120);
    let mut slow = Fetcher::new(Options { delay, ..fetcher.options.clone() });
    let begun = Instant::now();
    for _ in 0..3 {
        sent(slow.get(&address, None));
    }
    assert!(begun.elapsed() >= delay * 2);
}

#[test]
fn answers_that_are_packed_or_broken() {
    let (address, _) = server(|path, _| match path {
        "/short" => "HTTP/1.1 200 OK\nContent-Length: 100\nConnection: close\n\nonly this".to_owned(),
        _ => "no answer of a server".to_owned(),
    });
    let mut fetcher = fetcher();
    assert!(matches!(fetcher.get(&format!("{address}/short"), None), Err(FetchError::Failed(_))));
    assert!(matches!(fetcher.get(&format!("{address}/x"), None), Err(FetchError::Failed(_))));
}
