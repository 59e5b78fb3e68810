//! Answering: what a key says about the question in focus.

use super::{Mode, State};
use crate::tui::effect::Effect;
use crate::tui::session::Session;
use underpin_core::log::event::{Because, Body, Said};
use underpin_core::model::question::{Kind, Question};
use underpin_core::standing::Stands;

/// Why nothing can be written now, as what to say; `None` where it can.
pub(super) fn writable(session: &Session) -> Option<Vec<Effect>> {
    let open = session.open.as_ref()?;
    if open.round.state.completed {
        return Some(vec![Effect::SayCompleted]);
    }
    open.read_only.as_ref().map(|why| vec![Effect::Say(format!("This round cannot be written: it {why}"))])
}

/// Saves an answer, then moves on: the cursor stays where it is until the answer is safe. A carried answer that changes is asked why.
pub(super) fn answer(state: &mut State, session: &Session, value: Said, because: Option<Because>) -> Vec<Effect> {
    if let Some(refused) = writable(session) {
        return refused;
    }
    let (Some(open), Some(question), Some(standing)) = (&session.open, state.question(session), state.standing(session)) else {
        return Vec::new();
    };
    if !question.may_not_apply() && matches!(value, Said::NotApplicable(_)) {
        return vec![Effect::Say(format!(
            "This question decides what is allowed, so it cannot be \"not applicable\". {} means don't know.",
            super::key_of(super::Message::Unknown)
        ))];
    }
    if standing.unconfirmed && because.is_none() && !matches!(state.mode, Mode::Change(_)) {
        if standing.state == Stands::Answered && value == Said::Level(standing.span) {
            return confirm(state, session);
        }
        state.mode = Mode::Change(value);
        return Vec::new();
    }
    let draft = open.answer(&session.author, &question.id, session.respondent.as_deref(), value, because);
    vec![Effect::Record(vec![draft]), Effect::Advance]
}

pub(super) fn confirm(state: &State, session: &Session) -> Vec<Effect> {
    if let Some(refused) = writable(session) {
        return refused;
    }
    let (Some(open), Some(question)) = (&session.open, state.question(session)) else { return Vec::new() };
    let draft = open.confirm(&session.author, &question.id, session.respondent.as_deref());
    vec![Effect::Record(vec![draft]), Effect::Advance]
}

/// What is typed first when an answer is opened for typing.
pub(super) fn current_text(question: &Question, session: &Session) -> String {
    let record = session.open.as_ref().and_then(|o| o.round.state.record(&question.id));
    let last = record.and_then(|r| r.answers.last());
    match last.map(|e| &e.body) {
        Some(Body::Answer { value: Said::Figure(f), .. }) => f.show(),
        Some(Body::Answer { value: Said::Text(t), .. }) => t.clone(),
        Some(Body::Answer { value: Said::Parts(parts), .. }) => match &question.kind {
            Kind::Ratio { parts: names, .. } => {
                names.iter().filter_map(|n| parts.get(&n.id)).map(|f| f.show()).collect::<Vec<_>>().join(" / ")
            }
            _ => String::new(),
        },
        _ => String::new(),
    }
}
