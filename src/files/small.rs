//! Small pictures of maps, drawn by ourselves and kept where what can be made again is kept.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use super::{Disk, LARGEST, Storage, load, theme};
use crate::export::{Pixels, pixels_of_png, png};
use crate::format::{Format, read};
use crate::model::{About, Map, Sheet};
use crate::scene::{Contents, Theme};

/// The most pixels across and down.
const ROOM: (f64, f64) = (424.0, 256.0);
/// A map with more elements is not drawn small: nobody would see what it is, and it would take long.
const MOST_ELEMENTS: usize = 1_500;
/// So many pictures are kept.
const MOST_KEPT: usize = 60;
/// Counts the ways in which they were drawn: a picture of an older way is drawn again.
const DRAWN_AS: u32 = 1;

/// What a map looks like, small.
#[derive(Clone, Debug)]
pub enum SmallPicture {
    /// This.
    Drawn(Pixels),
    /// It is not drawn: it is too large, or no map.
    Undrawn,
    /// Its file is not there.
    Gone,
}

/// The picture of a file. `cache` is the folder where pictures are kept; without one each is drawn anew.
pub fn small_picture(path: &Path, cache: Option<&Path>) -> SmallPicture {
    let Ok(data) = fs::metadata(path) else { return SmallPicture::Gone };
    if !data.is_file() {
        return SmallPicture::Gone;
    }
    if usize::try_from(data.len()).map_or(true, |size| size > LARGEST) {
        return SmallPicture::Undrawn;
    }
    let name = name_of(&(path, data.len(), data.modified().ok()));
    kept_or_drawn(cache, &name, || {
        let map = load(&Disk, path, None).ok()?.reading.map?;
        let own = Theme::is_file(&map.theme).then(|| theme(&Disk, &map.theme, path.parent()).ok()).flatten();
        Some((own.unwrap_or_else(|| Theme::for_map(&map.theme)), map))
    })
}

/// The picture of a map file's text.
pub fn small_picture_of_text(text: &str, cache: Option<&Path>) -> SmallPicture {
    kept_or_drawn(cache, &name_of(&text), || {
        let map = read(Format::Ron, text).map?;
        Some((Theme::for_map(&map.theme), map))
    })
}

fn name_of(what: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    (DRAWN_AS, env!("CARGO_PKG_VERSION"), what).hash(&mut hasher);
    format!("{:016x}.png", hasher.finish())
}

fn kept_or_drawn(
    cache: Option<&Path>,
    name: &str,
    map: impl FnOnce() -> Option<(Theme, Map)>,
) -> SmallPicture {
    let file = cache.map(|folder| folder.join(name));
    let kept = file.as_deref().and_then(|file| Disk.read(file, 1 << 22).ok());
    if let Some(pixels) = kept.and_then(|bytes| pixels_of_png(&bytes)) {
        return SmallPicture::Drawn(pixels);
    }
    let Some(bytes) = map().and_then(|(theme, map)| draw(&theme, &map)) else { return SmallPicture::Undrawn };
    if let (Some(file), Some(folder)) = (&file, cache) {
        // Without a place for it, it is drawn again.
        drop(Disk.keep(file, &bytes));
        sweep(folder);
    }
    pixels_of_png(&bytes).map_or(SmallPicture::Undrawn, SmallPicture::Drawn)
}

fn draw(theme: &Theme, map: &Map) -> Option<Vec<u8>> {
    if map.elements().len() > MOST_ELEMENTS {
        return None;
    }
    // On a sheet of few pixels symbols and lines are large; names would only be in each other's way.
    let sheet = map.sheet_size();
    let across = 380.0;
    let small = Sheet { width: across, height: (across * sheet.height / sheet.width).clamp(160.0, 380.0) };
    let bare = Map { title: String::new(), about: About::default(), ..map.clone() };
    let contents = Contents {
        labels: false,
        annotations: false,
        legend: Some(false),
        sheet: Some(small),
        ..Contents::default()
    };
    let scene = contents.scene(&bare, theme);
    let scale = (ROOM.0 / scene.bounds.width()).min(ROOM.1 / scene.bounds.height());
    png(&scene, scale).ok()
}

/// Takes the oldest pictures away, where there are too many.
fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let aged = |entry: fs::DirEntry| Some((entry.metadata().ok()?.modified().ok()?, entry.path()));
    let mut files: Vec<(_, PathBuf)> = entries.filter_map(aged).collect();
    files.retain(|(_, path)| path.extension().is_some_and(|ending| ending == "png"));
    files.sort();
    let over = files.len().saturating_sub(MOST_KEPT);
    for (_, path) in files.into_iter().take(over) {
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_drawn_kept_and_drawn_again_when_its_file_changes() {
        let folder = tempfile::tempdir().unwrap();
        let (path, cache) = (folder.path().join("tea.owm"), folder.path().join("pictures"));
        let size = |small| match small {
            SmallPicture::Drawn(pixels) => (pixels.width, pixels.height),
            other => panic!("{other:?}"),
        };
        assert!(matches!(small_picture(&path, Some(&cache)), SmallPicture::Gone));
        fs::write(&path, "title Tea\ncomponent Cup [0.8, 0.6]\n").unwrap();
        let (across, down) = size(small_picture(&path, Some(&cache)));
        assert!(across <= 424 && down <= 256 && across.max(down) > 200, "{across} × {down}");
        let count = || fs::read_dir(&cache).unwrap().count();
        assert_eq!(count(), 1);
        size(small_picture(&path, Some(&cache)));
        assert_eq!(count(), 1, "it is kept");
        fs::write(&path, "title Tea\ncomponent Cup [0.8, 0.6]\ncomponent Tea [0.5, 0.5]\n").unwrap();
        size(small_picture(&path, Some(&cache)));
        assert_eq!(count(), 2);
        fs::write(&path, "Map(").unwrap();
        size(small_picture_of_text("Map(format: 1, title: \"Tea\")", None));
        // A picture that was damaged is drawn again.
        for entry in fs::read_dir(&cache).unwrap() {
            fs::write(entry.unwrap().path(), "damaged").unwrap();
        }
        fs::write(&path, "title Tea\ncomponent Cup [0.8, 0.6]\n").unwrap();
        size(small_picture(&path, Some(&cache)));
        let broken = folder.path().join("broken.ron");
        fs::write(&broken, "Map(format: 1,").unwrap();
        assert!(matches!(small_picture(&broken, Some(&cache)), SmallPicture::Undrawn));
        for number in 0..70 {
            fs::write(cache.join(format!("{number}.png")), "").unwrap();
        }
        fs::write(&path, "title Other\n").unwrap();
        size(small_picture(&path, Some(&cache)));
        assert_eq!(count(), MOST_KEPT);
    }
}
