//! Themes: colours, strokes and sizes as data.

use std::sync::OnceLock;

use serde::{Deserialize, Deserializer};

use super::{Paint, Stroke};
use crate::layout::{Sizes, TextSize};
use crate::model::Color;

/// By so much the letters of a map are larger for a room.
const FOR_ROOM: f64 = 1.4;

/// How maps look. The files are `assets/themes/*.ron`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The name by which maps ask for it.
    pub name: String,
    /// Sizes of text and symbols.
    pub sizes: Sizes,
    /// The paper around the plot.
    #[serde(deserialize_with = "color")]
    pub paper: Color,
    /// The plot's background, from left to right; one colour is plain.
    pub plot: Vec<GradientStop>,
    /// The title.
    pub title: Text,
    /// The purpose under the title.
    pub purpose: Text,
    /// The axes.
    pub axis: Line,
    /// The value chain's axis, where it is drawn differently.
    pub value_axis: Line,
    /// The axes' titles.
    pub axis_title: Text,
    /// The lines between stages.
    pub stage_line: Line,
    /// How far these lines reach below the axis.
    pub stage_line_below: f64,
    /// The stages' names.
    pub stage_name: Text,
    /// "Uncharted" and "Industrialised" in the upper corners; absent where the style has none.
    #[serde(default)]
    pub corner: Option<Text>,
    /// The inside of symbols.
    #[serde(deserialize_with = "color")]
    pub symbol_fill: Color,
    /// The edge of symbols.
    pub symbol: Line,
    /// The edge of a pipeline's square.
    pub square: Line,
    /// The edge of a pipeline's box.
    pub pipeline: Line,
    /// Labels.
    #[serde(deserialize_with = "color")]
    pub label: Color,
    /// How much of the plot's colour lies behind labels, 0 to 1.
    pub halo: f64,
    /// Needs.
    pub need: Line,
    /// Constraints.
    pub constraint: Line,
    /// The band of a flow.
    pub flow: Line,
    /// How much larger letters are than usual, for a room.
    #[serde(skip, default = "usual")]
    pub grown: f64,
    /// The text along a link.
    pub link_text: Text,
    /// Evolution: arrow, ghost and its label.
    pub evolution: Line,
    /// Inertia bars.
    #[serde(deserialize_with = "color")]
    pub inertia: Color,
    /// Annotations' discs.
    #[serde(deserialize_with = "color")]
    pub disc: Color,
    /// What is removed.
    pub removed: Line,
    /// Areas of interest.
    pub area: Line,
    /// Accelerators.
    #[serde(deserialize_with = "color")]
    pub block_arrow: Color,
}

/// A colour of the plot's background.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct GradientStop(f64, #[serde(deserialize_with = "color")] Color);

/// A line's look.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its colour.
    #[serde(deserialize_with = "color")]
    pub color: Color,
    /// Its width.
    pub width: f64,
    /// Dashes and gaps.
    #[serde(default)]
    pub dash: Option<(f64, f64)>,
}

impl From<Line> for Stroke {
    fn from(line: Line) -> Self {
        Self { color: line.color, width: line.width, dash: line.dash }
    }
}

/// A text's look.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Face and size.
    pub text: TextSize,
    /// Its colour.
    #[serde(deserialize_with = "color")]
    pub color: Color,
}

/// A theme's file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// It is no theme's text.
    #[error("the theme cannot be read: {}", .0.code)]
    Syntax(#[from] ron::error::SpannedError),
    /// A size that nobody can draw in.
    #[error("{name} is {value}, and must be a number from {least} to {most}")]
    Size {
        /// What has it.
        name: &'static str,
        /// What it is.
        value: f64,
        /// The least that it may be.
        least: f64,
        /// The most.
        most: f64,
    },
}

impl ThemeError {
    /// Line and column where the text is wrong, counted from 1; `None` for what is wrong as a whole.
    pub fn place(&self) -> Option<(usize, usize)> {
        match self {
            Self::Syntax(error) => Some((error.span.start.line, error.span.start.col)),
            Self::Size { .. } => None,
        }
    }
}

macro_rules! files {
    ($($name:literal),*) => {
        [$(($name, include_str!(concat!("../../assets/themes/", $name, ".ron")))),*]
    };
}

const FILES: [(&str, &str); 7] =
    files!["mapstone", "wardley", "plain", "colour", "handwritten", "dark", "contrast"];

fn usual() -> f64 {
    1.0
}

impl Theme {
    /// The names of the themes that come with the program.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(name, _)| *name)
    }

    /// A theme that comes with the program; `None` where none has this name.
    pub fn named(name: &str) -> Option<Self> {
        // Each is read once: many pictures are made in one run.
        static READ: [OnceLock<Option<Theme>>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];
        let at = FILES.iter().position(|(own, _)| *own == name)?;
        READ.get(at)?.get_or_init(|| Self::read(FILES.get(at)?.1).ok()).clone()
    }

    /// Whether the name of a theme is that of a file: it ends in `.ron`.
    pub fn is_file(name: &str) -> bool {
        name.len() > 4 && name.get(name.len() - 4..).is_some_and(|end| end.eq_ignore_ascii_case(".ron"))
    }

    /// The theme that a map asks for; our own where the program has none of that name.
    #[allow(clippy::missing_panics_doc, reason = "see below")]
    pub fn for_map(name: &str) -> Self {
        let ours = || Self::named("mapstone");
        #[allow(clippy::unwrap_used, reason = "a test reads every theme that comes with the program")]
        Self::named(name).or_else(ours).unwrap()
    }

    /// Reads a theme's file.
    ///
    /// # Errors
    /// If the text is no theme, with line and column.
    pub fn read(text: &str) -> Result<Self, ThemeError> {
        let options =
            ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let mut theme: Self = options.from_str(text)?;
        theme.sizes.link = theme.link_text.text;
        theme.check()?;
        Ok(theme)
    }

    /// Sizes are in sheet pixels, of which a sheet has a thousand or so.
    fn check(&self) -> Result<(), ThemeError> {
        let s = &self.sizes;
        let texts = [
            ("label", s.label),
            ("anchor", s.anchor),
            ("note", s.note),
            ("title", self.title.text),
            ("purpose", self.purpose.text),
            ("axis_title", self.axis_title.text),
            ("stage_name", self.stage_name.text),
            ("link_text", self.link_text.text),
        ];
        let texts = texts.into_iter().chain(self.corner.map(|corner| ("corner", corner.text)));
        let texts = texts.flat_map(|(name, text)| [(name, text.size), (name, text.leading)]);
        let symbols = [
            ("symbol_radius", s.symbol_radius),
            ("square", s.square),
            ("pipeline_height", s.pipeline_height),
            ("inertia_width", s.inertia_width),
            ("inertia_height", s.inertia_height),
            ("disc_radius", s.disc_radius),
            ("label_width", s.label_width / 10.0),
        ];
        let lines = [
            ("axis", self.axis),
            ("value_axis", self.value_axis),
            ("stage_line", self.stage_line),
            ("symbol", self.symbol),
            ("square", self.square),
            ("pipeline", self.pipeline),
            ("need", self.need),
            ("constraint", self.constraint),
            ("flow", self.flow),
            ("evolution", self.evolution),
            ("removed", self.removed),
            ("area", self.area),
        ];
        let dashes = lines.iter().filter_map(|(name, line)| Some((*name, line.dash?)));
        let dashes = dashes.flat_map(|(name, (dash, gap))| [(name, dash), (name, gap)]);
        let others = [
            ("margins", s.margins.top),
            ("margins", s.margins.right),
            ("margins", s.margins.bottom),
            ("margins", s.margins.left),
            ("label_gap", s.label_gap),
            ("pipeline_reach", s.pipeline_reach),
            ("stage_line_below", self.stage_line_below),
        ];
        let widths = lines.iter().map(|(name, line)| (*name, line.width));
        let within = |name, value, least, most| {
            if (least..=most).contains(&value) {
                Ok(())
            } else {
                Err(ThemeError::Size { name, value, least, most })
            }
        };
        texts.into_iter().chain(symbols).try_for_each(|(name, value)| within(name, value, 1.0, 200.0))?;
        dashes.into_iter().try_for_each(|(name, value)| within(name, value, 0.1, 200.0))?;
        widths.chain(others).try_for_each(|(name, value)| within(name, value, 0.0, 500.0))?;
        within("halo", self.halo, 0.0, 1.0)
    }

    /// The plot's background.
    pub fn plot_paint(&self) -> Paint {
        match self.plot.as_slice() {
            [] => Paint::Solid(self.paper),
            [only] => Paint::Solid(only.1),
            stops => Paint::Horizontal(stops.iter().map(|stop| (stop.0, stop.1)).collect()),
        }
    }

    /// The same for a room: letters and symbols are larger, as they are seen from further away.
    #[must_use]
    pub fn for_room(&self) -> Self {
        let mut theme = self.clone();
        let larger = |text: &mut TextSize| {
            text.size *= FOR_ROOM;
            text.leading *= FOR_ROOM;
        };
        theme.grown = FOR_ROOM;
        for style in [&mut theme.axis_title, &mut theme.stage_name] {
            larger(&mut style.text);
        }
        if let Some(corner) = &mut theme.corner {
            larger(&mut corner.text);
        }
        let sizes = &mut theme.sizes;
        sizes.margins.bottom *= FOR_ROOM;
        sizes.margins.left *= FOR_ROOM;
        sizes.disc_radius *= FOR_ROOM;
        [&mut sizes.label, &mut sizes.anchor, &mut sizes.note, &mut sizes.link].into_iter().for_each(larger);
        sizes.label_width *= FOR_ROOM;
        sizes.symbol_radius *= 1.2;
        sizes.square *= 1.2;
        larger(&mut theme.link_text.text);
        theme
    }

    /// The plot's colour at a fraction of its width, opaque.
    pub fn plot_color(&self, at: f64) -> Color {
        let mut left = self.plot.first().map_or((0.0, self.paper), |stop| (stop.0, stop.1));
        for stop in &self.plot {
            if stop.0 >= at {
                let t =
                    if stop.0 > left.0 { ((at - left.0) / (stop.0 - left.0)).clamp(0.0, 1.0) } else { 1.0 };
                return Color { a: 255, ..left.1.toward(stop.1, t) };
            }
            left = (stop.0, stop.1);
        }
        left.1
    }
}

fn color<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Color, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_of_the_program_can_be_read() {
        for (name, text) in FILES {
            assert_eq!(
                Theme::read(text).map(|theme| theme.name).map_err(|e| e.to_string()),
                Ok(name.to_owned())
            );
        }
        assert_eq!(Theme::for_map("no such theme").name, "mapstone");
        assert!(Theme::read("Theme(name: 1)").is_err());
        for (good, bad) in [("symbol_radius: 6", "symbol_radius: inf"), ("dash: (2, 3)", "dash: (0, 0)")] {
            let text = FILES[0].1.replacen(good, bad, 1);
            assert!(
                text.contains(bad) && matches!(Theme::read(&text), Err(ThemeError::Size { .. })),
                "{bad}"
            );
        }
    }

    #[test]
    fn the_plot_is_grey_at_the_edges() {
        let theme = Theme::for_map("mapstone");
        assert_eq!(theme.plot_color(0.0), theme.plot_color(1.0));
        assert_eq!(theme.plot_color(0.5), Color::WHITE);
    }
}
