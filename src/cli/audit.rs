//! `underpin` and `audit`: the screens, or plain lines.

use super::args::{Args, AuditArgs};
use super::plain;
use super::screens::show;
use crate::tui::theme::Look;
use crate::tui::{Begin, End};
use crate::workspace::Workspace;
use crate::workspace::error::Error;
use std::io::{self, IsTerminal as _, Write as _};

/// Whether this is a terminal that cannot draw screens; then it is said why plain lines come instead.
fn no_screens() -> bool {
    let terminal = std::env::var_os("TERM");
    let dumb = terminal.as_ref().is_none_or(|t| t.is_empty() || t == "dumb");
    if !dumb || !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return false;
    }
    let is = if terminal.is_none() { "TERM is not set" } else { "TERM says that this terminal is dumb" };
    let _ = writeln!(io::stderr().lock(), "{is}: the questions come as plain lines, as with --plain.");
    true
}

/// Opens at home.
pub fn home(workspace: &Workspace, args: &Args, look: Look) -> Result<End, Error> {
    if args.plain || no_screens() {
        return plain::run(workspace, None).map(|()| End::Quit);
    }
    show(workspace, args, look, Begin::default())
}

/// Goes straight into the questions.
pub fn run(workspace: &Workspace, args: &Args, audit: &AuditArgs, look: Look) -> Result<End, Error> {
    if args.plain || no_screens() {
        return plain::run(workspace, Some(audit)).map(|()| End::Quit);
    }
    let begin = Begin {
        system: audit.system.clone(),
        questionnaire: audit.questionnaire.clone(),
        track: audit.track.clone(),
        round: audit.round.clone(),
        ..Begin::default()
    };
    show(workspace, args, look, begin)
}
