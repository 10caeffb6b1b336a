//! Single items of a map file in a text of their own, for formats that carry them in comments.

use super::write;
use crate::model::{Element, Link, Map};

/// An item that was read.
#[derive(Clone, Debug)]
pub(in crate::format) enum Item {
    /// Fields of the map's head.
    Head(Box<Map>),
    /// An element; its id is made from its name, and what it names is not known.
    Element(Box<Element>),
    /// A link whose ends dangle.
    Link(Box<Link>),
}

/// Reads an item; `None` where it is none, or not all of it is understood.
pub(in crate::format) fn read(item: &str) -> Option<Item> {
    let map = |text: &str| super::read(text).map.filter(|map| map.kept.is_empty()).map(Box::new);
    if let Some(fields) = item.strip_prefix("Map(") {
        return map(&format!("Map(format: 1, {fields}")).map(Item::Head);
    }
    let is_link = ["Need(", "Constraint(", "Flow("].iter().any(|name| item.starts_with(name));
    let list = if is_link { "links" } else { "elements" };
    let map = map(&format!("Map(format: 1, {list}: [{item}])"))?;
    if is_link {
        return map.links().next().map(|link| Item::Link(Box::new(Link::clone(link))));
    }
    map.elements().next().map(|element| Item::Element(Box::new(Element::clone(element))))
}

/// The head of a map as an item, without its theme where that is the `usual` one.
pub(in crate::format) fn head(map: &Map, usual: &str) -> String {
    let fields = write::head(map).into_iter().filter(|(key, _)| *key != "theme" || map.theme != usual);
    let mut fields: Vec<_> = fields.map(|(key, value)| format!("{key}: {}", value.ron(&[]))).collect();
    for (key, items) in write::talk(map).into_iter().filter(|(_, items)| !items.is_empty()) {
        let items: Vec<_> = items.iter().map(|item| item.ron(&[])).collect();
        fields.push(format!("{key}: [{}]", items.join(", ")));
    }
    format!("Map({})", fields.join(", "))
}

/// An element as an item; an empty id is left out.
pub(in crate::format) fn element(element: &Element) -> String {
    let item = write::element(element);
    let item = if element.id.as_str().is_empty() { item.without("id") } else { item };
    item.ron(&[])
}

/// A link as an item. Its ends are written as they stand.
pub(in crate::format) fn link(link: &Link) -> String {
    write::link(&Map::default(), link).ron(&[])
}
