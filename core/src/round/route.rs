//! The route: which question comes next, and how far one has come.

use crate::decision::asking;
use crate::model::track::Part;
use crate::round::Round;
use crate::standing::{Standing, Stands};
use std::collections::HashSet;

/// How far a track has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Questions that something was said about.
    pub done: usize,
    /// Questions that apply.
    pub total: usize,
}

/// Positions of the questions of a track in the order of asking, without those that do not apply. Parts whose `first_if`
/// holds come first: why somebody is here decides what is talked about first, never what is scored. Parts that wait for a need
/// come last.
pub fn order(round: &Round, track: &str) -> Vec<usize> {
    let questionnaire = &round.questionnaire;
    let active = |i: &usize| round.standings.get(*i).is_some_and(|s| s.state != Stands::Inactive);
    let Some(track) = questionnaire.track(track) else {
        return (0..questionnaire.questions.len()).filter(active).collect();
    };
    let (before, after): (Vec<&Part>, Vec<&Part>) = track.parts.iter().partition(|part| round.comes_first(part));
    let (last, after): (Vec<&Part>, Vec<&Part>) = after.into_iter().partition(|part| round.waits_for(part).is_some());
    before.into_iter().chain(after).chain(last).flat_map(|p| p.questions.iter().copied()).filter(active).collect()
}

/// An order by worth: what was asked already, then what brings the verdict nearest, then the rest in its own order, and last
/// what is asked last.
pub fn by_worth(round: &Round, asked: Vec<usize>, order: &[usize]) -> Vec<usize> {
    let worth = asking::order(&round.questionnaire, &round.outcome);
    // What was asked stays; of the rest each comes once.
    let mut left: HashSet<usize> = order.iter().copied().collect();
    for index in &asked {
        left.remove(index);
    }
    let rest = worth.iter().chain(order).copied().filter(|i| left.remove(i));
    let (last, rest): (Vec<usize>, Vec<usize>) = rest.partition(|i| round.late.contains_key(i));
    asked.into_iter().chain(rest).chain(last).collect()
}

/// Whether there is still something to do about a question: carried answers want to be confirmed, text is asked once.
pub fn pending(standing: &Standing) -> bool {
    match standing.state {
        Stands::Unanswered => true,
        Stands::Answered | Stands::NotApplicable | Stands::Unknown | Stands::Disagreement => standing.unconfirmed,
        Stands::Text => standing.counted.is_empty() && !standing.open_point,
        Stands::Inactive | Stands::Parked => false,
    }
}

/// How far an order has come. Parked questions are not done.
pub fn progress(order: &[usize], standings: &[Standing]) -> Progress {
    let mut progress = Progress::default();
    for standing in order.iter().filter_map(|i| standings.get(*i)) {
        if standing.state == Stands::Text {
            continue;
        }
        progress.total += 1;
        progress.done += usize::from(!pending(standing) && standing.state != Stands::Parked);
    }
    progress
}

/// Where to start or resume: the first pending question, else the first parked one, else the first.
pub fn resume(order: &[usize], standings: &[Standing]) -> Option<usize> {
    let first = |wanted: &dyn Fn(&Standing) -> bool| order.iter().position(|i| standings.get(*i).is_some_and(wanted));
    first(&pending).or_else(|| first(&|s| s.state == Stands::Parked)).or(if order.is_empty() { None } else { Some(0) })
}

/// The next pending position after `from`, wrapping around once.
pub fn next_pending(order: &[usize], standings: &[Standing], from: usize) -> Option<usize> {
    let wanted = |p: &usize| order.get(*p).and_then(|i| standings.get(*i)).is_some_and(pending);
    (from + 1..order.len()).find(wanted).or_else(|| (0..from).find(wanted))
}
