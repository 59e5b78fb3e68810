//! `answer`

use super::args::AnswerArgs;
use super::{show, tell};
use crate::workspace::Workspace;
use crate::workspace::answers::{Options, apply};
use crate::workspace::error::{Error, exit};
use std::io::Read as _;

/// Brings a sheet into a round.
pub fn run(workspace: &Workspace, args: &AnswerArgs) -> Result<u8, Error> {
    let shown = args.file.display().to_string();
    let unreadable = |source| Error::Unreadable { what: shown.clone(), source };
    let text = if shown == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(unreadable)?;
        String::from_utf8(bytes).map_err(|_| unreadable(std::io::ErrorKind::InvalidData.into()))?
    } else {
        std::fs::read_to_string(&args.file).map_err(unreadable)?
    };
    let options =
        Options { round: args.round.clone(), questionnaire: args.questionnaire.clone(), track: args.track.clone(), by: args.by.clone() };
    let applied = apply(workspace, &args.system, &text, &shown, &options)?;
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let written = if applied.lines == 0 { "nothing new".to_owned() } else { format!("{} saved", plural(applied.lines, "line")) };
    show(&format!("{} {}: {} read, {written}\n", applied.system, applied.round, plural(applied.answers, "answer")))?;
    for note in &applied.notes {
        tell(&format!("note: {shown}: {note}"));
    }
    Ok(exit::OK)
}
