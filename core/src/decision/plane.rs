//! The decision plane: what the verdict would be if only foundation and pain were others.

use super::assess::{Assessment, verdict_with};
use super::scores::With;
use super::sheet::Sheet;
use crate::model::exact::ratio;
use crate::model::rules::Score;
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
    let cell = |column: u16, row: u16| {
        let put = [(Score::Foundation, middle(column, columns)), (Score::Pain, middle(rows - 1 - row, rows))];
        verdict_with(sheet, now, &With { scores: &now.scores, put: &put })
    };
    Plane { rows: (0..rows).map(|row| (0..columns).map(|column| cell(column, row)).collect()).collect() }
}
