//! Collects what is drawn of one thing.

use std::sync::Arc;

use super::group::{Group, Level};
use super::{Item, Stroke, Subject, TextItem, Theme};
use crate::geometry::{Point, Rect};
use crate::layout::{Label, Layout, LinkLine};
use crate::model::{Color, Element, ElementId, End, Ends, Link, Map, Place};

/// Draws one group after the other.
pub(super) struct Painter<'a> {
    pub(super) map: &'a Map,
    pub(super) layout: &'a Layout,
    pub(super) theme: &'a Theme,
    /// Whether the subject is switched off: it is drawn as an outline, where the layout shows it at all.
    is_parked: bool,
    level: Level,
    items: Vec<(Level, Item)>,
    beyond: Vec<Rect>,
    /// What is drawn of something of which nothing is.
    nothing: Arc<Group>,
    /// What is asked of the ends of links, where all of them are drawn.
    ends: Option<EndStates>,
}

/// What is asked of the elements at the ends of links, by their numbers: who draws all links asks for no id.
struct EndStates {
    ends: Arc<Ends>,
    states: Vec<EndState>,
}

/// What of an element shows in the links that lead to it.
#[derive(Clone, Copy, Default)]
pub(super) struct EndState {
    pub(super) is_off: bool,
    pub(super) is_removed: bool,
}

impl EndState {
    /// That of an element and of the pipeline that it is a child of.
    fn of(map: &Map, element: &Element) -> Self {
        let component = element.component();
        let parent = component.and_then(|component| match &component.place {
            Place::Within { pipeline, .. } => map.element(pipeline),
            _ => None,
        });
        Self {
            is_off: element.parked || parent.is_some_and(|parent| parent.parked),
            is_removed: component.is_some_and(|component| component.removed),
        }
    }
}

/// Texts that begin further than this from the sheet do not enlarge the picture, in pixels: real maps push labels that
/// nobody wants thousands of pixels away.
const FAR: f64 = 300.0;
/// The paper around a text at the picture's edge. It never makes the sheet more than three times as wide and high, with
/// that distance.
const EDGE: f64 = 8.0;

impl<'a> Painter<'a> {
    pub(super) fn new(map: &'a Map, layout: &'a Layout, theme: &'a Theme) -> Self {
        Self {
            map,
            layout,
            theme,
            is_parked: false,
            level: Level::Ground,
            items: Vec::new(),
            beyond: Vec::new(),
            nothing: Arc::new(Group { subject: Subject::Sheet, items: Vec::new(), beyond: Vec::new() }),
            ends: None,
        }
    }

    /// One that draws all that there is.
    pub(super) fn of_all(map: &'a Map, layout: &'a Layout, theme: &'a Theme) -> Self {
        let states = map.elements().map(|element| EndState::of(map, element)).collect();
        let ends = Some(EndStates { ends: map.ends(), states });
        Self { ends, ..Self::new(map, layout, theme) }
    }

    /// The group of a subject on a level: what `draw` adds.
    pub(super) fn group(
        &mut self,
        level: Level,
        subject: Subject,
        draw: impl FnOnce(&mut Self),
    ) -> Arc<Group> {
        self.level = level;
        self.is_parked = match &subject {
            Subject::Paper | Subject::Sheet | Subject::List => false,
            Subject::Element(id) => self.end_state(id).is_off,
            Subject::Link(key) => {
                let link = self.map.link(key);
                link.is_some_and(|link| link.parked || self.is_any_end(link, None, |end| end.is_off))
            }
        };
        draw(self);
        self.take(subject)
    }

    /// The same of the line of a link.
    pub(super) fn group_of_link(
        &mut self,
        line: &LinkLine,
        draw: impl FnOnce(&mut Self, &Link),
    ) -> Option<Arc<Group>> {
        let map = self.map;
        let link = map.links().nth(line.index)?;
        self.level = Level::Ground;
        self.is_parked = link.parked || self.is_any_end(link, Some(line.index), |end| end.is_off);
        draw(self, link);
        Some(self.take(Subject::Link(line.key.clone())))
    }

    fn take(&mut self, subject: Subject) -> Arc<Group> {
        if self.items.is_empty() {
            return self.nothing();
        }
        // As long as they are: there are very many, and most have one item.
        let (items, beyond) = (self.items.drain(..).collect(), self.beyond.drain(..).collect());
        Arc::new(Group { subject, items, beyond })
    }

    /// The group of what is not drawn.
    pub(super) fn nothing(&self) -> Arc<Group> {
        Arc::clone(&self.nothing)
    }

    pub(super) fn add(&mut self, item: Item) {
        self.add_on(self.level, item);
    }

    fn add_on(&mut self, level: Level, item: Item) {
        let item = if self.is_parked { item.parked() } else { item };
        if let Item::Text(text) = &item {
            self.make_room(text);
        }
        self.items.push((level, item));
    }

    /// No picture cuts a text.
    fn make_room(&mut self, text: &TextItem) {
        let sheet = self.layout.sheet;
        // No letter is wider than twice its height: most texts need not be measured.
        let (at, long, size) = (text.at, 2.0 * text.size * text.text.len() as f64, text.size);
        let most = if text.angle == 0.0 {
            let left = at.x - text.anchoring.share() * long;
            Rect::new(left, at.y - size, left + long, at.y + size)
        } else {
            Rect::from_center_size(at, (2.0 * (long + size), 2.0 * (long + size)))
        };
        if sheet.x0 < most.x0 && most.x1 < sheet.x1 && sheet.y0 < most.y0 && most.y1 < sheet.y1 {
            return;
        }
        let rect = text.rect();
        let is_inside =
            sheet.x0 <= rect.x0 && sheet.y0 <= rect.y0 && rect.x1 <= sheet.x1 && rect.y1 <= sheet.y1;
        if !is_inside && sheet.inflate(FAR, FAR).overlaps(rect) {
            let most = sheet.inflate(sheet.width() + FAR, sheet.height() + FAR);
            self.beyond.push(rect.intersect(most));
        }
    }

    /// Letters with a halo of this colour below everything that stands on the ground.
    pub(super) fn words(&mut self, text: TextItem, halo: Option<Color>) {
        if let Some(color) = halo {
            self.add_on(Level::Halos, Item::Halo(TextItem { color, ..text.clone() }));
        }
        let level = if self.level == Level::Top { Level::Top } else { Level::Letters };
        self.add_on(level, Item::Text(text));
    }

    /// Whether this holds of an element at an end of a link, or on its way; quicker where the number of the link is known.
    pub(super) fn is_any_end(
        &self,
        link: &Link,
        number: Option<usize>,
        is_it: impl Fn(EndState) -> bool,
    ) -> bool {
        let is_one = |end: &End| end.id().is_some_and(|id| is_it(self.end_state(id)));
        match (&self.ends, number) {
            (Some(EndStates { ends, states }), Some(number)) => {
                let state = |at: Option<usize>| states.get(at?).copied();
                ends.get(number).into_iter().filter_map(state).any(&is_it) || link.via.iter().any(is_one)
            }
            _ => link.ends().any(is_one),
        }
    }

    fn end_state(&self, id: &ElementId) -> EndState {
        self.map.element(id).map_or_else(EndState::default, |element| EndState::of(self.map, element))
    }

    pub(super) fn line(&mut self, points: Vec<Point>, stroke: impl Into<Stroke>) {
        self.add(Item::Polyline { points, stroke: stroke.into() });
    }

    pub(super) fn label(&mut self, label: &Label, color: Color, has_halo: bool) {
        let width = self.layout.plot.width().max(1.0);
        let behind = self.theme.plot_color(label.rect.center().x / width).with_opacity(self.theme.halo);
        for (at, line) in label.placed_lines().filter(|(_, line)| !line.is_empty()) {
            let text = TextItem {
                text: line.to_owned(),
                at,
                anchoring: label.align,
                face: label.text.face,
                size: label.text.size,
                color,
                angle: 0.0,
            };
            self.words(text, has_halo.then_some(behind));
        }
    }

    pub(super) fn color_of(&self, id: &ElementId) -> Option<Color> {
        self.map.element(id).and_then(|element| element.color)
    }
}

/// The picture's bounds: the sheet, and the texts that reach beyond it.
pub(super) fn bounds(sheet: Rect, beyond: impl Iterator<Item = Rect>) -> Rect {
    beyond.fold(sheet, |bounds, rect| {
        let grown = bounds.union(rect.inflate(EDGE, EDGE)).expand();
        // Only where the text itself reaches out.
        Rect::new(
            if rect.x0 < bounds.x0 { grown.x0 } else { bounds.x0 },
            if rect.y0 < bounds.y0 { grown.y0 } else { bounds.y0 },
            if rect.x1 > bounds.x1 { grown.x1 } else { bounds.x1 },
            if rect.y1 > bounds.y1 { grown.y1 } else { bounds.y1 },
        )
    })
}
