//! Long work shared among threads: a list in stretches, or pieces as they come. The outcome is the same whatever the
//! threads do.

mod crew;

use std::thread::{Builder, scope};

pub(crate) use crew::in_order;

/// The most threads that one call takes.
const HANDS_COUNT_MAX: usize = 4;
/// Items that are done before a thread would have started.
const ITEMS_COUNT_MIN: usize = 1 << 13;

/// How many threads this machine has for a call.
pub(crate) fn hands_count() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(HANDS_COUNT_MAX)
}

/// What becomes of each stretch of a list, in the order of the list; `work` is told where its stretch begins.
///
/// A short list is one stretch. Where no thread is to be had the caller's does the work.
pub(crate) fn in_stretches<T: Sync, O: Send>(items: &[T], work: impl Fn(usize, &[T]) -> O + Sync) -> Vec<O> {
    let count = hands_count().min(items.len() / ITEMS_COUNT_MIN).max(1);
    stretches(items, items.len().div_ceil(count).max(1), &work)
}

fn stretches<T: Sync, O: Send>(items: &[T], length: usize, work: &(impl Fn(usize, &[T]) -> O + Sync)) -> Vec<O> {
    let Some((own, others)) = items.split_at_checked(length).filter(|(_, others)| !others.is_empty()) else {
        return vec![work(0, items)];
    };
    let others = || others.chunks(length).zip(1..).map(|(stretch, place)| (place * length, stretch));
    scope(|scope| {
        let started: Vec<_> =
            others().map(|(start, stretch)| Builder::new().spawn_scoped(scope, move || work(start, stretch))).collect();
        let mut outcomes = vec![work(0, own)];
        for (thread, (start, stretch)) in started.into_iter().zip(others()) {
            let outcome = match thread.map(std::thread::ScopedJoinHandle::join) {
                Ok(Ok(outcome)) => outcome,
                // A fault is the caller's to see.
                Ok(Err(fault)) => std::panic::resume_unwind(fault),
                Err(_) => work(start, stretch),
            };
            outcomes.push(outcome);
        }
        outcomes
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_in_one_stretch_and_in_order() {
        for count in [0, 1, 5, 6, 7] {
            let items: Vec<usize> = (0..count).collect();
            for length in 1..9 {
                let parts = stretches(&items, length, &|start, stretch: &[usize]| {
                    assert_eq!(stretch.first().copied().unwrap_or(start), start);
                    stretch.to_vec()
                });
                assert_eq!(parts.concat(), items);
            }
        }
        let long: Vec<usize> = (0..ITEMS_COUNT_MIN * 3).collect();
        assert_eq!(in_stretches(&long, |_, stretch| stretch.to_vec()).concat(), long);
    }
}
