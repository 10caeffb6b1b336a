//! A map that is read while the window is made in which it will be asked for.

use std::path::{Path, PathBuf};
use std::thread::{Builder, JoinHandle};

use crate::files::Disk;
use crate::workspace::{Done, Job, Way};

/// The reading of a map that nobody asked for yet.
#[derive(Debug)]
pub(super) struct Ahead {
    path: PathBuf,
    thread: JoinHandle<Done>,
}

impl Ahead {
    /// Begins to read a map; `None` where there is no thread to be had.
    pub(super) fn begin(path: &Path) -> Option<Self> {
        let path = path.to_owned();
        let job = Job::Load { path: path.clone(), way: Way::Straight };
        let thread = Builder::new().name(job.name().to_owned()).spawn(|| job.run(&Disk)).ok()?;
        Some(Self { path, thread })
    }

    /// Whether this is the map that a job asks for.
    pub(super) fn is_for(&self, job: &Job) -> bool {
        matches!(job, Job::Load { path, .. } if *path == self.path)
    }

    /// Does that job: waits for the map. Where nothing came of it, the job is done as ever.
    pub(super) fn finish(self, job: Job) -> Done {
        match (job, self.thread.join()) {
            (Job::Load { path, way }, Ok(Done::Loaded { real, result, .. })) => {
                Done::Loaded { path, real, way, result }
            }
            (job, _) => job.run(&Disk),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_ahead_is_what_the_job_would_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("tea.owm");
        std::fs::write(&path, "component Tea [0.5, 0.5]\n").expect("a file");
        for (path, is_there) in [(path, true), (folder.path().join("none.owm"), false)] {
            let ahead = Ahead::begin(&path).expect("a thread");
            let way = Way::From(folder.path().to_owned());
            let job = Job::Load { path: path.clone(), way: way.clone() };
            assert!(ahead.is_for(&job));
            assert!(!ahead.is_for(&Job::Load { path: folder.path().to_owned(), way: way.clone() }));
            let Done::Loaded { path: of, way: how, result, .. } = ahead.finish(job) else { panic!("a map") };
            assert_eq!((of, how, result.is_ok()), (path, way, is_there));
        }
    }
}
