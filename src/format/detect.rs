//! Which format a text is, by what it says, then by its file's ending.

use super::{mermaid, owm, wtg};

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

    /// The endings of its files, without their dot; a new file gets the first.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Ron => &["ron"],
            Self::Owm => &["owm", "map", "own", "wm", "wmap", "txt"],
            Self::Mermaid => &["mmd", "mermaid"],
            Self::Json => &["json"],
        }
    }

    /// The format that a file's ending names, without its dot, in any case.
    pub fn of_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_ascii_lowercase();
        Self::ALL.into_iter().find(|format| format.endings().contains(&ending.as_str()))
    }

    /// The ending that a new file of this format gets.
    pub fn ending(self) -> &'static str {
        self.endings().first().copied().unwrap_or_default()
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

/// What a text is written in: a format of ours, or one that is only read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A format that is read and written.
    Format(Format),
    /// wardleyToGo's `.wtg` text.
    Wtg,
}

impl Origin {
    /// What a file's ending names, without its dot, in any case.
    pub fn of_ending(ending: &str) -> Option<Self> {
        if ending.eq_ignore_ascii_case("wtg") {
            return Some(Self::Wtg);
        }
        Format::of_ending(ending).map(Self::Format)
    }

    /// The format in which a map that came from there can be written back; `None` where there is none.
    pub fn format(self) -> Option<Format> {
        match self {
            Self::Format(format) => Some(format),
            Self::Wtg => None,
        }
    }
}

/// What a text is written in, from its content first and its file's `ending` second.
///
/// # Errors
/// A sentence about what the text is instead, where it is no map that can be read.
pub fn detect(text: &str, ending: Option<&str>) -> Result<Origin, String> {
    let by_ending = ending.and_then(Origin::of_ending);
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let format = |format| Ok(Origin::Format(format));
    if start.is_empty() {
        return Ok(by_ending.unwrap_or(Origin::Format(Format::Ron)));
    }
    if start.starts_with("<svg") || start.starts_with("<?xml") && start.contains("<svg") {
        return Err("this is a picture, not a map".to_owned());
    }
    if start.contains('\0') {
        return Err("this is not text, so it is not a map".to_owned());
    }
    let code = without_comments(start);
    if mermaid::is_announced(start) {
        return format(Format::Mermaid);
    }
    if code.starts_with("Map(") || code.starts_with("Map (") || code.starts_with("#![enable") {
        return format(Format::Ron);
    }
    if code.starts_with('{') && by_ending != Some(Origin::Format(Format::Owm)) {
        return format(Format::Json);
    }
    if ending.is_some_and(|ending| ending.eq_ignore_ascii_case("wtg2")) {
        return Err("this is wardleyToGo's second language, wtg2, which is not read".to_owned());
    }
    let is_owm = || owm::looks_like_owm(start);
    match by_ending {
        // What fits both is what its ending says.
        Some(Origin::Format(Format::Owm)) if owm::fits_owm(start) || !wtg::looks_like_wtg(start) => {
            format(Format::Owm)
        }
        Some(Origin::Wtg) if wtg::looks_like_wtg(start) => Ok(Origin::Wtg),
        _ if is_owm() => format(Format::Owm),
        _ if wtg::looks_like_wtg(start) => Ok(Origin::Wtg),
        Some(origin) => Ok(origin),
        None => Err("this is not a map: no line of it reads as part of one".to_owned()),
    }
}

/// The text from its first character that is no white space and no comment.
pub fn without_comments(text: &str) -> &str {
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
            assert_eq!(detect(text, ending).ok().and_then(Origin::format), expected, "{text:?} {ending:?}");
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
        let is_wtg = |text: &str, ending| assert_eq!(detect(text, ending), Ok(Origin::Wtg), "{text:?}");
        is_wtg("cup of tea - cup\ncup of tea -- tea", None);
        is_wtg("title: Tea\ncup: |...|..x|...|...|", Some("txt"));
        is_wtg("cup", Some("wtg"));
        check("title Online - shop", Some("owm"), Some(Format::Owm));
    }
}
