//! Two works at a time.

use std::panic::resume_unwind;
use std::thread::{Builder, scope};

/// Works on so many things are done on two threads: fewer take less than a fiftieth of a second, and the other threads of the
/// program have use for the processor.
const MANY: usize = 20_000;

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
}
