//! One key more: a range, a kind of evidence, why something changed.

use super::answering::answer;
use super::typing::type_in;
use super::{Mode, Purpose, State};
use crate::tui::effect::Effect;
use crate::tui::session::Session;
use underpin_core::log::event::{Because, EvidenceKind, Levels, Said};

/// A key in a small mode: a range, a kind of evidence, why something changed. `None`: the key belongs to the keymap.
pub(super) fn small(state: &mut State, session: &Session, key: &str) -> Option<Vec<Effect>> {
    let digit = key.parse::<u8>().ok().filter(|n| *n <= 4);
    match &state.mode {
        Mode::Range(first) => {
            let first = *first;
            let Some(level) = digit else {
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
            let kind = match key {
                "t" => EvidenceKind::Tested,
                "d" => EvidenceKind::Document,
                "o" => EvidenceKind::Observed,
                "s" => EvidenceKind::Statement,
                "p" => EvidenceKind::Promised,
                _ => {
                    state.mode = Mode::Choose;
                    return Some(Vec::new());
                }
            };
            Some(type_in(state, session, Purpose::Evidence(kind), ""))
        }
        Mode::Change(value) => {
            let value = value.clone();
            let because = match key {
                "h" => Some(Because::Happened),
                "l" => Some(Because::Learned),
                "c" => Some(Because::Corrected),
                "enter" => None,
                _ => {
                    state.mode = Mode::Choose;
                    return Some(Vec::new());
                }
            };
            Some(answer(state, session, value, because))
        }
        Mode::Choose | Mode::Type(..) => None,
    }
}
