//! What each operation on the map is called, what it does, and by which keys.

use egui::Key;
use egui_material_icons::icons;

use super::describe::{ALT, COMMAND, COMMAND_SHIFT, Description, NONE, SHIFT, arrow, say};
use super::keys::At;
use crate::editor::{Addition, Alignment, Axis, Direction, Mark, Operation, Related, Swatch};
use crate::model::{AttitudeKind, Drive, Method};

/// What an operation is called, what it does, and by which keys.
pub(super) fn of_operation(operation: Operation) -> Description {
    use Operation as O;
    match operation {
        O::Undo => say("Undo", "")
            .on_map(COMMAND, Key::Z)
            .key(At::Text, COMMAND, Key::Z)
            .key(At::EmptyTray, COMMAND, Key::Z)
            .icon(icons::ICON_UNDO),
        O::Redo => {
            let redo = say("Redo", "").icon(icons::ICON_REDO);
            [At::Map, At::Text, At::EmptyTray]
                .into_iter()
                .fold(redo, |redo, at| redo.key(at, COMMAND_SHIFT, Key::Z).key(at, COMMAND, Key::Y))
        }
        O::Delete => say("Delete", "Delete what is selected, with its links")
            .on_map(NONE, Key::Delete)
            .on_map(NONE, Key::Backspace)
            .key(At::EmptyTray, NONE, Key::Delete)
            .icon(icons::ICON_DELETE),
        O::SelectAll => say("Select all", "").on_map(COMMAND, Key::A),
        O::Select(related) => of_related(related),
        O::Align(alignment) => of_alignment(alignment),
        O::Distribute(Axis::Evolution) => {
            say("Equal distances across", "Space them out evenly between the least and the most evolved")
        }
        O::Distribute(Axis::Visibility) => {
            say("Equal distances down", "Space them out evenly between the most and the least visible")
        }
        O::TidyHeights => say(
            "Tidy heights…",
            "Propose heights from the depth in the chain of needs: shown first, Enter takes them",
        ),
        O::ToBoundary(Direction::Left | Direction::Down) => say(
            "To the boundary on the left",
            "Move it to the next boundary of a stage on the left",
        )
        .key(At::Canvas, SHIFT, Key::Home),
        O::ToBoundary(Direction::Right | Direction::Up) => say(
            "To the boundary on the right",
            "Move it to the next boundary of a stage on the right",
        )
        .key(At::Canvas, SHIFT, Key::End),
        O::SelectNext => say("Select the next", "The next element in reading order"),
        O::SelectPrevious => say("Select the one before", "The one before in reading order"),
        O::Walk(direction) => {
            let words = match direction {
                Direction::Up => "Walk to what needs it",
                Direction::Down => "Walk to what it needs",
                Direction::Left => "Walk to the neighbour on the left",
                Direction::Right => "Walk to the neighbour on the right",
            };
            say("Walk", words).key(At::Canvas, ALT, arrow(direction)).key(At::Link, ALT, arrow(direction))
        }
        O::Nudge(..) => say("Nudge", "Move what is selected"),
        O::EditText => say("Rename", "Edit the text of what is selected")
            .on_map(NONE, Key::F2)
            .key(At::EmptyTray, NONE, Key::F2)
            .icon(icons::ICON_EDIT),
        O::AddNeeded => say(
            "Add what it needs",
            "Add a component that the selected one needs, or put one into the selected link",
        )
        .on_map(NONE, Key::Insert)
        .icon(icons::ICON_ADD_CIRCLE),
        O::EvolveNext => say("Evolve", "Let it evolve to the next stage")
            .on_map(NONE, Key::E)
            .icon(icons::ICON_TRENDING_FLAT),
        O::Arrive => say("Arrive", "Put it where it evolves to").on_map(SHIFT, Key::E),
        O::TogglePipeline => say("Pipeline", "Make a pipeline of it, or take that back")
            .on_map(NONE, Key::P)
            .icon(icons::ICON_VIEW_WEEK),
        O::ToggleInertia => {
            say("Inertia", "Give it inertia, or take it").on_map(NONE, Key::I).icon(icons::ICON_BLOCK)
        }
        O::ToggleAnchor => say("Anchor or component", "Make a user of a component, or the other way round"),
        O::TidyLabels => say("Tidy labels", "Let the program place the labels: the selected ones, or all"),
        O::TidyOverlapping => say(
            "Tidy overlapping labels",
            "Let the program place the labels that stand on others or on symbols",
        ),
        O::Add(addition) => of_addition(addition),
        O::Duplicate => say("Duplicate", "Copy what is selected, beside it; Alt+drag does the same")
            .on_map(COMMAND, Key::D),
        O::Park => {
            say("Park", "Switch it off but keep it, or switch it on again").on_map(COMMAND, Key::Slash)
        }
        O::AddVariant => {
            say("Add a variant", "Add a component to the selected pipeline").on_map(SHIFT, Key::P)
        }
        O::PutIntoTray => say("Put into the tray", "Take it off the map, but keep its name and needs"),
        O::PlaceAll => say("Place all of the tray", "Place each component below what needs it"),
        O::Paint(None) => say("Colour of the theme", "Give it the theme’s colour again"),
        O::Paint(Some(swatch)) => of_swatch(swatch),
        O::Mark(mark) => match mark {
            Mark::Method(Method::Build) => say("Build", "Mark it as built in house"),
            Mark::Method(Method::Buy) => say("Buy", "Mark it as bought"),
            Mark::Method(Method::Outsource) => say("Outsource", "Mark it as left to a supplier"),
            Mark::Market => say("Market", "Mark it as a market"),
            Mark::Ecosystem => say("Ecosystem", "Mark it as an ecosystem"),
            Mark::Assumption => {
                say("Assumption", "Mark its place as an assumption: a “?” beside it, and a lighter edge")
                    .on_map(SHIFT, Key::Questionmark)
            }
            Mark::Removed => say("Removed", "Mark it as removed: it is drawn dotted"),
            Mark::FutureLinks => {
                say("Future needs", "Draw its needs to where it evolves to as well, or not any more")
            }
        },
        O::ToggleConstraint => {
            say("Constraint", "Make a constraint of the need, or a need again").icon(icons::ICON_LINE_WEIGHT)
        }
        O::TurnLinks => say("Turn round", "Let the link go the other way").icon(icons::ICON_SWAP_VERT),
        O::ToggleLegend => say("Legend", "Explain the symbols that the map uses, or not"),
    }
}

fn of_swatch(swatch: Swatch) -> Description {
    match swatch {
        Swatch::Red => say("Red", "Draw what is selected in red"),
        Swatch::Orange => say("Orange", "Draw what is selected in orange"),
        Swatch::Green => say("Green", "Draw what is selected in green"),
        Swatch::Blue => say("Blue", "Draw what is selected in blue"),
        Swatch::Purple => say("Purple", "Draw what is selected in purple"),
        Swatch::Grey => say("Grey", "Draw what is selected in grey"),
    }
}

pub(super) fn of_addition(addition: Addition) -> Description {
    match addition {
        Addition::Annotation => {
            say("Annotation", "A numbered remark, which the list shows: click where it belongs")
        }
        Addition::Area => say("Area", "Draw a loop by hand, or have one drawn around what is selected"),
        Addition::Attitude(AttitudeKind::Pioneers) => {
            say("Pioneers", "Where those work who explore: drag a box")
        }
        Addition::Attitude(AttitudeKind::Settlers) => {
            say("Settlers", "Where those work who make products of it: drag a box")
        }
        Addition::Attitude(AttitudeKind::TownPlanners) => {
            say("Town planners", "Where those work who make it an industry: drag a box")
        }
        Addition::Accelerator(Drive::Faster) => {
            say("Accelerator", "A force that speeds evolution up: click where it works")
        }
        Addition::Accelerator(Drive::Slower) => {
            say("Deaccelerator", "A force that slows evolution down: click where it works")
        }
    }
}

fn of_related(related: Related) -> Description {
    match related {
        Related::Needs => say("Select what it needs", "Select everything that this needs, all the way down")
            .on_map(ALT.plus(SHIFT), Key::ArrowDown),
        Related::NeededBy => say("Select what needs it", "Select everything that needs this, all the way up")
            .on_map(ALT.plus(SHIFT), Key::ArrowUp),
        Related::Connected => say(
            "Select what it is connected with",
            "Select everything that links lead to from here, either way",
        ),
        Related::SameKind => {
            say("Select the same kind", "Select all that are of the same kind as what is selected")
        }
        Related::SameStage => {
            say("Select the same stage", "Select all components of the same stage of evolution")
        }
        Related::Others => say("Select everything else", "Select what is not selected, and nothing that is")
            .on_map(COMMAND_SHIFT, Key::I),
    }
}

fn of_alignment(alignment: Alignment) -> Description {
    match alignment {
        Alignment::Left => say("Align left", "Make them as evolved as the least evolved of them"),
        Alignment::Center => say("Align centres across", "Make them as evolved as the middle of them"),
        Alignment::Right => say("Align right", "Make them as evolved as the most evolved of them"),
        Alignment::Top => say("Align top", "Make them as visible as the most visible of them"),
        Alignment::Middle => say("Align centres down", "Make them as visible as the middle of them"),
        Alignment::Bottom => say("Align bottom", "Make them as visible as the least visible of them"),
    }
}
