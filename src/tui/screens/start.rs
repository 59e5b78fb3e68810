//! Start: the name of a system, and the track to walk.

use crate::tui::effect::{Effect, Route};
use crate::tui::keys::{Binding, bind};
use crate::tui::session::Session;
use crate::tui::widgets::field::{Field, Typed};
use crate::tui::widgets::text::{pad, wrap};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

/// A track that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackLine {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// "26 questions, 15 minutes, at most restructure".
    pub about: String,
}

/// State of the room.
#[derive(Debug)]
pub struct State {
    /// The name.
    pub name: Field,
    /// Whether the name is being typed.
    pub typing: bool,
    /// The system exists already: a new round.
    pub fixed: bool,
    /// Tracks; empty until they were read.
    pub tracks: Vec<TrackLine>,
    /// The chosen one.
    pub chosen: usize,
    /// The track that is wanted first.
    pub wanted: String,
}

/// Messages of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Down.
    Down,
    /// Up.
    Up,
    /// Go.
    Start,
    /// Back to the name, or home.
    Back,
}

/// Keys of the room, once the name is there.
pub const KEYS: &[Binding<Message>] = &[
    bind(&["enter"], "Enter", "start", Message::Start, true),
    bind(&["down", "j"], "↑↓", "choose", Message::Down, true),
    bind(&["up", "k"], "", "", Message::Up, false),
    bind(&["esc", "left", "h", "q"], "Esc", "back", Message::Back, true),
];

impl State {
    /// For a new system, or a new round of one.
    pub fn new(system: Option<&str>, wanted: &str) -> State {
        State {
            name: Field::new(system.unwrap_or(""), false),
            typing: system.is_none(),
            fixed: system.is_some(),
            tracks: Vec::new(),
            chosen: 0,
            wanted: wanted.to_owned(),
        }
    }

    /// Takes the tracks.
    pub fn take(&mut self, tracks: Vec<TrackLine>) {
        self.chosen = tracks.iter().position(|t| t.id == self.wanted).unwrap_or(0);
        self.tracks = tracks;
    }
}

/// A key while the name is typed.
pub fn typed(state: &mut State, key: KeyEvent) -> Vec<Effect> {
    match state.name.key(key) {
        Typed::Done if state.name.is_empty() => vec![Effect::Say("Type a name first, such as Web shop.".into())],
        Typed::Done => {
            state.typing = false;
            Vec::new()
        }
        Typed::Left => vec![Effect::Go(Route::Back)],
        Typed::Edited | Typed::Editor => Vec::new(),
    }
}

/// Moves on.
pub fn update(state: &mut State, _: &Session, message: Message) -> Vec<Effect> {
    let last = state.tracks.len().saturating_sub(1);
    match message {
        Message::Down => state.chosen = (state.chosen + 1).min(last),
        Message::Up => state.chosen = state.chosen.saturating_sub(1),
        Message::Back if state.fixed => return vec![Effect::Go(Route::Back)],
        Message::Back => state.typing = true,
        Message::Start => {
            let Some(track) = state.tracks.get(state.chosen) else { return Vec::new() };
            return vec![Effect::StartRound {
                name: state.name.text(),
                questionnaire: "backend".into(),
                track: track.id.clone(),
                fresh: state.fixed,
            }];
        }
    }
    Vec::new()
}

/// Draws the room.
pub fn view(state: &State, session: &Session, frame: &mut Frame<'_>, area: Rect) {
    let theme = session.theme;
    let width = usize::from(area.width).saturating_sub(4).min(100);
    let mut y = area.y;
    let mut line = |frame: &mut Frame<'_>, text: &str, style: ratatui::style::Style| {
        if y < area.bottom() {
            frame.buffer_mut().set_stringn(area.x + 2, y, text, width, style);
        }
        y = y.saturating_add(1);
        y.saturating_sub(1)
    };
    if area.height > 12 {
        line(frame, "", theme.dim());
    }
    line(frame, "Which system is it?", theme.strong());
    let at = line(frame, "", theme.dim());
    let field = Rect::new(area.x + 4, at, area.width.saturating_sub(6), 1).intersection(area);
    if state.typing {
        frame.buffer_mut().set_stringn(area.x + 2, at, theme.pointer(), 1, theme.focus());
        state.name.draw(frame, field, theme);
    } else if !field.is_empty() {
        frame.buffer_mut().set_stringn(field.x, field.y, state.name.text(), usize::from(field.width), theme.focus());
    }
    line(frame, "", theme.dim());
    if state.typing {
        for text in wrap("A name such as \"Web shop\" or \"Billing\". Enter goes on.", width) {
            line(frame, &text, theme.dim());
        }
        return;
    }
    line(frame, "What do you want to walk through?", theme.strong());
    for (i, track) in state.tracks.iter().enumerate() {
        let chosen = i == state.chosen;
        let style = if chosen { theme.focus() } else { ratatui::style::Style::new() };
        let mark = if chosen { theme.pointer() } else { " " };
        let at = line(frame, &format!("{mark} {}", pad(&track.title, 24, theme.ellipsis())), style);
        if chosen {
            frame.set_cursor_position(Position::new(area.x + 2, at));
        }
        if width > 60 && at < area.bottom() {
            frame.buffer_mut().set_stringn(area.x + 30, at, &track.about, width.saturating_sub(28), theme.dim());
        } else {
            line(frame, &format!("    {}", track.about), theme.dim());
        }
    }
}
