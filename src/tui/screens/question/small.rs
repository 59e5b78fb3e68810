//! One key more: a range, a kind of evidence, why something changed.

use super::answering::answer;
use super::keys::{ENDS, KINDS, NO_REASON, REASONS};
use super::typing::type_in;
use super::{Mode, Purpose, State};
use crate::tui::effect::Effect;
use crate::tui::keys::find;
use crate::tui::session::Session;
use underpin_core::log::event::{Levels, Said};

/// A key in a small mode: a range, a kind of evidence, why something changed. `None`: the key belongs to the keymap.
pub(super) fn small(state: &mut State, session: &Session, key: &str) -> Option<Vec<Effect>> {
    match &state.mode {
        Mode::Range(first) => {
            let first = *first;
            let Some(level) = find(ENDS, key) else {
                state.mode = Mode::Choose;
                return Some(Vec::new());
            };
            let Some(low) = first else {
                state.mode = Mode::Range(Some(level));
                return Some(Vec::new());
            };
            state.mode = Mode::Choose;
            let span = Levels { low: low.min(level), high: low.max(level) };
            let value = if span == Levels::ALL { Said::Unknown } else { Said::Level(span) };
            Some(answer(state, session, value, None))
        }
        Mode::Kind => {
            let Some(kind) = find(KINDS, key) else {
                state.mode = Mode::Choose;
                return Some(Vec::new());
            };
            Some(type_in(state, session, Purpose::Evidence(kind), ""))
        }
        Mode::Change(value) => {
            let value = value.clone();
            let because = find(REASONS, key);
            if because.is_none() && find(NO_REASON, key).is_none() {
                state.mode = Mode::Choose;
                return Some(Vec::new());
            }
            Some(answer(state, session, value, because))
        }
        Mode::Choose | Mode::Type(..) => None,
    }
}
