//! Underpin walks a person through versioned checklists about a backend, decides optimize or rebuild in a way that can be
//! defended, and writes the action plan.
//!
//! Floors, imports only point down: `cli` > `tui` > `workspace` > `library`, `store`, `report` > `words` > `safe` > `underpin_core`.

mod cli;
mod library;
mod report;
mod safe;
mod store;
mod tui;
mod words;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(cli::run())
}
