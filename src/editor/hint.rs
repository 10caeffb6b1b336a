//! What the status bar says about what can be done now.

use super::session::Editor;
use super::{Addition, NamingTarget, Tool};
use crate::model::Body;

impl Editor {
    /// One line about what the pointer and the keys do now.
    pub fn hint(&self) -> &'static str {
        if let Some(naming) = self.naming() {
            let is_component = match &naming.target {
                NamingTarget::New { .. } => true,
                NamingTarget::Element(id) => self.map().component(id).is_some(),
                NamingTarget::NewNote(_) | NamingTarget::Ghost(_) | NamingTarget::Link(_) => false,
            };
            return if is_component {
                "Enter keeps · Tab adds what it needs · Ctrl+Enter adds a sibling · Esc cancels"
            } else {
                "Enter keeps · Shift+Enter breaks the line · Esc cancels"
            };
        }
        self.gesture_hint().unwrap_or_else(|| self.idle_hint())
    }

    fn idle_hint(&self) -> &'static str {
        let selection = self.document.selection();
        match self.tool {
            Tool::Component => {
                "Click where the component stands, or on a link to put it into it · Enter places it · Q keeps the tool"
            }
            Tool::Anchor => "Click where the user stands · Enter places one at the top · Q keeps the tool",
            Tool::Note => "Click where the note begins · Enter places it",
            Tool::Area => "Draw a loop around what belongs together · Enter makes one in the middle",
            Tool::Add(Addition::Annotation) => {
                "Click where the annotation belongs · Enter puts it in the middle"
            }
            Tool::Add(Addition::Attitude(_)) => {
                "Drag the box in which they work · Enter makes one in the middle"
            }
            Tool::Add(Addition::Accelerator(_)) => {
                "Click where the force works · Enter puts it in the middle"
            }
            Tool::Add(Addition::Area) => "Draw a loop around what belongs together",
            Tool::Need => "Click or drag from one component to another",
            Tool::Flow => "Click or drag from where it flows to where it goes",
            Tool::Select if selection.ghost.is_some() && selection.elements.is_empty() => {
                "Arrows adjust where it evolves · Enter names it · Delete removes the arrow"
            }
            Tool::Select if !selection.links.is_empty() => "Enter writes along the link · Delete removes it",
            Tool::Select if selection.single().is_some_and(|id| self.map().component(id).is_none()) => {
                let body =
                    selection.single().and_then(|id| self.map().element(id)).map(|element| &element.body);
                match body {
                    Some(Body::Area(_)) => {
                        "Drag a point to bend the loop, a small one to add one · double-click takes a point away"
                    }
                    Some(Body::Attitude(_)) => "Drag a corner to make it larger, the inside to move it",
                    Some(Body::Annotation(_)) => {
                        "Drag + to mark another place, or Alt+drag a disc · Enter edits its text"
                    }
                    _ => "Drag to move · arrows nudge · Enter edits its text · Delete removes",
                }
            }
            Tool::Select if selection.single().is_some() => {
                "Drag to move · arrows nudge · Enter renames · L links · E evolves · Delete removes"
            }
            Tool::Select if !selection.is_empty() => "Drag to move all · arrows nudge · Delete removes",
            Tool::Select => {
                "Double-click to add a component · drag to select · C component · A anchor · F1 all keys"
            }
        }
    }
}
