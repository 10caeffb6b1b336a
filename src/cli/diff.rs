//! `mapstone diff`, and what git asks for.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use super::args::{DiffArgs, DiffFormat};
use super::input::{self, Input, Limit};
use super::{Outcome, complain, say};
use crate::compare::{Comparison, Identity};
use crate::export::{Lettering, png, svg};
use crate::format::{Format, Origin, Severity};
use crate::model::Map;
use crate::report::{comparison_html, comparison_markdown, comparison_text};
use crate::scene::{Marks, comparison_scene};

/// Tells what differs between two maps.
pub(super) fn run(args: &DiffArgs) -> Outcome {
    match diff(args) {
        Ok(outcome) => outcome,
        Err(message) => {
            complain(message);
            Outcome::Failed
        }
    }
}

/// What tells that elements of two maps are the same ones.
pub(super) fn identity(a: Origin, b: Origin) -> Identity {
    let has_ids = |origin| matches!(origin, Origin::Format(Format::Ron | Format::Json));
    if has_ids(a) && has_ids(b) { Identity::IdsFirst } else { Identity::Names }
}

fn read(path: &Path, args: &DiffArgs) -> Result<(Input, Map), String> {
    let mut input = input::single(input::read(path, None, Limit::new(args.no_limit))?, None)?;
    for line in input.report(Severity::Error).lines() {
        complain(line);
    }
    let map = input.reading.map.take().ok_or_else(|| format!("{}: this is no map", input.name))?;
    Ok((input, map))
}

fn diff(args: &DiffArgs) -> Result<Outcome, String> {
    let ((a, before), (b, after)) = (read(&args.before, args)?, read(&args.after, args)?);
    let comparison = Comparison::new(&before, &after, identity(a.origin, b.origin));
    let output = args.output.as_deref();
    input::spare(output.unwrap_or(Path::new("-")), [args.before.as_path(), args.after.as_path()])?;
    let ending = output.and_then(input::ending).unwrap_or_default().to_lowercase();
    let by_ending = match ending.as_str() {
        "json" => Some(DiffFormat::Json),
        "md" | "markdown" => Some(DiffFormat::Md),
        "svg" => Some(DiffFormat::Svg),
        "png" => Some(DiffFormat::Png),
        "html" | "htm" => Some(DiffFormat::Html),
        _ => None,
    };
    let scene = || {
        let theme = input::theme_of(&after, &args.after).unwrap_or_else(|fault| {
            complain(format!("{fault}; the picture is in our own"));
            crate::scene::Theme::for_map("")
        });
        comparison_scene(&comparison, &theme, Marks { small: args.small, ..Marks::default() })
    };
    let bytes = match args.format.or(by_ending).unwrap_or(DiffFormat::Text) {
        DiffFormat::Text => comparison_text(&comparison).into_bytes(),
        DiffFormat::Json => json_of(&comparison).into_bytes(),
        DiffFormat::Md => {
            let picture = output.filter(|path| !input::is_dash(path)).map(|path| path.with_extension("svg"));
            let goes_over = |path: &PathBuf| {
                [&args.before, &args.after].iter().any(|input| input::is_same_file(path, input))
            };
            if let Some(picture) = picture.as_ref().filter(|path| goes_over(path)) {
                return Err(format!(
                    "{}: the picture would go over it; choose another -o",
                    picture.display()
                ));
            }
            if let Some(picture) = &picture {
                input::write_picture(picture, svg(&scene(), 1.0, Lettering::Shapes).as_bytes())?;
            }
            let name =
                picture.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
            let address = args.picture.clone().or(name);
            comparison_markdown(&comparison, address.as_deref()).into_bytes()
        }
        DiffFormat::Svg => svg(&scene(), 1.0, Lettering::Text).into_bytes(),
        DiffFormat::Png => png(&scene(), 2.0).map_err(|error| error.to_string())?,
        DiffFormat::Html => {
            comparison_html(&comparison, &svg(&scene(), 1.0, Lettering::Embedded)).into_bytes()
        }
    };
    input::write(output.unwrap_or(Path::new("-")), &bytes)?;
    Ok(if comparison.is_same() { Outcome::Fine } else { Outcome::Warnings })
}

fn json_of(comparison: &Comparison) -> String {
    let rows: Vec<_> = comparison
        .rows
        .iter()
        .map(|row| {
            json!({
                "kind": format!("{:?}", row.sort).to_lowercase(),
                "on": row.on.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "words": row.words,
                "why": row.why,
                "small": row.is_small,
            })
        })
        .collect();
    let (settled, raised) = comparison.questions();
    let questions = |all: &[crate::analysis::Finding]| {
        all.iter().map(|f| json!({ "code": f.rule.code(), "question": f.question })).collect::<Vec<_>>()
    };
    let whole = json!({
        "same": comparison.is_same(),
        "changes": rows,
        "settled": questions(settled),
        "raised": questions(raised),
    });
    format!("{whole:#}\n")
}

/// What git asks of an external diff: seven arguments, the name, then file, hash and mode of both sides; two more where it
/// was renamed. Whatever happens, git goes on.
pub(super) fn git_diff(args: &[PathBuf]) -> Outcome {
    if let [name] = args {
        say(&format!("* Unmerged path {}\n", name.display()));
        return Outcome::Fine;
    }
    let [name, old, _, _, new, ..] = args else {
        complain("git-diff is for git, which calls it with seven arguments");
        return Outcome::Failed;
    };
    let read = |path: &Path| -> Result<(Map, Origin), String> {
        let origin = input::ending(name).as_deref().and_then(Format::of_ending).map(Origin::Format);
        let is_nothing = path == Path::new("/dev/null") || path == Path::new("nul");
        if is_nothing {
            return Ok((Map::default(), origin.unwrap_or(Origin::Format(Format::Owm))));
        }
        let input = input::single(input::read(path, origin, Limit::None)?, None)?;
        let origin = input.origin;
        Ok((input.reading.map.ok_or("it cannot be read as a map")?, origin))
    };
    say(&format!("map {}\n", name.display()));
    if let (Ok((before, a)), Ok((after, b))) = (read(old), read(new)) {
        say(&comparison_text(&Comparison::new(&before, &after, identity(a, b))));
    } else {
        // What is no map is compared as git does.
        let lines = Command::new("git")
            .args(["--no-pager", "diff", "--no-index", "--no-ext-diff", "--no-textconv"])
            .args([old, new])
            .output();
        if let Ok(lines) = lines {
            say(&String::from_utf8_lossy(&lines.stdout));
        }
    }
    Outcome::Fine
}

/// A map in words, one fact a line: what git compares where it wants lines. Other texts come out as they are.
pub(super) fn git_textconv(path: &Path) -> Outcome {
    let map = input::read(path, None, Limit::None).and_then(|inputs| input::single(inputs, None));
    match map.ok().and_then(|input| input.reading.map) {
        Some(map) => say(&crate::report::facts(&map)),
        None => say(&std::fs::read(path)
            .map_or_else(|_| String::new(), |bytes| String::from_utf8_lossy(&bytes).into_owned())),
    }
    Outcome::Fine
}
