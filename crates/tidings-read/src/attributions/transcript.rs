//! Turns of an interview or transcript: "NAME: what is said".
//!
//! A turn begins at the start of a paragraph with a short name in capitals, or with a short name of any kind that
//! begins several turns. It goes on through the paragraphs that follow, up to the next turn or a subheading. One turn
//! alone is none: too many lines begin with a word and a colon.
//!
//! A signed quotation is read likewise: "“…” — Name", in one paragraph or with the name in the next.

use std::collections::BTreeMap;
use std::ops::Range;

use super::quotes::is_word;
use super::scene::{BlockScene, Scene, Stretch};

/// The most words that the name before the colon may have.
const LONGEST_NAME: usize = 4;
/// The most paragraphs of one turn.
const LONGEST_TURN: usize = 40;

/// One turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Turn {
    /// Index of the block that begins it.
    pub block: usize,
    /// The tokens of the name.
    pub source: Range<usize>,
    /// The token of the colon or dash.
    pub mark: usize,
    /// What is said.
    pub content: Vec<Stretch>,
}

/// The turns of an article, in text order.
pub(crate) fn turns(scene: &Scene<'_>) -> Vec<Turn> {
    let mut starts: Vec<(usize, Range<usize>, usize, String)> = Vec::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (index, here) in scene.blocks.iter().enumerate() {
        if let Some((source, colon)) = start(here) {
            let name =
                scene.span(&Stretch::new(index, source.clone())).of(&scene.document.article.text).to_owned();
            *counts.entry(name.clone()).or_insert(0) += 1;
            starts.push((index, source, colon, name));
        }
    }
    let shouted = |name: &str| !name.chars().any(char::is_lowercase);
    starts.retain(|(_, _, _, name)| shouted(name) || counts[name] > 1);
    if starts.len() < 2 {
        return Vec::new();
    }
    let mut turns = Vec::new();
    for (nth, (block, source, colon, _)) in starts.iter().enumerate() {
        let next = starts.get(nth + 1).map_or(*block + 1, |(next, ..)| *next);
        let mut content = vec![Stretch::new(*block, colon + 1..scene.blocks[*block].parse.len())];
        for later in *block + 1..next.min(block + LONGEST_TURN) {
            let here = &scene.blocks[later];
            if here.is_title || here.parse.is_empty() {
                break;
            }
            content.push(Stretch::new(later, 0..here.parse.len()));
        }
        content.retain(|piece| {
            piece.tokens().any(|token| is_word(scene.blocks[piece.block].parse.token(token).text()))
        });
        if !content.is_empty() {
            turns.push(Turn { block: *block, source: source.clone(), mark: *colon, content });
        }
    }
    turns
}

/// The name and colon at the start of a block.
fn start(here: &BlockScene<'_>) -> Option<(Range<usize>, usize)> {
    let parse = here.parse;
    let first = usize::from(parse.tokens().next().is_some_and(|token| matches!(token.text(), "\"" | "“")));
    let colon =
        (first..parse.len().min(first + LONGEST_NAME + 2)).find(|&index| parse.token(index).text() == ":")?;
    let name = first..colon;
    let is_name = |index: usize| {
        let token = parse.token(index);
        token.text().chars().next().is_some_and(char::is_uppercase)
            || matches!(token.text(), "." | "-" | "’s" | "'s")
    };
    (!name.is_empty() && name.clone().all(is_name) && colon + 1 < parse.len()).then_some((name, colon))
}

/// The most words of a signature.
const LONGEST_SIGNATURE: usize = 14;

/// The signed quotations of an article, in text order: a paragraph in quotation marks, a dash, and a name that ends the
/// paragraph or is one of its own.
pub(crate) fn signed(scene: &Scene<'_>) -> Vec<Turn> {
    let mut found = Vec::new();
    for (index, here) in scene.blocks.iter().enumerate() {
        let parse = here.parse;
        let own = here.quotes.clone().last().map(|last| scene.quotes[last].tokens.clone());
        let quoted = |block: usize, until: usize| {
            let quotes = &scene.quotes[scene.blocks[block].quotes.clone()];
            let whole = quotes.first().is_some_and(|first| first.tokens.start == 0)
                && quotes.last().is_some_and(|last| last.tokens.end == until);
            whole.then(|| Stretch::new(block, 0..until))
        };
        let (dash, content) = match own {
            Some(quote) => (quote.end, quoted(index, quote.end)),
            None => {
                let before = index.checked_sub(1);
                (0, before.and_then(|before| quoted(before, scene.blocks[before].parse.len())))
            }
        };
        let is_dash = |token: &str| matches!(token, "—" | "–" | "―" | "-" | "--");
        let Some(content) = content.filter(|_| dash + 1 < parse.len() && is_dash(parse.token(dash).text()))
        else {
            continue;
        };
        let rest = dash + 1..parse.len();
        let name = rest.clone().take_while(|&token| {
            let token = parse.token(token);
            token.tag().starts_with("NNP") && token.text().starts_with(char::is_uppercase)
        });
        let named = name.count();
        let alone = rest.len() == named
            || matches!(parse.token(dash + 1 + named).text(), "," | "(" | "." | "of" | "\u{a0}" | "\n");
        if named > 0 && named < 6 && alone && rest.len() <= LONGEST_SIGNATURE {
            let mut source = rest;
            while source.len() > 1 && !is_word(parse.token(source.end - 1).text()) {
                source.end -= 1;
            }
            found.push(Turn { block: index, source, mark: dash, content: vec![content] });
        }
    }
    found
}
