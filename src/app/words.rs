//! What is said in the same words in several places.

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
