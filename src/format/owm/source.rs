//! The lines of a text, each with what it says.

use crate::format::Span;
use crate::model::ElementId;

/// What a line says, by what of the map it speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::format) enum Says {
    /// A comment, an empty line, or what was not understood.
    Nothing,
    Title,
    Size,
    Style,
    Stages,
    ValueChain,
    /// The old spelling of the value chain's titles.
    YAxis,
    AnnotationsAt,
    /// The statement of an element of its own; a comment where it is parked.
    Element(ElementId),
    Pipeline(ElementId),
    /// The brace that opens the children of a pipeline.
    Open(ElementId),
    Close(ElementId),
    Evolve(ElementId),
    /// An old `buy NAME`.
    Method(ElementId),
    /// The address behind a short name.
    Url(String),
    /// A link, by its place among the links of the map that was read.
    Link(usize),
    /// Our comment about the head.
    Head,
    /// Our comment about an element that has a statement too.
    More(ElementId),
    /// Our comment about a link.
    MoreOfLink(usize),
}

/// A line of a text.
#[derive(Clone, Debug)]
pub(in crate::format) struct SourceLine {
    /// The line without its end.
    pub(in crate::format) span: Span,
    pub(in crate::format) says: Says,
}

/// Every line of a text. `said` holds what some say, in their order, each with a place on its line.
pub(super) fn lines(spans: Vec<Span>, said: Vec<(Span, Says)>) -> Vec<SourceLine> {
    let mut said = said.into_iter().peekable();
    let line = |span: Span| {
        let mut says = Says::Nothing;
        while let Some((_, said)) = said.next_if(|(at, _)| at.start <= span.end) {
            says = said;
        }
        SourceLine { span, says }
    };
    spans.into_iter().map(line).collect()
}
