//! `mapstone render`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::args::{Part, RenderArgs};
use super::input::{self, Input, Limit};
use super::{Outcome, complain, many, scenario};
use crate::analysis::{Overlay, around};
use crate::export::{Lettering, Output, Page, PictureFormat};
use crate::files::{self, Disk};
use crate::format::{self, Format, Origin, Severity};
use crate::model::{ElementId, Map};
use crate::scene::{Attachment, Contents, Look, Theme};

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
    if let Some(folder) = args.out_dir.as_ref().filter(|_| !args.check)
        && let Err(error) = std::fs::create_dir_all(folder)
    {
        complain(format!("{}: {error}", folder.display()));
        return Outcome::Failed;
    }
    let written = Written::default();
    let one = |path: &Path| {
        render(args, theme.as_ref(), path, &written).unwrap_or_else(|message| {
            complain(message);
            Outcome::Failed
        })
    };
    let mut worst = Outcome::Fine;
    let is_whole = many::each(&args.inputs, one, |outcome| worst = worst.max(outcome));
    if is_whole { worst } else { Outcome::Stopped }
}

/// What cannot be meant, said before anything is done.
fn misuse(args: &RenderArgs) -> Option<String> {
    if args.output.is_some() && args.inputs.len() > 1 {
        return Some("one output for several maps; say --out-dir DIR".to_owned());
    }
    let writes_to_none = args.output.as_deref().is_some_and(input::is_dash)
        || args.out_dir.is_none()
            && args.output.is_none()
            && args.inputs.iter().any(|path| input::is_dash(path));
    if args.check && writes_to_none {
        return Some("--check looks at pictures in files; say -o OUT".to_owned());
    }
    let odd = args.output.as_ref().filter(|path| args.format.is_empty() && !input::is_dash(path));
    let odd =
        odd.and_then(|path| input::ending(path)).filter(|ending| PictureFormat::of_ending(ending).is_none());
    if let Some(ending) = odd {
        return Some(format!(
            "there is no picture format `{ending}`; there are svg, png and pdf, or say --format"
        ));
    }
    let goes_to_one = args.output.is_some()
        || args.inputs.iter().any(|path| input::is_dash(path)) && args.out_dir.is_none();
    if goes_to_one && formats(args).len() > 1 {
        return Some("one output for several formats; say --out-dir DIR".to_owned());
    }
    // How many pictures a Markdown file makes is known when it is read.
    let alone = args.inputs.iter().filter(|path| !input::is_markdown(path));
    let mut outputs: Vec<_> = alone.map(|path| output(args, path, PictureFormat::Svg)).collect();
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
    files::theme_file(&Disk, Path::new(name)).map(Some).map_err(|fault| fault.to_string())
}

/// The pictures that were made already: none goes over another.
type Written = Mutex<BTreeSet<PathBuf>>;

fn render(
    args: &RenderArgs,
    theme: Option<&Theme>,
    path: &Path,
    written: &Written,
) -> Result<Outcome, String> {
    let inputs = input::read(path, None, Limit::new(args.no_limit))?;
    let goes_to_one = args.output.is_some() || input::is_dash(path) && args.out_dir.is_none();
    if args.block.is_some() || goes_to_one {
        return render_one(args, theme, path, input::single(inputs, args.block)?, written);
    }
    let mut outcome = Outcome::Fine;
    for input in inputs {
        outcome = outcome.max(render_one(args, theme, path, input, written)?);
    }
    Ok(outcome)
}

fn render_one(
    args: &RenderArgs,
    theme: Option<&Theme>,
    path: &Path,
    input: Input,
    written: &Written,
) -> Result<Outcome, String> {
    let report = input.report(Severity::Warning);
    for line in report.lines() {
        complain(line);
    }
    let (name, number) = (input.name, input.number);
    let map = input.reading.map.ok_or_else(|| format!("{name}: no picture can be made of this"))?;
    let warned = if args.fail_on_warnings { Outcome::Warnings } else { Outcome::Fine };
    let mut outcome = if report.is_empty() { Outcome::Fine } else { warned };
    let own = match theme {
        Some(theme) => Ok(theme.clone()),
        None => input::theme_of(&map, path),
    };
    let theme = own.unwrap_or_else(|fault| {
        complain(format!("{fault}; {name} is drawn in our own"));
        outcome = warned;
        Theme::for_map("")
    });
    let contents = contents(args, &map).map_err(|error| format!("{name}: {error}"))?;
    let (shown, before) = scenario_of(args, &map).map_err(|error| format!("{name}: {error}"))?;
    let map = shown.as_ref().unwrap_or(&map);
    let contents = Contents { before, ..contents };
    let mut scene = contents.scene(map, &theme);
    if args.embed_source {
        scene.attachment = Some(attachment(&contents, map, path, (input.body, input.origin)));
    }
    let draws_letters = args.outlines || formats(args).iter().any(|format| *format != PictureFormat::Svg);
    for c in draws_letters.then(|| scene.undrawable()).into_iter().flatten() {
        complain(format!(
            "{name}: hint: no font of this system has “{c}” (U+{:04X}); � stands for it",
            u32::from(c)
        ));
    }
    for format in formats(args) {
        let bytes = how(args, format).bytes(&scene).map_err(|error| format!("{name}: {error}"))?;
        let picture = numbered(&output(args, path, format), number, args);
        if args.output.is_some() {
            input::spare(&picture, [path])?;
        }
        if !written.lock().unwrap_or_else(PoisonError::into_inner).insert(picture.clone()) {
            return Err(format!("{name}: the picture of another map is {} already", picture.display()));
        }
        if !args.check {
            input::write_picture(&picture, &bytes)?;
        } else if !is_up_to_date(&picture, &bytes)? {
            super::say(&format!("{}\n", picture.display()));
            outcome = outcome.max(Outcome::Warnings);
        }
    }
    Ok(outcome)
}

/// The map of the scenario that was asked for, and the one that it is held against.
fn scenario_of(args: &RenderArgs, map: &Map) -> Result<(Option<Map>, Option<Arc<Map>>), String> {
    let Some(word) = &args.scenario else { return Ok((None, None)) };
    let id = scenario::id_of(map, word)?;
    scenario::complain_misfits(map, &id);
    let before = match args.compare.as_deref() {
        None => None,
        Some("") => Some(Arc::new(map.clone())),
        Some(other) => Some(Arc::new(map.in_scenario(&scenario::id_of(map, other)?).0)),
    };
    Ok((Some(map.in_scenario(&id).0), before))
}

/// Whether a picture is what would be made now.
fn is_up_to_date(picture: &Path, bytes: &[u8]) -> Result<bool, String> {
    match std::fs::read(picture) {
        Ok(there) => Ok(there == bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(format!("{}: {error}", picture.display())),
    }
}

/// What goes along with a picture: the text that it was made from, or that of the part that it shows.
fn attachment(contents: &Contents, map: &Map, path: &Path, (body, origin): (String, Origin)) -> Attachment {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let stem = if input::is_dash(path) { "map" } else { &*stem };
    match (&contents.only, origin) {
        (Some(ids), _) => {
            let text = format::write(Format::Ron, &map.only(ids)).0;
            Attachment { name: format!("{stem}.ron"), text }
        }
        (None, Origin::Format(format)) => {
            Attachment { name: format!("{stem}.{}", format.ending()), text: body }
        }
        (None, Origin::Wtg) => Attachment { name: format!("{stem}.wtg"), text: body },
    }
}

/// How the scene becomes a file.
fn how(args: &RenderArgs, format: PictureFormat) -> Output {
    let lettering = match (args.outlines, args.embed_fonts) {
        (true, _) => Lettering::Shapes,
        (_, true) => Lettering::Embedded,
        _ => Lettering::Text,
    };
    let page = Page { size: args.page.into(), margin: args.margin, foot: !args.no_foot };
    Output { format, scale: args.scale, lettering, page }
}

/// What of the map was asked for.
fn contents(args: &RenderArgs, map: &Map) -> Result<Contents, String> {
    let known = |ids: &[String]| -> Result<BTreeSet<ElementId>, String> {
        let ids: BTreeSet<_> = ids.iter().map(|id| ElementId::new(id.trim())).collect();
        match ids.iter().find(|id| map.element(id).is_none()) {
            Some(missing) => Err(format!("the map has no element `{missing}`")),
            None => Ok(ids),
        }
    };
    let (ids, of, focus) = (known(&args.only)?, known(&args.of)?, known(&args.focus)?);
    if args.overlay.is_some_and(Overlay::needs_selection) && of.is_empty() {
        return Err("say of which component: --of ID".to_owned());
    }
    let is_drawn = |id: &ElementId| map.element(id).is_some_and(|element| args.parked || !element.parked);
    if let Some(parked) = focus.first().filter(|_| !focus.iter().any(is_drawn)) {
        return Err(format!("{parked} is parked, and is not drawn: add --parked, or put another in focus"));
    }
    let hides = |part| args.hide.contains(&part);
    Ok(Contents {
        labels: !hides(Part::Labels),
        tidy: args.tidy_labels,
        parked: args.parked,
        annotations: !hides(Part::Annotations),
        legend: if hides(Part::Legend) { Some(false) } else { args.legend.then_some(true) },
        paper: !args.transparent,
        only: (!ids.is_empty()).then_some(ids),
        sheet: args.size,
        before: None,
        overlay: args.overlay.map(|overlay| (overlay, of)),
        look: Look {
            focus: (!focus.is_empty()).then(|| chain(map, &focus, args.levels)),
            hidden: args.hide.iter().filter_map(|part| part.hideable()).collect(),
        },
    })
}

/// What is in focus around some elements.
fn chain(map: &Map, on: &BTreeSet<ElementId>, levels: Option<usize>) -> BTreeSet<ElementId> {
    let near = around(map, on).into_iter().filter(|(_, far)| levels.is_none_or(|levels| *far <= levels));
    near.map(|(id, _)| id).collect()
}

/// What was asked for, else what the output ends in, else SVG.
fn formats(args: &RenderArgs) -> Vec<PictureFormat> {
    let of_output = || {
        let ending = args.output.as_ref().and_then(|path| path.extension());
        let known = ending.and_then(|ending| PictureFormat::of_ending(&ending.to_string_lossy()));
        known.unwrap_or(PictureFormat::Svg)
    };
    if args.format.is_empty() {
        return vec![of_output()];
    }
    let asked: BTreeSet<PictureFormat> = args.format.iter().map(|format| (*format).into()).collect();
    asked.into_iter().collect()
}

/// The name of a picture of one of several maps of a file: `README-2.svg`.
fn numbered(path: &Path, number: Option<usize>, args: &RenderArgs) -> PathBuf {
    let Some(number) = number.filter(|_| args.output.is_none() && !input::is_dash(path)) else {
        return path.to_owned();
    };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{number}.{ending}"))
}

/// Where a picture goes: where it was told to, else beside the map; of standard input, to standard output.
fn output(args: &RenderArgs, input: &Path, format: PictureFormat) -> PathBuf {
    let ending = format.ending();
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
