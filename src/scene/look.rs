//! How a picture is looked at: what of it is pale, and what is left out. The layout stays as it is.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::group::{Group, Level, Part};
use super::{Item, Paint, Scene, Subject};
use crate::model::{Body, Color, ElementId, LinkKind, Map, Shared};

/// Kinds of things that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hideable {
    /// The names of components and of what they evolve to. Anchors are their names, and stay.
    Labels,
    /// Needs and constraints.
    Needs,
    /// Flows.
    Flows,
    /// Notes.
    Notes,
    /// Annotations with their list.
    Annotations,
    /// Areas of interest.
    Areas,
    /// Attitudes.
    Attitudes,
    /// Accelerators and deaccelerators.
    Accelerators,
}

impl Hideable {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 8] = [
        Self::Labels,
        Self::Needs,
        Self::Flows,
        Self::Notes,
        Self::Annotations,
        Self::Areas,
        Self::Attitudes,
        Self::Accelerators,
    ];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Labels => "Labels",
            Self::Needs => "Needs",
            Self::Flows => "Flows",
            Self::Notes => "Notes",
            Self::Annotations => "Annotations",
            Self::Areas => "Areas",
            Self::Attitudes => "Attitudes",
            Self::Accelerators => "Accelerators",
        }
    }

    /// The kind of a body, where it can be left out.
    fn of(body: &Body) -> Option<Self> {
        match body {
            Body::Note(_) => Some(Self::Notes),
            Body::Annotation(_) => Some(Self::Annotations),
            Body::Area(_) => Some(Self::Areas),
            Body::Attitude(_) => Some(Self::Attitudes),
            Body::Accelerator(_) => Some(Self::Accelerators),
            Body::Component(_) => None,
        }
    }
}

/// How a picture is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// What is drawn as ever with the links among it, while all else is pale; `None` where nothing is pale.
    pub focus: Option<BTreeSet<ElementId>>,
    /// What is left out.
    pub hidden: BTreeSet<Hideable>,
}

/// How near to the paper's colour what is pale comes, 0 to 1.
const PALE: f64 = 0.8;

impl Look {
    /// Whether everything is drawn as ever.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Whether something of a map is not drawn.
    pub fn hides(&self, map: &Map, subject: &Subject) -> bool {
        match subject {
            Subject::Paper | Subject::Sheet => false,
            Subject::List => self.hidden.contains(&Hideable::Annotations),
            Subject::Link(key) => {
                let is_flow = matches!(key.kind, LinkKind::Flow(_));
                self.hidden.contains(if is_flow { &Hideable::Flows } else { &Hideable::Needs })
            }
            Subject::Element(id) => {
                let kind = map.element(id).and_then(|element| Hideable::of(&element.body));
                kind.is_some_and(|kind| self.hidden.contains(&kind))
            }
        }
    }

    fn is_pale(&self, subject: &Subject) -> bool {
        let Some(focus) = &self.focus else { return false };
        match subject {
            Subject::Paper | Subject::Sheet | Subject::List => false,
            Subject::Element(id) => !focus.contains(id),
            Subject::Link(key) => {
                ![&key.from, &key.to].into_iter().all(|end| end.id().is_some_and(|id| focus.contains(id)))
            }
        }
    }

    /// The picture of a map, looked at in this way, on paper of a colour.
    #[must_use]
    pub fn at(&self, scene: Scene, map: &Map, paper: Color) -> Scene {
        Looked::default().at(self, scene, map, paper)
    }

    /// A part of a picture; what was made of the same groups is used again, and where nothing is to be made it stays itself.
    fn part(&self, part: &Part, known: Option<&(Shared<Group>, Part)>, map: &Map, paper: Color) -> Part {
        let mut is_same = true;
        let mut of = |at: usize, group: &Arc<Group>| {
            let kept = known.filter(|(of, _)| of.get(at).is_some_and(|of| Arc::ptr_eq(of, group)));
            let made = kept.and_then(|(_, made)| made.groups().get(at)).map(Arc::clone);
            let made = made.unwrap_or_else(|| {
                if self.is_plain_for(group, map) {
                    Arc::clone(group)
                } else {
                    Arc::new(self.group(group, map, paper))
                }
            });
            is_same &= Arc::ptr_eq(&made, group);
            made
        };
        let groups = part.groups().iter().enumerate().map(|(at, group)| of(at, group)).collect();
        if is_same { part.clone() } else { Part::new(groups) }
    }

    /// Whether something is drawn as ever.
    fn is_plain_for(&self, group: &Group, map: &Map) -> bool {
        let subject = &group.subject;
        !self.is_pale(subject) && !self.hides(map, subject) && !self.hidden.contains(&Hideable::Labels)
    }

    fn group(&self, group: &Group, map: &Map, paper: Color) -> Group {
        let subject = group.subject.clone();
        let is_empty = self.hides(map, &subject);
        let is_pale = self.is_pale(&subject);
        let is_named = matches!(&subject, Subject::Element(id)
            if map.component(id).is_some_and(|component| !component.is_anchor()));
        let has_label = !(is_named && self.hidden.contains(&Hideable::Labels));
        let is_drawn =
            |level: &Level| !is_empty && (has_label || !matches!(level, Level::Letters | Level::Halos));
        let drawn = group.items.iter().filter(|(level, _)| is_drawn(level)).cloned();
        let items = drawn.map(|(level, item)| (level, if is_pale { pale(item, paper) } else { item }));
        let items: Vec<_> = items.collect();
        let beyond = if items.is_empty() || !has_label { Vec::new() } else { group.beyond.clone() };
        Group { subject, items, beyond }
    }
}

/// What was made of the parts of a picture for a look, so that what stays is made once.
#[derive(Debug, Default)]
pub struct Looked {
    look: Look,
    /// The groups of each part, and what was made of them.
    parts: Vec<(Shared<Group>, Part)>,
}

impl Looked {
    /// As [`Look::at`]; what was made for the same look before is used again.
    pub fn at(&mut self, look: &Look, mut scene: Scene, map: &Map, paper: Color) -> Scene {
        let before = std::mem::take(&mut self.parts);
        let before = if self.look == *look { before } else { Vec::new() };
        self.look = look.clone();
        for (number, part) in scene.parts.iter_mut().enumerate() {
            let source = part.groups().clone();
            let made = match before.get(number) {
                Some((of, made)) if of.is_same(&source) => made.clone(),
                known => look.part(part, known, map, paper),
            };
            *part = made.clone();
            self.parts.push((source, made));
        }
        scene
    }
}

fn pale(mut item: Item, paper: Color) -> Item {
    let faded = |color: &mut Color| *color = color.toward(paper, PALE);
    match &mut item {
        Item::Rect { fill, stroke, .. } => {
            if let Some(Paint::Solid(color)) = fill {
                faded(color);
            }
            if let Some(stroke) = stroke {
                faded(&mut stroke.color);
            }
        }
        Item::Circle { fill, stroke, .. } | Item::Polygon { fill, stroke, .. } => {
            fill.iter_mut().for_each(faded);
            if let Some(stroke) = stroke {
                faded(&mut stroke.color);
            }
        }
        Item::Polyline { stroke, .. } => faded(&mut stroke.color),
        Item::Text(text) => faded(&mut text.color),
        Item::Halo(_) => {}
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Layout;
    use crate::scene::{Theme, build};

    #[test]
    fn what_is_not_in_focus_is_pale_and_what_is_hidden_is_gone() {
        let text = "component A [0.7, 0.5]\ncomponent B [0.5, 0.5]\nnote Hear [0.2, 0.2]\nA->B\n";
        let map = crate::format::read(crate::format::Format::Owm, text).map.unwrap();
        let theme = Theme::named("mapstone").unwrap();
        let scene = build(&map, &Layout::new(&map, &theme.sizes), &theme);
        let id = |name: &str| map.elements().find(|element| element.name() == name).unwrap().id.clone();
        let look = Look { focus: Some([id("A")].into()), hidden: [Hideable::Notes].into() };
        let mut looked = Looked::default();
        let seen = looked.at(&look, scene.clone(), &map, theme.paper);
        let of = |scene: &Scene, id: &ElementId| {
            let own = scene.items().filter(|(subject, _)| **subject == Subject::Element(id.clone()));
            own.map(|(_, item)| item.clone()).collect::<Vec<_>>()
        };
        assert_eq!(of(&seen, &id("A")), of(&scene, &id("A")));
        assert_ne!(of(&seen, &id("B")), of(&scene, &id("B")));
        assert_eq!(of(&seen, &id("B")).len(), of(&scene, &id("B")).len());
        assert!(of(&seen, &id("Hear")).is_empty() && !of(&scene, &id("Hear")).is_empty());
        // What did not change is the same picture.
        let again = looked.at(&look, scene.clone(), &map, theme.paper);
        let all = |scene: &Scene| {
            scene.parts.iter().flat_map(|part| part.groups().iter().cloned()).collect::<Vec<_>>()
        };
        assert!(all(&seen).iter().zip(&all(&again)).all(|(a, b)| Arc::ptr_eq(a, b)));
        let look = Look { hidden: [Hideable::Labels].into(), ..Look::default() };
        let texts = look.at(scene, &map, theme.paper);
        let has =
            |name: &str| texts.items().any(|(_, item)| matches!(item, Item::Text(text) if text.text == name));
        assert!(!has("A") && !has("B") && has("Hear"));
    }
}
