//! Keys: bytes are read only when poll(2) says that there are some, and turned into events.
//!
//! The reader of crossterm is not used: it reads until a whole event is there, so that a terminal that went away keeps it
//! reading for ever, and half an escape sequence keeps it waiting. Here a sequence that stays unfinished is dropped after a
//! moment, and an unfinished paste is taken as it is: nothing that was pasted is lost.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use rustix::io::Errno;
use std::io;
use std::time::{Duration, Instant};
use termina::event as raw;

/// How long the rest of an escape sequence may take: more than the slowest link needs between two bytes of one key.
const REST_OF_A_KEY: Duration = Duration::from_millis(120);
/// How long the rest of a paste may take.
const REST_OF_A_PASTE: Duration = Duration::from_millis(1000);
const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// The reader of a terminal.
#[derive(Debug, Default)]
pub struct Input {
    parser: termina::Parser,
    /// Bytes of a key that is not whole.
    key: Vec<u8>,
    /// Bytes of a paste that has not ended.
    paste: Option<Vec<u8>>,
    /// When the unfinished thing got its last byte.
    since: Option<Instant>,
    /// Whether the terminal went away.
    gone: bool,
}

impl Input {
    /// Reads what is there, at most one buffer full; poll must have said that there is something. Comes back with whole
    /// events.
    pub fn read(&mut self) -> io::Result<Vec<Event>> {
        let mut bytes = [0_u8; 4096];
        match rustix::io::read(rustix::stdio::stdin(), &mut bytes[..]) {
            // The end of a terminal: it went away between poll and here.
            Ok(0) => self.gone = true,
            Ok(n) => return Ok(self.take(bytes.get(..n).unwrap_or_default())),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(Errno::IO) => self.gone = true,
            Err(e) => return Err(e.into()),
        }
        Ok(Vec::new())
    }

    /// Whether the terminal went away.
    pub fn is_gone(&self) -> bool {
        self.gone
    }

    /// How long to wait for the rest of something unfinished; `None` where there is nothing.
    pub fn patience(&self) -> Option<Duration> {
        let limit = if self.paste.is_some() { REST_OF_A_PASTE } else { REST_OF_A_KEY };
        self.since.map(|since| limit.saturating_sub(since.elapsed()))
    }

    /// Ends what stayed unfinished for too long: a lone Esc is that key, a paste is what came of it, and the rest of a
    /// sequence that nobody can tell is dropped.
    pub fn give_up(&mut self) -> Vec<Event> {
        if self.patience().is_none_or(|left| !left.is_zero()) {
            return Vec::new();
        }
        self.since = None;
        self.parser = termina::Parser::default();
        let key = std::mem::take(&mut self.key);
        let mut events = Vec::new();
        if key == b"\x1b" {
            events.push(Event::Key(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE)));
        }
        if let Some(paste) = self.paste.take() {
            events.push(Event::Paste(text(&paste)));
        }
        events
    }

    /// Turns bytes into events.
    fn take(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for (place, byte) in bytes.iter().enumerate() {
            if let Some(paste) = &mut self.paste {
                paste.push(*byte);
                if paste.ends_with(PASTE_ENDS) {
                    paste.truncate(paste.len() - PASTE_ENDS.len());
                    events.push(Event::Paste(text(paste)));
                    self.paste = None;
                }
                continue;
            }
            self.key.push(*byte);
            if self.key == PASTE_BEGINS {
                self.parser = termina::Parser::default();
                self.key.clear();
                self.paste = Some(Vec::new());
                continue;
            }
            // Esc at the end of what came is that key, unless its rest is still on the way: then it comes at once.
            let more = place + 1 < bytes.len();
            self.parser.parse(&[*byte], more);
            let mut whole = false;
            while let Some(event) = self.parser.pop() {
                whole = true;
                events.extend(convert(event));
            }
            if whole || self.key.len() > MOST_OF_A_KEY {
                self.key.clear();
                if !whole {
                    self.parser = termina::Parser::default();
                }
            }
        }
        let unfinished = self.paste.is_some() || !self.key.is_empty();
        self.since = unfinished.then(Instant::now);
        events
    }
}

/// No key is longer: what is, was never one.
const MOST_OF_A_KEY: usize = 64;

/// A paste as text: line ends as in files, and no control character.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\r', "\n")
}

/// The event as the screens know it; `None` for what they do not use.
fn convert(event: termina::Event) -> Option<Event> {
    match event {
        termina::Event::Key(key) if key.kind != raw::KeyEventKind::Release => {
            Some(Event::Key(KeyEvent::new(code(key.code)?, modifiers(key.modifiers))))
        }
        termina::Event::Mouse(mouse) => Some(Event::Mouse(MouseEvent {
            kind: mouse_kind(mouse.kind),
            column: mouse.column,
            row: mouse.row,
            modifiers: modifiers(mouse.modifiers),
        })),
        termina::Event::Paste(text) => Some(Event::Paste(text)),
        termina::Event::FocusIn => Some(Event::FocusGained),
        termina::Event::FocusOut => Some(Event::FocusLost),
        _ => None,
    }
}

fn code(code: raw::KeyCode) -> Option<KeyCode> {
    Some(match code {
        raw::KeyCode::Char(c) => KeyCode::Char(c),
        raw::KeyCode::Enter => KeyCode::Enter,
        raw::KeyCode::Backspace => KeyCode::Backspace,
        raw::KeyCode::Tab => KeyCode::Tab,
        raw::KeyCode::Escape => KeyCode::Esc,
        raw::KeyCode::Left => KeyCode::Left,
        raw::KeyCode::Right => KeyCode::Right,
        raw::KeyCode::Up => KeyCode::Up,
        raw::KeyCode::Down => KeyCode::Down,
        raw::KeyCode::Home => KeyCode::Home,
        raw::KeyCode::End => KeyCode::End,
        raw::KeyCode::BackTab => KeyCode::BackTab,
        raw::KeyCode::PageUp => KeyCode::PageUp,
        raw::KeyCode::PageDown => KeyCode::PageDown,
        raw::KeyCode::Insert => KeyCode::Insert,
        raw::KeyCode::Delete => KeyCode::Delete,
        raw::KeyCode::Function(n) => KeyCode::F(n),
        _ => return None,
    })
}

fn modifiers(held: raw::Modifiers) -> KeyModifiers {
    let mut modifiers = KeyModifiers::NONE;
    for (from, to) in [
        (raw::Modifiers::SHIFT, KeyModifiers::SHIFT),
        (raw::Modifiers::CONTROL, KeyModifiers::CONTROL),
        (raw::Modifiers::ALT, KeyModifiers::ALT),
    ] {
        if held.contains(from) {
            modifiers |= to;
        }
    }
    modifiers
}

fn mouse_kind(kind: raw::MouseEventKind) -> MouseEventKind {
    let button = |button: raw::MouseButton| match button {
        raw::MouseButton::Left => MouseButton::Left,
        raw::MouseButton::Right => MouseButton::Right,
        raw::MouseButton::Middle => MouseButton::Middle,
    };
    match kind {
        raw::MouseEventKind::Down(b) => MouseEventKind::Down(button(b)),
        raw::MouseEventKind::Up(b) => MouseEventKind::Up(button(b)),
        raw::MouseEventKind::Drag(b) => MouseEventKind::Drag(button(b)),
        raw::MouseEventKind::Moved => MouseEventKind::Moved,
        raw::MouseEventKind::ScrollDown => MouseEventKind::ScrollDown,
        raw::MouseEventKind::ScrollUp => MouseEventKind::ScrollUp,
        raw::MouseEventKind::ScrollLeft => MouseEventKind::ScrollLeft,
        raw::MouseEventKind::ScrollRight => MouseEventKind::ScrollRight,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn keys(events: &[Event]) -> Vec<KeyCode> {
        events.iter().filter_map(|e| e.as_key_event()).map(|k| k.code).collect()
    }

    #[test]
    fn keys_come_whole_however_their_bytes_are_cut() {
        let bytes = "a\u{1b}[A\u{1b}OBé\u{1b}[5~\r\u{1b}[1;5C1".as_bytes();
        let whole = keys(&Input::default().take(bytes));
        assert_eq!(whole.len(), 8, "{whole:?}");
        for cut in 1..bytes.len() {
            let (a, b) = bytes.split_at(cut);
            // Only a lone Esc tells nothing of what comes: there it is that key.
            if a.ends_with(b"\x1b") {
                continue;
            }
            let mut input = Input::default();
            let mut events = input.take(a);
            events.extend(input.take(b));
            assert_eq!(keys(&events), whole, "cut at {cut}");
            assert!(input.patience().is_none());
        }
    }

    #[test]
    fn half_a_sequence_swallows_no_key() {
        for half in ["\u{1b}[", "\u{1b}[<0;1", "\u{1b}[1;", "\u{1b}O"] {
            let mut input = Input::default();
            assert!(input.take(half.as_bytes()).is_empty());
            assert!(input.patience().is_some());
            input.since = Some(Instant::now().checked_sub(REST_OF_A_PASTE).unwrap());
            assert!(input.give_up().is_empty());
            assert_eq!(keys(&input.take(b"q")), [KeyCode::Char('q')], "{half:?}");
        }
    }

    #[test]
    fn a_paste_is_one_text_and_an_unfinished_one_is_not_lost() {
        let mut input = Input::default();
        assert_eq!(
            input.take(b"\x1b[200~q\r\nq\x1b[201~x"),
            [Event::Paste("q\nq".into()), Event::Key(KeyEvent::new(KeyCode::Char('x'), KeyModifiers::NONE))]
        );
        assert!(input.take(b"\x1b[200~hello").is_empty());
        input.since = Some(Instant::now().checked_sub(REST_OF_A_PASTE).unwrap());
        assert_eq!(input.give_up(), [Event::Paste("hello".into())]);
    }

    #[test]
    fn bytes_that_are_no_key_are_dropped() {
        let mut input = Input::default();
        input.take(&[0xff; 200]);
        input.take(&[b"\x1b[?", [b'1'; 300].as_slice()].concat());
        assert_eq!(keys(&input.take(b"\x1b")), [KeyCode::Esc]);
    }
}
