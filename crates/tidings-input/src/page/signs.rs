//! What the names that authors give their elements say of the content: `class`, `id`, `role`, `itemprop`.

use rustc_hash::FxHashMap;

use super::tag::Tag;
use super::tree::{Attributes, Tree};

/// What an element is, by its names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sign {
    /// It says that it holds the article's body.
    pub body: bool,
    /// It says that it holds something beside the article.
    pub beside: bool,
    /// It may hold who wrote the article and when.
    pub head: bool,
}

/// Runs of words that name the body of an article.
const BODY: &[&[&str]] = &[
    &["article", "body"],
    &["articlebody"],
    &["article", "content"],
    &["article", "text"],
    &["article", "copy"],
    &["article", "main"],
    &["story", "body"],
    &["storybody"],
    &["story", "content"],
    &["story", "text"],
    &["story", "copy"],
    &["post", "body"],
    &["post", "content"],
    &["postcontent"],
    &["post", "text"],
    &["entry", "content"],
    &["entry", "body"],
    &["entry", "text"],
    &["content", "body"],
    &["body", "content"],
    &["body", "copy"],
    &["body", "text"],
    &["news", "content"],
    &["news", "body"],
    &["news", "text"],
    &["page", "content"],
    &["main", "content"],
    &["text", "body"],
    &["blog", "content"],
    &["td", "post", "content"],
    &["field", "name", "body"],
    &["rich", "text"],
    &["article", "page"],
    &["artikel", "text"],
    &["artikel", "body"],
    &["artikel", "inhalt"],
    &["articulo", "cuerpo"],
    &["texto"],
];

/// Single words of elements beside the article.
const BESIDE: &[&str] = &[
    "ad",
    "adbox",
    "addthis",
    "ads",
    "adsense",
    "adslot",
    "advert",
    "advertisement",
    "advertising",
    "affiliate",
    "aside",
    "author",
    "authors",
    "avatar",
    "banner",
    "bio",
    "bookmark",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "caption",
    "captions",
    "carousel",
    "categories",
    "comment",
    "commenting",
    "commentlist",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "credit",
    "credits",
    "cta",
    "dateline",
    "disclaimer",
    "disclosure",
    "disqus",
    "donate",
    "donation",
    "dropdown",
    "facebook",
    "feedback",
    "figcaption",
    "follow",
    "footer",
    "footnote",
    "gallery",
    "gdpr",
    "infobox",
    "keywords",
    "kicker",
    "likes",
    "livechat",
    "login",
    "mailing",
    "masthead",
    "menu",
    "meta",
    "metadata",
    "modal",
    "nav",
    "navbar",
    "navi",
    "navigation",
    "newsletter",
    "newsletters",
    "noprint",
    "outbrain",
    "overlay",
    "pager",
    "pagination",
    "paging",
    "partner",
    "partners",
    "paywall",
    "pinterest",
    "poll",
    "popular",
    "popup",
    "print",
    "promo",
    "promos",
    "promoted",
    "promotion",
    "rail",
    "ratings",
    "readmore",
    "recirc",
    "recirculation",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "register",
    "related",
    "relatedposts",
    "reply",
    "respond",
    "rss",
    "search",
    "share",
    "sharedaddy",
    "shares",
    "sharing",
    "shopping",
    "sidebar",
    "signin",
    "signup",
    "slider",
    "slideshow",
    "social",
    "socials",
    "sponsor",
    "sponsored",
    "sponsors",
    "subscribe",
    "subscription",
    "suggested",
    "suggestions",
    "taboola",
    "tags",
    "teaser",
    "teasers",
    "timestamp",
    "toolbar",
    "tooltip",
    "trending",
    "upsell",
    "whatsapp",
    "widget",
    "widgets",
    "wpcnt",
];

/// Words of elements that tell who wrote an article and when.
const HEAD: &[&str] = &["author", "authors", "byline", "date", "dateline", "published", "time", "timestamp"];

/// Reads names, each once.
#[derive(Default)]
pub struct Signs<'a> {
    known: FxHashMap<&'a str, Sign>,
}

impl<'a> Signs<'a> {
    /// The sign of an element.
    pub fn of(&mut self, tree: &Tree<'a>, at: usize) -> Sign {
        let node = &tree.nodes[at];
        let mut sign = Sign::default();
        if node.tag == Tag::Text || node.written.len() < 5 {
            return sign;
        }
        for (name, value) in Attributes(node.written) {
            let found = match name {
                "class" | "id" | "CLASS" | "ID" => *self.known.entry(value).or_insert_with(|| sign_of(value)),
                "itemprop" => Sign {
                    body: value.split_whitespace().any(|word| matches!(word, "articleBody" | "reviewBody")),
                    ..Sign::default()
                },
                "role" => Sign {
                    beside: matches!(
                        value,
                        "navigation"
                            | "complementary"
                            | "contentinfo"
                            | "banner"
                            | "search"
                            | "menu"
                            | "menubar"
                            | "toolbar"
                            | "dialog"
                            | "alertdialog"
                            | "button"
                            | "alert"
                    ),
                    ..Sign::default()
                },
                _ => continue,
            };
            sign.body |= found.body;
            sign.beside |= found.beside;
            sign.head |= found.head;
        }
        sign
    }
}

fn sign_of(value: &str) -> Sign {
    let mut sign = Sign::default();
    // More names than anybody reads are made by a program.
    let value = &value[..value.floor_char_boundary(1024)];
    for name in value.split_whitespace() {
        let words = words(name);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        sign.body |= BODY.iter().any(|run| words.windows(run.len()).any(|w| w == *run))
            && !words.iter().any(|w| BESIDE.contains(w));
        sign.beside |= words.iter().any(|word| BESIDE.binary_search(word).is_ok());
        sign.head |= words.iter().any(|word| HEAD.contains(word));
    }
    sign
}

/// The words of a name, small: `article__bodyText` is article, body, text.
fn words(name: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut begins = true;
    let mut before_small = false;
    for c in name.chars() {
        if !c.is_ascii_alphabetic() {
            begins = true;
            continue;
        }
        if begins || (c.is_ascii_uppercase() && before_small) {
            found.push(String::new());
        }
        begins = false;
        before_small = c.is_ascii_lowercase();
        if let Some(word) = found.last_mut() {
            word.push(c.to_ascii_lowercase());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_names() {
        assert_eq!(words("article__bodyText-v2"), ["article", "body", "text", "v"]);
        assert_eq!(words("HTMLBody"), ["htmlbody"]);
    }

    #[test]
    fn names_say_what_is_in_an_element() {
        let sign = |value| sign_of(value);
        assert!(sign("c-article-body").body && sign("entryContent").body && !sign("article-body-ad").body);
        assert!(sign("js-share-bar").beside && sign("relatedPosts").beside);
        assert!(!sign("header-2 upload loaded").beside);
        assert!(BESIDE.is_sorted(), "it is searched by halves");
    }
}
