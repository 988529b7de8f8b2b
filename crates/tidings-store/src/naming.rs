//! Which stories a text is about, by the names that stand in it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use tidings_record::{Form, Reading};

use crate::{Query, Result, Store};

/// Most stories that are given.
const MOST_STORIES: usize = 3;
/// Hits of a search that are looked at for each name.
const MOST_HITS: usize = 200;
/// Most names that are searched for.
const MOST_NAMES: usize = 40;

impl Store {
    /// The ids of the stories in which most names of `text` stand, the best first, at most three. With `known_by` only
    /// what was published up to that day counts.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn stories_naming(&self, text: &Reading, known_by: Option<Date>) -> Result<Vec<String>> {
        let named =
            text.names.iter().filter(|one| one.mentions.iter().any(|mention| mention.form == Form::Name));
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        for name in named.take(MOST_NAMES) {
            let query = Query {
                words: format!("\"{}\"", name.name.replace('"', " ")),
                kinds: vec!["passage".to_owned()],
                known_by,
                limit: MOST_HITS,
                ..Query::default()
            };
            let Ok(found) = self.search(&query)? else { continue };
            let stories: BTreeSet<String> = found.hits.into_iter().filter_map(|hit| hit.story).collect();
            for story in stories {
                *counted.entry(story).or_default() += 1;
            }
        }
        let mut ranked: Vec<(usize, String)> =
            counted.into_iter().map(|(story, names)| (names, story)).collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let most = ranked.first().map_or(0, |one| one.0);
        ranked.retain(|one| one.0 * 2 >= most);
        ranked.truncate(MOST_STORIES);
        Ok(ranked.into_iter().map(|one| one.1).collect())
    }
}
