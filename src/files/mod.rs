//! What touches the disk. Everything goes through [`Storage`], so that a test can make it fail.

mod choices;
mod clip;
mod load;
mod recovery;
mod replace;
mod safety;
mod state;
mod storage;
mod system;
mod theme;

pub use choices::PictureChoices;
pub use clip::{keep_clip, kept_clip};
pub use load::{
    LARGEST, LoadError, Loaded, Text, decode, interpret, load, load_text, settled, settled_source,
};
pub use recovery::{Orphan, Recovery, UnsavedCopy};
pub use safety::mend_files;
pub use state::{is_below, private_folder, state_folder};
pub use storage::{Disk, Expected, SaveError, Storage, read_at_most, save};
pub use system::{PrintJob, has_program, print, printers, view};
pub use theme::{ThemeFault, theme, theme_file};
