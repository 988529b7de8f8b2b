//! Which of a page's days goes first.

use jiff::civil::Date;
use tidings_record::{Because, Days};

use super::{ADDRESS, CREATED, Dates, Found, NEAR_LINE, PageKind};
use crate::page::metadata::{Candidate, Origin};

impl Dates {
    /// The candidates, the best first: when the page appeared, and when it was last changed.
    pub fn decide(mut self, kind: PageKind) -> (Vec<Candidate<Days>>, Vec<Candidate<Days>>) {
        self.published.sort_by_key(|found| found.rank);
        self.modified.sort_by_key(|found| found.rank);
        if kind == PageKind::Wiki
            && let Some(mut last) = self.modified.first().cloned()
        {
            last.because.push("a page of a wiki is of its last change".to_owned());
            self.published.insert(0, last);
        } else {
            // A page that says when it was made and shows when it was changed does not say when it appeared.
            if self.modified.iter().any(is_shown) {
                self.published.retain(|found| found.rank != CREATED);
            }
            settle(&mut self.published);
            agree(&mut self.published, &self.modified);
            own_day(&mut self.published, &self.modified);
        }
        if is_weak(&self.published, kind) {
            return (Vec::new(), Vec::new());
        }
        (candidates(self.published), candidates(self.modified))
    }
}

/// Whether the best day is only when a page was made that is no article: readers do not see it.
fn is_weak(days: &[Found], kind: PageKind) -> bool {
    let Some(best) = days.first() else { return false };
    let made = match best.origin {
        Origin::JsonLdPage => true,
        Origin::Meta => kind == PageKind::Standing,
        _ => false,
    };
    let by_readers = |found: &Found| is_shown(found) || found.origin == Origin::Address;
    made && !days.iter().any(|found| by_readers(found) && found.stated.date == best.stated.date)
}

/// A day that may be read in two ways is read as the other places do.
fn settle(days: &mut [Found]) {
    for at in 0..days.len() {
        let Some(other) = days[at].stated.other else { continue };
        let states = |date: Date| {
            let mut sure = days.iter().filter(|found| found.stated.other.is_none());
            sure.any(|found| found.stated.date == date)
        };
        if states(other) && !states(days[at].stated.date) {
            days[at].stated.date = other;
            days[at].because.push("day and month as another place has them".to_owned());
        }
    }
}

/// Whether readers see it near the title.
fn is_shown(found: &Found) -> bool {
    found.rank <= NEAR_LINE && matches!(found.origin, Origin::Element | Origin::Line)
}

/// A day that only the best candidate states gives way to one on which two or more of the others agree. A day shown near
/// the title, be it called that of a change, is a voice too.
fn agree(days: &mut Vec<Found>, modified: &[Found]) {
    let strong = days.iter().take_while(|found| found.rank < ADDRESS).count();
    let mut seen =
        days[..strong].iter().chain(modified).filter(|found| is_shown(found)).map(|found| found.stated.date);
    let several = seen.next().is_some_and(|first| seen.any(|other| other != first));
    let votes = |date: Date| {
        let states = |found: &&Found| found.stated.date == date;
        // What an element shows is a line too; that both say so counts only where one day is shown.
        let shown = |origin| if several && origin == Origin::Element { Origin::Line } else { origin };
        let stating = days.iter().take_while(|found| found.rank <= ADDRESS).filter(states);
        let mut origins: Vec<Origin> = stating.map(|found| shown(found.origin)).collect();
        origins.extend(
            modified.iter().filter(|found| found.rank == NEAR_LINE && states(found)).map(|_| Origin::Line),
        );
        origins.sort_unstable();
        origins.dedup();
        origins.len()
    };
    if days.first().is_none_or(|first| votes(first.stated.date) > 1) {
        return;
    }
    if let Some(other) = (1..strong).find(|&at| votes(days[at].stated.date) > 1) {
        let mut other = days.remove(other);
        other.because.push("the page states this day in more than one place".to_owned());
        days.insert(0, other);
    }
}

/// The best day is that of an instant in Greenwich: the outlet's own day may be the one before or after. If the page
/// states such a day elsewhere, it is that.
///
/// What is shown of a change tells it too, where the change was on the same day in Greenwich.
fn own_day(days: &mut [Found], modified: &[Found]) {
    let in_greenwich = |found: &Found| {
        found.stated.at.as_ref().is_some_and(|at| at.ends_with('Z') || at.ends_with("+00:00"))
    };
    let Some((first, others)) = days.split_first_mut() else { return };
    if !in_greenwich(first) {
        return;
    }
    let date = first.stated.date;
    let near = |found: &&Found| (found.stated.date - date).get_days().abs() == 1 && found.rank <= ADDRESS;
    let with_change = modified.iter().any(|found| in_greenwich(found) && found.stated.date == date);
    let shown = modified.iter().filter(|found| with_change && is_shown(found));
    let own = others.iter().chain(shown).find(|found| near(found) && !in_greenwich(found));
    // A bare day for machines may be one in Greenwich too.
    let own_clock = |found: &Found| is_shown(found) || found.stated.at.is_some();
    let same = |found: &Found| found.stated.date == date && own_clock(found) && !in_greenwich(found);
    if let Some(own) = own.filter(|_| !others.iter().any(same)) {
        first.stated.date = own.stated.date;
        first.because.extend(own.because.iter().cloned());
        first.because.push("the outlet's own day of an instant in Greenwich".to_owned());
    }
}

/// Each day once, where it ranks best.
fn candidates(days: Vec<Found>) -> Vec<Candidate<Days>> {
    let mut list: Vec<Candidate<Days>> = Vec::new();
    for Found { origin, stated, because, .. } in days {
        let mut value = stated.days();
        let known =
            |known: &Candidate<Days>| (known.value.day(), &known.value.at) == (value.day(), &value.at);
        if list.len() == MOST {
            break;
        }
        if !list.iter().any(known) {
            value.because = because.into_iter().map(|rule| Because { rule, refs: Vec::new() }).collect();
            list.push(Candidate { value, origin });
        }
    }
    list
}

/// The most candidates that are kept.
const MOST: usize = 20;
