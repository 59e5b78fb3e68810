//! The English about the decision that screens, reports and the command line share, so that all say the same. One noun a file.
//! No logic reads a word: what decides is a type, and words are made from it last.

mod action;
mod answer;
mod ask;
mod certainty;
mod change;
mod contradiction;
mod cost;
mod late;
mod line;
mod number;
mod reason;
mod record;
mod score;
mod shift;
mod state;
mod track;
mod verdict;
mod wait;
mod week;

pub use action::{choice, duration, effort, effort_of};
pub use answer::{answer, changes_at, level, short, value};
pub use ask::{ALL_ASKED, Asked, asked, asks_title, to_do};
pub use certainty::{certainty, nothing_left, sure};
pub use change::changes;
pub use contradiction::two_answers;
pub use cost::{effort_from, outside_cost, running};
pub use late::{late, not_asked};
pub use line::line;
pub use number::{decimal, nothing_known, percent_range};
pub use reason::{no_reason, outside_areas, signs};
pub use record::{own_rules, published};
pub use score::{fired, gate, met, note, score_title};
pub use shift::force;
pub use state::{hurts, looks_like};
pub use track::{amount, reservation};
pub use verdict::{allowed, between, calls_for, headline, limits, make_possible, meaning, need, verdict_word, what};
pub use wait::waits;
pub use week::{begin, capacity, this_week, upkeep};

/// What a thing is called on screens and in reports.
pub trait Titled {
    /// Its name there.
    fn title(self) -> &'static str;
}

/// The text with its first letter in lower case, unless the word looks like an acronym.
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => format!("{}{}", first.to_lowercase(), chars.as_str()),
        _ => text.to_owned(),
    }
}

/// The text with its first letter in upper case.
pub fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The text in quotation marks, unless it brings its own.
fn quoted(text: &str) -> String {
    if text.starts_with('"') && text.ends_with('"') { text.to_owned() } else { format!("\"{text}\"") }
}

/// "a", "a and b", "a, b and c".
pub fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
