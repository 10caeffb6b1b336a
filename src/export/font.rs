//! The fonts of pictures.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::Database;

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
