//! Where wardleyToGo puts the nodes of a value chain: as deep as their links have dashes, and, where nobody said how
//! evolved they are, side by side.
//!
//! Both walks follow its own, which visit a node once: a node that is found early by a short way can stand above
//! something that needs it. Where its order is that of a random table, ours is the author's.

use std::collections::VecDeque;

use super::parse::Text;

/// The nodes' places: columns of 100 from the left, heights of 100 from the top.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) columns: Vec<f64>,
    pub(super) heights: Vec<f64>,
    /// Whether some need leads back to where it began.
    pub(super) has_cycle: bool,
}

/// A value chain with the ghosts of what evolves, as nodes behind the others.
struct Chain<'a> {
    text: &'a Text,
    /// To whom each node is linked, with the number of dashes.
    children: Vec<Vec<usize>>,
    parents: Vec<Vec<(usize, usize)>>,
    depths: Vec<usize>,
    /// The members of each pipeline.
    members: Vec<Vec<usize>>,
}

/// Places the nodes of a text.
pub(super) fn place(text: &Text) -> Placed {
    let count = text.nodes.len();
    let evolving = || (0..count).filter(|at| text.nodes.get(*at).is_some_and(goes_on));
    let total = count + evolving().count();
    let mut chain = Chain {
        text,
        children: vec![Vec::new(); total],
        parents: vec![Vec::new(); total],
        depths: vec![0; total],
        members: text.members(),
    };
    let ghosts = evolving().enumerate().map(|(nth, node)| (node, count + nth, 0));
    for (from, to, weight) in text.links.iter().copied().chain(ghosts) {
        if let (Some(children), Some(parents)) = (chain.children.get_mut(from), chain.parents.get_mut(to)) {
            children.push(to);
            parents.push((from, weight));
        }
    }
    let has_cycle = chain.has_cycle();
    chain.descend();
    let deepest = chain.depths.iter().copied().max().unwrap_or(0);
    // Its steps are whole numbers, so that the lowest seldom stands at 97.
    let step = 94_usize.checked_div(deepest).unwrap_or(0);
    let height = |depth: &usize| 3.0 + (depth * step) as f64;
    let heights = chain.depths.iter().take(count).map(height).collect();
    let steps = chain.steps();
    let column = |(node, (step, of)): (usize, (usize, usize))| {
        let said = text.nodes.get(node).and_then(|node| node.course);
        said.map_or_else(|| 10.0 + (80 * step).checked_div(of).unwrap_or(0) as f64, |course| course.from)
    };
    let columns = steps.into_iter().take(count).enumerate().map(column).collect();
    Placed { columns, heights, has_cycle }
}

fn goes_on(node: &super::parse::Node) -> bool {
    node.course.is_some_and(|course| course.to.is_some())
}

impl Chain<'_> {
    fn depth(&self, node: usize) -> usize {
        self.depths.get(node).copied().unwrap_or(0)
    }

    fn name(&self, node: usize) -> &str {
        self.text.nodes.get(node).map_or("", |node| &node.name)
    }

    fn pipeline(&self, node: usize) -> Option<usize> {
        self.text.nodes.get(node).and_then(|node| node.pipeline)
    }

    /// In a chain with a ring, following needs down never ends: taking away what has no parents leaves the ring.
    fn has_cycle(&self) -> bool {
        let mut left: Vec<usize> = self.parents.iter().map(Vec::len).collect();
        let mut free: Vec<usize> = (0..left.len()).filter(|at| left.get(*at) == Some(&0)).collect();
        let mut done = 0;
        while let Some(node) = free.pop() {
            done += 1;
            for child in self.children.get(node).into_iter().flatten() {
                if let Some(count) = left.get_mut(*child) {
                    *count -= 1;
                    if *count == 0 {
                        free.push(*child);
                    }
                }
            }
        }
        done < left.len()
    }

    /// The nodes from which a walk begins: those without parents; in a ring, the first that no other walk meets.
    fn roots(&self) -> Vec<usize> {
        let all = 0..self.text.nodes.len();
        all.filter(|node| self.parents.get(*node).is_some_and(Vec::is_empty)).collect()
    }

    /// A node's children, by how deep they are by now, then by name.
    fn sorted_children(&self, node: usize) -> Vec<usize> {
        let mut children = self.children.get(node).cloned().unwrap_or_default();
        children.sort_by_key(|child| (self.depth(*child), self.name(*child)));
        children
    }

    /// Finds how deep each node is.
    fn descend(&mut self) {
        let (members, mut roots): (Vec<_>, Vec<_>) =
            self.roots().into_iter().partition(|node| self.pipeline(*node).is_some());
        roots.extend(members);
        roots.extend(0..self.text.nodes.len());
        let mut seen = vec![false; self.depths.len()];
        for root in roots {
            if std::mem::replace(seen.get_mut(root).unwrap_or(&mut true), true) {
                continue;
            }
            let mut queue = VecDeque::from([root]);
            while let Some(node) = queue.pop_front() {
                for child in self.sorted_children(node) {
                    if !std::mem::replace(seen.get_mut(child).unwrap_or(&mut true), true) {
                        self.reach(child);
                        queue.push_back(child);
                    }
                }
            }
        }
        // A member without links has no depth but that of its pipeline.
        for node in 0..self.text.nodes.len() {
            let is_alone = self.parents.get(node).is_some_and(Vec::is_empty)
                && self
                    .children
                    .get(node)
                    .is_some_and(|children| children.iter().all(|child| self.is_ghost(*child)));
            if let Some(pipeline) = self.pipeline(node).filter(|_| is_alone) {
                self.set(node, self.depth(pipeline));
            }
        }
    }

    fn is_ghost(&self, node: usize) -> bool {
        node >= self.text.nodes.len()
    }

    fn set(&mut self, node: usize, depth: usize) {
        if let Some(slot) = self.depths.get_mut(node) {
            *slot = depth;
        }
    }

    fn reach(&mut self, node: usize) {
        let parents = self.parents.get(node).into_iter().flatten();
        let below = parents.map(|(parent, weight)| self.depth(*parent) + weight).max().unwrap_or(0);
        let depth = self.depth(node).max(below);
        self.set(node, depth);
        if let Some(pipeline) = self.pipeline(node).filter(|pipeline| self.depth(*pipeline) == 0) {
            self.set(pipeline, depth);
        }
        if depth > 0 {
            for member in self.members.get(node).cloned().unwrap_or_default() {
                self.set(member, depth);
            }
        }
    }

    /// How many leaves were found before each node when the walk came to it, and how many there are. Of the children the
    /// last is walked first.
    fn steps(&self) -> Vec<(usize, usize)> {
        let mut steps = vec![0; self.depths.len()];
        let mut seen = vec![false; self.depths.len()];
        let mut leaves = 0;
        for root in self.roots().into_iter().chain(0..self.text.nodes.len()) {
            let mut stack = vec![root];
            while let Some(node) = stack.pop() {
                if std::mem::replace(seen.get_mut(node).unwrap_or(&mut true), true) {
                    continue;
                }
                if let Some(step) = steps.get_mut(node) {
                    *step = leaves;
                }
                if self.children.get(node).is_some_and(Vec::is_empty) {
                    leaves += 1;
                }
                let is_new = |child: &usize| seen.get(*child) == Some(&false);
                stack.extend(self.sorted_children(node).into_iter().filter(is_new));
            }
        }
        steps.into_iter().map(|step| (step, leaves)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;

    fn check(text: &str, expected: &[(&str, f64, f64)]) {
        let text = parse(text);
        assert_eq!(text.diagnostics, []);
        let placed = place(&text);
        let found: Vec<_> = text
            .nodes
            .iter()
            .zip(placed.columns.iter().zip(&placed.heights))
            .map(|(node, (x, y))| (node.name.as_str(), *x, *y))
            .collect();
        for expected in expected {
            assert!(found.contains(expected), "{expected:?} is not among {found:?}");
        }
    }

    #[test]
    fn depths_are_those_of_wardley_to_go() {
        let heights = |text: &str| place(&parse(text)).heights;
        assert_eq!(heights("c1 - c2"), [3.0, 97.0]);
        assert_eq!(heights("c1 - c2\nc2 - c3"), [3.0, 50.0, 97.0]);
        assert_eq!(heights("c1 - c2\nc1 --- c3"), [3.0, 34.0, 96.0]);
        assert_eq!(heights("c1 - c2\nc1 --- c3\nc3 - c4"), [3.0, 26.0, 72.0, 95.0]);
        assert_eq!(heights("a\nb"), [3.0, 3.0]);
        // A short way that is found first counts.
        assert_eq!(heights("a - b\nb - c\nc - d\na - d").last(), Some(&50.0));
    }

    #[test]
    fn what_has_no_evolution_stands_side_by_side() {
        check("a - b\nb - c", &[("a", 10.0, 3.0), ("b", 10.0, 50.0), ("c", 10.0, 97.0)]);
        let tree = "a - b\na - c\nb - d\nb - e\nc - f";
        check(
            tree,
            &[("a", 10.0, 3.0), ("b", 36.0, 50.0), ("d", 63.0, 97.0), ("e", 36.0, 97.0), ("f", 10.0, 97.0)],
        );
        check("a\nb\nc", &[("a", 10.0, 3.0), ("b", 36.0, 3.0), ("c", 63.0, 3.0)]);
        check("a - b\nlonely", &[("lonely", 50.0, 3.0)]);
    }

    #[test]
    fn a_tea_shop_stands_as_there() {
        let text = "business - cup of tea\npublic - cup of tea\ncup of tea - cup\ncup of tea -- tea\n\
                    cup of tea --- hot water\nhot water - water\nhot water -- kettle\nkettle - power\n\
                    business: |....|....|...x.|.........|\npublic: |....|....|....|.x...|\n\
                    cup of tea: {\n evolution: |....|....|..x..|........|\n color: Green\n}\n\
                    kettle: {\n type: build\n evolution: |...|...x.|..>.|.......| // soon\n}\n\
                    power: |...|...|....x|.....>..|\n";
        check(
            text,
            &[
                ("business", 60.0, 3.0),
                ("public", 80.0, 3.0),
                ("cup of tea", 55.0, 16.0),
                ("kettle", 32.0, 81.0),
                ("power", 65.0, 94.0),
            ],
        );
    }

    /// As the picture of this chain in its documentation shows it, but for the order of the two users, which is random
    /// there.
    #[test]
    fn what_several_need_stands_where_the_walk_comes_to_it() {
        let text = "public - cup of tea\nbusiness - cup of tea\ncup of tea - tea\ncup of tea -- cup\n\
                    cup of tea --- hot water\nhot water - water\nhot water -- kettle\nkettle - power";
        let placed = place(&parse(text));
        assert_eq!(placed.columns, [10.0, 10.0, 90.0, 70.0, 50.0, 10.0, 30.0, 10.0, 10.0]);
    }

    #[test]
    fn members_stand_at_their_pipeline_and_rings_are_seen() {
        let text = "anchor - P1\nP1:a - P2\nP1:c\nP1: |...|...x...|...|...|\na: |..x.|......|...|...|\n\
                    P2: |...|...x...|...|...|\nc: |...|......|...|x..|";
        check(text, &[("P1", 29.0, 50.0), ("a", 10.0, 50.0), ("c", 78.0, 50.0), ("P2", 29.0, 97.0)]);
        assert!(place(&parse("a - b\nb - c\nc - a")).has_cycle);
        assert!(!place(&parse("a - b\nb - c\na - c")).has_cycle);
    }
}
