//! What stands beside the answers: what to ask, what not to do yet, ways of building, habits.

use super::serial;
use crate::words::{self, Asked};
use serde::Serialize;
use std::collections::BTreeSet;
use underpin_core::decision::certainty::Certainty;
use underpin_core::decision::class::Undecided;
use underpin_core::decision::flips::flips;
use underpin_core::model::guidance::{Guidance, Pattern};
use underpin_core::model::question::Question;
use underpin_core::plan::{Plan, asks};
use underpin_core::round::Round;
use underpin_core::standing::Stands;
use underpin_core::standing::facts::fact_value;

/// The fact that tells why somebody is here.
const REASON: &str = "reason";

/// Something to ask.
#[derive(Debug, Serialize)]
pub struct AskView {
    /// The question.
    pub ask: String,
    /// What to ask to see, or an empty text.
    pub show: String,
    /// Find out what nobody knows, or check what somebody said.
    #[serde(serialize_with = "serial::title")]
    pub to_do: Asked,
    /// The answer that is to be checked, or an empty text.
    pub answer: String,
}

impl AskView {
    /// What to do, and what was answered so far: "Check: who knows the core? Answered: nobody."
    pub fn sentence(&self) -> String {
        words::asked(self.to_do, &self.ask, &self.answer)
    }
}

/// A caution.
#[derive(Debug, Serialize)]
pub struct NotYet {
    /// What not to do.
    pub title: String,
    /// Why not.
    pub reason: String,
    /// Said at the head of the plan as well.
    pub heads_plan: bool,
}

/// A practice.
#[derive(Debug, Serialize)]
pub struct PracticeView {
    /// The habit.
    pub title: String,
    /// What it means.
    pub text: String,
}

/// A way of building, to talk about.
#[derive(Debug, Serialize)]
pub struct PatternView {
    /// The choice.
    pub title: String,
    /// When it serves well.
    pub strong_when: String,
    /// When it does not.
    pub weak_when: String,
    /// How to find out.
    pub test: String,
    /// Titles of the weak answers that touch it.
    pub causes: Vec<String>,
}

/// What to ask the lead engineer. While nothing is decided, what tells most about the verdict: the missing answers are the
/// first actions then.
pub(super) fn asks(round: &Round, plan: &Plan<'_>, certainty: Option<&Certainty>) -> Vec<AskView> {
    let mut questions = match round.undecided() {
        None => Vec::new(),
        // Everything is answered: what one step would change is looked at again first.
        Some(Undecided::Border(_)) => near(round, certainty).into_iter().chain(plan.asks.iter().map(|a| a.question)).collect(),
        Some(_) => round.asking(),
    };
    let mut seen = BTreeSet::new();
    questions.retain(|q| seen.insert(*q));
    questions.truncate(asks::MOST);
    if questions.is_empty() {
        questions = plan.asks.iter().map(|a| a.question).collect();
    }
    let questions = questions.into_iter().filter_map(|i| round.questionnaire.at(i));
    let view = |q: &Question| {
        let standing = round.standings.get(q.index);
        let to_do = Asked::of(standing);
        let answer = if to_do == Asked::Check { words::lower_first(&words::answer(q, standing)) } else { String::new() };
        AskView { ask: q.ask.clone(), show: round.first_evidence(q), to_do, answer }
    };
    questions.map(view).collect()
}

/// The answers with which the fewest steps lead to another verdict, the stronger one first.
fn near(round: &Round, certainty: Option<&Certainty>) -> Vec<usize> {
    let known = certainty.map(|c| (c.stronger.clone(), c.milder.clone()));
    let (stronger, milder) = known.unwrap_or_else(|| flips(&round.outcome.sheet));
    stronger.iter().chain(&milder).flat_map(|flip| flip.notches.iter().map(|n| n.question)).collect()
}

/// What not to do yet.
pub(super) fn not_yet(plan: &Plan<'_>) -> Vec<NotYet> {
    plan.cautions.iter().map(|c| NotYet { title: c.title.clone(), reason: c.reason.clone(), heads_plan: c.heads_plan }).collect()
}

/// The ongoing practices.
pub(super) fn practices(guidance: &Guidance) -> Vec<PracticeView> {
    guidance.practices.iter().map(|p| PracticeView { title: p.title.clone(), text: p.text.clone() }).collect()
}

/// Why somebody is here, if it was said.
pub(super) fn why_here(round: &Round) -> Option<String> {
    fact_value(&round.questionnaire, &round.state, REASON).map(|id| words::choice(&id))
}

/// Ways of building that a weak answer touches.
pub(super) fn patterns(round: &Round, guidance: &Guidance) -> Vec<PatternView> {
    let weak = |id: &&String| round.standing(id).is_some_and(|s| s.state == Stands::Answered && s.span.high <= 1);
    let view = |p: &Pattern| PatternView {
        title: p.title.clone(),
        strong_when: p.strong_when.clone(),
        weak_when: p.weak_when.clone(),
        test: p.test.clone(),
        causes: p.questions.iter().filter(weak).filter_map(|id| round.questionnaire.question(id)).map(|q| q.title.clone()).collect(),
    };
    guidance.patterns.iter().map(view).filter(|p| !p.causes.is_empty()).collect()
}
