//! The command line, as clap reads it.

use super::choices::verdict;
use crate::report::formats;
use crate::tui::theme::{ColorChoice, SymbolChoice};
use clap::{Parser, Subcommand};
use clap_complete::Shell;
use jiff::civil::Date;
use std::path::PathBuf;
use underpin_core::model::words::Verdict;

/// Audit a backend: answer questions, get an optimize-or-rebuild verdict with its reasons, and an action plan.
#[derive(Debug, Parser)]
#[command(name = "underpin", version, about, disable_help_subcommand = true)]
pub struct Args {
    /// What to do; without a command the program opens at home
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Folder of the workspace
    #[arg(long, global = true, value_name = "DIR")]
    pub workspace: Option<PathBuf>,
    /// Questions and answers as plain lines, for any terminal, screen readers and scripts
    #[arg(long, global = true)]
    pub plain: bool,
    /// Colours: auto follows NO_COLOR and the terminal
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
    /// Symbols: auto follows the locale
    #[arg(long, global = true, value_name = "SET", default_value = "auto")]
    pub symbols: SymbolChoice,
    /// Take this day for today when a new round is named
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    pub today: Option<Date>,
    /// Panic after the first screen, to test that the terminal is restored
    #[arg(long, global = true, hide = true)]
    pub panic_after_draw: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Go straight into the questions of a system
    Audit(AuditArgs),
    /// Look around in a filled example; nothing is kept
    Demo,
    /// Bring a sheet of answers into a round
    Answer(AnswerArgs),
    /// Score a round
    Score(ScoreArgs),
    /// Write a report of a round
    Report(ReportArgs),
    /// Compare two rounds, question by question
    Compare(CompareArgs),
    /// Print a round as a sheet of answers
    Export {
        /// Name of the system
        system: String,
        /// Round, default the latest
        #[arg(long)]
        round: Option<String>,
    },
    /// List systems and rounds
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print who said what, and when
    Log {
        /// Name of the system
        system: String,
        /// Round, default the latest
        #[arg(long)]
        round: Option<String>,
    },
    /// Look for damaged lines, conflicts and missing pins
    Doctor,
    /// List, show, check, start and copy questionnaires
    #[command(subcommand)]
    Questionnaire(QuestionnaireCommand),
    /// List and copy report templates
    #[command(subcommand)]
    Template(TemplateCommand),
    /// Print a completion script
    Completions {
        /// For which shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

/// `audit`
#[derive(Debug, clap::Args)]
pub struct AuditArgs {
    /// Name of the system
    pub system: Option<String>,
    /// Questionnaire of a new round
    #[arg(long, value_name = "ID")]
    pub questionnaire: Option<String>,
    /// Track to walk
    #[arg(long, value_name = "ID")]
    pub track: Option<String>,
    /// Round, default the latest that is not completed, else this quarter
    #[arg(long, value_name = "ID")]
    pub round: Option<String>,
}

/// `answer`
#[derive(Debug, clap::Args)]
pub struct AnswerArgs {
    /// Name of the system
    pub system: String,
    /// The sheet; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub file: PathBuf,
    /// Round, default the latest that is not completed, else this quarter
    #[arg(long, value_name = "ID")]
    pub round: Option<String>,
    /// Questionnaire of a new round
    #[arg(long, value_name = "ID")]
    pub questionnaire: Option<String>,
    /// Track to open
    #[arg(long, value_name = "ID")]
    pub track: Option<String>,
    /// Respondent of every answer in the sheet
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

/// `score`
#[derive(Debug, clap::Args)]
pub struct ScoreArgs {
    /// Name of the system
    pub system: String,
    /// Round, default the latest
    #[arg(long, value_name = "ID")]
    pub round: Option<String>,
    /// With what lies behind: how sure in numbers, and where the rules begin
    #[arg(long, conflicts_with = "json")]
    pub explain: bool,
    /// As JSON, with exact fractions
    #[arg(long)]
    pub json: bool,
    /// With everything the numbers were computed from
    #[arg(long, requires = "json")]
    pub questions: bool,
    /// Score as if these questions had these levels, without saving: arc-ceiling=3,dep-rollback=4
    #[arg(long, value_name = "ID=LEVEL,...", value_delimiter = ',')]
    pub what_if: Vec<String>,
    /// Exit 1 if the verdict is at least this
    #[arg(long, value_name = "VERDICT", value_parser = verdict())]
    pub fail_on: Option<Verdict>,
    /// Exit 1 if open answers can still make it at least this
    #[arg(long, value_name = "VERDICT", value_parser = verdict())]
    pub fail_on_possible: Option<Verdict>,
}

/// `report`
#[derive(Debug, clap::Args)]
pub struct ReportArgs {
    /// Name of the system
    pub system: String,
    /// Round, default the latest
    #[arg(long, value_name = "ID")]
    pub round: Option<String>,
    /// Name of a template, or a file
    #[arg(long, value_name = "NAME|FILE", default_value = "plan")]
    pub template: String,
    /// Format: md
    #[arg(long, default_value = formats::DEFAULT.name())]
    pub format: String,
    /// Write into this file or folder instead of standard output
    #[arg(short, long, value_name = "FILE|DIR")]
    pub output: Option<PathBuf>,
    /// Write over a file that somebody changed since
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// `compare`
#[derive(Debug, clap::Args)]
pub struct CompareArgs {
    /// Name of the system
    pub system: String,
    /// Earlier round
    pub from: String,
    /// Later round
    pub to: String,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `questionnaire ...`
#[derive(Debug, Subcommand)]
pub enum QuestionnaireCommand {
    /// List questionnaires, where they come from and what they hide
    List,
    /// Show a questionnaire, or one of its questions
    Show {
        /// Its id
        id: String,
        /// Id of a question or remedy
        question: Option<String>,
        /// Show the guidance on ways of building instead
        #[arg(long, conflicts_with = "question")]
        patterns: bool,
    },
    /// Report every problem of a file or folder; exit 1 if there is one
    Check {
        /// File or folder; without one, everything shipped and in use is checked
        paths: Vec<PathBuf>,
    },
    /// Start a new questionnaire in the workspace
    New {
        /// Its id, in kebab-case
        id: String,
    },
    /// Copy a shipped questionnaire into the workspace, to change it
    Eject {
        /// Its id
        id: String,
    },
    /// Print the JSON Schema of questionnaires, for editors
    Schema,
}

/// `template ...`
#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// List templates and where they come from
    List,
    /// Copy a shipped template into the workspace, to change it
    Eject {
        /// Its name, such as plan
        name: String,
    },
}
