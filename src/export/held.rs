//! Maps that pictures hold: how they are written into each format, and found again.

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::ZlibDecoder;

use crate::scene::Attachment;

/// What a file is to somebody who looks for a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// No picture.
    NoPicture,
    /// A picture without a map of ours.
    Nothing,
    /// A picture that holds this.
    Map(Attachment),
}

/// The namespace of what we put into an SVG.
const NAMESPACE: &str = "urn:mapstone:source";
/// The keyword of a PNG's text.
pub(super) const KEYWORD: &str = "Mapstone source";
/// What a PDF's attachment is.
pub(super) const MEDIA_TYPE: &[u8] = b"text/x-wardley-map";
/// The entry of a PDF's attachment that says its name, in letters that need no care.
pub(super) const PDF_NAME: &[u8] = b"MapstoneName";
/// No more than this is unpacked: a picture is no weapon.
const LARGEST: u64 = 64 << 20;

/// Looks for a map in a file's bytes.
pub fn held(bytes: &[u8]) -> Held {
    let found = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        in_png(bytes)
    } else if bytes.starts_with(b"%PDF-") {
        in_pdf(bytes)
    } else if is_svg(bytes) {
        in_svg(bytes)
    } else if [&b"\xff\xd8\xff"[..], b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*"]
        .iter()
        .any(|magic| bytes.starts_with(magic))
        && bytes.contains(&0)
    {
        None
    } else {
        return Held::NoPicture;
    };
    found.map_or(Held::Nothing, Held::Map)
}

/// Whether the first element of a text is an SVG: declarations and comments may stand before it.
fn is_svg(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(16_384)).unwrap_or_default();
    let start = String::from_utf8_lossy(start);
    let mut rest = start.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            comment if comment.starts_with("<!--") => "-->",
            declaration if declaration.starts_with("<?") => "?>",
            doctype if doctype.starts_with("<!DOCTYPE svg") => ">",
            other => return other.starts_with("<svg"),
        };
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after.trim_start();
    }
}

/// The element of an SVG that holds a map. The text is packed into letters that every program leaves as they are.
pub(super) fn svg_element(attachment: &Attachment) -> String {
    format!(
        "<metadata><mapstone:source xmlns:mapstone=\"{NAMESPACE}\" name=\"{}\">{}</mapstone:source></metadata>\n",
        super::svg::escaped(&attachment.name),
        STANDARD.encode(&attachment.text)
    )
}

fn in_svg(bytes: &[u8]) -> Option<Attachment> {
    let text = std::str::from_utf8(bytes).ok()?;
    if !text.contains(NAMESPACE) {
        return None;
    }
    // Other programs may say the namespace elsewhere, or give it another short name.
    let named = text.find("<mapstone:source").or_else(|| text.split_once(NAMESPACE)?.0.rfind('<'))?;
    let (head, rest) = text.get(named..)?.split_once('>')?;
    let name = head.split_once(" name=").or_else(|| head.split_once("\nname="))?.1;
    let quote = name.chars().next()?;
    let name = name.get(1..)?.split(quote).next()?;
    let packed: String = rest.split('<').next()?.split_whitespace().collect();
    let name = name.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    attachment(&name, STANDARD.decode(packed).ok()?)
}

/// A name in plain letters, for a PDF.
pub(super) fn pdf_name(attachment: &Attachment) -> String {
    STANDARD.encode(&attachment.name)
}

/// The text of a PNG that holds a map: its name, then the map.
pub(super) fn png_text(attachment: &Attachment) -> String {
    format!("{}\n{}", attachment.name, attachment.text)
}

fn in_png(bytes: &[u8]) -> Option<Attachment> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_ignore_text_chunk(false);
    let mut reader = decoder.read_info().ok()?;
    // Other programs may move the text behind the pixels.
    if !reader.info().utf8_text.iter().any(|chunk| chunk.keyword == KEYWORD) {
        reader.finish().ok()?;
    }
    let chunk = reader.info().utf8_text.iter().find(|chunk| chunk.keyword == KEYWORD)?;
    let text = chunk.get_text().ok()?;
    let (name, text) = text.split_once('\n')?;
    attachment(name, text.as_bytes().to_vec())
}

fn in_pdf(bytes: &[u8]) -> Option<Attachment> {
    // As we write it: the attachment's dictionary with its name, then its packed bytes.
    let at = bytes.windows(PDF_NAME.len()).position(|window| window == PDF_NAME)?;
    let rest = bytes.get(at + PDF_NAME.len()..)?;
    let quoted = rest.iter().skip_while(|byte| **byte != b'(').skip(1).take_while(|byte| **byte != b')');
    let name = String::from_utf8(STANDARD.decode(quoted.copied().collect::<Vec<u8>>()).ok()?).ok()?;
    let start = rest.windows(6).position(|window| window == b"stream")? + 6;
    let rest = rest.get(start..)?;
    let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    let mut text = Vec::new();
    ZlibDecoder::new(rest).take(LARGEST).read_to_end(&mut text).ok()?;
    attachment(&name, text)
}

fn attachment(name: &str, text: Vec<u8>) -> Option<Attachment> {
    // A name from somebody's file leads nowhere else.
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    if text.is_empty() {
        return None;
    }
    Some(Attachment { name, text: String::from_utf8(text).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_namespace_that_moved_to_the_root_misleads_nobody() {
        let packed = STANDARD.encode("Map(format: 1)");
        let text = format!(
            "<svg xmlns:mapstone=\"{NAMESPACE}\" sodipodi:docname=\"x.svg\">\n<metadata>\n<mapstone:source\n name=\"tea.ron\">{packed}</mapstone:source></metadata></svg>"
        );
        let Held::Map(found) = held(text.as_bytes()) else { panic!("{text}") };
        assert_eq!((found.name.as_str(), found.text.as_str()), ("tea.ron", "Map(format: 1)"));
    }

    #[test]
    fn what_is_no_picture_is_told() {
        let readme = "<!-- a comment -->\n# Maps\n<svg width=\"1\"/>\n";
        for text in ["Map(format: 1)", "title <svg>\n", "RIFF -> Tea", "", "BM->Tea", readme] {
            assert_eq!(held(text.as_bytes()), Held::NoPicture, "{text}");
        }
        for text in [
            "<svg xmlns=\"x\"/>",
            "<?xml version=\"1.0\"?>\n<!-- x -->\n<!DOCTYPE svg PUBLIC \"a\" \"b\">\n<svg/>",
            "%PDF-1.7\n",
            "\u{feff}<svg/>",
        ] {
            assert_eq!(held(text.as_bytes()), Held::Nothing, "{text}");
        }
        assert_eq!(held(b"\x89PNG\r\n\x1a\nbroken"), Held::Nothing);
    }
}
