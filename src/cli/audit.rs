//! `underpin` and `audit`: the screens, or plain lines.

use super::args::{Args, AuditArgs};
use super::{demo, plain};
use crate::tui::theme::Look;
use crate::tui::{self, Begin, End};
use crate::workspace::Workspace;
use crate::workspace::error::{Error, exit};

/// Opens at home.
pub fn home(workspace: &Workspace, args: &Args, look: Look) -> Result<u8, Error> {
    if args.plain {
        return plain::run(workspace, None);
    }
    show(workspace, args, look, Begin::default())
}

/// Goes straight into the questions.
pub fn run(workspace: &Workspace, args: &Args, audit: &AuditArgs, look: Look) -> Result<u8, Error> {
    if args.plain {
        return plain::run(workspace, Some(audit));
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

/// Runs the screens until they are left.
pub fn show(workspace: &Workspace, args: &Args, look: Look, begin: Begin) -> Result<u8, Error> {
    let begin = Begin { panic_after_draw: args.panic_after_draw, ..begin };
    match tui::run(workspace, look, &begin)? {
        End::Quit => Ok(exit::OK),
        End::Signal(signal) => Ok(128 + u8::try_from(signal).unwrap_or(1)),
        End::Demo => {
            // Quitting the example leads back home; a signal in it ends the program.
            match demo::run(args, workspace.today(), look)? {
                exit::OK => show(workspace, args, look, Begin::default()),
                ended => Ok(ended),
            }
        }
    }
}
