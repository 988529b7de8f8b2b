//! What an event is called: the shortest words of an article that tell it whole.

use std::cmp::Reverse;

use tidings_record::{ByteSpan, Status};

use super::Cluster;
use crate::events::Mention;
use crate::source::Source;

/// Longest title, in bytes.
const LONGEST: usize = 140;

/// The title of a group: of its mentions the one that names who and how many in few words, told as over before told as
/// to come, for itself before in passing; without the rest of a long sentence.
pub(crate) fn title(sources: &[Source<'_>], mentions: &[Mention], cluster: &Cluster) -> String {
    let best = cluster.mentions.iter().max_by_key(|&&at| {
        let mention = &mentions[at];
        let length = told(sources, mention).len() as usize;
        let over = mention.status == Status::Happened;
        let whole = mention.actors.len().min(3)
            + mention.quantities.len().min(2)
            + usize::from(mention.ordinal.is_some())
            + usize::from(mention.hint.as_ref().is_some_and(|hint| hint.is_stated()));
        let firm = whole + usize::from(!mention.definite);
        let asked = sources[mention.source].words_at(told(sources, mention)).ends_with('?');
        (!mention.in_passing, !asked, length <= LONGEST, over, firm, Reverse(length), Reverse(at))
    });
    let Some(&best) = best else { return String::new() };
    let mention = &mentions[best];
    shortened(sources[mention.source].words_at(told(sources, mention)))
}

/// From the beginning of its sentence to the last word that tells of it; the whole sentence if little is left.
fn told(sources: &[Source<'_>], mention: &Mention) -> ByteSpan {
    let Some(sentence) = sources[mention.source].sentence(mention.trigger.start) else { return mention.span };
    let rest = sentence.end.saturating_sub(mention.span.end);
    let end = if rest < 40 || sentence.len() as usize <= LONGEST { sentence.end } else { mention.span.end };
    ByteSpan::new(sentence.start, end)
}

/// `words` on one line, with a capital, cut at a blank.
pub(crate) fn shortened(words: &str) -> String {
    let mut line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.len() > LONGEST {
        let end = line.char_indices().map(|(at, _)| at).take_while(|&at| at <= LONGEST).last().unwrap_or(0);
        let end = line[..end].rfind(' ').unwrap_or(end);
        line.truncate(end);
        line.push('…');
    }
    let mut letters = line.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => line,
    }
}
