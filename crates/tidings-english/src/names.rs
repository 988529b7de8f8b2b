//! The entity recogniser: one BILUO move a token, from left to right.
//!
//! spaCy's `_parser_internals/ner.pyx`, without preset entities. It needs the parser's sentence starts: no entity
//! crosses one.

use crate::format::{ModelError, ModelFile, wrong};
use crate::kernel::Level;
use crate::transition::{HIDDEN, Parts, Scorer, best};

/// The recogniser's weights and entity types.
pub struct Recogniser {
    scorer: Scorer,
    /// Entity types, in the order of each move's classes.
    pub types: Vec<String>,
}

impl Recogniser {
    pub fn new(file: &ModelFile) -> Result<Recogniser, ModelError> {
        const SECTION: &str = "ner.moves";
        let moves = file.table(SECTION)?;
        let mut types: Vec<String> = Vec::new();
        for row in moves.iter().take_while(|row| row.first() == Some(&"B")) {
            types.push(row.get(1).copied().unwrap_or_default().to_owned());
        }
        let expected = "BILU"
            .chars()
            .flat_map(|name| types.iter().map(move |label| (name.to_string(), label.as_str())))
            .chain([("U".to_owned(), ""), ("O".to_owned(), "")]);
        if !expected.map(|(name, label)| vec![name, label.to_owned()]).eq(moves.iter().cloned()) {
            return Err(wrong(SECTION, "the moves are not B…, I…, L…, U…, U, O over the same types"));
        }
        // What may stand outside an entity comes first, since only it is scored there: B…, U…, O; then I…, L…. The
        // empty U is for preset entities only and never valid.
        let count = types.len();
        let order: Vec<usize> = (0..count)
            .chain(3 * count..4 * count)
            .chain([4 * count + 1])
            .chain(count..3 * count)
            .chain([4 * count])
            .collect();
        Ok(Recogniser { scorer: Scorer::new(file, "ner", 3, 1, &order)?, types })
    }

    /// Calls `found(start, end, type)` for each entity. `starts` says where sentences start.
    pub fn find(
        &self,
        level: Level,
        parts: &mut Parts,
        vectors: &[f32],
        starts: &[bool],
        is_space: impl Fn(usize) -> bool,
        mut found: impl FnMut(usize, usize, usize),
    ) {
        let length = vectors.len() / HIDDEN;
        let types = self.types.len();
        let (begin, unit, outside, inside, last) = (0, types, 2 * types, 2 * types + 1, 3 * types + 1);
        let mut open: Option<(usize, usize)> = None;
        parts.start();
        for token in 0..length {
            let can_go_on = token + 1 < length && !starts[token + 1];
            let scores = {
                let features = [Some(token), open.map(|(start, _)| start), open.map(|_| token - 1)];
                parts.score(
                    level,
                    &self.scorer,
                    vectors,
                    &features,
                    if open.is_some() { 4 * types + 1 } else { outside + 1 },
                )
            };
            let one = |class: usize, valid: bool| if valid { class..class + 1 } else { 0..0 };
            let many = |class: usize, valid: bool| if valid { class..class + types } else { 0..0 };
            let class = match open {
                Some((_, label)) => best(&scores, [one(inside + label, can_go_on), one(last + label, true)]),
                None => {
                    let word = !is_space(token);
                    best(&scores, [many(begin, word && can_go_on), many(unit, word), one(outside, true)])
                }
            };
            let class = class.expect("O is valid outside an entity and L inside");
            match open {
                Some((start, label)) if class == last + label => {
                    found(start, token + 1, label);
                    open = None;
                }
                Some(_) => {}
                None if class < unit => open = Some((token, class)),
                None if class != outside => found(token, token + 1, class - unit),
                None => {}
            }
        }
    }
}
