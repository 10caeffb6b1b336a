//! New lines, each beside its kind.

use std::collections::{HashMap, HashSet};

use super::edit::OutLine;
use super::line::{HEAD, Ways, line, reference_of};
use super::meaning::Meaning;
use super::source::Says;
use crate::model::{Body, ElementId, Map};

/// Everything that a map has to say, in canonical order.
pub(super) fn wanted(map: &Map) -> Vec<Says> {
    let mut wanted = HEAD.to_vec();
    let mut urls = HashSet::new();
    for element in map.elements() {
        let id = || element.id.clone();
        wanted.push(Says::Element(id()));
        wanted.push(Says::More(id()));
        let Some(component) = element.component() else { continue };
        if let Some(submap) = component.submap.as_ref().filter(|submap| !submap.target.is_empty()) {
            let reference = reference_of(element, submap);
            if urls.insert(reference.clone()) {
                wanted.push(Says::Url(reference));
            }
        }
        if component.pipeline.is_some() {
            wanted.push(Says::Pipeline(id()));
        }
        if component.evolve.is_some() {
            wanted.push(Says::Evolve(id()));
        }
    }
    wanted.extend((0..map.links().len()).flat_map(|at| [Says::Link(at), Says::MoreOfLink(at)]));
    wanted
}

/// The kinds of lines in canonical order; what has no fellow stands behind the last that comes before it here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Title,
    Style,
    Size,
    Stages,
    YAxis,
    ValueChain,
    Head,
    Anchor,
    Component,
    Pipeline,
    Evolve,
    Url,
    Link,
    AnnotationsAt,
    Annotation,
    Note,
    Attitude,
    Accelerator,
}

fn kind(says: &Says, map: &Map) -> Option<Kind> {
    Some(match says {
        Says::Nothing => return None,
        Says::Title => Kind::Title,
        Says::Style => Kind::Style,
        Says::Size => Kind::Size,
        Says::Stages => Kind::Stages,
        Says::YAxis => Kind::YAxis,
        Says::ValueChain => Kind::ValueChain,
        Says::Head => Kind::Head,
        Says::AnnotationsAt => Kind::AnnotationsAt,
        Says::Element(id) | Says::More(id) => match &map.element(id)?.body {
            Body::Component(component) if component.is_anchor() => Kind::Anchor,
            Body::Component(_) | Body::Area(_) => Kind::Component,
            Body::Note(_) => Kind::Note,
            Body::Annotation(_) => Kind::Annotation,
            Body::Attitude(_) => Kind::Attitude,
            Body::Accelerator(_) => Kind::Accelerator,
        },
        Says::Pipeline(_) | Says::Open(_) | Says::Close(_) => Kind::Pipeline,
        Says::Evolve(_) => Kind::Evolve,
        Says::Method(_) => Kind::Component,
        Says::Url(_) => Kind::Url,
        Says::Link(_) | Says::MoreOfLink(_) => Kind::Link,
    })
}

/// Lines that are there already, so that nothing is said twice.
pub(super) struct Present {
    says: HashSet<Says>,
    /// Comments that stood behind what is to be inserted anew.
    tails: HashMap<Says, String>,
}

impl Present {
    pub(super) fn of(out: &[OutLine], tails: HashMap<Says, String>) -> Self {
        Self { says: out.iter().map(|line| line.says.clone()).collect(), tails }
    }

    /// Adds the line about something, where the map says it and no line does yet.
    pub(super) fn insert(
        &mut self,
        out: &mut Vec<OutLine>,
        says: Says,
        meaning: &Meaning<'_>,
        ways: &dyn Ways,
        ending: &'static str,
    ) {
        if self.says.contains(&says) {
            return;
        }
        let Some(line) = line(meaning, &says, ways) else { return };
        let map = meaning.map;
        self.says.insert(says.clone());
        let line = format!("{}{}", line.text(), self.tails.remove(&says).unwrap_or_default());
        let block = match &says {
            Says::Element(id) => map.component(id).and_then(|component| meaning.block_of(component)).cloned(),
            _ => None,
        };
        let above = match &says {
            Says::More(id) => Some(Says::Element(id.clone())),
            Says::MoreOfLink(at) => Some(Says::Link(*at)),
            _ => None,
        };
        if let Some(above) = above {
            // It stands right above what it tells of, at the same depth.
            let Some(at) = out.iter().position(|line| line.says == above) else { return };
            let Some(fellow) = out.get(at) else { return };
            let blank = fellow.text.get(..fellow.text.len() - fellow.text.trim_start().len()).unwrap_or("");
            let (text, block) = (format!("{blank}{line}"), fellow.block.clone());
            out.insert(at, OutLine { text, says, block, end: ending.to_owned() });
            return;
        }
        let mut indent = "";
        let at = match &block {
            Some(pipeline) => {
                // Its pipeline stands before it.
                self.insert(out, Says::Pipeline(pipeline.clone()), meaning, ways, ending);
                indent = "  ";
                place_in_block(out, pipeline, ending)
            }
            None => place(out, &says, map),
        };
        if let Some(before) = at.checked_sub(1).and_then(|before| out.get_mut(before))
            && before.end.is_empty()
        {
            ending.clone_into(&mut before.end);
        }
        if let Some(fellow) =
            at.checked_sub(1).and_then(|before| out.get(before)).filter(|line| line.block == block)
            && block.is_some()
        {
            let blank = fellow.text.len() - fellow.text.trim_start().len();
            let text = format!("{}{}", fellow.text.get(..blank).unwrap_or(indent), line);
            out.insert(at, OutLine { text, says, block, end: ending.to_owned() });
            return;
        }
        let text = format!("{indent}{line}");
        out.insert(at, OutLine { text, says, block, end: ending.to_owned() });
    }
}

/// Behind the last of its kind, or of the kinds before it; never between a pipeline and its braces.
fn place(out: &[OutLine], says: &Says, map: &Map) -> usize {
    let Some(own) = kind(says, map) else { return out.len() };
    let kinds: Vec<_> = out
        .iter()
        .map(|line| {
            kind(&line.says, map).filter(|_| line.block.is_none() || matches!(line.says, Says::Close(_)))
        })
        .collect();
    let same = kinds.iter().rposition(|kind| *kind == Some(own));
    let earlier = || kinds.iter().rposition(|kind| kind.is_some_and(|kind| kind <= own));
    let mut at = same.or_else(earlier).map_or(0, |at| at + 1);
    // A pipeline's braces follow it, with comments between.
    if let Some(Says::Pipeline(id)) = at.checked_sub(1).and_then(|at| out.get(at)).map(|line| &line.says) {
        let close = Says::Close(id.clone());
        if let Some(end) = out.iter().rposition(|line| line.says == close) {
            at = at.max(end + 1);
        }
    }
    at
}

/// Where a new child of a pipeline goes; makes the braces where there are none.
fn place_in_block(out: &mut Vec<OutLine>, pipeline: &ElementId, ending: &'static str) -> usize {
    let close = Says::Close(pipeline.clone());
    if let Some(at) = out.iter().rposition(|line| line.says == close) {
        return at;
    }
    let last = out.iter().rposition(|line| line.block.as_ref() == Some(pipeline));
    if let Some(at) = last {
        return at + 1;
    }
    let own = Says::Pipeline(pipeline.clone());
    let at = out.iter().position(|line| line.says == own).map_or(out.len(), |at| at + 1);
    if at.checked_sub(1).and_then(|at| out.get(at)).is_some_and(|line| line.text.trim_end().ends_with('{')) {
        return at;
    }
    if let Some(before) = at.checked_sub(1).and_then(|before| out.get_mut(before))
        && before.end.is_empty()
    {
        ending.clone_into(&mut before.end);
    }
    let brace =
        |text: &str, says| OutLine { text: text.to_owned(), says, block: None, end: ending.to_owned() };
    out.insert(at, brace("}", close));
    out.insert(at, brace("{", Says::Open(pipeline.clone())));
    at + 1
}
