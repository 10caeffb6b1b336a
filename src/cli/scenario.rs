//! `mapstone scenario`

use std::path::Path;

use super::args::{ScenarioArgs, ScenarioDo};
use super::input::{self, Input, Limit};
use super::{Outcome, complain, say, steps};
use crate::compare::{Comparison, Identity, Outlook, longest_line, outlooks, steps_to};
use crate::files::settled_source;
use crate::format::{self, Format, Origin, Source};
use crate::model::{Map, Misfit};
use crate::scene::Theme;

/// Lists scenarios, makes one the map's own, or writes one as a map.
pub(super) fn run(args: &ScenarioArgs) -> Outcome {
    let done = match &args.what {
        ScenarioDo::List { input, all } => list(input, *all),
        ScenarioDo::Apply { input, scenario, output } => apply(input, scenario, output.as_deref()),
        ScenarioDo::Steps { input, scenario, output } => draw_steps(input, scenario.as_deref(), output),
        ScenarioDo::Export { input, scenario, output } => export(input, scenario, output),
    };
    match done {
        Ok(()) => Outcome::Fine,
        Err(message) => {
            complain(message);
            Outcome::Failed
        }
    }
}

fn read(path: &Path) -> Result<(Input, Map), String> {
    let mut input = input::single(input::read(path, None, Limit::Usual)?, None)?;
    let map = input.reading.map.take().ok_or_else(|| format!("{}: this is no map", input.name))?;
    Ok((input, map))
}

/// The id of the scenario that is meant, by its id or its name.
pub(super) fn id_of(map: &Map, word: &str) -> Result<String, String> {
    let found = map.scenario_called(word).map(|scenario| scenario.id.clone());
    found.ok_or_else(|| {
        let all: Vec<_> = map.scenarios.iter().map(|scenario| scenario.id.as_str()).collect();
        if all.is_empty() {
            "the map has no scenarios".to_owned()
        } else {
            format!("the map has no scenario `{word}`; there are {}", all.join(", "))
        }
    })
}

/// Says which changes of a scenario do not fit the map any more.
pub(super) fn complain_misfits(map: &Map, id: &str) {
    let (shown, misfits) = map.in_scenario(id);
    let name = map.scenario(id).map_or(id, |scenario| &scenario.name);
    tell_misfits(name, map, &shown, &misfits);
}

fn tell_misfits(name: &str, map: &Map, shown: &Map, misfits: &[Misfit]) {
    for misfit in misfits {
        complain(format!(
            "scenario “{name}”: {} does not fit any more: {}",
            misfit.change.words(map, shown),
            misfit.why
        ));
    }
}

fn list(path: &Path, all: bool) -> Result<(), String> {
    let (_, map) = read(path)?;
    if map.scenarios.is_empty() {
        say("the map has no scenarios\n");
        return Ok(());
    }
    let rows = outlooks(&map);
    let head = ["scenario", "questions", "needed", "no longer needed", "touched above, below"];
    let cells: Vec<[String; 5]> = rows.iter().map(|row| cells(row, &map)).collect();
    let wide = |at: usize| {
        let all = cells.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count());
        all.chain(head.get(at).map(|cell| cell.chars().count())).max().unwrap_or(0)
    };
    let line = |row: [&str; 5]| {
        let parts: Vec<String> = row
            .iter()
            .enumerate()
            .map(|(at, cell)| format!("{cell}{}", " ".repeat(wide(at) - cell.chars().count())))
            .collect();
        format!("{}\n", parts.join("  ").trim_end())
    };
    let mut text = line(head);
    for (row, outlook) in cells.iter().zip(&rows) {
        text.push_str(&line([&row[0], &row[1], &row[2], &row[3], &row[4]]));
        if all {
            let comparison = Comparison::new(&map, &outlook.map, Identity::Ids);
            for row in comparison.rows.iter().filter(|row| !row.is_small) {
                text.push_str(&format!("    {}\n", row.words));
            }
            for question in &outlook.questions {
                text.push_str(&format!("    ? {}\n", question.question));
            }
        }
    }
    say(&text);
    for row in &rows {
        tell_misfits(&row.name, &map, &row.map, &row.misfits);
    }
    Ok(())
}

fn cells(row: &Outlook, today: &Map) -> [String; 5] {
    let name = |id| today.element(id).map_or_else(String::new, |element| element.name().to_owned());
    let idle: Vec<String> = row.idle.iter().map(name).collect();
    let id = if row.id.is_empty() { row.name.clone() } else { format!("{} ({})", row.name, row.id) };
    [
        id,
        row.questions.len().to_string(),
        row.needed.to_string(),
        if idle.is_empty() { "–".to_owned() } else { idle.join(", ") },
        if row.changed.is_empty() { "–".to_owned() } else { format!("{}, {}", row.above, row.below) },
    ]
}

fn apply(path: &Path, word: &str, output: Option<&Path>) -> Result<(), String> {
    let (input, map) = read(path)?;
    let id = id_of(&map, word)?;
    // A document or a picture that holds the map is more than its text.
    let is_held = input.block.is_some() || input::text_of(path, Limit::Usual)?.held_as.is_some();
    if is_held && output.is_none_or(|output| input::is_same_file(output, path)) {
        return Err(format!("{}: it holds more than the map; say -o OUT", input.name));
    }
    complain_misfits(&map, &id);
    let made = map.with_scenario_made(&id);
    let Origin::Format(format) = input.origin else {
        return Err("wardleyToGo's text is read, not written".to_owned());
    };
    let source = Source::read(format, &input.body).map_err(|_| format!("{}: this is no map", input.name))?;
    let source = settled_source(source);
    let kept = source.map().kept.clone();
    let text = format!("{}{}", source.mark(), source.edit(&Map { kept, ..made }).text);
    input::write_text(output.unwrap_or(path), format, &text, Limit::Usual)
}

fn draw_steps(path: &Path, word: Option<&str>, output: &Path) -> Result<(), String> {
    let (input, map) = read(path)?;
    let id = match word {
        Some(word) => id_of(&map, word)?,
        None => longest_line(&map)
            .map(str::to_owned)
            .ok_or_else(|| format!("{}: the map has no scenarios", input.name))?,
    };
    for scenario in map.chain_of(&id) {
        complain_misfits(&map, &scenario.id);
    }
    let theme = input::theme_of(&map, path).unwrap_or_else(|fault| {
        complain(format!("{fault}; the steps are drawn in our own"));
        Theme::for_map("")
    });
    steps::write(&steps_to(&map, &id), &theme, output)
}

fn export(path: &Path, word: &str, output: &Path) -> Result<(), String> {
    input::spare(output, [path])?;
    let (input, map) = read(path)?;
    let id = id_of(&map, word)?;
    complain_misfits(&map, &id);
    let format = input::ending(output).as_deref().and_then(Format::of_ending).or(input.origin.format());
    let format =
        format.ok_or_else(|| format!("{}: which format? .ron, .owm, .mmd or .json", output.display()))?;
    let (mut shown, _) = map.in_scenario(&id);
    shown.scenarios.clear();
    let text = format::write(format, &shown).0;
    input::write_text(output, format, &text, Limit::Usual)
}
