//! Which of the article's names a stretch of words means: the speaker, the addressees.
//!
//! The order of preference is that of [`crate::names::named_by`]; here the mentions are sorted once, so that each
//! look-up sees only those nearby.

use tidings_record::{ByteSpan, Form, Name, NameIndex, NameType};

/// The longest mention that is looked for, in bytes.
const LONGEST: u32 = 400;

/// The mentions of an article by place.
#[derive(Debug)]
pub(crate) struct Mentions<'n> {
    names: &'n [Name],
    sorted: Vec<(ByteSpan, Form, NameIndex)>,
}

impl<'n> Mentions<'n> {
    pub(crate) fn new(names: &'n [Name]) -> Mentions<'n> {
        let mut sorted: Vec<_> = names
            .iter()
            .enumerate()
            .flat_map(|(index, name)| {
                name.mentions.iter().map(move |mention| (mention.span, mention.form, NameIndex::from(index)))
            })
            .collect();
        sorted.sort_by_key(|(span, _, name)| (span.start, span.end, name.index()));
        Mentions { names, sorted }
    }

    /// The name that `span` means, if any.
    pub(crate) fn named_by(&self, span: ByteSpan) -> Option<NameIndex> {
        let from = self.sorted.partition_point(|(other, _, _)| other.start + LONGEST < span.start);
        let mut best: Option<((u32, u32), NameIndex)> = None;
        for (other, form, index) in
            self.sorted[from..].iter().take_while(|(other, _, _)| other.start < span.end)
        {
            if !other.overlaps(span) {
                continue;
            }
            let key = match (span.contains(*other), self.names[index.index()].kind, form) {
                (true, _, _) if *other == span => (6, other.start),
                (true, NameType::Person, Form::Name) => (5, other.start),
                (true, NameType::Person, _) => (4, other.len()),
                (true, NameType::Org, _) => (3, other.len()),
                (true, _, _) => (2, other.len()),
                (false, _, _) if other.contains(span) => (1, 0),
                (false, _, _) => (0, other.start),
            };
            if best.is_none_or(|(have, _)| key > have) {
                best = Some((key, *index));
            }
        }
        best.map(|(_, name)| name)
    }
}
