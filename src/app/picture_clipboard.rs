//! The clipboard with a picture in two forms, where the system takes them: egui's own knows pixels only.

/// Holds what was put on the clipboard: on X11 the program that copied answers for it.
#[derive(Default)]
pub(super) struct PictureClipboard {
    #[cfg(target_os = "linux")]
    context: Option<clipboard_rs::ClipboardContext>,
}

impl PictureClipboard {
    /// Puts a picture as PNG and SVG on the clipboard; false where that cannot be done here.
    #[cfg(target_os = "linux")]
    pub(super) fn put_picture(&mut self, png: Vec<u8>, svg: String) -> bool {
        use clipboard_rs::{Clipboard, ClipboardContent, ClipboardContext};
        if self.context.is_none() {
            self.context = ClipboardContext::new().ok();
        }
        let forms = vec![
            ClipboardContent::Other("image/png".to_owned(), png),
            ClipboardContent::Other("image/svg+xml".to_owned(), svg.into_bytes()),
        ];
        self.context.as_ref().is_some_and(|context| context.set(forms).is_ok())
    }

    /// Elsewhere egui's clipboard takes the pixels.
    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unused_self, reason = "the same on every system")]
    pub(super) fn put_picture(&mut self, _png: Vec<u8>, _svg: String) -> bool {
        false
    }
}
