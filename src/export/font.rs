//! The fonts of pictures.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::{Database, Style};

use crate::layout::{Face, covers};
use crate::scene::{Item, Scene};

/// The faces that come with the program.
fn bundled() -> Database {
    let mut database = Database::new();
    for face in Face::ALL {
        database.load_font_data(face.bytes().to_vec());
    }
    database.set_sans_serif_family("Noto Sans");
    database.set_monospace_family("Hack");
    database
}

static BUNDLED: LazyLock<Arc<Database>> = LazyLock::new(|| Arc::new(bundled()));

/// With the system's fonts: looking for them takes a while, so only for text that needs them.
static WITH_SYSTEM: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut database = bundled();
    database.load_system_fonts();
    Arc::new(database)
});

/// The fonts that a scene needs.
pub(super) fn database(scene: &Scene) -> Arc<Database> {
    let is_covered = scene.items.iter().all(|drawn| match &drawn.item {
        Item::Text(text) => covers(&text.text, text.face),
        _ => true,
    });
    Arc::clone(if is_covered { &BUNDLED } else { &WITH_SYSTEM })
}

/// A font of the system that has glyphs which the program's own faces lack.
pub struct SystemFont {
    /// Its name, unique on the system.
    pub name: String,
    /// The font file.
    pub bytes: Vec<u8>,
    /// Which face of the file.
    pub index: u32,
}

/// No text needs more scripts at once than this many fonts have.
const MOST_FONTS: usize = 6;

/// Fonts of the system that together have as many of these characters as any have, the most helpful first.
///
/// This reads every font of the system: it takes long, and belongs on a thread.
pub fn system_fonts_for(characters: &BTreeSet<char>) -> Vec<SystemFont> {
    let mut database = Database::new();
    database.load_system_fonts();
    let mut missing = characters.clone();
    let upright: Vec<_> = database.faces().filter(|face| face.style == Style::Normal).collect();
    let mut fonts = Vec::new();
    while !missing.is_empty() && fonts.len() < MOST_FONTS {
        let helps = |data: &[u8], index: u32| {
            let face = rustybuzz::Face::from_slice(data, index);
            face.map_or(0, |face| missing.iter().filter(|c| face.glyph_index(**c).is_some()).count())
        };
        // Of equally helpful ones the one nearest to regular weight, then the first by name.
        let best = upright.iter().filter_map(|info| {
            let count = database.with_face_data(info.id, helps).filter(|count| *count > 0)?;
            let weight = info.weight.0.abs_diff(400);
            Some((std::cmp::Reverse(count), weight, &info.post_script_name, info.id))
        });
        let Some((.., name, id)) = best.min_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2))) else { break };
        let Some((bytes, index)) = database.with_face_data(id, |data, index| (data.to_vec(), index)) else {
            break;
        };
        if let Some(face) = rustybuzz::Face::from_slice(&bytes, index) {
            missing.retain(|c| face.glyph_index(*c).is_none());
        }
        fonts.push(SystemFont { name: name.clone(), bytes, index });
    }
    fonts
}
