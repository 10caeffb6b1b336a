//! Pictures: small goldens as text, and what SVG and PNG must agree on.

use std::fs;
use std::path::Path;

use mapstone::format::{self, Format};
use mapstone::layout::{Face, Layout, width};
use mapstone::scene::{self, Item, Scene, Theme};

fn picture(format: Format, text: &str, theme: &str) -> Scene {
    let map = format::read(format, text).map.unwrap();
    let theme = Theme::for_map(theme);
    scene::build(&map, &Layout::new(&map, &theme.sizes), &theme)
}

/// The frozen fixture with every element, drawn. `UPDATE_GOLDENS=1` writes it anew.
#[test]
fn every_element_looks_as_it_did() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let text = fs::read_to_string(root.join("every-element.owm")).unwrap();
    let ours = fs::read_to_string(root.join("notation.ron")).unwrap();
    for (format, text, theme, name) in [
        (Format::Owm, &text, "mapstone", "every-element.mapstone.svg"),
        (Format::Owm, &text, "wardley", "every-element.wardley.svg"),
        (Format::Ron, &ours, "mapstone", "notation.mapstone.svg"),
    ] {
        let svg =
            mapstone::export::svg(&picture(format, text, theme), 1.0, mapstone::export::Lettering::Text);
        let path = root.join(name);
        if std::env::var_os("UPDATE_GOLDENS").is_some() {
            fs::write(&path, &svg).unwrap();
        }
        let golden = fs::read_to_string(&path).unwrap();
        let difference = golden.lines().zip(svg.lines()).find(|(a, b)| a != b);
        assert_eq!(difference, None, "{}", path.display());
        assert_eq!(golden.len(), svg.len(), "{}", path.display());
    }
}

#[test]
fn the_same_map_makes_the_same_picture() {
    let text = include_str!("../maps/automotive-2015.ron");
    assert_eq!(picture(Format::Ron, text, "mapstone"), picture(Format::Ron, text, "mapstone"));
}

#[test]
fn svg_is_escaped() {
    let text = "title <b>&\"\ncomponent </text><script>alert(1)</script> [0.5, 0.5]\n";
    let svg = mapstone::export::svg(
        &picture(Format::Owm, text, "mapstone"),
        1.0,
        mapstone::export::Lettering::Text,
    );
    assert!(
        !svg.contains("<script") && svg.contains("&lt;script&gt;") && svg.contains("&lt;b&gt;&amp;&quot;")
    );
}

/// The picture's ink, measured: the widths of our metrics are the widths that resvg draws.
#[test]
fn text_is_as_wide_as_it_is_measured() {
    for (face, style) in
        [(Face::Regular, ""), (Face::Bold, "font-weight=\"bold\""), (Face::Italic, "font-style=\"italic\"")]
    {
        let text = "Toy AVATAR Waffle, Type of Kerning";
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"60\">\
             <text x=\"10\" y=\"40\" font-family=\"Noto Sans\" font-size=\"40\" {style}>{text}</text></svg>"
        );
        let mut options = resvg::usvg::Options::default();
        for face in Face::ALL {
            options.fontdb_mut().load_font_data(face.bytes().to_vec());
        }
        let tree = resvg::usvg::Tree::from_str(&svg, &options).unwrap();
        let resvg::usvg::Node::Text(node) = &tree.root().children()[0] else { panic!("a text") };
        let drawn = f64::from(node.bounding_box().width());
        let measured = width(text, face, 40.0);
        assert!((drawn - measured).abs() < 0.1, "{face:?}: drawn {drawn}, measured {measured}");
    }
}

#[test]
fn labels_of_thousands_of_pixels_leave_the_picture_alone() {
    let text = "component A [0.5, 0.5] label [-925, 3050]\nevolve A 0.8 label [-5, -3218]\n";
    let scene = picture(Format::Owm, text, "mapstone");
    assert_eq!((scene.bounds.width(), scene.bounds.height()), (1280.0, 787.0));
    let texts =
        scene.items.iter().filter(|drawn| matches!(&drawn.item, Item::Text(text) if text.text == "A"));
    assert_eq!(texts.count(), 1, "the ghost's label, far off, is not drawn");
}

#[test]
fn scripts_beyond_our_faces_are_drawn() {
    let text = "title 茶 שלום\ncomponent e\u{301}a\u{327} [0.5, 0.5]\ncomponent 茶 [0.4, 0.4]\n";
    let png = mapstone::export::png(&picture(Format::Owm, text, "mapstone"), 0.5).unwrap();
    assert!(png.starts_with(b"\x89PNG") && png.len() > 2000);
}

/// Whatever the system has: each font that is offered has one of the characters, and none is offered twice.
#[test]
fn fonts_of_the_system_are_found_for_what_ours_lack() {
    let wanted = ['茶', 'ש', 'ا'].into();
    let fonts = mapstone::export::system_fonts_for(&wanted);
    let mut names: Vec<_> = fonts.iter().map(|font| &font.name).collect();
    names.dedup();
    assert_eq!(names.len(), fonts.len());
    for font in &fonts {
        let face = rustybuzz::Face::from_slice(&font.bytes, font.index).expect("a font");
        assert!(wanted.iter().any(|c: &char| face.glyph_index(*c).is_some()), "{}", font.name);
    }
    assert!(mapstone::export::system_fonts_for(&std::collections::BTreeSet::new()).is_empty());
}

/// Letters drawn as shapes lie where the same letters lie as text.
#[test]
fn shapes_of_letters_lie_where_the_text_does() {
    use mapstone::export::{Lettering, svg};
    let scene = picture(Format::Ron, include_str!("../maps/tea-shop.ron"), "mapstone");
    let draw = |lettering| {
        let mut options = resvg::usvg::Options::default();
        let database = options.fontdb_mut();
        for face in Face::ALL {
            database.load_font_data(face.bytes().to_vec());
        }
        let tree = resvg::usvg::Tree::from_str(&svg(&scene, 1.0, lettering), &options).unwrap();
        let mut pixels = resvg::tiny_skia::Pixmap::new(1280, 787).unwrap();
        resvg::render(&tree, resvg::tiny_skia::Transform::identity(), &mut pixels.as_mut());
        pixels
    };
    let text = draw(Lettering::Text);
    for lettering in [Lettering::Shapes, Lettering::HaloShapes] {
        let shapes = draw(lettering);
        let far = |(a, b): &(&u8, &u8)| a.abs_diff(**b) > 40;
        let count = text.data().iter().zip(shapes.data()).filter(far).count();
        assert!(count < 200, "{lettering:?}: {count} of {} bytes differ", text.data().len());
    }
}

/// The picture that is drawn without the way over SVG is the one that the SVG shows.
#[test]
fn our_own_pixels_are_those_of_the_svg() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let everything = fs::read_to_string(root.join("every-element.owm")).unwrap();
    let ours = fs::read_to_string(root.join("notation.ron")).unwrap();
    let mut options = resvg::usvg::Options::default();
    for face in Face::ALL {
        options.fontdb_mut().load_font_data(face.bytes().to_vec());
    }
    for (format, text, theme, scale) in [
        (Format::Owm, &everything, "mapstone", 1.0),
        (Format::Owm, &everything, "wardley", 1.5),
        (Format::Ron, &ours, "mapstone", 1.25),
        (Format::Ron, &ours, "dark", 0.7),
    ] {
        for scene in [picture(format, text, theme), picture(format, text, theme).without_paper()] {
            let drawn = mapstone::export::pixels(&scene, scale).unwrap();
            let svg = mapstone::export::svg(&scene, 1.0, mapstone::export::Lettering::Text);
            let tree = resvg::usvg::Tree::from_str(&svg, &options).unwrap();
            let (width, height) = (drawn.width as u32, drawn.height as u32);
            let mut pixels = resvg::tiny_skia::Pixmap::new(width, height).unwrap();
            let (x, y) = (width as f32 / tree.size().width(), height as f32 / tree.size().height());
            let transform = resvg::tiny_skia::Transform::from_scale(x, y);
            resvg::render(&tree, transform, &mut pixels.as_mut());
            let reference = pixels.pixels().iter().flat_map(|pixel| {
                let color = pixel.demultiply();
                // On grey: colours of what cannot be seen say nothing.
                let over = |value: u8| {
                    let opacity = f64::from(color.alpha()) / 255.0;
                    f64::from(value) * opacity + 128.0 * (1.0 - opacity)
                };
                [color.red(), color.green(), color.blue()].map(over)
            });
            let reference: Vec<f64> = reference.collect();
            let own = drawn.rgba.chunks_exact(4).flat_map(|pixel| {
                let opacity = f64::from(pixel[3]) / 255.0;
                [pixel[0], pixel[1], pixel[2]]
                    .map(|value| f64::from(value) * opacity + 128.0 * (1.0 - opacity))
            });
            let own: Vec<f64> = own.collect();
            // A letter may stand a quarter of a pixel beside its place; nothing may be missing. In blocks of
            // 8 × 8 pixels both have as much ink.
            let row = 3 * drawn.width;
            let across = row / 24 + 1;
            let mut blocks = vec![0.0_f64; across * (drawn.height / 8 + 1)];
            for (at, (a, b)) in own.iter().zip(&reference).enumerate() {
                blocks[at / row / 8 * across + at % row / 24] += (a - b) / 192.0;
            }
            let worst = blocks.iter().map(|sum| sum.abs()).fold(0.0, f64::max);
            let mean = own.iter().zip(&reference).map(|(a, b)| (a - b).abs()).sum::<f64>() / own.len() as f64;
            assert!(worst < 20.0 && mean < 0.5, "{theme} at {scale}: block {worst:.2}, mean {mean:.3}");
        }
    }
}

/// The SVG says what it is, gives each element's group its id once, and is well formed with its fonts inside.
#[test]
fn svg_tells_what_it_is_and_where_things_are() {
    let text = "title Tea\nanchor Public [0.9, 0.5]\ncomponent Cup of Tea [0.7, 0.6]\nPublic->Cup of Tea\n\
                evolve Cup of Tea 0.8\n";
    let scene = picture(Format::Owm, text, "mapstone");
    let plain = mapstone::export::svg(&scene, 1.0, mapstone::export::Lettering::Text);
    assert!(plain.contains("<title>Tea</title>"));
    assert!(
        plain.contains(
            "<desc>A Wardley map of one user, one component, one link. One component evolves.</desc>"
        )
    );
    assert_eq!(plain.matches(" id=\"cup-of-tea\"").count(), 1);
    // The group with the id holds the symbol, not the arrow.
    let group = plain.split(" id=\"cup-of-tea\"").nth(1).unwrap().split("</g>").next().unwrap();
    assert!(group.contains("<circle") && !group.contains("stroke-dasharray"), "{group}");
    let embedded = mapstone::export::svg(&scene, 1.0, mapstone::export::Lettering::Embedded);
    assert!(embedded.contains("@font-face") && embedded.contains(">Cup of Tea</text>"));
    assert!(embedded.len() < plain.len() + 80_000, "{}", embedded.len());
    resvg::usvg::Tree::from_str(&embedded, &resvg::usvg::Options::default()).unwrap();
}
