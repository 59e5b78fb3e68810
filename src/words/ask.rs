//! What is asked about a question: to find out what nobody knows, or to check what somebody said.

use super::{Titled, list};
use underpin_core::standing::Standing;

/// Said once nothing is left to ask: "don't know" is no answer, and nothing that was not asked either.
pub const ALL_ASKED: &str = "Every question is answered, not known, or put aside.";

/// What there is to do about a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Nobody was asked, or nobody knew.
    FindOut,
    /// There is an answer, and much depends on its being true.
    Check,
}

impl Asked {
    /// By how the question stands.
    pub fn of(standing: Option<&Standing>) -> Asked {
        if standing.is_some_and(|s| s.state.has_value()) { Asked::Check } else { Asked::FindOut }
    }

    /// The same inside a sentence.
    fn verb(self) -> &'static str {
        match self {
            Asked::FindOut => "find out",
            Asked::Check => "check",
        }
    }
}

impl Titled for Asked {
    fn title(self) -> &'static str {
        match self {
            Asked::FindOut => "Find out",
            Asked::Check => "Check",
        }
    }
}

/// What there is to do about several: "find out and check".
pub fn to_do(asked: &[Asked]) -> String {
    let named = [Asked::FindOut, Asked::Check].into_iter().filter(|a| asked.contains(a)).map(|a| a.verb().to_owned());
    list(&named.collect::<Vec<_>>())
}

/// The heading above them: they come first where nothing else is begun.
pub fn asks_title(asked: &[Asked], first: bool) -> String {
    if first { format!("This week, {}", to_do(asked)) } else { "Ask your lead engineer".to_owned() }
}

/// A question with what there is to do about it, and its answer where it has one.
pub fn asked(to_do: Asked, ask: &str, answer: &str) -> String {
    let answered = if answer.is_empty() { String::new() } else { format!(" Answered: {}.", answer.trim_end_matches('.')) };
    format!("{}: {ask}{answered}", to_do.title())
}
