//! Answers: each is made once and shared by every list that names it.

use super::serial;
use crate::words;
use serde::Serialize;
use std::sync::Arc;
use underpin_core::log::event::Levels;
use underpin_core::model::question::Question;
use underpin_core::round::Round;
use underpin_core::standing::{Doubt, Stands};

/// An answer.
#[derive(Debug, Serialize)]
pub struct AnswerView {
    /// Position of the question.
    #[serde(skip)]
    pub question: usize,
    /// Question id.
    pub id: String,
    /// A few words.
    pub title: String,
    /// The question.
    pub ask: String,
    /// The answer in words.
    pub answer: String,
    /// The level: 2, 1-3, or nothing.
    #[serde(serialize_with = "serial::levels")]
    pub level: Option<Levels>,
    /// State.
    #[serde(serialize_with = "serial::title")]
    pub state: Stands,
    /// How to find out or to check, or an empty text.
    pub check: String,
    /// Rests on a statement alone.
    pub self_reported: bool,
    /// Carried over and not confirmed.
    pub unconfirmed: bool,
    /// Title of the area.
    pub area: String,
}

/// All questions of a round with their answers, by position.
pub(super) struct Answers(Vec<Arc<AnswerView>>);

impl Answers {
    /// The answers of a round.
    pub fn of(round: &Round) -> Answers {
        Answers(round.questionnaire.questions.iter().map(|q| Arc::new(view(round, q))).collect())
    }

    /// The answer to one question.
    pub fn at(&self, question: usize) -> Option<Arc<AnswerView>> {
        self.0.get(question).cloned()
    }

    /// The answers to some questions.
    pub fn named(&self, questions: &[usize]) -> Vec<Arc<AnswerView>> {
        questions.iter().filter_map(|i| self.at(*i)).collect()
    }

    /// Questions of the base and beyond with a value whose doubled level fits.
    pub fn select(&self, round: &Round, wanted: impl Fn(&Question, u32) -> bool) -> Vec<Arc<AnswerView>> {
        let pairs = round.questionnaire.questions.iter().zip(&round.standings);
        pairs.filter(|(q, s)| s.state.has_value() && wanted(q, s.span.twice_middle())).filter_map(|(q, _)| self.at(q.index)).collect()
    }

    /// Questions of the base that nothing, or nothing certain, is known of.
    pub fn unknowns(&self, round: &Round) -> Vec<Arc<AnswerView>> {
        let open = |i: &&usize| {
            let state = round.standings.get(**i).map(|s| s.state);
            matches!(state, Some(Stands::Unknown | Stands::Unanswered | Stands::Parked | Stands::Disagreement))
        };
        round.base.questions.iter().filter(open).filter_map(|i| self.at(*i)).collect()
    }
}

fn view(round: &Round, question: &Question) -> AnswerView {
    let standing = round.standings.get(question.index);
    AnswerView {
        question: question.index,
        id: question.id.clone(),
        title: question.title.clone(),
        ask: question.ask.clone(),
        answer: words::answer(question, standing),
        level: standing.filter(|s| s.state.has_value()).map(|s| s.span),
        state: standing.map_or(Stands::Unanswered, |s| s.state),
        check: round.first_evidence(question),
        self_reported: standing.is_some_and(|s| s.doubt.contains(&Doubt::Statement)),
        unconfirmed: standing.is_some_and(|s| s.unconfirmed),
        area: round.questionnaire.area_title(question).to_owned(),
    }
}
