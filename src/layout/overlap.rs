//! Labels that their authors placed over each other or over symbols.

use std::sync::Arc;

use crate::geometry::Rect;
use crate::model::{Component, ElementId, Map};

use super::grid::Grid;
use super::label::{of_anchor, placed};
use super::place::label_origin;
use super::symbol::{center, outline};
use super::{Layout, Outline, Sizes, Symbol};

/// What two boxes may share without anybody seeing it, in square pixels.
const UNSEEN: f64 = 1.0;

/// What stands at one place: the symbol, where it has one, and a label, which counts where its author placed it.
struct Standing {
    symbol: Option<Rect>,
    label: Rect,
    is_placed: bool,
}

/// Which of these have a label, placed by its author, that stands on another's label or on a symbol, once `inset` is
/// taken off its sides; and on how much of them, in square pixels.
fn overlapping(all: &[Standing], plot: Rect, inset: f64) -> Vec<(usize, f64)> {
    if !all.iter().any(|standing| standing.is_placed) {
        return Vec::new();
    }
    let mut grid = Grid::new(plot.width(), plot.height());
    // Two boxes for each: its label, and its symbol.
    for one in all {
        grid.insert(one.label.inflate(-inset, -inset));
        grid.insert(one.symbol.unwrap_or(Rect::ZERO));
    }
    let shared = |own: usize, standing: &Standing| {
        let label = standing.label.inflate(-inset, -inset);
        let mut sum = 0.0;
        grid.visit(label, |number, other| {
            let area = label.intersect(other).area();
            if number != 2 * own && area > UNSEEN {
                sum += area;
            }
            true
        });
        sum
    };
    let placed = all.iter().enumerate().filter(|(_, standing)| standing.is_placed);
    placed.map(|(own, standing)| (own, shared(own, standing))).filter(|(_, area)| *area > 0.0).collect()
}

impl Layout {
    /// The components whose labels their authors placed where another label or a symbol stands, in author order.
    ///
    /// Found out when it is asked first; `map` is the one that is laid out here.
    pub fn overlapping_labels(&self, map: &Map) -> &[ElementId] {
        self.found.overlapping.get_or_init(|| self.find_overlapping(map).into())
    }

    fn find_overlapping(&self, map: &Map) -> Vec<ElementId> {
        let standing = |symbol: &Arc<Symbol>| Standing {
            symbol: (symbol.outline != Outline::Bare).then(|| symbol.rect()),
            label: symbol.label.rect,
            is_placed: map.component(&symbol.id).is_some_and(is_placed),
        };
        let all: Vec<_> = self.symbols.iter().map(standing).collect();
        let found = overlapping(&all, self.plot, 1.0).into_iter();
        found.filter_map(|(own, _)| Some(self.symbols.get(own)?.id.clone())).collect()
    }
}

fn is_placed(component: &Component) -> bool {
    component.label.is_some() && !component.is_anchor()
}

/// Whether a map that does not say so was drawn for labels of long names that are stacked (see
/// [`Map::stacked_labels`]): whether fewer labels then stand on others and on symbols, or as many, but on less of them.
/// As many on as much are not stacked, as in the newest version of OnlineWardleyMaps. `None` where the map has no
/// placed label of a long name: then it makes no difference.
pub fn stacks_labels(map: &Map, sizes: &Sizes) -> Option<bool> {
    let components =
        || map.components().filter(|(element, _)| !element.parked).map(|(_, component)| component);
    if !map.has_long_labels() {
        return None;
    }
    let sheet = map.sheet_size();
    let plot = Rect::new(0.0, 0.0, sheet.width, sheet.height);
    let count = |stacks: bool| {
        let standing = |component: &Component| {
            let at = center(map, component, sizes)?;
            let outline = outline(component, sizes);
            let label = match component.label {
                _ if component.is_anchor() => of_anchor(&component.name, at, sizes.anchor, plot).rect,
                Some(offset) => {
                    let from = label_origin(component, at, sizes);
                    placed(&component.name, from, offset, sizes.label, (sizes.label_width, stacks)).rect
                }
                // The program finds it a place wherever the others stand.
                None => Rect::ZERO,
            };
            let side = 2.0 * outline.half();
            let symbol = (outline != Outline::Bare).then(|| Rect::from_center_size(at, (side, side)));
            Some(Standing { symbol, label, is_placed: is_placed(component) })
        };
        let all: Vec<_> = components().filter_map(standing).collect();
        let found = overlapping(&all, plot, 0.0);
        (found.len(), found.iter().map(|(_, area)| area).sum::<f64>())
    };
    Some(count(true) < count(false))
}

#[cfg(test)]
mod tests {
    use crate::format::{Format, read};
    use crate::layout::{Layout, stacks_labels};
    use crate::scene::Theme;

    #[test]
    fn what_authors_placed_over_each_other_is_found() {
        let text = "component Alpha [0.5, 0.5] label [10, 4]\ncomponent Bravo [0.49, 0.5] label [10, 2]\n\
                    component Delta [0.2, 0.2] label [10, 4]\ncomponent Echo [0.7, 0.5]\n\
                    component Far [0.1, 0.5] label [-200, -390]\n";
        let map = read(Format::Owm, text).map.unwrap();
        let layout = Layout::new(&map, &Theme::for_map("mapstone").sizes);
        let found = layout.overlapping_labels(&map);
        let found: Vec<_> = found.iter().map(crate::model::ElementId::as_str).collect();
        assert_eq!(found, ["alpha", "bravo"]);
    }

    #[test]
    fn long_labels_are_read_as_they_touch_less() {
        let stacks = |text: &str| {
            let map = read(Format::Owm, text).map.unwrap();
            stacks_labels(&map, &Theme::for_map("mapstone").sizes).unwrap_or(false)
        };
        // A fresh map: the label stands above its symbol in one line, and nothing tells otherwise.
        assert!(!stacks(
            "component first part of second [0.5, 0.3] label [-1, -22]\ncomponent short name [0.5, 0.6] label [-1, -22]\n"
        ));
        // An old one: in one line it would lie on its neighbour; stacked it stands beside its own symbol.
        assert!(stacks("component Innovation of processes [0.5, 0.5] label [-20, 10]\n"));
        assert!(!stacks("component Tea [0.5, 0.5] label [-20, 10]\n"));
    }
}
