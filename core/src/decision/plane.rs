//! The decision plane: what the verdict would be if only foundation and pain were others.

use super::rules::{Assessment, verdict_with};
use super::sheet::Sheet;
use crate::model::exact::ratio;
use crate::model::words::Verdict;

/// Verdicts over foundation (left to right, 0 to 1) and pain (top to bottom, 1 to 0), each cell at its middle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plane {
    /// Rows from the most pain to none.
    pub rows: Vec<Vec<Verdict>>,
}

/// The plane of an assessment in so many columns and rows; flags, gates and all other scores stay as they are.
pub fn plane(sheet: &Sheet, now: &Assessment, columns: u16, rows: u16) -> Plane {
    let middle = |place: u16, of: u16| ratio(2 * i64::from(place) + 1, 2 * i64::from(of.max(1)));
    let mut scores = now.scores.clone();
    let mut cell = |column: u16, row: u16| {
        scores.foundation = Some(middle(column, columns));
        scores.pain = Some(middle(rows - 1 - row, rows));
        verdict_with(sheet, now, &scores)
    };
    Plane { rows: (0..rows).map(|row| (0..columns).map(|column| cell(column, row)).collect()).collect() }
}
