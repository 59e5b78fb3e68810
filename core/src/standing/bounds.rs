//! The natural limits of a figure, read from its unit.

use crate::log::event::Figure;
use crate::model::exact::{Exact, ratio};
use num_traits::Zero as _;

/// Numbers that units write as words.
const WORDS: &[(&str, i64)] = &[("five", 5), ("ten", 10), ("twelve", 12), ("twenty", 20), ("hundred", 100)];

/// The most that a unit can mean, which also says that less than nothing is none: `of ten`, `of 5 faults`, `percent`.
/// `None` for a unit without a limit, such as `hours`. The format has no key for it, so the unit is the one place that
/// says it: screens, line mode and sheets all ask here.
pub fn most(unit: &str) -> Option<i64> {
    let mut words = unit.split_whitespace();
    match words.next()? {
        "percent" | "%" => Some(100),
        "of" => {
            let number = words.next()?;
            number.parse().ok().or_else(|| WORDS.iter().find(|(word, _)| *word == number).map(|(_, n)| *n))
        }
        _ => None,
    }
}

/// Whether a figure lies within the limits of its unit.
pub fn within(unit: &str, figure: &Figure) -> bool {
    most(unit).is_none_or(|most| *figure.low.value() >= Exact::zero() && *figure.high.value() <= ratio(most, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::exact::Decimal;

    #[test]
    fn a_unit_says_how_much_there_can_be() {
        for (unit, limit) in
            [("of ten", Some(10)), ("of five", Some(5)), ("of 100 failed builds", Some(100)), ("percent of the time", Some(100))]
        {
            assert_eq!(most(unit), limit, "{unit}");
        }
        for unit in ["hours", "times in 12 months", "times the peak", "", "of them"] {
            assert_eq!(most(unit), None, "{unit}");
        }
        let figure = |n| Figure::of(Decimal::whole(n));
        assert!(within("of ten", &figure(10)) && within("of ten", &figure(0)) && within("hours", &figure(-1)));
        assert!(!within("of ten", &figure(12)) && !within("percent", &figure(-1)));
    }
}
