//! `mapstone convert`

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use super::args::{ConvertArgs, Labels};
use super::input::{self, Input, Limit};
use super::{Outcome, complain};
use crate::files::is_below;
use crate::format::{self, Format, Loss, Origin, Severity, Writing, markdown};
use crate::layout::Layout;
use crate::scene::Theme;

/// Writes a map in another format, or brings the maps in Markdown files up to date.
pub(super) fn run(args: &ConvertArgs) -> Outcome {
    let one = |result: Result<Outcome, String>| {
        result.unwrap_or_else(|message| {
            complain(message);
            Outcome::Failed
        })
    };
    let limit = Limit::new(args.no_limit);
    if args.update {
        let outcomes = args.inputs.iter().map(|path| one(update(args, path, limit)));
        return outcomes.max().unwrap_or(Outcome::Fine);
    }
    match (args.inputs.as_slice(), &args.output) {
        ([input], Some(output)) if input::is_markdown(output) => one(put(args, input, output, limit)),
        ([input], Some(output)) => one(convert(args, input, output, limit)),
        (_, Some(_)) => one(Err("one output for several maps; convert them one by one".to_owned())),
        (_, None) => one(Err("where to? Say -o OUT; or --update for Markdown files".to_owned())),
    }
}

/// Reads the map that is meant, and says what is odd about it.
fn read(args: &ConvertArgs, path: &Path, limit: Limit) -> Result<(Input, Outcome), String> {
    let input = input::single(input::read(path, args.from.map(Origin::from), limit)?, args.block)?;
    let report = input.report(Severity::Warning);
    for line in report.lines() {
        complain(line);
    }
    let fails = args.fail_on_warnings && !report.is_empty();
    Ok((input, if fails { Outcome::Warnings } else { Outcome::Fine }))
}

/// Says what a format does not say of a map; answers whether the conversion goes on.
fn tell(name: &str, to: Format, losses: &[Loss], is_strict: bool) -> bool {
    for loss in losses {
        let but = if loss.is_kept { "; a comment keeps it" } else { "" };
        complain(format!("{name}: {} does not say {loss}{but}", to.name()));
    }
    let stops = is_strict && !losses.is_empty();
    if stops {
        complain(format!("{name}: nothing was written, for --strict"));
    }
    !stops
}

/// The map in a format, with what that does not say. A text is edited, not rewritten: with nothing to change it stays
/// as it is. `usual` is what is done with labels where nobody says.
fn text_in(
    to: Format,
    input: Input,
    args: &ConvertArgs,
    usual: Labels,
) -> Result<(String, Vec<Loss>), String> {
    let Some(map) = input.reading.map else {
        return Err(format!("{}: this is not a map that can be read", input.name));
    };
    if input.origin.format() == Some(to) && !args.plain && args.labels.is_none() {
        return Ok((input.body, Vec::new()));
    }
    let is_placed = args.labels.unwrap_or(usual) == Labels::Placed;
    let sizes = Theme::for_map(&map.theme).sizes;
    let placed = is_placed.then(|| Layout::new(&map, &sizes).label_offsets(&map, &sizes));
    Ok(format::write_as(
        to,
        &map,
        Writing { is_plain: args.plain, keeps_unknown: false, placed: placed.as_ref() },
    ))
}

/// What is done with labels in a block of a Markdown file: Mermaid puts those without a place on the links.
fn in_markdown(to: Format) -> Labels {
    if to == Format::Mermaid { Labels::Placed } else { Labels::Kept }
}

fn convert(args: &ConvertArgs, path: &Path, output: &Path, limit: Limit) -> Result<Outcome, String> {
    let by_ending = input::ending(output).as_deref().and_then(Format::of_ending);
    let to =
        args.to.map(Format::from).or(by_ending).ok_or_else(|| {
            format!("{}: which format? Say --to ron, owm, mermaid or json", output.display())
        })?;
    let (input, outcome) = read(args, path, limit)?;
    let name = input.name.clone();
    if input.origin.format() != Some(to) {
        input::spare(output, [path])?;
    }
    let (text, losses) = text_in(to, input, args, Labels::Kept)?;
    if !tell(&name, to, &losses, args.strict) {
        return Ok(Outcome::Warnings);
    }
    input::write_text(output, to, &text, limit)?;
    Ok(outcome)
}

/// Puts a map into a block of a Markdown file.
fn put(args: &ConvertArgs, path: &Path, output: &Path, limit: Limit) -> Result<Outcome, String> {
    if input::is_dash(path) {
        return Err("a block of a Markdown file is made from a file, which it names".to_owned());
    }
    let to = args.to.map_or(Format::Mermaid, Format::from);
    if !matches!(to, Format::Mermaid | Format::Owm) {
        return Err(format!(
            "a block of a Markdown file holds Mermaid or OnlineWardleyMaps text, not {}",
            to.name()
        ));
    }
    let (input, outcome) = read(args, path, limit)?;
    let name = input.name.clone();
    let (map, losses) = text_in(to, input, args, in_markdown(to))?;
    if !tell(&name, to, &losses, args.strict) {
        return Ok(Outcome::Warnings);
    }
    let text = if output.exists() { input::text_of(output, limit)?.text } else { String::new() };
    let source = relative(path, output);
    // A block that is there keeps what it is written in, unless another is asked for.
    let there = markdown::places(&text).into_iter().find(|place| place.source == source);
    let kept = there.map(|place| place.format).filter(|_| args.to.is_none());
    if let Some(kept) = kept.filter(|kept| *kept != to) {
        return put(&ConvertArgs { to: Some(kept.into()), ..args.clone() }, path, output, limit);
    }
    let new = markdown::put(&text, &source, to, &map, args.force)
        .map_err(|error| format!("{}:{error}", output.display()))?;
    if new != text {
        input::write(output, new.as_bytes())?;
    }
    Ok(outcome)
}

/// Brings the blocks of a Markdown file up to date that are made from files.
fn update(args: &ConvertArgs, path: &Path, limit: Limit) -> Result<Outcome, String> {
    let old = input::text_of(path, limit)?.text;
    let mut text = old.clone();
    let mut outcome = Outcome::Fine;
    let mut done = HashSet::new();
    for place in markdown::places(&old) {
        if !done.insert(place.source.clone()) {
            continue;
        }
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        let source = folder.join(&place.source);
        if !args.allow_outside && !is_below(&source, folder) {
            return Err(format!(
                "{}: the map {} lies outside of this file's folder; say --allow-outside to read it",
                path.display(),
                place.source
            ));
        }
        // A pipe would be waited for, for ever.
        if source.metadata().is_ok_and(|data| !data.is_file()) {
            return Err(format!("{}: {} is no file", path.display(), place.source));
        }
        let to = args.to.map_or(place.format, Format::from);
        let (input, this) = read(args, &source, limit)?;
        outcome = outcome.max(this);
        let name = input.name.clone();
        let (map, losses) = text_in(to, input, args, in_markdown(to))?;
        if !tell(&name, to, &losses, args.strict) {
            return Ok(Outcome::Warnings);
        }
        text = markdown::put(&text, &place.source, to, &map, args.force)
            .map_err(|error| format!("{}:{error}", path.display()))?;
    }
    if done.is_empty() {
        let help = "`mapstone convert MAP -o FILE.md` puts a map in";
        return Err(format!("{}: no block of it is made from a file; {help}", path.display()));
    }
    if text == old {
        return Ok(outcome);
    }
    if args.check {
        complain(format!("{}: it is not up to date", path.display()));
        return Ok(Outcome::Warnings);
    }
    input::write(path, text.as_bytes())?;
    Ok(outcome)
}

/// A file as a Markdown file beside it names it: with `/`, whatever the system has.
fn relative(path: &Path, from: &Path) -> String {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (path, from) = (whole(path), whole(from));
    let folder: Vec<Component<'_>> = from.parent().unwrap_or(&from).components().collect();
    let own: Vec<Component<'_>> = path.components().collect();
    let same = folder.iter().zip(&own).take_while(|(a, b)| a == b).count();
    let up = folder.iter().skip(same).map(|_| Component::ParentDir);
    let relative: PathBuf = up.chain(own.into_iter().skip(same)).collect();
    let parts = relative.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    parts.collect::<Vec<_>>().join("/")
}
