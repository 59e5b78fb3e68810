//! One key more: the ends of a range, why a carried answer changed.

use super::answering::{answer, because};
use super::keys::{ENDS, KEYS, LEAVE, REASONS};
use super::{Mode, State};
use crate::tui::effect::Effect;
use crate::tui::keys::{find, together};
use crate::tui::session::Session;
use crate::words::upper_first;
use underpin_core::log::event::{Levels, Said};
use underpin_core::round::entry;

/// A key while something small is asked. `None`: the key belongs to the keymap. A key that means nothing here is refused
/// with a word, and what is asked stays asked: no key may do what it does elsewhere.
pub(super) fn small(state: &mut State, session: &Session, key: &str) -> Option<Vec<Effect>> {
    // Why an answer changed may be said with the very next key; every other key acts as always.
    let changed = state.changed.take();
    match &state.mode {
        Mode::Range(first) => Some(range(state, session, *first, key)),
        Mode::Choose => match (changed, find(REASONS, key)) {
            (Some(changed), Some(why)) => Some(because(session, changed, why)),
            _ => not_a_number(state, session, key),
        },
        Mode::Type(..) => None,
    }
}

/// A letter where a number is asked and that is no command: it opens nothing, and what is expected is said.
fn not_a_number(state: &State, session: &Session, key: &str) -> Option<Vec<Effect>> {
    let question = state.question(session)?;
    let letter = key.chars().count() == 1 && key.chars().all(char::is_alphabetic);
    if !letter || find(KEYS, key).is_some() {
        return None;
    }
    let expected = entry::parse(question, key).err().filter(|_| question.kind.has_figure())?;
    Some(vec![Effect::Say(format!("{}.", upper_first(&expected)))])
}

/// A key while the ends of a range are asked.
fn range(state: &mut State, session: &Session, first: Option<u8>, key: &str) -> Vec<Effect> {
    if find(LEAVE, key).is_some() {
        state.mode = Mode::Choose;
        return Vec::new();
    }
    let Some(level) = find(ENDS, key) else {
        let refused = format!("A range takes two levels, {}. {} leaves it, nothing is saved.", together(ENDS), together(LEAVE));
        return vec![Effect::Say(refused)];
    };
    let Some(low) = first else {
        state.mode = Mode::Range(Some(level));
        return Vec::new();
    };
    state.mode = Mode::Choose;
    let span = Levels { low: low.min(level), high: low.max(level) };
    answer(state, session, if span == Levels::ALL { Said::Unknown } else { Said::Level(span) })
}
