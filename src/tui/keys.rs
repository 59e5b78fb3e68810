//! Keys by name, and the keymaps of rooms: footer and help are made from them, so they cannot lie.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// One line of a room's keymap.
#[derive(Clone, Copy, Debug)]
pub struct Binding<M: 'static> {
    /// Names of the keys.
    pub keys: &'static [&'static str],
    /// How the keys are shown; empty for further keys of the same line.
    pub show: &'static str,
    /// What it does.
    pub does: &'static str,
    /// The message.
    pub message: M,
    /// Whether the footer teaches it.
    pub footer: bool,
}

/// A binding as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The keys.
    pub key: String,
    /// What they do.
    pub does: String,
    /// Whether the footer teaches it.
    pub footer: bool,
}

impl Hint {
    /// A hint that the footer shows.
    pub fn new(key: &str, does: &str) -> Hint {
        Hint { key: key.to_owned(), does: does.to_owned(), footer: true }
    }
}

/// The name of a key: `j`, `down`, `ctrl-r`, `enter`.
pub fn name(key: KeyEvent) -> String {
    let plain = match key.code {
        KeyCode::Char(' ') => "space".to_owned(),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::Enter => "enter".into(),
        KeyCode::Esc => "esc".into(),
        KeyCode::Tab => "tab".into(),
        KeyCode::BackTab => return "backtab".into(),
        KeyCode::Backspace => "backspace".into(),
        KeyCode::Delete => "delete".into(),
        KeyCode::Up => "up".into(),
        KeyCode::Down => "down".into(),
        KeyCode::Left => "left".into(),
        KeyCode::Right => "right".into(),
        KeyCode::Home => "home".into(),
        KeyCode::End => "end".into(),
        KeyCode::PageUp => "pageup".into(),
        KeyCode::PageDown => "pagedown".into(),
        KeyCode::F(n) => format!("f{n}"),
        _ => return String::new(),
    };
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        format!("ctrl-{plain}")
    } else if key.modifiers.contains(KeyModifiers::ALT) && key.code != KeyCode::Esc {
        format!("alt-{plain}")
    } else {
        plain
    }
}

/// The message of a key in a keymap.
pub fn find<M: Copy>(keymap: &[Binding<M>], key: &str) -> Option<M> {
    keymap.iter().find(|b| b.keys.contains(&key)).map(|b| b.message)
}

/// The lines of a keymap as shown.
pub fn hints<M>(keymap: &[Binding<M>]) -> Vec<Hint> {
    keymap
        .iter()
        .filter(|b| !b.show.is_empty())
        .map(|b| Hint { key: b.show.to_owned(), does: b.does.to_owned(), footer: b.footer })
        .collect()
}

/// Shorthand for a binding.
pub const fn bind<M>(keys: &'static [&'static str], show: &'static str, does: &'static str, message: M, footer: bool) -> Binding<M> {
    Binding { keys, show, does, message, footer }
}

/// How the key of a message is shown, for sentences that name it.
pub fn shown<M: PartialEq>(keymap: &[Binding<M>], message: &M) -> &'static str {
    keymap.iter().find(|b| b.message == *message).map_or("", |b| b.show)
}

/// The keys of a keymap as one hint shows them together: `h l c`.
pub fn together<M>(keymap: &[Binding<M>]) -> String {
    keymap.iter().map(|b| b.show).filter(|show| !show.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The keys of a keymap, each with what it does, for a sentence that offers them.
pub fn offered<M>(keymap: &[Binding<M>]) -> String {
    keymap.iter().map(|b| format!("{} {}", b.show, b.does)).collect::<Vec<_>>().join("   ")
}

/// Names of all keys of a keymap, as often as they stand there.
#[cfg(test)]
pub fn names<M>(keymap: &[Binding<M>]) -> Vec<&'static str> {
    keymap.iter().flat_map(|b| b.keys.iter().copied()).collect()
}

/// Keys that mean the same in every room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anywhere {
    /// Write again what could not be written.
    Save,
    /// Draw the screen anew.
    Redraw,
    /// Leave.
    Quit,
    /// The keys of this room.
    Help,
}

/// The keys of every room.
pub const ANYWHERE: &[Binding<Anywhere>] = &[
    bind(&["ctrl-s"], "Ctrl-S", "try again to save", Anywhere::Save, false),
    bind(&["ctrl-l"], "Ctrl-L", "draw the screen again", Anywhere::Redraw, false),
    bind(&["ctrl-c"], "Ctrl-C", "quit", Anywhere::Quit, false),
    bind(&["?"], "?", "this help; any key closes it", Anywhere::Help, false),
];
