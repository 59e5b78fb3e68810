//! `log`

use super::show;
use crate::safe::one_line;
use crate::words;
use crate::workspace::Workspace;
use crate::workspace::error::{Error, exit};
use std::fmt::Write as _;

/// Prints who said what, and when.
pub fn run(workspace: &Workspace, system: &str, round: Option<&str>) -> Result<u8, Error> {
    let opened = workspace.round_for_reading(system, round)?;
    let mut out = String::new();
    for event in &opened.round.state.events {
        let day = event.at.get(..16).unwrap_or(&event.at).replace('T', " ");
        let day = one_line(&day);
        let mark = if opened.round.state.is_current(&event.id) { ' ' } else { '~' };
        let from = event.from.as_deref().map(|f| format!("  (from {})", one_line(f))).unwrap_or_default();
        let said = one_line(&words::line(&opened.round, event));
        let _ = writeln!(out, "{day} {mark} {:<18} {said}{from}", one_line(event.respondent()));
    }
    let _ = writeln!(
        out,
        "\n{} lines, {} damaged. A line with ~ was replaced or undone.",
        opened.round.state.events.len(),
        opened.file.damaged.len()
    );
    show(&out)?;
    Ok(exit::OK)
}
