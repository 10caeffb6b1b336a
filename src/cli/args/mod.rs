//! What can be said on the command line.

mod teams;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

pub(super) use self::teams::{DiffArgs, DiffFormat, GitSetupArgs, MergeArgs, ScenarioArgs, ScenarioDo};
use crate::analysis::Overlay;
use crate::export::{PageSize, PictureFormat};
use crate::format::{Format, Origin};
use crate::model::Sheet;
use crate::scene::Hideable;

/// Draw Wardley maps in a window, or render, convert, check and format them without one.
///
/// Exit status: 0 it is done, or all is well; 1 there are warnings, or files that are not canonical or not up to date; 2 it
/// could not be done.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub struct Args {
    /// Maps to open in the window.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What to do without a window.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Args {
    /// What was said. What scripts say a thousand times is understood by its own command alone: to set up all commands takes a
    /// tenth of the time that a small picture does.
    ///
    /// # Errors
    /// What is wrong with it, or help that was asked for.
    pub(super) fn said() -> Result<Self, clap::Error> {
        fn alone<A: Parser>(command: impl FnOnce(A) -> Command) -> Option<Command> {
            A::try_parse_from(std::env::args_os().skip(1)).ok().map(command)
        }
        let name = std::env::args_os().nth(1);
        let command = match name.as_deref().and_then(std::ffi::OsStr::to_str) {
            Some("render") => alone(Command::Render),
            Some("convert") => alone(Command::Convert),
            Some("check") => alone(Command::Check),
            Some("describe") => alone(Command::Describe),
            Some("fmt") => alone(Command::Fmt),
            Some("diff") => alone(Command::Diff),
            Some("merge") => alone(Command::Merge),
            _ => None,
        };
        // What is wrong is told by the whole program, in the words of its help.
        command.map_or_else(Self::try_parse, |command| Ok(Self { files: Vec::new(), command: Some(command) }))
    }
}

/// What can be done without a window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make pictures of maps.
    Render(RenderArgs),
    /// Write a map in another format.
    Convert(ConvertArgs),
    /// Tell what is wrong with maps.
    Check(CheckArgs),
    /// Write maps down in words: their chains of needs, questions and answers, what is expected and decided.
    Report(ReportArgs),
    /// Tell maps in sentences: who needs what, how evolved it is, where it goes.
    Describe(DescribeArgs),
    /// Say what a code of `check` means.
    Explain(ExplainArgs),
    /// Make the text of maps canonical.
    Fmt(FmtArgs),
    /// Tell what differs between two maps, in words or as a picture.
    Diff(DiffArgs),
    /// Merge two maps that came from one.
    Merge(MergeArgs),
    /// List the scenarios of a map, make one its own, or write one as a map.
    Scenario(ScenarioArgs),
    /// Tell git to compare and merge maps as maps, in this repository.
    GitSetup(GitSetupArgs),
    /// What git calls to compare two versions of a map.
    #[command(hide = true)]
    GitDiff {
        /// The seven arguments, or nine.
        #[arg(required = true, allow_hyphen_values = true)]
        args: Vec<PathBuf>,
    },
    /// What git calls for a map in words.
    #[command(hide = true)]
    GitTextconv {
        /// The map.
        file: PathBuf,
    },
    /// Print the JSON Schema of maps in JSON.
    Schema,
}

/// Arguments of `render`.
#[derive(Debug, Parser)]
pub struct RenderArgs {
    /// Maps to draw, or Markdown files with maps in blocks; `-` is standard input.
    #[arg(required = true, value_name = "IN")]
    pub inputs: Vec<PathBuf>,
    /// Which of the maps in a Markdown file to draw, counted from 1. Default: all, as `FILE-1.svg` and so on.
    #[arg(long, value_name = "N")]
    pub block: Option<usize>,
    /// The picture's file; `-` is standard output. Default: beside the map.
    #[arg(short, long, value_name = "OUT", conflicts_with = "out_dir")]
    pub output: Option<PathBuf>,
    /// A folder for the pictures; it is made if it is not there.
    #[arg(long, value_name = "DIR")]
    pub out_dir: Option<PathBuf>,
    /// The picture's format, or several of them: `svg,png`. Default: what OUT ends in, else SVG.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub format: Vec<Picture>,
    /// The theme to draw in: a name, or a file that ends in `.ron`. Default: the map's own.
    #[arg(long, value_name = "NAME|FILE")]
    pub theme: Option<String>,
    /// Show a legend of the symbols that the map uses.
    #[arg(long)]
    pub legend: bool,
    /// The paper of a PDF; the picture is set on it as large as fits, with a foot of title and date.
    #[arg(long, value_enum, default_value = "fit")]
    pub page: Paper,
    /// The margin around the picture on a PDF's paper, in millimetres.
    #[arg(long, value_name = "MM", default_value_t = 10.0, value_parser = margin)]
    pub margin: f64,
    /// PDF: no foot.
    #[arg(long)]
    pub no_foot: bool,
    /// Leave out paper and background: for a background of your own.
    #[arg(long)]
    pub transparent: bool,
    /// SVG: letters as shapes, so that it looks the same without our fonts.
    #[arg(long)]
    pub outlines: bool,
    /// SVG: our fonts in the file, as far as it needs them: text stays text and looks the same everywhere.
    #[arg(long, conflicts_with = "outlines")]
    pub embed_fonts: bool,
    /// Put the map's text into the picture, so that Mapstone opens the map from it; of a part of the map, that part.
    #[arg(long)]
    pub embed_source: bool,
    /// Leave these out.
    #[arg(long, value_enum, value_name = "PART", value_delimiter = ',')]
    pub hide: Vec<Part>,
    /// Draw what is parked, as dotted outlines.
    #[arg(long)]
    pub parked: bool,
    /// Let the program place all labels.
    #[arg(long)]
    pub tidy_labels: bool,
    /// Draw only these elements, with the links among them.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Tint what this says, with a legend below: rests-on, rest-on-it, only-way-through, reach, depth, load, methods, flows,
    /// differentiation, leverage, risk.
    #[arg(long, value_name = "NAME", value_parser = overlay)]
    pub overlay: Option<Overlay>,
    /// The components that the overlay is about: for rests-on, rest-on-it and reach.
    #[arg(long, value_name = "ID", value_delimiter = ',', requires = "overlay")]
    pub of: Vec<String>,
    /// Draw all but these elements with their chain, up and down, in pale colours.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub focus: Vec<String>,
    /// How many links away from them something still is in focus. Default: the whole chain.
    #[arg(long, value_name = "N", requires = "focus")]
    pub levels: Option<usize>,
    /// Draw a scenario, by its id or name. Default: the map as it stands.
    #[arg(long, value_name = "ID")]
    pub scenario: Option<String>,
    /// Mark what differs from the map as it stands; from another scenario, by its id or name.
    #[arg(long, value_name = "ID", num_args = 0..=1, default_missing_value = "", requires = "scenario", conflicts_with_all = ["overlay", "only"])]
    pub compare: Option<String>,
    /// Pixels of the picture to each pixel of the sheet.
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = scale)]
    pub scale: f64,
    /// The plot's size in pixels, without margins. Default: the map's own.
    #[arg(long, value_name = "WxH", value_parser = size)]
    pub size: Option<Sheet>,
    /// Write nothing: name the pictures that are not there, or not what would be made now, with exit status 1.
    #[arg(long)]
    pub check: bool,
    /// Exit status 1 where a map has warnings.
    #[arg(long)]
    pub fail_on_warnings: bool,
    /// Read maps of any size.
    #[arg(long)]
    pub no_limit: bool,
}

/// Arguments of `convert`.
///
/// What the format does not say of the map is told on standard error before anything is written. Into a Markdown file,
/// the map goes as a Mermaid block, behind a comment that names the map's file; the next time it replaces that block.
#[derive(Clone, Debug, Parser)]
pub struct ConvertArgs {
    /// The map to read; `-` is standard input. With --update, Markdown files.
    #[arg(required = true, value_name = "IN")]
    pub inputs: Vec<PathBuf>,
    /// The file to write; `-` is standard output.
    #[arg(short, long, value_name = "OUT", required_unless_present = "update")]
    pub output: Option<PathBuf>,
    /// The format to read. Default: what the text says.
    #[arg(long, value_enum)]
    pub from: Option<ReadFormat>,
    /// The format to write. Default: what OUT ends in; in Markdown, Mermaid.
    #[arg(long, value_enum)]
    pub to: Option<MapFormat>,
    /// Which of the maps in a Markdown file to read, counted from 1.
    #[arg(long, value_name = "N")]
    pub block: Option<usize>,
    /// Write nothing, with exit status 1, where the format does not say all of the map.
    #[arg(long)]
    pub strict: bool,
    /// Leave out the comments that keep what the format does not say; what is lost then is told.
    #[arg(long)]
    pub plain: bool,
    /// Whether labels that no author placed are written where this program puts them, for programs that do not look for
    /// a place themselves. A comment tells them from an author's. Default: placed in Mermaid blocks of Markdown files,
    /// else kept as they are.
    #[arg(long, value_enum)]
    pub labels: Option<Labels>,
    /// Make the blocks of Markdown files anew from the files that they name.
    #[arg(long, conflicts_with_all = ["output", "block", "from"])]
    pub update: bool,
    /// With --update: change nothing; exit status 1 where a block is not up to date.
    #[arg(long, requires = "update")]
    pub check: bool,
    /// Replace a block of a Markdown file although it was changed by hand.
    #[arg(long)]
    pub force: bool,
    /// With --update: read maps outside of the Markdown file's folder too.
    #[arg(long, requires = "update")]
    pub allow_outside: bool,
    /// Exit status 1 where the map has warnings.
    #[arg(long)]
    pub fail_on_warnings: bool,
    /// Read and write texts of any size.
    #[arg(long)]
    pub no_limit: bool,
}

/// Arguments of `check`.
///
/// Problems are what is odd about a text: hints, warnings and errors. Questions are notes, never warnings, unless they are
/// denied: here or in a `mapstone.toml` in the map's folder or above it.
#[derive(Debug, Parser)]
pub struct CheckArgs {
    /// Maps to check, or Markdown files with maps in blocks; `-` is standard input.
    #[arg(required_unless_present = "rules", value_name = "IN")]
    pub inputs: Vec<PathBuf>,
    /// How to say it: lines of text, JSON, or SARIF 2.1.0, which code hosts show beside the lines.
    #[arg(long, value_enum, default_value = "text")]
    pub format: ReportFormat,
    /// Take these for warnings: the code of a problem or a question, or `all`.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub deny: Vec<String>,
    /// Do not tell these: the code of a problem or a question, or `all`.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub allow: Vec<String>,
    /// Tell only the questions that are raised or settled since this revision of git: `HEAD`, `main`, a tag.
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
    /// Tell all questions and hints; else the five questions of a map that are most worth asking and five hints of a kind
    /// are told, and how many there are more. JSON and SARIF have all.
    #[arg(long)]
    pub all: bool,
    /// Print all codes, and what they mean.
    #[arg(long)]
    pub rules: bool,
    /// Read maps of any size.
    #[arg(long)]
    pub no_limit: bool,
}

/// Arguments of `report`.
#[derive(Debug, Parser)]
pub struct ReportArgs {
    /// Maps to write down, or Markdown files with maps in blocks; `-` is standard input.
    #[arg(required = true, value_name = "IN")]
    pub inputs: Vec<PathBuf>,
    /// The document: `.md`, with the pictures beside it, or `.html`, one file with the pictures in it. `-` is standard
    /// output, without pictures.
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// The document's format. Default: what OUT ends in, else Markdown.
    #[arg(long, value_enum)]
    pub format: Option<DocumentFormat>,
    /// Read maps of any size.
    #[arg(long)]
    pub no_limit: bool,
}

/// Formats of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DocumentFormat {
    /// Markdown.
    Md,
    /// One HTML file.
    Html,
}

/// Arguments of `describe`.
#[derive(Debug, Parser)]
pub struct DescribeArgs {
    /// Maps to tell, or Markdown files with maps in blocks; `-` is standard input.
    #[arg(required = true, value_name = "IN")]
    pub inputs: Vec<PathBuf>,
    /// Read maps of any size.
    #[arg(long)]
    pub no_limit: bool,
}

/// Arguments of `explain`.
#[derive(Debug, Parser)]
pub struct ExplainArgs {
    /// The code of a problem or a question.
    #[arg(value_name = "CODE")]
    pub code: String,
}

/// Arguments of `fmt`.
#[derive(Debug, Parser)]
pub struct FmtArgs {
    /// Maps whose files are rewritten, each in its own format; `-` is standard input and output.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Change nothing: name the files that are not canonical, with exit status 1.
    #[arg(long)]
    pub check: bool,
    /// Read and write texts of any size.
    #[arg(long)]
    pub no_limit: bool,
}

/// Which labels are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Labels {
    /// All: where no author placed one, this program does.
    Placed,
    /// Those that authors placed.
    Kept,
}

/// Formats of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Picture {
    /// Scalable vector graphics.
    Svg,
    /// Portable network graphics.
    Png,
    /// A document page.
    Pdf,
}

impl From<Picture> for PictureFormat {
    fn from(picture: Picture) -> Self {
        match picture {
            Picture::Svg => Self::Svg,
            Picture::Png => Self::Png,
            Picture::Pdf => Self::Pdf,
        }
    }
}

/// Parts of a picture that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// The names of components.
    Labels,
    /// The list of annotations.
    Annotations,
    /// The legend.
    Legend,
    /// Needs and constraints.
    Needs,
    /// Flows.
    Flows,
    /// Notes.
    Notes,
    /// Areas of interest.
    Areas,
    /// Attitudes.
    Attitudes,
    /// Accelerators and deaccelerators.
    Accelerators,
    /// Annotations with their discs and their list.
    Discs,
}

impl Part {
    /// What is not drawn without it, where the rest of the picture stays as it is.
    pub fn hideable(self) -> Option<Hideable> {
        match self {
            Self::Labels | Self::Annotations | Self::Legend => None,
            Self::Needs => Some(Hideable::Needs),
            Self::Flows => Some(Hideable::Flows),
            Self::Notes => Some(Hideable::Notes),
            Self::Areas => Some(Hideable::Areas),
            Self::Attitudes => Some(Hideable::Attitudes),
            Self::Accelerators => Some(Hideable::Accelerators),
            Self::Discs => Some(Hideable::Annotations),
        }
    }
}

/// Sizes of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Paper {
    /// As large as the picture.
    Fit,
    /// ISO 216 A4.
    A4,
    /// ISO 216 A3.
    A3,
    /// US letter.
    Letter,
    /// A slide.
    #[value(name = "16:9")]
    Slide,
}

impl From<Paper> for PageSize {
    fn from(paper: Paper) -> Self {
        match paper {
            Paper::Fit => Self::Fit,
            Paper::A4 => Self::A4,
            Paper::A3 => Self::A3,
            Paper::Letter => Self::Letter,
            Paper::Slide => Self::Slide,
        }
    }
}

/// Formats of maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MapFormat {
    /// Mapstone's own map file.
    Ron,
    /// OnlineWardleyMaps text.
    Owm,
    /// A Mermaid `wardley-beta` diagram.
    Mermaid,
    /// The map file's structure as JSON.
    Json,
}

impl From<MapFormat> for Format {
    fn from(format: MapFormat) -> Self {
        match format {
            MapFormat::Ron => Self::Ron,
            MapFormat::Owm => Self::Owm,
            MapFormat::Mermaid => Self::Mermaid,
            MapFormat::Json => Self::Json,
        }
    }
}

impl From<Format> for MapFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Ron => Self::Ron,
            Format::Owm => Self::Owm,
            Format::Mermaid => Self::Mermaid,
            Format::Json => Self::Json,
        }
    }
}

/// Formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReadFormat {
    /// Mapstone's own map file.
    Ron,
    /// OnlineWardleyMaps text.
    Owm,
    /// A Mermaid `wardley-beta` diagram.
    Mermaid,
    /// The map file's structure as JSON.
    Json,
    /// wardleyToGo's text.
    Wtg,
}

impl From<ReadFormat> for Origin {
    fn from(format: ReadFormat) -> Self {
        match format {
            ReadFormat::Ron => Self::Format(Format::Ron),
            ReadFormat::Owm => Self::Format(Format::Owm),
            ReadFormat::Mermaid => Self::Format(Format::Mermaid),
            ReadFormat::Json => Self::Format(Format::Json),
            ReadFormat::Wtg => Self::Wtg,
        }
    }
}

/// Formats of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// `file:line:column: severity: message`
    Text,
    /// A list of objects with the same fields.
    Json,
    /// SARIF 2.1.0.
    Sarif,
}

fn scale(text: &str) -> Result<f64, String> {
    let scale = text.parse::<f64>().ok().filter(|scale| (0.05..=20.0).contains(scale));
    scale.ok_or_else(|| "a scale is a number from 0.05 to 20".to_owned())
}

fn margin(text: &str) -> Result<f64, String> {
    let margin = text.parse::<f64>().ok().filter(|margin| (0.0..=100.0).contains(margin));
    margin.ok_or_else(|| "a margin is a number of millimetres from 0 to 100".to_owned())
}

fn size(text: &str) -> Result<Sheet, String> {
    let sheet = text
        .split_once(['x', 'X', '×'])
        .and_then(|(width, height)| Sheet::new(width.trim().parse().ok()?, height.trim().parse().ok()?));
    sheet.ok_or_else(|| "a size is two numbers of pixels from 100 to 20000, such as 1200x675".to_owned())
}

fn overlay(text: &str) -> Result<Overlay, String> {
    let found = Overlay::ALL.into_iter().find(|overlay| overlay.code() == text);
    found.ok_or_else(|| {
        let all: Vec<_> = Overlay::ALL.iter().map(|overlay| overlay.code()).collect();
        format!("there are {}", all.join(", "))
    })
}
