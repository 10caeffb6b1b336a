//! Names that we write and read back, but that OnlineWardleyMaps itself (version 1.121) reads as something else.
//!
//! Each rule was seen in its own converter, given our canonical text.

use std::sync::Arc;

use super::line::{name, new_name};
use super::meaning::is_written;
use crate::format::Loss;
use crate::model::{Body, Component, Element, Map};

/// The names of a map that the reference would mangle, in words; those that `known` has already are not news.
pub(in crate::format) fn mangled(map: &Map, known: Option<&Map>) -> Vec<Loss> {
    let mut place = known.map(Map::places);
    let is_news = |element: &&Arc<Element>| {
        let Some((known, place)) = known.zip(place.as_mut()) else { return true };
        let is_same = |old: &Arc<Element>| {
            Arc::ptr_eq(old, element) || old.name() == element.name() && evolve_of(old) == evolve_of(element)
        };
        !place(element).and_then(|at| known.elements().nth(at)).is_some_and(is_same)
    };
    let mut told = Vec::new();
    for element in map.elements().filter(|element| !element.parked).filter(is_news) {
        let says = match &element.body {
            Body::Component(component) if is_written(map, component) => {
                is_cut(element.name()) || is_decor(component)
            }
            Body::Note(_) | Body::Accelerator(_) => is_cut(element.name()),
            _ => continue,
        };
        let links = || map.links_of(&element.id).iter().filter_map(|at| map.links().nth(*at));
        let is_linked = || links().any(|link| !link.parked);
        if says || is_operator(element.name()) && is_linked() {
            told.push(Loss::new(format!(
                "the name `{}`, which OnlineWardleyMaps itself reads as something else",
                element.name()
            )));
        } else if element.component().is_some_and(evolves_oddly) {
            told.push(Loss::new(format!(
                "the evolution of `{}`, which OnlineWardleyMaps itself reads as something else",
                element.name()
            )));
        }
    }
    told
}

fn evolve_of(element: &Element) -> Option<&crate::model::Evolve> {
    element.component().and_then(|component| component.evolve.as_deref())
}

/// Whether some of these signs are in a name: in most none is, and nothing else is looked for in it.
fn has_sign(name: &str, signs: &[u8]) -> bool {
    name.bytes().any(|byte| signs.contains(&byte))
}

/// Comments, brackets and braces count for it inside quotes too; white space is folded.
fn is_cut(name: &str) -> bool {
    let has_two_spaces = || name.as_bytes().windows(2).any(|two| two == b"  ");
    (has_sign(name, b"/[]{}") || has_two_spaces())
        && ["//", "/*", "[", "]", "{", "}", "  "].iter().any(|odd| name.contains(odd))
}

/// It looks for inertia and decorators in the name too.
fn is_decor(component: &Component) -> bool {
    let words = ["(build)", "(buy)", "(outsource)", "(market)", "(ecosystem)"];
    let name = &component.name;
    let has_word = has_sign(name, b"(") && words.iter().any(|word| name.contains(word));
    has_word || component.inertia.is_none() && has_sign(name, b"i") && name.contains("inertia")
}

/// It splits a link at the first operator, in quotes or not.
fn is_operator(name: &str) -> bool {
    has_sign(name, b"-+;(")
        && ["->", "+>", "+<", "+'", ";", "url("].iter().any(|operator| name.contains(operator))
}

/// It takes the first number with a point for the maturity, keeps the quotes of a new name, and loses what
/// stands behind an evolution whose name is in quotes.
fn evolves_oddly(component: &Component) -> bool {
    let Some(evolve) = &component.evolve else { return false };
    let is_quoted = name(&component.name).starts_with('"');
    let has_point = |text: &str| {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        text.match_indices('.').any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            is_digit(before) && is_digit(text.get(at + 1..).and_then(|after| after.chars().next()))
        })
    };
    let new = evolve.name.as_deref().unwrap_or_default();
    is_quoted && (evolve.method.is_some() || evolve.label.is_some())
        || !is_quoted && has_point(&component.name)
        || component.name.starts_with("evolve ")
        || !new.is_empty() && (new_name(new).starts_with('"') || has_point(new) || is_cut(new))
}
