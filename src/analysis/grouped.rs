//! Things of a map by what they belong to, one behind the other: a list of lists of which most are short takes one piece of
//! memory and not one each.

/// Things by a number below some count, each group in the order in which they came.
pub(super) struct Grouped<T> {
    /// Where each group begins, and where the last ends.
    starts: Vec<u32>,
    things: Vec<T>,
}

impl<T: Copy> Grouped<T> {
    /// Groups things by what `of` says; what is not below `count` is left out.
    pub(super) fn by(count: usize, all: &[T], of: impl Fn(&T) -> usize) -> Self {
        let mut starts = vec![0_u32; count + 1];
        for thing in all {
            // Of each group how many there are stands behind its place.
            if let Some(slot) = starts.get_mut(of(thing) + 1) {
                *slot += 1;
            }
        }
        let mut sum = 0;
        for slot in &mut starts {
            sum += *slot;
            *slot = sum;
        }
        let mut next = starts.clone();
        let mut things: Vec<T> = all.iter().take(sum as usize).copied().collect();
        for thing in all.iter().filter(|thing| of(thing) < count) {
            if let Some(next) = next.get_mut(of(thing)) {
                if let Some(slot) = things.get_mut(*next as usize) {
                    *slot = *thing;
                }
                *next += 1;
            }
        }
        Self { starts, things }
    }

    /// The group with this number.
    pub(super) fn of(&self, group: usize) -> &[T] {
        match self.starts.get(group..) {
            Some([start, end, ..]) => self.things.get(*start as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stands_in_its_group_in_its_order() {
        let all = [(2, 'a'), (0, 'b'), (2, 'c'), (5, 'd'), (0, 'e')];
        let grouped = Grouped::by(3, &all, |(group, _)| *group);
        let of = |group: usize| grouped.of(group).iter().map(|(_, thing)| *thing).collect::<String>();
        assert_eq!([of(0), of(1), of(2), of(3)], ["be", "", "ac", ""]);
    }
}
