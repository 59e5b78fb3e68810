//! `template ...`

use super::args::TemplateCommand;
use super::show;
use crate::workspace::Workspace;
use crate::workspace::error::{Error, exit};
use std::fmt::Write as _;

/// Runs a command about templates.
pub fn run(workspace: &Workspace, command: &TemplateCommand) -> Result<u8, Error> {
    match command {
        TemplateCommand::List => {
            let mut out = String::new();
            for listed in workspace.templates() {
                let _ = writeln!(out, "{:<24} {}", listed.file, if listed.own { "workspace" } else { "embedded" });
            }
            show(&out)?;
        }
        TemplateCommand::Eject { name } => {
            let path = workspace.eject_template(name)?;
            show(&format!("{}\n", path.display()))?;
        }
    }
    Ok(exit::OK)
}
