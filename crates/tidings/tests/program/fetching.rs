//! Addresses, and the pages behind feeds, from a server on this machine.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use crate::support::{Folder, Ran, tidings};

/// What a path gives: its media type and content.
type Pages = Vec<(&'static str, &'static str, String)>;

/// A server of some pages, in each of which HOST is its address. It notes each request with the status of its answer; the
/// tag of a page is its length.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn of(pages: Pages) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let server = Server { address: address.clone(), asked: Arc::default() };
        let asked = server.asked.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
                let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
                let path = head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
                let page = pages.iter().find(|(known, ..)| *known == path);
                let (status, answer) = match page {
                    None => (404, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n".to_owned() + CLOSE),
                    Some((_, kind, content)) => {
                        let content = content.replace("HOST", &address);
                        let tag = format!("ETag: \"{}\"\r\n", content.len());
                        let known = format!("if-none-match: \"{}\"", content.len());
                        match head.iter().any(|line| line.to_lowercase() == known) {
                            true => (304, format!("HTTP/1.1 304 Not Modified\r\n{CLOSE}")),
                            false => {
                                let length = format!("Content-Length: {}\r\n", content.len());
                                let kind = format!("Content-Type: {kind}\r\n");
                                (200, format!("HTTP/1.1 200 OK\r\n{kind}{length}{tag}{CLOSE}{content}"))
                            }
                        }
                    }
                };
                asked.lock().unwrap().push(format!("{path} {status}"));
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        server
    }

    /// What was asked since the last call.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

const CLOSE: &str = "Connection: close\r\n\r\n";

fn page(title: &str, body: &str) -> String {
    format!("<html lang=en><title>{title}</title><body><h1>{title}</h1><p>{body}</p></body></html>")
}

fn pages() -> Pages {
    let feed = "<rss><channel><title>Varholm Post</title><item><link>HOST/a</link><pubDate>Tue, 12 Mar 2024 09:30:00 GMT\
                </pubDate></item><item><link>/b</link></item></channel></rss>";
    let map = "<urlset><url><loc>HOST/b</loc><news:news><news:publication_date>2024-03-11</news:publication_date></news:news>\
               </url></urlset>";
    let strike =
        "Crews of the island ferries will stay ashore until Friday, the Seafarers' League said on Tuesday.";
    let storm = "The harbour of Varholm reopened on Monday after a storm had closed it for two days.";
    vec![
        ("/robots.txt", "text/plain", "User-agent: *\nDisallow: /private\n".to_owned()),
        ("/feed.xml", "application/rss+xml", feed.to_owned()),
        (
            "/index.xml",
            "text/xml",
            "<sitemapindex><sitemap><loc>HOST/news.xml</loc></sitemap></sitemapindex>".to_owned(),
        ),
        ("/news.xml", "text/xml", map.to_owned()),
        ("/a", "text/html; charset=utf-8", page("Ferry strike enters second week", strike)),
        ("/b", "text/html", page("Harbour reopens after storm", storm)),
        ("/private/c", "text/html", page("Letters", "A letter to the editor, which says little.")),
        ("/closed.xml", "text/xml", "<urlset><url><loc>HOST/private/c</loc></url></urlset>".to_owned()),
    ]
}

/// Runs a command on this machine's server without waiting between requests.
fn fetch(command: &[&str], paths: &[&str]) -> Ran {
    tidings(&[command, &["--allow-private", "--delay", "0"], paths].concat())
}

#[test]
fn a_page_is_read_from_its_address() {
    let server = Server::of(pages());
    let ran = fetch(&["read"], &[&server.url("/private/c")]).well();
    let reading = &ran.rows()[0];
    assert_eq!(
        (&reading["url"], &reading["paths"][0]),
        (&server.url("/private/c").into(), &server.url("/private/c").into())
    );
    assert_eq!(reading["title"]["text"], "Letters");
    // A person named it, so robots.txt was not asked.
    assert_eq!(server.asked(), ["/private/c 200"]);
    fetch(&["read"], &[&server.url("/nothing")])
        .complains(1, &["/nothing: the server answers with status 404"]);
}

#[test]
fn pages_behind_feeds_and_sitemaps_are_followed_once() {
    let server = Server::of(pages());
    let ran = fetch(&["read", "--follow"], &[&server.url("/feed.xml"), &server.url("/index.xml")]).well();
    let days: Vec<(String, String)> = ran
        .rows()
        .iter()
        .map(|reading| (reading["title"]["text"].to_string(), reading["published"]["edtf"].to_string()))
        .collect();
    // The first is dated by its feed; the second was met in the feed first, which gives it no day.
    assert_eq!(days[0], ("\"Ferry strike enters second week\"".to_owned(), "\"2024-03-12\"".to_owned()));
    assert_eq!(days.len(), 2, "{days:?}");
    let asked = server.asked();
    assert_eq!(
        asked,
        ["/feed.xml 200", "/robots.txt 200", "/a 200", "/b 200", "/index.xml 200", "/news.xml 200"],
        "{asked:?}"
    );
}

#[test]
fn without_follow_a_feed_fetches_nothing() {
    let (server, folder) = (Server::of(pages()), Folder::new("fetch-not"));
    let feed = pages()[1].2.replace("HOST", &server.address);
    let file = folder.write("feed.xml", &feed);
    fetch(&["read"], &[&file]).complains(1, &["lists 2 addresses and no texts; use --follow"]);
    assert_eq!(server.asked(), [""; 0]);
    assert_eq!(fetch(&["read", "--follow"], &[&file]).rows().len(), 1, "the relative link leads nowhere");
}

#[test]
fn what_is_unchanged_is_not_fetched_again() {
    let (server, folder) = (Server::of(pages()), Folder::new("fetch-again"));
    let (store, feed) = (folder.path("t.db"), server.url("/feed.xml"));
    let add = || fetch(&["add", "--store", &store, "--follow"], &[&feed]);
    assert!(add().well().text().starts_with("2 articles added"));
    server.asked();
    let again = add();
    assert!(again.text().starts_with("0 articles added") && again.code == Some(0), "{}", again.err);
    assert!(again.err.contains("not changed since it was last fetched"), "{}", again.err);
    assert_eq!(server.asked(), ["/feed.xml 304"]);
    // Without what was remembered all is fetched, and the same.
    std::fs::remove_file(folder.path("t.db.fetched.json")).unwrap();
    assert!(add().well().text().starts_with("0 articles added, 2 were there"));
    assert_eq!(server.asked().len(), 4);
    std::fs::write(folder.path("t.db.fetched.json"), "{").unwrap();
    assert!(add().err.contains("t.db.fetched.json"));
}

#[test]
fn who_asks_to_be_left_alone_is() {
    let server = Server::of(pages());
    let ran = fetch(&["read", "--follow"], &[&server.url("/closed.xml")]);
    ran.complains(1, &["/private/c: the robots.txt of its host asks programs to keep out"]);
    assert_eq!(server.asked(), ["/closed.xml 200", "/robots.txt 200"]);
    let ran = tidings(&["read", &server.url("/a")]);
    ran.complains(1, &["leads to this machine or a private network; with --allow-private"]);
    assert_eq!(server.asked(), [""; 0]);
    let wrong = tidings(&["read", "--delay", "never", "x"]);
    assert!(wrong.code == Some(2) && wrong.err.contains("expected seconds"), "{}", wrong.err);
}
