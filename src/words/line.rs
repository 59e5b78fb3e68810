//! A line of the log in words.

use super::answer::value as value_words;
use underpin_core::content::answers::show_value;
use underpin_core::log::event::{Body, Event, Said};
use underpin_core::round::Round;

/// What a line says: `Money: 6 months`, `Restore: note: not tried yet`.
pub fn line(round: &Round, event: &Event) -> String {
    let title = |id: &str| round.questionnaire.question(id).map_or_else(|| id.to_owned(), |q| q.title.clone());
    let value = |id: &str, v: &Said| match round.questionnaire.question(id) {
        Some(q) => value_words(q, v),
        None => show_value(v),
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
