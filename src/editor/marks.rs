//! What components and links are marked as, for all that are selected at once.

use super::operation::counted;
use super::session::Editor;
use crate::model::{Component, Edit, Evolve, Link, LinkKind, Method};

/// Something that a component is or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A market.
    Market,
    /// An ecosystem.
    Ecosystem,
    /// Removed by a move that the map tells of.
    Removed,
    /// Obtained in this way.
    Method(Method),
    /// Its needs are drawn to its ghost too.
    FutureLinks,
}

impl Mark {
    /// Whether a component has it.
    pub fn is_on(self, component: &Component) -> bool {
        match self {
            Self::Market => component.market,
            Self::Ecosystem => component.ecosystem,
            Self::Removed => component.removed,
            Self::Method(method) => component.method == Some(method),
            Self::FutureLinks => component.evolve.as_ref().is_some_and(|evolve| evolve.links),
        }
    }

    /// The component with the mark or without it; `None` where it cannot have it.
    fn set(self, component: &Component, on: bool) -> Option<Component> {
        let mut marked = component.clone();
        match self {
            Self::Market => marked.market = on,
            Self::Ecosystem => marked.ecosystem = on,
            Self::Removed => marked.removed = on,
            Self::Method(method) => marked.method = on.then_some(method),
            Self::FutureLinks => {
                let evolve = component.evolve.clone()?;
                marked.evolve = Some(Evolve { links: on, ..evolve });
            }
        }
        Some(marked)
    }

    fn words(self) -> &'static str {
        match self {
            Self::Market => "Change the market of",
            Self::Ecosystem => "Change the ecosystem of",
            Self::Removed => "Change the removal of",
            Self::Method(_) => "Change the method of",
            Self::FutureLinks => "Change the future needs of",
        }
    }
}

impl Editor {
    /// Whether everything that is selected has a mark.
    pub fn has_mark(&self, mark: Mark) -> bool {
        let selection = self.document.selection();
        let ids = selection.elements.iter().chain(&selection.ghost);
        // What cannot have it does not count.
        let able = ids.filter_map(|id| self.map().component(id)).filter(|c| mark.set(c, true).is_some());
        let mut able = able.peekable();
        able.peek().is_some() && able.all(|component| mark.is_on(component))
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        let on = !self.has_mark(mark);
        self.each(mark.words(), |_, component| mark.set(component, on));
    }

    pub(super) fn toggle_constraint(&mut self) {
        let needs = |kind: LinkKind| matches!(kind, LinkKind::Need | LinkKind::Constraint);
        let selected = &self.document.selection().links;
        let is_constraint =
            selected.iter().filter(|key| needs(key.kind)).all(|key| key.kind == LinkKind::Constraint);
        let kind = if is_constraint { LinkKind::Need } else { LinkKind::Constraint };
        // A flow is neither.
        self.change_links("Change", |link| needs(link.kind).then(|| Link { kind, ..link.clone() }));
    }

    pub(super) fn turn_links(&mut self) {
        self.change_links("Turn", |link| {
            let via = link.via.iter().rev().cloned().collect();
            Some(Link { from: link.to.clone(), to: link.from.clone(), via, ..link.clone() })
        });
    }

    /// Changes every selected link in one step. They stay selected under their new keys.
    fn change_links(&mut self, verb: &str, change: impl Fn(&Link) -> Option<Link>) {
        let map = std::sync::Arc::clone(self.map());
        let mut keys: Vec<_> = self.document.selection().links.iter().cloned().collect();
        if keys.is_empty() {
            self.say("Select a link first".to_owned());
            return;
        }
        // The last of several alike first, so that the keys of the others stay what they are.
        keys.sort_by_key(|key| std::cmp::Reverse(map.link_index(key)));
        let edits: Vec<_> = keys
            .iter()
            .filter_map(|key| Some(Edit::ReplaceLink { key: key.clone(), link: change(map.link(key)?)? }))
            .collect();
        if edits.is_empty() {
            self.say("A flow is no need: its kind is in the inspector".to_owned());
            return;
        }
        let places: Vec<_> = keys.iter().filter_map(|key| map.link_index(key)).collect();
        let label = counted(edits.len(), &format!("{verb} a link"), "links", verb);
        let Ok(after) = edits.iter().try_fold((*map).clone(), |map, edit| edit.apply_to(map)) else { return };
        let links = after.keyed_links().enumerate().filter(|(at, _)| places.contains(at));
        let links = links.map(|(_, (key, _))| key).collect();
        self.commit(&label, &edits, Some(super::Selection { links, ..super::Selection::default() }));
    }
}
