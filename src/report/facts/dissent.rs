//! Where people differ, and what somebody still follows up.

use crate::words;
use serde::Serialize;
use underpin_core::log::event::{Body, Event, How};
use underpin_core::model::question::Question;
use underpin_core::round::Round;
use underpin_core::standing::{Standing, Stands};

/// Respondents that differ.
#[derive(Debug, Serialize)]
pub struct Dissent {
    /// The question.
    pub title: String,
    /// Who said what.
    pub said: Vec<Said>,
    /// What was settled, or an empty text.
    pub settled: String,
    /// The rationale, or an empty text.
    pub why: String,
}

/// What one respondent said.
#[derive(Debug, Serialize)]
pub struct Said {
    /// Who.
    pub by: String,
    /// What.
    pub answer: String,
}

/// An open note.
#[derive(Debug, Serialize)]
pub struct FollowUp {
    /// The question it belongs to, or an empty text.
    pub question: String,
    /// The text.
    pub text: String,
    /// Who follows up, or an empty text.
    pub owner: String,
    /// Until when, or an empty text.
    pub due: String,
}

/// Questions where respondents disagree, or did and something was settled.
pub(super) fn dissent(round: &Round) -> Vec<Dissent> {
    let pairs = round.questionnaire.questions.iter().zip(&round.standings);
    let differs = |s: &Standing| s.state == Stands::Disagreement || (s.settled && s.counted.len() > 1);
    pairs.filter(|(_, s)| differs(s)).map(|(q, s)| of(round, q, s)).collect()
}

fn of(round: &Round, question: &Question, standing: &Standing) -> Dissent {
    let say = |e: &Event| e.body.said().map(|value| words::value(question, value)).unwrap_or_default();
    let settle = round.state.record(&question.id).and_then(|r| r.settles.first()).filter(|_| standing.settled);
    let (settled, why) = match settle.map(|s| (&s.body, say(s))) {
        Some((Body::Settle { how, why, .. }, value)) => {
            let by = if *how == How::Call { "assessor's call" } else { "consensus" };
            (format!("{value} ({by})"), why.clone())
        }
        _ => (String::new(), String::new()),
    };
    let said = standing.counted.iter().map(|e| Said { by: e.respondent().to_owned(), answer: say(e) }).collect();
    Dissent { title: question.title.clone(), said, settled, why }
}

/// Open notes of questions, then of the round.
pub(super) fn follow_ups(round: &Round) -> Vec<FollowUp> {
    let of_questions = round.questionnaire.questions.iter().flat_map(|q| {
        let notes = round.state.record(&q.id).map(|r| r.notes.as_slice()).unwrap_or_default();
        notes.iter().map(move |n| (q.title.clone(), n))
    });
    of_questions
        .chain(round.state.notes.iter().map(|n| (String::new(), n)))
        .filter_map(|(question, note)| match &note.body {
            Body::Note { text: Some(text), open: true, owner, due, .. } => Some(FollowUp {
                question,
                text: text.clone(),
                owner: owner.clone().unwrap_or_default(),
                due: due.clone().unwrap_or_default(),
            }),
            _ => None,
        })
        .collect()
}
