//! Cut, copy and paste: the system's clipboard holds text, and what was copied here is remembered whole.

use egui::{Context, Event, ViewportCommand};

use super::window::Window;
use crate::editor::from_text;
use crate::model::Map;

/// What was copied last in this window.
#[derive(Debug)]
pub(super) struct Clip {
    /// The text that went to the clipboard: while that holds it, the part can be pasted whole.
    text: String,
    part: Map,
    /// How often it was pasted.
    pasted: usize,
}

impl Window {
    /// The keys of the clipboard come as events of their own. Only the canvas asks for them here.
    pub(super) fn clipboard_keys(&mut self, ctx: &Context) {
        let mut taken = Vec::new();
        ctx.input_mut(|input| {
            let shift = input.modifiers.shift;
            input.events.retain(|event| {
                let is_ours = matches!(event, Event::Copy | Event::Cut | Event::Paste(_));
                if is_ours {
                    taken.push((event.clone(), shift));
                }
                !is_ours
            });
        });
        for (event, shift) in taken {
            match event {
                Event::Copy if shift => self.copy_picture(),
                Event::Copy => self.copy(ctx),
                Event::Cut => self.cut(ctx),
                Event::Paste(text) => self.paste(&text),
                _ => {}
            }
        }
    }

    pub(super) fn copy(&mut self, ctx: &Context) {
        let Some((part, text)) = self.editor.copied() else {
            self.notice = Some("Nothing is selected".to_owned());
            return;
        };
        let count = part.elements().len();
        self.notice = Some(if count == 1 { "Copied".to_owned() } else { format!("Copied {count} elements") });
        ctx.copy_text(text.clone());
        if let Some(path) = &self.clip_file {
            self.background.keep_clip(path.clone(), text.clone(), part.clone());
        }
        self.clip = Some(Clip { text, part, pasted: 0 });
    }

    pub(super) fn cut(&mut self, ctx: &Context) {
        self.copy(ctx);
        self.editor.cut();
    }

    /// Pastes what the clipboard holds: what was copied here whole, other text as what it says.
    pub(super) fn paste(&mut self, text: &str) {
        let is_same = |clip: &Clip| clip.text.trim_end() == text.replace("\r\n", "\n").trim_end();
        if self.clip.as_ref().is_some_and(is_same) {
            self.paste_clip();
        } else if let Some(path) = &self.clip_file {
            // Another window may have copied it, and know more of it than its text says.
            self.background.read_clip(self.document, path.clone(), text.to_owned());
        } else {
            self.paste_part(text.to_owned(), from_text(text));
        }
    }

    /// Pastes what a text says.
    pub(super) fn paste_part(&mut self, text: String, part: Option<Map>) {
        let Some(part) = part else {
            self.notice = Some("The clipboard holds no text".to_owned());
            return;
        };
        self.clip = Some(Clip { text, part, pasted: 0 });
        self.paste_clip();
    }

    fn paste_clip(&mut self) {
        if let Some(clip) = &mut self.clip {
            self.editor.paste(&clip.part, clip.pasted);
            clip.pasted += 1;
        }
    }

    /// Asks for what the clipboard holds: it comes as a key would bring it.
    pub(super) fn request_paste(ctx: &Context) {
        ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
    }
}
