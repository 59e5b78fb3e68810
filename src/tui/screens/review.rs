//! Review: what does not fit together, is unanswered, not known, parked, disagreed about, without evidence. Enter jumps there.

use crate::tui::canvas::Canvas;
use crate::tui::effect::{Effect, Route};
use crate::tui::keys::{Binding, bind, shown};
use crate::tui::screens::room::{Room, Title};
use crate::tui::session::Session;
use crate::tui::widgets::doc::{Cursor, Doc};
use crate::tui::widgets::list::Move;
use crate::tui::widgets::text::pad;
use crate::words;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use underpin_core::round::Round;
use underpin_core::standing::{Doubt, Stands};

/// State of the room.
#[derive(Debug, Default)]
pub struct State {
    /// The question one is at.
    pub cursor: Cursor,
    /// Completing was asked for while something is open: once more does it.
    pub warned: bool,
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
        self.warned = false;
        if doc.chosen(self.cursor).is_none() {
            self.cursor = doc.first();
        }
        Vec::new()
    }

    fn update(&mut self, session: &Session, message: Message) -> Vec<Effect> {
        let doc = doc(session, session.width());
        let warned = std::mem::take(&mut self.warned);
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
                } else if let Some(still) = still_open(&open.round).filter(|_| !warned) {
                    self.warned = true;
                    vec![Effect::Say(format!("{still}. {} again completes anyway.", complete_key()))]
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
        self.warned = false;
        self.cursor = doc(session, session.width()).choose(self.cursor, by, session.height());
    }

    fn view(&self, session: &Session, canvas: &mut Canvas, area: Rect) {
        doc(session, area.width).draw(canvas, area, self.cursor, session.theme);
    }
}

/// The key that completes a round, or opens it again.
pub fn complete_key() -> &'static str {
    shown(State::KEYS, &Message::Complete)
}

/// The heading of answers that cannot both be true.
const NOT_FITTING: &str = "Does not fit together";

/// What a completed round would leave undone: "2 differ, 1 parked, 3 not answered"; `None` where it is nothing.
fn still_open(round: &Round) -> Option<String> {
    let counts = [("differ", Stands::Disagreement), ("parked", Stands::Parked), ("not answered", Stands::Unanswered)];
    // What is asked last is nothing that a round has to wait for.
    let late = round.not_asked();
    let open = |state: Stands| round.in_state(state).into_iter().filter(|i| !late.contains_key(i)).count();
    let parts: Vec<String> =
        counts.iter().map(|(word, state)| (word, open(*state))).filter(|(_, n)| *n > 0).map(|(word, n)| format!("{n} {word}")).collect();
    let contradictions = Some(round.contradictions().len()).filter(|n| *n > 0).map(|n| format!("{n} not fitting together"));
    let parts: Vec<String> = contradictions.into_iter().chain(parts).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What is open, by what needs somebody most: first where people differ and what somebody promised to find out.
fn groups(round: &Round) -> Vec<(&'static str, Vec<usize>)> {
    let base = &round.base.questions;
    let late = round.not_asked();
    let (last, unanswered) = round.in_state(Stands::Unanswered).into_iter().partition(|i| late.contains_key(i));
    let with = |wanted: &dyn Fn(usize) -> bool| base.iter().copied().filter(|i| wanted(*i)).collect::<Vec<_>>();
    let standing = |i: usize| round.standings.get(i);
    vec![
        ("People differ", round.in_state(Stands::Disagreement)),
        ("Parked", round.in_state(Stands::Parked)),
        ("Ask again: the answer does not fit the question", with(&|i| standing(i).is_some_and(|s| s.again))),
        ("Not answered", unanswered),
        ("Don't know", round.in_state(Stands::Unknown)),
        ("Carried over, not confirmed", with(&|i| standing(i).is_some_and(|s| s.unconfirmed))),
        ("Without evidence", with(&|i| standing(i).is_some_and(|s| s.state == Stands::Answered && s.doubt.contains(&Doubt::Statement)))),
        ("Asked last: nothing calls for it so far", last),
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
    let contradictions = round.contradictions();
    let groups = groups(round);
    let several = groups.iter().map(|(title, questions)| (*title, questions.len()));
    let counts: Vec<String> = std::iter::once((NOT_FITTING, contradictions.len()))
        .chain(several)
        .filter(|(_, n)| *n > 0)
        .map(|(title, n)| format!("{} {n}", title.split([':', ',']).next().unwrap_or(title)))
        .collect();
    if !counts.is_empty() {
        doc.text("", 0, &counts.join(&format!(" {} ", theme.dot())), theme.dim(), None);
    }
    if !contradictions.is_empty() {
        doc.gap();
        let count = Span::styled(format!("  {}", contradictions.len()), theme.dim());
        doc.row(vec![Span::styled(NOT_FITTING, theme.strong()), count], None);
    }
    for contradiction in contradictions {
        let first = contradiction.between.first().and_then(|i| round.questionnaire.at(*i)).map(|q| q.id.clone());
        doc.text("", 0, &contradiction.say, Style::new(), first);
        doc.text("", 2, &words::two_answers(round, contradiction), theme.dim(), None);
    }
    for (title, questions) in groups {
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
