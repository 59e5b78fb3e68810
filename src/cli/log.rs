//! `log`

use super::show;
use crate::safe::one_line;
use crate::words;
use crate::workspace::Workspace;
use crate::workspace::error::{Error, exit};
use crate::workspace::opened::OpenRound;
use std::fmt::Write as _;
use underpin_core::log::event::{Body, Event};

/// Prints who said what, and when.
pub fn run(workspace: &Workspace, system: &str, round: Option<&str>) -> Result<u8, Error> {
    let opened = workspace.round_for_reading(system, round)?;
    let mut out = String::new();
    for event in &opened.round.state.events {
        let day = event.at.get(..16).unwrap_or(&event.at).replace('T', " ");
        let day = one_line(&day);
        let mark = if opened.round.state.is_current(&event.id) { ' ' } else { '~' };
        let from = event.from.as_deref().map(|f| format!("  (from {})", one_line(f))).unwrap_or_default();
        let _ = writeln!(out, "{day} {mark} {:<18} {}{from}", one_line(event.respondent()), one_line(&says(&opened, event)));
    }
    let _ = writeln!(
        out,
        "\n{} lines, {} damaged. A line with ~ was replaced or undone.",
        opened.round.state.events.len(),
        opened.file.damaged.len()
    );
    show(&out)?;
    Ok(exit::OK)
}

fn says(opened: &OpenRound, event: &Event) -> String {
    let title = |id: &str| opened.round.questionnaire.question(id).map_or_else(|| id.to_owned(), |q| q.title.clone());
    let value = |id: &str, v: &underpin_core::log::event::Said| match opened.round.questionnaire.question(id) {
        Some(q) => words::value(q, v),
        None => underpin_core::content::answers::show_value(v),
    };
    match &event.body {
        Body::Start { questionnaire, version, .. } => format!("started with {questionnaire} {version}"),
        Body::Set { key, value } => match value {
            Some(v) => format!("{key} = {}", v.show()),
            None => format!("{key} cleared"),
        },
        Body::Answer { question, value: v, because, .. } => {
            format!("{}: {}{}", title(question), value(question, v), because.map(|b| format!("  ({})", b.word())).unwrap_or_default())
        }
        Body::Settle { question, value: v, how, why, .. } => {
            format!("{} settled by {}: {}  {why}", title(question), how.word(), value(question, v))
        }
        Body::Confirm { question, of, .. } => format!("{}: confirmed {} carried", title(question), of.len()),
        Body::Note { question, text, open, .. } => {
            let about = question.as_deref().map_or_else(|| "round".to_owned(), title);
            let kind = if *open { "open point" } else { "note" };
            text.as_ref().map_or_else(|| format!("{about}: {kind} dropped"), |t| format!("{about}: {kind}: {t}"))
        }
        Body::Evidence { question, item } => match item {
            Some(i) => format!("{}: evidence ({}) {}", title(question), i.kind.word(), i.at),
            None => format!("{}: evidence dropped", title(question)),
        },
        Body::Complete { covers } => format!("completed with {} lines", covers.len()),
        Body::Reopen { why } => format!("opened again: {why}"),
        Body::Undo { of } => format!("undid {} line{}", of.len(), if of.len() == 1 { "" } else { "s" }),
    }
}
