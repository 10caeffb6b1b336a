//! Many files in one go: on all processors, with how far it is, and with an end at Ctrl+C that leaves nothing half done.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use super::said::{Said, held};

/// So many files are worth saying how far it is.
const WORTH_SAYING: usize = 20;
/// How often that is said.
const PACE: Duration = Duration::from_millis(100);
/// What is done and not taken yet: no more than this waits, so that memory stays as it is.
const WAITING: usize = 64;

/// Whether a line on standard error says how far it is.
static IS_SHOWN: AtomicBool = AtomicBool::new(false);

/// Does work for each file on all processors, and tells what it says and hands over what came of it in the files' order.
/// `false` where Ctrl+C ended it: then the files that were begun are done, and no others.
pub(super) fn each<T: Send>(
    inputs: &[PathBuf],
    work: impl Fn(&Path) -> T + Sync,
    mut take: impl FnMut(T),
) -> bool {
    if let [only] = inputs {
        take(work(only));
        return true;
    }
    let stop = Arc::new(AtomicBool::new(false));
    let is_listening = listen(&stop);
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(inputs.len());
    let next = AtomicUsize::new(0);
    let is_told = inputs.len() >= WORTH_SAYING && std::io::stderr().is_terminal();
    let (sender, receiver) = sync_channel(WAITING);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next, stop, work) = (sender.clone(), &next, &stop, &work);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = inputs.get(at) else { break };
                    if sender.send((at, held(|| work(path)))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut tell_and_take = |(result, said): (T, Vec<Said>)| {
            said.into_iter().for_each(Said::tell);
            take(result);
        };
        let (mut done, mut early) = (0, BTreeMap::new());
        loop {
            match receiver.recv_timeout(PACE) {
                Ok((at, result)) => {
                    early.insert(at, result);
                    while let Some(result) = early.remove(&done) {
                        tell_and_take(result);
                        done += 1;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if is_told {
                say(done + early.len(), inputs.len());
            }
        }
        early.into_values().for_each(tell_and_take);
    });
    clear();
    !(is_listening && stop.load(Ordering::Relaxed))
}

/// Says how far it is, in the place of what was said before.
fn say(done: usize, all: usize) {
    IS_SHOWN.store(true, Ordering::Relaxed);
    let _ = write!(std::io::stderr().lock(), "\r{done} of {all} ");
}

/// Takes that line away, where there is one: something else is to be said.
pub(super) fn clear() {
    if IS_SHOWN.swap(false, Ordering::Relaxed) {
        let _ = write!(std::io::stderr().lock(), "\r\x1b[K");
    }
}

/// Takes note of Ctrl+C, and of the system's wish that the program ends, from now on; a second one ends it at once.
#[cfg(unix)]
fn listen(stop: &Arc<AtomicBool>) -> bool {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag::{register, register_conditional_shutdown};
    [SIGINT, SIGTERM].into_iter().all(|signal| {
        register_conditional_shutdown(signal, super::Outcome::Stopped as i32, Arc::clone(stop))
            .and_then(|_| register(signal, Arc::clone(stop)))
            .is_ok()
    })
}

#[cfg(not(unix))]
fn listen(_: &Arc<AtomicBool>) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        let inputs: Vec<PathBuf> = (0..500).map(|number| PathBuf::from(number.to_string())).collect();
        let mut seen = Vec::new();
        let number = |path: &Path| path.to_string_lossy().parse::<u32>().unwrap_or_default();
        let is_whole = each(
            &inputs,
            |path| {
                // Some take longer than others.
                std::thread::sleep(Duration::from_micros(u64::from(number(path) % 7) * 50));
                number(path)
            },
            |number| seen.push(number),
        );
        assert!(is_whole);
        assert_eq!(seen, (0..500).collect::<Vec<_>>());
    }
}
