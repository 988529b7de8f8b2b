//! How well words answer a query, and the stretch of them to show.

use std::ops::Range;

use super::words::stems;

/// Most times that a word counts.
const MOST_TIMES: usize = 3;
/// Words of a snippet.
const SNIPPET: usize = 32;
/// Words of a snippet before the first that was asked for.
const BEFORE: usize = 8;

/// The words of a text with their stems.
pub(super) type Stems = Vec<(Range<usize>, String)>;

/// Where each of `asked` stands among `words`: the first of them, and their numbers.
fn places(words: &[(Range<usize>, String)], asked: &[Vec<String>]) -> Vec<Vec<usize>> {
    let stands = |phrase: &Vec<String>, at: usize| {
        phrase.iter().enumerate().all(|(nth, stem)| words.get(at + nth).is_some_and(|(_, word)| word == stem))
    };
    asked.iter().map(|phrase| (0..words.len()).filter(|&at| stands(phrase, at)).collect()).collect()
}

/// Whether all of `wanted` stand in one of `texts`, and none of `unwanted` does.
pub(super) fn holds(texts: &[Stems], wanted: &[Vec<String>], unwanted: &[Vec<String>]) -> bool {
    let stands = |phrase: &Vec<String>| {
        texts.iter().any(|words| !places(words, std::slice::from_ref(phrase))[0].is_empty())
    };
    wanted.iter().all(stands) && !unwanted.iter().any(stands)
}

/// More is better: each word asked for, up to three times; how close together; how little else.
pub(super) fn score(words: &Stems, asked: &[Vec<String>]) -> i64 {
    let places = places(words, asked);
    let times: usize = places.iter().map(|places| places.len().min(MOST_TIMES)).sum();
    let close = match closest(&places) {
        Some(width) if asked.len() > 1 => 20_usize.saturating_sub(width),
        _ => 0,
    };
    (4 * times + close) as i64 - (words.len() / 24).min(12) as i64
}

/// The fewest words from the first to the last of one place of each.
fn closest(places: &[Vec<usize>]) -> Option<usize> {
    let mut next = vec![0; places.len()];
    let mut best = None;
    loop {
        let heads: Option<Vec<usize>> =
            places.iter().zip(&next).map(|(list, &at)| list.get(at).copied()).collect();
        let Some(heads) = heads else { return best };
        let (Some(&low), Some(&high)) = (heads.iter().min(), heads.iter().max()) else { return best };
        best = Some(best.map_or(high - low, |best: usize| best.min(high - low)));
        let lowest = heads.iter().position(|&head| head == low)?;
        next[lowest] += 1;
    }
}

/// Some words around the first that was asked for, which stands between `[` and `]`; on one line.
pub(super) fn snippet(text: &str, asked: &[Vec<String>]) -> String {
    let words = stems(text);
    let mut marked = vec![false; words.len()];
    for (phrase, places) in asked.iter().zip(places(&words, asked)) {
        for at in places {
            marked[at..at + phrase.len()].fill(true);
        }
    }
    let first = marked.iter().position(|&is_marked| is_marked).unwrap_or(0).saturating_sub(BEFORE);
    let last = (first + SNIPPET).min(words.len());
    let mut shown = String::new();
    let mut at = if first == 0 { 0 } else { words[first].0.start };
    if first > 0 {
        shown.push('…');
    }
    for nth in first..last {
        let word = &words[nth].0;
        shown.push_str(&text[at..word.start]);
        if marked[nth] && (nth == first || !marked[nth - 1]) {
            shown.push('[');
        }
        shown.push_str(&text[word.clone()]);
        if marked[nth] && (nth + 1 == last || !marked[nth + 1]) {
            shown.push(']');
        }
        at = word.end;
    }
    if last < words.len() {
        shown.push('…');
    } else {
        shown.push_str(&text[at..]);
    }
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(parts: &[&str]) -> Vec<Vec<String>> {
        parts.iter().map(|part| stems(part).into_iter().map(|(_, stem)| stem).collect()).collect()
    }

    #[test]
    fn words_that_stand_together_come_first() {
        let query = asked(&["ferry", "strike"]);
        let near = score(&stems("The ferry strike goes on."), &query);
        let far =
            score(&stems("The ferry came late again because of what its crew called a strike."), &query);
        assert!(near > far && far > score(&stems("The ferry came late."), &query));
    }

    #[test]
    fn a_snippet_marks_what_was_asked() {
        let text = "Crews of the island\n ferries will stay ashore until Friday.";
        assert_eq!(
            snippet(text, &asked(&["ferry", "stay ashore"])),
            "Crews of the island [ferries] will [stay ashore] until Friday."
        );
        let long = "word ".repeat(90) + "ferry and more";
        let shown = snippet(&long, &asked(&["ferry"]));
        assert!(shown.starts_with('…') && shown.ends_with("[ferry] and more"), "{shown}");
        assert_eq!(snippet("", &asked(&["x"])), "");
    }
}
