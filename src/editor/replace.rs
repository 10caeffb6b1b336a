//! Replacing a text in names, in one step of the history.

use super::Editor;
use crate::model::{Edit, ElementId, Evolve};

/// A name that would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewName {
    /// Whose.
    pub id: ElementId,
    /// Whether it is the name of what the component evolves to.
    pub is_target: bool,
    /// The name of now.
    pub old: String,
    /// The name that it gets.
    pub new: String,
}

impl Editor {
    /// The names that change where `wanted`, whatever its case, is replaced by `with`, in the order of the map.
    ///
    /// A name of which nothing would be left stays.
    pub fn new_names(&self, wanted: &str, with: &str) -> Vec<NewName> {
        let wanted = wanted.trim().to_lowercase();
        let mut names = Vec::new();
        for element in self.map().elements() {
            let target = self.map().component(&element.id).and_then(|component| component.evolve.as_ref());
            let target = target.and_then(|evolve| evolve.name.as_deref()).map(|name| (name, true));
            for (old, is_target) in [(element.name(), false)].into_iter().chain(target) {
                let Some(new) = replaced(old, &wanted, with) else { continue };
                if !new.trim().is_empty() && new != old {
                    names.push(NewName { id: element.id.clone(), is_target, old: old.to_owned(), new });
                }
            }
        }
        names
    }

    /// Gives these names, in one step.
    pub fn give_names(&mut self, names: &[NewName]) {
        let mut edits = Vec::new();
        for name in names {
            let (id, text) = (name.id.clone(), name.new.clone());
            if !name.is_target {
                edits.push(Edit::Rename { id, text });
                continue;
            }
            let component = self.map().component(&id);
            if let Some(evolve) = component.and_then(|component| component.evolve.clone()) {
                let evolve = Some(Evolve { name: Some(text), ..*evolve });
                edits.push(Edit::Evolve { id, evolve });
            }
        }
        let label = match names {
            [] => return,
            [only] => format!("Rename {} to {}", only.old, only.new),
            more => format!("Rename {} elements", more.len()),
        };
        self.change(&label, &edits, "");
    }
}

/// A text with `with` wherever `wanted` was, which is in small letters; `None` where it was nowhere.
fn replaced(text: &str, wanted: &str, with: &str) -> Option<String> {
    if wanted.is_empty() {
        return None;
    }
    let mut new = String::new();
    let mut rest = text;
    let mut is_found = false;
    while let Some(first) = rest.chars().next() {
        if let Some(behind) = without_start(rest, wanted) {
            new.push_str(with);
            rest = behind;
            is_found = true;
        } else {
            new.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    is_found.then_some(new)
}

/// What follows `wanted` at the start of a text, whatever the case of its letters there.
fn without_start<'a>(text: &'a str, wanted: &str) -> Option<&'a str> {
    let mut wanted = wanted.chars();
    for (at, c) in text.char_indices() {
        if wanted.as_str().is_empty() {
            return text.get(at..);
        }
        // A letter may be several small ones: all of them, or none.
        for small in c.to_lowercase() {
            if wanted.next() != Some(small) {
                return None;
            }
        }
    }
    wanted.as_str().is_empty().then_some("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Format, read};

    #[test]
    fn whatever_the_case_and_nothing_else() {
        let check = |text: &str, wanted: &str, new: Option<&str>| {
            assert_eq!(replaced(text, wanted, "X").as_deref(), new, "{text}");
        };
        check("Kettle", "kettle", Some("X"));
        check("Hot KETTLE and kettles", "kettle", Some("Hot X and Xs"));
        check("Tea", "kettle", None);
        check("İstanbul", "i", None);
        check("GROSS groß", "gross", Some("X groß"));
        check("aaa", "aa", Some("Xa"));
        check("anything", "", None);
    }

    #[test]
    fn names_change_in_one_step() {
        let text = "component Kettle [0.5, 0.4]\nevolve Kettle->Electric Kettle 0.7\ncomponent Tea [0.7, 0.5]\nTea->Kettle\nnote A kettle. [0.1, 0.1]\n";
        let mut editor = Editor::new(read(Format::Owm, text).map.unwrap());
        let names = editor.new_names(" kettle ", "Boiler");
        let new: Vec<_> = names.iter().map(|name| name.new.as_str()).collect();
        assert_eq!(new, ["Boiler", "Electric Boiler", "A Boiler."]);
        assert!(editor.new_names("kettle", "").iter().all(|name| !name.new.is_empty()));
        editor.give_names(&names);
        assert_eq!(editor.document.undo_label(), Some("Rename 3 elements"));
        let text = &editor.text(Format::Owm).text;
        assert!(!text.to_lowercase().contains("kettle") && text.contains("Tea->Boiler"), "{text}");
        editor.operate(crate::editor::Operation::Undo);
        assert_eq!(editor.document.undo_label(), None);
    }
}
