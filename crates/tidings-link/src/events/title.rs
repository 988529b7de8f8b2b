//! What an event is called: the shortest words of an article that tell it whole.

use tidings_record::Status;

use super::Cluster;
use crate::events::Mention;
use crate::source::Source;

/// Longest title, in bytes.
const LONGEST: usize = 140;

/// The title of a group: of its mentions the one that names who and when in few words, told as over before told as to
/// come; cut to its own words, without the rest of the sentence.
pub(crate) fn title(sources: &[Source<'_>], mentions: &[Mention], cluster: &Cluster) -> String {
    let best = cluster.mentions.iter().max_by_key(|&&at| {
        let mention = &mentions[at];
        let length = mention.span.len() as usize;
        let told = usize::from(mention.status == Status::Happened) + usize::from(!mention.definite);
        let whole = mention.actors.len().min(3)
            + mention.quantities.len().min(2)
            + usize::from(mention.ordinal.is_some());
        (usize::from(length <= LONGEST), whole + told, std::cmp::Reverse(length), std::cmp::Reverse(at))
    });
    let Some(&best) = best else { return String::new() };
    let mention = &mentions[best];
    let words = sources[mention.source].words_at(mention.span);
    // A trigger alone says too little: then the sentence, if it is short.
    let sentence = sources[mention.source].sentence(mention.trigger.start);
    let words = match sentence {
        Some(sentence) if words.len() < 25 && sentence.len() as usize <= LONGEST => {
            sources[mention.source].words_at(sentence)
        }
        _ => words,
    };
    shortened(words)
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
