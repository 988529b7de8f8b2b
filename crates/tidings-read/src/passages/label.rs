//! Gives every paragraph its kind. The steps stand in [`label`] in order; the first that decides, decides.

use std::ops::Range;

use tidings_record::{ByteSpan, Passage, PassageIndex, PassageKind};

use super::facts::{self, Facts};
use super::headlines::{self, Vocabulary};
use super::lexicon::PassageLexicon;
use super::paragraphs::paragraphs;
use super::recurring::Recurring;
use super::rules::{Label, Place};
use super::words::{MOST_WORDS, Shape, Word, folded, words};
use super::{Passages, datelines, recurring, repeats, span};
use crate::Article;
use crate::characters::{boundary, is_invisible, trimmed};

/// A credit in brackets at the end of a paragraph begins within this many bytes of its end.
const CREDIT_WITHIN: usize = 600;
/// A title has at most so many lines under it that sum the article up.
const MOST_SUMMARIES: usize = 4;

/// One paragraph on its way to a passage.
#[derive(Debug)]
pub(crate) struct Line<'t> {
    pub range: Range<usize>,
    /// The first [`MOST_WORDS`] + 1 words.
    pub words: Vec<Word<'t>>,
    pub shape: Shape,
    pub kind: Option<PassageKind>,
    /// Whether headlines of other articles may follow: "Related articles".
    announces: bool,
}

impl Line<'_> {
    /// Whether it is a sentence or more, and so surely belongs to an article.
    pub(crate) fn is_prose(&self) -> bool {
        let shape = &self.shape;
        shape.words > 25 || (shape.ends_sentence && (shape.words >= 8 || (shape.quoted && shape.words >= 3)))
    }

    /// Whether it is, and nothing else is known of it.
    pub(crate) fn is_free_prose(&self) -> bool {
        self.kind.is_none() && self.is_prose()
    }

    /// Whether it is known as a leftover.
    pub(crate) fn is_known_leftover(&self) -> bool {
        self.kind == Some(PassageKind::Leftover)
    }
}

/// The pieces of `text` that are in `parts`, those that are known by their words labelled, and the other pieces.
pub(crate) fn known_by_words<'t>(
    text: &'t str,
    parts: &[ByteSpan],
    given: Option<&str>,
    lexicon: &PassageLexicon,
) -> (Vec<Line<'t>>, Vec<Range<usize>>) {
    let (inside, outside) = apart(pieces(text, given, lexicon), parts);
    let mut lines: Vec<Line<'_>> = inside.into_iter().map(|range| line(text, range, lexicon)).collect();
    by_words(text, &mut lines, lexicon);
    (lines, outside)
}

/// Cuts the text of `article` and labels its pieces; see [`Passages::of_article`].
pub(crate) fn label(article: &Article, known: &Recurring, lexicon: &PassageLexicon) -> Passages {
    let (text, given) = (article.text.as_str(), article.title.as_deref());
    let (mut lines, outside) = known_by_words(text, &article.parts, given, lexicon);
    let learned = recurring::leftovers(article, &lines, known, lexicon);
    for &index in &learned {
        lines[index].kind = Some(PassageKind::Leftover);
    }
    let mut titles = headlines::title(&lines, given, text, lexicon);
    if titles.is_empty() && given.is_none() && !learned.is_empty() {
        // What would be the only title is none of the lines that the outlet repeats.
        let head = lines.iter().position(Line::is_free_prose).unwrap_or(0);
        for &index in learned.iter().filter(|&&index| index < head) {
            lines[index].kind = None;
        }
        titles = headlines::title(&lines, given, text, lexicon);
    }
    for &index in &titles {
        lines[index].kind = Some(PassageKind::Title);
    }
    let body = body_range(&lines, &titles);
    let mut facts = Facts::default();
    around(&mut lines, &titles, &body, lexicon);
    bylines(&mut lines, &titles, &body, &mut facts, lexicon);
    other_headlines(text, &mut lines, &titles, lexicon);
    standfirst(text, &mut lines, &titles, &body, lexicon);
    finish(text, &lines, &outside, &titles, facts, lexicon)
}

/// The paragraphs that touch one of `parts`, and the others.
fn apart(paragraphs: Vec<Range<usize>>, parts: &[ByteSpan]) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let mut next = 0;
    paragraphs.into_iter().partition(|range| {
        while parts.get(next).is_some_and(|part| part.end as usize <= range.start) {
            next += 1;
        }
        parts.is_empty() || parts.get(next).is_some_and(|part| (part.start as usize) < range.end)
    })
}

fn line<'t>(text: &'t str, range: Range<usize>, lexicon: &PassageLexicon) -> Line<'t> {
    let whole = &text[range.clone()];
    let words = words(whole, MOST_WORDS + 1);
    let shape = Shape::of(whole, &words, |word| lexicon.lines.small.contains(word));
    Line { range, words, shape, kind: None, announces: false }
}

/// The paragraphs, with a given title cut from the head of the first and a credit in brackets from the end.
fn pieces(text: &str, given: Option<&str>, lexicon: &PassageLexicon) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (index, range) in paragraphs(text).into_iter().enumerate() {
        let mut rest = range;
        if let Some(length) =
            given.filter(|_| index == 0).and_then(|given| prefix(&text[rest.clone()], given))
        {
            let after = trimmed(text, rest.start + length..rest.end);
            if !after.is_empty() {
                found.push(trimmed(text, rest.start..rest.start + length));
                rest = after;
            }
        }
        match credit_at_end(&text[rest.clone()], lexicon) {
            Some(at) => {
                found.push(trimmed(text, rest.start..rest.start + at));
                found.push(rest.start + at..rest.end);
            }
            None => found.push(rest),
        }
    }
    found.retain(|range| !range.is_empty());
    found
}

/// How many bytes of `paragraph` are the title `given`, a full stop after it included.
fn prefix(paragraph: &str, given: &str) -> Option<usize> {
    let wanted = folded(given);
    let mut left = wanted.as_str();
    let mut end = 0;
    for (at, c) in paragraph.char_indices() {
        if left.is_empty() {
            break;
        }
        end = at + c.len_utf8();
        if c.is_whitespace() {
            left = left.strip_prefix(' ').unwrap_or(left);
        } else if !is_invisible(c) {
            let part = folded(&paragraph[at..end]);
            // White space that one has and the other has not, as around a dash, does not count.
            left = left
                .strip_prefix(part.as_str())
                .or_else(|| left.strip_prefix(' ')?.strip_prefix(part.as_str()))?;
        }
    }
    if !left.is_empty() || end == 0 || wanted.split(' ').count() < 2 {
        return None;
    }
    let rest = &paragraph[end..];
    let stop = rest.len() - rest.trim_start_matches(['.', '!', '?', ':', '|']).len();
    let next = rest[stop..].chars().next();
    (stop > 0 || next.is_none_or(char::is_whitespace)).then_some(end + stop)
}

/// Where "(Reporting by Ana Ruiz)" begins at the end of a paragraph.
fn credit_at_end(paragraph: &str, lexicon: &PassageLexicon) -> Option<usize> {
    if !paragraph.ends_with(')') {
        return None;
    }
    let from = boundary(paragraph, paragraph.len().saturating_sub(CREDIT_WITHIN));
    let at = from + paragraph[from..].rfind('(')?;
    let bracket = &paragraph[at..];
    let words = words(bracket, MOST_WORDS);
    let shape = Shape::of(bracket, &words, |_| false);
    let rule = lexicon.rules.find(&words, &shape, &lexicon.lines)?;
    (at > 0 && rule.label == Label::Credit && words.len() >= 3).then_some(at)
}

/// Lines that the lexicon knows, dates, and lines without any word.
fn by_words(text: &str, lines: &mut [Line<'_>], lexicon: &PassageLexicon) {
    let first = lines.iter().position(Line::is_prose).unwrap_or(lines.len());
    let last = lines.iter().rposition(Line::is_prose).unwrap_or(0);
    let is_date =
        |line: &Line<'_>| !line.shape.ends_sentence && datelines::is_date_line(&line.words, lexicon);
    // Days as headings of a chronicle are no date of the page.
    let chronicle = lines.get(first..=last).is_some_and(|body| body.iter().any(is_date));
    let tail = tail(lines, lexicon);
    for (index, line) in lines.iter_mut().enumerate() {
        if line.words.is_empty() {
            line.kind = Some(PassageKind::Leftover);
            continue;
        }
        if line.words.len() > MOST_WORDS {
            continue;
        }
        let outside = index < first || index > last;
        let rule = lexicon.rules.find(&line.words, &line.shape, &lexicon.lines);
        if let Some(rule) = rule.filter(|rule| match rule.place {
            Place::Anywhere => true,
            Place::Outside => outside,
            Place::End => index >= tail || line.shape.bracketed || line.shape.list_mark,
        }) {
            line.kind = Some(match rule.label {
                Label::Leftover => PassageKind::Leftover,
                Label::Credit => PassageKind::Credit,
            });
            line.announces = rule.announces;
        } else if outside && is_date(line) && (!chronicle || datelines::states_year(&line.words))
            || index < first && is_dateline(text, line, lexicon)
        {
            line.kind = Some(PassageKind::Dateline);
        }
    }
}

/// Whether the line is a dateline and nothing else: "LINDAU, June 3 (Xinhua) --".
fn is_dateline(text: &str, line: &Line<'_>, lexicon: &PassageLexicon) -> bool {
    datelines::dateline(&text[line.range.clone()], true, lexicon) == Some(line.range.len())
}

/// The first of the lines at the end that are no sentences or are known by a rule. A text has a body before.
fn tail(lines: &[Line<'_>], lexicon: &PassageLexicon) -> usize {
    let known = |line: &Line<'_>| lexicon.rules.find(&line.words, &line.shape, &lexicon.lines).is_some();
    lines.iter().rposition(|line| line.is_prose() && !known(line)).map_or(lines.len(), |last| last + 1)
}

/// From the first sentence after the last title near the head to the last sentence of all.
fn body_range(lines: &[Line<'_>], titles: &[usize]) -> Range<usize> {
    let after = titles.last().map_or(0, |title| title + 1);
    let first = (after..lines.len()).find(|&index| lines[index].is_free_prose()).unwrap_or(lines.len());
    let last = lines.iter().rposition(Line::is_free_prose).map_or(first, |last| last + 1);
    first..last.max(first)
}

/// What stands before the first title: a summary, a category of the page.
fn around(lines: &mut [Line<'_>], titles: &[usize], body: &Range<usize>, lexicon: &PassageLexicon) {
    let Some(&first) = titles.first() else { return };
    let last = titles[titles.len() - 1];
    for line in lines[..last].iter_mut().filter(|line| line.kind.is_none()) {
        if line.is_prose() {
            line.kind = Some(PassageKind::Standfirst);
        }
    }
    for line in lines[..first].iter_mut().filter(|line| line.kind.is_none()) {
        let short = line.shape.words <= 3 && !line.shape.ends_sentence && !line.shape.quoted;
        if short && facts::person(&line.words, lexicon).is_none() {
            line.kind = Some(PassageKind::Leftover);
        }
    }
    debug_assert!(body.start > last, "the body begins after the title");
}

/// Bylines, lines with the name of an outlet, names beside a date.
fn bylines(
    lines: &mut [Line<'_>],
    titles: &[usize],
    body: &Range<usize>,
    facts: &mut Facts,
    lexicon: &PassageLexicon,
) {
    for index in 0..lines.len() {
        if lines[index].kind.is_some() || lines[index].words.len() > 20 {
            continue;
        }
        let line = &lines[index];
        let in_head = index < body.start;
        let open = !line.shape.ends_sentence || line.shape.words <= 8;
        if open && let Some(found) = facts::byline(&line.words, lexicon) {
            facts.add(found);
            lines[index].kind = Some(PassageKind::Byline);
            continue;
        }
        if !in_head || line.shape.ends_sentence || line.shape.quoted || line.shape.is_open {
            continue;
        }
        let after_title = titles.first().is_some_and(|&title| index > title);
        if facts::is_outlet(&line.words, lexicon)
            && (line.shape.list_mark || (after_title && line.words.len() <= 5))
        {
            facts.outlet.get_or_insert_with(|| facts::phrase(&line.words));
            lines[index].kind = Some(PassageKind::Byline);
        } else if let Some(name) = facts::person(&line.words, lexicon)
            && after_title
            && line.words.len() <= 4
            && beside_furniture(lines, index)
        {
            facts.add(Facts { bylines: vec![name], ..Facts::default() });
            lines[index].kind = Some(PassageKind::Byline);
        } else if line.words.len() <= 14
            && after_title
            && datelines::states_day(&line.words, lexicon)
            && line
                .words
                .iter()
                .all(|word| word.is_capitalised() || !word.is_word() || word.is_small_of_date(lexicon))
        {
            facts.add(Facts { agencies: facts::agencies(&line.words, lexicon), ..Facts::default() });
            lines[index].kind = Some(PassageKind::Byline);
        }
    }
}

impl Word<'_> {
    fn is_small_of_date(&self, lexicon: &PassageLexicon) -> bool {
        lexicon.lines.is_date_word(self) || lexicon.lines.date_labels.contains(&self.folded)
    }
}

fn beside_furniture(lines: &[Line<'_>], index: usize) -> bool {
    let is = |line: Option<&Line<'_>>| {
        line.is_some_and(|line| {
            matches!(line.kind, Some(PassageKind::Dateline | PassageKind::Leftover | PassageKind::Byline))
        })
    };
    is(lines.get(index + 1)) || (index > 0 && is(lines.get(index - 1)))
}

/// Headlines of other articles: after "Related articles", or alone and about something else.
fn other_headlines(text: &str, lines: &mut [Line<'_>], titles: &[usize], lexicon: &PassageLexicon) {
    let Some(&title) = titles.first() else { return };
    let mut vocabulary: Option<Vocabulary> = None;
    let mut announced = false;
    for index in 0..lines.len() {
        let line = &lines[index];
        if line.kind.is_some() {
            announced = line.announces || (announced && line.kind != Some(PassageKind::Title));
            continue;
        }
        if !headlines::looks_like_headline(line) || line.is_prose() {
            announced &= !line.is_prose();
            continue;
        }
        // A run of such lines in the body is a list of the article's own.
        let lone =
            |other: Option<&Line<'_>>| other.is_none_or(|other| other.kind.is_some() || other.is_prose());
        let alone = lone(lines.get(index + 1)) && (index == 0 || lone(lines.get(index - 1)));
        let foreign = (announced && index > title)
            || (alone && {
                let vocabulary = vocabulary.get_or_insert_with(|| Vocabulary::of(text, lines));
                headlines::is_foreign(&lines[index], vocabulary, lexicon)
            });
        if foreign {
            lines[index].kind = Some(PassageKind::OtherHeadline);
        }
    }
}

/// Lines between title and body that sum the article up.
fn standfirst(
    text: &str,
    lines: &mut [Line<'_>],
    titles: &[usize],
    body: &Range<usize>,
    lexicon: &PassageLexicon,
) {
    let (Some(&first), Some(&last)) = (titles.first(), titles.last()) else { return };
    for line in lines[..first].iter_mut().filter(|line| line.kind.is_none() && line.shape.words >= 4) {
        line.kind = Some(PassageKind::Standfirst);
    }
    let under = lines[last + 1..body.start].iter_mut().filter(|line| line.kind.is_none());
    for line in under.take(MOST_SUMMARIES) {
        let shape = &line.shape;
        if shape.words < 5 || shape.ends_with_stop || shape.is_open || shape.quoted {
            break;
        }
        line.kind = Some(PassageKind::Standfirst);
    }
    let Some(line) = lines.get(body.start) else { return };
    let dated = datelines::dateline(&text[line.range.clone()], true, lexicon).is_some();
    if dated || line.shape.words > 35 || line.shape.sentence_inside || line.shape.quoted {
        return;
    }
    let next = lines.get(body.start + 1);
    let before_furniture = next
        .is_some_and(|next| matches!(next.kind, Some(PassageKind::Byline | PassageKind::Dateline)))
        && lines[body.start + 1..].iter().any(Line::is_free_prose);
    let mut lengths: Vec<usize> = lines[body.start + 1..]
        .iter()
        .filter(|line| line.is_free_prose())
        .map(|line| line.range.len())
        .collect();
    lengths.sort_unstable();
    // Only a page that prints its title or a summary twice shows a short first paragraph to be a summary too.
    let key = |index: usize| folded(&text[lines[index].range.clone()]);
    let generated = (titles.len() > 1 && key(first) == key(last))
        || lines[..first].iter().any(|line| line.kind == Some(PassageKind::Standfirst));
    let short = lengths.len() >= 3
        && line.range.len() * 2 < lengths[lengths.len() / 2] + lengths[lengths.len() / 2] / 5;
    if before_furniture || (generated && short) {
        lines[body.start].kind = Some(PassageKind::Standfirst);
    }
}

/// What is left is body. Cuts datelines off, collects what the lines state, marks repeats.
fn finish(
    text: &str,
    lines: &[Line<'_>],
    outside: &[Range<usize>],
    titles: &[usize],
    mut facts: Facts,
    lexicon: &PassageLexicon,
) -> Passages {
    let mut passages: Vec<Passage> = Vec::with_capacity(lines.len() + 1);
    let mut title = None;
    let mut dated: Option<(u8, PassageIndex)> = None;
    let mut first = true;
    // Two lines of the form "ITO: …" make a transcript; then none of them begins with a place.
    let turns = lines.iter().filter(|line| datelines::begins_turn(&text[line.range.clone()])).count();
    let mut outside = outside.iter().cloned().peekable();
    for (index, line) in lines.iter().enumerate() {
        while let Some(range) = outside.next_if(|range| range.start < line.range.start) {
            passages.push(passage(range, PassageKind::Leftover));
        }
        let kind = line.kind.unwrap_or(PassageKind::Body);
        let here = PassageIndex::from(passages.len());
        let mut range = line.range.clone();
        if titles.first() == Some(&index) {
            title = Some(here);
        }
        let mut date = |rank: u8| {
            if dated.is_none_or(|(best, _)| rank < best) {
                dated = Some((rank, here));
            }
        };
        match kind {
            PassageKind::Body => {
                let place =
                    first && line.is_prose() && !(turns > 1 && datelines::begins_turn(&text[range.clone()]));
                let cut = datelines::dateline(&text[range.clone()], place, lexicon)
                    .filter(|&length| length < range.len());
                if let Some(length) = cut {
                    let head = range.start..range.start + length;
                    let stated = words(&text[head.clone()], MOST_WORDS);
                    facts.add(Facts { agencies: facts::agencies(&stated, lexicon), ..Facts::default() });
                    if datelines::states_day(&stated, lexicon) {
                        date(3);
                    }
                    passages.push(passage(head, PassageKind::Dateline));
                    range = trimmed(text, range.start + length..range.end);
                }
                first &= !line.is_prose();
            }
            PassageKind::Dateline if is_dateline(text, line, lexicon) => {
                facts.add(Facts { agencies: facts::agencies(&line.words, lexicon), ..Facts::default() });
                if datelines::states_day(&line.words, lexicon) {
                    date(3);
                }
            }
            PassageKind::Dateline => {
                let changed =
                    line.words.iter().any(|word| matches!(word.folded.as_str(), "updated" | "modified"));
                let published =
                    line.words.iter().any(|word| matches!(word.folded.as_str(), "published" | "posted"));
                date(u8::from(changed && !published));
            }
            PassageKind::Byline if datelines::states_day(&line.words, lexicon) => date(2),
            PassageKind::Credit => facts.add(facts::credit(&line.words, lexicon)),
            PassageKind::Leftover if line.words.len() >= 6 => {
                facts.add(Facts { agencies: facts::agencies(&line.words, lexicon), ..Facts::default() });
            }
            _ => {}
        }
        passages.push(passage(range, kind));
    }
    passages.extend(outside.map(|range| passage(range, PassageKind::Leftover)));
    repeats::mark(text, &mut passages);
    Passages { passages, title, page_date: dated.map(|(_, index)| index), facts }
}

fn passage(range: Range<usize>, kind: PassageKind) -> Passage {
    Passage { span: span(range), kind, repeats: None }
}
