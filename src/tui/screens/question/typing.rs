//! Typing in the question room: notes, reasons, figures, evidence, names, words to look for.

use super::answering::{answer, writable};
use super::keys::{KINDS, LEFT_BEHIND, Turn};
use super::{Mode, Purpose, State, go, people};
use crate::store::log;
use crate::tui::effect::Effect;
use crate::tui::keys::{find as find_key, together};
use crate::tui::session::Session;
use crate::tui::widgets::field::{Field, Typed};
use crossterm::event::KeyEvent;
use underpin_core::log::event::{Evidence, EvidenceKind, Said};
use underpin_core::round::entry;

/// The longest name of somebody who answers, in characters: as that of a system.
const LONGEST_NAME: usize = 200;

/// The key of the draft of a field.
pub fn draft_key(question: &str, purpose: Purpose) -> Option<String> {
    let word = match purpose {
        Purpose::Note => "note",
        Purpose::Park => "park",
        Purpose::NotApplicable => "reason",
        Purpose::Evidence(_) => "evidence",
        Purpose::Answer => "answer",
        Purpose::Who | Purpose::Find => return None,
    };
    Some(format!("{question}.{word}"))
}

pub(super) fn type_in(state: &mut State, session: &Session, purpose: Purpose, text: &str) -> Vec<Effect> {
    if !matches!(purpose, Purpose::Who | Purpose::Find)
        && let Some(refused) = writable(session)
    {
        return refused;
    }
    let several = matches!(purpose, Purpose::Note | Purpose::Park);
    state.mode = Mode::Type(Box::new(Field::new(text, several)), purpose);
    state.left = None;
    let key = state.question(session).and_then(|q| draft_key(&q.id, purpose));
    if let (Some(open), Some(key)) = (&session.open, key) {
        state.left = open.left_draft(&key).filter(|left| left != text);
    }
    match &state.left {
        Some(_) => vec![Effect::Say(format!("Unsaved text was found here. {} brings it back.", together(LEFT_BEHIND)))],
        None => Vec::new(),
    }
}

/// A key while something is typed.
pub(super) fn typed(state: &mut State, session: &Session, key: KeyEvent) -> Vec<Effect> {
    let name = crate::tui::keys::name(key);
    let left = state.left.clone();
    let id = state.question(session).map(|q| q.id.clone()).unwrap_or_default();
    let Mode::Type(field, purpose) = &mut state.mode else { return Vec::new() };
    let purpose = *purpose;
    let draft = draft_key(&id, purpose);
    if find_key(LEFT_BEHIND, &name).is_some()
        && let Some(left) = left
    {
        **field = Field::new(&left, matches!(purpose, Purpose::Note | Purpose::Park));
        state.left = None;
        return Vec::new();
    }
    if let Purpose::Evidence(kind) = purpose
        && let Some(turn) = find_key(KINDS, &name)
    {
        let at = EvidenceKind::ALL.iter().position(|k| *k == kind).unwrap_or(0);
        let step = if turn == Turn::Next { 1 } else { EvidenceKind::ALL.len() - 1 };
        if let Some(next) = EvidenceKind::ALL.iter().cycle().nth(at + step) {
            state.mode = Mode::Type(field.clone(), Purpose::Evidence(*next));
        }
        return Vec::new();
    }
    if purpose == Purpose::Who
        && field.is_empty()
        && let Some(name) = people::by_digit(session, &name)
    {
        state.mode = Mode::Choose;
        return people::choose(session, &name);
    }
    match field.key(key) {
        Typed::Edited => {
            let text = field.text();
            draft
                .map(|key| if text.trim().is_empty() { Effect::DropDraft(key) } else { Effect::KeepDraft(key, text) })
                .into_iter()
                .collect()
        }
        Typed::Editor if matches!(purpose, Purpose::Note | Purpose::Park) => vec![Effect::Editor(field.text())],
        Typed::Editor => Vec::new(),
        Typed::Left => {
            // The draft stays: Esc leaves the field, it does not throw text away.
            state.mode = Mode::Choose;
            Vec::new()
        }
        Typed::Done => done(state, session, draft),
    }
}

/// A text came back from the editor.
pub fn edited(state: &mut State, session: &Session, text: &str) -> Vec<Effect> {
    let id = state.question(session).map(|q| q.id.clone()).unwrap_or_default();
    let Mode::Type(field, purpose) = &mut state.mode else { return Vec::new() };
    **field = Field::new(text.trim_end(), true);
    let text = field.text();
    draft_key(&id, *purpose).map(|key| Effect::KeepDraft(key, text)).into_iter().collect()
}

/// A paste.
pub(super) fn pasted(state: &mut State, session: &Session, text: &str) -> Vec<Effect> {
    let id = state.question(session).map(|q| q.id.clone()).unwrap_or_default();
    let Mode::Type(field, purpose) = &mut state.mode else { return Vec::new() };
    field.paste(text);
    let text = field.text();
    draft_key(&id, *purpose).map(|key| Effect::KeepDraft(key, text)).into_iter().collect()
}

fn done(state: &mut State, session: &Session, draft: Option<String>) -> Vec<Effect> {
    let Mode::Type(field, purpose) = &state.mode else { return Vec::new() };
    let (text, purpose) = (field.text().trim().to_owned(), *purpose);
    let (Some(open), Some(question)) = (&session.open, state.question(session)) else { return Vec::new() };
    let by = session.respondent.as_deref();
    let drop = draft.map(Effect::DropDraft);
    if log::is_too_long(&text) || (purpose == Purpose::Who && text.chars().count() > LONGEST_NAME) {
        // It stays in the field, and as a draft.
        let limit = if purpose == Purpose::Who { format!("{LONGEST_NAME} characters") } else { "1 MiB".into() };
        return vec![Effect::Say(format!("This is longer than {limit}: shorten it, or keep it in a file and name that as evidence."))];
    }
    let mut effects = match purpose {
        Purpose::Find => return find(state, session, &text),
        Purpose::Who => {
            state.mode = Mode::Choose;
            return people::choose(session, &text);
        }
        Purpose::Answer => match entry::parse(question, &text) {
            Ok(value) => answer(state, session, value),
            Err(expected) => return vec![Effect::Say(capital(&expected))],
        },
        Purpose::NotApplicable if text.is_empty() => return vec![Effect::Say("Say in a few words why it does not apply.".into())],
        Purpose::NotApplicable => answer(state, session, Said::NotApplicable(text)),
        Purpose::Park => {
            let text = if text.is_empty() { "parked".to_owned() } else { text };
            let mut effects = vec![Effect::Record(vec![open.note(Some(&question.id), &text, by, true)])];
            effects.push(Effect::Advance);
            effects
        }
        Purpose::Note | Purpose::Evidence(_) if text.is_empty() => {
            state.mode = Mode::Choose;
            Vec::new()
        }
        Purpose::Note => {
            let record = Effect::Record(vec![open.note(Some(&question.id), &text, by, false)]);
            state.mode = Mode::Choose;
            // Who went back for the remark goes on where the interview was.
            let on = std::mem::take(&mut state.went_back).then_some(Effect::Advance);
            std::iter::once(record).chain(on).collect()
        }
        Purpose::Evidence(kind) => {
            let item = Evidence { kind, at: text, seen: None, text: None };
            let record = Effect::Record(vec![open.evidence(&question.id, item)]);
            state.mode = Mode::Choose;
            vec![record]
        }
    };
    effects.extend(drop);
    effects
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The next question that is called what was typed, or asks about it.
fn find(state: &mut State, session: &Session, text: &str) -> Vec<Effect> {
    state.mode = Mode::Choose;
    let wanted = text.to_lowercase();
    let Some(open) = session.open.as_ref().filter(|_| !wanted.is_empty()) else { return Vec::new() };
    let count = state.order.len();
    let hit = (1..=count).map(|step| (state.position + step) % count.max(1)).find(|p| {
        let question = state.order.get(*p).and_then(|i| open.round.questionnaire.at(*i));
        question.is_some_and(|q| [&q.title, &q.ask, &q.id].into_iter().chain(&q.also).any(|t| t.to_lowercase().contains(&wanted)))
    });
    match hit {
        Some(position) => {
            go(state, session, position);
            Vec::new()
        }
        None => vec![Effect::Say(format!("No question holds \"{text}\"."))],
    }
}
