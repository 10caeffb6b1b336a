//! A map in words: what it is for, its chain of needs, what it asks and what was answered, what is expected and decided. The
//! report is made once, as sections; Markdown and HTML are two spellings of it.

mod comparison;
mod describe;
mod facts;
mod gather;
mod html;
mod markdown;
mod reading;
mod steps;

pub use comparison::{comparison_html, comparison_markdown, comparison_text};
pub use describe::{describe, describe_element};
pub use facts::facts;
pub use gather::report;
pub use html::html;
pub use markdown::markdown;
pub use reading::how_to_read;
pub use steps::steps_page;

/// A map in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The map's title; its file's name where it has none.
    pub title: String,
    /// What is said, in order. Sections of which nothing is to be said are left out.
    pub sections: Vec<Section>,
}

/// A part of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its heading; empty for the beginning.
    pub title: &'static str,
    /// What it says.
    pub parts: Vec<Part>,
}

/// Something that a section says.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A paragraph.
    Text(String),
    /// The map's picture.
    Picture,
    /// A list; entries may stand below others.
    List(Vec<Entry>),
    /// A table with its head.
    Table(Vec<&'static str>, Vec<Vec<String>>),
}

/// An entry of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// How deep it stands, from 0.
    pub depth: usize,
    /// What it says.
    pub text: String,
    /// What is said less loudly behind it; may be empty.
    pub more: String,
}
