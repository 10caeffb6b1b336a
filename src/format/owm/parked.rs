//! Comments that are statements switched off: variants that their authors keep.

use super::assemble::{Assembly, Later, Line};
use super::carried;
use super::comment::{Comment, mask_switched_off};
use super::statement::{AttitudeEnd, Statement, parse};
use crate::format::{Span, carrier};

/// A number that is there and on the map.
fn good(number: Option<f64>) -> bool {
    number.is_some_and(|value| (0.0..=1.0).contains(&value))
}

/// Whether a comment that reads as this statement was surely one: whole, with every number on the map.
fn is_switched_off(statement: &Statement<'_>, in_block: bool) -> bool {
    match statement {
        Statement::Component(line) => {
            let Some(numbers) = &line.numbers else { return false };
            (numbers.count == 2 && good(numbers.second) || in_block && numbers.count == 1)
                && good(numbers.first)
                && line.suffixes.evolve.is_none_or(|to| good(Some(to)))
        }
        Statement::Note { at: (v, m), .. } | Statement::Accelerator { at: (v, m), .. } => {
            good(*v) && good(*m)
        }
        Statement::Annotation { at, .. } => !at.is_empty() && at.iter().all(|(v, m)| good(*v) && good(*m)),
        Statement::Attitude { corner, other: AttitudeEnd::Corner(v, m), .. } => {
            [corner.0, corner.1, *v, *m].into_iter().all(good)
        }
        // Whether its names mean anything is known later.
        Statement::Link { .. } => true,
        _ => false,
    }
}

/// The statement that a comment in a line of its own switches off.
pub(super) fn switched_off(comment: &str, in_block: bool) -> Option<Statement<'static>> {
    let code = mask_switched_off(comment);
    let statement = parse(code.trim_start_matches('/').trim());
    statement.filter(|statement| is_switched_off(statement, in_block)).map(Statement::into_owned)
}

impl<'a> Assembly<'a> {
    /// A comment: a statement that is switched off, or words to be kept.
    pub(super) fn comment(&mut self, comment: Comment, text: &'a str) {
        let words = comment.span.of(text);
        if comment.is_line && carried::is_ours(words) {
            self.carried(words, comment.span);
            return;
        }
        if !comment.is_line
            && let Some(label) = words.strip_prefix("//").and_then(carrier::read_placed)
        {
            self.placed = Some(label);
            return;
        }
        let code = mask_switched_off(words);
        let code = code.trim_start_matches('/').trim();
        let statement = if comment.is_line { parse(code) } else { None };
        let in_block = self.is_in_block();
        let Some(statement) = statement.filter(|statement| is_switched_off(statement, in_block)) else {
            if comment.is_line {
                self.drop_pending();
            }
            self.keep(words);
            return;
        };
        let statement = statement.into_owned();
        let start = words.find(code).unwrap_or(0);
        let more = words.get(start + code.len()..).filter(|more| !more.trim().is_empty());
        let more = more.map(|more| self.keep(more.trim()));
        let start = comment.span.start + start;
        let line = Line { span: Span::new(start, comment.span.end), text: words, statement };
        if let Statement::Link { .. } = line.statement {
            let extra = self.take_link(&line.statement);
            let slot = self.keep(words);
            let Line { span, statement, .. } = line;
            self.later.push(Later { span, statement, slot, parked: true, extra, more });
        } else {
            self.parked = true;
            self.statement(line);
            self.parked = false;
        }
    }
}
