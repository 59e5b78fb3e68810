//! The screens, as commands show them.

use super::args::Args;
use crate::tui::theme::Look;
use crate::tui::{self, Begin, End};
use crate::workspace::Workspace;
use crate::workspace::error::{Error, exit};

/// Runs the screens until they are left; comes back with why.
pub fn show(workspace: &Workspace, args: &Args, look: Look, begin: Begin) -> Result<End, Error> {
    tui::run(workspace, look, &Begin { panic_after_draw: args.panic_after_draw, ..begin })
}

/// The exit code of a program that ended like this.
pub fn code(end: End) -> u8 {
    match end {
        End::Quit | End::Demo => exit::OK,
        End::Signal(signal) => 128 + u8::try_from(signal).unwrap_or(1),
    }
}
