//! What menus and keys ask for, without a pointer. What each does is a function of what the editor shows, in `operate`.

use super::operate::{self, Sight};
use super::session::Editor;
use super::tool::{Deed, Gesture};
use super::{Mark, Swatch};

/// One of four directions on the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More visible.
    Up,
    /// Less visible.
    Down,
    /// Less evolved.
    Left,
    /// More evolved.
    Right,
}

/// Something done to the map or the selection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operation {
    /// Goes back a step.
    Undo,
    /// Goes forward a step.
    Redo,
    /// Deletes what is selected, with the links that touch it.
    Delete,
    /// Selects everything.
    SelectAll,
    /// Selects what belongs to what is selected.
    Select(super::Related),
    /// Selects the next element in reading order.
    SelectNext,
    /// Selects the one before.
    SelectPrevious,
    /// Goes to a neighbour.
    Walk(Direction),
    /// Moves what is selected by a fraction of the sheet.
    Nudge(Direction, f64),
    /// Opens the field for the text of what is selected.
    EditText,
    /// Begins a component that the selected one needs, or one in the middle of the selected link.
    AddNeeded,
    /// Lets the selected components evolve to the next stage.
    EvolveNext,
    /// Puts the selected components where they evolve to.
    Arrive,
    /// Makes pipelines of the selected components, or takes that back.
    TogglePipeline,
    /// Gives the selected components inertia, or takes it.
    ToggleInertia,
    /// Makes anchors of the selected components, or the other way round.
    ToggleAnchor,
    /// Gives labels back to automatic placing: the selected ones, or all.
    TidyLabels,
    /// Gives those labels back to automatic placing that stand on others or on symbols.
    TidyOverlapping,
    /// Adds an element of another kind.
    Add(super::Addition),
    /// Puts what is selected in line.
    Align(super::Alignment),
    /// Proposes heights from the depth in the chain.
    TidyHeights,
    /// Puts what is selected on the boundary of the stage that it is in, or the next one that way.
    ToBoundary(Direction),
    /// Puts what is selected at equal distances.
    Distribute(super::Axis),
    /// Copies what is selected, beside it.
    Duplicate,
    /// Switches what is selected off, or on again where all of it is off.
    Park,
    /// Begins a variant in the selected pipeline.
    AddVariant,
    /// Takes the selected components off the map, and keeps their names and needs in the tray.
    PutIntoTray,
    /// Places everything that is in the tray.
    PlaceAll,
    /// Gives the selected components a mark, or takes it where all have it.
    Mark(Mark),
    /// Gives everything that is selected a colour, or the theme's.
    Paint(Option<Swatch>),
    /// Makes constraints of the selected needs, or the other way round.
    ToggleConstraint,
    /// Turns the selected links round.
    TurnLinks,
    /// Shows the legend, or hides it.
    ToggleLegend,
}

impl Editor {
    /// Does something to the map or the selection.
    pub fn operate(&mut self, operation: Operation) {
        self.end_naming(super::NamingEnd::Keep);
        self.set_gesture(Gesture::Idle);
        self.document.cancel();
        self.refresh();
        for deed in operate::deeds(operation, self.sight()) {
            self.perform(deed);
        }
        self.refresh();
    }

    /// What operations look at.
    pub(super) fn sight(&self) -> Sight<'_> {
        Sight {
            map: self.map(),
            layout: self.layout(),
            selection: self.document.selection(),
            shows_parked: self.shows_parked(),
            look: self.look(),
        }
    }

    /// Gives labels back to automatic placing, and says what that did, and what is left.
    pub(super) fn tidy(&mut self, edits: Vec<crate::model::Edit>) {
        let before = self.layout().overlapping_labels(self.map()).len();
        let count = edits.len();
        if count == 0 {
            self.say("Every label is placed automatically already".to_owned());
            return;
        }
        let label = operate::counted(count, "Tidy a label", "labels", "Tidy");
        self.perform(Deed::change(label, edits));
        let after = self.layout().overlapping_labels(self.map()).len();
        let done = operate::counted(count, "Tidied a label", "labels", "Tidied");
        self.offer(match (before, after) {
            (0, _) => done,
            (_, 0) => format!("{done}: none overlaps any more"),
            (_, 1) => format!("{done}: one still overlaps"),
            (_, after) => format!("{done}: {after} still overlap"),
        });
    }
}
