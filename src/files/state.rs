//! The folder of what the program keeps for itself, which is nobody else's business.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The program's own folder on this system; `None` where it has none.
pub fn state_folder() -> Option<PathBuf> {
    let state = dirs::state_dir().or_else(dirs::data_local_dir)?;
    Some(state.join("mapstone"))
}

/// Makes a folder, with those above it, that only its owner can enter.
///
/// # Errors
/// As the system says.
pub fn private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // An older version made it for everybody.
        let mode = fs::metadata(path)?.permissions().mode();
        if mode & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}
