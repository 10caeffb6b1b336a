//! What a command says, on standard output and standard error: of many files in the order of the files.

use std::cell::RefCell;
use std::fmt::Display;
use std::io::Write;

use super::many;

/// Something that a command says.
pub(super) enum Said {
    Output(String),
    Error(String),
}

thread_local! {
    /// What was said on this thread and waits for its turn; `None` where nothing has to.
    static HELD: RefCell<Option<Vec<Said>>> = const { RefCell::new(None) };
}

impl Said {
    /// Where a channel is closed there is nobody to tell.
    pub(super) fn tell(self) {
        many::clear();
        let _ = match self {
            Self::Output(text) => std::io::stdout().lock().write_all(text.as_bytes()),
            Self::Error(line) => writeln!(std::io::stderr().lock(), "mapstone: {line}"),
        };
    }

    fn in_turn(self) {
        let now = HELD.with_borrow_mut(|held| match held {
            Some(held) => {
                held.push(self);
                None
            }
            None => Some(self),
        });
        if let Some(said) = now {
            said.tell();
        }
    }
}

/// Does work, and keeps what it says.
pub(super) fn held<T>(work: impl FnOnce() -> T) -> (T, Vec<Said>) {
    HELD.set(Some(Vec::new()));
    let done = work();
    (done, HELD.take().unwrap_or_default())
}

/// Writes to standard output.
pub(super) fn say(text: &str) {
    Said::Output(text.to_owned()).in_turn();
}

/// Writes a line to standard error.
pub(super) fn complain(message: impl Display) {
    Said::Error(message.to_string()).in_turn();
}
