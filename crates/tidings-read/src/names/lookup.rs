//! Which of the article's names some words mean: a source, an addressee, the subject of an event.

use tidings_record::{ByteSpan, Form, Name, NameIndex, NameType};

/// The longest mention that is looked for, in bytes.
const LONGEST: u32 = 400;
/// Most mentions inside a span that are compared.
const MOST_INSIDE: usize = 64;

/// The mentions of an article by place, so that each look-up sees only those nearby.
#[derive(Debug)]
pub struct Mentions<'n> {
    names: &'n [Name],
    sorted: Vec<(ByteSpan, Form, NameIndex)>,
    /// The words of offices, with who holds them.
    offices: Vec<(ByteSpan, NameIndex)>,
}

impl<'n> Mentions<'n> {
    /// Sorts the mentions of `names`.
    pub fn new(names: &'n [Name]) -> Mentions<'n> {
        let (mut sorted, mut offices) = (Vec::new(), Vec::new());
        for (index, name) in names.iter().enumerate() {
            let index = NameIndex::from(index);
            sorted.extend(name.mentions.iter().map(|mention| (mention.span, mention.form, index)));
            offices.extend(name.offices.iter().map(|office| (office.span, index)));
        }
        sorted.sort_by_key(|(span, _, name)| (span.start, span.end, name.index()));
        offices.sort_by_key(|(span, name)| (span.start, span.end, name.index()));
        Mentions { names, sorted, offices }
    }

    /// The name that `span` means, of which `head` is the word that the others hang on: in "Asker, the Sarnish port" it
    /// is Asker. People go before it, and what all of `span` means. A country or town that only says whence somebody is
    /// does not count: "officials from Sarnland".
    pub fn meant(&self, span: ByteSpan, head: ByteSpan) -> Option<NameIndex> {
        let whole = self.named_by(span)?;
        let kind = self.names[whole.index()].kind;
        if kind == NameType::Person {
            // "people close to her": a pronoun names only what it is the head of.
            let from = self.sorted.partition_point(|(other, _, _)| other.start + LONGEST < span.start);
            let near = self.sorted[from..].iter().take_while(|(other, _, _)| other.start < span.end);
            let mut own = near.filter(|(other, _, index)| *index == whole && other.overlaps(span));
            let by_name = |(other, form, _): &(ByteSpan, Form, NameIndex)| {
                *form != Form::Pronoun || other.contains(head)
            };
            return own.any(by_name).then_some(whole);
        }
        let whence =
            matches!(kind, NameType::Place | NameType::Country | NameType::Nationality | NameType::Facility);
        let from = self.sorted.partition_point(|(other, _, _)| other.start < span.start);
        let inside = || self.sorted[from..].iter().take_while(|(other, _, _)| other.start < span.end);
        if inside().take(MOST_INSIDE).any(|(other, _, _)| *other == span) {
            return Some(whole);
        }
        let over = |(other, form, _): &&(ByteSpan, Form, NameIndex)| {
            *form == Form::Name && span.contains(*other) && other.contains(head)
        };
        let of_head = inside().take(MOST_INSIDE).find(over).map(|&(_, _, index)| index);
        of_head.or(Some(whole).filter(|_| !whence))
    }

    /// The name that `span` means, if any.
    ///
    /// Of the mentions inside, those count that are not part of another's description or office, as "Ito" is in
    /// "Ito's office" and "Ana Ruiz, an aide to Ito". Of these: the one that is all of `span`, else the first person
    /// by name, else another person, the widest body, the widest other name. Without any inside, one around it.
    pub fn named_by(&self, span: ByteSpan) -> Option<NameIndex> {
        let from = self.sorted.partition_point(|(other, _, _)| other.start + LONGEST < span.start);
        let near = || self.sorted[from..].iter().take_while(|(other, _, _)| other.start < span.end);
        let inside: Vec<(ByteSpan, NameIndex)> = near()
            .filter(|(other, _, _)| span.contains(*other))
            .map(|&(other, _, index)| (other, index))
            .take(MOST_INSIDE)
            .collect();
        let first_office = self.offices.partition_point(|(other, _)| other.start < span.start);
        let offices = self.offices[first_office..].iter().take_while(|(other, _)| other.start < span.end);
        let held: Vec<(ByteSpan, NameIndex)> = offices
            .filter(|(_, holder)| inside.iter().any(|(_, index)| index == holder))
            .take(MOST_INSIDE)
            .copied()
            .collect();
        let is_part = |own: ByteSpan, index: NameIndex| {
            let around = |&(other, whole): &(ByteSpan, NameIndex)| {
                whole != index && other != own && other.contains(own)
            };
            inside.iter().any(around) || held.iter().any(around)
        };
        let mut best: Option<((u32, u32), NameIndex)> = None;
        for &(other, form, index) in near().filter(|(other, _, _)| other.overlaps(span)) {
            let key = match (span.contains(other), self.names[index.index()].kind, form) {
                (true, _, _) if other == span => (6, 0),
                (true, _, _) if is_part(other, index) => continue,
                (true, NameType::Person, Form::Name) => (5, u32::MAX - other.start),
                (true, NameType::Person, _) => (4, other.len()),
                (true, NameType::Org, _) => (3, other.len()),
                (true, _, _) => (2, other.len()),
                (false, _, _) if other.contains(span) => (1, 0),
                (false, _, _) => (0, other.start),
            };
            if best.is_none_or(|(have, _)| key > have) {
                best = Some((key, index));
            }
        }
        best.map(|(_, index)| index)
    }
}

/// The name that `span` means, if any. For more than one look-up in an article use [`Mentions`].
pub fn named_by(names: &[Name], span: ByteSpan) -> Option<NameIndex> {
    Mentions::new(names).named_by(span)
}
