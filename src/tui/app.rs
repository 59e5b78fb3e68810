//! Routing only: which room is shown, which keys it gets, where effects lead.

use super::effect::{Effect, Route};
use super::keys::{self, Hint, find, hints};
use super::screens::{facts, home, plan, question, result, review, start, what_if};
use super::session::Session;
use super::widgets::{frame as chrome, text};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;

/// The rooms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// The list of systems.
    Home,
    /// A new system or round.
    Start,
    /// The questions.
    Question,
    /// What is open.
    Review,
    /// What kind of system it is.
    Facts,
    /// The verdict.
    Result,
    /// The plan.
    Plan,
    /// What the verdict would be with other answers.
    WhatIf,
}

/// The whole program without hands.
#[derive(Debug)]
pub struct App {
    /// What rooms share.
    pub session: Session,
    /// Rooms one came through, the last one is shown.
    pub path: Vec<Room>,
    /// Home.
    pub home: home::State,
    /// Start.
    pub start: start::State,
    /// Questions.
    pub question: question::State,
    /// Review.
    pub review: review::State,
    /// Facts.
    pub facts: facts::State,
    /// Result.
    pub result: result::State,
    /// Plan.
    pub plan: plan::State,
    /// What if.
    pub what_if: what_if::State,
    /// Whether help is shown, and how far it is scrolled.
    pub help: Option<usize>,
    /// Quitting was asked for while something is not saved.
    pub warned: bool,
}

impl App {
    /// At home.
    pub fn new(session: Session) -> App {
        App {
            session,
            path: vec![Room::Home],
            home: home::State::default(),
            start: start::State::new(None, "quick"),
            question: question::State::default(),
            review: review::State::default(),
            facts: facts::State::default(),
            result: result::State::default(),
            plan: plan::State::default(),
            what_if: what_if::State::default(),
            help: None,
            warned: false,
        }
    }

    /// The room that is shown.
    pub fn room(&self) -> Room {
        self.path.last().copied().unwrap_or(Room::Home)
    }

    /// Whether keys go into a text field.
    pub fn typing(&self) -> bool {
        match self.room() {
            Room::Start => self.start.typing,
            Room::Question => matches!(self.question.mode, question::Mode::Type(..)),
            Room::Plan => self.plan.path.is_some(),
            _ => false,
        }
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        if key.kind == KeyEventKind::Release {
            return Vec::new();
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        self.session.notice = None;
        match key.code {
            KeyCode::Char('c') if control => return self.quit(),
            KeyCode::Char('s') if control => return vec![Effect::Retry],
            _ => {}
        }
        let effects = self.route(key);
        let quits = effects.iter().any(|e| matches!(e, Effect::Quit));
        if quits {
            return self.quit();
        }
        self.warned = false;
        effects
    }

    /// Quitting loses what is not saved: it is asked for twice then.
    fn quit(&mut self) -> Vec<Effect> {
        if self.session.unsaved.is_empty() || self.warned {
            return vec![Effect::Quit];
        }
        self.warned = true;
        self.session.notice = Some(("Not everything is saved. Ctrl-S tries again; quit once more to lose it.".into(), true));
        Vec::new()
    }

    fn route(&mut self, key: KeyEvent) -> Vec<Effect> {
        if self.typing() {
            return match self.room() {
                Room::Start => start::typed(&mut self.start, key),
                Room::Question => question::typed(&mut self.question, &self.session, key),
                _ => plan::typed(&mut self.plan, key),
            };
        }
        let name = keys::name(key);
        if let Some(scroll) = self.help {
            self.help = match name.as_str() {
                "down" | "j" | "pagedown" | "space" => Some(scroll.saturating_add(1)),
                "up" | "k" | "pageup" => Some(scroll.saturating_sub(1)),
                _ => None,
            };
            return Vec::new();
        }
        if self.room() == Room::Question
            && let Some(effects) = question::small(&mut self.question, &self.session, &name)
        {
            return effects;
        }
        if name == "?" {
            self.help = Some(0);
            return Vec::new();
        }
        let s = &self.session;
        match self.room() {
            Room::Home => find(home::KEYS, &name).map(|m| home::update(&mut self.home, s, m)),
            Room::Start => find(start::KEYS, &name).map(|m| start::update(&mut self.start, s, m)),
            Room::Question => find(question::KEYS, &name).map(|m| question::update(&mut self.question, s, m)),
            Room::Review => find(review::KEYS, &name).map(|m| review::update(&mut self.review, s, m)),
            Room::Facts => find(facts::KEYS, &name).map(|m| facts::update(&mut self.facts, s, m)),
            Room::Result => find(result::KEYS, &name).map(|m| result::update(&mut self.result, s, m)),
            Room::Plan => find(plan::KEYS, &name).map(|m| plan::update(&mut self.plan, s, m)),
            Room::WhatIf => find(what_if::KEYS, &name).map(|m| what_if::update(&mut self.what_if, s, m)),
        }
        .unwrap_or_default()
    }

    /// Takes a paste: only text fields want it.
    pub fn paste(&mut self, text: &str) -> Vec<Effect> {
        match self.room() {
            Room::Start if self.start.typing => self.start.name.paste(text),
            Room::Question => return question::pasted(&mut self.question, &self.session, text),
            Room::Plan => {
                if let Some(field) = &mut self.plan.path {
                    field.paste(text);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// Goes to a room. What it needs to read first comes back as effects.
    pub fn go(&mut self, route: Route) -> Vec<Effect> {
        let room = match &route {
            Route::Back => return self.back(),
            Route::Home => Room::Home,
            Route::Start { .. } => Room::Start,
            Route::Question(_) => Room::Question,
            Route::Review => Room::Review,
            Route::Facts => Room::Facts,
            Route::Result => Room::Result,
            Route::Plan => Room::Plan,
            Route::WhatIf => Room::WhatIf,
        };
        // Going where one came from is going back, so that the path never winds.
        if let Some(at) = self.path.iter().position(|r| *r == room) {
            self.path.truncate(at);
        }
        self.path.push(room);
        match route {
            Route::Start { system, track } => {
                self.start = start::State::new(system.as_deref(), &track);
                vec![Effect::LoadTracks("backend".into())]
            }
            Route::Question(id) => {
                question::arrive(&mut self.question, &self.session, id.as_deref());
                Vec::new()
            }
            _ => self.arrive(),
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        self.path.pop();
        if self.path.is_empty() {
            self.path.push(Room::Home);
        }
        self.arrive()
    }

    /// Comes into the room that is shown.
    pub fn arrive(&mut self) -> Vec<Effect> {
        match self.room() {
            Room::Home => vec![Effect::LoadSystems],
            Room::Result | Room::Plan if self.session.context.is_none() => vec![Effect::LoadContext],
            Room::Result => Vec::new(),
            Room::WhatIf => {
                what_if::arrive(&mut self.what_if, &self.session);
                Vec::new()
            }
            Room::Plan => {
                plan::arrive(&mut self.plan, &self.session);
                Vec::new()
            }
            Room::Review => {
                review::arrive(&mut self.review, &self.session);
                Vec::new()
            }
            Room::Facts => {
                facts::arrive(&mut self.facts, &self.session);
                Vec::new()
            }
            Room::Question => {
                question::refresh(&mut self.question, &self.session);
                Vec::new()
            }
            Room::Start => Vec::new(),
        }
    }

    fn hints(&self) -> Vec<Hint> {
        let hint = |key: &str, does: &str| Hint { key: key.into(), does: does.into(), footer: true };
        let mut hints = match &self.question.mode {
            _ if self.room() == Room::Start && self.typing() => vec![hint("Enter", "go on"), hint("Esc", "back")],
            _ if self.room() == Room::Plan && self.typing() => vec![hint("Enter", "write"), hint("Esc", "back")],
            _ if self.room() != Room::Question => self.keymap(),
            question::Mode::Choose => self.keymap(),
            question::Mode::Type(_, question::Purpose::Note | question::Purpose::Park) => {
                vec![hint("Enter", "save"), hint("Esc", "leave, kept as a draft"), hint("Alt-Enter", "new line"), hint("Ctrl-E", "editor")]
            }
            question::Mode::Type(..) => vec![hint("Enter", "take it"), hint("Esc", "leave")],
            question::Mode::Range(_) => vec![hint("0-4", "level"), hint("Esc", "leave")],
            question::Mode::Kind => vec![hint("t d o s p", "kind of evidence"), hint("Esc", "leave")],
            question::Mode::Change(_) => vec![hint("h l c", "why"), hint("Enter", "just save"), hint("Esc", "leave")],
        };
        if self.session.theme.is_ascii() {
            for hint in &mut hints {
                hint.key = hint.key.replace("↑↓", "Up/Down").replace("→ ←", "Right/Left");
            }
        }
        hints
    }

    fn keymap(&self) -> Vec<Hint> {
        match self.room() {
            Room::Home => hints(home::KEYS),
            Room::Start => hints(start::KEYS),
            Room::Question => hints(question::KEYS),
            Room::Review => hints(review::KEYS),
            Room::Facts => hints(facts::KEYS),
            Room::Result => hints(result::KEYS),
            Room::Plan => hints(plan::KEYS),
            Room::WhatIf => hints(what_if::KEYS),
        }
    }

    fn title(&self, width: u16) -> (String, String) {
        let dot = self.session.theme.dot();
        let Some(open) = self.session.open.as_ref().filter(|_| !matches!(self.room(), Room::Home | Room::Start)) else {
            let title = match self.room() {
                Room::Start if self.start.fixed => "New round",
                Room::Start => "New system",
                _ => "Underpin",
            };
            return (title.to_owned(), self.home.place.clone());
        };
        let round = &open.round;
        let track = round.questionnaire.track(&self.session.track).map_or("", |t| t.title.as_str());
        let (what, right) = match self.room() {
            Room::Question => {
                let p = underpin_core::round::route::progress(&self.question.order, &round.standings);
                (track.to_lowercase(), format!("{} of {}   {}", p.done, p.total, self.session.saved_word()))
            }
            Room::Review => ("review".into(), self.session.saved_word()),
            Room::Facts => ("about the system".into(), self.session.saved_word()),
            Room::Plan => ("action plan".into(), self.session.saved_word()),
            Room::WhatIf => ("what if".into(), "nothing here is saved".into()),
            _ => {
                let c = &round.outcome.counts;
                let answers = c.with_answer();
                (
                    round.scope(),
                    if width < 60 {
                        format!("{answers} of {}", c.applicable)
                    } else {
                        format!("from {answers} answers, {} don't know", c.unknown)
                    },
                )
            }
        };
        (format!("{} {dot} {} {dot} {what}", round.system, round.id), right)
    }

    /// Draws the room that is shown.
    pub fn view(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        if area.is_empty() {
            return;
        }
        if area.width < 40 || area.height < 10 {
            let line = text::fit("Too small: 40x10 needed", usize::from(area.width), "");
            frame.buffer_mut().set_stringn(area.x, area.y, line, usize::from(area.width), self.session.theme.strong());
            if area.width < 24 || area.height < 6 {
                return;
            }
        }
        let (title, right) = self.title(area.width);
        let footer: Vec<Hint> = self.hints().into_iter().filter(|h| h.footer).collect();
        let unsaved = self.session.saved_word();
        let notice = match &self.session.notice {
            Some((text, bad)) => Some((text.as_str(), *bad)),
            None if !self.session.unsaved.is_empty() => Some((unsaved.as_str(), true)),
            None => None,
        };
        let parts = chrome::draw(
            frame,
            self.session.theme,
            &chrome::Around { title: &title, right: &right, hints: &footer, notice, help: !self.typing() },
        );
        let body = parts.body.intersection(area);
        if body.is_empty() {
            return;
        }
        if let Some(scroll) = self.help {
            self.draw_help(frame, body, scroll);
            return;
        }
        let s = &self.session;
        match self.room() {
            Room::Home => home::view(&self.home, s, frame, body),
            Room::Start => start::view(&self.start, s, frame, body),
            Room::Question => question::view(&self.question, s, frame, body),
            Room::Review => review::view(&self.review, s, frame, body),
            Room::Facts => facts::view(&self.facts, s, frame, body),
            Room::Result => result::view(&self.result, s, frame, body),
            Room::Plan => plan::view(&self.plan, s, frame, body),
            Room::WhatIf => what_if::view(&self.what_if, s, frame, body),
        }
    }

    /// Help, from the live keymap.
    fn draw_help(&self, frame: &mut Frame<'_>, area: Rect, scroll: usize) {
        let theme = self.session.theme;
        let mut lines: Vec<(String, String)> = self.hints().into_iter().map(|h| (h.key, h.does)).collect();
        lines.push(("Ctrl-S".into(), "try again to save".into()));
        lines.push(("Ctrl-L".into(), "draw the screen again".into()));
        lines.push(("Ctrl-C".into(), "quit".into()));
        lines.push(("?".into(), "this help; any key closes it".into()));
        let width = usize::from(area.width);
        let scroll = scroll.min(lines.len().saturating_sub(usize::from(area.height)));
        for (i, (key, does)) in lines.iter().skip(scroll).take(usize::from(area.height)).enumerate() {
            let y = area.y + u16::try_from(i).unwrap_or(0);
            frame.buffer_mut().set_stringn(area.x + 2, y, text::pad(key, 12, ""), width.saturating_sub(2), theme.strong());
            frame.buffer_mut().set_stringn(area.x + 15, y, does, width.saturating_sub(15), ratatui::style::Style::new());
        }
    }
}
