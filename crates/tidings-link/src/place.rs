//! Where a later article belongs, from what a store keeps of the stories it has.
//!
//! [`crate::grouping`] looks at all articles at once. A store that gets one article more cannot: it keeps an
//! [`Outline`] of each story, finds by their heaviest keys the few that may be meant, and asks [`place`]. The article
//! joins the story that it is most like, by the measure of `grouping`; should the joined story now be as like another
//! one as stories that are joined, they become one. What `grouping` does besides is left for the next time that all are
//! grouped: no story is taken apart, no other article moves, and the rarity of words outside the article is as it was.

use std::cmp::Reverse;

use crate::keys::Keys;
use crate::shape::{Shape, around_both};
use crate::vectors::{Weights, added, heaviest, vector};

/// Keys that are kept of a story.
const KEPT: usize = 48;

/// What is kept of a story to place later articles.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// Its heaviest keys with the sums of their weights, ascending by key. By these it is found.
    pub keys: Vec<(u64, f32)>,
    /// The first and last day of its articles.
    pub days: Option<(i32, i32)>,
    /// How many articles it has, copies left out.
    pub articles: u32,
    /// The square of the length of the sum of its articles' vectors.
    pub square: f64,
}

impl Outline {
    /// Of the articles `members`, no copies among them; `articles` is how many the store has, of which `holders` hold a
    /// key.
    pub fn of<'k>(
        members: impl IntoIterator<Item = &'k Keys>,
        articles: u32,
        holders: impl Fn(u64) -> u32,
    ) -> Outline {
        let (mut sum, mut days, mut count) = (Weights::new(), None, 0);
        for keys in members {
            sum = added(&sum, &vector(keys, f64::from(articles), |key| f64::from(holders(key))));
            days = around_both(days, keys.days);
            count += 1;
        }
        Outline::from_shape(&Shape::new(sum, days, count))
    }

    fn from_shape(shape: &Shape<'_>) -> Outline {
        let keys = heaviest(shape.sum.to_vec(), KEPT);
        Outline {
            keys: keys.into_iter().map(|(key, weight)| (key, weight as f32)).collect(),
            days: shape.days,
            articles: u32::try_from(shape.count).unwrap_or(u32::MAX),
            square: shape.square,
        }
    }

    fn shape(&self) -> Shape<'static> {
        Shape {
            sum: self.keys.iter().map(|&(key, weight)| (key, f64::from(weight))).collect(),
            days: self.days,
            count: self.articles as usize,
            square: self.square,
        }
    }
}

/// Where an article goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Which of the candidates become one story with the article, the most alike first; none if it begins one.
    pub joins: Vec<usize>,
    /// The outline of that story.
    pub outline: Outline,
}

/// Where the article with the outline `article` belongs among `candidates`. Ties go to the earlier candidate.
pub fn place(article: &Outline, candidates: &[Outline]) -> Placed {
    let mut shape = article.shape();
    let mut left: Vec<(usize, Shape<'_>)> = candidates.iter().map(Outline::shape).enumerate().collect();
    let mut joins = Vec::new();
    loop {
        let likeness = |(_, other): &(usize, Shape<'_>)| (shape.likeness(other) * 1e9) as u64;
        let best = left.iter().enumerate().map(|(at, one)| (likeness(one), Reverse(at))).max();
        let Some((_, Reverse(at))) = best.filter(|&(likeness, _)| likeness >= 1_000_000_000) else { break };
        let (candidate, other) = left.remove(at);
        joins.push(candidate);
        // The outlines lack small keys, so the square is summed from parts, which do not.
        let square = shape.square + other.square + 2.0 * crate::vectors::dot(&shape.sum, &other.sum);
        shape = Shape { square, ..shape.joined(&other) };
    }
    Placed { joins, outline: Outline::from_shape(&shape) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(terms: &[u64]) -> Outline {
        let keys = Keys {
            article: "a".into(),
            fingerprints: Vec::new(),
            terms: terms.iter().map(|&term| (term, 1)).collect(),
            names: Vec::new(),
            days: Some((10, 10)),
        };
        Outline::of([&keys], 1, |_| 1)
    }

    #[test]
    fn an_article_joins_the_story_it_is_like() {
        let stories = [outline(&[1, 2, 3, 4]), outline(&[20, 21, 22, 23])];
        let placed = place(&outline(&[20, 21, 22, 9]), &stories);
        assert_eq!((placed.joins, placed.outline.articles), (vec![1], 2));
        assert!(place(&outline(&[30, 31, 32]), &stories).joins.is_empty());
        assert!(place(&outline(&[]), &stories).joins.is_empty());
    }

    #[test]
    fn stories_that_an_article_ties_become_one() {
        let stories = [outline(&[1, 2, 3, 4, 5]), outline(&[5, 6, 7, 8, 4])];
        let placed = place(&outline(&[1, 2, 3, 4, 5, 6, 7, 8]), &stories);
        assert_eq!((placed.joins.len(), placed.outline.articles), (2, 3));
    }
}
