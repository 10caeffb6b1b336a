//! `mapstone scenario steps`: today and chained scenarios as pictures, as one that moves, as a page with a slider.

use std::path::Path;

use super::complain;
use super::input;
use crate::compare::{Comparison, Step, between_steps};
use crate::export::{Frame, Lettering, animated_png, png, svg, within};
use crate::geometry::Rect;
use crate::layout::Layout;
use crate::model::{About, Map};
use crate::report::steps_page;
use crate::scene::{Scene, Theme, build};

/// So many pictures lead from one step to the next, and how long each is shown, in milliseconds.
const BETWEEN: usize = 14;
const MOMENT: u16 = 70;
/// How long a step is shown.
const REST: u16 = 1600;

/// Writes steps to a folder, or to one file by its ending.
pub(super) fn write(steps: &[Step], theme: &Theme, output: &Path) -> Result<(), String> {
    let ending = input::ending(output).unwrap_or_default().to_lowercase();
    let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", output.display());
    match ending.as_str() {
        "png" | "apng" => {
            let bytes = animated_png(&moving(steps, theme), 1.0).map_err(|error| wrong(&error))?;
            input::write_picture(output, &bytes)
        }
        "html" | "htm" => {
            let frames = moving(steps, theme);
            let whole = frames.iter().map(|frame| frame.scene.bounds).reduce(|a, b| a.union(b));
            let whole = whole.unwrap_or(Rect::ZERO);
            let pictures: Vec<String> =
                frames.iter().map(|frame| svg(&within(&frame.scene, whole), 1.0, Lettering::Text)).collect();
            let names: Vec<&str> = steps.iter().map(|step| step.name.as_str()).collect();
            let title = steps.first().map_or("", |step| step.map.title.as_str());
            input::write_picture(output, steps_page(title, &names, &pictures, BETWEEN).as_bytes())
        }
        "" => {
            std::fs::create_dir_all(output).map_err(|error| wrong(&error))?;
            let scenes: Vec<Scene> = steps.iter().map(|step| scene(&step.map, &step.name, theme)).collect();
            for (number, (step, scene)) in steps.iter().zip(&scenes).enumerate() {
                let word: String =
                    step.name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
                let path = output.join(format!("{number}-{}.png", word.trim_matches('-').to_lowercase()));
                let bytes = png(scene, 2.0).map_err(|error| wrong(&error))?;
                input::write_picture(&path, &bytes)?;
                complain(format!("wrote {}", path.display()));
            }
            Ok(())
        }
        other => Err(format!(
            "{}: steps are a folder of PNG, or one .png or .html, not .{other}",
            output.display()
        )),
    }
}

/// All pictures of a moving one: the steps, and those that lead from each to the next.
fn moving(steps: &[Step], theme: &Theme) -> Vec<Frame> {
    let mut frames = Vec::new();
    let comparisons: Vec<Comparison> = between_steps(steps);
    for (number, step) in steps.iter().enumerate() {
        frames.push(Frame { scene: scene(&step.map, &step.name, theme), milliseconds: REST });
        let next = steps.get(number + 1).zip(comparisons.get(number));
        for moment in next.iter().flat_map(|_| 1..BETWEEN) {
            if let Some((next, comparison)) = next {
                let t = moment as f64 / BETWEEN as f64;
                // Slow at both ends.
                let eased = t * t * (3.0 - 2.0 * t);
                let map = comparison.at(eased);
                let words = format!("{} → {}", step.name, next.name);
                frames.push(Frame { scene: scene(&map, &words, theme), milliseconds: MOMENT });
            }
        }
    }
    frames
}

/// A map with the name of its step below its title.
fn scene(map: &Map, name: &str, theme: &Theme) -> Scene {
    let about = About { purpose: name.to_owned(), ..map.about.clone() };
    let map = Map { about, ..map.clone() };
    build(&map, &Layout::new(&map, &theme.sizes), theme)
}
