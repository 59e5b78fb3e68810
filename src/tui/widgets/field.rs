//! A text field: one line or several, with the real cursor at the caret.

use crate::tui::theme::Theme;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
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
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Esc => return Typed::Left,
            KeyCode::Enter if self.lines && (alt || control) => self.area.insert_newline(),
            KeyCode::Char('j') if self.lines && control => self.area.insert_newline(),
            KeyCode::Enter => return Typed::Done,
            KeyCode::Char('e') if control => return Typed::Editor,
            KeyCode::Char('j' | 'm') if control => return Typed::Done,
            _ => {
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
