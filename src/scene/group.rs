//! What is drawn of one thing, and the order in which all of it lies on the paper.

use std::sync::Arc;

use super::{Item, Subject};
use crate::geometry::Rect;
use crate::model::Shared;

/// The levels of a picture from the bottom to the top. Labels are drawn on two of them, whatever they belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// What lies on the paper: the plot, areas, lines.
    Ground,
    /// The halos of all labels.
    Halos,
    /// Symbols and boxes.
    Symbols,
    /// All labels.
    Letters,
    /// Boxes of words, with all that is in them.
    Top,
}

impl Level {
    /// All of them, from the bottom.
    pub const ALL: [Self; 5] = [Self::Ground, Self::Halos, Self::Symbols, Self::Letters, Self::Top];

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// What is drawn of one thing: made once, and shared by the pictures of a map until that thing changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What it stands for.
    pub subject: Subject,
    pub(super) items: Vec<(Level, Item)>,
    /// The boxes of texts that reach beyond the sheet.
    pub(super) beyond: Vec<Rect>,
}

impl Group {
    /// What of it lies on a level, from the bottom to the top.
    pub fn on(&self, level: Level) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |(own, _)| *own == level).map(|(_, item)| item)
    }

    /// Whether it is the name of something, with a thin line to it where that stands further away; what stands in a box of
    /// words is none.
    pub fn is_label(&self) -> bool {
        let is_of_label = |item: &Item| matches!(item, Item::Text(_) | Item::Halo(_) | Item::Polyline { .. });
        matches!(self.subject, Subject::Element(_))
            && self.on(Level::Letters).any(|item| matches!(item, Item::Text(_)))
            && self.items.iter().all(|(_, item)| is_of_label(item))
    }
}

/// The groups of one kind, in the order of what they stand for in the layout.
#[derive(Clone, Debug, Default)]
pub struct Part {
    pub(super) groups: Shared<Group>,
    /// The levels on which something is.
    levels: u8,
    /// Which groups have texts beyond the sheet.
    beyond: Vec<usize>,
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.groups == other.groups
    }
}

impl Part {
    pub(super) fn new(groups: Vec<Arc<Group>>) -> Self {
        let mut part = Self { groups: Shared::default(), levels: 0, beyond: Vec::new() };
        for (at, group) in groups.iter().enumerate() {
            part.note(at, group);
        }
        part.groups = groups.into();
        part
    }

    fn note(&mut self, at: usize, group: &Group) {
        self.levels |= group.items.iter().fold(0, |levels, (level, _)| levels | level.bit());
        if !group.beyond.is_empty() {
            self.beyond.push(at);
        }
    }

    /// The same with groups made anew at some places. What comes out as it was is the very same.
    pub(super) fn with(&self, places: &[usize], mut make: impl FnMut(usize) -> Arc<Group>) -> Self {
        let made = places.iter().map(|at| (*at, make(*at)));
        let others: Vec<_> =
            made.filter(|(at, made)| self.groups.get(*at).is_some_and(|old| old != made)).collect();
        let mut part = self.clone();
        if others.is_empty() {
            return part;
        }
        part.beyond.retain(|at| others.binary_search_by_key(at, |(other, _)| *other).is_err());
        for (at, group) in others {
            part.note(at, &group);
            if let Some(slot) = part.groups.get_mut(at) {
                *slot = group;
            }
        }
        part.beyond.sort_unstable();
        part
    }

    /// The same without what lies on a level.
    pub(super) fn without(mut self, level: Level) -> Self {
        self.levels &= !level.bit();
        self
    }

    /// The groups, in their order.
    pub fn groups(&self) -> &Shared<Group> {
        &self.groups
    }

    /// Whether anything of it lies on a level.
    pub fn is_on(&self, level: Level) -> bool {
        self.levels & level.bit() != 0
    }

    /// The boxes of texts that reach beyond the sheet, in their order.
    pub(super) fn beyond(&self) -> impl Iterator<Item = Rect> {
        self.beyond
            .iter()
            .filter_map(|at| self.groups.get(*at))
            .flat_map(|group| group.beyond.iter().copied())
    }
}
