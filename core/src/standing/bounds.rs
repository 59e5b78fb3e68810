//! The natural limits of a figure.

use crate::log::event::Figure;
use crate::model::exact::{Decimal, Exact};
use num_traits::Zero as _;

/// Whether a figure lies within what its question allows: screens, line mode and sheets all ask here. Where there is a most,
/// as with "of ten", less than nothing is none either.
pub fn within(most: Option<&Decimal>, figure: &Figure) -> bool {
    most.is_none_or(|most| *figure.low.value() >= Exact::zero() && figure.high.value() <= most.value())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_with_a_most_lies_between_nothing_and_that() {
        let figure = |n| Figure::of(Decimal::whole(n));
        let ten = Decimal::whole(10);
        assert!(within(Some(&ten), &figure(10)) && within(Some(&ten), &figure(0)));
        assert!(!within(Some(&ten), &figure(12)) && !within(Some(&ten), &figure(-1)));
        assert!(within(None, &figure(-1)) && within(None, &figure(12)));
    }
}
