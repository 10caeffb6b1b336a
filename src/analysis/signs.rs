//! Signs of how evolved something is, and what they suggest: the questions of Simon Wardley's cheat sheet ("Wardley maps",
//! figure 17), in our words.

use crate::model::EvolutionAxis;

/// A question about something, with what holds in each of the four stages.
#[derive(Clone, Copy, Debug)]
pub struct Sign {
    /// What is looked at.
    pub about: &'static str,
    /// What is seen in genesis, custom-built, product and commodity.
    pub seen: [&'static str; 4],
}

const fn sign(about: &'static str, seen: [&'static str; 4]) -> Sign {
    Sign { about, seen }
}

/// The signs, in the order of the sheet.
pub const SIGNS: [Sign; 15] = [
    sign("How common it is", ["rare", "more use it, slowly", "more use it, fast", "everywhere, and steady"]),
    sign(
        "How certain it is",
        ["hardly understood", "much is being learned", "use grows, it fits", "understood by all"],
    ),
    sign(
        "What is written about it",
        ["the wonder of it", "how to build it", "how to run it, features", "only how to use it"],
    ),
    sign("Its market", ["there is none yet", "it is forming", "it grows", "it is mature"]),
    sign(
        "What is known of it",
        ["nothing is sure", "learned by using it", "learned by running it", "known and accepted"],
    ),
    sign("How its market feels", ["chaotic", "a field for experts", "more is expected of it", "ordinary"]),
    sign(
        "How users feel about it",
        ["strange, exciting", "leading edge", "missed where it lacks", "taken for granted"],
    ),
    sign(
        "How the industry sees it",
        ["a wild advantage", "worth it, with cases", "better by features", "a cost of business"],
    ),
    sign(
        "Where its value lies",
        ["in a far future", "in first profits", "in high profits", "in large amounts"],
    ),
    sign(
        "How it can be measured",
        ["not at all", "measures appear", "refined all the time", "well defined and stable"],
    ),
    sign(
        "What it is compared by",
        ["nothing is like it", "what others report", "features", "cost of running it"],
    ),
    sign(
        "What a failure means",
        ["expected and borne", "no surprise, a pity", "not borne, mended", "a surprise"],
    ),
    sign(
        "How its market acts",
        ["it gambles", "it explores a find", "it asks customers", "it follows the numbers"],
    ),
    sign(
        "What saves effort",
        ["cheap changes", "less waste, by learning", "less waste, by practice", "no deviation, volume"],
    ),
    sign("What decisions rest on", ["habit and culture", "thinking it through", "analysis", "experience"]),
];

/// What the signs suggest: the evolution and how far off it may be, 0 to 1 and 0 to 0.5; `None` without any. `counts` says how
/// many signs of each stage were seen. (METHOD: the mean of the stages' middles, and the standard deviation about it.)
pub fn suggested(counts: [usize; 4], axis: &EvolutionAxis) -> Option<(f64, f64)> {
    let all: usize = counts.iter().sum();
    if all == 0 {
        return None;
    }
    let middles: Vec<f64> = if axis.boundaries.len() == 3 {
        let ends: Vec<f64> = [0.0].into_iter().chain(axis.boundaries.iter().copied()).chain([1.0]).collect();
        ends.iter().zip(ends.iter().skip(1)).map(|(low, high)| f64::midpoint(*low, *high)).collect()
    } else {
        [0.125, 0.375, 0.625, 0.875].to_vec()
    };
    let weighted = |of: &dyn Fn(f64) -> f64| {
        let sum: f64 = counts.iter().zip(&middles).map(|(count, middle)| *count as f64 * of(*middle)).sum();
        sum / all as f64
    };
    let mean = weighted(&|middle| middle);
    let variance = weighted(&|middle| (middle - mean).powi(2));
    Some((mean, variance.sqrt().min(0.5)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_suggest_a_place_and_how_sure_it_is() {
        let quarters = EvolutionAxis { boundaries: vec![0.25, 0.5, 0.75], ..EvolutionAxis::default() };
        assert_eq!(suggested([0; 4], &quarters), None);
        assert_eq!(suggested([0, 0, 3, 0], &quarters), Some((0.625, 0.0)));
        let (mean, off) = suggested([1, 0, 0, 1], &quarters).unwrap();
        assert_eq!((mean, off), (0.5, 0.375));
        let (mean, off) = suggested([0, 2, 2, 0], &quarters).unwrap();
        assert_eq!((mean, off), (0.5, 0.125));
        // The map's own stages are what counts.
        let own = EvolutionAxis { boundaries: vec![0.1, 0.2, 0.4], ..EvolutionAxis::default() };
        assert!((suggested([0, 0, 0, 5], &own).unwrap().0 - 0.7).abs() < 1e-12);
    }
}
