//! Actions in words: where they stand, how much work they are.

use super::Titled;
use super::number::decimal;
use underpin_core::model::exact::{Exact, ratio};
use underpin_core::plan::{Group, Horizon};

impl Titled for Group {
    fn title(self) -> &'static str {
        match self {
            Group::StopTheBleeding => "Stop the bleeding",
            Group::First => "First of all",
            Group::MakePossible => "Make more possible",
            Group::QuickWin => "Quick win",
            Group::Theme => "Other work",
        }
    }
}

impl Titled for Horizon {
    fn title(self) -> &'static str {
        match self {
            Horizon::Days30 => "Days 1 to 30",
            Horizon::Days60 => "Days 31 to 60",
            Horizon::Days90 => "Days 61 to 90",
            Horizon::Later => "After day 90",
        }
    }
}

/// `effort` as a range: "1-2 days", "half a day", and from 60 person-days on "3-9 person-months" of 20 days.
pub fn effort(low: &Exact, high: &Exact) -> String {
    let month = ratio(20, 1);
    let months = *low >= ratio(60, 1);
    let unit = if months { "person-month" } else { "day" };
    // Months are rounded: nobody knows them more exactly.
    let show = |x: &Exact| if months { decimal(&(x / &month).round()) } else { decimal(x) };
    let (a, b) = (show(low), show(high));
    if a == b && a == "0.5" {
        return "half a day".into();
    }
    let plural = if b == "1" { "" } else { "s" };
    if a == b { format!("{a} {unit}{plural}") } else { format!("{a}-{b} {unit}{plural}") }
}

/// An effort that may not be known.
pub fn effort_of(days: Option<&(Exact, Exact)>) -> String {
    days.map_or_else(|| "not estimated".to_owned(), |(low, high)| effort(low, high))
}

/// A choice of a fact in words: `slow-under-load` is "slow under load".
pub fn choice(id: &str) -> String {
    id.replace('-', " ")
}

/// Planned minutes in words: "15 minutes", "about 5 hours".
pub fn duration(minutes: u32) -> String {
    if minutes < 100 { format!("{minutes} minutes") } else { format!("about {} hours", (minutes + 30) / 60) }
}
