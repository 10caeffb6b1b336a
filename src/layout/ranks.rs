//! Which symbols stand in line with a point.

use std::sync::Arc;

use super::{Layout, Symbol};
use crate::geometry::Point;

/// The symbols of a layout by where their centres are, from left to right and from top to bottom.
#[derive(Debug)]
pub(super) struct Ranks {
    columns: Vec<(f64, u32)>,
    rows: Vec<(f64, u32)>,
}

impl Ranks {
    pub(super) fn new(layout: &Layout) -> Self {
        let sorted = |of: fn(Point) -> f64| {
            let mut all: Vec<(f64, u32)> =
                layout.symbols.iter().zip(0..).map(|(symbol, number)| (of(symbol.center), number)).collect();
            all.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            all
        };
        Self { columns: sorted(|center| center.x), rows: sorted(|center| center.y) }
    }

    /// The numbers of those above, below or beside a point, no further off the line than `reach`, in the order of the layout.
    fn in_line(&self, at: Point, reach: f64) -> Vec<u32> {
        let mut found = Vec::new();
        for (all, at) in [(&self.columns, at.x), (&self.rows, at.y)] {
            let first = all.partition_point(|(place, _)| at - *place > reach);
            let near = all.iter().skip(first).take_while(|(place, _)| place - at <= reach);
            found.extend(near.map(|(_, number)| *number));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Layout {
    /// The symbols whose centres are above, below or beside a point, no further off that line than `reach`, in sheet pixels; in
    /// the order of the layout. Where they all are is found out when it is asked first.
    pub fn symbols_in_line(&self, at: Point, reach: f64) -> impl Iterator<Item = &Symbol> {
        let found = self.ranks().in_line(at, reach);
        found.into_iter().filter_map(|number| self.symbols.get(number as usize).map(Arc::as_ref))
    }
}

#[cfg(test)]
mod tests {
    use crate::format::{Format, read};
    use crate::geometry::Point;
    use crate::layout::Layout;
    use crate::scene::Theme;

    #[test]
    fn what_is_in_line_is_what_a_look_at_each_would_find() {
        let mut text = String::new();
        for number in 0..200 {
            let (up, right) = (f64::from(number * 37 % 101) / 101.0, f64::from(number * 53 % 97) / 97.0);
            text.push_str(&format!("component C{number} [{up:.3}, {right:.3}]\n"));
        }
        let map = read(Format::Owm, &text).map.unwrap();
        let layout = Layout::new(&map, &Theme::for_map("").sizes);
        for number in 0..40 {
            let (at, reach) =
                (Point::new(f64::from(number * 31), f64::from(number * 17)), f64::from(number) / 4.0);
            let found: Vec<_> = layout.symbols_in_line(at, reach).map(|symbol| symbol.id.clone()).collect();
            let is_near =
                |center: Point| (center.x - at.x).abs() <= reach || (center.y - at.y).abs() <= reach;
            let all = layout.symbols.iter().filter(|symbol| is_near(symbol.center));
            assert_eq!(found, all.map(|symbol| symbol.id.clone()).collect::<Vec<_>>());
        }
    }
}
