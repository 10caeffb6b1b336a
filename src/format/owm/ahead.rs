//! The statements of a text, read one line after the other; those of a long text ahead of who takes them.

use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, scope};

use super::assemble::LONGEST_LINE;
use super::statement::{Statement, parse};
use crate::format::Span;

/// From so many lines on a thread of its own reads statements: fewer are read in a hundredth of a second.
const MANY: usize = 40_000;
/// So many are handed over at once.
const CHUNK: usize = 1024;
/// So many chunks are ahead at most.
const AHEAD: usize = 4;

/// What stands on a line; `None` where that is nothing, no statement, or too long to be one.
fn statement_of(line: &str) -> Option<Statement<'_>> {
    if line.trim().is_empty() || line.len() > LONGEST_LINE { None } else { parse(line) }
}

/// Gives what stands on each of these lines of a text to `take`, in their order.
pub(super) fn each_statement<'a>(
    code: &'a str,
    lines: &[Span],
    mut take: impl FnMut(Span, Option<Statement<'a>>),
) {
    if lines.len() >= MANY {
        let taken = ahead(code, lines, &mut take);
        if taken == lines.len() {
            return;
        }
    }
    for line in lines {
        take(*line, statement_of(line.of(code)));
    }
}

/// The same with a thread that reads ahead; answers how many were taken: none, where there is no thread to be had.
fn ahead<'a>(code: &'a str, lines: &[Span], take: &mut impl FnMut(Span, Option<Statement<'a>>)) -> usize {
    type Chunk<'a> = Vec<Option<Statement<'a>>>;
    let (sender, receiver): (SyncSender<Chunk<'a>>, Receiver<Chunk<'a>>) = sync_channel(AHEAD);
    let read = move || {
        for chunk in lines.chunks(CHUNK) {
            let statements = chunk.iter().map(|line| statement_of(line.of(code))).collect();
            if sender.send(statements).is_err() {
                return;
            }
        }
    };
    scope(|scope| {
        let Ok(thread) = Builder::new().spawn_scoped(scope, read) else { return 0 };
        let statements = receiver.into_iter().flatten();
        let taken = lines.iter().zip(statements).map(|(line, statement)| take(*line, statement)).count();
        if let Err(panic) = thread.join() {
            resume_unwind(panic);
        }
        taken
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_read_as_a_short_one_is() {
        let line = |number: usize| match number % 5 {
            0 => format!("component Part {number} [0.{number}, 0.5]"),
            1 => String::new(),
            2 => format!("Part {number}->Part {}", number / 2),
            3 => "what is this".to_owned(),
            _ => "x".repeat(if number % 1000 == 4 { LONGEST_LINE + 1 } else { 9 }),
        };
        for count in [0, 1, MANY - 1, MANY, MANY + CHUNK + 1] {
            let mut code = String::new();
            let lines: Vec<Span> = (0..count)
                .map(|number| {
                    let start = code.len();
                    code.push_str(&line(number));
                    let span = Span::new(start, code.len());
                    code.push('\n');
                    span
                })
                .collect();
            let mut read = Vec::new();
            each_statement(&code, &lines, |line, statement| read.push((line, statement)));
            assert!(read.into_iter().eq(lines.iter().map(|line| (*line, statement_of(line.of(&code))))));
        }
    }
}
