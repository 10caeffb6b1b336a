//! Two works at a time.

use std::panic::resume_unwind;
use std::sync::mpsc::sync_channel;
use std::thread::{Builder, scope};

/// Works on so many things are done on two threads: fewer take less than a fiftieth of a second, and the other threads of the
/// program have use for the processor.
const MANY: usize = 20_000;
/// So many are handed over together: enough that it costs little, few enough to lie in a processor's cache.
const BATCH: usize = 512;
/// So many batches wait at most.
const WAITING: usize = 4;

/// What two works make that are about so many things, each on a thread of its own where these are very many.
pub(crate) fn both<A, B: Send>(
    things: usize,
    one: impl FnOnce() -> A,
    other: impl Fn() -> B + Sync,
) -> (A, B) {
    if things < MANY {
        return (one(), other());
    }
    scope(|scope| match Builder::new().spawn_scoped(scope, &other) {
        Ok(thread) => {
            let one = one();
            (one, thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
        }
        // There is no thread to be had.
        Err(_) => (one(), other()),
    })
}

/// Makes things and takes each in its order; where these are very many, they are made on a thread of their own, some ahead of
/// those that are taken.
pub(crate) fn ahead<T: Send, I: Iterator<Item = T>>(
    things: usize,
    make: impl Fn() -> I + Sync,
    mut take: impl FnMut(T),
) {
    if things < MANY {
        return make().for_each(take);
    }
    scope(|scope| {
        let (sender, receiver) = sync_channel(WAITING);
        let make = &make;
        let thread = Builder::new().spawn_scoped(scope, move || {
            let mut things = make();
            loop {
                let batch: Vec<T> = things.by_ref().take(BATCH).collect();
                if batch.is_empty() || sender.send(batch).is_err() {
                    return;
                }
            }
        });
        match thread {
            Ok(thread) => {
                receiver.into_iter().flatten().for_each(&mut take);
                thread.join().unwrap_or_else(|panic| resume_unwind(panic));
            }
            // There is no thread to be had.
            Err(_) => make().for_each(take),
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_done_however_much_there_is() {
        for things in [0, MANY - 1, MANY, 10 * MANY] {
            let here = std::thread::current().id();
            let (one, other) = both(things, || 1, || std::thread::current().id() == here);
            assert_eq!((one, other), (1, things < MANY));
        }
    }

    #[test]
    fn all_that_is_made_is_taken_in_its_order() {
        for things in [0, 1, MANY - 1, MANY, MANY + 1, 10 * BATCH * WAITING] {
            let (here, mut taken) = (std::thread::current().id(), Vec::new());
            let make = || (0..things).map(|thing| (thing, std::thread::current().id() == here));
            ahead(things, make, |made| taken.push(made));
            assert!(taken.into_iter().eq((0..things).map(|thing| (thing, things < MANY))), "{things}");
        }
    }

    #[test]
    fn who_falls_over_on_either_side_is_heard() {
        let make = || (0..2 * MANY).inspect(|thing| assert!(*thing != MANY, "made"));
        assert!(std::panic::catch_unwind(|| ahead(MANY, make, |_| {})).is_err());
        let take = |thing| assert!(thing != 7, "taken");
        assert!(std::panic::catch_unwind(|| ahead(MANY, || 0..2 * MANY, take)).is_err());
    }
}
