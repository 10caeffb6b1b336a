//! What touches the disk. Everything goes through [`Storage`], so that a test can make it fail.

mod load;
mod storage;

pub use load::{LoadError, Loaded, decode, load};
pub use storage::{Disk, SaveError, Storage, save};
