//! The lines that bend away when something comes near: in a crowd most are straight, whatever a few things do.

use crate::geometry::Rect;
use crate::model::LinkKind;

use super::grid::{Grid, pieces};
use super::obstacles::{Obstacles, REACH, SPARE, weight};
use super::{Layout, LinkLine};

/// Lines are entered in pieces of about this length, in pixels.
const PIECE: f64 = 96.0;

/// Lines that may bend, by the cells that they go through.
#[derive(Debug)]
pub(super) struct Calm {
    grid: Grid,
    /// The number of each piece's link.
    links: Vec<usize>,
}

impl Calm {
    pub(super) fn new(layout: &Layout) -> Self {
        let grid = Grid::new(layout.plot.width(), layout.plot.height());
        let mut calm = Self { grid, links: Vec::new() };
        let obstacles = Obstacles::of(layout);
        let may_bend = |line: &LinkLine| {
            let index = line.index;
            // Beside another, or through more than its ends, it gives way to nothing.
            let is_alone = !matches!(line.key.kind, LinkKind::Flow(_)) && layout.bones.side(index) == 0.0;
            match (layout.bones.stops(index), line.points.as_slice()) {
                ([from, to], [a, b]) => is_alone && !obstacles.is_deep([*a, *b], [*from, *to]),
                ([_, _], _) => is_alone,
                _ => false,
            }
        };
        for line in layout.links.iter().filter(|line| may_bend(line)) {
            for (a, b) in line.points.iter().zip(line.points.iter().skip(1)) {
                for (a, b) in pieces(*a, *b, PIECE) {
                    calm.grid.insert(Rect::from_points(a, b).inflate(0.5, 0.5));
                    calm.links.push(line.index);
                }
            }
        }
        calm
    }

    /// The numbers of the links whose lines may bend because of what moved in these boxes; `None` where the symbols that
    /// moved are so many that lines in a crowd may bend too.
    pub(super) fn links_near(&self, before: &Layout, moved: &[u32], boxes: &[Rect]) -> Option<Vec<usize>> {
        let lost: usize = moved.iter().map(|number| weight(before, *number)).sum();
        if lost > SPARE {
            return None;
        }
        let mut found = Vec::new();
        for rect in boxes {
            self.grid.visit(rect.inflate(2.0 * REACH, 2.0 * REACH), |number, _| {
                found.extend(self.links.get(number));
                true
            });
        }
        Some(found)
    }
}
