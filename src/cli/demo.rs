//! `demo`: a filled example in a temporary workspace.

use super::args::Args;
use super::screens::show;
use crate::tui::theme::Look;
use crate::tui::{Begin, End};
use crate::workspace::Workspace;
use crate::workspace::answers::{Options, apply};
use crate::workspace::error::Error;
use jiff::civil::Date;

/// The answers of the example: two rounds of an invented web shop.
const BEFORE: &str = include_str!("demo-before.toml");
const NOW: &str = include_str!("demo-now.toml");
const NAME: &str = "Example shop";

/// Fills a temporary workspace and shows it; it is gone afterwards.
pub fn run(args: &Args, today: Date, look: Look) -> Result<End, Error> {
    let folder = tempfile::Builder::new()
        .prefix("underpin-demo-")
        .tempdir()
        .map_err(|e| Error::Unreadable { what: "a temporary folder".into(), source: e })?;
    let workspace = Workspace::open(folder.path().join("demo"), Some(today))?;
    fill(&workspace)?;
    if args.plain {
        return super::list::run(&workspace, false).map(|_| End::Quit);
    }
    show(&workspace, args, look, Begin { result_of: Some(NAME.to_owned()), ..Begin::default() })
}

/// Fills a workspace with the example.
pub fn fill(workspace: &Workspace) -> Result<(), Error> {
    for (round, sheet) in [("2026-Q3", BEFORE), ("2026-Q4", NOW)] {
        let options = Options { round: Some(round.to_owned()), ..Options::default() };
        apply(workspace, NAME, sheet, "the example", &options)?;
    }
    Ok(())
}
