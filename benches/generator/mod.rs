//! Maps for measuring, the same on every run, and how they are measured.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// Each is measured so often at most, and for so long.
#[allow(dead_code, reason = "not every benchmark measures time")]
const TIMES: usize = 9;
#[allow(dead_code, reason = "not every benchmark measures time")]
const PATIENCE: Duration = Duration::from_secs(4);

/// The sheet of a map.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sheet {
    /// The usual one, however many components there are.
    Usual,
    /// One that grows with them: a hundred have the usual one.
    #[allow(dead_code, reason = "not every benchmark has large sheets")]
    Wide,
}

/// OnlineWardleyMaps text of so many components all over the sheet, with 1.3 links a component; with labels that their
/// author placed, or not. On the usual sheet any two are linked; on a wide one those that are not far from each other, as
/// people draw them.
pub(crate) fn text(components: usize, has_placed_labels: bool, sheet: Sheet) -> String {
    let mut text = "title Grown\n".to_owned();
    let grown = (components as f64 / 100.0).sqrt();
    if sheet == Sheet::Wide {
        let most = grown.min(16.0);
        writeln!(text, "size [{:.0}, {:.0}]", 1200.0 * most, 675.0 * most).unwrap();
    }
    let mut seed = 12345_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut places = Vec::new();
    let label = if has_placed_labels { " label [10, -5]" } else { "" };
    for n in 0..components {
        let (up, right) = (next(10_000), next(10_000));
        places.push((up, right));
        writeln!(text, "component Part {n}x [0.{up:04}, 0.{right:04}]{label}").unwrap();
    }
    for n in 0..components * 13 / 10 {
        let from = n % components;
        let mut to = next(components);
        if sheet == Sheet::Wide {
            // The nearest of some.
            let far = |to: &usize| match (places.get(from), places.get(*to)) {
                (Some((up, right)), Some((to_up, to_right))) => {
                    up.abs_diff(*to_up) + right.abs_diff(*to_right)
                }
                _ => usize::MAX,
            };
            let some = (0..(4.0 * grown) as usize).map(|_| next(components));
            to = some.filter(|to| *to != from).min_by_key(far).unwrap_or(to);
        }
        writeln!(text, "Part {from}x->Part {to}x").unwrap();
    }
    text
}

/// More than any cache holds, in bytes.
#[allow(dead_code, reason = "not every benchmark measures time")]
const CACHES: usize = 128 << 20;

/// The least of some times that a work takes; in a process that [`once`] has started, what it takes the first time.
#[allow(dead_code, reason = "not every benchmark measures time")]
pub(crate) fn time(mut work: impl FnMut()) -> Duration {
    if asked_once().is_some() {
        // Before the work other things are done: nothing that it asks for is near.
        std::hint::black_box(vec![1_u8; CACHES].iter().map(|byte| u64::from(*byte)).sum::<u64>());
        let start = Instant::now();
        work();
        return start.elapsed();
    }
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

/// The work and the number of components that this process was started for by [`once`].
#[allow(dead_code, reason = "not every benchmark measures time")]
pub(crate) fn asked_once() -> Option<(String, usize)> {
    let mut args = std::env::args().skip_while(|arg| arg != "--once").skip(1);
    Some((args.next()?, args.next()?.parse().ok()?))
}

/// What a work takes that is done once, the least of some processes that do nothing else, in seconds. A benchmark that does the
/// same again and again has it in the processor's caches while it is small, and its memory at hand.
#[allow(dead_code, reason = "not every benchmark measures time")]
pub(crate) fn once(work: &str, components: usize, processes: usize) -> f64 {
    let run = || {
        let program = std::env::current_exe().unwrap();
        let done =
            std::process::Command::new(program).args(["--once", work, &components.to_string()]).output();
        String::from_utf8_lossy(&done.unwrap().stdout).trim().parse::<f64>().unwrap()
    };
    (0..processes).map(|_| run()).fold(f64::INFINITY, f64::min)
}

/// The columns that say what a work costs which is done once: for 10,000 and 100,000 components, and the one in the other.
#[allow(dead_code, reason = "not every benchmark measures time")]
pub(crate) fn once_columns(work: &str) -> String {
    let (many, most) = (once(work, 10_000, 9), once(work, 100_000, 7));
    format!("{:.2} ms | {:.1} ms | {:.1} |", many * 1e3, most * 1e3, most / many)
}
