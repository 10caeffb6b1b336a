//! What the pointer does.

/// Each gesture, and what it does.
pub(in crate::app) const GESTURES: [(&str, &str); 21] = [
    ("Drag a symbol", "moves it, and all that is selected"),
    ("Drag the blue handle", "what it needs, even upwards: a symbol, or an empty place for something new"),
    ("Drag the red handle or a ghost", "where it evolves to"),
    ("Drag a component without links onto a link", "puts it into the link"),
    ("Click the + of a link", "puts a new component into it"),
    ("Drag a label", "places it"),
    (
        "Drag a corner or point of a shape",
        "changes the shape; a small point makes another, a double click takes one away",
    ),
    ("Drag the end of a pipeline", "its range; what is dropped in a box with children becomes one"),
    ("Drag the + of an annotation", "another place of it; so does Alt+drag of a disc"),
    ("Drag a name from the tray", "gives it its place"),
    ("Shift+click while a flow is drawn", "lets it pass there"),
    ("Drag an empty place", "selects what the rectangle touches"),
    ("Shift or Ctrl while selecting so", "adds to the selection, or takes from it"),
    ("Double-click", "adds a component, or edits the text of what is there"),
    ("Shift while dragging", "locks the axis"),
    ("Alt while dragging", "moves a copy, with its links"),
    ("Shift+click", "adds to the selection, or takes from it"),
    ("Ctrl while dragging or linking", "nothing is joined or brought in line; the direction as drawn"),
    ("Wheel, Ctrl+wheel", "moves the sheet, zooms about the pointer"),
    ("Middle button, Space+drag", "moves the sheet"),
    ("Right click", "the menu of what is there"),
];
