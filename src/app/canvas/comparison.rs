//! A comparison on the canvas: marks over the map that is edited, or a picture between both.

use std::sync::Arc;

use egui::{Context, Painter};

use super::kept::Kept;
use super::letters::Letters;
use crate::app::comparing::Comparing;
use crate::compare::Comparison;
use crate::editor::{Camera, Editor, Shown};
use crate::layout::Layout;
use crate::model::Map;
use crate::scene::{Layouts, Marks, build, comparison_alone, rebuild, with_comparison};

/// What the canvas remembers of a comparison.
#[derive(Default)]
pub(super) struct Between {
    /// The marks, with what they were made for.
    marks: Option<(Arc<Comparison>, Marks, Shown)>,
    /// The picture between both, with its map and its moment.
    tween: Option<(Arc<Comparison>, f64, Arc<Map>, Shown)>,
    /// The other map as it is, with its theme's name.
    other: Option<(Arc<Comparison>, Shown)>,
    kept: Kept,
    kept_other: Kept,
}

impl Between {
    /// Draws the marks over the map that is edited.
    pub(super) fn marks(
        &mut self,
        painter: &Painter,
        editor: &Editor,
        comparing: &mut Comparing,
        letters: &mut Letters,
    ) {
        let Some((comparison, layouts)) = comparing.comparison(editor, painter.ctx()) else { return };
        let marks = Marks { small: comparing.look.small, ..comparing.look.marks };
        let is_drawn =
            self.marks.as_ref().is_some_and(|(of, own, _)| Arc::ptr_eq(of, &comparison) && *own == marks);
        if !is_drawn {
            let shown = editor.shown();
            let scene = comparison_alone(&comparison, &shown.scene, &layouts, editor.theme(), marks);
            let layout = layouts.after.clone();
            self.marks = Some((comparison, marks, Shown { layout, scene }));
        }
        if let Some((.., shown)) = self.marks.as_ref().filter(|_| !editor.document.in_gesture()) {
            self.kept.draw(painter, (&shown.layout, &shown.scene), &editor.camera, letters);
        }
    }

    /// Draws the picture between both maps, or the other with marks, in place of the map that is edited.
    pub(super) fn picture(
        &mut self,
        painter: &Painter,
        editor: &Editor,
        comparing: &mut Comparing,
        letters: &mut Letters,
    ) {
        let Some((comparison, layouts)) = comparing.comparison(editor, painter.ctx()) else { return };
        let moment = comparing.moment;
        let is_drawn =
            self.tween.as_ref().is_some_and(|(of, at, ..)| Arc::ptr_eq(of, &comparison) && *at == moment);
        if !is_drawn {
            let shown = self.between(&comparison, &layouts, editor, moment, comparing.look.marks);
            self.tween = Some((comparison, moment, shown.0, shown.1));
        }
        if let Some((.., shown)) = &self.tween {
            self.kept.draw(painter, (&shown.layout, &shown.scene), &editor.camera, letters);
        }
    }

    /// The map at a moment, laid out as something that moves: labels go along.
    fn between(
        &self,
        comparison: &Arc<Comparison>,
        layouts: &Arc<Layouts>,
        editor: &Editor,
        moment: f64,
        marks: Marks,
    ) -> (Arc<Map>, Shown) {
        let theme = editor.theme();
        if moment >= 1.0 {
            let scene = build(&comparison.after, &layouts.after, theme);
            let scene = with_comparison(scene, comparison, layouts, theme, marks);
            return (Arc::new(comparison.after.clone()), Shown { layout: layouts.after.clone(), scene });
        }
        let map = Arc::new(comparison.at(moment));
        let last = self.tween.as_ref().filter(|(of, at, ..)| Arc::ptr_eq(of, comparison) && *at < 1.0);
        let shown = if let Some((_, _, old, shown)) = last {
            let layout = Layout::during(&map, &theme.sizes, (old, &shown.layout));
            let scene = rebuild((&shown.scene, old, &shown.layout), &map, &layout, theme);
            Shown { layout, scene }
        } else {
            let layout = Layout::new(&map, &theme.sizes);
            let scene = build(&map, &layout, theme);
            Shown { layout, scene }
        };
        (map, shown)
    }

    /// Draws the other map as it is.
    pub(super) fn other(
        &mut self,
        painter: &Painter,
        editor: &Editor,
        camera: &Camera,
        comparing: &mut Comparing,
        letters: &mut Letters,
    ) {
        let Some((comparison, layouts)) = comparing.comparison(editor, painter.ctx()) else { return };
        let is_drawn = self.other.as_ref().is_some_and(|(of, _)| Arc::ptr_eq(of, &comparison));
        if !is_drawn {
            let scene = build(&comparison.before, &layouts.before, editor.theme());
            self.other = Some((comparison, Shown { layout: layouts.before.clone(), scene }));
        }
        if let Some((_, shown)) = &self.other {
            self.kept_other.draw(painter, (&shown.layout, &shown.scene), camera, letters);
        }
    }

    /// Whether the texture with the letters has changed since.
    pub(super) fn is_outdated(&mut self, ctx: &Context, letters: &Letters) -> bool {
        let is_other = self.kept_other.is_outdated(ctx, letters);
        self.kept.is_outdated(ctx, letters) || is_other
    }
}
