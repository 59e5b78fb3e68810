//! `report` and `export`

use super::args::ReportArgs;
use super::print;
use crate::workspace::error::{Error, exit};
use crate::workspace::opened::OpenRound;
use crate::workspace::{For, Workspace, export, reports};

fn open(workspace: &Workspace, system: &str, round: Option<&str>) -> Result<OpenRound, Error> {
    let system = workspace.system(system)?;
    let id = workspace.round_id(Some(&system), round, For::Reading)?;
    workspace.open_round(&system, &id)
}

/// Writes a report.
pub fn run(workspace: &Workspace, args: &ReportArgs) -> Result<u8, Error> {
    let opened = open(workspace, &args.system, args.round.as_deref())?;
    let text = reports::render(workspace, &opened, &args.template, &args.format)?;
    match &args.output {
        None => print(&text)?,
        Some(to) => {
            let path = reports::write(&opened, &args.template, &args.format, to, &text)?;
            eprintln!("written: {}", path.display());
        }
    }
    Ok(exit::OK)
}

/// Prints a round as a sheet of answers.
pub fn export(workspace: &Workspace, system: &str, round: Option<&str>) -> Result<u8, Error> {
    let opened = open(workspace, system, round)?;
    print(&export::export(&opened))?;
    Ok(exit::OK)
}
