//! Work on several threads, results in the order of the input, in bounded memory.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Bytes of input that may be under way at once: two texts of 1 MB, or many short ones. A larger item goes alone.
/// An item of a megabyte takes about forty while it is worked on, however many threads there are.
const UNDER_WAY: usize = 2_200_000;
/// What an item weighs beyond its bytes, so that items without any are bounded too.
const ITEM: usize = 2048;

/// How many threads to use: those asked for, else one a processor.
pub fn threads(asked: Option<u16>) -> usize {
    match asked {
        Some(asked) => usize::from(asked),
        None => std::thread::available_parallelism().map_or(1, NonZero::get),
    }
}

/// Applies `work` to each item on `threads` threads and gives the results to `take` in the order of the items.
/// `size` says how many bytes an item weighs. An error of `take` ends everything.
pub fn for_each_in_order<I: Send, O: Send, E>(
    threads: usize,
    items: impl Iterator<Item = I> + Send,
    size: impl Fn(&I) -> usize + Sync,
    work: impl Fn(I) -> O + Sync,
    mut take: impl FnMut(O) -> Result<(), E>,
) -> Result<(), E> {
    if threads <= 1 {
        return items.map(work).try_for_each(take);
    }
    let gate = Gate::default();
    std::thread::scope(|scope| {
        let (give_item, items_to_do) = sync_channel::<(usize, usize, I)>(threads);
        let items_to_do = Arc::new(Mutex::new(items_to_do));
        let (give_result, results) = sync_channel::<(usize, usize, O)>(threads);
        let (gate, size, work) = (&gate, &size, &work);
        scope.spawn(move || {
            for (number, item) in items.enumerate() {
                let weight = size(&item) + ITEM;
                if !gate.enter(weight) || give_item.send((number, weight, item)).is_err() {
                    return;
                }
            }
        });
        for _ in 0..threads {
            let (give_result, items_to_do) = (give_result.clone(), items_to_do.clone());
            scope.spawn(move || {
                while let Some((number, weight, item)) = next(&items_to_do) {
                    if give_result.send((number, weight, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop((give_result, items_to_do));
        let mut early = BTreeMap::new();
        let mut wanted = 0;
        let mut outcome = Ok(());
        for (number, weight, result) in results {
            early.insert(number, (weight, result));
            while let Some((weight, result)) = early.remove(&wanted) {
                wanted += 1;
                gate.leave(weight);
                outcome = outcome.and_then(|()| take(result));
            }
            if outcome.is_err() {
                gate.close();
                break;
            }
        }
        outcome
    })
}

fn next<T>(channel: &Mutex<Receiver<T>>) -> Option<T> {
    channel.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// Lets so much work in and no more.
#[derive(Default)]
struct Gate {
    inside: Mutex<Inside>,
    changed: Condvar,
}

#[derive(Default)]
struct Inside {
    bytes: usize,
    closed: bool,
}

impl Gate {
    /// Waits until there is room; false if the gate was closed.
    fn enter(&self, weight: usize) -> bool {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        while !inside.closed && inside.bytes > 0 && inside.bytes + weight > UNDER_WAY {
            inside = self.changed.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
        inside.bytes += weight;
        !inside.closed
    }

    fn leave(&self, weight: usize) {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        inside.bytes -= weight;
        self.changed.notify_all();
    }

    fn close(&self) {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use super::*;

    #[test]
    fn results_come_in_order() {
        for threads in [1, 2, 5] {
            let mut got = Vec::new();
            let work = |i: u64| {
                std::thread::sleep(std::time::Duration::from_micros(200 * (7 - i % 7)));
                i * i
            };
            let done: Result<(), ()> = for_each_in_order(
                threads,
                0..100,
                |_| 100_000,
                work,
                |square| {
                    got.push(square);
                    Ok(())
                },
            );
            assert!(done.is_ok());
            assert_eq!(got, (0..100).map(|i| i * i).collect::<Vec<u64>>());
        }
    }

    #[test]
    fn large_items_go_one_or_two_at_a_time() {
        let (under_way, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |i: usize| {
            most.fetch_max(under_way.fetch_add(1, Relaxed) + 1, Relaxed);
            std::thread::sleep(std::time::Duration::from_millis(2));
            under_way.fetch_sub(1, Relaxed);
            i
        };
        for (size, limit) in [(1 << 20, 2), (8 << 20, 1)] {
            most.store(0, Relaxed);
            let done: Result<(), ()> = for_each_in_order(8, 0..20, |_| size, work, |_| Ok(()));
            assert!(done.is_ok() && most.load(Relaxed) <= limit, "{most:?}");
        }
    }

    #[test]
    fn an_error_ends_the_work() {
        let result = for_each_in_order(2, 0.., |_| 1, |i: u64| i, |i| if i < 10 { Ok(()) } else { Err(i) });
        assert_eq!(result, Err(10));
    }
}
