//! What is said in the same words in several places.

use std::time::SystemTime;

use crate::editor::Editor;
use crate::geometry::fixed;
use crate::model::ElementId;

/// "visibility 0.79 · evolution 0.61 · Product (+rental)"
pub(super) fn position_words(editor: &Editor, id: &ElementId) -> Option<String> {
    let map = editor.map();
    let component = map.component(id)?;
    let at = map.position(component)?;
    let number = |value: f64| fixed(value, 3);
    let now = map.evolution.stage_name(map.evolution.stage(at.evolution));
    let mut words = format!(
        "visibility {} · evolution {} · {now}",
        number(at.visibility.value()),
        number(at.evolution.value())
    );
    if let Some(evolve) = &component.evolve {
        let then = map.evolution.stage_name(map.evolution.stage(evolve.to));
        words.push_str(&format!(" → {} {then}", number(evolve.to.value())));
    }
    Some(words)
}

/// "Product (+rental) 0.61, visibility 0.79"
pub(super) fn place_words(editor: &Editor, id: &ElementId) -> Option<String> {
    let map = editor.map();
    let at = map.position(map.component(id)?)?;
    let stage = map.evolution.stage_name(map.evolution.stage(at.evolution));
    let (evolution, visibility) = (fixed(at.evolution.value(), 3), fixed(at.visibility.value(), 3));
    Some(format!("{stage} {evolution}, visibility {visibility}"))
}

/// "→ Commodity (+utility) 0.89"
pub(super) fn future_words(editor: &Editor, id: &ElementId) -> Option<String> {
    let map = editor.map();
    let to = map.component(id)?.evolve.as_ref()?.to;
    Some(format!("→ {} {}", map.evolution.stage_name(map.evolution.stage(to)), fixed(to.value(), 3)))
}

/// "a moment ago", "3 hours ago".
pub(super) fn ago(then: SystemTime) -> String {
    let minutes = then.elapsed().map_or(0, |ago| ago.as_secs() / 60);
    match minutes {
        0 => "a moment ago".to_owned(),
        1 => "a minute ago".to_owned(),
        2..=119 => format!("{minutes} minutes ago"),
        120..=2879 => format!("{} hours ago", minutes / 60),
        _ => format!("{} days ago", minutes / 1440),
    }
}

/// Names as people quote them: remarks mark them as code.
pub(super) fn in_quotes(text: &str) -> String {
    let mut is_open = false;
    let quote = |c: char| match c {
        '`' => {
            is_open = !is_open;
            if is_open { '“' } else { '”' }
        }
        other => other,
    };
    text.chars().map(quote).collect()
}
