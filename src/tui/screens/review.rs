//! Review: what is unanswered, not known, parked, disagreed about, without evidence. Enter jumps there.

use crate::tui::effect::{Effect, Route};
use crate::tui::keys::{Binding, bind};
use crate::tui::session::Session;
use crate::tui::widgets::doc::{Cursor, Doc};
use crate::tui::widgets::text::pad;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;
use underpin_core::round::Round;
use underpin_core::standing::{Doubt, Stands};

/// State of the room.
#[derive(Debug, Default)]
pub struct State {
    /// Cursor.
    pub cursor: Cursor,
}

/// Messages of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Down.
    Down,
    /// Up.
    Up,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// Jump to the question.
    Jump,
    /// The verdict.
    Result,
    /// What kind of system it is.
    Facts,
    /// Complete the round, or open it again.
    Complete,
    /// Back.
    Back,
}

/// Keys of the room.
pub const KEYS: &[Binding<Message>] = &[
    bind(&["enter", "l", "right"], "Enter", "jump there", Message::Jump, true),
    bind(&["r"], "r", "result", Message::Result, true),
    bind(&["f"], "f", "facts", Message::Facts, true),
    bind(&["C"], "C", "complete or reopen", Message::Complete, true),
    bind(&["down", "j"], "↑↓", "move", Message::Down, false),
    bind(&["up", "k"], "", "", Message::Up, false),
    bind(&["pagedown", "space"], "PgDn PgUp", "page", Message::PageDown, false),
    bind(&["pageup"], "", "", Message::PageUp, false),
    bind(&["esc", "q", "h", "left"], "Esc", "back", Message::Back, true),
];

/// Moves on.
pub fn update(state: &mut State, session: &Session, message: Message) -> Vec<Effect> {
    let doc = doc(session, 80);
    match message {
        Message::Down => state.cursor = doc.moved(state.cursor, 1),
        Message::Up => state.cursor = doc.moved(state.cursor, -1),
        Message::PageDown => state.cursor = doc.paged(state.cursor, 1),
        Message::PageUp => state.cursor = doc.paged(state.cursor, -1),
        Message::Jump => return doc.chosen(state.cursor).map(|id| Effect::Go(Route::Question(Some(id)))).into_iter().collect(),
        Message::Result => return vec![Effect::Go(Route::Result)],
        Message::Facts => return vec![Effect::Go(Route::Facts)],
        Message::Back => return vec![Effect::Go(Route::Back)],
        Message::Complete => {
            let Some(open) = &session.open else { return Vec::new() };
            return if open.round.state.completed {
                vec![Effect::Record(vec![open.reopen("opened again on the review screen")]), Effect::Say("The round is open again.".into())]
            } else {
                vec![Effect::Record(vec![open.complete()]), Effect::Say("The round is completed. C opens it again.".into())]
            };
        }
    }
    Vec::new()
}

fn groups(round: &Round) -> Vec<(&'static str, Vec<usize>)> {
    let base = &round.base.questions;
    let with = |wanted: &dyn Fn(usize) -> bool| base.iter().copied().filter(|i| wanted(*i)).collect::<Vec<_>>();
    let standing = |i: usize| round.standings.get(i);
    vec![
        ("Open", round.in_state(Stands::Unanswered)),
        ("Don't know", round.in_state(Stands::Unknown)),
        ("Parked", round.in_state(Stands::Parked)),
        ("People differ", round.in_state(Stands::Disagreement)),
        ("Carried over, not confirmed", with(&|i| standing(i).is_some_and(|s| s.unconfirmed))),
        ("Ask again: the answer does not fit the question", with(&|i| standing(i).is_some_and(|s| s.again))),
        ("Without evidence", with(&|i| standing(i).is_some_and(|s| s.state == Stands::Answered && s.doubt.contains(&Doubt::Statement)))),
    ]
}

fn doc(session: &Session, width: u16) -> Doc<String> {
    let theme = session.theme;
    let mut doc = Doc::new(width);
    let Some(open) = &session.open else { return doc };
    let round = &open.round;
    if round.state.completed {
        doc.text("", 0, "This round is completed. C opens it again.", theme.attention(), None);
    }
    if !round.state.late.is_empty() {
        let text = format!("{} lines arrived after completion and do not count until the round is opened again.", round.state.late.len());
        doc.text("", 0, &text, theme.attention(), None);
    }
    for (title, questions) in groups(round) {
        if questions.is_empty() {
            continue;
        }
        doc.gap();
        doc.row(vec![Span::styled(title, theme.strong()), Span::styled(format!("  {}", questions.len()), theme.dim())], None);
        for question in questions.into_iter().filter_map(|i| round.questionnaire.at(i)) {
            let Some(standing) = round.standings.get(question.index) else { continue };
            let spans = vec![
                Span::styled(format!("{} ", theme.state(standing.state)), theme.state_style(standing.state)),
                Span::raw(pad(&question.title, 30, theme.ellipsis())),
                Span::styled(format!(" {}", round.questionnaire.area_title(question)), theme.dim()),
            ];
            doc.row(spans, Some(question.id.clone()));
        }
    }
    if doc.rows.is_empty() {
        doc.text("", 0, "Everything is answered, and every answer has evidence.", theme.good(), None);
    }
    doc
}

/// Puts the cursor on the first thing that can be chosen.
pub fn arrive(state: &mut State, session: &Session) {
    let doc = doc(session, 80);
    if doc.chosen(state.cursor).is_none() {
        state.cursor = doc.first();
    }
}

/// Draws the room.
pub fn view(state: &State, session: &Session, frame: &mut Frame<'_>, area: Rect) {
    doc(session, area.width).draw(frame, area, state.cursor, session.theme);
}
