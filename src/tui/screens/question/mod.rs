//! Question: one question in focus, answered with one key, saved at once.

mod answering;
mod draw;
mod keys;
mod people;
mod small;
mod typing;

use crate::tui::canvas::Canvas;
use crate::tui::effect::{Effect, Route};
#[cfg(test)]
use crate::tui::keys::names;
use crate::tui::keys::{Binding, Hint, hints, shown, together};
use crate::tui::screens::room::{Room, Title};
use crate::tui::session::Session;
use crate::tui::widgets::field::{Field, Press, hint};
use crate::words;
use answering::{answer, confirm, current_text, writable};
use crossterm::event::KeyEvent;
#[cfg(test)]
use keys::LEFT_BEHIND;
pub use keys::Message;
use keys::{ENDS, KEYS, KINDS, LEAVE, REASONS};
use ratatui::layout::Rect;
pub use typing::edited;
use typing::type_in;
use underpin_core::log::event::{EvidenceKind, Levels, Said};
use underpin_core::model::question::Question;
use underpin_core::round::route;
use underpin_core::standing::{Standing, Stands};

/// What a text field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A note on the question.
    Note,
    /// Why the question is put aside.
    Park,
    /// Why the question does not apply.
    NotApplicable,
    /// A figure, a ratio or a text.
    Answer,
    /// Where the evidence is.
    Evidence(EvidenceKind),
    /// Who answers.
    Who,
    /// Words to look for.
    Find,
}

/// What the room is doing.
#[derive(Debug, Default)]
pub enum Mode {
    /// Waiting for an answer.
    #[default]
    Choose,
    /// A range: the first end, once it is there.
    Range(Option<u8>),
    /// Typing.
    Type(Box<Field>, Purpose),
}

/// A carried answer that was changed: what is needed to say why.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Id of the question.
    pub question: String,
    /// What was said now.
    pub value: Said,
}

/// State of the room.
#[derive(Debug, Default)]
pub struct State {
    /// Positions of the questions in the order of asking.
    pub order: Vec<usize>,
    /// Where in the order.
    pub position: usize,
    /// The level under the cursor; `None` until an arrow key chose one: a question without an answer suggests none.
    pub cursor: Option<u8>,
    /// Rows scrolled down from the question.
    pub scroll: usize,
    /// What the room is doing.
    pub mode: Mode,
    /// Unsaved text that a crash left behind, for the open field.
    pub left: Option<String>,
    /// A carried answer that was just changed; the next key may say why.
    pub changed: Option<Changed>,
    /// The question that was answered last: a remark often comes right after the answer.
    pub answered: Option<usize>,
    /// One went back for a remark only, and goes on after it.
    pub went_back: bool,
}

impl State {
    /// The question in focus.
    pub fn question<'s>(&self, session: &'s Session) -> Option<&'s Question> {
        session.open.as_ref()?.round.questionnaire.at(*self.order.get(self.position)?)
    }

    fn standing<'s>(&self, session: &'s Session) -> Option<&'s Standing> {
        session.open.as_ref()?.round.standings.get(*self.order.get(self.position)?)
    }

    /// Comes in at a question, or where one left off.
    pub fn enter(&mut self, session: &Session, question: Option<&str>) {
        let Some(open) = &session.open else { return };
        let round = &open.round;
        self.mode = Mode::Choose;
        self.changed = None;
        self.answered = None;
        self.order = route::order(round, &session.track);
        let asked = question.and_then(|id| round.questionnaire.by_id.get(id).copied());
        if let Some(index) = asked
            && !self.order.contains(&index)
        {
            // A question of another track: walk everything from here.
            self.order = (0..round.questionnaire.questions.len()).collect();
        }
        let at = asked.and_then(|index| self.order.iter().position(|i| *i == index));
        self.position = at.or_else(|| route::resume(&self.order, &round.standings)).unwrap_or(0);
        place_cursor(self, session);
    }
}

impl Room for State {
    type Message = Message;
    const KEYS: &'static [Binding<Message>] = KEYS;
    const LIST: bool = false;

    fn title(&self, session: &Session, _: u16) -> Title {
        let Some(round) = session.open.as_ref().map(|o| &o.round) else {
            return Title { what: String::new(), right: String::new(), of_round: true };
        };
        let track = round.questionnaire.track(&session.track).map_or("", |t| t.title.as_str());
        let p = route::progress(&self.order, &round.standings);
        Title { what: track.to_lowercase(), right: format!("{} of {} done   {}", p.done, p.total, session.saved_word()), of_round: true }
    }

    fn arrive(&mut self, session: &Session) -> Vec<Effect> {
        refresh(self, session);
        Vec::new()
    }

    fn update(&mut self, session: &Session, message: Message) -> Vec<Effect> {
        let Some(question) = self.question(session) else {
            return match message {
                Message::Back => vec![Effect::Go(Route::Back)],
                _ => Vec::new(),
            };
        };
        let levels = question.kind.levels().is_some();
        match message {
            Message::Level(5..) if levels => return vec![Effect::Say("Levels go from 0 to 4.".into())],
            Message::Level(level) if levels => {
                self.cursor = Some(level);
                return answer(self, session, Said::Level(Levels::level(level)));
            }
            Message::Level(digit) => return type_in(self, session, Purpose::Answer, &digit.to_string()),
            Message::Take => {
                if self.standing(session).is_some_and(|s| s.unconfirmed) {
                    return confirm(self, session);
                }
                if levels {
                    let Some(level) = self.cursor else { return vec![Effect::Say(no_level())] };
                    return answer(self, session, Said::Level(Levels::level(level)));
                }
                let text = current_text(question, session);
                return type_in(self, session, Purpose::Answer, &text);
            }
            Message::Down if levels => self.cursor = Some(self.cursor.map_or(0, |level| (level + 1).min(4))),
            Message::Up if levels => self.cursor = Some(self.cursor.map_or(4, |level| level.saturating_sub(1))),
            Message::Down | Message::Up => {}
            Message::Next => go(self, session, self.position + 1),
            Message::Previous => go(self, session, self.position.saturating_sub(1)),
            Message::Range if levels => {
                if let Some(refused) = writable(session) {
                    return refused;
                }
                self.mode = Mode::Range(None);
            }
            Message::Range => return type_in(self, session, Purpose::Answer, "-"),
            Message::Unknown => return answer(self, session, Said::Unknown),
            Message::NotApplicable if !question.may_not_apply() => return answer(self, session, Said::NotApplicable(String::new())),
            Message::NotApplicable => return type_in(self, session, Purpose::NotApplicable, ""),
            Message::Park => return type_in(self, session, Purpose::Park, ""),
            Message::Note => return type_in(self, session, Purpose::Note, ""),
            Message::NoteBefore => return note_before(self, session),
            Message::Evidence => return type_in(self, session, Purpose::Evidence(EvidenceKind::Statement), ""),
            Message::Who => return type_in(self, session, Purpose::Who, ""),
            Message::Find => return type_in(self, session, Purpose::Find, ""),
            Message::Undo => return vec![Effect::Undo],
            Message::Redo => return vec![Effect::Redo],
            Message::ScrollDown => self.scroll = self.scroll.saturating_add(4),
            Message::ScrollUp => self.scroll = self.scroll.saturating_sub(4),
            Message::Result => return vec![Effect::Go(Route::Result)],
            Message::Review => return vec![Effect::Go(Route::Review)],
            Message::Facts => return vec![Effect::Go(Route::Facts)],
            Message::Worth => return vec![Effect::AskByWorth(!session.by_worth)],
            Message::Scores => return vec![Effect::ShowScores(!session.scores_shown)],
            Message::Back => return vec![Effect::Go(Route::Back)],
        }
        Vec::new()
    }

    fn asked(&self) -> Option<Vec<Hint>> {
        let leave = Hint::new(&together(LEAVE), "leave");
        match &self.mode {
            Mode::Choose => {
                let why = Hint::new(&together(REASONS), "why it changed");
                self.changed.as_ref().map(|_| std::iter::once(why).chain(hints(KEYS)).collect())
            }
            Mode::Type(_, Purpose::Evidence(_)) => Some(vec![
                hint(Press::Take, "save"),
                Hint::new(&together(KINDS), "another kind"),
                hint(Press::Leave, "leave, kept as a draft"),
            ]),
            Mode::Type(_, Purpose::Note | Purpose::Park) => Some(vec![
                hint(Press::Take, "save"),
                hint(Press::Leave, "leave, kept as a draft"),
                hint(Press::NewLine, "new line"),
                hint(Press::Edit, "editor"),
            ]),
            Mode::Type(_, Purpose::Who) => {
                Some(vec![Hint::new("1-9", "one of these"), hint(Press::Take, "take it"), hint(Press::Leave, "leave")])
            }
            Mode::Type(..) => Some(vec![hint(Press::Take, "take it"), hint(Press::Leave, "leave")]),
            Mode::Range(_) => Some(vec![Hint::new(&together(ENDS), "level"), leave]),
        }
    }

    #[cfg(test)]
    fn small_keymaps() -> Vec<Vec<&'static str>> {
        let typing = [names(LEFT_BEHIND), names(KINDS), crate::tui::widgets::field::keymaps()[1].clone()].concat();
        vec![[names(ENDS), names(LEAVE)].concat(), names(REASONS), typing]
    }

    fn is_typing(&self) -> bool {
        matches!(self.mode, Mode::Type(..))
    }

    fn typed(&mut self, session: &Session, key: KeyEvent) -> Vec<Effect> {
        typing::typed(self, session, key)
    }

    fn small(&mut self, session: &Session, name: &str) -> Option<Vec<Effect>> {
        small::small(self, session, name)
    }

    fn pasted(&mut self, session: &Session, text: &str) -> Vec<Effect> {
        typing::pasted(self, session, text)
    }

    fn view(&self, session: &Session, canvas: &mut Canvas, area: Rect) {
        draw::view(self, session, canvas, area);
    }
}

/// Back to the question that was answered last, for a note on it.
fn note_before(state: &mut State, session: &Session) -> Vec<Effect> {
    let Some(at) = state.answered.and_then(|last| state.order.iter().position(|i| *i == last)) else {
        return vec![Effect::Say("Nothing was answered yet.".into())];
    };
    if let Some(refused) = writable(session) {
        return refused;
    }
    go(state, session, at);
    state.went_back = true;
    type_in(state, session, Purpose::Note, "")
}

/// Said when the key that takes a level is pressed before a level was chosen.
fn no_level() -> String {
    let [down, take, unknown] = [Message::Down, Message::Take, Message::Unknown].map(key_of);
    format!("Press {}, or choose a level with {down} and then {take}; {unknown} means don't know.", together(ENDS))
}

/// The key of this room that does something, for sentences that name it.
pub fn key_of(message: Message) -> &'static str {
    shown(KEYS, &message)
}

/// After something was saved: the order may have changed, the question in focus stays.
pub fn refresh(state: &mut State, session: &Session) {
    let Some(open) = &session.open else { return };
    let current = state.order.get(state.position).copied();
    let order = route::order(&open.round, &session.track);
    if session.by_worth {
        // What was asked stays behind, in the order in which it was asked; the rest is sorted anew.
        let asked: Vec<usize> = state.order.iter().take(state.position + 1).copied().filter(|i| order.contains(i)).collect();
        state.position = current.and_then(|c| asked.iter().position(|i| *i == c)).unwrap_or(0);
        state.order = route::by_worth(&open.round, asked, &order);
        return;
    }
    let untouched = open.round.standings.iter().all(|s| s.state == Stands::Inactive || route::pending(s));
    if untouched && order != state.order {
        // Why somebody is here was just said: begin with what matters most then.
        state.position = 0;
        state.order = order;
        place_cursor(state, session);
    } else if let Some(at) = current.and_then(|c| order.iter().position(|i| *i == c)) {
        state.position = at;
        state.order = order;
    } else {
        state.position = state.position.min(state.order.len().saturating_sub(1));
    }
}

/// Whether there is something to say about stopping: the verdict is decided, or settles.
pub fn hints_at_the_end(session: &Session) -> bool {
    session.open.as_ref().is_some_and(|o| draw::end_line(&o.round, session).is_some())
}

/// Puts the cursor on the level that was answered.
fn place_cursor(state: &mut State, session: &Session) {
    state.scroll = 0;
    state.went_back = false;
    state.mode = Mode::Choose;
    state.cursor = match state.standing(session) {
        Some(s) if s.state == Stands::Answered => Some(s.span.low),
        _ => None,
    };
}

fn go(state: &mut State, session: &Session, position: usize) {
    state.position = position.min(state.order.len().saturating_sub(1));
    place_cursor(state, session);
}

/// On to what is still pending.
pub fn go_on(state: &mut State, session: &Session) -> Vec<Effect> {
    let Some(open) = &session.open else { return Vec::new() };
    match route::next_pending(&state.order, &open.round.standings, state.position) {
        Some(next) => {
            go(state, session, next);
            Vec::new()
        }
        None => {
            state.mode = Mode::Choose;
            vec![Effect::Say(format!("{} {} shows the result.", words::ALL_ASKED, key_of(Message::Result)))]
        }
    }
}
