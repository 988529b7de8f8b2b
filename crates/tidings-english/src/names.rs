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
        Ok(Recogniser { scorer: Scorer::new(file, "ner", 3, moves.len())?, types })
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
        let (begin, inside, last, unit, outside) = (0, types, 2 * types, 3 * types, 4 * types + 1);
        let mut open: Option<(usize, usize)> = None;
        parts.start();
        for token in 0..length {
            let can_go_on = token + 1 < length && !starts[token + 1];
            let scores = {
                let features = [Some(token), open.map(|(start, _)| start), open.map(|_| token - 1)];
                parts.score(level, &self.scorer, vectors, &features)
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
                None if class < inside => open = Some((token, class)),
                None if class != outside => found(token, token + 1, class - unit),
                None => {}
            }
        }
    }
}
