//! What a file said that the map does not model: comments, unknown lines and fields, with their place.

use super::{ElementId, LinkKey};

/// A piece of text that is kept word for word, so that a save gives it back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Kept {
    /// The text as it stood in the file, without the line's end.
    pub text: String,
    /// Which format's text it is.
    pub format: KeptIn,
    /// Where it stood.
    pub place: KeptPlace,
}

/// The format that a kept text belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeptIn {
    /// A line of OnlineWardleyMaps text: a comment, an empty line between them, or an unknown statement.
    Owm,
    /// A line of Mermaid text: a comment, front matter, or an unknown statement.
    Mermaid,
    /// A comment of a map file.
    RonComment,
    /// An element, a link or a field of a map file that could not be understood.
    RonItem,
}

/// Where a kept text stood.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum KeptPlace {
    /// Before everything else.
    Top,
    /// Before this element.
    BeforeElement(ElementId),
    /// Before this link.
    BeforeLink(LinkKey),
    /// In the list of elements, after the last.
    LastElement,
    /// In the list of links, after the last.
    LastLink,
    /// A field of this element.
    Inside(ElementId),
    /// A field of this link.
    InsideLink(LinkKey),
    /// A field of the map's head.
    Head,
    /// After everything else.
    End,
}
