//! What of a large map is made beside the frame.

use std::time::{Duration, Instant};

use super::{Effect, Job, Tab};

/// Something that is done once a map was left alone for a while.
#[derive(Debug, Default)]
pub(super) struct Rest {
    /// Since when the map is as it is, and which revision that is.
    since: Option<(u64, Instant)>,
}

impl Rest {
    /// How long a map with this revision is still to be left alone; `None` where it was for long enough.
    pub(super) fn left(&mut self, revision: u64, now: Instant, pause: Duration) -> Option<Duration> {
        let (of, since) = *self.since.get_or_insert((revision, now));
        if of != revision {
            self.since = Some((revision, now));
            return Some(pause);
        }
        let left = pause.saturating_sub(now.saturating_duration_since(since));
        (!left.is_zero()).then_some(left)
    }
}

/// What the first drag asks for is found out so long after the map is shown, and one that was opened in a hurry is laid out:
/// its picture comes first.
pub const AFTER_PICTURE: Duration = Duration::from_millis(60);

/// What was begun for the first drag.
#[derive(Debug, Default)]
pub(super) struct Preparing {
    rest: Rest,
    /// For which revision that was.
    of: Option<u64>,
}

impl Tab {
    /// What is to be made of the map now: its layout, its text, what a first drag will ask for.
    pub(super) fn make_later(&mut self, now: Instant) -> Vec<Effect> {
        let tab = self.id;
        if self.editor.is_hurried()
            && let Some(left) = self.preparing.rest.left(self.editor.document.revision(), now, AFTER_PICTURE)
        {
            return vec![Effect::Wake(left)];
        }
        let unsettled = self.editor.take_unsettled().map(Box::new);
        let unwritten = self.editor.take_unwritten().map(Box::new);
        let layout = unsettled.map(|unsettled| Effect::Start(Job::Settle { tab, unsettled }));
        let text = unwritten.map(|unwritten| Effect::Start(Job::Write { tab, unwritten }));
        layout.into_iter().chain(text).chain(self.prepare(now)).collect()
    }

    fn prepare(&mut self, now: Instant) -> Option<Effect> {
        let revision = self.editor.document.revision();
        if self.preparing.of == Some(revision) {
            return None;
        }
        let unprepared = self.editor.unprepared()?;
        if let Some(left) = self.preparing.rest.left(revision, now, AFTER_PICTURE) {
            return Some(Effect::Wake(left));
        }
        self.preparing.of = Some(revision);
        Some(Effect::Start(Job::Prepare(unprepared)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_changed_is_left_alone_anew() {
        let (mut rest, begin, pause) = (Rest::default(), Instant::now(), Duration::from_millis(100));
        let at = |ms: u64| begin + Duration::from_millis(ms);
        assert_eq!(rest.left(1, at(0), pause), Some(pause));
        assert_eq!(rest.left(1, at(70), pause), Some(Duration::from_millis(30)));
        assert_eq!(rest.left(2, at(90), pause), Some(pause));
        assert_eq!(rest.left(2, at(150), pause), Some(Duration::from_millis(40)));
        assert_eq!(rest.left(2, at(190), pause), None);
    }
}
