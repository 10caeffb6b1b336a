//! How wardleyToGo writes an evolution: a string of five bars, or a Roman numeral.

use crate::model::Evolution;

/// The boundaries of the stages, of 100: fixed in wardleyToGo.
pub(super) const BOUNDARIES: [f64; 5] = [0.0, 17.4, 40.0, 70.0, 100.0];

/// Where something is, where it goes, and whether something resists.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Course {
    /// Of 100.
    pub(super) from: f64,
    /// Of 100.
    pub(super) to: Option<f64>,
    pub(super) has_inertia: bool,
}

/// The characters of a string of bars.
pub(super) fn is_bar(c: char) -> bool {
    "|.x>]".contains(c)
}

/// Reads `|....|..x..|.>.|...|`: in each stage, `x` and `>` stand as far to the right as the dots before them.
///
/// # Errors
/// What is wrong, as half a sentence.
pub(super) fn bars(text: &str) -> Result<Course, String> {
    let stages: Vec<&str> = text.strip_prefix('|').unwrap_or(text).split('|').collect();
    let [one, two, three, four, rest] = stages.as_slice() else {
        return Err("five bars make four stages".to_owned());
    };
    if !rest.is_empty() {
        return Err("nothing follows the fifth bar".to_owned());
    }
    let marks = |mark: char| -> Vec<f64> {
        let stages =
            [one, two, three, four].into_iter().zip(BOUNDARIES.iter().zip(BOUNDARIES.iter().skip(1)));
        stages
            .flat_map(|(stage, (low, high))| {
                let width = stage.chars().filter(|c| *c != ']').count() as f64;
                stage.match_indices(mark).map(move |(at, _)| {
                    let before = stage.get(..at).unwrap_or("").matches('.').count() as f64;
                    low + (high - low) * (before + 1.0) / (width + 1.0)
                })
            })
            .collect()
    };
    let from = match marks('x').as_slice() {
        [one] => *one,
        others => return Err(format!("one `x` tells where it is; here are {}", others.len())),
    };
    let to = match marks('>').as_slice() {
        [] => None,
        [one] => Some(*one),
        _ => return Err("one `>` tells where it goes; here are more".to_owned()),
    };
    course(from, to, text.contains(']'))
}

/// Reads `II.5 ]III > IV.2`: a stage, and how many tenths of it.
///
/// # Errors
/// What is wrong, as half a sentence.
pub(super) fn roman(text: &str) -> Result<Course, String> {
    let (now, to) = text.split_once('>').map_or((text, None), |(now, to)| (now, Some(to)));
    let (now, inertia) = now.split_once(']').map_or((now, None), |(now, inertia)| (now, Some(inertia)));
    if let Some(inertia) = inertia {
        numeral(inertia)?;
    }
    course(numeral(now)?, to.map(numeral).transpose()?, inertia.is_some())
}

fn course(from: f64, to: Option<f64>, has_inertia: bool) -> Result<Course, String> {
    if to.is_some_and(|to| to <= from) {
        return Err("it evolves to the right".to_owned());
    }
    Ok(Course { from: from.round(), to: to.map(f64::round), has_inertia })
}

fn numeral(text: &str) -> Result<f64, String> {
    let text = text.trim();
    let wrong = || format!("`{text}` is no stage from I.0 to IV.9");
    let (stage, tenths) = text.split_once('.').unwrap_or((text, "0"));
    let stage = ["I", "II", "III", "IV"].iter().position(|numeral| *numeral == stage).ok_or_else(wrong)?;
    let tenths = tenths.parse::<u8>().ok().filter(|tenths| *tenths <= 9).ok_or_else(wrong)?;
    let edge = |at: usize| BOUNDARIES.get(at).copied().unwrap_or(100.0);
    Ok(edge(stage) + f64::from(tenths) / 10.0 * (edge(stage + 1) - edge(stage)))
}

/// A number of 100 as an evolution.
pub(super) fn fraction(of_hundred: f64) -> Evolution {
    Evolution::clamped(of_hundred / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_where_wardley_to_go_puts_them() {
        for (text, from, to, has_inertia) in [
            ("|.x.|...|...|...|", 9.0, None, false),
            ("|x|...|...|...|", 9.0, None, false),
            ("||.x.|...|...|", 29.0, None, false),
            ("||x|...|...|", 29.0, None, false),
            ("|x|>|...|...|", 9.0, Some(29.0), false),
            ("|x]|>|...|...|", 9.0, Some(29.0), true),
            ("|....|....|..x..|........|", 55.0, None, false),
            ("|....|....|....|......x....|", 88.0, None, false),
            ("|...|...x.]|..>.|.......|", 32.0, Some(58.0), true),
            ("|...|...|....x|.....>..|", 65.0, Some(90.0), false),
            ("|x.>||||", 4.0, Some(9.0), false),
        ] {
            assert_eq!(bars(text), Ok(Course { from, to, has_inertia }), "{text}");
        }
        for text in
            ["|...|...|...|...|", "|x|>>|.|.|", "|>|x|.|.|", "|x|.|.|", "|x|.|.|.|.|", "|.|.|x.|.", "|x>||||"]
        {
            assert!(bars(text).is_err(), "{text}");
        }
        for (text, from, to, has_inertia) in [
            ("I", 0.0, None, false),
            ("I.5", 9.0, None, false),
            ("II.5 ]III > IV.0", 29.0, Some(70.0), true),
            ("IV.9", 97.0, None, false),
        ] {
            assert_eq!(roman(text), Ok(Course { from, to, has_inertia }), "{text}");
        }
        for text in ["V.0", "II.15", "III.0 > II.0", ""] {
            assert!(roman(text).is_err(), "{text}");
        }
    }
}
