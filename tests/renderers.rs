//! Our pictures in renderers that are not ours. Which of them are here is said; where `MAPSTONE_RENDERERS` is set, two
//! must be.

use std::fs;
use std::path::Path;
use std::process::Command;

use mapstone::export::{Lettering, svg};
use mapstone::format::{self, Format};
use mapstone::layout::Layout;
use mapstone::scene::{self, Theme};

/// Runs a program; whether it was there and said that all went well.
fn ran(program: &str, arguments: &[&str], folder: &Path) -> bool {
    let command = Command::new(program).args(arguments).current_dir(folder).env("HOME", folder).output();
    command.is_ok_and(|output| output.status.success())
}

/// The picture's dark pixels in a part of it, given as fractions of its width and height.
fn dark(png: &Path, (x0, y0, x1, y1): (f64, f64, f64, f64)) -> usize {
    let mut decoder = png::Decoder::new(std::io::BufReader::new(fs::File::open(png).unwrap()));
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    let samples = info.color_type.samples();
    let (width, height) = (f64::from(info.width), f64::from(info.height));
    let mut count = 0;
    for (number, pixel) in bytes.chunks_exact(samples).enumerate() {
        let (x, y) = (number % info.width as usize, number / info.width as usize);
        let within = (x0 * width..x1 * width).contains(&(x as f64))
            && (y0 * height..y1 * height).contains(&(y as f64));
        let opaque = pixel.last().is_some_and(|alpha| *alpha > 128);
        if within && opaque && pixel[..samples - 1].iter().all(|part| *part < 110) {
            count += 1;
        }
    }
    count
}

/// Labels are dark on light wherever the tea shop is drawn: nothing depends on SVG 2.
#[test]
fn labels_are_dark_in_other_renderers() {
    let map = format::read(Format::Ron, include_str!("../maps/tea-shop.ron")).map.unwrap();
    let theme = Theme::for_map("mapstone");
    let layout = Layout::new(&map, &theme.sizes);
    let scene = scene::build(&map, &layout, &theme);
    let picture = svg(&scene, 1.0, Lettering::Text);
    assert!(!picture.contains("paint-order"));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("tea.svg"), &picture).unwrap();
    let renderers: [(&str, &str, &[&str]); 3] = [
        ("rsvg-convert", "rsvg-convert", &["tea.svg", "-o", "rsvg-convert.png"]),
        ("CairoSVG", "cairosvg", &["tea.svg", "-o", "CairoSVG.png"]),
        ("LibreOffice", "soffice", &["--headless", "--convert-to", "png:draw_png_Export", "tea.svg"]),
    ];
    let mut seen = 0;
    for (name, program, arguments) in renderers {
        if !ran(program, arguments, folder.path()) {
            eprintln!("SKIPPED: {name} is not here to draw our SVG");
            continue;
        }
        let made = if name == "LibreOffice" { "tea.png" } else { &*format!("{name}.png") };
        let file = folder.path().join(made);
        if !file.exists() {
            eprintln!("SKIPPED: {name} drew nothing");
            continue;
        }
        seen += 1;
        let bounds = scene.bounds;
        for symbol in &layout.symbols {
            let rect = symbol.label.rect;
            let x = |at: f64| (at - bounds.x0) / bounds.width();
            let y = |at: f64| (at - bounds.y0) / bounds.height();
            let ink = dark(&file, (x(rect.x0), y(rect.y0), x(rect.x1), y(rect.y1)));
            assert!(ink > 20, "{name}: {} has {ink} dark pixels", symbol.id);
        }
    }
    assert!(seen >= 2 || std::env::var_os("MAPSTONE_RENDERERS").is_none(), "only {seen} renderers are here");
}
