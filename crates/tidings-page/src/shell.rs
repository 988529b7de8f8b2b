//! What stands around the content of every page: its head, its policy, its foot.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::{text, words};

/// The style sheet, inside the page.
const STYLE: &str = include_str!("style.css");
/// The script, inside the page. All that it adds is convenience: filter, zoom, copy, the way back.
const SCRIPT: &str = include_str!("page.js");

static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
});

/// The Content-Security-Policy of a page: one style sheet and one script, known by their SHA-256, and nothing else. It
/// stands in the page; a server sends it as well, with `frame-ancestors`, which only works there.
pub fn policy() -> &'static str {
    &POLICY
}

/// A whole dossier. `bar` stands above the content and stays there.
pub fn page(title: &str, bar: &Markup, main: &Markup) -> String {
    let closing = "Everything on this page is what the articles say, with the place where they say it. It does not say \
                   who is right, adds no figures up, and cannot see what the articles leave out.";
    around("dossier", title, bar, main, closing)
}

/// The page of `what` around its main part, with its last words.
pub fn around(what: &str, title: &str, bar: &Markup, main: &Markup, closing: &str) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                title { (text::plain(title)) " – Tidings" }
                style { (PreEscaped(STYLE)) }
                script { (PreEscaped(SCRIPT)) }
            }
            body {
                a.skip href="#main" { "Skip to the " (what) }
                (words::shapes())
                header.page { div.bar { p.brand { "Tidings " (what) } (bar) } }
                (main)
                footer {
                    p { (closing) }
                }
            }
        }
    };
    page.into_string()
}
