//! What touches the disk. Everything goes through [`Storage`], so that a test can make it fail.

mod choices;
mod clip;
mod load;
mod recovery;
mod storage;
mod system;
mod theme;

pub use choices::PictureChoices;
pub use clip::{keep_clip, kept_clip};
pub use load::{LoadError, Loaded, Text, decode, interpret, load, load_text, settled, settled_source};
pub use recovery::{Orphan, Recovery, UnsavedCopy};
pub use storage::{Disk, SaveError, Storage, save};
pub use system::{PrintJob, has_program, print, printers, view};
pub use theme::{ThemeFault, theme};
