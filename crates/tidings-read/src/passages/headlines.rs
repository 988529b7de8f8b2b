//! Which line is the title, and which the headline of some other article that the page shows.
//!
//! Both look at the shape of a line, at its place and at how many of its words the body uses.

use std::collections::HashSet;

use super::label::Line;
use super::lexicon::PassageLexicon;
use super::words::{Word, folded, words};

/// The title is among the first so many lines.
const TITLE_WITHIN: usize = 20;
/// A page that prints its title twice does so within so many lines.
const REPEATED_WITHIN: usize = 5;
/// Share of its content words that the body uses, at most, in the headline of another article.
/// Seen on the five seed articles and read through on Wikinews sources and Timeline-17.
const FOREIGN_SHARE: f32 = 0.35;
/// Fewest different words of a body that say something about what it does not use.
const SMALLEST_VOCABULARY: usize = 60;

/// The words that a body uses, cut down to stems.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    stems: HashSet<String>,
}

impl Vocabulary {
    /// Of the lines that are sentences.
    pub(crate) fn of(text: &str, lines: &[Line<'_>]) -> Vocabulary {
        let mut stems = HashSet::new();
        for line in lines.iter().filter(|line| line.is_prose()) {
            for word in words(&text[line.range.clone()], usize::MAX) {
                for part in word.base().split('-') {
                    let stem = stem(part);
                    if !stems.contains(stem) {
                        stems.insert(stem.to_owned());
                    }
                }
            }
        }
        Vocabulary { stems }
    }

    /// The share of content words of a line that the body uses, and how many content words there are.
    fn share(&self, line: &[Word<'_>], lexicon: &PassageLexicon) -> (f32, usize) {
        let content: Vec<&Word<'_>> = line
            .iter()
            .filter(|word| word.is_word() && !lexicon.lines.small.contains(&word.folded))
            .collect();
        let used = content
            .iter()
            .filter(|word| word.base().split('-').any(|part| self.stems.contains(stem(part))))
            .count();
        (used as f32 / content.len().max(1) as f32, content.len())
    }
}

/// `word` without common endings, where four letters or more are left.
fn stem(word: &str) -> &str {
    ["ings", "ing", "ers", "ies", "ed", "es", "er", "s", "y", "e"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending).filter(|left| left.len() >= 4))
        .unwrap_or(word)
}

/// The lines that are the title: one, or the same one several times. `given` is the title that stands beside
/// the text. A text of one paragraph has no title in it unless it is the given one.
pub(crate) fn title(
    lines: &[Line<'_>],
    given: Option<&str>,
    text: &str,
    lexicon: &PassageLexicon,
) -> Vec<usize> {
    let given = given.map(folded).filter(|given| !given.is_empty());
    let keys: Vec<String> =
        lines.iter().take(TITLE_WITHIN).map(|line| folded(&text[line.range.clone()])).collect();
    if let Some(given) = &given {
        let same: Vec<usize> = (0..keys.len()).filter(|&index| is_same_title(&keys[index], given)).collect();
        if !same.is_empty() {
            return same;
        }
        // Headline and subheading on two lines, given as one.
        let letters = |key: &str| key.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let given = letters(given);
        let pair = keys.windows(2).position(|pair| letters(&pair[0]) + &letters(&pair[1]) == given);
        if let Some(index) = pair {
            return vec![index, index + 1];
        }
    }
    let prose_after = |index: usize| lines[index + 1..].iter().any(Line::is_prose);
    let mut best: Option<(i32, usize)> = None;
    let mut candidates = 0;
    let mut prose_before = 0;
    let mut vocabulary = None;
    for (index, line) in lines.iter().take(TITLE_WITHIN).enumerate() {
        if line.kind.is_none() && may_be_title(line, index) && prose_after(index) {
            let repeated = keys[index + 1..].iter().take(REPEATED_WITHIN).any(|key| *key == keys[index]);
            let shape = &line.shape;
            let styled = shape.title_case || shape.all_capitals;
            let vocabulary = vocabulary.get_or_insert_with(|| Vocabulary::of(text, lines));
            let (share, content) = vocabulary.share(&line.words, lexicon);
            let after_standfirst =
                prose_before == 1 && styled && shape.words >= 5 && share >= 0.5 && index <= 2;
            if prose_before == 0 || (repeated && shape.words >= 3 && prose_before <= 2) || after_standfirst {
                let score = 4 * i32::from(repeated)
                    + 2 * i32::from(styled)
                    + 2 * i32::from(candidates == 0)
                    + (share * 4.0) as i32
                    - 3 * i32::from(content < 3)
                    - candidates.min(3);
                if best.is_none_or(|(highest, _)| score > highest) {
                    best = Some((score, index));
                }
                candidates += 1;
            }
        }
        if line.kind.is_none() && (line.shape.is_open || line.shape.list_mark) {
            break;
        }
        // A sentence is no title; a second one begins the body.
        prose_before += i32::from(line.is_prose() && line.kind.is_none() && !may_be_title(line, index));
        if prose_before > 2 {
            break;
        }
    }
    match best {
        Some((_, chosen)) => {
            let end = keys.len().min(chosen + 1 + REPEATED_WITHIN);
            (chosen..end).filter(|&index| keys[index] == keys[chosen]).collect()
        }
        None => Vec::new(),
    }
}

/// Whether `key` is the `given` title, or one of them with the outlet's name or a cut at its end.
pub(crate) fn is_same_title(key: &str, given: &str) -> bool {
    let bare = |title: &str| title.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let (key, given) = (bare(key), bare(given));
    let (short, long) = if key.len() <= given.len() { (&key, &given) } else { (&given, &key) };
    short.split(' ').count() >= 2
        && long.strip_prefix(short.as_str()).is_some_and(|rest| {
            let outlet = [" - ", " | ", ": "].iter().any(|mark| rest.starts_with(mark));
            rest.is_empty() || (outlet && rest.split(' ').count() <= 7)
        })
        || short == long
}

fn may_be_title(line: &Line<'_>, index: usize) -> bool {
    let shape = &line.shape;
    if shape.is_open || shape.list_mark || shape.sentence_inside {
        return false;
    }
    if shape.ends_with_stop && shape.ends_sentence {
        // Some sources put a full stop after a title.
        return index == 0 && shape.title_case && !shape.quoted && (4..=20).contains(&shape.words);
    }
    // A question or a call may be a title, but only a short one.
    let most = if shape.ends_sentence { 18 } else { 25 };
    (2..=most).contains(&shape.words)
}

/// Whether a line, alone in the body or beside the title, is the headline of another article: in title case,
/// without a full stop, of five or more words that the body hardly uses.
pub(crate) fn is_foreign(line: &Line<'_>, vocabulary: &Vocabulary, lexicon: &PassageLexicon) -> bool {
    let shape = &line.shape;
    if vocabulary.stems.len() < SMALLEST_VOCABULARY || !looks_like_headline(line) || shape.words < 5 {
        return false;
    }
    let (share, content) = vocabulary.share(&line.words, lexicon);
    (shape.title_case || shape.all_capitals) && content >= 4 && share <= FOREIGN_SHARE
}

/// Whether a line has the length and the ending of a headline, in whatever case.
pub(crate) fn looks_like_headline(line: &Line<'_>) -> bool {
    let shape = &line.shape;
    let sentence = shape.ends_with_stop || shape.is_open || shape.sentence_inside || shape.quotation;
    let post = line.words.iter().any(|word| word.raw.contains('@'));
    !post
        && !shape.list_mark
        && (4..=25).contains(&shape.words)
        && !sentence
        && line.words.first().is_some_and(|word| word.is_capitalised() || !word.is_word())
}
