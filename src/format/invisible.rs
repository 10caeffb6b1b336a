//! Control characters: nobody sees them, and most formats cannot hold them.

use crate::model::{Body, Element, Link, Rare};

/// Control characters but white space, and the marks that override the direction of text.
pub(super) fn is_invisible(c: char) -> bool {
    is_control(c) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_control(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
}

/// Takes control characters out of a text; answers whether there were any.
pub(super) fn clean(text: &mut String) -> bool {
    let is_odd = text.contains(is_control);
    if is_odd {
        text.retain(|c| !is_control(c));
    }
    is_odd
}

/// Takes them out of all texts of an element that are drawn.
pub(super) fn clean_element(element: &mut Element) -> bool {
    match &mut element.body {
        Body::Component(component) => {
            let is_odd = component.name.contains(is_control);
            if is_odd {
                component.name = component.name.chars().filter(|c| !is_control(*c)).collect();
            }
            component.evolve.as_mut().and_then(|evolve| evolve.name.as_mut()).is_some_and(clean) | is_odd
        }
        Body::Note(note) => clean(&mut note.text),
        Body::Annotation(annotation) => clean(&mut annotation.text),
        Body::Area(area) => clean(&mut area.text),
        Body::Accelerator(accelerator) => clean(&mut accelerator.name),
        Body::Attitude(_) => false,
    }
}

/// Takes them out of all texts of a link.
pub(super) fn clean_link(link: &mut Link) -> bool {
    // Only what is there is looked at to be changed: what is not has no memory of its own.
    let clean = |text: &mut Rare<String>| !text.is_empty() && clean(text);
    clean(&mut link.text) | clean(&mut link.label)
}

/// What is said where some were.
pub(super) const CLEANED: &str = "control characters are left out of names";
