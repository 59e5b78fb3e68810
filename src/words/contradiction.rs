//! Answers that cannot both be true.

use super::{answer, list, upper_first};
use underpin_core::model::contradiction::Contradiction;
use underpin_core::round::Round;

/// The two answers: `Releases (20 a week) and pipeline ("by hand")`.
pub fn two_answers(round: &Round, contradiction: &Contradiction) -> String {
    let named = |i: &usize| Some(answer::named(round.questionnaire.at(*i)?, round.standings.get(*i)));
    upper_first(&list(&contradiction.between.iter().filter_map(named).collect::<Vec<_>>()))
}
