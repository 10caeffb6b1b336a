//! Arguments of what teams do with maps: compare, merge, branch, and have git do it.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Arguments of `diff`. Exit status: 0 the maps are the same, 1 they differ, 2 it could not be done.
#[derive(Debug, Parser)]
pub struct DiffArgs {
    /// The first map, in any format; `-` is standard input.
    #[arg(value_name = "A")]
    pub before: PathBuf,
    /// The second.
    #[arg(value_name = "B")]
    pub after: PathBuf,
    /// How to say it. Default: what OUT ends in, else text.
    #[arg(long, value_enum)]
    pub format: Option<DiffFormat>,
    /// The file to write; `-` is standard output. With Markdown, the picture is written beside it.
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// With Markdown: the address at which the picture will be.
    #[arg(long, value_name = "URL")]
    pub picture: Option<String>,
    /// Mark moves that are too small to matter, too.
    #[arg(long)]
    pub small: bool,
    /// Read maps of any size.
    #[arg(long)]
    pub no_limit: bool,
}

/// How differences are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// Lines of text.
    Text,
    /// The same for scripts.
    Json,
    /// A table in Markdown, for a pull request.
    Md,
    /// The second map with marks of what changed.
    Svg,
    /// The same as pixels.
    Png,
    /// A page with the picture and the table.
    Html,
}

/// Arguments of `merge`, in the order in which git gives them to a merge driver.
///
/// Exit status: 0 all is merged; 1 there are conflicts: the file holds both sides, Mapstone shows them, and `check` fails
/// until they are decided; 2 it could not be done. What is no map is merged line by line, as git does.
#[derive(Debug, Parser)]
pub struct MergeArgs {
    /// The version that both came from.
    #[arg(value_name = "BASE")]
    pub base: PathBuf,
    /// Our version; the result replaces it unless -o says otherwise.
    #[arg(value_name = "OURS")]
    pub ours: PathBuf,
    /// Their version.
    #[arg(value_name = "THEIRS")]
    pub theirs: PathBuf,
    /// The file to write; `-` is standard output.
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// The name that the file has in the repository: it says the format.
    #[arg(long, value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// How messages call the sides: ours, the base, theirs.
    #[arg(short = 'L', value_name = "LABEL")]
    pub labels: Vec<String>,
    /// Read maps of any size.
    #[arg(long)]
    pub no_limit: bool,
}

/// Arguments of `scenario`.
#[derive(Debug, Parser)]
pub struct ScenarioArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: ScenarioDo,
}

/// What can be done with scenarios.
#[derive(Debug, Subcommand)]
pub enum ScenarioDo {
    /// Print the table of scenarios.
    List {
        /// The map.
        #[arg(value_name = "MAP")]
        input: PathBuf,
        /// Print what each changes and what it asks, too.
        #[arg(long)]
        all: bool,
    },
    /// Make a scenario today's map; those that it goes on from are done with it.
    Apply {
        /// The map.
        #[arg(value_name = "MAP")]
        input: PathBuf,
        /// The scenario's id or name.
        #[arg(value_name = "SCENARIO")]
        scenario: String,
        /// The file to write. Default: the map's own.
        #[arg(short, long, value_name = "OUT")]
        output: Option<PathBuf>,
    },
    /// Draw today and the scenarios that lead to one, step by step.
    Steps {
        /// The map.
        #[arg(value_name = "MAP")]
        input: PathBuf,
        /// The last scenario's id or name. Default: the one with the most before it.
        #[arg(value_name = "SCENARIO")]
        scenario: Option<String>,
        /// Where: a folder gets a PNG a step, a file that ends in .png moves, one in .html has a slider.
        #[arg(short, long, value_name = "OUT")]
        output: PathBuf,
    },
    /// Write a scenario as a map of its own.
    Export {
        /// The map.
        #[arg(value_name = "MAP")]
        input: PathBuf,
        /// The scenario's id or name.
        #[arg(value_name = "SCENARIO")]
        scenario: String,
        /// The file to write.
        #[arg(short, long, value_name = "OUT")]
        output: PathBuf,
    },
}

/// Arguments of `git-setup`.
///
/// Writes `.gitattributes` and the configuration of this clone, and shows what it wrote. Files of these patterns that are no
/// maps are compared and merged as git does.
#[derive(Debug, Parser)]
pub struct GitSetupArgs {
    /// Patterns of files that are maps. Default: *.ron *.owm *.wm *.wmap *.mmd *.mermaid
    #[arg(value_name = "PATTERN")]
    pub patterns: Vec<String>,
    /// Take it all back.
    #[arg(long)]
    pub undo: bool,
}
