//! What a command says, on standard output and standard error: of many files in the order of the files.

use std::cell::RefCell;
use std::fmt::Display;
use std::io::{ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

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

/// Whether something could not be told, as where the disk is full that standard output goes to.
static IS_CUT: AtomicBool = AtomicBool::new(false);

/// Whether something that was to be said could not be.
pub(super) fn is_cut() -> bool {
    IS_CUT.load(Ordering::Relaxed)
}

impl Said {
    /// Where a channel is closed there is nobody to tell.
    pub(super) fn tell(self) {
        many::clear();
        match self {
            Self::Output(text) => {
                let mut out = std::io::stdout().lock();
                if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush())
                    && error.kind() != ErrorKind::BrokenPipe
                    && !IS_CUT.swap(true, Ordering::Relaxed)
                {
                    Self::Error(format!("<stdout>: {error}")).tell();
                }
            }
            Self::Error(line) => drop(writeln!(std::io::stderr().lock(), "mapstone: {line}")),
        }
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
