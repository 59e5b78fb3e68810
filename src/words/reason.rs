//! What stands around the reasons: where there is none, classic signs, and what counts in no area.

use super::list;
use underpin_core::plan::{Plan, Signs};
use underpin_core::round::Round;

/// What is said where no rule fired for certain.
pub fn no_reason(round: &Round) -> Option<&'static str> {
    let open = round.undecided().is_some() && !round.outcome.decided();
    let said = if open { "Nothing yet: the missing answers can still turn every rule." } else { "No rule asks for more than upkeep." };
    round.has_verdict().then_some(said)
}

/// Which of the classic signs show, of those that the answers tell of: "Signs that repair is enough, 1 of 4: releases are calm."
/// What was not asked is no sign that is missing. Nothing where nothing is answered.
pub fn signs(round: &Round, plan: &Plan<'_>) -> Vec<String> {
    if round.outcome.counts.with_answer() == 0 {
        return Vec::new();
    }
    let sentence = |(towards, signs): (&str, &Signs<'_>)| {
        let present: Vec<String> = signs.present.iter().map(|s| s.title.clone()).collect();
        let which = if present.is_empty() { String::new() } else { format!(": {}", list(&present)) };
        (signs.told > 0).then(|| format!("{towards}, {} of {}{which}.", present.len(), signs.told))
    };
    [("Signs that repair is enough", &plan.optimise_signs), ("Signs for a rebuild", &plan.rebuild_signs)]
        .into_iter()
        .filter_map(sentence)
        .collect()
}

/// How many answers count in no area.
pub fn outside_areas(answered: usize, applicable: usize) -> String {
    format!("Areas leave out how ready you are for a rebuild: {answered} of {applicable} answered.")
}
