//! The interpreter of the rules: one reading of the table for exact scores, tallies and sampled worlds alike.

use crate::model::rules::{Limit, Rules, Test};
use crate::model::words::Verdict;
use std::cmp::Ordering;

/// Anything with scores that rules can test.
pub trait Scored {
    /// How the score of a test compares with its number; `None` while the score is undefined.
    fn compare(&self, test: &Test) -> Option<Ordering>;
}

/// Whether a test holds. One of an undefined score does not.
pub fn holds(test: &Test, scores: &impl Scored) -> bool {
    scores.compare(test).is_some_and(|compared| test.side.holds(compared))
}

/// Whether all tests of a row hold.
pub fn fires(all: &[Test], scores: &impl Scored) -> bool {
    all.iter().all(|test| holds(test, scores))
}

/// Whether a limit applies. Undefined feasibility meets exactly the limits that allow a restructuring or more: nobody who
/// said nothing about the organisation is told to rebuild, or not to repair.
pub fn meets(limit: &Limit, scores: &impl Scored) -> bool {
    if limit.all.iter().any(|test| scores.compare(test).is_none()) {
        return limit.allows >= Verdict::Restructure;
    }
    fires(&limit.all, scores)
}

/// What the rules call for.
pub fn need(rules: &Rules, scores: &impl Scored) -> Verdict {
    let mut need = Verdict::Maintain;
    for rule in &rules.raising {
        if rule.raises > need && fires(&rule.all, scores) {
            need = rule.raises;
        }
    }
    need
}

/// What the limits allow.
pub fn allowed(rules: &Rules, scores: &impl Scored) -> Verdict {
    let met = rules.limits.iter().filter(|limit| meets(limit, scores));
    met.map(|limit| limit.allows).min().unwrap_or(Verdict::Rebuild)
}
