//! `underpin` and `audit`: the screens, or plain lines.

use super::args::{Args, AuditArgs};
use super::plain;
use super::screens::show;
use crate::tui::theme::Look;
use crate::tui::{Begin, End};
use crate::workspace::Workspace;
use crate::workspace::error::Error;

/// Opens at home.
pub fn home(workspace: &Workspace, args: &Args, look: Look) -> Result<End, Error> {
    if args.plain {
        return plain::run(workspace, None).map(|()| End::Quit);
    }
    show(workspace, args, look, Begin::default())
}

/// Goes straight into the questions.
pub fn run(workspace: &Workspace, args: &Args, audit: &AuditArgs, look: Look) -> Result<End, Error> {
    if args.plain {
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
