//! What a restructuring would be about.

use super::influence::influences;
use super::outcome::Outcome;
use crate::log::event::Levels;
use crate::model::exact::{Exact, compare, ratio};
use crate::model::questionnaire::Questionnaire;
use crate::model::words::{Axis, Scale, Verdict};
use num_traits::Signed;

/// At most so many pillars or questions are named where none is weak on its own. Source: the decision model.
const MOST_NAMED: usize = 3;

/// What the verdict's own work mends: the first that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The weak pillars, weakest first; else those that are broadly weak, at most three. Positions.
    Pillars(Vec<usize>),
    /// The questions whose floors call for it. Positions.
    Floors(Vec<usize>),
    /// The structural questions that cost the foundation most, at most three. One that is healthy, or that nobody answered,
    /// is not what it is about. Positions.
    Questions(Vec<usize>),
}

impl What {
    /// What a need of restructuring or more is about; `None` where less is needed, or where rules that do not look at the
    /// foundation ask for it and nothing in it is known to be weak.
    pub fn of(questionnaire: &Questionnaire, outcome: &Outcome) -> Option<What> {
        let now = &outcome.reference;
        if now.need < Verdict::Restructure {
            return None;
        }
        let scores = &now.scores;
        let weak = scores.weak.clone().unwrap_or_default();
        if !weak.is_empty() {
            return Some(What::Pillars(scores.weakest_first(&weak)));
        }
        let restructures = |pillar: &usize| questionnaire.pillars.get(*pillar).is_some_and(|p| p.restructures);
        let broad: Vec<usize> = scores.broad.iter().flatten().copied().filter(restructures).collect();
        if !broad.is_empty() {
            return Some(What::Pillars(scores.weakest_first(&broad).into_iter().take(MOST_NAMED).collect()));
        }
        let floors: Vec<usize> = now.floors.iter().filter(|f| f.verdict >= Verdict::Restructure).map(|f| f.question).collect();
        if !floors.is_empty() {
            return Some(What::Floors(floors));
        }
        let mut costly: Vec<(Exact, usize)> = outcome
            .sheet
            .entries
            .iter()
            .zip(influences(&outcome.sheet))
            .filter(|(e, _)| e.axis == Axis::Structural && e.span != Levels::ALL)
            .map(|(e, share)| (share * ratio(i64::from(8 - e.span.twice_middle().min(8)), 8), e.question))
            .filter(|(cost, _)| cost.is_positive())
            .collect();
        costly.sort_by(|a, b| compare(&b.0, &a.0).then(a.1.cmp(&b.1)));
        let costly: Vec<usize> = costly.into_iter().take(MOST_NAMED).map(|(_, question)| question).collect();
        (!costly.is_empty()).then_some(What::Questions(costly))
    }

    /// The pillars it names.
    pub fn pillars(&self) -> &[usize] {
        match self {
            What::Pillars(pillars) => pillars,
            What::Floors(_) | What::Questions(_) => &[],
        }
    }

    /// How far it reaches: inside the code where all named pillars do; `None` where none is named.
    pub fn scale(&self, questionnaire: &Questionnaire) -> Option<Scale> {
        let scales = self.pillars().iter().filter_map(|p| questionnaire.pillars.get(*p)).map(|p| p.scale);
        scales.reduce(|a, b| if a == Scale::Code { b } else { a })
    }
}
