//! A map being edited: history, selection, camera and tools. It knows no window and no files.

mod addition;
mod camera;
mod carry;
mod clipboard;
mod document;
mod event;
mod handle;
mod hint;
mod history;
mod marks;
mod naming;
mod operate;
mod operation;
mod selection;
mod session;
mod shape;
mod text;
mod tool;
mod tray;
mod view;
mod walk;

pub use addition::Addition;
pub use camera::Camera;
pub use clipboard::from_text;
pub use document::{Document, Moment};
pub use event::{Event, Keys};
pub use handle::{Handle, HandleKind};
pub use marks::Mark;
pub use naming::{Naming, NamingEnd, NamingTarget};
pub use operation::{Direction, Operation};
pub use selection::Selection;
pub use session::Editor;
pub use text::Draft;
pub use tool::{Cursor, LinkDraft, Overlay, Target, Tool};
pub use tray::TrayRow;
pub use view::Shown;
