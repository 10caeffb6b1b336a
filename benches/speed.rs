//! What the program costs, in ratios inside one run: `cargo bench`.
//!
//! The maps are the corpus where it is there (see `tests/corpus.rs`), else those that come along.
#![allow(clippy::print_stderr, missing_docs, unreachable_pub, reason = "a benchmark says what it skips")]

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use divan::Bencher;
use mapstone::format::{self, Format};
use mapstone::layout::Layout;
use mapstone::model::Map;
use mapstone::scene::{Scene, Theme};

fn main() {
    #[cfg(feature = "app")]
    if std::env::args().any(|arg| arg == "--empty-window") {
        return empty_window();
    }
    divan::main();
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Every real map's file.
fn files() -> Vec<PathBuf> {
    let named = std::env::var_os("MAPSTONE_CORPUS").map(PathBuf::from);
    let corpus = named.unwrap_or_else(|| here("../shared/corpus")).join("maps");
    let folder = if corpus.is_dir() { corpus } else { here("maps") };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.filter(|path| path.extension().is_some_and(|ending| ending == "owm" || ending == "ron")).collect()
}

fn maps() -> Vec<Map> {
    let texts = files().into_iter().filter_map(|path| std::fs::read_to_string(path).ok());
    texts.filter_map(|text| format::read_from(format::detect(&text, None).ok()?, &text).map).collect()
}

fn scene(map: &Map) -> Scene {
    let theme = Theme::for_map(&map.theme);
    mapstone::scene::build(map, &Layout::new(map, &theme.sizes), &theme)
}

/// A map of this many components, each needing the next.
fn large(components: usize) -> Map {
    format::read(Format::Owm, &large_text(components)).map.unwrap_or_default()
}

fn large_text(components: usize) -> String {
    let mut text = String::new();
    for n in 0..components {
        let (v, e) = (1.0 - n as f64 / components as f64, (n * 37 % 100) as f64 / 100.0);
        text.push_str(&format!("component Component {n} [{v}, {e}]\n"));
    }
    for n in 1..components {
        text.push_str(&format!("Component {}->Component {n}\n", n - 1));
    }
    text
}

/// One component moved: the text that says so, beside reading that text and writing it anew.
mod text {
    use super::{Bencher, Format, format, large_text};
    use mapstone::format::Source;
    use mapstone::model::{Edit, ElementId};

    fn source(format: Format, components: usize) -> Option<Source> {
        let owm = Source::read(Format::Owm, &large_text(components)).ok()?;
        Some(if format == Format::Owm { owm } else { Source::canonical(format, owm.map()) })
    }

    fn edit(bencher: Bencher<'_, '_>, format: Format, components: usize) {
        let Some(source) = source(format, components) else { return };
        let elements = [ElementId::new("component-7")].into();
        let edit = Edit::Move { elements, visibility: 0.01, evolution: 0.01 };
        let Ok(map) = edit.apply(source.map()) else { return };
        bencher.bench(|| source.edit(&map));
    }

    #[divan::bench(args = [100, 1000])]
    fn edit_owm(bencher: Bencher<'_, '_>, components: usize) {
        edit(bencher, Format::Owm, components);
    }

    #[divan::bench(args = [100, 1000])]
    fn edit_ron(bencher: Bencher<'_, '_>, components: usize) {
        edit(bencher, Format::Ron, components);
    }

    #[divan::bench(args = [100, 1000])]
    fn edit_mermaid(bencher: Bencher<'_, '_>, components: usize) {
        edit(bencher, Format::Mermaid, components);
    }

    #[divan::bench(args = [100, 1000])]
    fn write_mermaid(bencher: Bencher<'_, '_>, components: usize) {
        let Some(source) = source(Format::Owm, components) else { return };
        bencher.bench(|| format::write(Format::Mermaid, source.map()));
    }

    #[divan::bench(args = [100, 1000])]
    fn read_mermaid(bencher: Bencher<'_, '_>, components: usize) {
        let Some(source) = source(Format::Mermaid, components) else { return };
        bencher.bench(|| format::read(Format::Mermaid, source.text()));
    }

    #[divan::bench(args = [100, 1000])]
    fn read_owm(bencher: Bencher<'_, '_>, components: usize) {
        let text = large_text(components);
        bencher.bench(|| format::read(Format::Owm, &text));
    }

    /// What a letter typed in the text costs.
    #[divan::bench(args = [100, 1000])]
    fn type_owm(bencher: Bencher<'_, '_>, components: usize) {
        let Some(source) = source(Format::Owm, components) else { return };
        let typed = source.text().replacen("Component 7", "Component seven", 1);
        bencher.bench(|| Source::typed(Format::Owm, &typed, source.map()));
    }
}

/// One map to SVG as a whole process, beside a process that does nothing.
mod process {
    use super::{Bencher, Command, Stdio, black_box, here};

    fn run(program: &str, args: &[&str]) {
        let _ =
            black_box(Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status());
    }

    #[divan::bench(sample_count = 100)]
    fn nothing() {
        run("true", &[]);
    }

    #[divan::bench(sample_count = 100)]
    fn one_map_to_svg(bencher: Bencher<'_, '_>) {
        let map = here("maps/tea-shop.ron").display().to_string();
        bencher.bench(|| run(env!("CARGO_BIN_EXE_mapstone"), &["render", &map, "-o", "-"]));
    }

    #[divan::bench(sample_count = 50)]
    fn one_map_to_png(bencher: Bencher<'_, '_>) {
        let map = here("maps/tea-shop.ron").display().to_string();
        bencher
            .bench(|| run(env!("CARGO_BIN_EXE_mapstone"), &["render", &map, "-o", "-", "--format", "png"]));
    }
}

/// All real maps in one process, on one thread.
mod corpus {
    use super::{maps, scene};

    #[divan::bench(sample_count = 10)]
    fn read() -> usize {
        maps().len()
    }

    #[divan::bench(sample_count = 10)]
    fn to_svg() -> usize {
        maps()
            .iter()
            .map(|map| mapstone::export::svg(&scene(map), 1.0, mapstone::export::Lettering::Text).len())
            .sum()
    }

    #[divan::bench(sample_count = 3)]
    fn to_png() -> usize {
        maps()
            .iter()
            .filter_map(|map| mapstone::export::png(&scene(map), 1.0).ok())
            .map(|png| png.len())
            .sum()
    }
}

/// What one movement of the pointer costs while a component is dragged.
#[cfg(feature = "app")]
mod drag {
    use super::{Bencher, Format, black_box, format, large};
    use mapstone::app::{Dialogs, Own, Window};
    use mapstone::editor::{Editor, Event, Keys};
    use mapstone::geometry::Point;

    /// The editor's part: edit, layout, scene.
    #[divan::bench(args = [100, 1000])]
    fn editor(bencher: Bencher<'_, '_>, components: usize) {
        let mut editor = Editor::new(large(components));
        let start = editor.layout().symbols.get(components / 2).map_or(Point::ZERO, |symbol| symbol.center);
        editor.handle(Event::Press(start), Keys::default());
        let mut step = 0.0;
        bencher.bench_local(|| {
            step = (step + 1.0) % 100.0;
            editor.handle(
                Event::Drag(start + mapstone::geometry::Vec2::new(10.0 + step, 5.0)),
                Keys::default(),
            );
            black_box(editor.shown().scene.items().count())
        });
    }

    /// The whole frame: the window's code, egui's layout of text and panels, and its triangles.
    #[divan::bench(args = [100, 1000])]
    fn frame(bencher: Bencher<'_, '_>, components: usize) {
        let Ok(folder) = tempfile::tempdir() else { return };
        let path = folder.path().join("large.owm");
        let (text, _) = format::write(Format::Owm, &large(components));
        if std::fs::write(&path, text).is_err() {
            return;
        }
        let ctx = egui::Context::default();
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1280.0, 840.0));
        let mut window = None;
        let mut frame = |events: Vec<egui::Event>| {
            let input = egui::RawInput { screen_rect: Some(screen), events, ..Default::default() };
            let output = ctx.run_ui(input, |ui| {
                let ctx = ui.ctx().clone();
                let window = window.get_or_insert_with(|| {
                    Window::new(&ctx, vec![path.clone()], Dialogs::Own, Own::default())
                });
                window.logic(&ctx);
                window.ui(ui);
            });
            let at = window.as_ref().and_then(|window: &Window| {
                let editor = window.editor();
                let symbol = editor.layout().symbols.get(components / 2)?;
                Some(editor.camera.screen_from_sheet(symbol.center))
            });
            (ctx.tessellate(output.shapes, output.pixels_per_point).len(), at)
        };
        let mut at = None;
        for _ in 0..200 {
            at = frame(Vec::new()).1;
            if at.is_some() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        frame(Vec::new());
        let Some(at) = at.map(|at| egui::pos2(at.x as f32, at.y as f32)) else { return };
        let button = egui::PointerButton::Primary;
        let press =
            egui::Event::PointerButton { pos: at, button, pressed: true, modifiers: egui::Modifiers::NONE };
        frame(vec![egui::Event::PointerMoved(at)]);
        frame(vec![press]);
        let mut step = 0.0;
        bencher.bench_local(|| {
            step = (step + 1.0) % 100.0;
            frame(vec![egui::Event::PointerMoved(at + egui::vec2(10.0 + step, 5.0))])
        });
    }
}

/// From the start of the process to the first frame with the map, beside an empty window. Needs a display.
#[cfg(feature = "app")]
mod start {
    use super::{Bencher, Command, here};

    fn has_display() -> bool {
        let found = std::env::var_os("DISPLAY").is_some() || std::env::var_os("WAYLAND_DISPLAY").is_some();
        if !found {
            eprintln!("SKIPPED: the start of a window needs a display");
        }
        found
    }

    #[divan::bench(sample_count = 5, sample_size = 1)]
    fn empty_window(bencher: Bencher<'_, '_>) {
        if let (true, Ok(program)) = (has_display(), std::env::current_exe()) {
            bencher.bench(|| Command::new(&program).arg("--empty-window").status().is_ok());
        }
    }

    #[divan::bench(sample_count = 5, sample_size = 1)]
    fn mapstone_with_a_map(bencher: Bencher<'_, '_>) {
        if has_display() {
            let mut command = Command::new(env!("CARGO_BIN_EXE_mapstone"));
            command
                .arg(here("maps/tea-shop.ron"))
                .env("MAPSTONE_QUIT_WHEN_DRAWN", "1")
                .env("XDG_STATE_HOME", std::env::temp_dir())
                .env("XDG_CONFIG_HOME", std::env::temp_dir())
                .env("XDG_CACHE_HOME", std::env::temp_dir());
            bencher.bench_local(|| command.status().is_ok());
        }
    }
}

/// An eframe window of our size that draws one frame of nothing, and ends when that is on the screen.
#[cfg(feature = "app")]
fn empty_window() {
    #[derive(Default)]
    struct Empty {
        is_drawn: bool,
    }
    impl eframe::App for Empty {
        fn logic(&mut self, _ctx: &egui::Context, _frame: &mut eframe::Frame) {
            if self.is_drawn {
                std::process::exit(0);
            }
        }

        fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
            self.is_drawn = true;
            ui.ctx().request_repaint();
        }
    }
    let options = eframe::NativeOptions {
        renderer: eframe::Renderer::Glow,
        viewport: egui::ViewportBuilder::default().with_inner_size([1280.0, 840.0]),
        ..Default::default()
    };
    let _ = eframe::run_native("empty", options, Box::new(|_| Ok(Box::<Empty>::default())));
}
