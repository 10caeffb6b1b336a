//! Questions about users and what they need.

use std::collections::{BTreeMap, BTreeSet};

use super::chain::{Chain, Need, Users};
use super::finding::Finding;
use super::rule::Rule;
use super::way::{Remedy, Way};
use super::words::list;
use crate::model::{
    Component, ComponentKind, Edit, Element, ElementId, End, IdMint, Index, Link, LinkKey, Place,
};
use crate::typeset::in_sentence;

/// What is needed may stand by so much above what needs it: figure 38 has a level pair. A fraction of the height.
const LEVEL: f64 = 0.01;

impl Chain<'_> {
    /// Whether somebody has answered this.
    pub(super) fn is_answered(&self, rule: Rule, on: &[ElementId]) -> bool {
        self.answers().settle(rule, on)
    }

    /// Those of which no answer speaks.
    pub(super) fn unanswered(&self, rule: Rule, of: Vec<usize>) -> Vec<usize> {
        let is_open = |at: &usize| {
            self.nodes.get(*at).is_some_and(|node| !self.is_answered(rule, std::slice::from_ref(node.id())))
        };
        of.into_iter().filter(is_open).collect()
    }

    /// Takes a question to the others, unless somebody has answered it.
    pub(super) fn put(&self, finding: Finding, findings: &mut Vec<Finding>) {
        if !self.is_answered(finding.rule, &finding.on) {
            findings.push(finding);
        }
    }

    /// The keys of needs, each with the link that it is.
    pub(super) fn keys(&self, needs: &[Need]) -> Vec<LinkKey> {
        needs.iter().filter_map(|need| self.key_of(need.link)).collect()
    }
}

fn question(rule: Rule, on: Vec<ElementId>, weight: f64, question: String) -> Finding {
    Finding { rule, on, links: Vec::new(), weight, question, remedy: Remedy::NONE, is_sandwich: false }
}

pub(super) fn no_users(chain: &Chain<'_>, findings: &mut Vec<Finding>) {
    let Users::StandIns { likely, .. } = chain.users() else { return };
    if likely.is_empty() {
        return;
    }
    let numbers: Vec<usize> = likely.iter().filter_map(|id| chain.number(id)).collect();
    let names = chain.names(&numbers);
    let (asked, label) = match names.as_slice() {
        [only] => (format!("No user is shown. Is {only} the user?"), format!("{only} is the user")),
        all => (
            format!("No users are shown. Are {} the users?", list(all, "and")),
            "They are the users".to_owned(),
        ),
    };
    let edits = numbers.iter().filter_map(|at| chain.nodes.get(*at)).map(|node| {
        let component = Component { kind: ComponentKind::Anchor, ..node.component.clone() };
        Edit::Replace(Element { body: component.into(), ..node.element.clone() })
    });
    let remedy =
        Remedy::Ways(vec![Way::new(label, "Makes anchors of them: who the map is for", edits.collect())]);
    // Whatever stands at the top by then: who said that there is no user said it of the map.
    let finding = Finding { remedy, ..question(Rule::AnchorMissing, Vec::new(), 1.0, asked) };
    chain.put(finding, findings);
}

pub(super) fn users_without_need(chain: &Chain<'_>, findings: &mut Vec<Finding>) {
    let Users::Anchors(users) = chain.users() else { return };
    for id in users {
        if !chain.map.links_of(id).is_empty() {
            continue;
        }
        let name = chain.number(id).map_or("", |at| chain.name(at));
        let asked = format!("What does {name} need?");
        chain.put(question(Rule::UserWithoutNeed, vec![id.clone()], 0.5, asked), findings);
    }
}

pub(super) fn unreached(chain: &Chain<'_>, findings: &mut Vec<Finding>) {
    // Without anchors, what nothing needs stands in for users: what is left then is in circles.
    if !matches!(chain.users(), Users::Anchors(_)) {
        return;
    }
    let open = chain.unanswered(Rule::Unreached, chain.beyond_reach());
    if open.is_empty() {
        return;
    }
    let names = list(&chain.names(&open), "and");
    let them = if open.len() == 1 { "it" } else { "them" };
    let asked = format!("No user's need leads to {names}. Who needs {them}?");
    let share = open.len() as f64 / chain.len().max(1) as f64;
    let ids = chain.ids(&open);
    let park = Edit::Park { elements: ids.iter().cloned().collect(), links: BTreeSet::new(), parked: true };
    let remedy =
        Remedy::Ways(vec![Way::new("Park", "Keeps them in the file, and off the picture", vec![park])]);
    findings.push(Finding { remedy, ..question(Rule::Unreached, ids, share, asked) });
}

pub(super) fn missing_ends(chain: &Chain<'_>, findings: &mut Vec<Finding>) {
    let mut missing: BTreeMap<&str, Vec<(usize, &Link)>> = BTreeMap::new();
    for (at, link) in chain.map.links().enumerate().filter(|(_, link)| !link.parked) {
        for end in link.ends() {
            if let End::Dangling(name) = end {
                missing.entry(name).or_default().push((at, link));
            }
        }
    }
    let known = |links: &[(usize, &Link)]| -> Vec<ElementId> {
        links.iter().flat_map(|(_, link)| link.ends().filter_map(End::id)).cloned().collect()
    };
    missing.retain(|_, links| {
        let on = known(links);
        on.is_empty() || !chain.is_answered(Rule::EndMissing, &on)
    });
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.keys().map(|name| in_sentence(name)).collect();
    let it = if names.len() == 1 { "it is not" } else { "they are not" };
    let asked = format!("Links lead to {}, but {it} on the map. What is meant?", list(&names, "and"));
    let mut on: Vec<ElementId> = missing.values().flat_map(|links| known(links)).collect();
    on.sort();
    on.dedup();
    let keys: Vec<LinkKey> = missing.values().flatten().filter_map(|(at, _)| chain.key_of(*at)).collect();
    let about = "Puts what is missing into the tray, linked, to be placed";
    let remedy = Remedy::Ways(vec![Way::new("Add what is missing", about, edits_that_add(chain, &missing))]);
    let weight = names.len() as f64;
    findings.push(Finding { links: keys, remedy, ..question(Rule::EndMissing, on, weight, asked) });
}

/// A component in the tray for each name, and the links to them.
fn edits_that_add(chain: &Chain<'_>, missing: &BTreeMap<&str, Vec<(usize, &Link)>>) -> Vec<Edit> {
    let map = chain.map;
    let mut edits = Vec::new();
    let mut ids: BTreeMap<&str, ElementId> = BTreeMap::new();
    let mut mint = IdMint::of(map.elements().len());
    for element in map.elements() {
        mint.take(&element.id);
    }
    for name in missing.keys() {
        let id = mint.new_id(name, "component", map.elements().len() + 1);
        let component = Component::new(name, ComponentKind::Component, Place::Unplaced);
        edits.push(Edit::Add(Element::new(id.clone(), component)));
        ids.insert(name, id);
    }
    let found = |end: &End| match end {
        End::Dangling(name) => {
            ids.get(name.as_str()).map_or_else(|| end.clone(), |id| End::Element(id.clone()))
        }
        End::Element(_) => end.clone(),
    };
    let links: BTreeMap<usize, &Link> = missing.values().flatten().copied().collect();
    // From the last to the first: a link that is another now leaves the keys of those before it as they were.
    edits.extend(links.into_iter().rev().filter_map(|(at, link)| {
        let via = link.via.iter().map(found).collect();
        let new = Link { from: found(&link.from), to: found(&link.to), via, ..link.clone() };
        Some(Edit::ReplaceLink { key: chain.key_of(at)?, link: new })
    }));
    edits
}

pub(super) fn same_names(chain: &Chain<'_>, findings: &mut Vec<Finding>) {
    // Who has a name first, and all of those that several have, in the order of names.
    let mut first: Index<String, usize> = Index::default();
    first.reserve(chain.len());
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for at in (0..chain.len()).filter(|at| !chain.name(*at).is_empty()) {
        let name = chain.name(at).to_lowercase();
        match first.get(&name) {
            Some(first) => by_name.entry(name).or_insert_with(|| vec![*first]).push(at),
            None => drop(first.insert(name, at)),
        }
    }
    for same in by_name.into_values() {
        let name = same.first().map_or("", |at| chain.name(*at));
        let count = if same.len() == 2 { "twice".to_owned() } else { format!("{} times", same.len()) };
        let asked = format!("{name} stands here {count}. Are they the same?");
        chain.put(question(Rule::SameName, chain.ids(&same), 0.5, asked), findings);
    }
}

pub(super) fn inverted(chain: &Chain<'_>, findings: &mut Vec<Finding>) {
    // Two lines may say the same.
    let mut sorted = chain.needs.clone();
    sorted.sort_by_key(|need| (need.from, need.to));
    for needs in sorted.chunk_by(|a, b| (a.from, a.to) == (b.from, b.to)) {
        let Some(&Need { from, to, .. }) = needs.first() else { continue };
        let by = chain.visibility(to) - chain.visibility(from);
        if by <= LEVEL || chain.is_anchor(from) || chain.is_anchor(to) {
            continue;
        }
        if !chain.has_name(from) || !chain.has_name(to) {
            continue;
        }
        let (upper, lower) = (chain.name(to), chain.name(from));
        let asked = format!("{lower} needs {upper}, which stands above it. Which needs which?");
        let links = chain.keys(needs);
        let on = chain.ids(&[from, to]);
        let remedy = Remedy::TurnOrMove;
        chain.put(Finding { links, remedy, ..question(Rule::Inverted, on, by, asked) }, findings);
    }
}

pub(super) fn cycles(chain: &Chain<'_>, findings: &mut Vec<Finding>) {
    let circles = chain.circles();
    let mut circle_of: Vec<Option<usize>> = vec![None; chain.len()];
    for (circle, at) in
        circles.iter().enumerate().flat_map(|(circle, all)| all.iter().map(move |at| (circle, at)))
    {
        if let Some(slot) = circle_of.get_mut(*at) {
            *slot = Some(circle);
        }
    }
    let of = |at: usize| circle_of.get(at).copied().flatten();
    let mut within: Vec<Vec<Need>> = vec![Vec::new(); circles.len()];
    for need in chain.needs.iter().filter(|need| of(need.from) == of(need.to)) {
        if let Some(within) = of(need.from).and_then(|circle| within.get_mut(circle)) {
            within.push(*need);
        }
    }
    for (circle, needs) in circles.into_iter().zip(within) {
        let names = chain.names(&circle);
        let asked = match names.as_slice() {
            [only] => format!("{only} needs itself. Is it two things?"),
            names => format!(
                "{} need each other. Is that a loop of the market's, or two things in one name?",
                list(names, "and")
            ),
        };
        let links = chain.keys(&needs);
        let finding = question(Rule::Cycle, chain.ids(&circle), 0.1, asked);
        chain.put(Finding { links, ..finding }, findings);
    }
}
