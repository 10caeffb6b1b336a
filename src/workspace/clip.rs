//! Cut, copy and paste: the system's clipboard holds text, and what was copied here is remembered whole.

use super::{Effect, Job, Workspace};
use crate::editor::from_text;
use crate::model::Map;

/// What was copied last.
#[derive(Clone, Debug)]
pub struct Clip {
    /// The text that went to the clipboard: while that holds it, the part can be pasted whole.
    text: String,
    part: Map,
    /// How often it was pasted.
    pasted: usize,
}

impl Workspace {
    /// What is selected goes to the clipboard.
    pub(super) fn copy(&mut self) -> Vec<Effect> {
        let Some((part, text)) = self.tab().editor.copied() else {
            return vec![Effect::Say("Nothing is selected".to_owned())];
        };
        let count = part.elements().len();
        let said = if count == 1 { "Copied".to_owned() } else { format!("Copied {count} elements") };
        let mut effects = vec![Effect::Say(said), Effect::CopyText(text.clone())];
        if let Some(path) = self.places.clip.clone() {
            effects.push(Effect::Start(Job::KeepClip {
                path,
                text: text.clone(),
                part: Box::new(part.clone()),
            }));
        }
        self.clip = Some(Clip { text, part, pasted: 0 });
        effects
    }

    pub(super) fn cut(&mut self) -> Vec<Effect> {
        let effects = self.copy();
        self.tab_mut().editor.cut();
        effects
    }

    /// Pastes what the clipboard holds: what was copied here whole, other text as what it says.
    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        let is_same = |clip: &Clip| clip.text.trim_end() == text.replace("\r\n", "\n").trim_end();
        if self.clip.as_ref().is_some_and(is_same) {
            self.paste_clip();
            return Vec::new();
        }
        if let Some(path) = self.places.clip.clone() {
            // Another window may have copied it, and know more of it than its text says.
            return vec![Effect::Start(Job::ReadClip { tab: self.tab().id, path, text: text.to_owned() })];
        }
        self.paste_part(text.to_owned(), from_text(text))
    }

    /// Pastes what a text says.
    pub(super) fn paste_part(&mut self, text: String, part: Option<Map>) -> Vec<Effect> {
        let Some(part) = part else { return vec![Effect::Say("The clipboard holds no text".to_owned())] };
        self.clip = Some(Clip { text, part, pasted: 0 });
        self.paste_clip();
        Vec::new()
    }

    fn paste_clip(&mut self) {
        let Some(mut clip) = self.clip.take() else { return };
        self.tab_mut().editor.paste(&clip.part, clip.pasted);
        clip.pasted += 1;
        self.clip = Some(clip);
    }
}
