//! The numbers of the rules, by name. Source: the decision model (reasoned conventions, not laws).

use crate::model::exact::Decimal;
use serde::{Deserialize, Serialize};

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident = $default:literal),+ $(,)?) => {
        /// Thresholds of the rules; a questionnaire may override each in `[numbers]`.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct Numbers { $($(#[$doc])* pub $name: Decimal),+ }

        impl Numbers {
            /// Names in the order of the model.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];

            /// Replaces a number; false if no rule has this name.
            pub fn set(&mut self, name: &str, value: Decimal) -> bool {
                match name { $(stringify!($name) => { self.$name = value; true })+ _ => false }
            }

            /// Every number with its name.
            pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Decimal)> {
                [$((stringify!($name), &self.$name)),+].into_iter()
            }
        }

        impl Default for Numbers {
            fn default() -> Self {
                Numbers { $($name: Decimal::parse($default).unwrap_or_else(|| Decimal::whole(0))),+ }
            }
        }
    };
}

numbers! {
    /// Pain above this calls for work (strictly greater).
    optimize_pain = "0.25",
    /// This many kinds of red flag call for work.
    optimize_flags = "1",
    /// Tactical health below this calls for work.
    optimize_tactical = "0.60",
    /// A foundation below this calls for work.
    optimize_foundation = "0.75",
    /// A foundation below this calls for restructuring.
    restructure_foundation = "0.50",
    /// This many kinds of red flag call for restructuring ...
    restructure_flags = "3",
    /// ... where the foundation is below this.
    restructure_flags_foundation = "0.75",
    /// A weakest area below this calls for restructuring ...
    restructure_weakest = "0.35",
    /// ... where pain is at least this.
    restructure_pain = "0.25",
    /// A foundation below this ...
    rebuild_foundation = "0.40",
    /// ... weak in at least this share of areas ...
    rebuild_breadth = "0.50",
    /// ... with at least this pain calls for a rebuild.
    rebuild_pain = "0.40",
    /// An area below this counts as weak for the breadth.
    weak_area = "0.50",
    /// Feasibility below this does not allow a rebuild.
    feasibility = "0.50",
    /// A flagged question at this level or below raises its flag.
    flag_level = "1",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_a_decimal_and_keeps_its_text() {
        let numbers = Numbers::default();
        let texts: Vec<_> = numbers.iter().map(|(_, d)| d.text().to_owned()).collect();
        assert_eq!(texts, ["0.25", "1", "0.60", "0.75", "0.50", "3", "0.75", "0.35", "0.25", "0.40", "0.50", "0.40", "0.50", "0.50", "1"]);
    }

    #[test]
    fn a_number_is_set_by_its_name_and_no_other() {
        let mut numbers = Numbers::default();
        assert!(numbers.set("optimize_pain", Decimal::whole(1)) && numbers.optimize_pain == Decimal::whole(1));
        assert!(!numbers.set("optimise_pain", Decimal::whole(1)));
    }
}
