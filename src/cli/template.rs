//! `template ...`

use super::args::TemplateCommand;
use super::show;
use crate::report::templates::{list, shipped};
use crate::store::disk;
use crate::store::layout::{make_dir, write_new};
use crate::workspace::Workspace;
use crate::workspace::error::{Error, exit};
use std::fmt::Write as _;

/// Runs a command about templates.
pub fn run(workspace: &Workspace, command: &TemplateCommand) -> Result<u8, Error> {
    let folder = workspace.layout.templates();
    match command {
        TemplateCommand::List => {
            let mut out = String::new();
            for listed in list(&folder) {
                let _ = writeln!(out, "{:<24} {}", listed.file, if listed.own { "workspace" } else { "embedded" });
            }
            show(&out)?;
        }
        TemplateCommand::Eject { name } => {
            let (file, text) = shipped(name)?;
            let path = folder.join(file);
            if path.exists() {
                return Err(Error::Usage {
                    what: format!("{} is already there", path.display()),
                    hint: "change it, or remove it first".into(),
                });
            }
            disk::inside(&workspace.layout.root, &path)?;
            workspace.layout.create()?;
            make_dir(&folder)?;
            write_new(&path, text.as_bytes())?;
            show(&format!("{}\n", path.display()))?;
        }
    }
    Ok(exit::OK)
}
