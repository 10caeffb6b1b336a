//! What stands in which menu and bar, as data.

use super::{
    Again, Command, FindKey, FocusKey, LineKey, ListKey, NameKey, Pace, PaletteKey, Panel, ScenarioDeed,
    TrayKey, Way,
};
use crate::analysis::Overlay;
use crate::editor::{Addition, Alignment, Axis, Direction, Mark, Operation, Related, Swatch, Tool};
use crate::files::Appearance;
use crate::model::{AttitudeKind, Drive, Method};
use crate::scene::{Hideable, Theme};
use crate::workspace::EXAMPLES;

use Command as C;
use Operation as O;

/// A line of a menu.
#[derive(Clone, Debug)]
pub(in crate::app) enum Entry {
    Do(Command),
    Line,
    Menu(&'static str, Vec<Entry>),
}

use Entry::{Do, Line};

/// What a component can become.
const CHANGES: [Command; 7] = [
    C::Operate(O::EvolveNext),
    C::Operate(O::Arrive),
    C::Operate(O::Mark(Mark::FutureLinks)),
    C::Operate(O::ToggleInertia),
    C::Operate(O::TogglePipeline),
    C::Operate(O::AddVariant),
    C::Operate(O::ToggleAnchor),
];

fn all(commands: &[Command]) -> impl Iterator<Item = Entry> + '_ {
    commands.iter().copied().map(Do)
}

/// Groups of commands with lines between them.
fn groups(groups: &[&[Command]]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for group in groups {
        if !entries.is_empty() {
            entries.push(Line);
        }
        entries.extend(all(group));
    }
    entries
}

/// The menu bar.
pub(in crate::app) fn bar() -> [(&'static str, Vec<Entry>); 5] {
    let mut file = groups(&[&[C::New, C::NewChain, C::Open]]);
    let examples = EXAMPLES.map(|example| Do(C::Example(example.name)));
    file.extend([recent(), Entry::Menu("Examples", examples.to_vec()), Line]);
    file.extend(groups(&[
        &[C::Save, C::SaveAs, C::Snapshot],
        &[C::Export, C::Print],
        &[C::OpenSubmap, C::Back, C::ShowInFolder, C::CopyPath],
        &[C::Settings],
        &[C::CloseTab, C::CloseOthers, C::Reopen, C::Quit],
    ]));
    let mut edit = groups(&[
        &[C::Operate(O::Undo), C::Operate(O::Redo)],
        &[C::Cut, C::Copy, C::Paste, C::Operate(O::Duplicate), C::CopyPicture],
        &[C::Operate(O::EditText), C::Operate(O::Delete), C::Operate(O::Park)],
        &[C::Operate(O::SelectAll)],
        &[
            C::Find(FindKey::Open),
            C::Find(FindKey::Step(Way::On)),
            C::Find(FindKey::Step(Way::Back)),
            C::Find(FindKey::Replace),
        ],
        &[C::OpenPalette],
    ]);
    let select = edit.iter().position(|entry| matches!(entry, Do(C::Operate(O::SelectAll))));
    edit.insert(select.map_or(0, |at| at + 1), related());
    let mut map = vec![additions(), marks(), Entry::Menu("Colour", colors()), arrangements()];
    map.extend([Entry::Menu("Change", groups(&[&CHANGES, &[C::Signs]])), Line]);
    map.extend(groups(&[
        &[
            C::Choose(Tool::Anchor),
            C::Choose(Tool::Component),
            C::Choose(Tool::Note),
            C::Operate(O::AddNeeded),
        ],
        &[
            C::Choose(Tool::Need),
            C::Choose(Tool::Flow),
            C::Operate(O::ToggleConstraint),
            C::Operate(O::TurnLinks),
        ],
        &[
            C::Operate(O::PutIntoTray),
            C::Operate(O::PlaceAll),
            C::Operate(O::TidyLabels),
            C::Operate(O::TidyOverlapping),
        ],
    ]));
    map.extend([Line, Entry::Menu("What if …?", what_if()), scenario()]);
    map.extend(groups(&[&[C::PlaySteps, C::PlayEvolution]]));
    let mut view = groups(&[&Panel::ALL, &[C::Question(Way::On), C::Question(Way::Back)]]);
    view.extend([Line, Do(C::CompareWith), Do(C::CompareToday), Line, overlays(), Line]);
    view.extend(groups(&[&[C::Operate(O::ToggleLegend), C::ShowParked]]));
    let appearances = [Appearance::System, Appearance::Light, Appearance::Dark].map(C::Appearance);
    let zoom = groups(&[&[C::Fit, C::FitSelection, C::ActualSize, C::ZoomIn, C::ZoomOut]]);
    view.extend([hidden(), Entry::Menu("Zoom", zoom), themes(), Line]);
    view.extend(groups(&[&[C::Present, C::FullScreen]]));
    let beside = [C::Beside(Way::On), C::Beside(Way::Back)];
    view.push(Entry::Menu("Window", groups(&[&appearances, &[C::FloatingBar], &beside])));
    [
        ("File", file),
        ("Edit", edit),
        ("Map", map),
        ("View", view),
        ("Help", groups(&[&[C::Reading, C::DescribeMap], &[C::Shortcuts, C::Problems]])),
    ]
}

/// So many maps that were opened last are in the menu.
const RECENT: usize = 10;

fn recent() -> Entry {
    Entry::Menu("Open recent", (0..RECENT).map(|number| Do(C::Recent(number))).collect())
}

/// What can be added beside components and notes.
fn additions() -> Entry {
    let add = |addition| Do(C::Operate(O::Add(addition)));
    let entries = vec![
        add(Addition::Annotation),
        add(Addition::Area),
        add(Addition::Attitude(AttitudeKind::Pioneers)),
        add(Addition::Attitude(AttitudeKind::Settlers)),
        add(Addition::Attitude(AttitudeKind::TownPlanners)),
        add(Addition::Accelerator(Drive::Faster)),
        add(Addition::Accelerator(Drive::Slower)),
    ];
    Entry::Menu("Add", entries)
}

/// What components can be marked as.
pub(in crate::app) fn marks() -> Entry {
    let mark = |mark| C::Operate(O::Mark(mark));
    let entries = groups(&[
        &[Method::Build, Method::Buy, Method::Outsource].map(|method| mark(Mark::Method(method))),
        &[mark(Mark::Market), mark(Mark::Ecosystem)],
        &[mark(Mark::Assumption), mark(Mark::Removed)],
    ]);
    Entry::Menu("Mark as", entries)
}

/// The colours that are offered.
pub(in crate::app) fn colors() -> Vec<Entry> {
    let swatches = Swatch::ALL.map(|swatch| C::Operate(O::Paint(Some(swatch))));
    groups(&[&swatches, &[C::Operate(O::Paint(None))]])
}

/// "What if" for what is selected.
pub(in crate::app) fn what_if() -> Vec<Entry> {
    groups(&[
        &[C::Try(Method::Buy), C::Try(Method::Build), C::Try(Method::Outsource)],
        &[C::TryWithout],
        &[C::WhatIf],
    ])
}

/// What is selected instead of what is selected now.
fn related() -> Entry {
    let select = |related| C::Operate(O::Select(related));
    let entries = groups(&[
        &[Related::Needs, Related::NeededBy, Related::Connected].map(select),
        &[Related::SameKind, Related::SameStage].map(select),
        &[select(Related::Others)],
    ]);
    Entry::Menu("Select", entries)
}

/// How what is selected can stand to each other.
pub(in crate::app) fn arrangements() -> Entry {
    let align = |alignment| C::Operate(O::Align(alignment));
    let entries = groups(&[
        &[Alignment::Left, Alignment::Center, Alignment::Right].map(align),
        &[Alignment::Top, Alignment::Middle, Alignment::Bottom].map(align),
        &[Axis::Evolution, Axis::Visibility].map(|axis| C::Operate(O::Distribute(axis))),
        &[Direction::Left, Direction::Right].map(|way| C::Operate(O::ToBoundary(way))),
        &[C::Operate(O::TidyHeights)],
    ]);
    Entry::Menu("Arrange", entries)
}

/// What can be done with the scenario that is shown.
fn scenario() -> Entry {
    use ScenarioDeed as D;
    let deeds = groups(&[
        &[C::Scenario(D::Today), C::StepScenario(Way::On), C::StepScenario(Way::Back), C::ScenarioTable],
        &[C::StepAlong(Way::Back), C::StepAlong(Way::On)],
        &[C::Scenario(D::Describe), C::Scenario(D::Duplicate)],
        &[C::Scenario(D::Move(Way::Back)), C::Scenario(D::Move(Way::On))],
        &[C::Scenario(D::MakeToday), C::Scenario(D::Delete)],
    ]);
    Entry::Menu("Scenario", deeds)
}

/// What can be laid over a map, rules of thumb apart.
fn overlays() -> Entry {
    let (heuristics, others): (Vec<Overlay>, Vec<Overlay>) =
        Overlay::ALL.into_iter().partition(|overlay| overlay.is_heuristic());
    let commands = |all: Vec<Overlay>| all.into_iter().map(C::Overlay).collect::<Vec<_>>();
    let mut entries = groups(&[&commands(others)]);
    entries.extend([Line, Entry::Menu("Heuristics", groups(&[&commands(heuristics)]))]);
    Entry::Menu("Overlay", entries)
}

/// What can be dimmed and hidden.
fn hidden() -> Entry {
    let focus = [C::Focus(FocusKey::Toggle), C::Focus(FocusKey::More), C::Focus(FocusKey::Less)];
    let kinds: Vec<_> = Hideable::ALL.map(C::Hide).to_vec();
    Entry::Menu("Focus and hide", groups(&[&focus, &kinds, &[C::ShowAllKinds]]))
}

fn themes() -> Entry {
    let names: Vec<_> = Theme::names().map(C::Theme).collect();
    Entry::Menu("Theme", groups(&[&names, &[C::ThemeFile]]))
}

/// The menu of an empty place.
pub(in crate::app) fn of_nothing() -> Vec<Entry> {
    let mut entries = groups(&[
        &[C::Choose(Tool::Anchor), C::Choose(Tool::Component), C::Choose(Tool::Note)],
        &[C::Paste, C::Operate(O::SelectAll), C::Fit],
    ]);
    entries.insert(3, additions());
    entries
}

/// The menu of a tab.
pub(in crate::app) fn of_tab() -> Vec<Entry> {
    groups(&[
        &[C::Save, C::SaveAs],
        &[C::ShowInFolder, C::CopyPath],
        &[C::MoveTab(Way::Back), C::MoveTab(Way::On)],
        &[C::CloseTab, C::CloseOthers],
    ])
}

/// The menu of links.
pub(in crate::app) fn of_links() -> Vec<Entry> {
    groups(&[
        &[C::Operate(O::EditText), C::Operate(O::AddNeeded)],
        &[
            C::Operate(O::ToggleConstraint),
            C::Operate(O::TurnLinks),
            C::Operate(O::Select(Related::SameKind)),
        ],
        &[C::Operate(O::Park), C::Operate(O::Delete)],
    ])
}

/// The menu of elements: nine rows.
pub(in crate::app) fn of_elements() -> Vec<Entry> {
    let more = groups(&[
        &[C::OpenSubmap, C::Focus(FocusKey::Toggle), C::Signs],
        &[C::Cut, C::Copy, C::Operate(O::Duplicate)],
        &[C::Operate(O::TidyLabels), C::Operate(O::PutIntoTray), C::Operate(O::Park)],
    ]);
    vec![
        Do(C::Operate(O::EditText)),
        Do(C::Operate(O::EvolveNext)),
        marks(),
        Entry::Menu("Change", change()),
        Line,
        Do(C::Operate(O::AddNeeded)),
        Do(C::Choose(Tool::Need)),
        Line,
        arrangements(),
        Entry::Menu("More", more),
        Line,
        Do(C::Operate(O::Delete)),
    ]
}

/// What the menu of elements has under "Change".
fn change() -> Vec<Entry> {
    let mut entries = groups(&[CHANGES.get(1..).unwrap_or_default()]);
    entries.extend([Line, Entry::Menu("Colour", colors()), Entry::Menu("What if …?", what_if())]);
    entries
}

/// The toolbar.
pub(in crate::app) const TOOLBAR: [&[Command]; 6] = [
    &[C::New, C::Open, C::Save, C::Export],
    &[C::Operate(O::Undo), C::Operate(O::Redo)],
    &[
        C::Choose(Tool::Select),
        C::Choose(Tool::Anchor),
        C::Choose(Tool::Component),
        C::Choose(Tool::Need),
        C::Choose(Tool::Flow),
        C::Choose(Tool::Note),
        C::KeepTool,
    ],
    &[C::Operate(O::EvolveNext), C::Operate(O::Delete)],
    &[C::ZoomOut, C::Fit, C::ZoomIn],
    &Panel::ALL,
];

/// What only keys ask for.
fn of_keys() -> Vec<Command> {
    const DIRECTIONS: [Direction; 4] = [Direction::Up, Direction::Down, Direction::Left, Direction::Right];
    let mut commands = vec![
        C::MoveTab(Way::On),
        C::MoveTab(Way::Back),
        C::Find(FindKey::Close),
        C::Find(FindKey::All),
        C::LeaveCanvas,
        C::PresentNext(Way::On),
        C::PresentNext(Way::Back),
        C::Step(Way::On),
        C::Step(Way::Back),
        C::Confirm(Again::Once),
        C::Confirm(Again::More),
        C::Cancel,
    ];
    commands.extend((0..5).map(C::OpenMenu));
    commands.extend(DIRECTIONS.map(|direction| C::Operate(O::Walk(direction))));
    for pace in [Pace::Usual, Pace::Far, Pace::Fine] {
        commands.extend(DIRECTIONS.map(|direction| C::Nudge(direction, pace)));
    }
    commands.extend(
        [
            NameKey::Keep,
            NameKey::KeepAndNeed,
            NameKey::KeepAndSibling,
            NameKey::NewLine,
            NameKey::GiveUp,
            NameKey::Offer(Way::On),
            NameKey::Offer(Way::Back),
        ]
        .map(C::Name),
    );
    commands.extend([TrayKey::Add, TrayKey::Deeper, TrayKey::Higher, TrayKey::Leave].map(C::Write));
    commands.extend(
        [ListKey::Move(Way::On), ListKey::Move(Way::Back), ListKey::Take, ListKey::Close].map(C::Offer),
    );
    commands.extend(
        [PaletteKey::Step(Way::On), PaletteKey::Step(Way::Back), PaletteKey::Take, PaletteKey::Close]
            .map(C::Palette),
    );
    commands.extend(
        [LineKey::Up, LineKey::Down, LineKey::Indent, LineKey::Outdent, LineKey::Comment].map(C::Lines),
    );
    commands.extend([C::OfferWords, C::CompletePath, C::Answer]);
    commands
}

fn commands_of(entries: &[Entry]) -> Vec<Command> {
    let of = |entry: &Entry| match entry {
        Do(command) => vec![*command],
        Line => Vec::new(),
        Entry::Menu(_, entries) => commands_of(entries),
    };
    entries.iter().flat_map(of).collect()
}

/// Every command that a menu or the toolbar has, each once, in their order.
pub(in crate::app) fn shown() -> Vec<Command> {
    let menus = bar().into_iter().flat_map(|(_, entries)| commands_of(&entries));
    each_once(menus.chain(TOOLBAR.into_iter().flatten().copied()))
}

/// Every command, each once, in the order of the menus.
pub(in crate::app) fn every() -> Vec<Command> {
    each_once(shown().into_iter().chain(of_keys()))
}

fn each_once(commands: impl Iterator<Item = Command>) -> Vec<Command> {
    let mut once: Vec<Command> = Vec::new();
    for command in commands {
        if !once.contains(&command) {
            once.push(command);
        }
    }
    once
}
