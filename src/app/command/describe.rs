//! What each command is called, what it does, and by which keys.

use egui::{Context, Key, KeyboardShortcut, Modifiers};
use egui_material_icons::{MaterialIcon, icons};

use super::keys::{self, At};
use super::operations::of_operation;
use super::typing::{of_lines, of_name, of_offer, of_tray};
use super::{Again, Command, FindKey, FocusKey, Pace, PaletteKey, Panel, ScenarioDeed, Way};
use crate::editor::{Direction, Tool};
use crate::files::Appearance;
use crate::model::Method;
use crate::scene::Hideable;
use crate::workspace::EXAMPLES;

/// How a command is shown.
#[derive(Clone, Debug)]
pub(in crate::app) struct Description {
    pub(in crate::app) label: &'static str,
    /// What it does; empty where the label says it.
    pub(in crate::app) tip: &'static str,
    pub(in crate::app) icon: Option<MaterialIcon>,
    /// Its keys, the first of which is shown beside it.
    pub(in crate::app) keys: Vec<(At, KeyboardShortcut)>,
}

pub(super) const NONE: Modifiers = Modifiers::NONE;
pub(super) const SHIFT: Modifiers = Modifiers::SHIFT;
pub(super) const ALT: Modifiers = Modifiers::ALT;
pub(super) const COMMAND: Modifiers = Modifiers::COMMAND;
pub(super) const COMMAND_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

pub(super) const fn say(label: &'static str, tip: &'static str) -> Description {
    Description { label, tip, icon: None, keys: Vec::new() }
}

impl Description {
    pub(super) fn key(mut self, at: At, modifiers: Modifiers, key: Key) -> Self {
        self.keys.push((at, KeyboardShortcut::new(modifiers, key)));
        self
    }

    /// A key that works wherever the keyboard is.
    pub(super) fn anywhere(self, modifiers: Modifiers, key: Key) -> Self {
        self.key(At::Anywhere, modifiers, key)
    }

    /// A key of the map, which a field for text has for itself.
    pub(super) fn on_map(self, modifiers: Modifiers, key: Key) -> Self {
        self.key(At::Map, modifiers, key)
    }

    pub(super) fn icon(self, icon: MaterialIcon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// Its first key as people read it, behind two spaces; empty where it has none.
    pub(in crate::app) fn key_words(&self, ctx: &Context) -> String {
        let key = self.keys.first();
        key.map_or_else(String::new, |(_, key)| format!("  {}", keys::written(ctx, *key)))
    }

    /// What it does in words.
    pub(in crate::app) fn words(&self) -> &'static str {
        if self.tip.is_empty() { self.label } else { self.tip }
    }
}

/// What a command is called, what it does, and by which keys.
pub(in crate::app) fn describe(command: Command) -> Description {
    use Command as C;
    match command {
        C::New => say("New", "Start an empty map")
            .anywhere(COMMAND, Key::N)
            .key(At::Start, NONE, Key::Enter)
            .icon(icons::ICON_NOTE_ADD),
        C::NewChain => say("New from a value chain", "Write who needs what first, and place it later"),
        C::Example(name) => {
            let about = EXAMPLES.iter().find(|example| example.name == name).map(|example| example.about);
            say(name, about.unwrap_or_default())
        }
        C::Recent(_) => say("Recent map", "Open this map again"),
        C::Open => {
            say("Open…", "Open a map from a file").anywhere(COMMAND, Key::O).icon(icons::ICON_FOLDER_OPEN)
        }
        C::Save => say("Save", "Save the map to its file").anywhere(COMMAND, Key::S).icon(icons::ICON_SAVE),
        C::SaveAs => {
            say("Save as…", "Save under another name or in another format").anywhere(COMMAND_SHIFT, Key::S)
        }
        C::Export => {
            say("Export picture…", "Save the map as SVG, PNG or PDF, or copy it, after a look at it")
                .anywhere(COMMAND, Key::E)
                .icon(icons::ICON_IMAGE)
        }
        C::Print => say("Print…", "Print the map, or open it as a PDF, after a look at the page")
            .anywhere(COMMAND, Key::P),
        C::OpenSubmap => say("Open its map", "Open the map that the selected component stands for")
            .on_map(COMMAND_SHIFT, Key::Enter),
        C::Back => {
            say("Back", "Open the map from which this one was opened").anywhere(COMMAND_SHIFT, Key::Backspace)
        }
        C::CloseTab => say("Close", "Close this map").anywhere(COMMAND, Key::W),
        C::CloseOthers => say("Close others", "Close all maps but this one"),
        C::Reopen => {
            say("Reopen closed", "Open the map that was closed last").anywhere(COMMAND_SHIFT, Key::T)
        }
        C::Beside(Way::On) => say("Next map", "Show the map in the next tab")
            .anywhere(COMMAND, Key::Tab)
            .anywhere(COMMAND, Key::PageDown),
        C::Beside(Way::Back) => say("Previous map", "Show the map in the tab before")
            .anywhere(COMMAND_SHIFT, Key::Tab)
            .anywhere(COMMAND, Key::PageUp),
        C::MoveTab(Way::On) => say("Move tab right", "Let this map change places with the next")
            .anywhere(COMMAND_SHIFT, Key::PageDown),
        C::MoveTab(Way::Back) => say("Move tab left", "Let this map change places with the one before")
            .anywhere(COMMAND_SHIFT, Key::PageUp),
        C::CopyPath => say("Copy path", "Put the path of the map's file on the clipboard"),
        C::ShowInFolder => say("Show in folder", "Show the map’s file where it lies"),
        C::Settings => say("Settings…", "How the window looks, and what new maps begin with")
            .anywhere(COMMAND, Key::Comma),
        C::Appearance(Appearance::System) => say("As the system", "The window as light or dark as others"),
        C::Appearance(Appearance::Light) => say("Light window", "Dark on light, whatever the map’s theme"),
        C::Appearance(Appearance::Dark) => say("Dark window", "Light on dark, whatever the map’s theme"),
        C::OpenPalette => {
            say("Find anything…", "Commands, components of all open maps, maps and themes, by their names")
                .anywhere(COMMAND, Key::K)
                .anywhere(COMMAND_SHIFT, Key::P)
        }
        C::Palette(PaletteKey::Step(Way::On)) => {
            say("Next", "The next line").key(At::Palette, NONE, Key::ArrowDown)
        }
        C::Palette(PaletteKey::Step(Way::Back)) => {
            say("Previous", "The line before").key(At::Palette, NONE, Key::ArrowUp)
        }
        C::Palette(PaletteKey::Take) => say("Take", "Do it, or go there").key(At::Palette, NONE, Key::Enter),
        C::Palette(PaletteKey::Close) => {
            say("Close", "Close the palette").key(At::Palette, NONE, Key::Escape)
        }
        C::Quit => say("Quit", "Close all maps and the window").anywhere(COMMAND, Key::Q),
        C::Cut => say("Cut", "Copy what is selected, and delete it").on_map(COMMAND, Key::X),
        C::Copy => {
            say("Copy", "Copy what is selected, also as OnlineWardleyMaps text").on_map(COMMAND, Key::C)
        }
        C::CopyPicture => say("Copy as picture", "Put a picture of the map on the clipboard")
            .anywhere(COMMAND_SHIFT, Key::C),
        C::Paste => say("Paste", "Elements, OnlineWardleyMaps text, or a component for each line")
            .on_map(COMMAND, Key::V),
        C::Find(FindKey::Open) => {
            say("Find…", "Look for a text in names, notes, links and all that is known of a component")
                .anywhere(COMMAND, Key::F)
        }
        C::Find(FindKey::Replace) => {
            say("Replace in names…", "Replace a text in names, after a look at what changes")
                .anywhere(COMMAND, Key::H)
        }
        C::Find(FindKey::All) => {
            say("Replace all", "Replace all that is found in the text").key(At::Find, COMMAND, Key::Enter)
        }
        C::Find(FindKey::Typed) => say("Find", "Select the first that has the text"),
        C::Find(FindKey::Step(Way::On)) => say("Find next", "Select the next that has the text")
            .anywhere(NONE, Key::F3)
            .key(At::Find, NONE, Key::Enter),
        C::Find(FindKey::Step(Way::Back)) => say("Find previous", "Select the one before that has the text")
            .anywhere(SHIFT, Key::F3)
            .key(At::Find, SHIFT, Key::Enter),
        C::Find(FindKey::Close) => say("Stop finding", "Close the field").key(At::Find, NONE, Key::Escape),
        C::Operate(operation) => of_operation(operation),
        C::Choose(tool) => of_tool(tool),
        C::KeepTool => say("Keep the tool", "Keep the tool after it has done its work")
            .on_map(NONE, Key::Q)
            .icon(icons::ICON_KEEP),
        C::Step(Way::On) => {
            say("Next", "The next element in reading order; while linking, the next place to link to")
                .key(At::Canvas, NONE, Key::Tab)
                .key(At::Link, NONE, Key::Tab)
                .key(At::Link, NONE, Key::ArrowDown)
        }
        C::Step(Way::Back) => say("Previous", "The one before")
            .key(At::Canvas, SHIFT, Key::Tab)
            .key(At::Link, SHIFT, Key::Tab)
            .key(At::Link, NONE, Key::ArrowUp),
        C::Confirm(Again::Once) => {
            say("Confirm", "Edit the text; while linking, link; with a tool, place it in the middle")
                .key(At::Canvas, NONE, Key::Enter)
                .key(At::Link, NONE, Key::Enter)
        }
        C::Confirm(Again::More) => {
            say("Confirm and go on", "Link, and begin another from the same; a flow goes on from there")
                .key(At::Canvas, SHIFT, Key::Enter)
                .key(At::Link, SHIFT, Key::Enter)
        }
        C::Cancel => say("Give up", "Give up what is being done, then the tool, then the selection")
            .key(At::Canvas, NONE, Key::Escape)
            .key(At::Link, NONE, Key::Escape),
        C::Nudge(direction, pace) => {
            let words = match pace {
                Pace::Usual => "Move what is selected by 0.01",
                Pace::Far => "Move what is selected by 0.05",
                Pace::Fine => "Move what is selected by 0.001",
            };
            let modifiers = match pace {
                Pace::Usual => NONE,
                Pace::Far => SHIFT,
                Pace::Fine => COMMAND,
            };
            say("Nudge", words).key(At::Canvas, modifiers, arrow(direction))
        }
        C::LeaveCanvas => {
            say("Buttons", "The keyboard goes to the buttons, and back to the canvas").anywhere(NONE, Key::F6)
        }
        C::Focus(FocusKey::Toggle) => {
            say("Focus", "Dim all but what is selected, with what it needs and what needs it")
                .on_map(NONE, Key::F)
                .icon(icons::ICON_CENTER_FOCUS_STRONG)
        }
        C::Focus(FocusKey::More) => say("Focus further", "One link more, up and down, is in focus")
            .key(At::Canvas, NONE, Key::Plus)
            .key(At::Canvas, NONE, Key::Equals),
        C::Focus(FocusKey::Less) => {
            say("Focus nearer", "One link less, up and down, is in focus").key(At::Canvas, NONE, Key::Minus)
        }
        C::Focus(FocusKey::End) => say("End the focus", ""),
        C::Hide(kind) => of_hideable(kind),
        C::ShowAllKinds => say("Show everything", "Show all kinds of things again"),
        C::Present => {
            say("Present", "The map alone on the whole screen, with large labels; it can be edited")
                .anywhere(NONE, Key::F5)
                .icon(icons::ICON_SLIDESHOW)
        }
        C::PresentNext(Way::On) => say(
            "Present what is next",
            "The next scenario; behind the last one, the next map",
        )
        .key(At::Present, NONE, Key::PageDown),
        C::PresentNext(Way::Back) => say(
            "Present what was before",
            "The scenario before; before today, the map before",
        )
        .key(At::Present, NONE, Key::PageUp),
        C::Try(Method::Buy) => {
            say("What if we buy it?", "Buy it in a scenario; today’s map stays").on_map(SHIFT, Key::B)
        }
        C::Try(Method::Build) => say("What if we build it?", "Build it in a scenario; today’s map stays"),
        C::Try(Method::Outsource) => {
            say("What if we outsource it?", "Outsource it in a scenario; today’s map stays")
        }
        C::FloatingBar => say("Bar at the selection", "What is done most with what is selected, beside it"),
        C::OpenMenu(number) => of_menu(number),
        C::Signs => say(
            "How evolved is it? …",
            "Fifteen signs to choose from: what they suggest, and how sure that is",
        )
        .on_map(SHIFT, Key::W),
        C::DescribeMap => {
            say("Describe the map…", "The map in sentences: who needs what, how evolved it is, where it goes")
        }
        C::ZoomIn => say("Zoom in", "")
            .anywhere(COMMAND, Key::Plus)
            .anywhere(COMMAND, Key::Equals)
            .icon(icons::ICON_ZOOM_IN),
        C::ZoomOut => say("Zoom out", "").anywhere(COMMAND, Key::Minus).icon(icons::ICON_ZOOM_OUT),
        C::ActualSize => say("Actual size", "100 %").anywhere(COMMAND, Key::Num0),
        C::Fit => {
            say("Fit the map", "Show the whole map").anywhere(COMMAND, Key::Num1).icon(icons::ICON_FIT_SCREEN)
        }
        C::FitSelection => say("Fit the selection", "").anywhere(COMMAND, Key::Num2),
        C::FullScreen => say("Full screen", "").anywhere(NONE, Key::F11),
        C::Panel(Panel::Text) => {
            say("Text", "The map as text, beside it: what is typed there is drawn at once")
                .anywhere(COMMAND, Key::T)
                .icon(icons::ICON_CODE)
        }
        C::ShowParked => say("Show parked", "Draw what is switched off as dotted outlines"),
        C::Panel(Panel::Tray) => say("Tray", "Write the chain of needs first, and place it later")
            .anywhere(COMMAND, Key::U)
            .icon(icons::ICON_INBOX),
        C::Panel(Panel::Questions) => {
            say("Questions", "What the map asks: few questions, and what could be done")
                .anywhere(COMMAND, Key::J)
                .icon(icons::ICON_CONTACT_SUPPORT)
        }
        C::Snapshot => {
            say("Keep a snapshot…", "A copy of the map as it is now, with a name: “after the break”")
                .anywhere(COMMAND_SHIFT, Key::K)
        }
        C::Reading => say("How to read this map", "Its axes and signs in a few sentences, for the room"),
        C::Overlay(overlay) => say(overlay.label(), overlay.about()),
        C::Question(Way::On) => {
            say("Next question", "Go to what the next question is about").anywhere(NONE, Key::F8)
        }
        C::Question(Way::Back) => {
            say("Question before", "Go to what the question before is about").anywhere(SHIFT, Key::F8)
        }
        C::TryWithout => say(
            "Try without it",
            "The map without what is selected, as a scenario: what needed it needs what it needed",
        ),
        C::WhatIf => say("What if …?", "Begin a scenario: every edit goes into it, and today’s map stays")
            .on_map(NONE, Key::W)
            .icon(icons::ICON_ALT_ROUTE),
        C::StepScenario(Way::On) => {
            say("Next scenario", "Show the next scenario; today’s map is the first").anywhere(NONE, Key::F7)
        }
        C::StepScenario(Way::Back) => say("Scenario before", "").anywhere(SHIFT, Key::F7),
        C::StepAlong(Way::On) => {
            say("Next step", "What goes on from the map that is shown").anywhere(ALT, Key::PageDown)
        }
        C::StepAlong(Way::Back) => {
            say("Step before", "What the map that is shown goes on from").anywhere(ALT, Key::PageUp)
        }
        C::Scenario(deed) => of_scenario(deed),
        C::ScenarioTable => say(
            "Table of scenarios…",
            "Today and all scenarios: questions left, what is needed, what is touched",
        ),
        C::CompareWith => {
            say("Compare with…", "Another map, an earlier version, a scenario").anywhere(NONE, Key::F9)
        }
        C::CompareToday => say(
            "Compare with today",
            "What the scenario changes; without one, what changed since the map was saved",
        )
        .anywhere(COMMAND_SHIFT, Key::E),
        C::PlaySteps => {
            say("Play the steps", "From today through the scenarios that lead to the one that is shown")
        }
        C::PlayEvolution => {
            say("Play evolution…", "What evolves moves where it is going, in an order that you choose")
        }
        C::StopPlaying => say("Stop playing", ""),
        C::KeepPlayed => say("Keep it as a scenario", ""),
        C::BringIntoSight => say("Bring into sight", "Move the view to what is selected"),
        C::Panel(Panel::Compare) => {
            say("Compare", "What differs from another map, in words and on the canvas")
                .icon(icons::ICON_COMPARE_ARROWS)
        }
        C::Panel(Panel::Inspector) => {
            say("Inspector", "All that is known of what is selected, or of the map")
                .anywhere(COMMAND, Key::I)
                .icon(icons::ICON_TUNE)
        }
        C::Problems => say("Problems", "What is odd about the file"),
        C::Shortcuts => say("Keys and gestures", "").anywhere(NONE, Key::F1).icon(icons::ICON_KEYBOARD),
        C::Theme(name) => of_theme(name),
        C::ThemeFile => say("From a file…", "Draw the map in a theme of your own: a .ron file"),
        C::Name(key) => of_name(key),
        C::Write(key) => of_tray(key),
        C::Offer(key) => of_offer(key),
        C::Lines(key) => of_lines(key),
        C::OfferWords => {
            say("Offer words", "What could be meant at the caret").key(At::Text, Modifiers::CTRL, Key::Space)
        }
        C::CompletePath => say("Go on as the folder has it", "").key(At::Path, NONE, Key::Tab),
        C::Answer => say("The first button", "").key(At::Question, NONE, Key::Enter),
    }
}

/// The menu bar: by F10, and each menu by Alt with its first letter, where the system has none for itself.
fn of_menu(number: usize) -> Description {
    let menus = [
        ("File menu", Key::F),
        ("Edit menu", Key::E),
        ("Map menu", Key::M),
        ("View menu", Key::V),
        ("Help menu", Key::H),
    ];
    let Some((name, key)) = menus.get(number) else { return say("Menu", "") };
    let menu = say(name, "");
    let menu = if cfg!(target_os = "macos") { menu } else { menu.anywhere(ALT, *key) };
    if number == 0 { menu.anywhere(NONE, Key::F10) } else { menu }
}

fn of_hideable(kind: Hideable) -> Description {
    match kind {
        Hideable::Labels => say("Hide labels", "The names of components"),
        Hideable::Needs => say("Hide needs", "The lines between components"),
        Hideable::Flows => say("Hide flows", ""),
        Hideable::Notes => say("Hide notes", ""),
        Hideable::Annotations => say("Hide annotations", "The numbered discs and their list"),
        Hideable::Areas => say("Hide areas", "The loops"),
        Hideable::Attitudes => say("Hide attitudes", "Where pioneers, settlers and town planners work"),
        Hideable::Accelerators => say("Hide accelerators", ""),
    }
}

fn of_tool(tool: Tool) -> Description {
    match tool {
        Tool::Select => {
            say("Select", "Select and move").on_map(NONE, Key::V).icon(icons::ICON_ARROW_SELECTOR_TOOL)
        }
        Tool::Anchor => say("Anchor", "Add a user: whose needs the map begins with")
            .on_map(NONE, Key::A)
            .icon(icons::ICON_PERSON),
        Tool::Component => say("Component", "Add a component").on_map(NONE, Key::C).icon(icons::ICON_CIRCLE),
        Tool::Note => say("Note", "Add a note").on_map(NONE, Key::N).icon(icons::ICON_STICKY_NOTE_2),
        Tool::Need => say("Need", "Link two components: the higher one needs the lower")
            .on_map(NONE, Key::L)
            .icon(icons::ICON_TIMELINE),
        Tool::Flow => say("Flow", "Link two components by what flows between them")
            .on_map(SHIFT, Key::L)
            .icon(icons::ICON_WAVES),
        Tool::Add(addition) => super::operations::of_addition(addition),
        Tool::Area => say("Loop", "Draw a loop around a part of the map"),
    }
}

/// What a theme is called.
pub(in crate::app) fn theme_label(name: &'static str) -> &'static str {
    of_theme(name).label
}

fn of_theme(name: &'static str) -> Description {
    match name {
        "mapstone" => say("Mapstone", "Draw the map in our own theme"),
        "wardley" => {
            say("Wardley", "A strong gradient and labels of even width, as OnlineWardleyMaps has it")
        }
        "plain" => say("Plain", "Black on white, as OnlineWardleyMaps draws a map without a style"),
        "colour" => say("Colour", "Green symbols, as OnlineWardleyMaps has it"),
        "handwritten" => say("Leaning", "Leaning letters, where OnlineWardleyMaps has handwritten ones"),
        "dark" => say("Dark", "Light on dark, for walls and late meetings"),
        "contrast" => say("High contrast", "Black on white, strong lines, large bold labels"),
        other => say(other, "Draw the map in this theme"),
    }
}

pub(super) fn arrow(direction: Direction) -> Key {
    match direction {
        Direction::Up => Key::ArrowUp,
        Direction::Down => Key::ArrowDown,
        Direction::Left => Key::ArrowLeft,
        Direction::Right => Key::ArrowRight,
    }
}

fn of_scenario(deed: ScenarioDeed) -> Description {
    match deed {
        ScenarioDeed::Today => say("Show today’s map", "Edits change today’s map again"),
        ScenarioDeed::Show(_) => say("Show a scenario", ""),
        ScenarioDeed::Describe => {
            say("Rename the scenario…", "Its name, what it is about, what it goes on from")
        }
        ScenarioDeed::Duplicate => say("Duplicate the scenario", ""),
        ScenarioDeed::Move(Way::On) => say("Move the scenario right", ""),
        ScenarioDeed::Move(Way::Back) => say("Move the scenario left", ""),
        ScenarioDeed::MakeToday => {
            say("Make the scenario today’s map", "Those that it goes on from are done with it")
        }
        ScenarioDeed::Delete => say("Delete the scenario", "What goes on from it has its changes"),
    }
}
