//! What of a map a picture shows.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Hideable, Layouts, Look, Marks, with_comparison, with_tinting};
use super::{Scene, Theme, build};
use crate::analysis::{Overlay, tinting};
use crate::compare::{Comparison, Identity};
use crate::layout::Layout;
use crate::model::{Component, Element, ElementId, Legend, Map, Sheet};

/// What of a map a picture shows, beside what the map itself says.
#[derive(Clone, Debug, PartialEq)]
pub struct Contents {
    /// The names of components and of what they evolve to. Anchors are their names, and stay.
    pub labels: bool,
    /// Lets the program place all labels, whatever the map says.
    pub tidy: bool,
    /// What is switched off, as dotted outlines.
    pub parked: bool,
    /// The list of annotations, where there are any.
    pub annotations: bool,
    /// The legend; `None` leaves it to the map.
    pub legend: Option<bool>,
    /// Paper and the plot's background.
    pub paper: bool,
    /// Only these elements with the links among them; `None` is all.
    pub only: Option<BTreeSet<ElementId>>,
    /// The plot's size; `None` leaves it to the map.
    pub sheet: Option<Sheet>,
    /// The map from which what differs is marked.
    pub before: Option<Arc<Map>>,
    /// What is tinted, and the elements that this is about.
    pub overlay: Option<(Overlay, BTreeSet<ElementId>)>,
    /// What is pale, and which kinds are left out.
    pub look: Look,
}

impl Default for Contents {
    /// The map as it says itself.
    fn default() -> Self {
        Self {
            labels: true,
            tidy: false,
            parked: false,
            annotations: true,
            legend: None,
            paper: true,
            only: None,
            sheet: None,
            before: None,
            overlay: None,
            look: Look::default(),
        }
    }
}

impl Contents {
    /// The picture of a map in a theme.
    pub fn scene(&self, map: &Map, theme: &Theme) -> Scene {
        let mut map = map.clone();
        if let Some(ids) = &self.only {
            map = map.only(ids);
        }
        if self.tidy {
            map = tidied(map);
        }
        map.sheet = self.sheet.or(map.sheet);
        map.legend = match self.legend {
            None => map.legend,
            Some(true) => map.legend.or(Some(Legend::default())),
            Some(false) => None,
        };
        let mut layout = if self.parked {
            Layout::new(&map.clone().with_all_on(), &theme.sizes)
        } else {
            Layout::new(&map, &theme.sizes)
        };
        if !self.labels {
            layout.hide_labels(&map);
        }
        if !self.annotations || self.look.hidden.contains(&Hideable::Annotations) {
            layout.annotations = None;
        }
        let mut scene = build(&map, &layout, theme);
        if !self.look.is_plain() {
            scene = self.look.at(scene, &map, theme.paper);
        }
        if let Some(before) = &self.before {
            let comparison = Comparison::new(before, &map, Identity::Ids);
            let before = Map { sheet: map.sheet, ..comparison.before.clone() };
            let layouts = Layouts { before: Layout::new(&before, &theme.sizes), after: layout.clone() };
            scene = with_comparison(scene, &comparison, &layouts, theme, Marks::default());
        }
        if let Some((overlay, on)) = &self.overlay {
            scene = with_tinting(scene, &tinting(&map, *overlay, on), &layout, theme, self.paper);
        }
        if self.paper { scene } else { scene.without_paper() }
    }
}

/// The map without its authors' places for labels.
fn tidied(map: Map) -> Map {
    let bare = map.components().filter_map(|(element, component)| {
        let has_ghost_s = component.evolve.as_ref().is_some_and(|evolve| evolve.label.is_some());
        if component.label.is_none() && !has_ghost_s {
            return None;
        }
        let mut component = Component { label: None, ..component.clone() };
        if let Some(evolve) = &mut component.evolve {
            evolve.label = None;
        }
        Some(Arc::new(Element { body: component.into(), ..Element::clone(element) }))
    });
    let bare: Vec<_> = bare.collect();
    map.with_each(bare)
}
