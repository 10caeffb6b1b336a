//! Scenes as PDF, written by ourselves: lines stay lines, text stays text in fonts that the file holds. Two files of one
//! scene are the same bytes.

use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::held::{MEDIA_TYPE, PDF_NAME, pdf_name};
use super::page::{Page, Sheet};
use super::pdf_content::Drawing;
use super::pdf_font::packed;
use super::png::PictureError;
use crate::geometry::Affine;
use crate::scene::{Attachment, Scene};

/// The numbers of the file's objects, given out one after the other.
pub(super) struct Numbers(Ref);

impl Numbers {
    pub(super) fn next(&mut self) -> Ref {
        self.0.bump()
    }
}

/// The scene as a PDF file of one page, which says its title and author.
///
/// # Errors
/// If the picture has no size or too large a one.
pub fn pdf(scene: &Scene, page: &Page) -> Result<Vec<u8>, PictureError> {
    let (width, height) = (scene.bounds.width(), scene.bounds.height());
    if !(width >= 1.0 && height >= 1.0 && width <= 50_000.0 && height <= 50_000.0) {
        return Err(PictureError::Size(width.max(0.0) as u32, height.max(0.0) as u32, 0.0));
    }
    let sheet = Sheet::new(scene, page);
    let mut numbers = Numbers(Ref::new(1));
    let [catalog, pages, leaf, content, info] = std::array::from_fn(|_| numbers.next());
    let mut file = Pdf::new();
    let mut drawing = Drawing::new();
    // PDF counts from the lower left corner upwards.
    let flip = Affine::new([1.0, 0.0, 0.0, -1.0, 0.0, sheet.down]);
    drawing.draw(scene.items().map(|(_, item)| item), flip * sheet.place);
    drawing.draw(sheet.foot.iter(), flip);
    let [description, held] = std::array::from_fn(|_| numbers.next());
    let mut root = file.catalog(catalog);
    root.pages(pages);
    root.viewer_preferences().display_doc_title(true);
    if let Some(attachment) = &scene.attachment {
        root.names().embedded_files().names().insert(Str(attachment.name.as_bytes()), description);
    }
    root.finish();
    if let Some(attachment @ Attachment { name, text }) = &scene.attachment {
        let mut spec = file.file_spec(description);
        spec.path(Str(name.as_bytes())).unic_file(TextStr(name)).embedded_file(held);
        spec.description(TextStr("The map that this picture was made from"));
        spec.finish();
        let bytes = packed(text.as_bytes());
        let mut stream = file.embedded_file(held, &bytes);
        stream.subtype(Name(MEDIA_TYPE));
        stream.filter(Filter::FlateDecode);
        // For those who look for the map without reading the whole file.
        stream.pair(Name(PDF_NAME), Str(pdf_name(attachment).as_bytes()));
        stream.finish();
    }
    file.pages(pages).kids([leaf]).count(1);
    let (stream, resources) = drawing.finish(&mut file, &mut numbers);
    let mut only = file.page(leaf);
    only.media_box(Rect::new(0.0, 0.0, sheet.across as f32, sheet.down as f32))
        .parent(pages)
        .contents(content);
    resources.write(&mut only.resources());
    only.finish();
    file.stream(content, &packed(&stream)).filter(Filter::FlateDecode);
    let title = if scene.title.is_empty() { "Wardley map" } else { &scene.title };
    let mut about = file.document_info(info);
    about.title(TextStr(title)).producer(TextStr(concat!("Mapstone ", env!("CARGO_PKG_VERSION"))));
    if !scene.author.is_empty() {
        about.author(TextStr(&scene.author));
    }
    about.finish();
    Ok(file.finish())
}
