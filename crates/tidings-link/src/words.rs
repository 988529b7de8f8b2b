//! The words of an article, by hash, and which of them stand in quotation marks.

use tidings_record::{ByteSpan, PassageKind, Reading};

/// One word of an article.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Where it stands.
    pub span: ByteSpan,
    /// Hash of its small letters.
    pub hash: u64,
    /// Whether it stands in quotation marks.
    pub quoted: bool,
}

/// The words of what is read of an article: titles, standfirsts, body. Repeated passages are left out.
pub(crate) fn words_of(reading: &Reading) -> Vec<Word> {
    let mut found = Vec::with_capacity(reading.text.len() / 6);
    for passage in &reading.passages {
        let read = matches!(passage.kind, PassageKind::Title | PassageKind::Standfirst | PassageKind::Body);
        if read && passage.repeats.is_none() {
            words_in(&reading.text, passage.span, &mut found);
        }
    }
    found
}

/// Adds the words of `span` to `found`.
pub(crate) fn words_in(text: &str, span: ByteSpan, found: &mut Vec<Word>) {
    let mut quoted = false;
    // First word behind the last opening mark.
    let mut opened = found.len();
    let first = found.len();
    let mut start: Option<usize> = None;
    let mut hash = SEED;
    let offset = span.start as usize;
    let part = span.of(text);
    for (at, c) in part.char_indices().chain(std::iter::once((part.len(), ' '))) {
        if c.is_alphanumeric() {
            start.get_or_insert(at);
            for small in c.to_lowercase() {
                hash = mixed(hash, u64::from(u32::from(small)));
            }
            continue;
        }
        if let Some(from) = start.take() {
            let span = ByteSpan::new((offset + from) as u32, (offset + at) as u32);
            found.push(Word { span, hash, quoted });
            hash = SEED;
        }
        let before = quoted;
        quoted = match c {
            '"' => !quoted,
            '“' | '„' | '«' => true,
            '”' | '»' => false,
            _ => quoted,
        };
        if quoted && !before {
            opened = found.len();
        }
    }
    // A quotation that runs on into the next paragraph opens this one; any other mark without its fellow is a slip.
    if quoted && opened > first {
        for word in &mut found[opened..] {
            word.quoted = false;
        }
    }
}

/// First value of a hash.
pub(crate) const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// `hash` with `value` mixed in: FNV-1a, by whole values, with its high bits folded down.
pub(crate) fn mixed(hash: u64, value: u64) -> u64 {
    let product = (hash ^ value).wrapping_mul(0x0000_0100_0000_01b3);
    product ^ (product >> 29)
}

/// Hash of the small letters and digits of `text`.
pub fn hash_of(text: &str) -> u64 {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .fold(SEED, |hash, c| mixed(hash, u64::from(u32::from(c))))
}

/// The words of `text` in small letters, without marks: "Moscow's" is `moscow`.
pub fn folded(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')))
        .map(|word| {
            let word = word.trim_matches(['\'', '’']);
            let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
            word.to_lowercase()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_are_followed() {
        let text = "He said “all is well” and \"so it is\" at last.";
        let mut found = Vec::new();
        words_in(text, ByteSpan::new(0, text.len() as u32), &mut found);
        let quoted: Vec<_> = found.iter().filter(|word| word.quoted).map(|word| word.span.of(text)).collect();
        assert_eq!(quoted, ["all", "is", "well", "so", "it", "is"]);
        assert_eq!(found[0].hash, hash_of("HE"));
    }

    #[test]
    fn a_mark_without_its_fellow_opens_nothing() {
        let quoted = |text: &str| {
            let mut found = Vec::new();
            words_in(text, ByteSpan::new(0, text.len() as u32), &mut found);
            found.iter().filter(|word| word.quoted).count()
        };
        assert_eq!(quoted("The 9\" pipe burst at noon."), 0);
        assert_eq!(quoted("“It burst at noon, and then it froze."), 8);
        assert_eq!(quoted("“It burst,” he said, “at noon."), 2);
    }

    #[test]
    fn folds_possessives() {
        assert_eq!(folded("Ostrenia’s ministers' plan"), ["ostrenia", "ministers", "plan"]);
    }
}
