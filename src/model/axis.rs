//! The two axes: evolution with its stages, and the value chain.

use super::Evolution;

/// The evolution axis: named stages and the boundaries between them.
#[derive(Clone, Debug, PartialEq)]
pub struct EvolutionAxis {
    /// The stages' names from left to right; one more than there are boundaries. A name may be empty.
    pub stages: Vec<String>,
    /// Where one stage ends and the next begins, rising, each above 0 and below 1.
    pub boundaries: Vec<f64>,
    /// Whether the axis and its names are left out of the picture.
    pub hidden: bool,
    /// Whether "Uncharted" and "Industrialised" stand in the upper corners; `None` leaves it to the theme.
    pub corners: Option<bool>,
}

/// A stage of evolution, counted from 0 at the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stage(pub usize);

impl Default for EvolutionAxis {
    /// The four stages of activities with the boundaries that OnlineWardleyMaps draws (3.5, 8 and 14
    /// twentieths); five of the book's own figures measure the same within 0.012.
    fn default() -> Self {
        Self {
            stages: ["Genesis", "Custom-built", "Product (+rental)", "Commodity (+utility)"]
                .map(str::to_owned)
                .to_vec(),
            boundaries: vec![0.175, 0.4, 0.7],
            hidden: false,
            corners: None,
        }
    }
}

impl EvolutionAxis {
    /// The stage that an evolution lies in; a boundary belongs to the stage on its right.
    pub fn stage(&self, evolution: Evolution) -> Stage {
        Stage(self.boundaries.iter().filter(|boundary| **boundary <= evolution.value()).count())
    }

    /// The name of a stage; empty where it has none.
    pub fn stage_name(&self, stage: Stage) -> &str {
        self.stages.get(stage.0).map_or("", String::as_str)
    }

    /// Where a stage begins and ends, as fractions of the sheet's width.
    pub fn range(&self, stage: Stage) -> (f64, f64) {
        let left = stage.0.checked_sub(1).and_then(|i| self.boundaries.get(i)).copied().unwrap_or(0.0);
        let right = self.boundaries.get(stage.0).copied().unwrap_or(1.0);
        (left, right)
    }

    /// The middle of the stage after the one that `from` lies in; in the last stage, halfway to the edge.
    pub fn next_stage(&self, from: Evolution) -> Evolution {
        let stage = self.stage(from);
        if stage.0 >= self.boundaries.len() {
            return Evolution::clamped(f64::midpoint(from.value(), 1.0)).rounded();
        }
        let (left, right) = self.range(Stage(stage.0 + 1));
        Evolution::clamped(f64::midpoint(left, right)).rounded()
    }

    /// What is wrong with the axis, in words, or `None`: 2 to 7 stages, rising boundaries inside 0 to 1.
    pub fn problem(&self) -> Option<String> {
        if !(2..=7).contains(&self.stages.len()) {
            return Some(format!("a map has 2 to 7 stages, this one {}", self.stages.len()));
        }
        if self.boundaries.len() + 1 != self.stages.len() {
            return Some(format!(
                "{} stages need {} boundaries, there are {}",
                self.stages.len(),
                self.stages.len() - 1,
                self.boundaries.len()
            ));
        }
        let inside = self.boundaries.iter().all(|b| *b > 0.0 && *b < 1.0);
        let rising = self.boundaries.iter().zip(self.boundaries.iter().skip(1)).all(|(a, b)| a < b);
        (!inside || !rising).then(|| "boundaries rise from left to right, between 0 and 1".to_owned())
    }
}

/// The value chain axis (the height of the map).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValueAxis {
    /// Its title; `None` is "Value chain".
    pub title: Option<String>,
    /// The word at the bottom.
    pub low: Option<String>,
    /// The word at the top.
    pub high: Option<String>,
    /// Whether it is left out of the picture.
    pub hidden: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_read_off_the_boundaries() {
        let axis = EvolutionAxis::default();
        let stage = |value| axis.stage(Evolution::clamped(value)).0;
        assert_eq!([stage(0.0), stage(0.175), stage(0.39), stage(0.4), stage(1.0)], [0, 1, 1, 2, 3]);
        assert_eq!(axis.next_stage(Evolution::clamped(0.35)).value(), 0.55);
        assert_eq!(axis.next_stage(Evolution::clamped(0.8)).value(), 0.9);
        assert_eq!(axis.problem(), None);
    }
}
