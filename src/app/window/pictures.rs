//! Pictures out of the window: exported, copied, printed.

use std::path::Path;
use std::sync::Arc;

use egui::{ColorImage, Context};

use super::Window;
use crate::app::dialog::picture::{Asked, Deed, PictureDialog};
use crate::app::dialog::sheet::Sheet;
use crate::app::threads::Copied;
use crate::editor::NamingEnd;
use crate::export::{Output, PictureFormat, Pixels};
use crate::files::PrintJob;
use crate::format::{self, Format};
use crate::scene::{Attachment, Contents, Scene};
use crate::workspace::Request;

/// A picture that waits for its file's name.
pub(in crate::app) struct WaitingPicture {
    scene: Scene,
    output: Output,
}

impl Window {
    /// Opens the dialog of pictures, with what was chosen last.
    pub(in crate::app) fn ask_picture(&mut self, prints: bool) {
        self.workspace.tab_mut().editor.end_naming(NamingEnd::Keep);
        let choices = self.workspace.choices.clone();
        let tab = self.workspace.tab();
        let editor = &tab.editor;
        let comparing = self.views.get_mut(&tab.id).and_then(|view| view.comparing.as_mut());
        let before = comparing.filter(|comparing| !comparing.look.swapped);
        let before = before.and_then(|comparing| comparing.comparison_now(editor));
        let before = before.map(|(comparison, _)| Arc::new(comparison.before.clone()));
        let selection = editor.document.selection().elements.iter().cloned().collect();
        let overlay = self.views.get(&self.workspace.tab().id).and_then(|view| view.overlay);
        let drawn = (editor.map().clone(), editor.theme().clone());
        self.sheet = Some(Sheet::Picture(Box::new(PictureDialog::new(
            choices,
            prints,
            drawn,
            selection,
            overlay,
            before,
            editor.look().clone(),
        ))));
        if prints {
            self.threads.find_printers();
        }
    }

    /// Has the preview drawn that the dialog lacks.
    pub(in crate::app) fn draw_preview(&mut self) {
        if let Some(Sheet::Picture(dialog)) = &mut self.sheet
            && let Some(asked) = dialog.next_preview()
        {
            self.threads.draw_preview(&dialog.map, dialog.chosen_theme(), asked);
        }
    }

    pub(in crate::app) fn take_preview(
        &mut self,
        ctx: &Context,
        asked: Asked,
        drawn: Result<Pixels, String>,
    ) {
        if let Some(Sheet::Picture(dialog)) = &mut self.sheet {
            dialog.take_preview(ctx, asked, drawn);
        }
    }

    pub(in crate::app) fn take_printers(&mut self, printers: Option<Vec<String>>) {
        if let Some(Sheet::Picture(dialog)) = &mut self.sheet {
            dialog.take_printers(printers);
        }
    }

    /// Does with the picture what was asked for, and remembers the choices.
    pub(in crate::app) fn make_picture(&mut self, dialog: &PictureDialog, deed: Deed, ctx: &Context) {
        self.request(Request::KeepChoices(dialog.choices.clone()), ctx);
        let contents = dialog.contents();
        let mut scene = contents.scene(&dialog.map, &dialog.chosen_theme());
        if dialog.choices.holds_map && matches!(deed, Deed::Export | Deed::Copy) {
            scene.attachment = Some(self.attachment(&contents));
        }
        let output = dialog.output();
        match deed {
            Deed::Export => {
                self.waiting_picture = Some(WaitingPicture { scene, output });
                self.request(Request::Export, ctx);
            }
            Deed::Copy => self.threads.draw(scene, output.scale),
            Deed::Print => {
                let title = self.workspace.tab().file.name();
                let job = PrintJob { title, printer: dialog.printer.clone(), copies: dialog.copies };
                self.notice = Some("Printing…".to_owned());
                self.threads.print(scene, output, job);
            }
            Deed::View => {
                let tab = self.workspace.tab();
                let name = tab.file.suggested_name(&tab.editor.map().title, "pdf");
                self.threads.view(scene, output, name);
            }
        }
    }

    /// What goes along with a picture: the map's text as a save would write it, or that of the part that is shown.
    fn attachment(&self, contents: &Contents) -> Attachment {
        let tab = self.workspace.tab();
        let title = &tab.editor.map().title;
        if let Some(ids) = &contents.only {
            let text = format::write(Format::Ron, &tab.editor.map().only(ids)).0;
            return Attachment { name: tab.file.suggested_name(title, Format::Ron.ending()), text };
        }
        let format = tab.file.format.unwrap_or(Format::Ron);
        let name = tab.file.suggested_name(title, format.ending());
        Attachment { name, text: tab.text_of(format).text }
    }

    /// Writes the picture that waits, in the format that its file's name says.
    pub(in crate::app) fn export_to(&mut self, path: &Path) {
        let Some(WaitingPicture { scene, mut output }) = self.waiting_picture.take() else { return };
        let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
        if let Some(format) = ending.as_deref().and_then(PictureFormat::of_ending) {
            output.format = format;
        }
        self.threads.export(path.to_owned(), scene, output);
    }

    pub(in crate::app) fn copy_picture(&mut self) {
        self.threads.draw(self.workspace.tab().editor.seen().clone(), 2.0);
    }

    pub(in crate::app) fn take_picture(&mut self, picture: Result<Box<Copied>, String>, ctx: &Context) {
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
            Err(error) => self.workspace.tell("The picture could not be made", format!("{error}.")),
        }
    }
}
