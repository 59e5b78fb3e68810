//! Routing only: which room is shown, which keys it gets, where effects lead.

use super::effect::{Effect, Route};
use super::keys::{self, ANYWHERE, Anywhere, Hint, find, hints};
use super::notice::{Notice, Tone};
use super::screens::room::Shown;
use super::screens::{facts, home, plan, question, result, review, start, what_if};
use super::session::Session;
use super::widgets::list::{MOVES, Move};
use super::widgets::{frame as chrome, text};
use crate::tui::canvas::Canvas;
use crossterm::event::{KeyEvent, KeyEventKind};
use ratatui::layout::Rect;

/// Every room once: its name, the field that holds its state, its type, and the route that leads there.
macro_rules! rooms {
    ($($(#[$doc:meta])* $name:ident: $field:ident = $state:ty $(=> $route:pat)?),+ $(,)?) => {
        /// The rooms.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Room { $($(#[$doc])* $name),+ }

        impl Room {
            /// Every room.
            #[cfg(test)]
            pub const ALL: &'static [Room] = &[$(Room::$name),+];

            /// The room that a route leads to; `None`: back.
            fn of(route: &Route) -> Option<Room> {
                match route {
                    $($($route => Some(Room::$name),)?)+
                    Route::Back => None,
                }
            }
        }

        /// The whole program without hands.
        #[derive(Debug)]
        pub struct App {
            /// What rooms share.
            pub session: Session,
            /// Rooms one came through, the last one is shown.
            pub path: Vec<Room>,
            $($(#[$doc])* pub $field: $state,)+
            /// Whether help is shown, and how far it is scrolled.
            pub help: Option<usize>,
            /// Quitting was asked for while something is not saved.
            pub warned: bool,
        }

        impl App {
            /// At home.
            pub fn new(session: Session) -> App {
                App { session, path: vec![Room::Home], $($field: <$state>::default(),)+ help: None, warned: false }
            }

            /// A room by its name.
            pub fn shown(&self, room: Room) -> &dyn Shown {
                match room { $(Room::$name => &self.$field),+ }
            }

            /// The room that is shown, to be changed, and what it may look at.
            fn here(&mut self) -> (&mut dyn Shown, &Session) {
                match self.room() { $(Room::$name => (&mut self.$field, &self.session)),+ }
            }
        }
    };
}

rooms! {
    /// The list of systems.
    Home: home = home::State,
    /// A new system or round.
    Start: start = start::State => Route::Start { .. },
    /// The questions.
    Question: question = question::State => Route::Question(_),
    /// What is open.
    Review: review = review::State => Route::Review,
    /// What kind of system it is.
    Facts: facts = facts::State => Route::Facts,
    /// The verdict.
    Result: result = result::State => Route::Result,
    /// The plan.
    Plan: plan = plan::State => Route::Plan,
    /// What the verdict would be with other answers.
    WhatIf: what_if = what_if::State => Route::WhatIf,
}

impl App {
    /// The room that is shown.
    pub fn room(&self) -> Room {
        self.path.last().copied().unwrap_or(Room::Home)
    }

    /// Whether keys go into a text field.
    pub fn typing(&self) -> bool {
        self.shown(self.room()).is_typing()
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        if key.kind == KeyEventKind::Release {
            return Vec::new();
        }
        self.session.notice = None;
        let name = keys::name(key);
        match find(ANYWHERE, &name) {
            Some(Anywhere::Quit) => return self.quit(),
            Some(Anywhere::Save) => return vec![Effect::Retry],
            // The loop has the terminal.
            Some(Anywhere::Redraw) => return Vec::new(),
            Some(Anywhere::Help) | None => {}
        }
        let effects = self.route(key, &name);
        if effects.iter().any(|e| matches!(e, Effect::Quit)) {
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
        let again = keys::shown(ANYWHERE, &Anywhere::Save);
        self.session.notice = Some(Notice::wrong(format!("Not everything is saved. {again} tries again; quit once more to lose it.")));
        Vec::new()
    }

    fn route(&mut self, key: KeyEvent, name: &str) -> Vec<Effect> {
        if self.typing() {
            let (room, session) = self.here();
            return room.typed(session, key);
        }
        if let Some(scroll) = self.help {
            self.help = match find(MOVES, name) {
                Some(Move::Down | Move::PageDown) => Some(scroll.saturating_add(1)),
                Some(Move::Up | Move::PageUp) => Some(scroll.saturating_sub(1)),
                _ => None,
            };
            return Vec::new();
        }
        let help = find(ANYWHERE, name) == Some(Anywhere::Help);
        if help {
            self.help = Some(0);
            return Vec::new();
        }
        let (room, session) = self.here();
        if let Some(effects) = room.small(session, name) {
            return effects;
        }
        room.key(session, name).unwrap_or_default()
    }

    /// Takes a paste: only text fields want it.
    pub fn paste(&mut self, text: &str) -> Vec<Effect> {
        let (room, session) = self.here();
        room.pasted(session, text)
    }

    /// Goes to a room. What it needs to read first comes back as effects.
    pub fn go(&mut self, route: Route) -> Vec<Effect> {
        let Some(room) = Room::of(&route) else { return self.back() };
        // Going where one came from is going back, so that the path never winds.
        if let Some(at) = self.path.iter().position(|r| *r == room) {
            self.path.truncate(at);
        }
        self.path.push(room);
        match route {
            Route::Start { system, track } => self.start = start::State::new(system.as_deref(), &track),
            Route::Question(id) => {
                self.question.enter(&self.session, id.as_deref());
                return Vec::new();
            }
            _ => {}
        }
        self.arrive()
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
        let (room, session) = self.here();
        room.arrive(session)
    }

    fn hints(&self) -> Vec<Hint> {
        let mut hints = self.shown(self.room()).hints();
        if self.session.theme.is_ascii() {
            for hint in &mut hints {
                hint.key = hint.key.replace("↑↓", "Up/Down").replace("→ ←", "Right/Left").replace("← →", "Left/Right");
            }
        }
        hints
    }

    /// Title and what stands at its right.
    fn title(&self, width: u16) -> (String, String) {
        let title = self.shown(self.room()).title(&self.session, width);
        let dot = self.session.theme.dot();
        match self.session.open.as_ref().filter(|_| title.of_round) {
            Some(open) => (format!("{} {dot} {} {dot} {}", open.round.system, open.round.id, title.what), title.right),
            None => (title.what, title.right),
        }
    }

    /// Draws the room that is shown.
    pub fn view(&self, canvas: &mut Canvas) {
        let area = canvas.area();
        if area.is_empty() {
            return;
        }
        if area.width < 40 || area.height < 10 {
            let line = text::fit("Too small: 40x10 needed", usize::from(area.width), "");
            canvas.put(area.x, area.y, line, usize::from(area.width), self.session.theme.strong());
            if area.width < 24 || area.height < 6 {
                return;
            }
        }
        let (title, right) = self.title(area.width);
        let footer: Vec<Hint> = self.hints().into_iter().filter(|h| h.footer).collect();
        let unsaved = self.session.saved_word();
        let notice = match &self.session.notice {
            Some(notice) => Some((notice.text.as_str(), notice.tone)),
            None if !self.session.unsaved.is_empty() => Some((unsaved.as_str(), Tone::Wrong)),
            None => None,
        };
        let parts = chrome::draw(
            canvas,
            self.session.theme,
            &chrome::Around { title: &title, right: &right, hints: &footer, notice, help: !self.typing() },
        );
        let body = parts.body.intersection(area);
        if body.is_empty() {
            return;
        }
        match self.help {
            Some(scroll) => self.draw_help(canvas, body, scroll),
            None => self.shown(self.room()).view(&self.session, canvas, body),
        }
    }

    /// Help, from the live keymap.
    fn draw_help(&self, canvas: &mut Canvas, area: Rect, scroll: usize) {
        let theme = self.session.theme;
        let lines: Vec<(String, String)> = self.hints().into_iter().chain(hints(ANYWHERE)).map(|h| (h.key, h.does)).collect();
        let width = usize::from(area.width);
        let scroll = scroll.min(lines.len().saturating_sub(usize::from(area.height)));
        for (i, (key, does)) in lines.iter().skip(scroll).take(usize::from(area.height)).enumerate() {
            let y = area.y + u16::try_from(i).unwrap_or(0);
            canvas.put(area.x + 2, y, text::pad(key, 12, ""), width.saturating_sub(2), theme.strong());
            canvas.put(area.x + 15, y, does, width.saturating_sub(15), ratatui::style::Style::new());
        }
    }
}
