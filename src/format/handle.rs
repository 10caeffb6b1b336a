//! Handles: what comments of ours call something that its name alone does not tell from others. `Tea/tea-2` is the `Tea`
//! with that id, `Tea/` no `Tea` of the map at all.

use crate::model::ElementId;

/// What stands behind the name.
const MARK: char = '/';

/// The handle of an element.
pub(super) fn of(name: &str, id: &ElementId) -> String {
    format!("{name}{MARK}{id}")
}

/// The handle of a name that the map has not, though something is called so.
pub(super) fn of_missing(name: &str) -> String {
    format!("{name}{MARK}")
}

/// Whether a comment that calls something so may speak of what has this name.
pub(super) fn fits(handle: &str, name: &str) -> bool {
    handle.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(MARK))
}

/// The name in a handle that says of a name that it is missing.
pub(super) fn missing(handle: &str) -> Option<&str> {
    handle.strip_suffix(MARK)
}

/// The id in a handle of a component with this name.
pub(super) fn id_in(handle: &str, name: &str) -> Option<ElementId> {
    let id = handle.strip_prefix(name)?.strip_prefix(MARK)?;
    (!id.is_empty()).then(|| ElementId::new(id))
}

/// Whether a text is a handle, whatever it is one of.
pub(super) fn is_one(text: &str) -> bool {
    text.contains(MARK)
}
