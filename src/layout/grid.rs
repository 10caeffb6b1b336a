//! A grid of cells over the sheet, so that a question about a place looks at its neighbourhood only.

use crate::geometry::Rect;

/// The side of a cell, in sheet pixels: about one label.
const CELL: f64 = 96.0;

/// Rectangles by the cells that they touch. What lies off the sheet belongs to the cells at its edge.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    columns: usize,
    rows: usize,
    cells: Vec<Vec<u32>>,
    rects: Vec<Rect>,
}

impl Grid {
    /// An empty grid over a sheet of this size.
    pub fn new(width: f64, height: f64) -> Self {
        let columns = (width / CELL).ceil().clamp(1.0, 1000.0) as usize;
        let rows = (height / CELL).ceil().clamp(1.0, 1000.0) as usize;
        Self { columns, rows, cells: vec![Vec::new(); columns * rows], rects: Vec::new() }
    }

    /// Enters a rectangle; answers its number, counted from 0.
    pub fn insert(&mut self, rect: Rect) -> usize {
        let number = self.rects.len();
        for cell in self.cells_of(rect) {
            if let Some(cell) = self.cells.get_mut(cell) {
                cell.push(u32::try_from(number).unwrap_or(u32::MAX));
            }
        }
        self.rects.push(rect);
        number
    }

    /// The numbers of the rectangles that overlap `rect`, rising, each once.
    pub fn overlapping(&self, rect: Rect) -> Vec<usize> {
        let mut found: Vec<usize> = self
            .cells_of(rect)
            .filter_map(|cell| self.cells.get(cell))
            .flatten()
            .map(|number| *number as usize)
            .filter(|number| self.rects.get(*number).is_some_and(|other| touches(*other, rect)))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The areas of the overlaps with `rect`, in square pixels, added up.
    pub fn overlap_area(&self, rect: Rect) -> f64 {
        let areas = self.overlapping(rect).into_iter().filter_map(|number| self.rects.get(number));
        areas.map(|other| other.intersect(rect).area().max(0.0)).sum()
    }

    fn cells_of(&self, rect: Rect) -> impl Iterator<Item = usize> + use<> {
        let column = |x: f64| ((x / CELL).max(0.0) as usize).min(self.columns.saturating_sub(1));
        let row = |y: f64| ((y / CELL).max(0.0) as usize).min(self.rows.saturating_sub(1));
        let (columns, width) = (column(rect.x0)..=column(rect.x1), self.columns);
        (row(rect.y0)..=row(rect.y1))
            .flat_map(move |row| columns.clone().map(move |column| row * width + column))
    }
}

fn touches(a: Rect, b: Rect) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_are_found_where_they_are() {
        let mut grid = Grid::new(1200.0, 675.0);
        let at = |x: f64, y: f64| Rect::new(x, y, x + 10.0, y + 10.0);
        grid.insert(at(5.0, 5.0));
        grid.insert(at(90.0, 90.0));
        grid.insert(at(-5000.0, 0.0));
        assert_eq!(grid.overlapping(Rect::new(0.0, 0.0, 200.0, 200.0)), [0, 1]);
        assert_eq!(grid.overlapping(at(-5005.0, 0.0)), [2]);
        assert_eq!(grid.overlap_area(at(10.0, 5.0)), 50.0);
    }
}
