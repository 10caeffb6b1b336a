//! What is put into a link: A needs B becomes A needs it, and it needs B.

use super::handle::{Handle, HandleKind};
use crate::geometry::{Point, Vec2, distance_to_segment, middle};
use crate::layout::{Hit, Layout, hit};
use crate::model::{Edit, ElementId, End, Link, LinkKey, Map, Rare};

/// From a line to the centre of its handle, in screen points.
const BESIDE: f64 = 14.0;
/// A line shorter than this on the screen has no handle.
const SHORTEST: f64 = 60.0;

/// The edits that put a component, which stands at a point of the sheet, into a link.
pub(super) fn into_link(map: &Map, layout: &Layout, key: &LinkKey, id: &ElementId, at: Point) -> Vec<Edit> {
    let Some(link) = map.link(key) else { return Vec::new() };
    let before = stops_before(layout, key, at).min(link.via.len());
    let (upper_via, lower_via) = link.via.split_at(before);
    let upper = Link { to: End::Element(id.clone()), via: upper_via.to_vec().into(), ..Link::clone(link) };
    let lower = Link {
        from: End::Element(id.clone()),
        via: lower_via.to_vec().into(),
        text: Rare::default(),
        label: Rare::default(),
        ..Link::clone(link)
    };
    vec![Edit::ReplaceLink { key: key.clone(), link: upper }, Edit::AddLink(lower)]
}

/// How many stops of a link's path come before the stretch that passes a point.
fn stops_before(layout: &Layout, key: &LinkKey, at: Point) -> usize {
    let points = layout.link(key).map_or(&[][..], |line| &line.points);
    let stretches = points.iter().zip(points.iter().skip(1));
    let away = stretches.map(|(a, b)| distance_to_segment(at, *a, *b)).enumerate();
    away.reduce(|best, next| if next.1 < best.1 { next } else { best }).map_or(0, |(stretch, _)| stretch)
}

/// The link that a component is dropped on at a point of the sheet. Only what has no link yet goes into one: what has its
/// place in the chain may cross any line.
pub(super) fn link_under(
    map: &Map,
    layout: &Layout,
    id: &ElementId,
    at: Point,
    slack: f64,
) -> Option<LinkKey> {
    let is_free = map.component(id).is_some_and(|component| !component.is_anchor());
    if !is_free || !map.links_of(id).is_empty() {
        return None;
    }
    match hit(layout, at, slack)? {
        Hit::Link(key) => Some(key),
        _ => None,
    }
}

/// The handle that a link under the pointer has: what it makes is put into the link. It stands beside the line, so that the
/// line itself can be clicked.
pub(super) fn handle_of(map: &Map, layout: &Layout, key: &LinkKey, scale: f64) -> Option<Handle> {
    let line = layout.link(key)?;
    let ends = line.points.first().zip(line.points.last())?;
    let (at, way) = middle(&line.points).filter(|_| ends.0.distance(*ends.1) * scale >= SHORTEST)?;
    let id = map.link(key)?.from.id()?.clone();
    // On the right of the line, where it goes down.
    let side = if way.y >= 0.0 { Vec2::new(way.y, -way.x) } else { Vec2::new(-way.y, way.x) };
    Some(Handle { id, kind: HandleKind::Insert, center: at + side * (BESIDE / scale) })
}
