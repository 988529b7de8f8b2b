//! What is attributed: the stretches that may be the content of a cue. `features`: those by which the model chooses.
//!
//! Stretches come from the tree (a clause, an object, the clause around a parenthesis) and from quotation marks.
//! What the model chooses is then snapped to whole quotes and freed of the cue and its source.

mod features;

use std::ops::Range;

use tidings_syntax::{Parse, Token};

use super::cue::Candidate;
use super::quotes::is_word;
use super::scene::{BlockScene, Scene, Stretch, reach};
pub(crate) use features::{features, marks, next_word};

/// A stretch, perhaps in pieces, that may be what is attributed.
#[derive(Debug, Clone)]
pub(crate) struct Content<'p> {
    /// How it was found, in a few words, joined.
    pub kind: [&'p str; 4],
    /// Its pieces, in text order.
    pub pieces: Vec<Stretch>,
}

/// How far above the cue the clause around it may be.
const HIGHEST: usize = 3;

/// The stretches that may be what `cue` attributes to `source` (its tokens, if any).
pub(crate) fn contents<'p>(
    scene: &Scene<'p>,
    cue: &Candidate<'p>,
    source: Option<&Range<usize>>,
) -> Vec<Content<'p>> {
    let here = &scene.blocks[cue.block];
    let mut finder = Finder {
        scene,
        here,
        cue,
        source,
        condition_end: condition_clause(here, cue.token).map(|clause| clause.end),
        found: Vec::new(),
    };
    finder.below();
    finder.beside();
    finder.around();
    finder.quotes();
    finder.rest();
    finder.found
}

struct Finder<'s, 'p> {
    scene: &'s Scene<'p>,
    here: &'s BlockScene<'p>,
    cue: &'s Candidate<'p>,
    source: Option<&'s Range<usize>>,
    /// Where a condition that hangs on the cue ends: "warned of sanctions if …".
    condition_end: Option<usize>,
    found: Vec<Content<'p>>,
}

impl<'p> Finder<'_, 'p> {
    /// Adds a candidate, unless it is the same stretch as one before.
    fn push(&mut self, kind: [&'p str; 4], ranges: &[Range<usize>]) {
        let mut pieces = Vec::new();
        let at = self.cue.token.index();
        for range in ranges {
            cut_out(range.clone(), at..at + 1, self.source, &mut |rest| {
                if let Some(rest) = tidy(self.here.parse, rest) {
                    pieces.push(Stretch::new(self.cue.block, rest));
                }
            });
        }
        self.snap(&mut pieces);
        if !pieces.is_empty() && !self.found.iter().any(|other| other.pieces == pieces) {
            self.found.push(Content { kind, pieces });
        }
    }

    /// Adds a candidate of one piece.
    fn push_one(&mut self, kind: [&'p str; 4], range: Range<usize>) {
        self.push(kind, std::slice::from_ref(&range));
    }

    /// Adds a candidate of one piece, and what is left of it without the part after its first or last comma, or
    /// without a clause at its end.
    fn push_with_cuts(&mut self, kind: [&'p str; 4], head: Token<'p>, range: Range<usize>) {
        self.push_one(kind, range.clone());
        let parse = self.here.parse;
        let is_cut = |&index: &usize| {
            parse.token(index).text() == "," && self.here.quote_of(index).is_none() && index > head.index()
        };
        let first = range.clone().find(is_cut);
        let last = range.clone().rev().find(is_cut).filter(|&last| Some(last) != first);
        let [a, b, c, d] = kind;
        for cut in [first, last].into_iter().flatten() {
            let after = parse.token(cut).next().map_or("", Token::tag);
            let label = if Some(cut) == first { " cut," } else { " cut,," };
            if d.is_empty() {
                self.push_one([a, b, c, [label, after][usize::from(c.is_empty())]], range.start..cut);
            } else {
                self.push_one([a, b, label, after], range.start..cut);
            }
        }
        let late = head.children().find(|child| {
            matches!(child.label(), "advcl" | "npadvmod" | "prep")
                && child.index() > head.index()
                && reach(*child).end == range.end
        });
        if let Some(late) = late {
            self.push_one([a, b, " without ", late.label()], range.start..reach(late).start);
        }
        self.push_without_end(kind, head, range);
    }

    /// Adds `range` without a clause that is joined to its head, and without a relative clause at its end.
    fn push_without_end(&mut self, [a, b, _, _]: [&'p str; 4], head: Token<'p>, range: Range<usize>) {
        let after = |child: &Token<'p>| child.index() > head.index();
        let joined = head.children().find(|child| child.label() == "conj" && after(child));
        if let Some(joined) = joined {
            let end = head
                .children()
                .filter(|child| child.label() == "cc" && after(child) && child.index() < joined.index())
                .map(Token::index)
                .next();
            let own = joined.children().any(|child| matches!(child.label(), "nsubj" | "nsubjpass" | "mark"));
            let part = if own { " without own" } else { " without" };
            self.push_one([a, b, part, " conj"], range.start..end.unwrap_or(joined.left_edge().index()));
        }
        let parse = self.here.parse;
        let mut at = parse.token(range.end - 1);
        for _ in 0..12 {
            if at.is_root() || at.index() <= head.index() {
                break;
            }
            if at.label() == "relcl" && reach(at).end >= range.end {
                self.push_one([a, b, " without ", "relcl"], range.start..reach(at).start);
                break;
            }
            at = at.head();
        }
    }

    /// Where the cue stands outside a quote, a piece that lies inside it grows to the whole of it.
    fn snap(&self, pieces: &mut Vec<Stretch>) {
        if self.cue.quoted {
            return;
        }
        for piece in pieces.iter_mut() {
            for quote in
                [self.here.quote_of(piece.start), self.here.quote_of(piece.end - 1)].into_iter().flatten()
            {
                let quote = &self.scene.quotes[quote].tokens;
                piece.start = piece.start.min(quote.start);
                piece.end = piece.end.max(quote.end);
            }
        }
        pieces.sort();
        pieces.dedup_by(|later, earlier| {
            let overlap = later.start < earlier.end;
            if overlap {
                earlier.end = earlier.end.max(later.end);
            }
            overlap
        });
    }

    /// What hangs on the cue.
    fn below(&mut self) {
        let token = self.cue.token;
        let at = token.index();
        let last =
            token.children().filter(|child| is_end(*child)).map(|child| reach(child).end).max().unwrap_or(0);
        let cue_end = reach(token).end;
        // "Shells fell, the mayor said, a day after the talks ended": the parse takes the time for what is said.
        let said_before = token.children().any(|child| child.label() == "ccomp" && child.index() < at);
        let after_comma = token.next().is_some_and(|next| next.text() == ",");
        let adds_time = said_before && after_comma && !self.cue.quoted;
        for child in token.children() {
            let side = if child.index() > at { ">" } else { "<" };
            let range = reach(child);
            match child.label() {
                "ccomp" if adds_time && child.index() > at => continue,
                "punct" | "aux" | "auxpass" | "neg" | "det" | "cc" | "mark" | "expl" | "intj" | "case"
                | "poss" | "predet" | "preconj" => continue,
                "prep" | "agent" => {
                    for below in child.children() {
                        self.push_with_cuts(
                            ["prep ", child.norm(), below.label(), side],
                            below,
                            reach(below),
                        );
                        if let Some(end) =
                            self.condition_end.filter(|&end| child.index() > at && end > range.end)
                        {
                            self.push_one(
                                ["prep…if ", child.norm(), below.label(), side],
                                reach(below).start..end,
                            );
                        }
                        if child.index() > at && last > reach(below).end {
                            self.push_one(
                                ["prep… ", child.norm(), below.label(), side],
                                reach(below).start..last,
                            );
                        }
                        for deeper in below.children().filter(|deeper| deeper.label() == "prep") {
                            for under in deeper.children() {
                                self.push_one(["prep2 ", deeper.norm(), under.label(), side], reach(under));
                            }
                        }
                    }
                    self.push_one(["whole prep ", child.norm(), "", side], range.clone());
                }
                label => {
                    self.push_with_cuts(["", label, side, ""], child, range.clone());
                    let joined = token.children().find(|other| child.index() > at && other.label() == "conj");
                    if let Some(joined) = joined {
                        self.push_one([label, "…conj", side, ""], range.start..reach(joined).end);
                    }
                    if child.index() > at {
                        if let Some(end) = self.condition_end.filter(|&end| end > range.end) {
                            self.push_one([label, "…if", side, ""], range.start..end);
                        }
                        if last > range.end {
                            self.push_one([label, "…last", side, ""], range.start..last);
                        }
                        if cue_end > range.end && cue_end != last {
                            self.push_one([label, "…end", side, ""], range.start..cue_end);
                        }
                    }
                    // The subject of a passive, and what is said of it.
                    if matches!(label, "nsubj" | "nsubjpass") && !adds_time {
                        for other in token.children().filter(|other| {
                            matches!(
                                other.label(),
                                "xcomp" | "oprd" | "acomp" | "attr" | "ccomp" | "advcl" | "prep"
                            )
                        }) {
                            self.push([label, "+", other.label(), side], &[range.clone(), reach(other)]);
                        }
                        if last > at {
                            self.push([label, "+rest", side, ""], &[range.clone(), at + 1..last]);
                        }
                    }
                }
            }
        }
    }

    /// What hangs on the word that the cue hangs on: the object of "made the claim that", a conjunct.
    fn beside(&mut self) {
        let token = self.cue.token;
        if token.is_root() {
            return;
        }
        let head = token.head();
        for child in head.children() {
            if reach(child).contains(&token.index())
                || matches!(child.label(), "punct" | "aux" | "cc" | "det")
            {
                continue;
            }
            let side = if child.index() > token.index() { ">" } else { "<" };
            match child.label() {
                "prep" | "agent" => {
                    for below in child.children() {
                        self.push_one(["beside prep ", child.norm(), below.label(), side], reach(below));
                    }
                }
                label => self.push_one(["beside ", label, side, token.label()], reach(child)),
            }
        }
    }

    /// The clause in which the cue is a parenthesis, an adverb, a relative clause.
    fn around(&mut self) {
        let mut at = self.cue.token;
        const UP: [&str; HIGHEST] = ["around1 ", "around2 ", "around3 "];
        for up in UP {
            if at.is_root() {
                break;
            }
            let from = at;
            at = at.head();
            let part = reach(from);
            let whole = reach(at);
            let label = from.label();
            self.push([up, label, "", ""], &[whole.start..part.start, part.end.min(whole.end)..whole.end]);
            self.push_one([up, label, "<", ""], whole.start..part.start);
            if part.end < whole.end {
                self.push_one([up, label, ">", ""], part.end..whole.end);
            }
        }
        // "reportedly": the cue is one word in its clause.
        if matches!(self.cue.token.pos(), "ADV") && !self.cue.token.is_root() {
            let head = self.cue.token.head();
            let label = self.cue.token.label();
            self.push_with_cuts(["around with ", label, "", ""], head, reach(head));
            let subject = head.children().find(|child| matches!(child.label(), "nsubj" | "nsubjpass"));
            if let Some(subject) = subject {
                self.push_with_cuts(
                    ["around from subject ", label, "", ""],
                    head,
                    reach(subject).start..reach(head).end,
                );
            }
        }
    }

    /// What stands in quotation marks next to the cue.
    fn quotes(&mut self) {
        let scene = self.scene;
        let before = self.cue.quote_before.map(|quote| run_before(scene, quote));
        let after = self.cue.quote_after.map(|quote| run_after(scene, quote));
        if let Some(before) = &before {
            self.push_one(["quote<", "", "", ""], before.clone());
        }
        if let Some(after) = &after {
            self.push_one(["quote>", "", "", ""], after.clone());
        }
        if let (Some(before), Some(after)) = (&before, &after) {
            let parse = self.here.parse;
            let mark = parse.token(after.start).previous().map_or("", Token::text);
            // Another verb between may take the second quote for itself.
            let from = self.cue.token.index() + 1;
            let others = (from..after.start).any(|index| parse.token(index).pos() == "VERB");
            let between = if others { " verb" } else { "" };
            self.push(["quote<>", mark, between, ""], &[before.clone(), after.clone()]);
        }
        // "He went on:" with the quote in the next paragraph.
        let ends = self.here.parse.tokens().next_back().is_some_and(|last| matches!(last.text(), ":" | ","));
        if ends && !self.cue.quoted && self.here.sentence(self.cue.token.index()).end == self.here.parse.len()
        {
            let first = scene.quotes.partition_point(|quote| quote.block <= self.cue.block);
            if let Some(quote) = scene
                .quotes
                .get(first)
                .filter(|quote| quote.block == self.cue.block + 1 && quote.tokens.start == 0)
            {
                let piece = Stretch::new(quote.block, quote.tokens.clone());
                self.found.push(Content { kind: ["next paragraph", "", "", ""], pieces: vec![piece] });
            }
        }
    }

    /// The rest of the sentence, on either side.
    fn rest(&mut self) {
        let at = self.cue.token.index();
        let sentence = self.here.sentence(at);
        let parse = self.here.parse;
        let colon = (at..sentence.end).find(|&index| parse.token(index).text() == ":");
        if let Some(colon) = colon {
            self.push_one(["colon>", "", "", ""], colon + 1..sentence.end);
            self.push_one(["colon>>", "", "", ""], colon + 1..parse.len());
        }
        self.push_one(["rest>", "", "", ""], at + 1..sentence.end);
        self.push_one(["rest<", "", "", ""], sentence.start..at);
        if let Some(source) = self.source.filter(|source| source.end <= at && source.start > sentence.start) {
            self.push_one(["before source", "", "", ""], sentence.start..source.start);
        }
        self.push(["sentence", "", "", ""], &[sentence.start..at, at + 1..sentence.end]);
    }
}

/// The condition that hangs on the cue.
pub(crate) fn condition_clause(here: &BlockScene<'_>, cue: Token<'_>) -> Option<Range<usize>> {
    let is_condition = |child: &Token<'_>| {
        let first = child.left_edge();
        child.label() == "advcl"
            && (matches!(first.norm(), "if" | "unless") || first.norm() == "should" && first.label() == "aux")
    };
    cue.children().find(is_condition).map(reach).or_else(|| inverted_condition(here, cue))
}

/// "should a truce fail" behind what hangs on `token`, wherever the parse hangs it: it often makes the condition the main
/// clause.
pub(crate) fn inverted_condition(here: &BlockScene<'_>, token: Token<'_>) -> Option<Range<usize>> {
    let sentence = here.sentence(token.index());
    let opens = |&index: &usize| {
        let modal = here.parse.token(index);
        let verb = modal.head();
        let subject = verb.children().find(|child| matches!(child.label(), "nsubj" | "nsubjpass"));
        modal.norm() == "should"
            && modal.label() == "aux"
            && subject.is_some_and(|subject| (index..verb.index()).contains(&subject.left_edge().index()))
    };
    let modal = (token.index() + 1..sentence.end).find(opens)?;
    let verb = here.parse.token(modal).head();
    // ", adding to the pressure" says no more of the condition.
    let beyond = verb.children().find(|child| {
        let comma = child.left_edge().previous().is_some_and(|before| before.text() == ",");
        child.index() > verb.index() && child.tag() == "VBG" && comma
    });
    let mut end = beyond.map_or(verb.right_edge().index() + 1, |child| child.left_edge().index());
    while end > modal + 1 && !is_word(here.parse.token(end - 1).text()) {
        end -= 1;
    }
    Some(modal..end)
}

/// Whether a dependent after the cue may be the end of what it attributes.
fn is_end(child: Token<'_>) -> bool {
    child.index() > child.head().index()
        && !matches!(child.label(), "punct" | "cc" | "conj" | "advcl" | "npadvmod" | "advmod")
}

/// The quote with those right before it: nothing but punctuation between.
fn run_before(scene: &Scene<'_>, last: usize) -> Range<usize> {
    let parse = scene.blocks[scene.quotes[last].block].parse;
    let mut range = scene.quotes[last].tokens.clone();
    for quote in scene.quotes[..last].iter().rev().take_while(|quote| quote.block == scene.quotes[last].block)
    {
        if (quote.tokens.end..range.start).any(|index| is_word(parse.token(index).text())) {
            break;
        }
        range.start = quote.tokens.start;
    }
    range
}

/// The quote with those right after it.
fn run_after(scene: &Scene<'_>, first: usize) -> Range<usize> {
    let parse = scene.blocks[scene.quotes[first].block].parse;
    let mut range = scene.quotes[first].tokens.clone();
    for quote in scene.quotes[first + 1..].iter().take_while(|quote| quote.block == scene.quotes[first].block)
    {
        if (range.end..quote.tokens.start).any(|index| is_word(parse.token(index).text())) {
            break;
        }
        range.end = quote.tokens.end;
    }
    range
}

/// Hands over what is left of `range` without `cue` and `source`.
fn cut_out(
    range: Range<usize>,
    cue: Range<usize>,
    source: Option<&Range<usize>>,
    give: &mut dyn FnMut(Range<usize>),
) {
    let mut cuts = [Some(cue), source.cloned()];
    cuts.sort_by_key(|cut| cut.as_ref().map_or(0, |cut| cut.start));
    let mut start = range.start;
    for cut in cuts.into_iter().flatten() {
        if cut.start < range.end && cut.end > start {
            if cut.start > start {
                give(start..cut.start);
            }
            start = cut.end.max(start);
        }
    }
    if start < range.end {
        give(start..range.end);
    }
}

/// Without punctuation at its ends, but for quotation marks that belong to it; `None` if no word is left.
fn tidy(parse: &Parse, mut range: Range<usize>) -> Option<Range<usize>> {
    let strips = |index: usize| {
        let token = parse.token(index);
        !is_word(token.text()) && !matches!(token.text(), "$" | "€" | "£" | "%" | ")" | "(")
    };
    range.end = range.end.min(parse.len());
    while range.start < range.end && strips(range.start) {
        range.start += 1;
    }
    while range.start < range.end && strips(range.end - 1) {
        range.end -= 1;
    }
    let says = |index: usize| {
        let token = parse.token(index);
        is_word(token.text()) && !matches!(token.pos(), "ADP" | "PART" | "SCONJ")
    };
    range.clone().any(says).then_some(range)
}
