//! The order in which articles come, and whether they come one by one, makes no difference.

use std::collections::BTreeMap;

use jiff::civil::date;
use tidings_link::{Keys, Options, copies, keys, record, stories, story};
use tidings_record::{Basis, Days, Reading};

mod readings;

use readings::reading;

/// The next of a row of numbers that look random (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

/// `count` articles on as many as forty towns, each with its own mishap, some dated, some copied.
fn articles(count: usize) -> Vec<Reading> {
    let beginnings = ["Lin", "Tar", "Vel", "Ost", "Kar", "Mor", "Hes", "Dol"];
    let ends = ["dau", "nel", "mora", "kany", "stead"];
    let mishaps = ["ferry", "bridge", "reservoir", "market hall", "tramway"];
    let speakers = ["Ana Ruiz", "Tom Baker", "Hanele Brusk", "Mirca Feldane"];
    let verbs = ["inspected", "closed", "repaired", "flooded", "photographed", "guarded"];
    let things = ["timbers", "sluices", "rails", "windows", "archives", "cables", "stairs", "pumps"];
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let mut made: Vec<Reading> = Vec::with_capacity(count);
    for at in 0..count {
        let id = format!("{:05}", at * 7919 % 100_000);
        if at > 20 && numbers.below(10) == 0 {
            let earlier = &made[numbers.below(at)];
            let text = format!("From our desk.\n{}", earlier.text);
            made.push(Reading { published: earlier.published.clone(), ..reading(&id, &text) });
            continue;
        }
        let subject = numbers.below(40);
        let town = format!("{}{}", beginnings[subject % 8], ends[subject / 8]);
        let mishap = mishaps[subject % 5];
        let mut lines = vec![format!("{town}: the {mishap} in question")];
        for _ in 0..3 + numbers.below(4) {
            lines.push(format!(
                "{} said that the {mishap} of {town} was {} and its {} {} {} times.",
                speakers[numbers.below(4)],
                verbs[numbers.below(6)],
                things[numbers.below(8)],
                verbs[numbers.below(6)],
                numbers.below(900),
            ));
        }
        let day = date(2024, 3, 1 + (numbers.below(28) as i8));
        let given = Days { earliest: Some(day), latest: Some(day), basis: Basis::Given, ..Days::default() };
        let published = if numbers.below(3) == 0 { Days::default() } else { given };
        made.push(Reading { published, ..reading(&id, &lines.join("\n")) });
    }
    made
}

/// Three orders: as made, backwards, shuffled.
fn orders(readings: &[Reading]) -> [Vec<Reading>; 3] {
    let (mut backwards, mut shuffled) = (readings.to_vec(), readings.to_vec());
    backwards.reverse();
    let mut numbers = Numbers(99);
    for at in (1..shuffled.len()).rev() {
        shuffled.swap(at, numbers.below(at + 1));
    }
    [readings.to_vec(), backwards, shuffled]
}

#[test]
fn one_by_one_as_all_at_once() {
    let all = articles(500);
    let expect = record(&all, Options::default());
    assert!(expect.stories.len() > 5 && expect.stories.iter().any(|one| one.articles.len() > 5));
    assert!(expect.stories.iter().any(|one| !one.copies.is_empty()));
    for order in orders(&all) {
        assert_eq!(record(&order, Options::default()), expect);
        // As a store does it: keys are made when an article comes, stories when they are asked for.
        let kept: Vec<Keys> = order.iter().map(keys).collect();
        let groups = stories(&kept, Options::default());
        assert_eq!(groups.iter().map(Vec::len).sum::<usize>(), order.len());
        let by_id: BTreeMap<_, _> = expect.stories.iter().map(|one| (&one.id, one)).collect();
        for group in groups {
            let members: Vec<&Reading> = group.iter().map(|&at| &order[at]).collect();
            let made = story(&members, Options::default());
            assert_eq!(Some(&&made), by_id.get(&made.id), "a story is the same, however it was put together");
        }
    }
}

#[test]
fn copies_are_the_same_in_any_order() {
    let all = articles(200);
    let named = |order: &[Reading]| {
        let found = copies(&order.iter().collect::<Vec<_>>());
        let name = |group: &Vec<usize>| {
            let mut ids: Vec<_> = group.iter().map(|&at| order[at].id.clone()).collect();
            ids.sort();
            ids
        };
        let mut origins: Vec<_> = found.origins.iter().map(name).collect();
        origins.sort();
        (origins, found.passages)
    };
    let expect = named(&all);
    assert!(expect.0.len() < 200 && !expect.1.is_empty());
    for order in orders(&all) {
        assert_eq!(named(&order), expect);
    }
}

#[test]
fn a_few_articles_on_one_thing_are_one_story() {
    let texts = [
        "Ana Ruiz said that the pilot had warned of the sandbank twice.\nThe harbour of Lindau stayed closed.",
        "Tom Baker said that no pilot had warned of any sandbank.\nAna Ruiz said the opposite a day before.",
        "A quiet day at the market.",
    ];
    let all: Vec<Reading> =
        texts.iter().enumerate().map(|(at, text)| reading(&format!("{at}"), text)).collect();
    let made = record(&all, Options::default());
    assert_eq!(made.stories.iter().map(|one| one.articles.len()).max(), Some(2));
    assert_eq!(made.stories.len(), 2);
}
