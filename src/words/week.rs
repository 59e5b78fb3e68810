//! A week and 30 days in words: for whom the plan is made, and how much of it fits.

use super::action::effort;
use super::number::{decimal, spoken};
use underpin_core::model::exact::{Exact, ratio};
use underpin_core::model::words::Verdict;
use underpin_core::plan::{Capacity, Plan};
use underpin_core::round::Round;

/// For whom the plan is made: "two of your 6 developers at half their time".
fn people(capacity: &Capacity) -> String {
    let one = ratio(1, 1);
    match &capacity.there_are {
        None => "two people at half their time (how many there are was not said)".to_owned(),
        Some(n) if *n > capacity.people => {
            let some = if capacity.people == one { "one".to_owned() } else { spoken(2) };
            format!("{some} of your {} developers at half their time", decimal(n))
        }
        Some(n) if *n == one => "your one developer at half the time".to_owned(),
        Some(n) => format!("your {} developers at half their time", decimal(n)),
    }
}

fn about(days: &Exact) -> String {
    format!("about {} person-days", decimal(days))
}

/// What fits into 30 days, and what it means to stand there: "Planned for two people at half their time: about 20 person-days in
/// each 30 days. An action stands where work on it begins."
pub fn capacity(capacity: &Capacity) -> String {
    format!("Planned for {}: {} in each 30 days. An action stands where work on it begins.", people(capacity), about(&capacity.month()))
}

/// Why there are actions where upkeep is enough; nothing where more is called for.
pub fn upkeep(round: &Round) -> Option<&'static str> {
    let enough = round.verdict() == Some(Verdict::Maintain) && round.undecided().is_none();
    enough.then_some("Upkeep is enough: none of this has to be done at once.")
}

/// What fits into this week, and what is begun although it does not; nothing where nothing is begun.
pub fn this_week(plan: &Plan<'_>) -> Option<String> {
    let begun = || plan.this_week.iter().filter_map(|b| plan.actions.get(b.action)).filter_map(|a| a.effort.as_ref());
    let week = plan.capacity.week();
    let zero = || (ratio(0, 1), ratio(0, 1));
    let all = begun().fold(zero(), |(low, high), e| (low + &e.days.0, high + &e.days.1));
    if plan.this_week.is_empty() {
        return None;
    }
    let fits = format!("A week is {}: {}.", about(&week), people(&plan.capacity));
    let longer = plan.this_week.iter().filter(|b| !b.ends).count();
    Some(match longer {
        0 => fits,
        1 => format!("{fits} What is only begun goes on after it."),
        _ => format!(
            "{fits} Together this is {}, but none of it can wait: free more people, or begin with the first.",
            effort(&all.0, &all.1)
        ),
    })
}

/// An action of this week by its title: what is not over by the end of the week is only begun in it.
pub fn begin(title: &str, longer: bool) -> String {
    if longer { format!("Begin: {title}") } else { title.to_owned() }
}
