//! The command line. One command a file; standard output carries the result only.

mod answer;
mod args;
mod audit;
mod choices;
mod compare;
mod demo;
mod doctor;
mod list;
mod log;
mod plain;
mod questionnaire;
mod report;
mod score;
mod screens;
mod template;

use crate::report::templates;
use crate::safe::printable;
use crate::tui::End;
use crate::tui::theme::Look;
use crate::workspace::error::{Error, exit};
use crate::workspace::{Workspace, place, today};
use args::{Args, Command};
use clap::{CommandFactory as _, Parser as _};
use clap_complete::Shell;
use std::io::{self, Write as _};

/// Runs the program; comes back with its exit code.
pub fn run() -> u8 {
    if let Some(code) = templates::serve(std::env::args_os().skip(1)) {
        return code;
    }
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(e) => {
            // What was typed is in it.
            let text = e.render().to_string();
            if e.use_stderr() {
                tell(text.trim_end());
                return exit::USAGE;
            }
            let _ = show(&text);
            return exit::OK;
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

/// Says something beside the result, on standard error. Where nobody can read it, nothing is wrong.
pub fn tell(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", printable(text));
}

/// Prints a result that people read: nothing in it controls the terminal.
pub fn show(text: &str) -> Result<(), Error> {
    print(&printable(text))
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
    let look = Look::of(args.color, args.symbols);
    // Opened by the commands that need one: the others work even where there is none.
    let open = || Workspace::open(place::locate(args.workspace.as_deref())?, args.today);
    match &args.command {
        None => {
            let workspace = open()?;
            until_left(&workspace, args, look, audit::home(&workspace, args, look)?)
        }
        Some(Command::Audit(a)) => {
            let workspace = open()?;
            until_left(&workspace, args, look, audit::run(&workspace, args, a, look)?)
        }
        Some(Command::Demo) => example(args, look),
        Some(Command::Answer(a)) => answer::run(&open()?, a),
        Some(Command::Score(a)) => score::run(&open()?, a),
        Some(Command::Report(a)) => report::run(&open()?, a),
        Some(Command::Compare(a)) => compare::run(&open()?, a),
        Some(Command::Export { system, round }) => report::export(&open()?, system, round.as_deref()),
        Some(Command::List { json }) => list::run(&open()?, *json),
        Some(Command::Log { system, round }) => log::run(&open()?, system, round.as_deref()),
        Some(Command::Doctor) => doctor::run(&open()?),
        Some(Command::Questionnaire(c)) => questionnaire::run(&open()?, c),
        Some(Command::Template(c)) => template::run(&open()?, c),
        Some(Command::Completions { shell }) => completions(*shell),
        Some(Command::Man) => manual(),
    }
}

/// Shows the screens again and again until somebody leaves. Quitting the example leads back home; a signal ends the program.
fn until_left(workspace: &Workspace, args: &Args, look: Look, mut end: End) -> Result<u8, Error> {
    while end == End::Demo {
        end = demo::run(args, workspace.today(), look)?;
        if end == End::Quit {
            end = audit::home(workspace, args, look)?;
        }
    }
    Ok(screens::code(end))
}

/// The example alone; asked for again on its screens, it begins anew.
fn example(args: &Args, look: Look) -> Result<u8, Error> {
    let today = args.today.unwrap_or_else(today);
    let mut end = demo::run(args, today, look)?;
    while end == End::Demo {
        end = demo::run(args, today, look)?;
    }
    Ok(screens::code(end))
}

fn completions(shell: Shell) -> Result<u8, Error> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "underpin", &mut text);
    print(&String::from_utf8_lossy(&text)).map(|()| exit::OK)
}

fn manual() -> Result<u8, Error> {
    let mut text = Vec::new();
    let _ = clap_mangen::Man::new(Args::command()).render(&mut text);
    print(&String::from_utf8_lossy(&text)).map(|()| exit::OK)
}
