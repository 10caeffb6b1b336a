//! What turns one map into another, by element and field, as a value. Comparing makes it, merging and scenarios apply it.

mod apply;
mod field;
mod ids;
mod make;

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

pub(super) use apply::{rekeyed, with_added};
pub use field::{Field, HeadField, LinkField};

use super::{Element, ElementId, End, Link, LinkKey, Map};

/// What turns one map into another. Its ids and keys are those of the first; what is new has ids that the first does not
/// have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {
    /// The changes: the head, elements, links, then their order.
    pub changes: Vec<Change>,
}

/// One change of a patch. They are made together: every id and key means the map before all of them.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Sets a field of the map's head.
    Head(HeadField),
    /// Adds an element behind the last of its kind.
    Add(Arc<Element>),
    /// Removes an element, and every link to it of which nothing else is said.
    Remove(ElementId),
    /// Sets fields of an element.
    Set {
        /// Which element.
        id: ElementId,
        /// What they become; never empty.
        fields: Vec<Field>,
    },
    /// Makes something of another kind out of an element: a note out of a component.
    Replace(Arc<Element>),
    /// Adds a link behind all others.
    AddLink {
        /// The link.
        link: Arc<Link>,
        /// Beside how many others with the same ends and kind it stands. Where there are more, it is there already.
        beside: usize,
    },
    /// Removes a link.
    RemoveLink(LinkKey),
    /// Sets fields of a link.
    SetLink {
        /// Which link.
        key: LinkKey,
        /// What they become; never empty.
        fields: Vec<LinkField>,
    },
    /// The order of elements afterwards. What it does not name stays behind what it stood behind.
    Order(Vec<ElementId>),
    /// The order of links afterwards, by the keys that they have when all else is done.
    LinkOrder(Vec<LinkKey>),
}

/// A change, or a part of one, that does not fit the map: nothing of it was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Misfit {
    /// What does not fit.
    pub change: Change,
    /// Why.
    pub why: Why,
}

/// Why a change does not fit a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The map has no such element.
    NoElement(ElementId),
    /// The map has an element of this id already.
    Taken(ElementId),
    /// The map has no such link.
    NoLink(LinkKey),
    /// The map has the link already.
    There,
    /// What it sets, an element of this kind does not have.
    NoField,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoElement(id) => write!(f, "there is no `{id}` any more"),
            Self::Taken(id) => write!(f, "there is a `{id}` already"),
            Self::NoLink(key) => {
                write!(f, "there is no link from `{}` to `{}` any more", key.from.text(), key.to.text())
            }
            Self::There => f.write_str("the link is there already"),
            Self::NoField => f.write_str("it stands or is in another way now"),
        }
    }
}

impl Patch {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The same without what concerns a text's comments and not the map.
    #[must_use]
    pub fn of_map(mut self) -> Self {
        self.changes.retain(|change| !matches!(change, Change::Head(field) if !field.is_of_map()));
        self
    }
}

impl Patch {
    /// The same without what concerns the order in which things are written.
    #[must_use]
    pub fn unordered(mut self) -> Self {
        self.changes.retain(|change| !matches!(change, Change::Order(_) | Change::LinkOrder(_)));
        self
    }
}

impl Change {
    /// The element that it is about, where it is about one.
    pub fn element(&self) -> Option<&ElementId> {
        match self {
            Self::Add(element) | Self::Replace(element) => Some(&element.id),
            Self::Remove(id) | Self::Set { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The element that it adds.
    pub fn adds(&self) -> Option<&ElementId> {
        match self {
            Self::Add(element) => Some(&element.id),
            _ => None,
        }
    }

    /// All elements that it names, in no order.
    pub fn ids(&self) -> Vec<ElementId> {
        let named = RefCell::new(Vec::new());
        let _ = self.with_ids(&|id| {
            named.borrow_mut().push(id.clone());
            id.clone()
        });
        named.into_inner()
    }

    /// The ends of the link that it is about, as the map has them before; those of a new one.
    pub fn link_ends(&self) -> Option<[&End; 2]> {
        match self {
            Self::AddLink { link, .. } => Some([&link.from, &link.to]),
            Self::RemoveLink(key) | Self::SetLink { key, .. } => Some([&key.from, &key.to]),
            _ => None,
        }
    }

    /// The same said of elements with other ids.
    #[must_use]
    pub fn with_ids(&self, new: &impl Fn(&ElementId) -> ElementId) -> Self {
        let end = |end: &End| match end {
            End::Element(id) => End::Element(new(id)),
            End::Dangling(name) => End::Dangling(name.clone()),
        };
        let key = |key: &LinkKey| LinkKey { from: end(&key.from), to: end(&key.to), ..key.clone() };
        let field = |field: &Field| match field {
            Field::Place(place) => Field::Place(place.with_ids(new)),
            other => other.clone(),
        };
        let link_field = |field: &LinkField| match field {
            LinkField::From(at) => LinkField::From(end(at)),
            LinkField::To(at) => LinkField::To(end(at)),
            LinkField::Via(via) => LinkField::Via(via.iter().map(end).collect()),
            other => other.clone(),
        };
        match self {
            Self::Head(HeadField::Answered(answered)) => {
                Self::Head(HeadField::Answered(answered.iter().map(|answer| answer.with_ids(new)).collect()))
            }
            Self::Head(HeadField::Pins(pins)) => {
                Self::Head(HeadField::Pins(pins.iter().map(|pin| pin.with_ids(new)).collect()))
            }
            Self::Head(field) => Self::Head(field.clone()),
            Self::Add(element) => Self::Add(Arc::new(element.with_ids(new))),
            Self::Replace(element) => Self::Replace(Arc::new(element.with_ids(new))),
            Self::Remove(id) => Self::Remove(new(id)),
            Self::Set { id, fields } => Self::Set { id: new(id), fields: fields.iter().map(field).collect() },
            Self::AddLink { link, beside } => {
                Self::AddLink { link: Arc::new(link.with_ids(new)), beside: *beside }
            }
            Self::RemoveLink(link) => Self::RemoveLink(key(link)),
            Self::SetLink { key: link, fields } => {
                Self::SetLink { key: key(link), fields: fields.iter().map(link_field).collect() }
            }
            Self::Order(ids) => Self::Order(ids.iter().map(new).collect()),
            Self::LinkOrder(keys) => Self::LinkOrder(keys.iter().map(key).collect()),
        }
    }

    /// What changes, in a person's words, to be put behind "changed:": "the colour of the component `Tea`". `before` and
    /// `after` are the maps on both sides.
    pub fn words(&self, before: &Map, after: &Map) -> String {
        let all = |words: Vec<&str>| {
            let mut once: Vec<&str> = Vec::new();
            for word in words {
                if !once.contains(&word) {
                    once.push(word);
                }
            }
            once.join(" and the ")
        };
        let element = |id: &ElementId| before.element(id).or_else(|| after.element(id));
        let named = |id: &ElementId| element(id).map_or_else(|| format!("`{id}`"), |element| element.words());
        let end = |end: &End| match end {
            End::Element(id) => element(id).map_or(id.as_str(), |element| element.name()).to_owned(),
            End::Dangling(name) => name.clone(),
        };
        let link = |from: &End, to: &End| format!("the link from `{}` to `{}`", end(from), end(to));
        match self {
            Self::Head(field) => format!("the map's {}", field.words()),
            Self::Add(element) | Self::Replace(element) => element.words(),
            Self::Remove(id) => named(id),
            Self::Set { id, fields } => {
                format!("the {} of {}", all(fields.iter().map(Field::words).collect()), named(id))
            }
            Self::AddLink { link: new, .. } => link(&new.from, &new.to),
            Self::RemoveLink(key) => link(&key.from, &key.to),
            Self::SetLink { key, fields } => {
                let words = all(fields.iter().map(LinkField::words).collect());
                format!("the {words} of {}", link(&key.from, &key.to))
            }
            Self::Order(_) => "the order of elements".to_owned(),
            Self::LinkOrder(_) => "the order of links".to_owned(),
        }
    }
}
