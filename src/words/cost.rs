//! What an action costs beside the days: what the days are made of, people for as long as it is kept, money paid to others.

use super::action::effort;
use super::number::decimal;
use underpin_core::model::exact::{Decimal, Exact, ratio};
use underpin_core::model::guidance::{EffortPer, OutsideCost, Remedy, Running};
use underpin_core::model::question::{Kind, Question};
use underpin_core::plan::Action;
use underpin_core::round::Round;

fn from_to(low: &str, high: &str) -> String {
    if low == high { low.to_owned() } else { format!("{low} to {high}") }
}

/// What is counted: the label of the part, or the unit of the figure.
fn counts<'q>(question: &'q Question, per: &EffortPer) -> &'q str {
    match &question.kind {
        Kind::Ratio { parts, .. } => parts.iter().find(|p| Some(&p.id) == per.part.as_ref()).map_or("", |p| p.label.as_str()),
        Kind::Figure { unit, .. } => unit,
        Kind::Levels(_) | Kind::Text => "",
    }
}

/// What the days were made of: "2-5 days for each, at 6 services"; nothing where they are one range.
pub fn effort_from(round: &Round, action: &Action<'_>) -> Option<String> {
    let (low, high): &(Exact, Exact) = action.effort.as_ref()?.counted.as_ref()?;
    let per = action.remedy?.effort_per.as_ref()?;
    let what = counts(round.questionnaire.at(per.question)?, per);
    let each = effort(per.days.0.value(), per.days.1.value());
    Some(format!("{each} for each, at {} {what}", from_to(&decimal(low), &decimal(high))))
}

/// "20 % of the team, for as long as it is kept".
pub fn running(remedy: &Remedy) -> Option<String> {
    let much = match remedy.running.as_ref()? {
        Running::ShareOfTeam(share) => format!("{} % of the team", decimal(&(share.value() * ratio(100, 1)))),
        Running::People(from, to) => format!("{} people", from_to(from.text(), to.text())),
    };
    Some(format!("{much}, for as long as it is kept"))
}

/// "8000 to 25000 EUR per test": as it is written, because nobody here knows the rate of the day.
pub fn outside_cost(remedy: &Remedy) -> Option<String> {
    let OutsideCost { low, high, currency, per } = remedy.outside_cost.as_ref()?;
    Some(format!("{} {currency} per {per}", from_to(Decimal::text(low), Decimal::text(high))))
}
