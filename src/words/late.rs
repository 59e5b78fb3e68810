//! What is asked last, and what was not asked.

use super::calls_for;
use underpin_core::model::words::Verdict;
use underpin_core::round::Round;

/// Why a question comes last.
pub fn late(until: Verdict) -> String {
    format!("Asked last: it matters only once the answers call for {}.", calls_for(until))
}

/// What was not asked because nothing calls for it; said once there is a verdict, or the round is completed.
pub fn not_asked(round: &Round) -> Option<String> {
    if !round.has_verdict() || (!round.state.completed && round.undecided().is_some()) {
        return None;
    }
    let until = round.not_asked().into_values().min()?;
    let what = if until >= Verdict::Restructure { "a rebuild is possible" } else { "the work can be carried" };
    Some(format!("Whether {what} was not asked: nothing in the answers calls for {} so far.", calls_for(until)))
}
