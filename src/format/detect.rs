//! Which format a text is, by what it says, then by its file's ending.

use super::{mermaid, owm};

/// The formats that are read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Our own map file.
    Ron,
    /// OnlineWardleyMaps text.
    Owm,
    /// A Mermaid `wardley-beta` diagram.
    Mermaid,
    /// The map file's structure as JSON.
    Json,
}

impl Format {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Ron, Self::Owm, Self::Mermaid, Self::Json];

    /// The format that a file's ending names, without its dot, in any case.
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "ron" => Some(Self::Ron),
            "json" => Some(Self::Json),
            "mmd" | "mermaid" => Some(Self::Mermaid),
            "owm" | "map" | "own" | "wm" | "wmap" | "txt" => Some(Self::Owm),
            _ => None,
        }
    }

    /// The ending that a new file of this format gets.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Ron => "ron",
            Self::Owm => "owm",
            Self::Mermaid => "mmd",
            Self::Json => "json",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ron => "Mapstone map",
            Self::Owm => "OnlineWardleyMaps text",
            Self::Mermaid => "Mermaid text",
            Self::Json => "JSON",
        }
    }
}

/// The format of a text, from its content first and its file's `ending` second.
///
/// # Errors
/// A sentence about what the text is instead, where it is no map that can be read.
pub fn detect(text: &str, ending: Option<&str>) -> Result<Format, String> {
    let by_ending = ending.and_then(Format::of_ending);
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.is_empty() {
        return Ok(by_ending.unwrap_or(Format::Ron));
    }
    if start.contains('\0') {
        return Err("this is not text, so it is not a map".to_owned());
    }
    let code = without_comments(start);
    if mermaid::is_announced(start) {
        return Ok(Format::Mermaid);
    }
    if code.starts_with("Map(") || code.starts_with("Map (") || code.starts_with("#![enable") {
        return Ok(Format::Ron);
    }
    if code.starts_with('{') && by_ending != Some(Format::Owm) {
        return Ok(Format::Json);
    }
    match by_ending {
        Some(Format::Owm) => Ok(Format::Owm),
        _ if owm::looks_like_owm(start) => Ok(Format::Owm),
        Some(format) => Ok(format),
        None => Err("this is not a map: no line of it reads as part of one".to_owned()),
    }
}

/// The text from its first character that is no white space and no comment.
fn without_comments(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
        } else {
            return rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_comes_before_the_ending() {
        let check = |text: &str, ending: Option<&str>, expected: Option<Format>| {
            assert_eq!(detect(text, ending).ok(), expected, "{text:?} {ending:?}");
        };
        check("// tea\nMap(format: 1)", Some("txt"), Some(Format::Ron));
        check("title Tea\ncomponent Cup [0.5, 0.5]", Some("ron"), Some(Format::Owm));
        check("{\"format\": 1}", None, Some(Format::Json));
        check("component Cup [0.5, 0.5]", None, Some(Format::Owm));
        check("Tea->Cup", None, Some(Format::Owm));
        check("wardley-beta\ntitle x", Some("owm"), Some(Format::Mermaid));
        check("---\na: b\n---\n%% c\nwardley-beta title x", None, Some(Format::Mermaid));
        check("Dear diary, nothing happened.", None, None);
        check("a\0b", Some("owm"), None);
        check("", None, Some(Format::Ron));
    }
}
