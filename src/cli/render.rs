//! `mapstone render`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::args::{PictureFormat, RenderArgs};
use super::{Outcome, complain, input};
use crate::export::{self, Lettering, Page};
use crate::files::{self, Disk};
use crate::format::Severity;
use crate::layout::Layout;
use crate::model::{Edit, ElementId, Legend, Map};
use crate::scene::{self, Theme};

/// Makes pictures of maps.
pub(super) fn run(args: &RenderArgs) -> Outcome {
    if let Some(message) = misuse(args) {
        complain(message);
        return Outcome::Failed;
    }
    let theme = match theme(args) {
        Ok(theme) => theme,
        Err(message) => {
            complain(message);
            return Outcome::Failed;
        }
    };
    if let Some(folder) = &args.out_dir
        && let Err(error) = std::fs::create_dir_all(folder)
    {
        complain(format!("{}: {error}", folder.display()));
        return Outcome::Failed;
    }
    let one = |path: &Path| {
        render(args, theme.as_ref(), path).unwrap_or_else(|message| {
            complain(message);
            Outcome::Failed
        })
    };
    match args.inputs.as_slice() {
        [only] => one(only),
        many => in_parallel(many, one),
    }
}

/// What cannot be meant, said before anything is done.
fn misuse(args: &RenderArgs) -> Option<String> {
    if args.output.is_some() && args.inputs.len() > 1 {
        return Some("one output for several maps; say --out-dir DIR".to_owned());
    }
    let mut outputs: Vec<_> = args.inputs.iter().map(|path| output(args, path, PictureFormat::Svg)).collect();
    outputs.sort();
    let twice = outputs.iter().zip(outputs.iter().skip(1)).find(|(a, b)| a == b);
    twice.map(|(path, _)| format!("two maps would be written to {}", path.display()))
}

/// The theme that was asked for: one of the program's, or one in a file.
fn theme(args: &RenderArgs) -> Result<Option<Theme>, String> {
    let Some(name) = &args.theme else { return Ok(None) };
    if let Some(theme) = Theme::named(name) {
        return Ok(Some(theme));
    }
    if !Theme::is_file(name) {
        let names: Vec<_> = Theme::names().collect();
        return Err(format!(
            "there is no theme `{name}`; there are {}, and files that end in .ron",
            names.join(", ")
        ));
    }
    files::theme(&Disk, name, None).map(Some).map_err(|fault| fault.to_string())
}

fn in_parallel(inputs: &[PathBuf], one: impl Fn(&Path) -> Outcome + Sync) -> Outcome {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(inputs.len());
    let next = AtomicUsize::new(0);
    let worst = Mutex::new(Outcome::Fine);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(path) = inputs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = one(path);
                    if let Ok(mut worst) = worst.lock() {
                        *worst = outcome.max(*worst);
                    }
                }
            });
        }
    });
    worst.into_inner().unwrap_or(Outcome::Failed)
}

fn render(args: &RenderArgs, theme: Option<&Theme>, path: &Path) -> Result<Outcome, String> {
    let loaded = input::read(path, None)?;
    let name = input::name(path);
    let report = input::report(&name, &loaded.text, &loaded.reading.diagnostics, Severity::Warning);
    for line in report.lines() {
        complain(line);
    }
    let map = loaded.reading.map.ok_or_else(|| format!("{name}: no picture can be made of this"))?;
    let mut outcome = if report.is_empty() { Outcome::Fine } else { Outcome::Warnings };
    let own = match theme {
        Some(theme) => Ok(theme.clone()),
        None => input::theme_of(&map, path),
    };
    let theme = own.unwrap_or_else(|fault| {
        complain(format!("{fault}; {name} is drawn in our own"));
        outcome = Outcome::Warnings;
        Theme::for_map("")
    });
    let map = asked_for(args, map).map_err(|error| format!("{name}: {error}"))?;
    let format = picture_format(args);
    let bytes = picture(args, &theme, map, format).map_err(|error| format!("{name}: {error}"))?;
    input::write(&output(args, path, format), &bytes)?;
    Ok(outcome)
}

fn picture(
    args: &RenderArgs,
    theme: &Theme,
    map: Map,
    format: PictureFormat,
) -> Result<Vec<u8>, export::PictureError> {
    let legend = if args.legend { map.legend.or(Some(Legend::default())) } else { map.legend };
    let map = Map { legend, sheet: args.size.or(map.sheet), ..map };
    let scene = scene::build(&map, &Layout::new(&map, &theme.sizes), theme);
    let scene = if args.transparent { scene.without_paper() } else { scene };
    let lettering = if args.outlines { Lettering::Shapes } else { Lettering::Text };
    match format {
        PictureFormat::Svg => Ok(export::svg(&scene, args.scale, lettering).into_bytes()),
        PictureFormat::Png => export::png(&scene, args.scale),
        PictureFormat::Pdf => {
            let page = Page { size: args.page.into(), ..Page::default() };
            export::pdf(&scene, &page)
        }
    }
}

/// The map as it was asked for: some of its elements, its labels where the program puts them.
fn asked_for(args: &RenderArgs, map: Map) -> Result<Map, String> {
    let mut map = map;
    if !args.only.is_empty() {
        let ids: BTreeSet<ElementId> = args.only.iter().map(|id| ElementId::new(id.trim())).collect();
        if let Some(missing) = ids.iter().find(|id| map.element(id).is_none()) {
            return Err(format!("the map has no element `{missing}`"));
        }
        map = map.only(&ids);
    }
    if args.tidy_labels {
        let edits: Vec<_> = map
            .components()
            .flat_map(|(element, _)| {
                let id = || element.id.clone();
                [Edit::Label { id: id(), offset: None }, Edit::GhostLabel { id: id(), offset: None }]
            })
            .collect();
        for edit in edits {
            map = edit.apply_to(map).map_err(|error| error.to_string())?;
        }
    }
    Ok(map)
}

/// What was asked for, else what the output ends in, else SVG.
fn picture_format(args: &RenderArgs) -> PictureFormat {
    let ends_in = |wanted: &str| {
        let ending = args.output.as_ref().and_then(|path| path.extension());
        ending.is_some_and(|ending| ending.eq_ignore_ascii_case(wanted))
    };
    let of_output = if ends_in("png") {
        PictureFormat::Png
    } else if ends_in("pdf") {
        PictureFormat::Pdf
    } else {
        PictureFormat::Svg
    };
    args.format.unwrap_or(of_output)
}

/// Where a picture goes: where it was told to, else beside the map; of standard input, to standard output.
fn output(args: &RenderArgs, input: &Path, format: PictureFormat) -> PathBuf {
    let ending = match format {
        PictureFormat::Svg => "svg",
        PictureFormat::Png => "png",
        PictureFormat::Pdf => "pdf",
    };
    let file = || {
        if input::is_dash(input) {
            PathBuf::from("map")
        } else {
            PathBuf::from(input.file_name().unwrap_or_default())
        }
    };
    match (&args.output, &args.out_dir) {
        (Some(output), _) => output.clone(),
        (None, Some(folder)) => folder.join(file().with_extension(ending)),
        (None, None) if input::is_dash(input) => input.to_owned(),
        (None, None) => input.with_extension(ending),
    }
}
