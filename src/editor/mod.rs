//! A map being edited: history, selection, camera and tools. It knows no window and no files.

mod addition;
mod camera;
mod carry;
mod clipboard;
mod document;
mod event;
mod gesture;
mod handle;
mod hint;
mod history;
mod naming;
mod operation;
mod selection;
mod session;
mod text;
mod tool;
mod walk;

pub use addition::Addition;
pub use camera::Camera;
pub use clipboard::from_text;
pub use document::{Document, Moment};
pub use event::{Event, Keys};
pub use gesture::Gesture;
pub use handle::{Handle, HandleKind, handles};
pub use naming::{Naming, NamingEnd, NamingTarget};
pub use operation::{Direction, Operation};
pub use selection::Selection;
pub use session::{Editor, Shown};
pub use text::Draft;
pub use tool::Tool;
