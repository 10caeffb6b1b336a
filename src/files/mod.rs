//! What touches the disk. Everything goes through [`Storage`], so that a test can make it fail.

mod choices;
mod clip;
mod kept;
mod load;
mod recent;
mod recovery;
mod replace;
mod revisions;
mod safety;
mod session;
mod settings;
mod small;
mod state;
mod storage;
mod system;
mod theme;

pub use choices::PictureChoices;
pub use clip::{keep_clip, kept_clip};
pub use kept::{Kept, NewestFile};
pub use load::{
    LARGEST, LoadError, Loaded, Text, decode, interpret, load, load_source, load_text, settled,
    settled_source,
};
pub use recent::{Recent, RecentMaps, forget_recent, note_recent, recent};
pub use recovery::{Orphan, Recovery, UnsavedCopy};
pub use revisions::{Revision, revisions, sides_at, text_at};
pub use safety::mend_files;
pub use session::{Session, SessionFile, SessionHold};
pub use settings::{Appearance, SCALES, Settings};
pub use small::{SmallPicture, small_picture, small_picture_of_text};
pub use state::{Folders, is_below, private_folder, state_folder};
pub use storage::{Disk, Expected, OnDisk, SaveError, Storage, on_disk, read_at_most, save};
pub use system::{PrintJob, has_program, print, printers, show_folder, today, view};
pub use theme::{ThemeFault, theme, theme_file};
