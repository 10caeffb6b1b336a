//! A text by its lines, and what of the map each says.

use std::collections::{HashMap, VecDeque};

use super::super::{Edited, Loss, Subject};
use crate::model::{ElementId, Index};

/// A statement: what it speaks of, and its first word, since several may speak of one thing.
pub(super) type Statement = (Subject, String);

/// A text, and the lines on which the statements of its elements and links stand, in the ids of the merged map.
#[derive(Clone)]
pub(super) struct Said {
    pub(super) losses: Vec<Loss>,
    /// Each with its end.
    lines: Vec<String>,
    /// Which of them say something of elements or links.
    tells: Vec<bool>,
    /// Which statement has a line of its own.
    of: Index<Statement, usize>,
}

impl Said {
    pub(super) fn new(edited: Edited, names: &HashMap<ElementId, ElementId>) -> Self {
        let lines: Vec<String> = edited.text.split_inclusive('\n').map(str::to_owned).collect();
        let mut starts = lines.iter().scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some(start..*at)
        });
        let (mut number, mut line) = (0, starts.next());
        let mut of = Index::default();
        of.reserve(edited.spots.len());
        let mut last: Option<(usize, Statement)> = None;
        let mut is_said = vec![false; lines.len()];
        for spot in edited.spots {
            while line.as_ref().is_some_and(|line| line.end <= spot.span.start) {
                (number, line) = (number + 1, starts.next());
            }
            let subject = match spot.subject {
                Subject::Element(id) => Subject::Element(names.get(&id).unwrap_or(&id).clone()),
                Subject::Link(at) => Subject::Link(at),
            };
            let word = lines.get(number).and_then(|line| line.split_whitespace().next()).unwrap_or_default();
            let statement = (subject, word.to_owned());
            let mut end = line.as_ref().map_or(0, |line| line.end);
            let ends_later = end < spot.span.end;
            for (at, line) in lines.iter().enumerate().skip(number) {
                is_said.get_mut(at).into_iter().for_each(|is_said| *is_said = true);
                end = if at == number { end } else { end + line.len() };
                if spot.span.end <= end {
                    break;
                }
            }
            // Of what shares its line with others, or has several, nothing is known.
            match &last {
                Some((line, other)) if *line == number => {
                    of.remove(other);
                }
                _ if ends_later || of.contains_key(&statement) => {
                    of.remove(&statement);
                }
                _ => {
                    of.insert(statement.clone(), number);
                }
            }
            last = Some((number, statement));
        }
        let losses = edited.losses.into_iter().filter(|loss| !loss.is_kept).collect();
        Self { losses, lines, tells: is_said, of }
    }

    pub(super) fn text(&self) -> String {
        self.lines.concat()
    }

    /// What has a line of its own.
    pub(super) fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.of.keys()
    }

    /// The line of a statement, without its end.
    pub(super) fn line(&self, of: &Statement) -> Option<&str> {
        self.lines.get(*self.of.get(of)?).map(|line| body(line))
    }

    /// Whether lines end as on other systems.
    pub(super) fn has_returns(&self) -> bool {
        self.lines.iter().any(|line| line.ends_with("\r\n"))
    }

    /// Ends each line so.
    pub(super) fn end_lines(&mut self, with_return: bool) {
        if self.has_returns() != with_return {
            let end = if with_return { "\r\n" } else { "\n" };
            for line in self.lines.iter_mut().filter(|line| line.ends_with('\n')) {
                *line = format!("{}{end}", body(line));
            }
        }
    }

    /// Spells statements so.
    pub(super) fn spell(&mut self, spelled: &[(Statement, String)]) {
        for (statement, new) in spelled {
            if let Some(line) = self.of.get(statement).and_then(|at| self.lines.get_mut(*at)) {
                let end = line.get(body(line).len()..).unwrap_or_default();
                *line = format!("{new}{end}");
            }
        }
    }

    /// Puts lines above those of statements.
    pub(super) fn put_above(&mut self, above: &Index<Statement, String>) {
        if above.is_empty() {
            return;
        }
        let mut at_line: Vec<(usize, &String)> =
            above.iter().filter_map(|(subject, line)| Some((*self.of.get(subject)?, line))).collect();
        at_line.sort_unstable();
        let end = self.end();
        let (mut lines, mut moved) = (Vec::with_capacity(self.lines.len()), Vec::new());
        let mut was_said = std::mem::take(&mut self.tells).into_iter();
        let mut waiting = at_line.into_iter().peekable();
        for (at, line) in std::mem::take(&mut self.lines).into_iter().enumerate() {
            while let Some((_, new)) = waiting.next_if(|(line, _)| *line == at) {
                lines.push(format!("{new}{end}"));
                self.tells.push(false);
            }
            moved.push(lines.len());
            lines.push(line);
            self.tells.extend(was_said.next());
        }
        self.lines = lines;
        self.of.values_mut().for_each(|at| *at = moved.get(*at).copied().unwrap_or(*at));
    }

    /// How the lines end.
    fn end(&self) -> &'static str {
        if self.has_returns() { "\r\n" } else { "\n" }
    }

    /// Each line with whether it says something of elements or links, and the statement that has it for itself.
    fn all(&self) -> impl Iterator<Item = (&str, bool, Option<&Statement>)> {
        let mut all = vec![None; self.lines.len()];
        self.of.iter().for_each(|(subject, at)| {
            if let Some(slot) = all.get_mut(*at) {
                *slot = Some(subject);
            }
        });
        self.lines
            .iter()
            .zip(&self.tells)
            .zip(all)
            .map(|((line, is_said), own)| (line.as_str(), *is_said, own))
    }

    /// The lines that are no statement, without their ends, and how often each is there.
    fn free(&self) -> Index<&str, usize> {
        let mut free = Index::default();
        for (line, is_said, _) in self.all() {
            if !is_said {
                *free.entry(body(line)).or_default() += 1;
            }
        }
        free
    }

    /// How many lines came, went or stand in another order in another text: what is left beside the longest list of lines that
    /// are in both in the same order.
    pub(super) fn distance(&self, other: &Self) -> usize {
        let begin = self.lines.iter().zip(&other.lines).take_while(|(own, other)| own == other).count();
        let most = self.lines.len().min(other.lines.len()) - begin;
        let ends = self.lines.iter().rev().zip(other.lines.iter().rev());
        let end = ends.take(most).take_while(|(own, other)| own == other).count();
        let own = self.lines.get(begin..self.lines.len() - end).unwrap_or_default();
        let other = other.lines.get(begin..other.lines.len() - end).unwrap_or_default();
        let mut places: Index<&str, VecDeque<usize>> = Index::default();
        for (at, line) in own.iter().enumerate() {
            places.entry(line).or_default().push_back(at);
        }
        let both = other.iter().filter_map(|line| places.get_mut(line.as_str())?.pop_front());
        // For each length the least place at which such a list ends.
        let mut ends: Vec<usize> = Vec::new();
        for at in both {
            let longer = ends.partition_point(|end| *end < at);
            match ends.get_mut(longer) {
                Some(end) => *end = at,
                None => ends.push(at),
            }
        }
        own.len() + other.len() - 2 * ends.len()
    }

    /// This text with the lines that are no statement and came in another since `old`, each where it stood beside a statement,
    /// and without those that went; of those for which `is_taken` holds.
    pub(super) fn with_lines_of(&self, other: &Self, old: &Self, is_taken: &dyn Fn(&str) -> bool) -> String {
        let (mut before, own) = (old.free(), self.free());
        let take = |free: &mut Index<&str, usize>, line: &str| match free.get_mut(line) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        };
        // What stands above or below which statement; below none at the top.
        let mut above: Index<&Statement, Vec<&str>> = Index::default();
        let mut below: Index<Option<&Statement>, Vec<&str>> = Index::default();
        let (mut waiting, mut last) = (Vec::new(), None);
        for (line, is_said, statement) in other.all() {
            let line = body(line);
            let is_blank = line.trim().is_empty();
            let known = statement.filter(|own| self.of.contains_key(*own));
            if let Some(known) = known {
                above.entry(known).or_default().append(&mut waiting);
                last = Some(known);
            } else if !is_said && !take(&mut before, line) && !is_blank {
                if is_taken(line) && !own.contains_key(line) {
                    waiting.push(line);
                }
            } else if !waiting.is_empty() {
                // What is followed by anything else belongs to what is in front of it.
                below.entry(last).or_default().append(&mut waiting);
            }
        }
        below.entry(last).or_default().append(&mut waiting);
        let mut gone = before;
        gone.retain(|line, count| *count > 0 && !line.trim().is_empty() && is_taken(line));
        let end = self.end();
        let mut text = String::new();
        let mut put = |text: &mut String, line: &str| {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push_str(end);
            }
            text.push_str(line);
        };
        let put_all =
            |text: &mut String, lines: Option<Vec<&str>>, put: &mut dyn FnMut(&mut String, &str)| {
                for line in lines.into_iter().flatten() {
                    put(text, &format!("{line}{end}"));
                }
            };
        put_all(&mut text, below.remove(&None), &mut put);
        for (line, is_said, statement) in self.all() {
            if !is_said && take(&mut gone, body(line)) {
                continue;
            }
            put_all(&mut text, statement.and_then(|subject| above.remove(subject)), &mut put);
            put(&mut text, line);
            if statement.is_some() {
                put_all(&mut text, below.remove(&statement), &mut put);
            }
        }
        text
    }
}

/// A line without its end.
fn body(line: &str) -> &str {
    line.trim_end_matches('\n').trim_end_matches('\r')
}

/// The comment behind a statement: what begins with the first start of one that stands behind a space.
pub(super) fn comment_behind<'l>(line: &'l str, start: &str) -> Option<&'l str> {
    let begins = |at: &usize| {
        line.get(..*at)
            .is_some_and(|before| before.ends_with(char::is_whitespace) && !before.trim().is_empty())
    };
    let at = line.match_indices(start).map(|(at, _)| at).find(begins)?;
    line.get(at..).map(str::trim_end)
}
