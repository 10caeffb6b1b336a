//! Everything that menus, keys and buttons can ask for, in one table.

pub(in crate::app) mod keys;

use egui::{Key, KeyboardShortcut, Modifiers};
use egui_material_icons::{MaterialIcon, icons};

use crate::editor::{Addition, Mark, Operation, Tool};
use crate::model::{AttitudeKind, Drive, Method};

/// Something that a person can ask for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::app) enum Command {
    New,
    Open,
    Save,
    SaveAs,
    Export,
    Print,
    /// The map that the selected component stands for.
    OpenSubmap,
    /// The map from which this one was opened.
    Back,
    Quit,
    Cut,
    Copy,
    CopyPicture,
    Paste,
    Operate(Operation),
    Choose(Tool),
    KeepTool,
    ZoomIn,
    ZoomOut,
    ActualSize,
    Fit,
    FitSelection,
    FullScreen,
    /// The map as text, beside it.
    Text,
    ShowParked,
    /// What has a name and no place yet.
    Tray,
    /// All fields of what is selected, or of the map.
    Inspector,
    Problems,
    Shortcuts,
    Theme(&'static str),
    /// A theme from a file.
    ThemeFile,
}

/// How a command is shown.
pub(in crate::app) struct Spec {
    pub(in crate::app) command: Command,
    pub(in crate::app) label: &'static str,
    /// What it does, for the tooltip; empty where the label says it.
    pub(in crate::app) tip: &'static str,
    pub(in crate::app) shortcut: Option<KeyboardShortcut>,
    pub(in crate::app) icon: Option<MaterialIcon>,
    /// Whether its key works only while the canvas has the focus.
    pub(in crate::app) is_canvas_key: bool,
}

const COMMAND_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

const fn spec(command: Command, label: &'static str, tip: &'static str) -> Spec {
    Spec { command, label, tip, shortcut: None, icon: None, is_canvas_key: false }
}

impl Spec {
    const fn key(self, modifiers: Modifiers, key: Key) -> Self {
        Self { shortcut: Some(KeyboardShortcut::new(modifiers, key)), ..self }
    }

    /// A key that works on the canvas only.
    const fn canvas(self, modifiers: Modifiers, key: Key) -> Self {
        Self { is_canvas_key: true, ..self.key(modifiers, key) }
    }

    const fn icon(self, icon: MaterialIcon) -> Self {
        Self { icon: Some(icon), ..self }
    }
}

use Command as C;
use Operation as O;

const ADD_PIONEERS: Command = C::Operate(O::Add(Addition::Attitude(AttitudeKind::Pioneers)));
const ADD_SETTLERS: Command = C::Operate(O::Add(Addition::Attitude(AttitudeKind::Settlers)));
const ADD_PLANNERS: Command = C::Operate(O::Add(Addition::Attitude(AttitudeKind::TownPlanners)));

/// What the menu offers to add beside components and notes.
pub(in crate::app) const ADDITIONS: [Option<Command>; 7] = [
    Some(C::Operate(O::Add(Addition::Annotation))),
    Some(C::Operate(O::Add(Addition::Area))),
    Some(ADD_PIONEERS),
    Some(ADD_SETTLERS),
    Some(ADD_PLANNERS),
    Some(C::Operate(O::Add(Addition::Accelerator(Drive::Faster)))),
    Some(C::Operate(O::Add(Addition::Accelerator(Drive::Slower)))),
];

/// What components can be marked as.
pub(in crate::app) const MARKS: [Option<Command>; 8] = [
    Some(C::Operate(O::Mark(Mark::Method(Method::Build)))),
    Some(C::Operate(O::Mark(Mark::Method(Method::Buy)))),
    Some(C::Operate(O::Mark(Mark::Method(Method::Outsource)))),
    None,
    Some(C::Operate(O::Mark(Mark::Market))),
    Some(C::Operate(O::Mark(Mark::Ecosystem))),
    None,
    Some(C::Operate(O::Mark(Mark::Removed))),
];

/// Every command. Keys with more modifiers come before the same key with fewer.
pub(in crate::app) const COMMANDS: &[Spec] = &[
    spec(C::New, "New", "Start an empty map").key(Modifiers::COMMAND, Key::N).icon(icons::ICON_NOTE_ADD),
    spec(C::Open, "Open…", "Open a map from a file")
        .key(Modifiers::COMMAND, Key::O)
        .icon(icons::ICON_FOLDER_OPEN),
    spec(C::SaveAs, "Save as…", "Save under another name or in another format").key(COMMAND_SHIFT, Key::S),
    spec(C::Save, "Save", "Save the map to its file").key(Modifiers::COMMAND, Key::S).icon(icons::ICON_SAVE),
    spec(C::Export, "Export picture…", "Save the map as SVG, PNG or PDF, or copy it, after a look at it")
        .key(Modifiers::COMMAND, Key::E)
        .icon(icons::ICON_IMAGE),
    spec(C::Print, "Print…", "Print the map, or open it as a PDF, after a look at the page")
        .key(Modifiers::COMMAND, Key::P),
    spec(C::OpenSubmap, "Open its map", "Open the map that the selected component stands for")
        .canvas(COMMAND_SHIFT, Key::Enter),
    spec(C::Back, "Back", "Open the map from which this one was opened").key(COMMAND_SHIFT, Key::Backspace),
    spec(C::Quit, "Close", "Close this window").key(Modifiers::COMMAND, Key::W),
    spec(C::Operate(O::Redo), "Redo", "").canvas(COMMAND_SHIFT, Key::Z).icon(icons::ICON_REDO),
    spec(C::Operate(O::Undo), "Undo", "").canvas(Modifiers::COMMAND, Key::Z).icon(icons::ICON_UNDO),
    spec(C::Cut, "Cut", "Copy what is selected, and delete it").canvas(Modifiers::COMMAND, Key::X),
    spec(C::CopyPicture, "Copy as picture", "Put a picture of the map on the clipboard")
        .key(COMMAND_SHIFT, Key::C),
    spec(C::Copy, "Copy", "Copy what is selected, also as OnlineWardleyMaps text")
        .canvas(Modifiers::COMMAND, Key::C),
    spec(C::Paste, "Paste", "Elements, OnlineWardleyMaps text, or a component for each line")
        .canvas(Modifiers::COMMAND, Key::V),
    spec(C::Operate(O::Duplicate), "Duplicate", "Copy what is selected, beside it; Alt+drag does the same")
        .canvas(Modifiers::COMMAND, Key::D),
    spec(C::Operate(O::Delete), "Delete", "Delete what is selected, with its links")
        .canvas(Modifiers::NONE, Key::Delete)
        .icon(icons::ICON_DELETE),
    spec(C::Operate(O::SelectAll), "Select all", "").canvas(Modifiers::COMMAND, Key::A),
    spec(
        C::Operate(O::SelectNeeds),
        "Select what it needs",
        "Select everything that this needs, all the way down",
    )
    .canvas(Modifiers::ALT.plus(Modifiers::SHIFT), Key::ArrowDown),
    spec(C::Operate(O::EditText), "Edit text", "Rename what is selected").canvas(Modifiers::NONE, Key::F2),
    spec(C::Operate(O::AddNeeded), "Add what it needs", "Add a component that the selected one needs")
        .canvas(Modifiers::NONE, Key::Insert),
    spec(C::Choose(Tool::Select), "Select", "Select and move")
        .canvas(Modifiers::NONE, Key::V)
        .icon(icons::ICON_ARROW_SELECTOR_TOOL),
    spec(C::Choose(Tool::Anchor), "Anchor", "Add a user: whose needs the map begins with")
        .canvas(Modifiers::NONE, Key::A)
        .icon(icons::ICON_PERSON),
    spec(C::Choose(Tool::Component), "Component", "Add a component")
        .canvas(Modifiers::NONE, Key::C)
        .icon(icons::ICON_CIRCLE),
    spec(C::Choose(Tool::Note), "Note", "Add a note")
        .canvas(Modifiers::NONE, Key::N)
        .icon(icons::ICON_STICKY_NOTE_2),
    spec(C::Choose(Tool::Flow), "Flow", "Link two components by what flows between them")
        .canvas(Modifiers::SHIFT, Key::L)
        .icon(icons::ICON_WAVES),
    spec(C::Choose(Tool::Need), "Need", "Link two components: the higher one needs the lower")
        .canvas(Modifiers::NONE, Key::L)
        .icon(icons::ICON_TIMELINE),
    spec(
        C::Operate(O::Add(Addition::Annotation)),
        "Annotation",
        "Add a numbered remark, which the list shows",
    ),
    spec(
        C::Operate(O::Add(Addition::Area)),
        "Area",
        "Draw a loop by hand, or have one drawn around what is selected",
    ),
    spec(ADD_PIONEERS, "Pioneers", "Mark where those work who explore"),
    spec(ADD_SETTLERS, "Settlers", "Mark where those work who make products of it"),
    spec(ADD_PLANNERS, "Town planners", "Mark where those work who make it an industry"),
    spec(
        C::Operate(O::Add(Addition::Accelerator(Drive::Faster))),
        "Accelerator",
        "Add a force that speeds evolution up",
    ),
    spec(
        C::Operate(O::Add(Addition::Accelerator(Drive::Slower))),
        "Deaccelerator",
        "Add a force that slows evolution down",
    ),
    spec(C::KeepTool, "Keep the tool", "Keep the tool after it has done its work")
        .canvas(Modifiers::NONE, Key::Q)
        .icon(icons::ICON_KEEP),
    spec(C::Operate(O::Arrive), "Arrive", "Put it where it evolves to").canvas(Modifiers::SHIFT, Key::E),
    spec(C::Operate(O::EvolveNext), "Evolve", "Let it evolve to the next stage")
        .canvas(Modifiers::NONE, Key::E)
        .icon(icons::ICON_TRENDING_FLAT),
    spec(
        C::Operate(O::Mark(Mark::FutureLinks)),
        "Future needs",
        "Draw its needs to where it evolves to as well, or not any more",
    ),
    spec(C::Operate(O::Mark(Mark::Method(Method::Build))), "Build", "Mark it as built in house"),
    spec(C::Operate(O::Mark(Mark::Method(Method::Buy))), "Buy", "Mark it as bought"),
    spec(C::Operate(O::Mark(Mark::Method(Method::Outsource))), "Outsource", "Mark it as left to a supplier"),
    spec(C::Operate(O::Mark(Mark::Market)), "Market", "Mark it as a market"),
    spec(C::Operate(O::Mark(Mark::Ecosystem)), "Ecosystem", "Mark it as an ecosystem"),
    spec(C::Operate(O::Mark(Mark::Removed)), "Removed", "Mark it as removed: it is drawn dotted"),
    spec(C::Operate(O::ToggleConstraint), "Constraint", "Make a constraint of the need, or a need again"),
    spec(C::Operate(O::TurnLinks), "Turn round", "Let the link go the other way"),
    spec(C::Operate(O::AddVariant), "Add a variant", "Add a component to the selected pipeline")
        .canvas(Modifiers::SHIFT, Key::P),
    spec(C::Operate(O::PutIntoTray), "Put into the tray", "Take it off the map, but keep its name and needs"),
    spec(C::Operate(O::PlaceAll), "Place all of the tray", "Place each component below what needs it"),
    spec(C::Operate(O::ToggleLegend), "Legend", "Explain the symbols that the map uses, or not"),
    spec(C::Tray, "Tray", "Write the chain of needs first, and place it later")
        .key(Modifiers::COMMAND, Key::U)
        .icon(icons::ICON_INBOX),
    spec(C::Operate(O::TogglePipeline), "Pipeline", "Make a pipeline of it, or take that back")
        .canvas(Modifiers::NONE, Key::P),
    spec(C::Operate(O::ToggleInertia), "Inertia", "Give it inertia, or take it")
        .canvas(Modifiers::NONE, Key::I),
    spec(
        C::Operate(O::ToggleAnchor),
        "Anchor or component",
        "Make a user of a component, or the other way round",
    ),
    spec(
        C::Operate(O::TidyLabels),
        "Tidy labels",
        "Let the program place the labels: the selected ones, or all",
    ),
    spec(
        C::Operate(O::TidyOverlapping),
        "Tidy overlapping labels",
        "Let the program place the labels that stand on others or on symbols",
    ),
    spec(C::ZoomIn, "Zoom in", "").key(Modifiers::COMMAND, Key::Plus).icon(icons::ICON_ZOOM_IN),
    spec(C::ZoomOut, "Zoom out", "").key(Modifiers::COMMAND, Key::Minus).icon(icons::ICON_ZOOM_OUT),
    spec(C::ActualSize, "Actual size", "100 %").key(Modifiers::COMMAND, Key::Num0),
    spec(C::Fit, "Fit the map", "Show the whole map")
        .key(Modifiers::COMMAND, Key::Num1)
        .icon(icons::ICON_FIT_SCREEN),
    spec(C::FitSelection, "Fit the selection", "").key(Modifiers::COMMAND, Key::Num2),
    spec(C::FullScreen, "Full screen", "").key(Modifiers::NONE, Key::F11),
    spec(C::Operate(O::Park), "Park", "Switch it off but keep it, or switch it on again")
        .canvas(Modifiers::COMMAND, Key::Slash),
    spec(C::Inspector, "Inspector", "All that is known of what is selected, or of the map")
        .key(Modifiers::COMMAND, Key::I)
        .icon(icons::ICON_TUNE),
    spec(C::ShowParked, "Show parked", "Draw what is switched off as dotted outlines"),
    spec(C::Text, "Text", "The map as text, beside it: what is typed there is drawn at once")
        .key(Modifiers::COMMAND, Key::T)
        .icon(icons::ICON_CODE),
    spec(C::Problems, "Problems", "What is odd about the file"),
    spec(C::Shortcuts, "Keys and gestures", "").key(Modifiers::NONE, Key::F1).icon(icons::ICON_KEYBOARD),
    spec(C::Theme("mapstone"), "Mapstone", "Draw the map in our own theme"),
    spec(
        C::Theme("wardley"),
        "Wardley",
        "A strong gradient and labels of even width, as OnlineWardleyMaps has it",
    ),
    spec(C::Theme("plain"), "Plain", "Black on white, as OnlineWardleyMaps draws a map without a style"),
    spec(C::Theme("colour"), "Colour", "Green symbols, as OnlineWardleyMaps has it"),
    spec(C::Theme("handwritten"), "Handwritten", "Leaning letters"),
    spec(C::Theme("dark"), "Dark", "Light on dark, for walls and late meetings"),
    spec(C::ThemeFile, "From a file…", "Draw the map in a theme of your own: a .ron file"),
    spec(C::Theme("contrast"), "High contrast", "Black on white, strong lines, large bold labels"),
];

impl Command {
    /// How this command is shown.
    pub(in crate::app) fn spec(self) -> Option<&'static Spec> {
        COMMANDS.iter().find(|spec| spec.command == self)
    }
}
