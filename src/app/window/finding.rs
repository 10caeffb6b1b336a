//! Going from one place to the next that has a text.

use std::sync::Arc;

use egui::{Context, Key};

use super::{Window, typed_behind};
use crate::app::bars::find::Find;
use crate::app::command::{FindKey, Way};
use crate::app::dialog::replace::Replace;
use crate::app::dialog::sheet::Sheet;
use crate::app::panel::text::field_id;
use crate::editor::{Editor, NamingEnd};
use crate::geometry::{Point, Rect};

impl Window {
    /// Looks for a text in the map that is shown.
    pub(in crate::app) fn find(&mut self, key: FindKey, ctx: &Context) {
        self.view();
        // Letters that came in the frame of the key, and behind it.
        let typed = typed_behind(ctx, &|key, modifiers| modifiers.command && key == Key::F);
        // In the text, the text is looked through.
        let is_in_text = ctx.memory(|memory| memory.has_focus(field_id()));
        if is_in_text && matches!(key, FindKey::Open | FindKey::Replace) {
            self.view().panels.look_for_in_text(key == FindKey::Replace);
            return;
        }
        let tab = self.workspace.tab_mut();
        let Some(view) = self.views.get_mut(&tab.id) else { return };
        let editor = &mut tab.editor;
        if key == FindKey::Close {
            if let Some(find) = view.find.take() {
                view.sought = find.text;
            }
            return;
        }
        if key == FindKey::Replace {
            let wanted = view.find.as_ref().map_or_else(|| view.sought.clone(), |find| find.text.clone());
            editor.end_naming(NamingEnd::Keep);
            self.sheet = Some(Sheet::Replace(Box::new(Replace::of(wanted))));
            return;
        }
        let is_new = view.find.is_none();
        let sought = &view.sought;
        let find = view.find.get_or_insert_with(|| Find::of(sought.clone()));
        find.wants_focus |= key == FindKey::Open || is_new && find.text.is_empty();
        find.selects |= key == FindKey::Open && typed.is_empty();
        let is_typed = key == FindKey::Open && !typed.is_empty();
        if is_typed {
            find.text = typed;
        }
        find.refresh(editor);
        let selection = editor.document.selection();
        let found = match key {
            FindKey::Open if is_typed => find.found.all.first(),
            FindKey::Open | FindKey::Close | FindKey::Replace | FindKey::All => None,
            FindKey::Typed if find.found.current(selection).is_some() => None,
            FindKey::Typed => find.found.all.first(),
            FindKey::Step(way) => find.found.beside(selection, way == Way::On),
        };
        if let Some(found) = found.cloned() {
            editor.show_found(found);
            bring_into_sight(editor, view.canvas_rect);
        }
    }
}

impl Window {
    /// Goes to what the next question about the map is about, or the one before.
    pub(in crate::app) fn go_to_question(&mut self, way: Way, ctx: &Context) {
        self.view();
        let tab = self.workspace.tab_mut();
        let findings = Arc::clone(tab.findings());
        let Some(view) = self.views.get_mut(&tab.id) else { return };
        match view.panels.question(&findings, way == Way::On) {
            Some(selection) => {
                tab.editor.document.select(selection);
                tab.editor.refresh();
                bring_into_sight(&mut tab.editor, view.canvas_rect);
            }
            None => self.notice = Some("There is nothing to ask about this map".to_owned()),
        }
        ctx.request_repaint();
    }
}

/// Moves the view so that what is selected is on the canvas.
pub(super) fn bring_into_sight(editor: &mut Editor, canvas: Rect) {
    let Some(part) = editor.selected_rect() else { return };
    let corner = |x, y| editor.camera.screen_from_sheet(Point::new(x, y));
    let at = Rect::from_points(corner(part.x0, part.y0), corner(part.x1, part.y1)).center();
    if !canvas.contains(at) {
        let by = canvas.center() - at;
        editor.camera.pan(by);
    }
}
