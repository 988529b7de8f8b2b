//! Files of every kind, good and bad, as they are found: what is read, and what is said of the rest.

use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use tidings_input::{Deliveries, Delivery, Input, Inputs, Options};

const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><title>Bridge closed after storm - Lindau Herald</title>
<meta property="og:site_name" content="Lindau Herald"><link rel="canonical" href="https://example.org/news/bridge">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge closed after storm",
"datePublished":"2024-03-12T09:30:00+01:00","dateModified":"2024-03-13","author":{"@type":"Person","name":"Ana Ruiz"}}</script>
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Bridge closed after storm</h1>
<p class="byline">By Ana Ruiz</p><div class="article-body"><p>The old bridge over the Lind was closed on Monday after a
storm had damaged two of its piers, the harbour office said.</p><p>“We found cracks in both,” said the harbour master, Jo
Lind. Engineers are to look at the piers on Thursday.</p></div></article>
<div class="related"><a href="/a">Ferry strike enters second week</a> <a href="/b">Mayor opens new library</a></div>
<footer>© Lindau Herald. All rights reserved.</footer></body></html>"#;

fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Result<Input, String>> {
    let inputs = Inputs::of_bytes(name, bytes.into(), Options::default());
    inputs.map(|input| input.map_err(|error| error.to_string())).collect()
}

fn texts(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<String> {
    let short = |input: Result<Input, String>| match input {
        Ok(input) => format!("{}: {}", input.file(), input.article.text.trim()),
        Err(error) => format!("! {error}"),
    };
    read(name, bytes).into_iter().map(short).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// A tar archive of these files.
fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, bytes) in files {
        let mut block = [0u8; 512];
        block[..name.len()].copy_from_slice(name.as_bytes());
        block[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
        block[156] = b'0';
        block[257..263].copy_from_slice(b"ustar\0");
        block[148..156].fill(b' ');
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..154].copy_from_slice(format!("{sum:06o}").as_bytes());
        block[154] = 0;
        out.extend_from_slice(&block);
        out.extend_from_slice(bytes);
        out.resize(out.len().div_ceil(512) * 512, 0);
    }
    out.resize(out.len() + 1024, 0);
    out
}

/// A ZIP archive of these files.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

#[test]
fn a_page_gives_its_article_and_what_it_says_of_itself() {
    let input = read("bridge.html", PAGE).remove(0).unwrap();
    let article = &input.article;
    assert_eq!(article.title.as_deref(), Some("Bridge closed after storm"));
    assert_eq!(article.outlet.as_deref(), Some("Lindau Herald"));
    assert_eq!(article.url.as_deref(), Some("https://example.org/news/bridge"));
    assert_eq!(article.bylines, ["Ana Ruiz"]);
    assert_eq!(article.published.at.as_deref(), Some("2024-03-12T09:30:00+01:00"));
    assert_eq!(article.modified.as_ref().and_then(|days| days.edtf.as_deref()), Some("2024-03-13"));
    assert!(
        article.text.starts_with("Home Sport\n\nBridge closed after storm\n\nBy Ana Ruiz\n\nThe old bridge")
    );
    assert!(article.text.contains("All rights reserved"), "nothing of the page is removed");
    let parts: Vec<&str> = article.parts.iter().map(|part| part.of(&article.text)).collect();
    assert_eq!(parts.len(), 4, "{parts:?}");
    assert!(parts[0] == "Bridge closed after storm" && parts[3].ends_with("on Thursday."), "{parts:?}");
}

#[test]
fn archives_are_read_with_what_is_in_them() {
    let files: &[(&str, &[u8])] = &[
        ("a/page.html", PAGE.as_bytes()),
        ("a/page_files/ad.html", b"<p>no</p>"),
        ("a/.hidden.txt", b"no"),
        ("b.txt", b"Ships left."),
        ("c.png", b"\x89PNG"),
        ("rows.jsonl", b"{\"text\":\"One.\"}\n{\"text\":3}\n{\"text\":\"Two.\"}"),
    ];
    for (name, bytes) in [("x.zip", zip(files)), ("x.tar", tar(files)), ("x.tar.gz", gzip(&tar(files)))] {
        let mut inputs = Inputs::of_bytes(name, bytes, Options::default());
        let found: Vec<_> = inputs.by_ref().collect();
        assert_eq!(found.len(), 5, "{name}: {found:?}");
        assert_eq!(found[0].as_ref().unwrap().file(), format!("{name}/a/page.html"));
        assert_eq!(found[1].as_ref().unwrap().article.text, "Ships left.");
        let error = found[3].as_ref().unwrap_err();
        assert_eq!((error.file.as_str(), error.line), (format!("{name}/rows.jsonl").as_str(), Some(2)));
        assert!(inputs.take_remarks()[0].contains("1 other file was left alone"));
    }
    assert_eq!(
        texts("n.zip", zip(&[("in.zip", &zip(&[("a.txt", b"Deep.")]))])),
        ["n.zip/in.zip/a.txt: Deep."]
    );
    assert_eq!(texts("a.txt.gz", gzip(b"Packed.")), ["a.txt.gz: Packed."]);
}

#[test]
fn what_breaks_off_keeps_what_came_before() {
    let rows: String = (0..20_000).map(|n| format!("{{\"text\":\"Row {} of many.\"}}\n", n * 7919)).collect();
    let packed = gzip(rows.as_bytes());
    let found = read("r.jsonl.gz", &packed[..packed.len() / 2]);
    let (good, bad): (Vec<_>, Vec<_>) = found.into_iter().partition(Result::is_ok);
    assert!(good.len() > 1000 && bad.len() == 1, "{} {}", good.len(), bad.len());
    let archive = tar(&[("a.txt", b"One."), ("b.txt", &[b'x'; 5000])]);
    let found = texts("t.tar", &archive[..3000]);
    assert!(found[0].ends_with("One.") && found[1].contains("breaks off"), "{found:?}");
    let archive = zip(&[("a.txt", b"One.")]);
    assert!(texts("z.zip", &archive[..archive.len() - 10])[0].contains("cut off"));
    for name in ["z.zip", "t.tar", "g.gz", "w.warc", "p.pdf"] {
        assert!(read(name, "no archive").iter().all(Result::is_err), "{name}");
    }
    // Compressed bytes with errors in them.
    let mut broken = gzip(&rows.clone().into_bytes());
    let middle = broken.len() / 2;
    broken[middle..middle + 200].fill(0);
    assert!(read("r.jsonl.gz", broken).iter().any(Result::is_err));
}

#[test]
fn bombs_are_bounded() {
    let zeros = vec![b' '; 200 << 20];
    let bomb = gzip(&zeros);
    let found = texts("bomb.html.gz", bomb.clone());
    assert!(found.len() == 1 && found[0].contains("larger than 128 MB"), "{found:?}");
    assert!(
        texts("bomb.zip", zip(&[("a.html.gz", &bomb), ("b.txt", b"Neighbour.")]))[1].ends_with("Neighbour.")
    );
    let mut nested = zip(&[("a.txt", b"Deep.")]);
    for _ in 0..10 {
        nested = zip(&[("in.zip", &nested)]);
    }
    assert!(texts("n.zip", nested)[0].contains("too many archives"));
    let mut nested = gzip(b"Deep.");
    for _ in 0..10 {
        nested = gzip(&nested);
    }
    assert!(texts("n.gz", nested)[0].contains("too many archives"));
}

#[test]
fn huge_and_deep_pages_are_bounded() {
    let deep = "<div><b><ul><li>".repeat(100_000) + "The bridge was closed on Monday.";
    assert!(texts("deep.html", deep)[0].ends_with("The bridge was closed on Monday."));
    let closed = "<table><tr><td>".repeat(30_000) + "x" + &"</p></li></span></td>".repeat(30_000);
    assert_eq!(read("closed.html", closed).len(), 1);
    let huge = "<p>The bridge was closed.</p>".repeat((100 << 20) / 29);
    let found = texts("huge.html", huge);
    assert!(
        found.len() == 1 && (found[0].contains("too large") || !found[0].starts_with('!')),
        "{:.200}",
        found[0]
    );
    let attributes = format!("<p {}>The bridge was closed.</p>", "a='b' ".repeat(1_000_000));
    assert!(texts("wide.html", attributes)[0].ends_with("closed."));
    let quotes = "<p a=\"".repeat(100_000);
    assert_eq!(read("quotes.html", quotes).len(), 1);
    assert!(texts("empty.html", "<html></html>")[0].contains("without visible text"));
}

#[test]
fn a_page_delivered_twice_is_one_article() {
    let mut deliveries = Deliveries::default();
    let inputs = Inputs::of_bytes(
        "x.zip",
        zip(&[("a.html", PAGE.as_bytes()), ("b.html", PAGE.as_bytes())]),
        Options::default(),
    );
    let judged: Vec<Delivery> = inputs.map(|input| deliveries.judge(input)).collect();
    assert!(matches!(judged[0], Delivery::New(_)), "{judged:?}");
    assert!(matches!(&judged[1], Delivery::Again { path, .. } if path == "x.zip/b.html"), "{judged:?}");
}

#[test]
fn folders_leave_out_what_browsers_save_beside_a_page() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("saved-pages");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("bridge_files")).unwrap();
    std::fs::write(folder.join("bridge.html"), PAGE).unwrap();
    std::fs::write(folder.join("bridge_files/frame.html"), "<p>No article.</p>").unwrap();
    std::fs::write(folder.join("bridge.css"), "p {}").unwrap();
    std::fs::write(folder.join("news.zip"), zip(&[("a.txt", b"One.")])).unwrap();
    let mut inputs = Inputs::new(std::slice::from_ref(&folder), Options::default());
    assert!(inputs.size() > 1000);
    let found: Vec<Input> = inputs.by_ref().map(Result::unwrap).collect();
    assert_eq!(found.len(), 2);
    assert!(found[1].file().ends_with("news.zip/a.txt") && inputs.done() > 1000);
    assert!(inputs.take_remarks()[0].contains("1 other file was left alone"));
}
