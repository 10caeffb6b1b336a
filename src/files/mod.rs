//! What touches the disk. Everything goes through [`Storage`], so that a test can make it fail.

mod clip;
mod load;
mod recovery;
mod storage;
mod theme;

pub use clip::{keep_clip, kept_clip};
pub use load::{LoadError, Loaded, decode, load};
pub use recovery::{Orphan, Recovery, UnsavedCopy};
pub use storage::{Disk, SaveError, Storage, save};
pub use theme::{ThemeFault, theme};
