//! Text to tokens, as spaCy's `tokenizer.pyx` does it.
//!
//! Nothing is lost: every character is in a token, except one ASCII space after a token, which is that token's
//! `space` flag. A run of non-space characters is a special case, or loses prefixes and suffixes one by one until
//! the middle is a special case, an address, or is split at infixes. What a run becomes is cached.

use rustc_hash::FxHashMap;

use crate::characters::is_space;
use crate::format::{ModelError, ModelFile, wrong};
use crate::lexeme::{LexemeId, Lexicon, Vocabulary};
use crate::pattern::{Class, Pattern, class_between};
use crate::url::is_url;

/// A token's place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub start: u32,
    pub end: u32,
    pub lexeme: LexemeId,
    pub space: bool,
}

/// The tokens of a special case: text and norm (empty: the usual one).
type Case = Vec<(Box<str>, Box<str>)>;

/// The rules of tokenising: read-only, shared by all threads.
pub struct Tokenizer {
    prefixes: Pattern,
    suffixes: Pattern,
    infixes: Pattern,
    top_level: Class,
    cases: FxHashMap<Box<str>, Case>,
    longest_case: usize,
    /// Token sequences of the cases that take part in the pass over the whole text, by their first token.
    sequences: FxHashMap<Box<str>, Vec<Vec<Box<str>>>>,
}

/// A token of a run.
#[derive(Debug, Clone, Copy)]
struct RunToken {
    lexeme: LexemeId,
    /// In bytes.
    length: u32,
    /// Whether a special case over several tokens may begin with it.
    begins_case: bool,
}

/// What one thread has tokenised before.
#[derive(Default)]
pub struct RunCache {
    runs: FxHashMap<Box<str>, (u32, u32)>,
    tokens: Vec<RunToken>,
    infixes: Vec<(usize, usize)>,
}

impl RunCache {
    pub fn len(&self) -> usize {
        self.runs.len()
    }

    pub fn clear(&mut self) {
        self.runs.clear();
        self.tokens.clear();
    }
}

impl Tokenizer {
    pub fn new(file: &ModelFile) -> Result<Tokenizer, ModelError> {
        let pattern = |section: &str| Pattern::new(section, file.text(section)?);
        let mut cases: FxHashMap<Box<str>, Case> = FxHashMap::default();
        for row in file.table("tokenizer.exceptions")? {
            let Some((&text, tokens)) = row.split_first() else {
                return Err(wrong("tokenizer.exceptions", "an empty row"));
            };
            let case: Case = tokens
                .as_chunks::<2>()
                .0
                .iter()
                .map(|[orth, norm]| ((*orth).into(), (*norm).into()))
                .collect();
            if case.iter().map(|(orth, _)| &**orth).collect::<String>() != text {
                return Err(wrong(
                    "tokenizer.exceptions",
                    format!("the tokens of {text:?} are not its text"),
                ));
            }
            cases.insert(text.into(), case);
        }
        let url = file.text("tokenizer.url_match")?;
        let mut made = Tokenizer {
            prefixes: pattern("tokenizer.prefix_search")?,
            suffixes: pattern("tokenizer.suffix_search")?,
            infixes: pattern("tokenizer.infix_finditer")?,
            top_level: class_between("tokenizer.url_match", url, r"\.)+(?:[", "]{2,63}")?,
            longest_case: cases.keys().map(|text| text.len()).max().unwrap_or(0),
            cases,
            sequences: FxHashMap::default(),
        };
        made.sequences = made.sequences(&file.table("tokenizer.exceptions")?);
        Ok(made)
    }

    /// The cases that an affix pattern matches in, or that hold a space, as token sequences made without cases.
    fn sequences(&self, rows: &[Vec<&str>]) -> FxHashMap<Box<str>, Vec<Vec<Box<str>>>> {
        let mut sequences: FxHashMap<Box<str>, Vec<Vec<Box<str>>>> = FxHashMap::default();
        let mut found = Vec::new();
        for text in rows.iter().map(|row| row[0]) {
            self.infixes.find_all(text, &mut found);
            let affix = self.prefixes.prefix(text) > 0 || self.suffixes.suffix(text) > 0 || !found.is_empty();
            if !affix && !text.contains(' ') {
                continue;
            }
            let mut tokens: Vec<Box<str>> = Vec::new();
            for_runs(text, |start, end, _| {
                self.split(&text[start..end], false, &mut found, |token, _| tokens.push(token.into()));
            });
            if let Some(first) = tokens.first() {
                sequences.entry(first.clone()).or_default().push(tokens);
            }
        }
        sequences
    }

    /// Cuts `text` into tokens, into `pieces`.
    pub fn tokenize(
        &self,
        text: &str,
        vocabulary: &Vocabulary,
        lexicon: &mut Lexicon,
        cache: &mut RunCache,
        pieces: &mut Vec<Piece>,
    ) {
        pieces.clear();
        let mut beginnings = Vec::new();
        for_runs(text, |start, end, space| {
            let (from, to) = self.run(&text[start..end], vocabulary, lexicon, cache);
            let mut at = offset(start);
            for &RunToken { lexeme, length, begins_case } in &cache.tokens[from as usize..to as usize] {
                if begins_case {
                    beginnings.push(pieces.len());
                }
                pieces.push(Piece { start: at, end: at + length, lexeme, space: false });
                at += length;
            }
            if let Some(last) = pieces.last_mut() {
                last.space = space;
            }
        });
        self.apply_cases(text, &beginnings, vocabulary, lexicon, pieces);
    }

    fn run(
        &self,
        run: &str,
        vocabulary: &Vocabulary,
        lexicon: &mut Lexicon,
        cache: &mut RunCache,
    ) -> (u32, u32) {
        if let Some(&range) = cache.runs.get(run) {
            return range;
        }
        let from = offset(cache.tokens.len());
        let tokens = &mut cache.tokens;
        self.split(run, true, &mut cache.infixes, |token, norm| {
            let begins_case = self.sequences.contains_key(token);
            let lexeme = lexicon.special(vocabulary, token, norm);
            tokens.push(RunToken { lexeme, length: offset(token.len()), begins_case });
        });
        let range = (from, offset(cache.tokens.len()));
        cache.runs.insert(run.into(), range);
        range
    }

    fn case(&self, text: &str) -> Option<&Case> {
        if text.len() > self.longest_case { None } else { self.cases.get(text) }
    }

    /// `_split_affixes` and `_attach_tokens`: gives each token of a run with its norm, from left to right.
    fn split<'r>(
        &self,
        run: &'r str,
        with_cases: bool,
        infixes: &mut Vec<(usize, usize)>,
        mut give: impl FnMut(&'r str, &str),
    ) {
        let is_case = |text: &str| with_cases && !text.is_empty() && self.case(text).is_some();
        if run.bytes().all(|byte| byte.is_ascii_alphabetic()) && !is_case(run) {
            // No pattern matches in plain letters.
            return give(run, "");
        }
        let mut suffixes = Vec::new();
        let mut middle = run;
        let mut length_before = usize::MAX;
        while !middle.is_empty() && middle.len() != length_before && !is_case(middle) {
            length_before = middle.len();
            let prefix = self.prefixes.prefix(middle);
            if prefix > 0 && is_case(&middle[prefix..]) {
                give(&middle[..prefix], "");
                middle = &middle[prefix..];
                break;
            }
            let suffix = self.suffixes.suffix(&middle[prefix..]);
            let body = middle.len() - suffix;
            if suffix > 0 && is_case(&middle[..body]) {
                suffixes.push(&middle[body..]);
                middle = &middle[..body];
                break;
            }
            if prefix > 0 {
                give(&middle[..prefix], "");
            }
            if suffix > 0 {
                // The suffix was searched after the prefix, so the two cannot overlap.
                suffixes.push(&middle[body..]);
            }
            middle = &middle[prefix..body];
        }
        if let Some(case) = if with_cases { self.case(middle) } else { None } {
            let mut at = 0;
            for (orth, norm) in case {
                give(&middle[at..at + orth.len()], norm);
                at += orth.len();
            }
        } else if !middle.is_empty() {
            if !is_url(middle, &self.top_level) {
                self.infixes.find_all(middle, infixes);
            } else {
                infixes.clear();
            }
            let mut at = 0;
            for &(start, end) in infixes.iter().filter(|&&(start, _)| start > 0) {
                if start > at {
                    give(&middle[at..start], "");
                }
                give(&middle[start..end], "");
                at = end;
            }
            if at < middle.len() {
                give(&middle[at..], "");
            }
        }
        for suffix in suffixes.into_iter().rev() {
            give(suffix, "");
        }
    }

    /// `_apply_special_cases`: finds special cases that run over several tokens, longest first, then leftmost.
    /// `beginnings` are the tokens that one may begin with.
    fn apply_cases(
        &self,
        text: &str,
        beginnings: &[usize],
        vocabulary: &Vocabulary,
        lexicon: &mut Lexicon,
        pieces: &mut Vec<Piece>,
    ) {
        let word = |piece: &Piece| &text[piece.start as usize..piece.end as usize];
        let mut matches = Vec::new();
        for &start in beginnings {
            for sequence in self.sequences.get(word(&pieces[start])).into_iter().flatten() {
                let end = start + sequence.len();
                if pieces
                    .get(start..end)
                    .is_some_and(|pieces| pieces.iter().map(word).eq(sequence.iter().map(|s| &**s)))
                {
                    matches.push((start, end));
                }
            }
        }
        if matches.is_empty() {
            return;
        }
        matches.sort_by_key(|&(start, end)| (std::cmp::Reverse(end - start), start));
        let mut seen = vec![false; pieces.len()];
        matches.retain(|&(start, end)| {
            let free = !seen[start] && !seen[end - 1];
            seen[start..end].fill(true);
            free
        });
        matches.sort_unstable();
        let mut made = Vec::with_capacity(pieces.len());
        let mut at = 0;
        for (start, end) in matches {
            made.extend_from_slice(&pieces[at..start]);
            at = end;
            let (first, last) = (pieces[start], pieces[end - 1]);
            let Some(case) = self.case(&text[first.start as usize..last.end as usize]) else {
                made.extend_from_slice(&pieces[start..end]);
                continue;
            };
            let mut from = first.start;
            for (orth, norm) in case {
                let to = from + offset(orth.len());
                let lexeme = lexicon.special(vocabulary, orth, norm);
                made.push(Piece { start: from, end: to, lexeme, space: false });
                from = to;
            }
            if let Some(piece) = made.last_mut() {
                piece.space = last.space;
            }
        }
        made.extend_from_slice(&pieces[at..]);
        *pieces = made;
    }
}

/// Calls `run(start, end, space)` for each stretch of white space or of other characters; `space` says that one
/// ASCII space after the stretch belongs to it.
fn for_runs(text: &str, mut run: impl FnMut(usize, usize, bool)) {
    let Some(first) = text.chars().next() else { return };
    let mut in_space = is_space(first);
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if is_space(c) == in_space {
            continue;
        }
        if start < at {
            run(start, at, c == ' ');
        }
        start = if c == ' ' { at + 1 } else { at };
        in_space = !in_space;
    }
    if start < text.len() {
        run(start, text.len(), false);
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("English::parse cuts texts at 2^31 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let file = ModelFile::new(tidings_english_model::BYTES).unwrap();
        let tokenizer = Tokenizer::new(&file).unwrap();
        let vocabulary = Vocabulary::new(&file).unwrap();
        let mut pieces = Vec::new();
        tokenizer.tokenize(text, &vocabulary, &mut Lexicon::default(), &mut RunCache::default(), &mut pieces);
        let shown: Vec<_> = pieces
            .iter()
            .map(|p| format!("{}{}", &text[p.start as usize..p.end as usize], if p.space { "_" } else { "" }))
            .collect();
        assert_eq!(shown.join("|"), expected);
    }

    #[test]
    fn whitespace_is_kept() {
        check("a  b", "a_| |b");
        check(" a\n\nb ", " |a|\n\n|b_");
        check("\u{a0}x\u{3000}", "\u{a0}|x|\u{3000}");
    }

    #[test]
    fn news() {
        check("number—30—reported", "number—30|—|reported");
        check("U.S.-led Jan.5 10km $5bn", "U.S.-led_|Jan.5_|10|km_|$|5bn");
        check("They don't (can’t) say \"no\".", "They_|do|n't_|(|ca|n’t|)_|say_|\"|no|\"|.");
        check(
            "See https://example.org/a, or e.g. a.b@example.org.",
            "See_|https://example.org/a|,_|or_|e.g._|a.b@example.org|.",
        );
    }

    #[test]
    fn a_long_run_of_brackets_takes_linear_time() {
        let text = "(".repeat(200_000);
        let file = ModelFile::new(tidings_english_model::BYTES).unwrap();
        let tokenizer = Tokenizer::new(&file).unwrap();
        let vocabulary = Vocabulary::new(&file).unwrap();
        let mut pieces = Vec::new();
        tokenizer.tokenize(
            &text,
            &vocabulary,
            &mut Lexicon::default(),
            &mut RunCache::default(),
            &mut pieces,
        );
        assert_eq!(pieces.len(), 200_000);
    }
}
