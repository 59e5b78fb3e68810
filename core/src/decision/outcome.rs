//! The outcome of a round: reference, exact interval over the open answers, coverage, area scores, urgency.

use super::rules::{Assessment, assess};
use super::scores::{Pick, Scores};
use super::sheet::{Entry, Sheet};
use crate::model::exact::{Exact, ratio};
use crate::model::questionnaire::Questionnaire;
use crate::model::words::{Axis, Verdict};
use crate::standing::base::Base;
use crate::standing::{Standing, Stands};
use num_traits::{One, Zero};

/// An interval of verdicts, mildest to strongest.
pub type Range = (Verdict, Verdict);

/// How soon to act; from the mean of the symptoms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Mean level under 1.5: within 30 days.
    ThirtyDays,
    /// Up to 2.5: within 60 to 90 days.
    NinetyDays,
    /// Else: plan it.
    Plan,
}

impl Urgency {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Urgency::ThirtyDays => "30d",
            Urgency::NinetyDays => "60-90d",
            Urgency::Plan => "plan",
        }
    }

    /// In words.
    pub fn sentence(self) -> &'static str {
        match self {
            Urgency::ThirtyDays => "Act within 30 days: users, on-call or finance already feel it.",
            Urgency::NinetyDays => "Act within 60 to 90 days: it is felt, but it does not burn.",
            Urgency::Plan => "No hurry: plan it, and do it well.",
        }
    }
}

/// How many questions of the base are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Answered, unanswered, unknown, parked and disagreed about.
    pub applicable: usize,
    /// With a value, settled and unconfirmed ones included.
    pub answered: usize,
    /// Nothing said.
    pub unanswered: usize,
    /// Don't know.
    pub unknown: usize,
    /// Put aside.
    pub parked: usize,
    /// Respondents differ.
    pub disagreements: usize,
    /// Answered, but only carried over.
    pub unconfirmed: usize,
    /// Said to be not applicable.
    pub not_applicable: usize,
    /// Switched off by a condition.
    pub inactive: usize,
}

/// The score of an area, for display only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaScore {
    /// Position of the area.
    pub area: usize,
    /// With open answers in the middle.
    pub score: Option<Exact>,
    /// With open answers at their worst.
    pub low: Option<Exact>,
    /// With open answers at their best.
    pub high: Option<Exact>,
    /// How many have a value.
    pub answered: usize,
    /// How many apply.
    pub applicable: usize,
}

/// Everything that a round's answers come to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The sheet it was computed from.
    pub sheet: Sheet,
    /// Base weights, open answers in the middle.
    pub reference: Assessment,
    /// Conditions at their worst, feasibility at its best: the strongest reachable verdict.
    pub strongest: Assessment,
    /// Conditions at their best, feasibility at its worst: the mildest reachable verdict.
    pub mildest: Assessment,
    /// States of the base.
    pub counts: Counts,
    /// Areas, in order.
    pub areas: Vec<AreaScore>,
    /// How soon to act; `None` without symptoms.
    pub urgency: Option<Urgency>,
    /// Weighted share of structural questions that are answered, averaged over areas.
    pub structural_coverage: Option<Exact>,
    /// Weighted share of symptom questions that are answered.
    pub symptom_coverage: Option<Exact>,
    /// Weighted share of feasibility questions that are answered.
    pub feasibility_coverage: Option<Exact>,
}

impl Outcome {
    /// Computes the outcome of a base.
    pub fn of(questionnaire: &Questionnaire, base: &Base, standings: &[Standing]) -> Outcome {
        let sheet = Sheet::of(questionnaire, base, standings);
        let reference = assess(&sheet, Pick::Middle, Pick::Middle);
        let strongest = assess(&sheet, Pick::Low, Pick::High);
        let mildest = assess(&sheet, Pick::High, Pick::Low);
        let answered = |e: &Entry| standings.get(e.question).is_some_and(|s| matches!(s.state, Stands::Answered | Stands::Disagreement));
        Outcome {
            counts: counts(base, standings),
            areas: areas(questionnaire, &sheet, standings),
            urgency: reference.scores.pain.as_ref().map(urgency),
            structural_coverage: structural_coverage(&sheet, &answered),
            symptom_coverage: coverage(&sheet, Axis::Symptom, &answered),
            feasibility_coverage: coverage(&sheet, Axis::Feasibility, &answered),
            sheet,
            reference,
            strongest,
            mildest,
        }
    }

    /// The interval of verdicts over all fillings of the open answers: exact, both ends attained.
    pub fn interval(&self) -> Range {
        (self.mildest.verdict, self.strongest.verdict)
    }

    /// The interval of the need.
    pub fn need_interval(&self) -> Range {
        (self.mildest.need, self.strongest.need)
    }

    /// The interval of what is allowed.
    pub fn allowed_interval(&self) -> Range {
        (self.mildest.allowed, self.strongest.allowed)
    }

    /// No open answer can change the verdict any more.
    pub fn decided(&self) -> bool {
        self.mildest.verdict == self.strongest.verdict
    }

    /// Whether there is nothing structural or no symptom to go by.
    pub fn has_no_ground(&self) -> bool {
        self.reference.scores.foundation.is_none() || self.reference.scores.pain.is_none()
    }

    /// Whether little is answered: below 60 % of structural, 50 % of symptom or, for a rebuild, 50 % of feasibility.
    pub fn coverage_is_thin(&self) -> bool {
        let below = |c: &Option<Exact>, n, d| c.as_ref().is_none_or(|c| *c < ratio(n, d));
        below(&self.structural_coverage, 3, 5)
            || below(&self.symptom_coverage, 1, 2)
            || (self.reference.verdict == Verdict::Rebuild && below(&self.feasibility_coverage, 1, 2))
    }

    /// A sub-score with its interval: reference, low, high.
    pub fn score(&self, of: impl Fn(&Scores) -> Option<Exact>) -> Option<(Exact, Exact, Exact)> {
        let value = of(&self.reference.scores)?;
        let (a, b) = (of(&self.mildest.scores)?, of(&self.strongest.scores)?);
        let (low, high) = if a <= b { (a, b) } else { (b, a) };
        Some((value, low, high))
    }
}

fn counts(base: &Base, standings: &[Standing]) -> Counts {
    let mut counts = Counts::default();
    for standing in base.questions.iter().filter_map(|i| standings.get(*i)) {
        match standing.state {
            Stands::Text => {}
            Stands::Inactive => counts.inactive += 1,
            Stands::NotApplicable => counts.not_applicable += 1,
            Stands::Disagreement => counts.disagreements += 1,
            Stands::Unknown => counts.unknown += 1,
            Stands::Answered => {
                counts.answered += 1;
                counts.unconfirmed += usize::from(standing.unconfirmed);
            }
            Stands::Parked => counts.parked += 1,
            Stands::Unanswered => counts.unanswered += 1,
        }
        counts.applicable += usize::from(standing.applicable());
    }
    counts
}

fn urgency(pain: &Exact) -> Urgency {
    let mean = (Exact::one() - pain) * ratio(4, 1);
    if mean < ratio(3, 2) {
        Urgency::ThirtyDays
    } else if mean <= ratio(5, 2) {
        Urgency::NinetyDays
    } else {
        Urgency::Plan
    }
}

fn areas(questionnaire: &Questionnaire, sheet: &Sheet, standings: &[Standing]) -> Vec<AreaScore> {
    (0..questionnaire.areas.len())
        .map(|area| {
            let mine: Vec<&Entry> = sheet.entries.iter().filter(|e| e.area == area && e.axis != Axis::Feasibility).collect();
            let mean = |pick: Pick| {
                let weight: i64 = mine.iter().map(|e| i64::from(e.weight)).sum();
                let eighths: i64 = mine.iter().map(|e| i64::from(e.weight) * i64::from(pick.twice(e))).sum();
                (weight > 0).then(|| ratio(eighths, 8 * weight))
            };
            let answered = mine.iter().filter(|e| standings.get(e.question).is_some_and(|s| s.state == Stands::Answered)).count();
            AreaScore { area, score: mean(Pick::Middle), low: mean(Pick::Low), high: mean(Pick::High), answered, applicable: mine.len() }
        })
        .collect()
}

fn coverage(sheet: &Sheet, axis: Axis, answered: &dyn Fn(&Entry) -> bool) -> Option<Exact> {
    share(sheet.entries.iter().filter(|e| e.axis == axis), answered)
}

fn share<'e>(entries: impl Iterator<Item = &'e Entry>, answered: &dyn Fn(&Entry) -> bool) -> Option<Exact> {
    let (mut part, mut whole) = (0_i64, 0_i64);
    for entry in entries {
        let weight = i64::from(entry.weight);
        whole += weight;
        part += if answered(entry) { weight } else { 0 };
    }
    (whole > 0).then(|| ratio(part, whole))
}

/// Per area, then averaged with the area weights.
fn structural_coverage(sheet: &Sheet, answered: &dyn Fn(&Entry) -> bool) -> Option<Exact> {
    let (mut above, mut below) = (Exact::zero(), Exact::zero());
    for (area, weight) in sheet.area_weights.iter().enumerate() {
        let mine = sheet.entries.iter().filter(|e| e.axis == Axis::Structural && e.area == area);
        if let Some(share) = share(mine, answered) {
            above += share * weight;
            below += weight;
        }
    }
    (!below.is_zero()).then(|| above / below)
}
