//! Maps that come with the program.

use std::sync::Arc;

use super::{Effect, OpenFile, Workspace};
use crate::editor::Editor;
use crate::format::{Format, Source};

/// A map that comes with the program.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What it is called.
    pub name: &'static str,
    /// What it shows, in a sentence.
    pub about: &'static str,
    /// The map file's text.
    pub text: &'static str,
}

macro_rules! map {
    ($file:literal) => {
        include_str!(concat!("../../maps/", $file, ".ron"))
    };
}

/// All of them, the simplest first.
pub const EXAMPLES: [Example; 5] = [
    Example { name: "Tea shop", about: "A cup of tea, and all that it needs", text: map!("tea-shop") },
    Example {
        name: "Online photo service",
        about: "Where a company stood in 2005, and where it could go",
        text: map!("online-photo-service"),
    },
    Example {
        name: "Custom racks",
        about: "A company plans robots for something that it could buy; what if it did not?",
        text: map!("custom-racks"),
    },
    Example {
        name: "Automotive industry",
        about: "Cars in 2015, and what they depend on",
        text: map!("automotive-2015"),
    },
    Example {
        name: "Self-driving car",
        about: "What a car needs that drives itself",
        text: map!("self-driving-car"),
    },
];

impl Workspace {
    /// Shows a map that comes with the program, as one that was never saved.
    pub(super) fn open_example(&mut self, name: &str) -> Vec<Effect> {
        let example = EXAMPLES.iter().find(|example| example.name == name);
        let read = example.and_then(|example| Some((example, Source::read(Format::Ron, example.text).ok()?)));
        let Some((example, source)) = read else { return Vec::new() };
        let source = Arc::new(source);
        let file = OpenFile {
            called: Some(example.name.to_owned()),
            format: Some(Format::Ron),
            source: Some(Arc::clone(&source)),
            ..OpenFile::default()
        };
        let (_, mut effects) = self.add(Editor::of_source(&source), file);
        effects.push(Effect::Say(format!("{}: Save asks for a file of your own", example.about)));
        effects
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    #[test]
    fn every_example_is_a_map_without_a_warning() {
        for example in EXAMPLES {
            let reading = format::read(Format::Ron, example.text);
            assert!(reading.map.is_some() && reading.diagnostics.is_empty(), "{}", example.name);
        }
    }
}
