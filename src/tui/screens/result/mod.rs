//! Result: first what to do, then the verdict's reasons; every number opens down to its answers.

mod page;

use crate::tui::canvas::Canvas;
use crate::tui::effect::{Effect, Route};
use crate::tui::keys::{Binding, bind};
use crate::tui::screens::room::{Room, Title};
use crate::tui::session::Session;
use crate::tui::widgets::doc::{Cursor, toggle};
use crate::tui::widgets::list::Move;
use page::doc;
use ratatui::layout::Rect;
use std::collections::BTreeSet;

/// State of the room.
#[derive(Debug, Default)]
pub struct State {
    /// Where one is on the page.
    pub cursor: Cursor,
    /// Rows that are open, by name.
    pub unfolded: BTreeSet<String>,
}

/// Messages of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Open what is behind the row.
    Unfold,
    /// How sure it is, in numbers.
    Sure,
    /// Foundation against pain.
    Map,
    /// What the verdict would be with other answers.
    WhatIf,
    /// The plan.
    Plan,
    /// What is open.
    Review,
    /// Closes how sure it is and the map first; then back.
    Back,
    /// Back, whatever is open.
    Leave,
}

#[derive(Clone, Debug)]
pub(super) enum Target {
    Fold(String),
    Question(String),
    Plan,
    WhatIf,
}

/// Names of the rows that keys open.
const SURE: &str = "sure";
const MAP: &str = "map";

impl Room for State {
    type Message = Message;
    const KEYS: &'static [Binding<Message>] = &[
        bind(&["enter", "l", "right"], "Enter", "open", Message::Unfold, true),
        bind(&["c"], "c", "how sure", Message::Sure, true),
        bind(&["m"], "m", "map", Message::Map, true),
        bind(&["w"], "w", "what if", Message::WhatIf, true),
        bind(&["p"], "p", "plan", Message::Plan, true),
        bind(&["v"], "v", "review", Message::Review, true),
        bind(&["esc", "h", "left"], "Esc", "back", Message::Back, true),
        bind(&["q"], "", "", Message::Leave, false),
    ];
    const LIST: bool = true;

    fn title(&self, session: &Session, width: u16) -> Title {
        let Some(round) = session.open.as_ref().map(|o| &o.round) else {
            return Title { what: String::new(), right: String::new(), of_round: true };
        };
        let c = &round.outcome.counts;
        let answers = c.with_answer();
        let narrow = format!("{answers} of {}", c.applicable);
        let right = if width < 60 { narrow } else { format!("from {answers} answers, {} don't know", c.unknown) };
        Title { what: round.scope(), right, of_round: true }
    }

    fn arrive(&mut self, session: &Session) -> Vec<Effect> {
        if session.context.is_none() { vec![Effect::LoadContext] } else { Vec::new() }
    }

    fn update(&mut self, session: &Session, message: Message) -> Vec<Effect> {
        let doc = doc(self, session, session.width());
        match message {
            Message::Sure => unfold(self, session, SURE),
            Message::Map => unfold(self, session, MAP),
            Message::WhatIf => return vec![Effect::Go(Route::WhatIf)],
            Message::Plan => return vec![Effect::Go(Route::Plan)],
            Message::Review => return vec![Effect::Go(Route::Review)],
            Message::Back if [SURE, MAP].iter().any(|name| self.unfolded.contains(*name)) => {
                for name in [SURE, MAP] {
                    self.unfolded.remove(name);
                }
            }
            Message::Back | Message::Leave => return vec![Effect::Go(Route::Back)],
            Message::Unfold => match doc.chosen(self.cursor) {
                Some(Target::Fold(name)) => toggle(&mut self.unfolded, name),
                Some(Target::Question(id)) => return vec![Effect::Go(Route::Question(Some(id)))],
                Some(Target::Plan) => return vec![Effect::Go(Route::Plan)],
                Some(Target::WhatIf) => return vec![Effect::Go(Route::WhatIf)],
                None => {}
            },
        }
        Vec::new()
    }

    fn moved(&mut self, session: &Session, by: Move) {
        self.cursor = doc(self, session, session.width()).go(self.cursor, by, session.height());
    }

    fn view(&self, session: &Session, canvas: &mut Canvas, area: Rect) {
        doc(self, session, area.width).draw(canvas, area, self.cursor, session.theme);
    }
}

impl State {
    /// Begins at the top: the verdict comes before anything that can be chosen.
    pub fn begin(&mut self) {
        self.cursor = Cursor::TOP;
    }
}

/// Opens a row and goes there; once more closes it.
fn unfold(state: &mut State, session: &Session, name: &str) {
    toggle(&mut state.unfolded, name.to_owned());
    let rows = if state.unfolded.contains(name) { if name == MAP { 9 } else { 5 } } else { 0 };
    let there = doc(state, session, session.width()).below(|t| matches!(t, Target::Fold(n) if n == name), rows);
    state.cursor = there.unwrap_or(state.cursor);
}
