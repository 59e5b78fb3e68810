//! What waits, and for what: dates that cannot move.

use super::{answer, upper_first};
use underpin_core::plan::Plan;
use underpin_core::round::Round;

/// Why work on the foundation begins late: `Hard dates ("yes, within three months"): what moves boundaries or data begins after
/// day 90.`
pub fn waits(round: &Round, plan: &Plan<'_>) -> Option<String> {
    let waits = plan.waits?;
    let named = answer::named(round.questionnaire.at(waits.question)?, round.standings.get(waits.question));
    Some(format!("{}: what moves boundaries or data begins after day {}.", upper_first(&named), waits.months * 30))
}
