//! How much work fits into a week and into 30 days with the people there are, and what is begun this week.

use super::{Action, Ground, Group, Horizon};
use crate::model::exact::{Exact, ratio};
use crate::model::question::Kind;
use crate::standing::parts::part;
use num_traits::{Signed, Zero};

/// So many people work on the plan, where there are as many. Expert value.
const PEOPLE: i64 = 2;

/// Working days in a week.
const WEEK: i64 = 5;

/// Working days in 30 days.
const MONTH: i64 = 20;

/// So many actions to begin with at most, what stops the bleeding apart. Expert value.
const THIS_WEEK: usize = 3;

/// How much work fits: at most two people at half their time, as the product goes on meanwhile. Expert value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// How many there are, where an answer says so; the fewest that it allows.
    pub there_are: Option<Exact>,
    /// How many of them work on the plan, at half their time.
    pub people: Exact,
}

impl Capacity {
    fn of(there_are: Option<Exact>) -> Capacity {
        let most = ratio(PEOPLE, 1);
        let people = there_are.clone().map_or_else(|| most.clone(), |n| n.min(most.clone()));
        Capacity { there_are, people }
    }

    /// Person-days in a week.
    pub fn week(&self) -> Exact {
        &self.people * ratio(WEEK, 2)
    }

    /// Person-days in 30 days.
    pub fn month(&self) -> Exact {
        &self.people * ratio(MONTH, 2)
    }
}

/// An action that is begun this week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Its position in the plan.
    pub action: usize,
    /// Even at its longest it is over by the end of the week, after those before it.
    pub ends: bool,
}

impl Ground<'_> {
    /// How much work fits, by the answer that counts those who do it. None of them is no number to plan with.
    pub(super) fn capacity(&self) -> Capacity {
        let counted = self.questionnaire.questions.iter().find_map(|question| {
            let Kind::Ratio { parts, .. } = &question.kind else { return None };
            let people = parts.iter().find(|p| p.people)?;
            part(question, self.standing(question.index)?, self.state.record(&question.id), &people.id)
        });
        Capacity::of(counted.map(|(low, _)| low).filter(Signed::is_positive))
    }
}

/// The first actions of the first 30 days, as far as a week reaches: behind nothing that is still open then, and at most one that
/// goes on afterwards. What stops the bleeding is begun however much there is.
pub(super) fn this_week(actions: &[Action<'_>], capacity: &Capacity) -> Vec<Begun> {
    let week = capacity.week();
    let mut left = week.clone();
    let mut begun: Vec<Begun> = Vec::new();
    for (place, action) in actions.iter().enumerate().filter(|(_, a)| !a.closed() && a.horizon == Horizon::Days30) {
        let Some(effort) = &action.effort else { continue };
        let over = |place: usize| begun.iter().any(|b| b.action == place && b.ends);
        let waits = |id: &String| actions.iter().enumerate().any(|(i, a)| a.id == *id && !a.closed() && !over(i));
        let room = begun.len() < THIS_WEEK && left.is_positive() && effort.days.0 <= week;
        if (room || action.group == Group::StopTheBleeding) && !action.after.iter().any(waits) {
            let ends = effort.days.1 <= left;
            left = (left - &effort.days.1).max(Exact::zero());
            begun.push(Begun { action: place, ends });
        }
    }
    begun
}
