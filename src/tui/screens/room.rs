//! What a room is: one screen with its keys. A new room is a file that implements [`Room`], its line in the
//! registry of `app.rs`, and the route of that line.

use crate::tui::canvas::Canvas;
use crate::tui::effect::Effect;
#[cfg(test)]
use crate::tui::keys::names;
use crate::tui::keys::{Binding, Hint, find, hints};
use crate::tui::session::Session;
use crate::tui::widgets::list::{MOVES, Move};
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

/// What stands above a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// What the room shows of the opened round; or, without a round, the whole title.
    pub what: String,
    /// At the right.
    pub right: String,
    /// Whether system and round stand in front of it.
    pub of_round: bool,
}

/// One screen. Everything is pure: what has to be done comes back as effects.
pub trait Room {
    /// What its keys mean.
    type Message: Copy + 'static;
    /// Its keymap: footer, help and dispatch are made from it.
    const KEYS: &'static [Binding<Self::Message>];
    /// Whether it is a list that the shared keys move in.
    const LIST: bool;

    /// What stands above it, in a terminal of this width.
    fn title(&self, session: &Session, width: u16) -> Title;

    /// Comes in, or comes back.
    fn arrive(&mut self, session: &Session) -> Vec<Effect>;

    /// Acts on a key of the keymap.
    fn update(&mut self, session: &Session, message: Self::Message) -> Vec<Effect>;

    /// Moves in the list.
    fn moved(&mut self, _session: &Session, _by: Move) {}

    /// Draws it.
    fn view(&self, session: &Session, canvas: &mut Canvas, area: Rect);

    /// Keys in place of the keymap, while something else is asked: a text, a range, a kind.
    fn asked(&self) -> Option<Vec<Hint>> {
        None
    }

    /// Names of the keys of everything small that is asked, one list each.
    #[cfg(test)]
    fn small_keymaps() -> Vec<Vec<&'static str>> {
        Vec::new()
    }

    /// Whether keys are text.
    fn is_typing(&self) -> bool {
        false
    }

    /// A key as text.
    fn typed(&mut self, _session: &Session, _key: KeyEvent) -> Vec<Effect> {
        Vec::new()
    }

    /// A key while something small is asked; `None`: it belongs to the keymap.
    fn small(&mut self, _session: &Session, _name: &str) -> Option<Vec<Effect>> {
        None
    }

    /// A paste: only text fields want it.
    fn pasted(&mut self, _session: &Session, _text: &str) -> Vec<Effect> {
        Vec::new()
    }
}

/// A room as the router sees it.
pub trait Shown {
    /// See [`Room::title`].
    fn title(&self, session: &Session, width: u16) -> Title;
    /// See [`Room::arrive`].
    fn arrive(&mut self, session: &Session) -> Vec<Effect>;
    /// Acts on a key that is no text; `None` if it means nothing here.
    fn key(&mut self, session: &Session, name: &str) -> Option<Vec<Effect>>;
    /// See [`Room::small`].
    fn small(&mut self, session: &Session, name: &str) -> Option<Vec<Effect>>;
    /// See [`Room::is_typing`].
    fn is_typing(&self) -> bool;
    /// See [`Room::typed`].
    fn typed(&mut self, session: &Session, key: KeyEvent) -> Vec<Effect>;
    /// See [`Room::pasted`].
    fn pasted(&mut self, session: &Session, text: &str) -> Vec<Effect>;
    /// The keys that mean something now.
    fn hints(&self) -> Vec<Hint>;
    /// Names of all keys of the keymap, as often as they stand there.
    #[cfg(test)]
    fn bound(&self) -> Vec<&'static str>;
    /// Whether it is a list; see [`Room::LIST`].
    #[cfg(test)]
    fn is_list(&self) -> bool;
    /// See [`Room::small_keymaps`].
    #[cfg(test)]
    fn small_bound(&self) -> Vec<Vec<&'static str>>;
    /// See [`Room::view`].
    fn view(&self, session: &Session, canvas: &mut Canvas, area: Rect);
}

impl<R: Room> Shown for R {
    fn title(&self, session: &Session, width: u16) -> Title {
        Room::title(self, session, width)
    }

    fn arrive(&mut self, session: &Session) -> Vec<Effect> {
        Room::arrive(self, session)
    }

    fn key(&mut self, session: &Session, name: &str) -> Option<Vec<Effect>> {
        if let Some(message) = find(R::KEYS, name) {
            return Some(self.update(session, message));
        }
        let by = find(MOVES, name).filter(|_| R::LIST)?;
        self.moved(session, by);
        Some(Vec::new())
    }

    fn small(&mut self, session: &Session, name: &str) -> Option<Vec<Effect>> {
        Room::small(self, session, name)
    }

    fn is_typing(&self) -> bool {
        Room::is_typing(self)
    }

    fn typed(&mut self, session: &Session, key: KeyEvent) -> Vec<Effect> {
        Room::typed(self, session, key)
    }

    fn pasted(&mut self, session: &Session, text: &str) -> Vec<Effect> {
        Room::pasted(self, session, text)
    }

    fn hints(&self) -> Vec<Hint> {
        if let Some(asked) = self.asked() {
            return asked;
        }
        let mut all = hints(R::KEYS);
        if R::LIST {
            all.extend(hints(MOVES));
        }
        all
    }

    #[cfg(test)]
    fn bound(&self) -> Vec<&'static str> {
        names(R::KEYS)
    }

    #[cfg(test)]
    fn is_list(&self) -> bool {
        R::LIST
    }

    #[cfg(test)]
    fn small_bound(&self) -> Vec<Vec<&'static str>> {
        R::small_keymaps()
    }

    fn view(&self, session: &Session, canvas: &mut Canvas, area: Rect) {
        Room::view(self, session, canvas, area);
    }
}
