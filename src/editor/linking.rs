//! Links made by hand: with the pointer, with keys, along a path.

use super::operation::short;
use super::session::Editor;
use super::{Gesture, Keys, Selection, Tool, walk};
use crate::geometry::Point;
use crate::model::{Direction, Edit, ElementId, End, Link, LinkKind};

/// A link that waits for its end.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkDraft {
    /// Where it starts.
    pub from: ElementId,
    /// What a flow passes on the way, in order.
    pub via: Vec<ElementId>,
    /// Where the pointer is.
    pub to: Point,
    /// The symbol under the pointer, or aimed at with Tab.
    pub onto: Option<ElementId>,
    /// Whether the button may be up: the link ends with a click.
    pub by_clicks: bool,
}

impl LinkDraft {
    /// A link that starts at a component.
    pub(super) fn new(from: ElementId, to: Point, by_clicks: bool) -> Self {
        Self { from, via: Vec::new(), to, onto: None, by_clicks }
    }

    /// The last component that it has reached.
    pub fn last(&self) -> &ElementId {
        self.via.last().unwrap_or(&self.from)
    }
}

impl Editor {
    /// Begins to link: two selected components at once, one with the next click, none with two clicks.
    pub fn start_linking(&mut self, tool: Tool) {
        self.tool = tool;
        let ids: Vec<_> = self.document.selection().elements.iter().cloned().collect();
        match ids.as_slice() {
            [a, b] => {
                let draft = LinkDraft::new(a.clone(), Point::ZERO, true);
                let b = b.clone();
                self.link(&draft, &b, Keys::default());
                self.tool_done();
            }
            [from] => {
                if let Some(symbol) = self.layout().symbol(from) {
                    let to = symbol.center;
                    self.set_gesture(Gesture::Linking(LinkDraft::new(from.clone(), to, true)));
                }
            }
            _ => {}
        }
    }

    /// The pointer moves with a link in hand.
    pub(super) fn link_to(&mut self, at: Point, keys: Keys) {
        let under = self.symbol_at(at);
        if let Gesture::Linking(draft) = self.gesture().clone() {
            let onto = under.filter(|id| id != draft.last());
            if let Some(onto) = &onto {
                let words = self.link_words(&draft, onto, keys);
                self.say(words);
            }
            self.set_gesture(Gesture::Linking(LinkDraft { to: at, onto, ..draft }));
        }
    }

    /// The button went up with a link in hand.
    pub(super) fn drop_link(&mut self, draft: LinkDraft, at: Point, keys: Keys) {
        let onto = self.symbol_at(at);
        match onto {
            // A click on the start begins a link that ends with a click.
            Some(onto) if onto == draft.from && self.tool.links() && !draft.by_clicks => {
                self.set_gesture(Gesture::Linking(LinkDraft::new(draft.from, at, true)));
                return;
            }
            // With Shift a flow passes, and goes on.
            Some(onto) if self.passes(keys) => {
                self.pass(draft, onto, at);
                return;
            }
            Some(onto) if onto != *draft.last() => self.link(&draft, &onto, keys),
            Some(_) => {}
            None if draft.via.is_empty() => self.name_needed(&draft.from, at),
            // A path ends at something that is there.
            None => {
                self.set_gesture(Gesture::Linking(LinkDraft { to: at, by_clicks: true, ..draft }));
                return;
            }
        }
        self.tool_done();
    }

    fn passes(&self, keys: Keys) -> bool {
        keys.shift && self.tool == Tool::Flow
    }

    fn pass(&mut self, mut draft: LinkDraft, through: ElementId, to: Point) {
        if through != *draft.last() {
            draft.via.push(through);
        }
        self.set_gesture(Gesture::Linking(LinkDraft { to, onto: None, by_clicks: true, ..draft }));
    }

    /// While a link waits for its end: the next symbol in reading order becomes it.
    pub fn aim_link(&mut self, forward: bool) {
        let Gesture::Linking(draft) = self.gesture().clone() else { return };
        let mut next = draft.onto.clone().or_else(|| Some(draft.last().clone()));
        let count = self.map().elements().len();
        for _ in 0..count {
            next = walk::next(self.map(), self.layout(), next.as_ref(), forward);
            let Some(id) = &next else { return };
            if id != draft.last()
                && let Some(symbol) = self.layout().symbol(id)
            {
                let (to, onto) = (symbol.center, Some(id.clone()));
                let words = self.link_words(&draft, id, Keys::default());
                self.say(words);
                self.set_gesture(Gesture::Linking(LinkDraft { to, onto, by_clicks: true, ..draft }));
                return;
            }
        }
    }

    /// While a link waits for its end: makes it to the symbol that is aimed at; with Shift, a flow passes it.
    pub fn confirm_link(&mut self, keys: Keys) {
        if let Gesture::Linking(draft) = self.take_gesture()
            && let Some(onto) = draft.onto.clone()
        {
            if self.passes(keys) {
                let to = draft.to;
                self.pass(draft, onto, to);
                return;
            }
            self.link(&draft, &onto, Keys::default());
        }
        self.tool_done();
    }

    fn ends(&self, from: &ElementId, to: &ElementId, keys: Keys) -> (ElementId, ElementId) {
        let height = |id: &ElementId| {
            let component = self.map().component(id)?;
            Some(self.map().position(component)?.visibility.value())
        };
        let upward = height(from) < height(to);
        if upward && !keys.ctrl && self.tool != Tool::Flow {
            (to.clone(), from.clone())
        } else {
            (from.clone(), to.clone())
        }
    }

    /// What a link would say: "Tea needs Cup", "Farm flows to Cup by Tea".
    fn link_words(&self, draft: &LinkDraft, to: &ElementId, keys: Keys) -> String {
        let (from, to) = self.ends(&draft.from, to, keys);
        let name = |id: &ElementId| self.map().element(id).map_or("", |e| short(e.name(), "?")).to_owned();
        let verb = if self.tool == Tool::Flow { "flows to" } else { "needs" };
        let via: Vec<_> = draft.via.iter().map(name).collect();
        let by = if via.is_empty() { String::new() } else { format!(" by {}", via.join(" and ")) };
        format!("{} {verb} {}{by}", name(&from), name(&to))
    }

    /// Links two components; the higher one needs the lower, unless Ctrl is held.
    fn link(&mut self, draft: &LinkDraft, to: &ElementId, keys: Keys) {
        let words = self.link_words(draft, to, keys);
        let (from, to) = self.ends(&draft.from, to, keys);
        let is_flow = self.tool == Tool::Flow;
        let kind = if is_flow { LinkKind::Flow(Direction::Forward) } else { LinkKind::Need };
        let via = draft.via.iter().cloned().map(End::Element).collect();
        let link = Link { via, ..Link::between(&from, &to, kind) };
        let same = |other: &Link| {
            other.from == link.from && other.to == link.to && other.kind == link.kind && other.via == link.via
        };
        let existing = self.map().keyed_links().find(|(_, other)| same(other)).map(|(key, _)| key);
        if let Some(key) = existing {
            self.document.select(Selection::of_link(&key));
            self.say(format!("{words} already"));
            return;
        }
        self.commit(&words, &[Edit::AddLink(link)], Some(Selection::of(&to)));
        self.say(words);
    }

    /// The need from one component to another as it stands, however high they are.
    pub(super) fn link_as_named(&mut self, from: &ElementId, to: &ElementId) {
        let draft = LinkDraft::new(from.clone(), Point::ZERO, true);
        self.link(&draft, to, Keys { ctrl: true, ..Keys::default() });
    }
}
