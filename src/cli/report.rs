//! `report` and `export`

use super::args::ReportArgs;
use super::{print, tell};
use crate::workspace::error::{Error, exit};
use crate::workspace::{Workspace, export, reports};

/// Writes a report.
pub fn run(workspace: &Workspace, args: &ReportArgs) -> Result<u8, Error> {
    let opened = workspace.round_for_reading(&args.system, args.round.as_deref())?;
    let text = reports::render(workspace, &opened, &args.template, &args.format)?;
    match &args.output {
        None => print(&text)?,
        Some(to) => {
            let path = reports::write_over(&opened, &args.template, &args.format, to, &text, args.force)?;
            tell(&format!("written: {}", path.display()));
        }
    }
    Ok(exit::OK)
}

/// Prints a round as a sheet of answers.
pub fn export(workspace: &Workspace, system: &str, round: Option<&str>) -> Result<u8, Error> {
    let opened = workspace.round_for_reading(system, round)?;
    print(&export::export(&opened))?;
    Ok(exit::OK)
}
