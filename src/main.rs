//! Underpin: audit a backend from the terminal.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(underpin::cli::run())
}
