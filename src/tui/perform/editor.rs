//! The user's editor.

use super::perform;
use crate::store::disk;
use crate::tui::app::App;
use crate::tui::notice::Notice;
use crate::tui::screens::question;
use crate::tui::terminal::{Guard, restore};
use crate::workspace::Workspace;
use std::io;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// Goes on with a text in the user's editor.
pub fn edit(app: &mut App, workspace: &Workspace, guard: &mut Guard, text: &str) -> io::Result<()> {
    let editor =
        ["VISUAL", "EDITOR"].iter().find_map(|k| std::env::var(k).ok().filter(|v| !v.trim().is_empty())).unwrap_or_else(|| "vi".into());
    let file = match lent(text) {
        Ok(file) => file,
        // No trouble of the terminal: it goes on, and so does the text in the field.
        Err(e) => {
            let told = crate::safe::one_line(&format!("The editor cannot be lent the text, which is as it was: {e}"));
            app.session.notice = Some(Notice::wrong(told));
            return Ok(());
        }
    };
    restore();
    // The shell splits what a user put into EDITOR, such as "code --wait".
    let status = Command::new("sh").arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(file.path()).status();
    guard.resume()?;
    let edited = disk::read_text(&file.path());
    match (status, edited) {
        (Ok(status), Ok(edited)) if status.success() => {
            let effects = question::edited(&mut app.question, &app.session, &edited);
            perform(app, workspace, effects);
        }
        (Ok(status), Err(e)) if status.success() => {
            app.session.notice = Some(Notice::wrong(format!("`{editor}` left no text that can be read ({e}); the text is as it was.")));
        }
        // What a shell says of a program that is not there, or is none.
        (Ok(status), _) if !matches!(status.code(), Some(126 | 127)) => {
            app.session.notice = Some(Notice::wrong(format!("`{editor}` ended with an error; the text is as it was.")));
        }
        _ => app.session.notice = Some(Notice::wrong(format!("`{editor}` could not be started; set EDITOR to your editor."))),
    }
    Ok(())
}

/// A file with the text, in a folder of its own that goes with all that the editor put beside it.
struct Lent {
    folder: TempDir,
}

impl Lent {
    fn path(&self) -> PathBuf {
        self.folder.path().join("note.md")
    }
}

fn lent(text: &str) -> io::Result<Lent> {
    let mut folder = tempfile::Builder::new();
    folder.prefix("underpin-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What people said is nobody else's.
        folder.permissions(std::fs::Permissions::from_mode(0o700));
    }
    let lent = Lent { folder: folder.tempdir()? };
    // Editors end a file with a newline; what is added below then stands on a line of its own.
    std::fs::write(lent.path(), format!("{text}\n"))?;
    Ok(lent)
}
