//! The map as text, live: the text that its file has, changed as the map changes, and typed into.

use std::sync::Arc;

use super::Document;
use crate::format::{Diagnostic, Edited, Format, Source, endings};
use crate::layout::stacks_labels;
use crate::model::Map;
use crate::scene::Theme;

/// The texts that say a map.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    /// The file's text as it was read or typed last; `None` for a map that never had one.
    pub(super) source: Option<Arc<Source>>,
    /// The same map in another format, as it was shown or typed last.
    pub(super) other: Option<Arc<Source>>,
    /// A text that was typed and is no map: the last good one stands until it is.
    pub(super) draft: Option<Arc<Draft>>,
}

/// A typed text that cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it was to be.
    pub format: Format,
    /// What was typed.
    pub text: String,
    /// Why it cannot be read.
    pub diagnostics: Vec<Diagnostic>,
}

impl Texts {
    pub(super) fn of(source: Arc<Source>) -> Self {
        Self { source: Some(source), other: None, draft: None }
    }

    fn in_format(&self, format: Format) -> Option<&Arc<Source>> {
        [&self.source, &self.other].into_iter().flatten().find(|source| source.format() == format)
    }

    /// Takes the text that the map's file has now for the file's own; the text that was loaded stays the one that
    /// is edited, so that its elements keep their ids.
    pub(super) fn adopt(&mut self, source: &Arc<Source>) {
        let is_own =
            |own: &Option<Arc<Source>>| own.as_ref().is_some_and(|own| own.format() == source.format());
        if is_own(&self.source) {
            return;
        }
        if !is_own(&self.other) {
            self.other = Some(Arc::clone(source));
        }
        std::mem::swap(&mut self.source, &mut self.other);
    }

    /// How long those of its texts are that another state has not.
    pub(super) fn length_beside(&self, other: &Self) -> usize {
        let texts = [(&self.source, &other.source), (&self.other, &other.other)];
        let own = texts.into_iter().filter_map(|(own, other)| {
            let own = own.as_ref()?;
            let is_shared = other.as_ref().is_some_and(|other| Arc::ptr_eq(own, other));
            (!is_shared).then(|| own.text().len())
        });
        let draft = self.draft.as_ref().map_or(0, |draft| draft.text.len());
        own.sum::<usize>() + draft
    }

    /// Whether the file's text may differ from another state's for the same map.
    pub(super) fn is_typed_apart(&self, other: &Self) -> bool {
        let same = match (&self.source, &other.source) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b) || a.text() == b.text(),
            _ => true,
        };
        self.draft != other.draft || !same
    }
}

impl Document {
    /// The text, read or typed, from which a text of this format is made for the map of now.
    pub fn source(&self, format: Format) -> Option<&Arc<Source>> {
        self.texts.in_format(format)
    }

    /// A typed text that is no map, and waits to be mended.
    pub fn draft(&self) -> Option<&Arc<Draft>> {
        self.texts.draft.as_ref()
    }

    /// A file's text that is no map: nothing is known of the map until it is mended.
    pub fn of_unreadable(draft: Draft) -> Self {
        let texts = Texts { draft: Some(Arc::new(draft)), ..Texts::default() };
        let mut document = Self::new(Map::default());
        document.saved_texts = texts.clone();
        document.texts = texts;
        document
    }

    /// The same for a text that no file has: it is changed from the start.
    pub fn of_unsaved_draft(draft: Draft) -> Self {
        let mut document = Self::of_unreadable(draft);
        document.saved_texts.draft = None;
        document
    }

    /// The text of a file that could never be read: it alone is what a save may write.
    pub fn unreadable(&self) -> Option<&Arc<Draft>> {
        self.draft().filter(|_| self.texts.source.is_none() && self.texts.other.is_none())
    }

    /// Takes note that a file holds the text that cannot be read, as it is now.
    pub fn mark_draft_saved(&mut self, text: &str) {
        if let Some(draft) = self.texts.draft.as_ref().filter(|draft| draft.text == text) {
            self.saved_texts.draft = Some(Arc::clone(draft));
            self.text_revision += 1;
        }
    }

    /// The text that was read or typed last in this format, where the map is still what it said.
    pub(super) fn as_typed(&self, format: Format) -> Option<&Arc<Source>> {
        self.source(format).filter(|source| Arc::ptr_eq(source.map(), self.whole()))
    }

    /// The text of the map as it is now.
    pub fn text_in(&self, format: Format) -> Edited {
        match self.source(format) {
            Some(source) => source.edit(self.whole()),
            None => Source::canonical(format, self.whole()).edit(self.whole()),
        }
    }

    /// Takes a text that was typed for the map, with `\n` at the end of each line: one step of the history for each
    /// line that is worked on. The file keeps its own line endings.
    ///
    /// Text that is no map is kept beside the last good map, and undone like any other.
    pub fn type_text(&mut self, format: Format, shown: &str) {
        self.cancel();
        let before = self.text_in(format).text;
        self.type_into(format, &before, shown);
    }

    /// The same where the text of the map as it is now is known.
    pub(super) fn type_into(&mut self, format: Format, before: &str, shown: &str) {
        let old = self.draft().filter(|draft| draft.format == format).map_or(before, |draft| &draft.text);
        let text = endings::typed(old, shown);
        let text = text.as_str();
        if old == text {
            return;
        }
        let key = format!("typing in line {} of {}", changed_line(old, text), text.lines().count());
        let mut texts = self.texts.clone();
        // A word half typed may say less than it will: what it cannot say comes from before it was begun.
        let map = match Source::typed(format, text, self.map_before_run(&key)) {
            Ok(source) => {
                let source = source.with_mark_of(self.source(format).map(AsRef::as_ref));
                let source = if self.unreadable().is_some() && format == Format::Owm {
                    // This is the first time that the file's text can be read.
                    let sizes = Theme::for_map(&source.map().theme).sizes;
                    let stacks = stacks_labels(source.map(), &sizes);
                    source.with_stacked_labels(stacks)
                } else {
                    source
                };
                let map = Arc::clone(source.map());
                let own = texts.source.as_ref().is_none_or(|own| own.format() == format);
                *if own { &mut texts.source } else { &mut texts.other } = Some(Arc::new(source));
                texts.draft = None;
                map
            }
            Err(diagnostics) => {
                let draft = Draft { format, text: text.to_owned(), diagnostics };
                texts.draft = Some(Arc::new(draft));
                Arc::clone(self.whole())
            }
        };
        self.commit_text(map, texts, key);
    }

    /// Gives up a typed text that is no map; it can be undone.
    pub fn drop_draft(&mut self) {
        self.cancel();
        if self.draft().is_some() {
            let texts = Texts { draft: None, ..self.texts.clone() };
            self.commit_text(Arc::clone(self.whole()), texts, "drop the draft".to_owned());
        }
    }
}

/// The first line in which two texts differ, from 0.
fn changed_line(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b);
    same.filter(|(byte, _)| *byte == b'\n').count()
}
