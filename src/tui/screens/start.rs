//! Start: the name of a system, and the track to walk.

use crate::tui::canvas::Canvas;
use crate::tui::effect::{Effect, QUICK, Route};
use crate::tui::keys::{Binding, Hint, bind};
use crate::tui::screens::room::{Room, Title};
use crate::tui::session::Session;
use crate::tui::widgets::field::{Field, Press, Typed, hint, key_of};
use crate::tui::widgets::list::Move;
use crate::tui::widgets::text::{fit, pad, wrap};
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

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

/// A questionnaire that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionnaireLine {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// State of the room.
#[derive(Debug)]
pub struct State {
    /// The name.
    pub name: Field,
    /// Whether the name is being typed.
    typing: bool,
    /// The system exists already: a new round.
    pub fixed: bool,
    /// Questionnaires, the one that is offered first in front; empty until they were read.
    pub questionnaires: Vec<QuestionnaireLine>,
    /// Which of them is asked.
    pub asked: usize,
    /// Its tracks; empty until they were read.
    tracks: Vec<TrackLine>,
    /// The chosen one.
    chosen: usize,
    /// The track that is wanted first.
    pub wanted: String,
}

/// Messages of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Go.
    Start,
    /// Another questionnaire.
    Questionnaire,
    /// Back to the name, or home.
    Back,
}

impl Default for State {
    fn default() -> State {
        State::new(None, QUICK)
    }
}

impl State {
    /// For a new system, or a new round of one.
    pub fn new(system: Option<&str>, wanted: &str) -> State {
        State {
            name: Field::new(system.unwrap_or(""), false),
            typing: system.is_none(),
            fixed: system.is_some(),
            questionnaires: Vec::new(),
            asked: 0,
            tracks: Vec::new(),
            chosen: 0,
            wanted: wanted.to_owned(),
        }
    }

    /// Takes the tracks of the questionnaire that is asked.
    pub fn take(&mut self, tracks: Vec<TrackLine>) {
        self.chosen = tracks.iter().position(|t| t.id == self.wanted).unwrap_or(0);
        self.tracks = tracks;
    }
}

impl Room for State {
    type Message = Message;
    const KEYS: &'static [Binding<Message>] = &[
        bind(&["enter"], "Enter", "start", Message::Start, true),
        bind(&["tab", "right", "l"], "Tab", "another questionnaire", Message::Questionnaire, true),
        bind(&["esc", "left", "h", "q"], "Esc", "back", Message::Back, true),
    ];
    const LIST: bool = true;

    fn title(&self, session: &Session, _: u16) -> Title {
        Title { what: if self.fixed { "New round" } else { "New system" }.into(), right: session.place.clone(), of_round: false }
    }

    fn arrive(&mut self, _: &Session) -> Vec<Effect> {
        vec![Effect::LoadQuestionnaires]
    }

    fn update(&mut self, _: &Session, message: Message) -> Vec<Effect> {
        match message {
            Message::Back if self.fixed => vec![Effect::Go(Route::Back)],
            Message::Back => {
                self.typing = true;
                Vec::new()
            }
            Message::Questionnaire if self.questionnaires.len() < 2 => Vec::new(),
            Message::Questionnaire => {
                self.asked = (self.asked + 1) % self.questionnaires.len();
                self.questionnaires.get(self.asked).map(|q| Effect::LoadTracks(q.id.clone())).into_iter().collect()
            }
            Message::Start => {
                let (Some(track), Some(asked)) = (self.tracks.get(self.chosen), self.questionnaires.get(self.asked)) else {
                    return Vec::new();
                };
                vec![Effect::StartRound {
                    name: self.name.text(),
                    questionnaire: asked.id.clone(),
                    track: track.id.clone(),
                    fresh: self.fixed,
                }]
            }
        }
    }

    fn moved(&mut self, session: &Session, by: Move) {
        let last = self.tracks.len().saturating_sub(1);
        let page = usize::from(session.height() / 3).max(1);
        self.chosen = match by {
            Move::Down => self.chosen + 1,
            Move::Up => self.chosen.saturating_sub(1),
            Move::PageDown => self.chosen + page,
            Move::PageUp => self.chosen.saturating_sub(page),
            Move::First => 0,
            Move::Last => last,
        }
        .min(last);
    }

    fn asked(&self) -> Option<Vec<Hint>> {
        self.typing.then(|| vec![hint(Press::Take, "go on"), hint(Press::Leave, "back")])
    }

    fn is_typing(&self) -> bool {
        self.typing
    }

    fn typed(&mut self, _: &Session, key: KeyEvent) -> Vec<Effect> {
        match self.name.key(key) {
            Typed::Done if self.name.is_empty() => vec![Effect::Say("Type a name first, such as Web shop.".into())],
            Typed::Done => {
                self.typing = false;
                Vec::new()
            }
            Typed::Left => vec![Effect::Go(Route::Back)],
            Typed::Edited | Typed::Editor => Vec::new(),
        }
    }

    fn pasted(&mut self, _: &Session, text: &str) -> Vec<Effect> {
        if self.typing {
            self.name.paste(text);
        }
        Vec::new()
    }

    fn view(&self, session: &Session, canvas: &mut Canvas, area: Rect) {
        let theme = session.theme;
        let width = usize::from(area.width).saturating_sub(4).min(100);
        let mut y = area.y;
        let mut line = |canvas: &mut Canvas, text: &str, style: ratatui::style::Style| {
            if y < area.bottom() {
                canvas.put(area.x + 2, y, text, width, style);
            }
            y = y.saturating_add(1);
            y.saturating_sub(1)
        };
        if area.height > 12 {
            line(canvas, "", theme.dim());
        }
        line(canvas, "Which system is it?", theme.strong());
        let at = line(canvas, "", theme.dim());
        let field = Rect::new(area.x + 4, at, area.width.saturating_sub(6), 1).intersection(area);
        if self.typing {
            canvas.put(area.x + 2, at, theme.pointer(), 1, theme.focus());
            self.name.draw(canvas, field, theme);
        } else if !field.is_empty() {
            canvas.put(field.x, field.y, self.name.text(), usize::from(field.width), theme.focus());
        }
        line(canvas, "", theme.dim());
        if self.typing {
            for text in wrap(&format!("A name such as \"Web shop\" or \"Billing\". {} goes on.", key_of(Press::Take)), width) {
                line(canvas, &text, theme.dim());
            }
            return;
        }
        line(canvas, "What do you want to walk through?", theme.strong());
        if let Some(asked) = self.questionnaires.get(self.asked).filter(|_| self.questionnaires.len() > 1 && area.height >= 8) {
            line(canvas, &fit(&format!("  {}", asked.title), width, theme.ellipsis()), theme.dim());
        }
        let wide = width > 60;
        let rows = usize::from(area.bottom().saturating_sub(y)) / if wide { 1 } else { 2 };
        let first = self.chosen.saturating_sub(rows.max(1) - 1).min(self.tracks.len());
        for (i, track) in self.tracks.iter().enumerate().skip(first).take(rows.max(1)) {
            let mut row = |text: &str, style: ratatui::style::Style| {
                if y < area.bottom() {
                    canvas.put(area.x + 2, y, text, width, style);
                }
                y = y.saturating_add(1);
                y.saturating_sub(1)
            };
            let chosen = i == self.chosen;
            let style = if chosen { theme.focus() } else { ratatui::style::Style::new() };
            let mark = if chosen { theme.pointer() } else { " " };
            let at = row(&format!("{mark} {}", pad(&track.title, 24, theme.ellipsis())), style);
            if !wide {
                row(&format!("    {}", track.about), theme.dim());
            }
            if wide && at < area.bottom() {
                canvas.put(area.x + 30, at, &track.about, width.saturating_sub(28), theme.dim());
            }
            if chosen {
                canvas.set_cursor(area.x + 2, at);
            }
        }
    }
}
