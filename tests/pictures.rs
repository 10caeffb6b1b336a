//! Pictures: small goldens as text, and what SVG and PNG must agree on.

use std::fs;
use std::path::Path;

use mapstone::format::{self, Format};
use mapstone::layout::Layout;
use mapstone::scene::{self, Item, Scene, Theme};
use mapstone::typeset::{Face, width};
use resvg::tiny_skia;

fn picture(format: Format, text: &str, theme: &str) -> Scene {
    let reading = mapstone::files::settled(format::Origin::Format(format), format::read(format, text));
    let map = reading.map.unwrap();
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
    let texts = scene.items().filter(|(_, item)| matches!(item, Item::Text(text) if text.text == "A"));
    assert_eq!(texts.count(), 1, "the ghost's label, far off, is not drawn");
}

#[test]
fn scripts_beyond_our_faces_are_drawn() {
    let text = "title 茶 שלום\ncomponent e\u{301}a\u{327} [0.5, 0.5]\ncomponent 茶 [0.4, 0.4]\n";
    let png = mapstone::export::png(&picture(Format::Owm, text, "mapstone"), 0.5).unwrap();
    assert!(png.starts_with(b"\x89PNG") && png.len() > 2000);
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
        let mut pixels = tiny_skia::Pixmap::new(1280, 787).unwrap();
        resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
        pixels
    };
    let text = draw(Lettering::Text);
    let shapes = draw(Lettering::Shapes);
    let far = |(a, b): &(&u8, &u8)| a.abs_diff(**b) > 40;
    let count = text.data().iter().zip(shapes.data()).filter(far).count();
    assert!(count < 200, "{count} of {} bytes differ", text.data().len());
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
            let mut pixels = tiny_skia::Pixmap::new(width, height).unwrap();
            let (x, y) = (width as f32 / tree.size().width(), height as f32 / tree.size().height());
            let transform = tiny_skia::Transform::from_scale(x, y);
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
    assert_eq!(plain.matches("-cup-of-tea\" data-element=\"cup-of-tea\">").count(), 1);
    // The group with the id holds the symbol, not the arrow.
    let group = plain
        .split("-cup-of-tea\" data-element=\"cup-of-tea\">")
        .nth(1)
        .unwrap()
        .split("</g>")
        .next()
        .unwrap();
    assert!(group.contains("<circle") && !group.contains("stroke-dasharray"), "{group}");
    let embedded = mapstone::export::svg(&scene, 1.0, mapstone::export::Lettering::Embedded);
    assert!(embedded.contains("@font-face") && embedded.contains(">Cup of Tea</text>"));
    assert!(embedded.len() < plain.len() + 80_000, "{}", embedded.len());
    resvg::usvg::Tree::from_str(&embedded, &resvg::usvg::Options::default()).unwrap();
}

/// Two pictures can stand in one page: no id of one is one of the other's, and each refers to its own.
#[test]
fn ids_are_unique_to_a_picture() {
    let draw = |text: &str| {
        mapstone::export::svg(&picture(Format::Ron, text, "mapstone"), 1.0, mapstone::export::Lettering::Text)
    };
    let ids = |svg: &str| -> std::collections::BTreeSet<String> {
        svg.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let before = draw(include_str!("../maps/custom-racks.ron"));
    let after = draw(include_str!("../maps/tea-shop.ron"));
    assert!(ids(&before).len() > 5 && ids(&before).is_disjoint(&ids(&after)));
    assert_eq!(before, draw(include_str!("../maps/custom-racks.ron")), "the same each time");
    for svg in [before, after] {
        for used in svg.split("url(#").skip(1) {
            let used = used.split(')').next().unwrap();
            assert!(ids(&svg).contains(used), "{used}");
        }
        assert_eq!(svg.matches(" id=\"").count(), ids(&svg).len(), "each once");
    }
}

/// Below all letters lie all halos, and below all boxes too: where authors placed labels close, none erases another.
#[test]
fn halos_lie_below_letters_and_boxes() {
    let text = "component YouTubers [0.5, 0.5]\ncomponent Lobby [0.5, 0.51] label [-20, 4]\n\
                component Power [0.45, 0.5]\npipeline Power [0.4, 0.6]\nevolve Lobby->Hall 0.7\nYouTubers->Power; words\n";
    for theme in ["mapstone", "wardley", "dark"] {
        let scene = picture(Format::Owm, text, theme);
        let items: Vec<_> = scene.items().map(|(_, item)| item).collect();
        let last_halo = items.iter().rposition(|item| matches!(item, Item::Halo(_))).unwrap();
        let labels: Vec<_> = items
            .iter()
            .enumerate()
            .filter(|(_, item)| {
                matches!(item, Item::Text(text) if ["YouTubers", "Lobby", "Hall", "Power", "words"].contains(&&*text.text))
            })
            .map(|(place, _)| place)
            .collect();
        assert_eq!(labels.len(), 5);
        assert!(labels.iter().all(|label| *label > last_halo), "{theme}: {labels:?} {last_halo}");
        let boxes = items.iter().rposition(|item| matches!(item, Item::Rect { fill: None, .. })).unwrap();
        assert!(boxes > last_halo);
    }
}

/// Two PDFs of one scene are the same bytes, whatever it holds.
#[test]
fn the_same_scene_makes_the_same_pdf() {
    for text in [include_str!("../maps/automotive-2015.ron"), include_str!("fixtures/scripts.ron")] {
        let pdf = || {
            mapstone::export::pdf(&picture(Format::Ron, text, "mapstone"), &mapstone::export::Page::default())
        };
        assert!(pdf().unwrap() == pdf().unwrap());
    }
}

/// No character costs a picture: what nobody has a glyph for is a mark.
#[test]
fn every_script_and_pictograph_makes_a_picture() {
    use mapstone::export::{Lettering, Page, PageSize, page_pixels, pdf, png, svg};
    let scene = picture(Format::Ron, include_str!("fixtures/scripts.ron"), "mapstone");
    for lettering in [Lettering::Text, Lettering::Embedded, Lettering::Shapes] {
        let svg = svg(&scene, 1.0, lettering);
        resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).unwrap();
    }
    assert!(png(&scene, 1.0).unwrap().len() > 10_000);
    let page = Page { size: PageSize::A4, ..Page::default() };
    assert!(pdf(&scene, &page).unwrap().starts_with(b"%PDF-"));
    assert!(page_pixels(&scene, &page, (400, 300)).unwrap().width > 300);
}

/// The foot of a page has its own words in any script.
#[test]
fn the_foot_is_set_in_any_script() {
    use mapstone::export::{Page, PageSize, page_pixels};
    let draw = |date: &str| {
        let scene = Scene {
            date: date.to_owned(),
            ..picture(Format::Ron, "Map(format: 1, title: \"Tea\")", "mapstone")
        };
        let page = Page { size: PageSize::A4, ..Page::default() };
        page_pixels(&scene, &page, (1200, 900)).unwrap().rgba
    };
    // Each character leaves ink of its own: a mark at the least, never nothing.
    let ink = |date: &str| draw(date).iter().zip(draw("")).filter(|(a, b)| a.abs_diff(*b) > 60).count();
    assert!(ink("2026年3月12日") > ink("2026312") + 40);
}

/// A picture of each format gives back the text that it holds, byte for byte, and its name; others hold nothing.
#[test]
fn pictures_hold_their_maps() {
    use mapstone::export::{Held, Lettering, Page, held, pdf, png, svg};
    use mapstone::scene::Attachment;
    let text = "Map(format: 1, title: \"茶 <&> ]]> 'x'\")\r\n// end\ttab\n";
    let plain = picture(Format::Ron, "Map(format: 1, title: \"Tea\")", "mapstone");
    for name in ["tea.ron", "Tee & \"Kaffee\" (neu).ron", "茶.owm"] {
        let attachment = Attachment { name: name.to_owned(), text: text.to_owned() };
        let scene = Scene { attachment: Some(attachment.clone()), ..plain.clone() };
        for bytes in [
            svg(&scene, 1.0, Lettering::Text).into_bytes(),
            svg(&scene, 1.0, Lettering::Embedded).into_bytes(),
            png(&scene, 0.5).unwrap(),
            pdf(&scene, &Page::default()).unwrap(),
        ] {
            assert_eq!(held(&bytes), Held::Map(attachment.clone()), "{name}");
        }
        resvg::usvg::Tree::from_str(&svg(&scene, 1.0, Lettering::Text), &resvg::usvg::Options::default())
            .unwrap();
    }
    for bytes in [
        svg(&plain, 1.0, Lettering::Text).into_bytes(),
        png(&plain, 0.5).unwrap(),
        pdf(&plain, &Page::default()).unwrap(),
    ] {
        assert_eq!(held(&bytes), Held::Nothing);
    }
    // A name out of somebody's file leads to no other folder.
    let away = Attachment { name: "../../etc/passwd.ron".to_owned(), text: text.to_owned() };
    let Held::Map(found) = held(&png(&Scene { attachment: Some(away), ..plain }, 0.5).unwrap()) else {
        panic!()
    };
    assert_eq!(found.name, "passwd.ron");
}

/// The program's icon is the picture of its source; `UPDATE_GOLDENS=1` draws it.
#[test]
fn the_icon_is_drawn_from_its_source() {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let svg = fs::read_to_string(assets.join("icon.svg")).unwrap();
    let tree = resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).unwrap();
    let mut drawn = tiny_skia::Pixmap::new(256, 256).unwrap();
    let scale = tiny_skia::Transform::from_scale(2.0, 2.0);
    resvg::render(&tree, scale, &mut drawn.as_mut());
    let path = assets.join("icon.png");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(&path, drawn.encode_png().unwrap()).unwrap();
    }
    let kept = tiny_skia::Pixmap::decode_png(&fs::read(path).unwrap()).unwrap();
    assert!(kept.data() == drawn.data(), "assets/icon.png is not what assets/icon.svg says");
}
