//! What a frame says, row by row. Cells are made only of rows that say something else than before: on a wide terminal,
//! making, comparing and emptying twelve thousand cells for every key is most of what the key costs.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Widget;

/// What one frame says, and where its cursor stands.
#[derive(Debug, Default)]
pub struct Canvas {
    area: Rect,
    rows: Vec<Row>,
    cursor: Option<Position>,
}

/// What one row says: its texts one after the other, and where each of them goes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Row {
    text: String,
    strokes: Vec<Stroke>,
}

/// A piece of the text of a row.
#[derive(Debug, PartialEq, Eq)]
struct Stroke {
    /// Where it begins; `None` is behind the one before.
    x: Option<u16>,
    /// The column that it does not reach.
    right: u16,
    /// Where it ends in the text of the row.
    end: usize,
    style: Style,
}

impl Canvas {
    /// Empties it for a frame of this size.
    pub fn begin(&mut self, width: u16, height: u16) {
        self.area = Rect::new(0, 0, width, height);
        self.cursor = None;
        self.rows.resize_with(usize::from(height), Row::default);
        for row in &mut self.rows {
            row.text.clear();
            row.strokes.clear();
        }
    }

    /// The whole of it.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// Where the cursor stands, if it is seen.
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// Puts the cursor there.
    pub fn set_cursor(&mut self, x: u16, y: u16) {
        self.cursor = Some(Position::new(x, y));
    }

    /// Writes a text over what stands there, at most `width` cells of it.
    pub fn put(&mut self, x: u16, y: u16, text: impl AsRef<str>, width: usize, style: Style) {
        let right = x.saturating_add(u16::try_from(width).unwrap_or(u16::MAX));
        self.stroke(Some(x), right, y, text.as_ref(), style);
    }

    /// Writes a styled line over what stands there, at most `width` cells of it.
    pub fn line(&mut self, x: u16, y: u16, line: &Line<'_>, width: u16) {
        let mut at = Some(x);
        for span in line {
            self.stroke(at, x.saturating_add(width), y, &span.content, line.style.patch(span.style));
            at = None;
        }
    }

    /// Draws what can draw itself only cell by cell.
    pub fn widget(&mut self, widget: impl Widget, area: Rect) {
        let area = area.intersection(self.area);
        let mut cells = Buffer::empty(area);
        widget.render(area, &mut cells);
        // What a wide character covers is no update of an empty row, so it is not written over its second half.
        for (x, y, cell) in Buffer::empty(area).diff_iter(&cells) {
            self.stroke(Some(x), area.right(), y, cell.symbol(), cell.style());
        }
    }

    fn stroke(&mut self, x: Option<u16>, right: u16, y: u16, text: &str, style: Style) {
        if let Some(row) = self.rows.get_mut(usize::from(y)) {
            row.text.push_str(text);
            row.strokes.push(Stroke { x, right: right.min(self.area.width), end: row.text.len(), style });
        }
    }

    /// The rows that say something else than in the frame before, each with its cells.
    pub fn changed<'a>(&'a self, before: &'a Canvas) -> impl Iterator<Item = (u16, Buffer)> + 'a {
        (0..self.area.height).zip(&self.rows).filter(|(y, row)| before.rows.get(usize::from(*y)) != Some(*row)).map(|(y, row)| {
            let mut cells = Buffer::empty(Rect { y, height: 1, ..self.area });
            row.paint(&mut cells);
            (y, cells)
        })
    }
}

impl Row {
    fn paint(&self, cells: &mut Buffer) {
        let (y, mut from, mut at) = (cells.area.y, 0, 0);
        for stroke in &self.strokes {
            let text = self.text.get(from..stroke.end).unwrap_or_default();
            from = stroke.end;
            at = stroke.x.unwrap_or(at);
            if at < stroke.right {
                at = cells.set_stringn(at, y, text, usize::from(stroke.right - at), stroke.style).0;
            }
        }
    }
}
