//! Labels that their authors placed over each other or over symbols.

use crate::model::{ElementId, Map};

use super::Layout;
use super::grid::Grid;

/// What two boxes may share without anybody seeing it, in square pixels.
const UNSEEN: f64 = 4.0;

impl Layout {
    /// The components whose labels their authors placed where another label or a symbol stands, in author order.
    pub fn overlapping_labels(&self, map: &Map) -> Vec<ElementId> {
        let mut grid = Grid::new(self.plot.width(), self.plot.height());
        // Two boxes for each symbol: its label, and itself.
        for symbol in &self.symbols {
            grid.insert(symbol.label.rect.inflate(-1.0, -1.0));
            grid.insert(symbol.rect());
        }
        let is_placed = |id: &ElementId| {
            map.component(id).is_some_and(|component| component.label.is_some() && !component.is_anchor())
        };
        let overlaps = |own: usize| {
            let Some(symbol) = self.symbols.get(own) else { return false };
            let label = symbol.label.rect.inflate(-1.0, -1.0);
            let mut is_over = false;
            grid.visit(label, |number, other| {
                // Its own symbol is beside it on purpose, if at all; an anchor has no symbol.
                let is_bare =
                    self.symbols.get(number / 2).is_some_and(|other| other.outline == super::Outline::Bare);
                let counts = number != 2 * own && !(number % 2 == 1 && is_bare);
                is_over = counts && label.intersect(other).area() > UNSEEN;
                !is_over
            });
            is_over
        };
        let symbols = self.symbols.iter().enumerate();
        let found = symbols.filter(|(own, symbol)| is_placed(&symbol.id) && overlaps(*own));
        found.map(|(_, symbol)| symbol.id.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::format::{Format, read};
    use crate::layout::Layout;
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
}
