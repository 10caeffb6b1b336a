//! Pictures out of the window: exported, copied, printed.

use std::path::Path;

use egui::{ColorImage, Context};

use super::background::Purpose;
use super::dialog::Dialog;
use super::picture_dialog::{Asked, Deed, PictureDialog};
use super::window::Window;
use crate::editor::NamingEnd;
use crate::export::{Output, PictureFormat, Pixels};
use crate::files::{Disk, PictureChoices, PrintJob};
use crate::format::{self, Format};
use crate::scene::{Attachment, Contents, Scene};

/// A picture that waits for its file's name.
pub(super) struct WaitingPicture {
    scene: Scene,
    output: Output,
}

/// A picture for the clipboard, in the forms that it takes.
#[derive(Clone, Debug)]
pub(super) struct Copied {
    pub(super) pixels: Pixels,
    pub(super) png: Vec<u8>,
    pub(super) svg: String,
}

impl Window {
    /// Opens the dialog of pictures, with what was chosen last.
    pub(super) fn ask_picture(&mut self, prints: bool) {
        self.editor.end_naming(NamingEnd::Keep);
        let choices = match &self.choices_file {
            Some(path) => PictureChoices::kept(&Disk, path),
            None => self.choices.clone(),
        };
        let selection = self.editor.document.selection().elements.iter().cloned().collect();
        let drawn = (self.editor.map().clone(), self.editor.theme().clone());
        self.dialog = Some(Dialog::Picture(Box::new(PictureDialog::new(choices, prints, drawn, selection))));
        if prints {
            self.background.find_printers();
        }
    }

    /// Has the preview drawn that the dialog lacks.
    pub(super) fn draw_preview(&mut self) {
        if let Some(Dialog::Picture(dialog)) = &mut self.dialog
            && let Some(asked) = dialog.next_preview()
        {
            self.background.draw_preview(&dialog.map, dialog.chosen_theme(), asked);
        }
    }

    pub(super) fn take_preview(&mut self, ctx: &Context, asked: Asked, drawn: Result<Pixels, String>) {
        if let Some(Dialog::Picture(dialog)) = &mut self.dialog {
            dialog.take_preview(ctx, asked, drawn);
        }
    }

    pub(super) fn take_printers(&mut self, printers: Option<Vec<String>>) {
        if let Some(Dialog::Picture(dialog)) = &mut self.dialog {
            dialog.take_printers(printers);
        }
    }

    /// Does with the picture what was asked for, and remembers the choices.
    pub(super) fn make_picture(&mut self, dialog: &PictureDialog, deed: Deed) {
        self.choices = dialog.choices.clone();
        if let Some(path) = self.choices_file.clone() {
            self.background.keep_choices(path, self.choices.clone());
        }
        let contents = dialog.contents();
        let mut scene = contents.scene(&dialog.map, &dialog.chosen_theme());
        if self.choices.holds_map && matches!(deed, Deed::Export | Deed::Copy) {
            scene.attachment = Some(self.attachment(&contents));
        }
        let output = dialog.output();
        match deed {
            Deed::Export => {
                self.waiting_picture = Some(WaitingPicture { scene, output });
                self.ask_path(Purpose::Export);
            }
            Deed::Copy => self.background.draw(scene, output.scale),
            Deed::Print => {
                let title = self.file.name();
                let job = PrintJob { title, printer: dialog.printer.clone(), copies: dialog.copies };
                self.notice = Some("Printing…".to_owned());
                self.background.print(scene, output, job);
            }
            Deed::View => {
                let name = self.file.suggested_name(&self.editor.map().title, "pdf");
                self.background.view(scene, output, name);
            }
        }
    }

    /// What goes along with a picture: the map's text as a save would write it, or that of the part that is shown.
    fn attachment(&self, contents: &Contents) -> Attachment {
        let title = &self.editor.map().title;
        if let Some(ids) = &contents.only {
            let text = format::write(Format::Ron, &self.editor.map().only(ids)).0;
            return Attachment { name: self.file.suggested_name(title, Format::Ron.ending()), text };
        }
        let format = self.file.format.unwrap_or(Format::Ron);
        let name = self.file.suggested_name(title, format.ending());
        Attachment { name, text: self.text_of(format).text }
    }

    /// What the name of the picture that waits ends in.
    pub(super) fn picture_ending(&self) -> &'static str {
        self.waiting_picture.as_ref().map_or(PictureFormat::Svg, |picture| picture.output.format).ending()
    }

    /// Writes the picture that waits, in the format that its file's name says.
    pub(super) fn export_to(&mut self, path: &Path) {
        let Some(WaitingPicture { scene, mut output }) = self.waiting_picture.take() else { return };
        let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
        if let Some(format) = ending.as_deref().and_then(PictureFormat::of_ending) {
            output.format = format;
        }
        self.background.export(path.to_owned(), scene, output);
    }

    pub(super) fn copy_picture(&mut self) {
        self.background.draw(self.editor.shown().scene.clone(), 2.0);
    }

    pub(super) fn take_picture(&mut self, picture: Result<Box<Copied>, String>, ctx: &Context) {
        match picture {
            Ok(copied) => {
                let Copied { pixels: Pixels { width, height, rgba }, png, svg } = *copied;
                if self.clipboard.put_picture(png, svg) {
                    self.notice = Some("Copied a picture of the map, as PNG and SVG".to_owned());
                    return;
                }
                ctx.copy_image(ColorImage::from_rgba_unmultiplied([width, height], &rgba));
                self.notice = Some("Copied a picture of the map".to_owned());
            }
            Err(error) => self.message("The picture could not be made".to_owned(), format!("{error}.")),
        }
    }
}
