//! A page of rows that scrolls: some rows can be chosen, the rest is read.

use super::list::Move;
use crate::tui::canvas::Canvas;
use crate::tui::theme::Theme;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::collections::BTreeSet;

/// One row.
#[derive(Clone, Debug)]
pub struct Row<T> {
    /// Its text, without the mark.
    pub spans: Vec<Span<'static>>,
    /// What choosing it means.
    pub target: Option<T>,
}

/// Where one is on a page: at a row that can be chosen, or some rows away from it. The width of the terminal may change
/// how text wraps, so rows themselves are no place to remember.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Which of the rows that can be chosen.
    at: usize,
    /// Rows below it, or above it when negative.
    away: isize,
}

impl Cursor {
    /// The first row of the page.
    pub const TOP: Cursor = Cursor { at: 0, away: isize::MIN };
}

/// A page.
#[derive(Clone, Debug)]
pub struct Doc<T> {
    /// Its rows.
    pub rows: Vec<Row<T>>,
    /// Width of its text.
    pub width: usize,
}

impl<T: Clone> Doc<T> {
    /// An empty page for an area of this width.
    pub fn new(width: u16) -> Doc<T> {
        Doc { rows: Vec::new(), width: usize::from(width).saturating_sub(3).clamp(1, 100) }
    }

    /// An empty row.
    pub fn gap(&mut self) {
        if self.rows.last().is_some_and(|r| !r.spans.is_empty()) {
            self.rows.push(Row { spans: Vec::new(), target: None });
        }
    }

    /// A row of spans.
    pub fn row(&mut self, spans: Vec<Span<'static>>, target: Option<T>) {
        self.rows.push(Row { spans, target });
    }

    /// Wrapped text; the first row carries the target. `indent` cells stand before every row, `first` in their place before
    /// the first one.
    pub fn text(&mut self, first: &str, indent: usize, text: &str, style: Style, target: Option<T>) {
        let width = self.width.saturating_sub(indent).max(8);
        let mut target = target;
        for (i, line) in super::text::wrap(text, width).into_iter().enumerate() {
            let lead = if i == 0 { super::text::pad(first, indent, "") } else { " ".repeat(indent) };
            self.rows.push(Row { spans: vec![Span::raw(lead), Span::styled(line, style)], target: target.take() });
        }
    }

    fn targets(&self) -> impl Iterator<Item = usize> + '_ {
        self.rows.iter().enumerate().filter(|(_, r)| r.target.is_some()).map(|(i, _)| i)
    }

    /// The row of a cursor.
    fn row_of(&self, cursor: Cursor) -> usize {
        let last = self.rows.len().saturating_sub(1);
        let target = self.targets().nth(cursor.at).or_else(|| self.targets().last()).unwrap_or(0);
        target.saturating_add_signed(cursor.away).min(last)
    }

    /// The cursor of a row.
    fn cursor_of(&self, row: usize) -> Cursor {
        let before = self.targets().take_while(|t| *t <= row).count();
        let at = before.saturating_sub(1);
        let target = self.targets().nth(at).unwrap_or(0);
        Cursor { at, away: isize::try_from(row).unwrap_or(0) - isize::try_from(target).unwrap_or(0) }
    }

    /// The target at the cursor.
    pub fn chosen(&self, cursor: Cursor) -> Option<T> {
        self.rows.get(self.row_of(cursor)).and_then(|r| r.target.clone())
    }

    /// Moves the cursor in an area of this height: to the next row that can be chosen, over long text by a few rows, so that
    /// all of it is seen.
    pub fn go(&self, cursor: Cursor, by: Move, height: u16) -> Cursor {
        // A step is never longer than what is seen around the cursor.
        let step = usize::from(height / 3).clamp(1, 6);
        let page = usize::from(height.saturating_sub(2)).max(1);
        let last = self.rows.len().saturating_sub(1);
        let row = self.row_of(cursor);
        let near = |next: Option<usize>, far: usize| match next {
            Some(next) if next.abs_diff(row) <= step => next,
            _ => far,
        };
        let row = match by {
            Move::Down => near(self.targets().find(|i| *i > row), row.saturating_add(step)),
            Move::Up => near(self.targets().filter(|i| *i < row).last(), row.saturating_sub(step)),
            Move::PageDown => row.saturating_add(page),
            Move::PageUp => row.saturating_sub(page),
            Move::First => 0,
            Move::Last => last,
        };
        self.cursor_of(row.min(last))
    }

    /// The same in a list of things to choose: the cursor never leaves them.
    pub fn choose(&self, cursor: Cursor, by: Move, height: u16) -> Cursor {
        let there = self.row_of(self.go(cursor, by, height));
        let nearest = match by {
            Move::Down | Move::PageDown | Move::First => self.targets().find(|i| *i >= there).or_else(|| self.targets().last()),
            Move::Up | Move::PageUp | Move::Last => self.targets().filter(|i| *i <= there).last().or_else(|| self.targets().next()),
        };
        nearest.map_or(Cursor::TOP, |row| self.cursor_of(row))
    }

    /// Some rows below the first row whose target is wanted, so that what it opened is seen as well.
    pub fn below(&self, wanted: impl Fn(&T) -> bool, rows: usize) -> Option<Cursor> {
        let row = self.rows.iter().position(|r| r.target.as_ref().is_some_and(&wanted))?;
        // Not past the next row that can be chosen.
        let next = self.targets().find(|i| *i > row).unwrap_or(self.rows.len());
        Some(self.cursor_of((row + rows).min(next.saturating_sub(1)).max(row)))
    }

    /// The first row that can be chosen.
    pub fn first(&self) -> Cursor {
        self.targets().next().map_or(Cursor::TOP, |row| self.cursor_of(row))
    }

    /// Draws the part of the page around the cursor.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, cursor: Cursor, theme: Theme) {
        if area.is_empty() {
            return;
        }
        let height = usize::from(area.height);
        let cursor = self.row_of(cursor);
        let most = self.rows.len().saturating_sub(height);
        // Choosing the first target shows the page from its top.
        // What belongs to the row that is chosen is seen to its end, where it fits.
        let end = self.targets().find(|i| *i > cursor).unwrap_or(self.rows.len());
        let whole = if end - cursor <= height { end.saturating_sub(height) } else { 0 };
        let scroll = match cursor {
            _ if cursor <= self.row_of(self.first()) && cursor < height => 0,
            _ => cursor.saturating_sub(height * 2 / 3).min(most).max(whole),
        };
        for (i, row) in self.rows.iter().enumerate().skip(scroll).take(height) {
            let y = area.y + u16::try_from(i - scroll).unwrap_or(0);
            let here = i == cursor && row.target.is_some();
            if here {
                canvas.put(area.x, y, theme.pointer(), usize::from(area.width), theme.focus());
                canvas.set_cursor(area.x, y);
            }
            let mut line = Line::from(row.spans.clone());
            if here {
                line = line.style(theme.strong());
            }
            let width = area.width.saturating_sub(2);
            if width > 0 {
                canvas.line(area.x + 2, y, &line, width);
            }
        }
        if self.rows.len() > scroll + height && area.width > 3 {
            let y = area.bottom().saturating_sub(1);
            canvas.put(area.right().saturating_sub(1), y, theme.more(), 1, theme.dim());
        }
    }
}

/// Folds or unfolds a row by its name.
pub fn toggle(unfolded: &mut BTreeSet<String>, name: String) {
    if !unfolded.remove(&name) {
        unfolded.insert(name);
    }
}
