//! The outcome of a round: reference, exact interval over the open answers, coverage, area scores, urgency.

use super::assess::{Assessment, assess};
use super::coverage::Coverage;
use super::scores::{Pick, Scores};
use super::sheet::{Entry, Sheet};
use super::sum::Sum;
use crate::model::exact::{Exact, ratio};
use crate::model::question::Question;
use crate::model::questionnaire::Questionnaire;
use crate::model::rules::Score;
use crate::model::words::{Axis, Verdict};
use crate::standing::base::Base;
use crate::standing::{Standing, Stands};
use num_traits::One;

/// An interval of verdicts, mildest to strongest.
pub type Range = (Verdict, Verdict);

/// How soon to act: from urgent answers, else from the mean of the symptoms. Source: the decision model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// An urgent answer at level 1 or below: this week.
    Week,
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
            Urgency::Week => "week",
            Urgency::ThirtyDays => "30d",
            Urgency::NinetyDays => "60-90d",
            Urgency::Plan => "plan",
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreaScore {
    /// Position of the area.
    pub area: usize,
    /// With open answers in the middle.
    pub score: Option<Exact>,
    /// With open answers at their worst.
    pub low: Option<Exact>,
    /// With open answers at their best.
    pub high: Option<Exact>,
    /// How many have an answer, as [`Counts::with_answer`] counts.
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
    /// Answers that can end the business overnight, wherever they were asked: positions, in file order.
    pub urgent: Vec<usize>,
    /// How soon to act; `None` where too little is known of the symptoms.
    pub urgency: Option<Urgency>,
    /// How much is answered.
    pub coverage: Coverage,
}

impl Outcome {
    /// Computes the outcome of a base.
    pub fn of(questionnaire: &Questionnaire, base: &Base, standings: &[Standing]) -> Outcome {
        let sheet = Sheet::of(questionnaire, base, standings);
        let reference = assess(&sheet, Pick::Middle, Pick::Middle);
        let strongest = assess(&sheet, Pick::Low, Pick::High);
        let mildest = assess(&sheet, Pick::High, Pick::Low);
        let answered = |e: &Entry| standings.get(e.question).is_some_and(|s| s.state.has_value());
        let coverage = Coverage::of(&sheet, &answered);
        let burns = |q: &&Question| q.urgent && standings.get(q.index).is_some_and(|s| s.state.has_value() && s.span.high <= 1);
        let urgent: Vec<usize> = questionnaire.questions.iter().filter(burns).map(|q| q.index).collect();
        let by_pain = reference.scores.pain.as_ref().filter(|_| coverage.tells_urgency()).map(urgency);
        Outcome {
            counts: counts(base, standings),
            areas: areas(questionnaire, &sheet, standings),
            urgency: if urgent.is_empty() { by_pain } else { Some(Urgency::Week) },
            urgent,
            coverage,
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

    /// Whether little is answered for the verdict that is said.
    pub fn coverage_is_thin(&self) -> bool {
        self.coverage.is_thin() || (self.reference.verdict == Verdict::Rebuild && self.coverage.is_thin_for_a_rebuild())
    }

    /// A score with its interval: reference, low, high.
    pub fn score(&self, score: Score) -> Option<(Exact, Exact, Exact)> {
        self.range(|scores| scores.value(score))
    }

    /// A value of the sub-scores with its interval: reference, low, high.
    pub fn range(&self, of: impl Fn(&Scores) -> Option<Exact>) -> Option<(Exact, Exact, Exact)> {
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
    const PICKS: [Pick; 3] = [Pick::Middle, Pick::Low, Pick::High];
    let mut areas: Vec<([Sum; 3], AreaScore)> = vec![Default::default(); questionnaire.areas.len()];
    for entry in sheet.entries.iter().filter(|e| e.axis != Axis::Feasibility) {
        let area = questionnaire.at(entry.question).and_then(|q| areas.get_mut(q.area));
        let Some((sums, score)) = area else { continue };
        for (sum, pick) in sums.iter_mut().zip(PICKS) {
            sum.add(entry.weight, pick.twice(entry));
        }
        score.applicable += 1;
        score.answered += usize::from(standings.get(entry.question).is_some_and(|s| s.state.has_value()));
    }
    let finished = areas.into_iter().enumerate().map(|(area, ([middle, low, high], counted))| AreaScore {
        area,
        score: middle.mean(),
        low: low.mean(),
        high: high.mean(),
        ..counted
    });
    finished.collect()
}
