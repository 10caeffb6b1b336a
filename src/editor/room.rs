//! Where on a map a component finds room.

use std::collections::HashMap;

use crate::model::{Map, Position};

/// So far apart on one of both axes two components stand clear of each other, in fractions of the sheet.
const APART: (f64, f64) = (0.05, 0.07);

/// The places that are taken, in cells as large as a component needs.
#[derive(Debug, Default)]
pub(super) struct Room {
    taken: HashMap<(i32, i32), Vec<Position>>,
}

fn cell(at: Position) -> (i32, i32) {
    ((at.visibility.value() / APART.0) as i32, (at.evolution.value() / APART.1) as i32)
}

impl Room {
    /// What the components of a map leave.
    pub(super) fn of(map: &Map) -> Self {
        let mut room = Self::default();
        map.components().filter_map(|(_, component)| map.position(component)).for_each(|at| room.take(at));
        room
    }

    /// A component stands here from now on.
    pub(super) fn take(&mut self, at: Position) {
        self.taken.entry(cell(at)).or_default().push(at);
    }

    /// Whether a component that stands here is clear of all others.
    pub(super) fn is_free(&self, at: Position) -> bool {
        let (down, across) = cell(at);
        let cells = (-1..=1).flat_map(|v| (-1..=1).map(move |e| (down + v, across + e)));
        cells.filter_map(|cell| self.taken.get(&cell)).flatten().all(|other| {
            (other.visibility.value() - at.visibility.value()).abs() >= APART.0
                || (other.evolution.value() - at.evolution.value()).abs() >= APART.1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_told_across_the_edges_of_cells() {
        let mut room = Room::default();
        room.take(Position::clamped(0.5, 0.5));
        for (up, right, is_free) in [
            (0.0, 0.0, false),
            (0.04, 0.06, false),
            (-0.04, -0.06, false),
            (0.051, 0.0, true),
            (0.0, -0.071, true),
            (-0.049, 0.0, false),
        ] {
            assert_eq!(room.is_free(Position::clamped(0.5 + up, 0.5 + right)), is_free, "{up}, {right}");
        }
    }
}
