//! Why a verdict moved between two rounds, in words.

use super::answer::named;
use super::score::all_because;
use super::{calls_for, lower_first};
use underpin_core::round::Round;
use underpin_core::round::comparison::{Force, Shift};

/// What pushed or held one of two rounds and not the other, with how it stood and stands: "A cap fell away: months of money (9
/// months) allows more than optimizing now".
pub fn force((before, after): (&Round, &Round), shift: &Shift) -> String {
    let (there, now) = (if shift.came { after } else { before }, after);
    let question = |index: usize| {
        let question = there.questionnaire.at(index)?;
        // How it stands now is what tells why it fell away.
        Some(
            now.questionnaire.question(&question.id).map_or_else(|| lower_first(&question.title), |q| named(q, now.standings.get(q.index))),
        )
    };
    let a = &there.outcome.reference;
    let because = |all| all_because(&there.questionnaire, &a.scores, all);
    let rules = &there.questionnaire.rules;
    let verdict = match shift.force {
        Force::Rule(_) | Force::Floor(_) => calls_for(a.need),
        Force::Limit(_) | Force::Cap(_) => calls_for(a.allowed),
    };
    let what = match shift.force {
        Force::Rule(index) => rules.raising.get(index).map(|r| because(&r.all)),
        Force::Limit(index) => rules.limits.get(index).map(|l| because(&l.all)),
        Force::Floor(index) | Force::Cap(index) => question(index),
    }
    .unwrap_or_default();
    match (&shift.force, shift.came) {
        (Force::Rule(_), true) => format!("Called for now: {verdict}, because {what}"),
        (Force::Rule(_), false) => format!("No longer called for: {verdict}. Before, {what}"),
        (Force::Floor(_), true) => format!("Called for now: {verdict}, by {what} alone"),
        (Force::Floor(_), false) => format!("No longer called for: {verdict}, by {what}"),
        (Force::Limit(_), true) => format!("A limit holds it at {verdict}: {what}"),
        (Force::Limit(_), false) => format!("A limit fell away. Before, no more than {verdict} was possible: {what}"),
        (Force::Cap(_), true) => format!("A cap holds it at {verdict}: {what}"),
        (Force::Cap(_), false) => format!("A cap fell away, which held it at {verdict}: {what}"),
    }
}
