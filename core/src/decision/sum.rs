//! A weighted mean in whole numbers, exact and cheap to change.

use crate::model::exact::{Exact, ratio};
use crate::model::rules::Number;
use std::cmp::Ordering;

/// A weighted mean in whole numbers: `Σ w · 2 level` over `8 Σ w`. A divisor of zero means undefined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Twice the levels, weighted.
    pub above: i64,
    /// Eight times the weights.
    pub below: i64,
}

impl Sum {
    /// What a weight of one adds to the divisor.
    pub const PARTS: i64 = 8;

    /// Twice the best level.
    pub const BEST: u32 = 8;

    /// Adds an answer.
    pub fn add(&mut self, weight: u32, twice: u32) {
        self.above += i64::from(weight) * i64::from(twice);
        self.below += Sum::PARTS * i64::from(weight);
    }

    /// The mean; `None` without weights.
    pub fn mean(self) -> Option<Exact> {
        (self.below > 0).then(|| ratio(self.above, self.below))
    }

    /// One minus the mean.
    pub fn rest(self) -> Sum {
        Sum { above: self.below - self.above, below: self.below }
    }

    /// How the mean compares with a number; `None` without weights.
    pub fn compare(self, number: &Number) -> Option<Ordering> {
        let (above, below) = number.fraction();
        (self.below > 0).then(|| (i128::from(self.above) * below).cmp(&(above * i128::from(self.below))))
    }
}
