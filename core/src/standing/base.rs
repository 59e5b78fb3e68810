//! The base: what is scored.

use crate::log::fold::RoundState;
use crate::model::questionnaire::Questionnaire;
use crate::model::words::Verdict;
use std::collections::BTreeSet;

/// The base: what is scored.
#[derive(Clone, Debug, Default)]
pub struct Base {
    /// Ids of the deciding tracks that are open, in file order.
    pub tracks: Vec<String>,
    /// Positions of the questions, in file order.
    pub questions: Vec<usize>,
    /// The widest limit of the tracks; `None` when one has none.
    pub at_most: Option<Verdict>,
}

impl Base {
    /// The union of the open deciding tracks.
    pub fn of(questionnaire: &Questionnaire, state: &RoundState) -> Base {
        let open = state.tracks();
        let tracks: Vec<_> = questionnaire.tracks.iter().filter(|t| t.decides && open.contains(&t.id.as_str())).collect();
        let questions: BTreeSet<usize> = tracks.iter().flat_map(|t| t.questions()).collect();
        let at_most = if tracks.iter().any(|t| t.at_most.is_none()) { None } else { tracks.iter().filter_map(|t| t.at_most).max() };
        Base { tracks: tracks.iter().map(|t| t.id.clone()).collect(), questions: questions.into_iter().collect(), at_most }
    }
}
