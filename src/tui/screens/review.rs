//! Review: what is unanswered, not known, parked, disagreed about, without evidence. Enter jumps there.

use crate::tui::effect::{Effect, Route};
use crate::tui::keys::{Binding, bind, shown};
use crate::tui::screens::room::{Room, Title};
use crate::tui::session::Session;
use crate::tui::widgets::doc::{Cursor, Doc};
use crate::tui::widgets::list::Move;
use crate::tui::widgets::text::pad;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;
use underpin_core::round::Round;
use underpin_core::standing::{Doubt, Stands};

/// State of the room.
#[derive(Debug, Default)]
pub struct State {
    /// The question one is at.
    pub cursor: Cursor,
}

/// Messages of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Jump to the question.
    Jump,
    /// The verdict.
    Result,
    /// What kind of system it is.
    Facts,
    /// Complete the round, or open it again.
    Complete,
    /// To the room one came from.
    Back,
}

impl Room for State {
    type Message = Message;
    const KEYS: &'static [Binding<Message>] = &[
        bind(&["enter", "l", "right"], "Enter", "jump there", Message::Jump, true),
        bind(&["r"], "r", "result", Message::Result, true),
        bind(&["f"], "f", "facts", Message::Facts, true),
        bind(&["C"], "C", "complete or reopen", Message::Complete, true),
        bind(&["esc", "q", "h", "left"], "Esc", "back", Message::Back, true),
    ];
    const LIST: bool = true;

    fn title(&self, session: &Session, _: u16) -> Title {
        Title { what: "review".into(), right: session.saved_word(), of_round: true }
    }

    fn arrive(&mut self, session: &Session) -> Vec<Effect> {
        let doc = doc(session, session.width());
        if doc.chosen(self.cursor).is_none() {
            self.cursor = doc.first();
        }
        Vec::new()
    }

    fn update(&mut self, session: &Session, message: Message) -> Vec<Effect> {
        let doc = doc(session, session.width());
        match message {
            Message::Jump => doc.chosen(self.cursor).map(|id| Effect::Go(Route::Question(Some(id)))).into_iter().collect(),
            Message::Result => vec![Effect::Go(Route::Result)],
            Message::Facts => vec![Effect::Go(Route::Facts)],
            Message::Back => vec![Effect::Go(Route::Back)],
            Message::Complete => {
                let Some(open) = &session.open else { return Vec::new() };
                if open.round.state.completed {
                    vec![
                        Effect::Record(vec![open.reopen("opened again on the review screen")]),
                        Effect::Say("The round is open again.".into()),
                    ]
                } else {
                    vec![
                        Effect::Record(vec![open.complete()]),
                        Effect::Say(format!("The round is completed. {} opens it again.", complete_key())),
                    ]
                }
            }
        }
    }

    fn moved(&mut self, session: &Session, by: Move) {
        self.cursor = doc(session, session.width()).choose(self.cursor, by, session.height());
    }

    fn view(&self, session: &Session, frame: &mut Frame<'_>, area: Rect) {
        doc(session, area.width).draw(frame, area, self.cursor, session.theme);
    }
}

/// The key that completes a round, or opens it again.
pub fn complete_key() -> &'static str {
    shown(State::KEYS, &Message::Complete)
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
        doc.text("", 0, &format!("This round is completed. {} opens it again.", complete_key()), theme.attention(), None);
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
