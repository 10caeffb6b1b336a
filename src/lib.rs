//! Mapstone: Wardley maps as immutable values, and everything a person does with them.
//!
//! Editing makes a new [`model::Map`]; what is seen, saved, exported or checked is a pure function of one.
//! The modules are layers: each names only those above it in this list.
//!
//! | layer | what it is |
//! |---|---|
//! | [`geometry`] | points, rectangles, numbers |
//! | [`typeset`] | lines of text as glyphs |
//! | [`model`] | the map as data |
//! | [`analysis`] | questions about a map, and what its chain of needs measures |
//! | [`compare`] | what differs between two maps, and what of them is the same |
//! | [`format`](mod@format) | text to map and back: map file, JSON, OnlineWardleyMaps |
//! | [`layout`] | where everything is |
//! | [`scene`] | how it looks: a closed list of things to draw |
//! | [`export`] | scenes as files, and maps found in them |
//! | [`report`] | a map in words, as Markdown and HTML |
//! | [`editor`] | a document being edited, without a window |
//! | [`files`] | what touches the disk |
//! | [`workspace`] | the open maps: opening, saving, recovering, guarding, without a window |
//! | [`cli`] | the command line |
//! | `app` | the window, behind the feature of that name |

/// Names what is done until the end of its block, where the program is built with the feature `spans`.
macro_rules! span {
    ($name:literal) => {
        #[cfg(feature = "spans")]
        let _span = tracing::info_span!($name).entered();
    };
}

pub mod analysis;
#[cfg(feature = "app")]
pub mod app;
pub mod cli;
pub mod compare;
pub mod editor;
pub mod export;
pub mod files;
pub mod format;
pub mod geometry;
pub mod layout;
pub mod model;
pub mod report;
pub mod scene;
pub mod typeset;
pub mod workspace;
