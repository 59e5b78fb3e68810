//! A text field: one line or several, with the real cursor at the caret.

use crate::tui::canvas::Canvas;
#[cfg(test)]
use crate::tui::keys::names;
use crate::tui::keys::{Binding, Hint, bind, find, name, shown};
use crate::tui::theme::Theme;
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;
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

/// How much before the caret is laid out at each key, in bytes: many screens full. Of a text of a megabyte that is what makes
/// typing as fast as in an empty field.
const AT_HAND: usize = 1 << 14;

/// A text field.
#[derive(Clone, Debug)]
pub struct Field {
    /// What stands before the text at hand; it comes back as the caret goes there.
    head: String,
    area: TextArea<'static>,
    lines: bool,
    at_hand: usize,
}

/// What a field can hold: control characters are dropped.
fn clean(text: &str, lines: bool) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .filter_map(|c| match c {
            '\n' if lines => Some('\n'),
            '\n' | '\t' => Some(' '),
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

/// A text to type in, with the caret at its end.
fn area_of(text: &str, lines: bool) -> TextArea<'static> {
    let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
    area.set_cursor_line_style(Style::new());
    area.set_cursor_style(Style::new());
    area.set_wrap_mode(if lines { WrapMode::WordOrGlyph } else { WrapMode::None });
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}

/// Where the text at hand begins for a caret at this byte: at the beginning of a line, where there is one.
fn cut_at(text: &str, caret: usize, at_hand: usize) -> usize {
    let from = boundary(text, caret.saturating_sub(at_hand));
    if from == 0 {
        return 0;
    }
    let line = text.get(from..boundary(text, caret.saturating_sub(at_hand / 2)));
    from + line.and_then(|line| line.find('\n')).map_or(0, |end| end + 1)
}

/// The first place at or after a byte where a character begins.
fn boundary(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at.min(text.len())
}

impl Field {
    /// A field with a text; `lines` allows several lines.
    pub fn new(text: &str, lines: bool) -> Field {
        Field::with(text, lines, AT_HAND)
    }

    fn with(text: &str, lines: bool, at_hand: usize) -> Field {
        let text = clean(text, lines);
        let start = if lines { cut_at(&text, text.len(), at_hand) } else { 0 };
        let (head, rest) = text.split_at_checked(start).unwrap_or(("", &text));
        Field { head: head.to_owned(), area: area_of(rest, lines), lines, at_hand }
    }

    /// The text.
    pub fn text(&self) -> String {
        format!("{}{}", self.head, self.area.lines().join("\n"))
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.head.trim().is_empty() && self.area.lines().iter().all(|line| line.trim().is_empty())
    }

    /// Where the caret stands in the text at hand, in bytes.
    fn caret(&self) -> usize {
        let caret = self.area.cursor();
        let before: usize = self.area.lines().iter().take(caret.0).map(|line| line.len() + 1).sum();
        let line = self.area.lines().get(caret.0).map(String::as_str).unwrap_or_default();
        before + line.chars().take(caret.1).map(char::len_utf8).sum::<usize>()
    }

    /// Lays out another part of the text, with the caret where it is.
    fn lay_out(&mut self, text: &str, caret: usize, head: usize) {
        let (head, rest) = text.split_at_checked(head).unwrap_or(("", text));
        let before = text.get(head.len()..caret).unwrap_or_default();
        let row = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
        let kept = self.area.yank_text();
        self.area = area_of(rest, self.lines);
        self.area.set_yank_text(kept);
        let place = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(place(row), place(column)));
        self.head = head.to_owned();
    }

    /// Takes back what is before the text at hand, when the caret comes near; `all` of it.
    fn unfold(&mut self, all: bool) {
        if self.head.is_empty() || (!all && self.caret() > self.at_hand / 4) {
            return;
        }
        let (text, caret) = (self.text(), self.head.len() + self.caret());
        let head = if all { 0 } else { cut_at(&text, caret, self.at_hand) };
        self.lay_out(&text, caret, head);
    }

    /// Puts away what is far before the caret. What was typed there can no longer be taken back key by key.
    fn fold(&mut self) {
        if self.lines && self.caret() > 4 * self.at_hand {
            let (text, caret) = (self.text(), self.head.len() + self.caret());
            let head = cut_at(&text, caret, self.at_hand);
            self.lay_out(&text, caret, head);
        }
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent) -> Typed {
        let press = find(if self.lines { LINES } else { LINE }, &name(key));
        self.unfold(press == Some(Press::Clear));
        match press {
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
        self.fold();
        Typed::Edited
    }

    /// Takes a pasted text: never submits, and control characters are dropped.
    pub fn paste(&mut self, text: &str) {
        self.area.insert_str(clean(text, self.lines));
        self.fold();
    }

    /// Draws the field and puts the real cursor at the caret.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, theme: Theme) {
        if area.is_empty() {
            return;
        }
        if self.lines {
            canvas.widget(&self.area, area);
            let at = self.area.screen_cursor();
            let row = u16::try_from(at.row).unwrap_or(0).saturating_sub(self.area.scroll_offset().0).min(area.height.saturating_sub(1));
            let column = u16::try_from(at.col).unwrap_or(0).min(area.width.saturating_sub(1));
            canvas.set_cursor(area.x + column, area.y + row);
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
        canvas.put(area.x, area.y, rest, width, theme.strong());
        canvas.set_cursor(area.x + u16::try_from(caret).unwrap_or(0), area.y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyModifiers};

    fn press(code: KeyCode) -> KeyEvent {
        KeyEvent::new(code, KeyModifiers::NONE)
    }

    #[test]
    fn a_long_text_is_laid_out_in_part_and_is_the_same_text() {
        let text = "some words of a long note\n".repeat(40_000);
        let mut field = Field::new("", true);
        field.paste(&text);
        let at_hand = |field: &Field| field.area.lines().iter().map(String::len).sum::<usize>();
        assert!(at_hand(&field) <= AT_HAND && field.text() == text);
        for c in "more".chars() {
            field.key(press(KeyCode::Char(c)));
        }
        assert!(at_hand(&field) <= 2 * AT_HAND && field.text() == format!("{text}more"));
        // All of it can be reached, cleared and brought back.
        for _ in 0..2000 {
            field.key(press(KeyCode::Up));
        }
        field.key(press(KeyCode::Char('!')));
        let changed = field.text();
        assert_eq!((changed.len(), changed.matches('!').count()), (text.len() + 5, 1));
        assert_eq!(changed.find('!'), Some(text.len() - 2000 * 26 + 4), "where the caret went");
        field.key(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL));
        assert!(field.text().is_empty() && field.is_empty());
        field.key(KeyEvent::new(KeyCode::Char('y'), KeyModifiers::CONTROL));
        assert_eq!(field.text(), changed);
        // One line without an end.
        let mut field = Field::new(&"日本語 ".repeat(100_000), true);
        field.key(press(KeyCode::Backspace));
        assert_eq!(field.text().chars().count(), 399_999);
        assert!(at_hand(&field) <= 2 * AT_HAND);
    }

    #[test]
    fn whatever_is_pressed_a_text_in_part_is_the_text_as_a_whole() {
        let keys = [
            KeyCode::Char('a'),
            KeyCode::Char('日'),
            KeyCode::Backspace,
            KeyCode::Delete,
            KeyCode::Left,
            KeyCode::Right,
            KeyCode::Up,
            KeyCode::Up,
            KeyCode::Down,
            KeyCode::Home,
            KeyCode::End,
        ];
        let mut seed = 3_u64;
        let mut below = |n: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap_or(0) % n
        };
        for _ in 0..20 {
            let text = "one\ntwo\n\n日本\n".repeat(20);
            let (mut part, mut whole) = (Field::with(&text, true, 64), Field::with(&text, true, 1 << 20));
            assert!(!part.head.is_empty() && whole.head.is_empty());
            for _ in 0..400 {
                match below(12) {
                    0 => [&mut part, &mut whole].map(|f| f.paste("x\r\n\u{7}y\n")),
                    n => [&mut part, &mut whole].map(|f| {
                        f.key(press(keys.get(n - 1).copied().unwrap_or(KeyCode::End)));
                    }),
                };
                assert_eq!(part.text(), whole.text());
                assert_eq!(part.head.len() + part.caret(), whole.caret());
            }
        }
    }

    #[test]
    fn nothing_that_controls_gets_into_a_field() {
        assert_eq!(Field::new("a\r\nb\u{0}\u{1b}[31m\tc", true).text(), "a\nb[31m c");
        assert_eq!(Field::new("a\r\nb\u{9b}", false).text(), "a b");
    }
}
