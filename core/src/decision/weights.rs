//! How far weights may be wrong: the interval of verdicts over open answers and weights together, and the stability radius.
//!
//! Every question weight and pillar weight may be multiplied by anything between 1/κ and κ. The ends are exact: all parts are
//! monotone, and each group of weights serves one mean only.

use super::assess::Assessment;
use super::lean::Lean;
use super::outcome::Range;
use super::scores::{Pick, Scores};
use super::sheet::Sheet;

/// The largest κ of the grid, in hundredths: shown as "any weights".
pub const MOST: u32 = 1600;

/// The interval of verdicts over all fillings of the open answers and all weights within a factor κ (in hundredths).
pub fn interval(sheet: &Sheet, kappa: u32) -> Range {
    let end = |(conditions, lean): (Pick, Lean), (feasibility, feasible): (Pick, Lean)| {
        let scores = Scores::leaning(sheet, (conditions, lean), (feasibility, feasible));
        Assessment::of(sheet, scores, conditions, feasibility).verdict
    };
    let mildest = end((Pick::High, Lean::Up(kappa)), (Pick::Low, Lean::Down(kappa)));
    let strongest = end((Pick::Low, Lean::Down(kappa)), (Pick::High, Lean::Up(kappa)));
    (mildest, strongest)
}

/// The largest κ on the grid 1.00, 1.01 ... 16.00, in hundredths, at which one verdict is left; `None` when open answers
/// alone leave more than one. Boxes contain every smaller one, so the grid can be halved.
pub fn radius(sheet: &Sheet) -> Option<u32> {
    let one = |kappa: u32| {
        let (mild, strong) = interval(sheet, kappa);
        mild == strong
    };
    if !one(100) {
        return None;
    }
    let (mut fine, mut wrong) = (100, MOST + 1);
    while wrong - fine > 1 {
        let middle = fine + (wrong - fine) / 2;
        if one(middle) {
            fine = middle;
        } else {
            wrong = middle;
        }
    }
    Some(fine)
}

/// A radius as the JSON prints it: two decimals.
pub fn show(radius: u32) -> String {
    format!("{}.{:02}", radius / 100, radius % 100)
}
