//! Answering: what a key says about the question in focus.

use super::{Changed, Message, State};
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

/// Saves an answer, then moves on: the cursor stays where it is until the answer is safe. Why a carried
/// answer changed may be said afterwards.
pub(super) fn answer(state: &mut State, session: &Session, value: Said) -> Vec<Effect> {
    if let Some(refused) = writable(session) {
        return refused;
    }
    let (Some(open), Some(question), Some(standing)) = (&session.open, state.question(session), state.standing(session)) else {
        return Vec::new();
    };
    if !question.may_not_apply() && matches!(value, Said::NotApplicable(_)) {
        return vec![Effect::Say(format!(
            "This question decides what is allowed, so it cannot be \"not applicable\". {} means don't know.",
            super::key_of(Message::Unknown)
        ))];
    }
    if standing.unconfirmed && standing.state == Stands::Answered && value == Said::Level(standing.span) {
        return confirm(state, session);
    }
    let changed = standing.unconfirmed.then(|| Changed { question: question.id.clone(), value: value.clone() });
    let draft = open.answer(&session.author, &question.id, session.respondent.as_deref(), value, None);
    state.changed = changed;
    state.answered = Some(question.index);
    vec![Effect::Record(vec![draft]), Effect::Advance]
}

/// Says why a carried answer was changed: the same answer once more, with the reason.
pub(super) fn because(session: &Session, changed: Changed, why: Because) -> Vec<Effect> {
    let Some(open) = &session.open else { return Vec::new() };
    let title = open.round.questionnaire.question(&changed.question).map_or(changed.question.as_str(), |q| q.title.as_str());
    let says = format!("{title}: {}.", why.word());
    let draft = open.answer(&session.author, &changed.question, session.respondent.as_deref(), changed.value, Some(why));
    vec![Effect::Record(vec![draft]), Effect::Say(says)]
}

pub(super) fn confirm(state: &mut State, session: &Session) -> Vec<Effect> {
    if let Some(refused) = writable(session) {
        return refused;
    }
    let (Some(open), Some(question)) = (&session.open, state.question(session)) else { return Vec::new() };
    let draft = open.confirm(&session.author, &question.id, session.respondent.as_deref());
    let index = question.index;
    state.answered = Some(index);
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
            Kind::Levels(_) | Kind::Figure { .. } | Kind::Text => String::new(),
        },
        _ => String::new(),
    }
}
