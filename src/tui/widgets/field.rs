//! A text field: one line or several, with the real cursor at the caret.

#[cfg(test)]
use crate::tui::keys::names;
use crate::tui::keys::{Binding, Hint, bind, find, name, shown};
use crate::tui::theme::Theme;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};
use unicode_width::UnicodeWidthStr as _;

/// What a key did to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The text changed, or the caret moved.
    Edited,
    /// Enter: take it.
    Done,
    /// Esc: leave it.
    Left,
    /// Ctrl-E: go on in the editor.
    Editor,
}

/// What the keys of a field do besides typing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Take the text.
    Take,
    /// Leave the field.
    Leave,
    /// A new line, where there may be several.
    NewLine,
    /// Go on in the editor.
    Edit,
    /// Clear the field.
    Clear,
}

/// The keys of a field of one line.
const LINE: &[Binding<Press>] = &[
    bind(&["enter", "alt-enter", "ctrl-enter", "ctrl-j", "ctrl-m"], "Enter", "", Press::Take, true),
    bind(&["esc", "ctrl-esc"], "Esc", "", Press::Leave, true),
    bind(&["ctrl-e"], "Ctrl-E", "", Press::Edit, true),
    bind(&["ctrl-u"], "Ctrl-U", "", Press::Clear, false),
];

/// The keys of a field of several lines.
const LINES: &[Binding<Press>] = &[
    bind(&["enter", "ctrl-m"], "Enter", "", Press::Take, true),
    bind(&["esc", "ctrl-esc"], "Esc", "", Press::Leave, true),
    bind(&["alt-enter", "ctrl-enter", "ctrl-j"], "Alt-Enter", "", Press::NewLine, true),
    bind(&["ctrl-e"], "Ctrl-E", "", Press::Edit, true),
    bind(&["ctrl-u"], "Ctrl-U", "", Press::Clear, false),
];

/// A hint of what a key does in a field of several lines; one line shares all but the new one.
pub fn hint(press: Press, does: &str) -> Hint {
    Hint::new(key_of(press), does)
}

/// The key that does something in a field, for sentences that name it.
pub fn key_of(press: Press) -> &'static str {
    shown(LINES, &press)
}

/// The keymaps of fields.
#[cfg(test)]
pub fn keymaps() -> [Vec<&'static str>; 2] {
    [names(LINE), names(LINES)]
}

/// A text field.
#[derive(Clone, Debug)]
pub struct Field {
    area: TextArea<'static>,
    lines: bool,
}

impl Field {
    /// A field with a text; `lines` allows several lines.
    pub fn new(text: &str, lines: bool) -> Field {
        let text = if lines { text.to_owned() } else { text.replace(['\n', '\r'], " ") };
        let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
        area.set_cursor_line_style(Style::new());
        area.set_cursor_style(Style::new());
        area.set_wrap_mode(if lines { WrapMode::WordOrGlyph } else { WrapMode::None });
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Field { area, lines }
    }

    /// The text.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent) -> Typed {
        match find(if self.lines { LINES } else { LINE }, &name(key)) {
            Some(Press::Take) => return Typed::Done,
            Some(Press::Leave) => return Typed::Left,
            Some(Press::Edit) => return Typed::Editor,
            Some(Press::NewLine) => self.area.insert_newline(),
            // The whole text, as a shell does; Ctrl-Y brings it back.
            Some(Press::Clear) => {
                self.area.select_all();
                self.area.cut();
            }
            None => {
                self.area.input(key);
            }
        }
        Typed::Edited
    }

    /// Takes a pasted text: never submits, and control characters are dropped.
    pub fn paste(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text: String = text
            .chars()
            .filter_map(|c| match c {
                '\n' if self.lines => Some('\n'),
                '\n' | '\t' => Some(' '),
                c if c.is_control() => None,
                c => Some(c),
            })
            .collect();
        self.area.insert_str(text);
    }

    /// Draws the field and puts the real cursor at the caret.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: Theme) {
        if area.is_empty() {
            return;
        }
        if self.lines {
            frame.render_widget(&self.area, area);
            let at = self.area.screen_cursor();
            let row = u16::try_from(at.row).unwrap_or(0).saturating_sub(self.area.scroll_offset().0).min(area.height.saturating_sub(1));
            let column = u16::try_from(at.col).unwrap_or(0).min(area.width.saturating_sub(1));
            frame.set_cursor_position(Position::new(area.x + column, area.y + row));
            return;
        }
        // One line: keep the caret in sight.
        let text = self.text();
        let before: String = text.chars().take(self.area.cursor().1).collect();
        let width = usize::from(area.width);
        let mut skipped = String::new();
        let mut caret = before.width();
        let mut rest = text.as_str();
        while caret >= width {
            let Some(c) = rest.chars().next() else { break };
            skipped.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or("");
            caret = before.width().saturating_sub(skipped.width());
        }
        frame.buffer_mut().set_stringn(area.x, area.y, rest, width, theme.strong());
        frame.set_cursor_position(Position::new(area.x + u16::try_from(caret).unwrap_or(0), area.y));
    }
}
