//! The chain of needs, told from the users down.

use std::collections::VecDeque;

use super::chain::Chain;
use crate::model::{Element, Position};

/// One line of a chain that is told from the users down.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// What it is about.
    pub element: &'a Element,
    /// Where that stands.
    pub at: Position,
    /// How many needs below a user, or below what was told before it stands, from 0.
    pub depth: usize,
    /// Where what it needs is told.
    pub further: Further,
}

/// Where it is told what something needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Further {
    /// Right below it; or it needs nothing.
    Here,
    /// Above, where it was met first.
    Above,
    /// Below, in a list that begins with it.
    Below,
}

impl<'a> Chain<'a> {
    /// All that a user's need leads to, each with what it needs below it, in the order of the links; and what none leads to, in
    /// author order. What is needed by several is told where it is met first; what stands `deepest` needs down begins a list of
    /// its own.
    pub fn told(&self, deepest: usize) -> (Vec<Told<'a>>, Vec<&'a Element>) {
        let mut lines = Vec::new();
        let mut is_told = vec![false; self.len()];
        // When each was last found to be needed: two links may tell of one need.
        let (mut now, mut found) = (0_usize, vec![0_usize; self.len()]);
        let mut needed = |at: usize| -> Vec<usize> {
            now += 1;
            let ways = self.ways().of(at).iter().map(|[_, to]| *to as usize).filter(|to| *to != at);
            ways.filter(|to| found.get_mut(*to).is_some_and(|when| std::mem::replace(when, now) != now))
                .collect()
        };
        // What comes next stands last.
        let mut waiting: Vec<(usize, usize)> =
            needed(self.root.index()).into_iter().rev().map(|at| (at, 0)).collect();
        let mut deep: VecDeque<usize> = VecDeque::new();
        loop {
            let Some((at, depth)) = waiting.pop() else {
                let Some(next) = deep.pop_front() else { break };
                if is_told.get(next) == Some(&false) {
                    waiting.push((next, 0));
                }
                continue;
            };
            let (Some(node), Some(is_told)) = (self.nodes.get(at), is_told.get_mut(at)) else { continue };
            let needed = needed(at);
            let mut further = Further::Here;
            if !needed.is_empty() && *is_told {
                further = Further::Above;
            } else if !needed.is_empty() && depth == deepest {
                further = Further::Below;
                deep.push_back(at);
            } else if !std::mem::replace(is_told, true) {
                waiting.extend(needed.into_iter().rev().map(|at| (at, depth + 1)));
            }
            lines.push(Told { element: node.element, at: node.at, depth, further });
        }
        let rest = self.nodes.iter().zip(is_told).filter(|(_, is_told)| !is_told);
        (lines, rest.map(|(node, _)| node.element).collect())
    }
}
