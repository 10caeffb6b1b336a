//! Folders: that of what the program keeps for itself, which is nobody else's business, and those that a map has a say
//! over.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What the program's own folder is called.
const NAME: &str = "mapstone";

/// The program's own folder on this system; `None` where it has none.
pub fn state_folder() -> Option<PathBuf> {
    let state = dirs::state_dir().or_else(dirs::data_local_dir)?;
    Some(state.join(NAME))
}

/// The program's own folders; each is `None` where there is none, and the program works as well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders {
    /// What a person set.
    pub config: Option<PathBuf>,
    /// What has to outlive the program: copies of unsaved maps, what was open.
    pub state: Option<PathBuf>,
    /// What can be made again: small pictures of maps.
    pub cache: Option<PathBuf>,
}

impl Folders {
    /// Where this system wants them.
    pub fn of_this_system() -> Self {
        let own = |folder: Option<PathBuf>| folder.map(|folder| folder.join(NAME));
        Self { config: own(dirs::config_dir()), state: state_folder(), cache: own(dirs::cache_dir()) }
    }

    /// All of them in one.
    pub fn inside(folder: &Path) -> Self {
        let own = |name: &str| Some(folder.join(name));
        Self { config: own("config"), state: own("state"), cache: own("cache") }
    }
}

/// Whether a file lies in a folder, or below it, behind all links; a file that is not there, whether it would.
pub fn is_below(file: &Path, folder: &Path) -> bool {
    let here = |path: &Path| if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_owned() };
    let file = file.canonicalize().or_else(|_| here(file.parent().unwrap_or(Path::new(""))).canonicalize());
    matches!((file, here(folder).canonicalize()), (Ok(file), Ok(folder)) if file.starts_with(&folder))
}

/// Makes a folder, with those above it, that only its owner can enter.
///
/// # Errors
/// As the system says.
pub fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    make_private(path)?;
    // The program's own folder too, which an older version made for everybody.
    match path.parent() {
        Some(parent) if parent.file_name().is_some_and(|name| name == NAME) => make_private(parent),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode();
    let for_others = mode & 0o077;
    if for_others == 0 { Ok(()) } else { fs::set_permissions(path, fs::Permissions::from_mode(0o700)) }
}

#[cfg(not(unix))]
fn make_private(_: &Path) -> io::Result<()> {
    Ok(())
}
