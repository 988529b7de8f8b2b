//! What stands around the content of every page: its head, its policy, its foot.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::{text, words};

/// The style sheet, inside the page.
const STYLE: &str = include_str!("style.css");
/// What pages with forms have beside it.
const FORM_STYLE: &str = include_str!("forms.css");
/// The script, inside the page. All that it adds is convenience: filter, zoom, copy, the way back.
const SCRIPT: &str = include_str!("page.js");

/// The last words of a dossier.
const CLOSING: &str = "Everything on this page is what the articles say, with the place where they say it. It does not say \
                       who is right, adds no figures up, and cannot see what the articles leave out.";

/// The last words of a server's own pages.
const FORM_CLOSING: &str =
    "Tidings shows what articles say and where they say it. It does not say who is right.";

static POLICY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
});

static FORM_POLICY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "default-src 'none'; style-src 'sha256-{}' 'sha256-{}'; base-uri 'none'; form-action 'self'",
        hash(STYLE),
        hash(FORM_STYLE)
    )
});

fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text))
}

/// The Content-Security-Policy of a page: one style sheet and one script, known by their SHA-256, and nothing else. It
/// stands in the page; a server sends it as well, with `frame-ancestors`, which only works there.
pub fn policy() -> &'static str {
    &POLICY
}

/// The Content-Security-Policy of [`form_page`]: its style sheets, no script, and forms that ask the same server.
pub fn form_policy() -> &'static str {
    &FORM_POLICY
}

/// A page of a server that is no dossier, in the same clothes and without the script: a list, a form. `bar` stands above
/// the content, `main` in a `main` element of its own; `home` is the address of the first page.
///
/// Its forms tell their own server where they come from, so that it can refuse those of others.
pub fn form_page(title: &str, home: &str, bar: &Markup, main: &Markup) -> String {
    let frame = Frame {
        what: "content",
        policy: form_policy(),
        styles: &[STYLE, FORM_STYLE],
        script: None,
        referrer: "same-origin",
        closing: FORM_CLOSING,
    };
    let brand = html! { a href=(home) { "Tidings" } };
    whole(title, &frame, &brand, bar, &html! { main #main { (main) } })
}

/// A page of a dossier. `bar` stands above the content and stays there; `home` is where the list of stories stands.
pub fn page(title: &str, home: Option<&str>, bar: &Markup, main: &Markup) -> String {
    let brand = html! {
        @match home { Some(home) => a href=(home) { "Tidings: all stories" }, None => "Tidings dossier" }
    };
    let frame = Frame { script: Some(SCRIPT), ..Frame::plain("dossier", CLOSING) };
    whole(title, &frame, &brand, bar, main)
}

/// A page of `what` that is no dossier, without the script, with last words of its own.
pub fn around(what: &str, title: &str, main: &Markup, closing: &str) -> String {
    let brand = html! { "Tidings " (what) };
    whole(title, &Frame::plain(what, closing), &brand, &html! {}, main)
}

/// What stands in all pages of one sort.
struct Frame<'f> {
    what: &'f str,
    policy: &'f str,
    styles: &'f [&'f str],
    script: Option<&'f str>,
    referrer: &'f str,
    closing: &'f str,
}

impl<'f> Frame<'f> {
    fn plain(what: &'f str, closing: &'f str) -> Frame<'f> {
        Frame { what, policy: policy(), styles: &[STYLE], script: None, referrer: "no-referrer", closing }
    }
}

fn whole(title: &str, frame: &Frame<'_>, brand: &Markup, bar: &Markup, main: &Markup) -> String {
    let Frame { what, policy, styles, script, referrer, closing } = *frame;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content=(referrer);
                meta name="color-scheme" content="light dark";
                title { (text::plain(title)) " – Tidings" }
                @for style in styles { style { (PreEscaped(style)) } }
                @if let Some(script) = script { script { (PreEscaped(script)) } }
            }
            body {
                a.skip href="#main" { "Skip to the " (what) }
                (words::shapes())
                header.page { div.bar { p.brand { (brand) } (bar) } }
                (main)
                footer {
                    p { (closing) }
                }
            }
        }
    };
    page.into_string()
}
