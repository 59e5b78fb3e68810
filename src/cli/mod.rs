//! Floor 4: the command line. One command a file; standard output carries the result only.

mod answer;
pub mod args;
mod audit;
mod compare;
mod demo;
mod doctor;
mod list;
mod log;
pub mod plain;
mod questionnaire;
mod report;
mod score;
mod template;

use crate::report::escape::printable;
use crate::tui::theme::Look;
use crate::workspace::error::{Error, exit};
use crate::workspace::{Workspace, place};
use args::{Args, Command};
use clap::{CommandFactory as _, Parser as _};
use jiff::Zoned;
use std::io::{self, Write as _};

/// Runs the program; comes back with its exit code.
pub fn run() -> u8 {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(e) => {
            let _ = e.print();
            return if e.use_stderr() { exit::USAGE } else { exit::OK };
        }
    };
    match dispatch(&args) {
        Ok(code) => code,
        Err(error) => {
            complain(&error);
            error.code()
        }
    }
}

/// Prints an error and what to do about it, on standard error.
pub fn complain(error: &Error) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "error: {}", printable(&error.to_string()).trim_end());
    let _ = writeln!(err, "hint: {}", printable(&error.hint()));
}

/// Prints a result on standard output. A reader that went away is no error.
pub fn print(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(Error::Unwritable { source: e }),
        _ => Ok(()),
    }
}

fn dispatch(args: &Args) -> Result<u8, Error> {
    // What needs no workspace works even where there is none.
    match &args.command {
        Some(Command::Completions { shell }) => {
            let mut text = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "underpin", &mut text);
            return print(&String::from_utf8_lossy(&text)).map(|()| exit::OK);
        }
        Some(Command::Man) => {
            let mut text = Vec::new();
            let _ = clap_mangen::Man::new(Args::command()).render(&mut text);
            return print(&String::from_utf8_lossy(&text)).map(|()| exit::OK);
        }
        _ => {}
    }
    let look = Look::of(args.color, args.symbols);
    if let Some(Command::Demo) = &args.command {
        return demo::run(args, args.today.unwrap_or_else(|| Zoned::now().date()), look);
    }
    let workspace = Workspace::open(place::locate(args.workspace.as_deref())?, args.today)?;
    match &args.command {
        None => audit::home(&workspace, args, look),
        Some(Command::Audit(a)) => audit::run(&workspace, args, a, look),
        Some(Command::Answer(a)) => answer::run(&workspace, a),
        Some(Command::Score(a)) => score::run(&workspace, a),
        Some(Command::Report(a)) => report::run(&workspace, a),
        Some(Command::Compare(a)) => compare::run(&workspace, a),
        Some(Command::Export { system, round }) => report::export(&workspace, system, round.as_deref()),
        Some(Command::List { json }) => list::run(&workspace, *json),
        Some(Command::Log { system, round }) => log::run(&workspace, system, round.as_deref()),
        Some(Command::Doctor) => doctor::run(&workspace),
        Some(Command::Questionnaire(c)) => questionnaire::run(&workspace, c),
        Some(Command::Template(c)) => template::run(&workspace, c),
        Some(Command::Demo | Command::Completions { .. } | Command::Man) => Ok(exit::OK),
    }
}
