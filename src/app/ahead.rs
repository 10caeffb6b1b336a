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
