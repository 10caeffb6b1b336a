//! Maps for measuring, the same on every run, and how they are measured.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// Each is measured so often at most, and for so long.
const TIMES: usize = 9;
const PATIENCE: Duration = Duration::from_secs(4);

/// OnlineWardleyMaps text of so many components all over the sheet, with 1.3 links a component between any two of them;
/// with labels that their author placed, or not.
pub(crate) fn text(components: usize, has_placed_labels: bool) -> String {
    let mut text = "title Grown\n".to_owned();
    let mut seed = 12345_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let label = if has_placed_labels { " label [10, -5]" } else { "" };
    for n in 0..components {
        let (up, right) = (next(1000), next(1000));
        writeln!(text, "component Part {n}x [0.{up:03}, 0.{right:03}]{label}").unwrap();
    }
    for n in 0..components * 13 / 10 {
        writeln!(text, "Part {}x->Part {}x", n % components, next(components)).unwrap();
    }
    text
}

/// The least of some times that a work takes.
pub(crate) fn time(mut work: impl FnMut()) -> Duration {
    let begun = Instant::now();
    let mut least = Duration::MAX;
    for _ in 0..TIMES {
        let start = Instant::now();
        work();
        least = least.min(start.elapsed());
        if begun.elapsed() > PATIENCE {
            break;
        }
    }
    least
}
