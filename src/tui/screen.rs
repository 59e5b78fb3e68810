//! What stands on a terminal, and the little that must be told to it when a frame says something else.

use super::canvas::Canvas;
use ratatui::backend::{Backend, ClearType};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// A terminal with what was drawn on it.
pub struct Screen<B> {
    backend: B,
    /// The cells that stand there, a buffer for each row.
    rows: Vec<Buffer>,
    /// The frame that stands there.
    shown: Canvas,
    /// The one that is made, kept for its memory.
    next: Canvas,
    cursor: Option<Position>,
    /// Whether nobody knows what stands there.
    is_unknown: bool,
}

impl<B: Backend> Screen<B> {
    /// A terminal of which nothing is known.
    pub fn new(backend: B) -> Screen<B> {
        let (shown, next) = (Canvas::default(), Canvas::default());
        Screen { backend, rows: Vec::new(), shown, next, cursor: None, is_unknown: true }
    }

    /// Draws everything anew at the next frame.
    pub fn forget(&mut self) {
        self.is_unknown = true;
    }

    /// The terminal.
    #[cfg(test)]
    pub fn backend_mut(&mut self) -> &mut B {
        &mut self.backend
    }

    /// The terminal, alone.
    #[cfg(test)]
    pub fn into_backend(self) -> B {
        self.backend
    }

    /// Draws a frame of this size.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    pub fn draw(&mut self, (width, height): (u16, u16), view: impl FnOnce(&mut Canvas)) -> Result<(), B::Error> {
        self.next.begin(width, height);
        view(&mut self.next);
        let is_new = self.is_unknown || self.shown.area() != self.next.area();
        if is_new {
            self.backend.hide_cursor()?;
            self.backend.clear_region(ClearType::All)?;
            self.rows = (0..height).map(|y| Buffer::empty(Rect::new(0, y, width, 1))).collect();
            self.shown = Canvas::default();
            self.cursor = None;
            self.is_unknown = false;
        }
        let changed: Vec<(u16, Buffer)> = self.next.changed(&self.shown).collect();
        if !changed.is_empty() {
            let rows = &self.rows;
            let cells = changed.iter().filter_map(|(y, new)| Some(rows.get(usize::from(*y))?.diff_iter(new))).flatten();
            self.backend.draw(cells)?;
        }
        let cursor = self.next.cursor().filter(|at| self.next.area().contains(*at));
        match cursor {
            Some(at) => {
                if self.cursor.is_none() {
                    self.backend.show_cursor()?;
                }
                if self.cursor != cursor || !changed.is_empty() {
                    self.backend.set_cursor_position(at)?;
                }
            }
            None if self.cursor.is_some() => self.backend.hide_cursor()?,
            None => {}
        }
        self.cursor = cursor;
        for (y, new) in changed {
            if let Some(row) = self.rows.get_mut(usize::from(y)) {
                *row = new;
            }
        }
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::backend::{CrosstermBackend, TestBackend};
    use ratatui::style::{Modifier, Style};
    use std::cell::RefCell;
    use std::io::{self, Write};
    use std::num::NonZeroU16;
    use std::rc::Rc;

    const WIDE: [&str; 3] = ["漢字漢", "한", "        "];
    const NARROW: [&str; 5] = ["abc", "", "e\u{301}e", "   ", "a long text that is cut"];

    fn frame(seed: u64, canvas: &mut Canvas) {
        let mut n = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        for _ in 0..n % 9 {
            n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let part = |shift: u32, most: u64| u16::try_from((n >> shift) % most).unwrap();
            // Wide ones in rows of their own and in even columns: half of one is nowhere written over, which no two
            // terminals show alike.
            if part(24, 2) == 0 {
                let text = WIDE[usize::from(part(25, 3))];
                canvas.put(2 * part(8, 7), part(16, 2), text, usize::from(2 * part(32, 7)), Style::new());
            } else {
                let style = if n & 1 == 0 { Style::new() } else { Style::new().add_modifier(Modifier::REVERSED) };
                let text = NARROW[usize::from(part(25, 5))];
                canvas.put(part(8, 14), 2 + part(16, 4), text, usize::from(part(32, 14)), style);
            }
            if n & 6 == 0 {
                canvas.set_cursor(part(40, 14), part(44, 6));
            }
        }
    }

    /// A terminal that can be looked at while something writes on it.
    #[derive(Clone)]
    struct Looked(Rc<RefCell<vt100::Parser>>);

    impl Write for Looked {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().process(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn terminal() -> (Looked, Screen<CrosstermBackend<Looked>>) {
        let looked = Looked(Rc::new(RefCell::new(vt100::Parser::new(NonZeroU16::new(5).unwrap(), NonZeroU16::new(12).unwrap(), 0))));
        (looked.clone(), Screen::new(CrosstermBackend::new(looked)))
    }

    /// Cells with their styles, and the cursor where it is seen.
    fn seen(looked: &Looked) -> (Vec<String>, Option<(u16, u16)>) {
        let parser = looked.0.borrow();
        let screen = parser.screen();
        let cell = |at: u16| screen.cell(at / 12, at % 12).unwrap();
        // One that nobody wrote is as blank as one with a space.
        let cells = (0..5 * 12).map(cell).map(|c| format!("{} {}", c.contents().trim_end(), c.inverse())).collect();
        (cells, (!screen.hide_cursor()).then(|| screen.cursor_position()))
    }

    #[test]
    fn a_terminal_told_only_changes_shows_what_one_told_everything_shows() {
        let (told, mut screen) = terminal();
        for seed in 0..2000 {
            screen.draw((12, 5), |canvas| frame(seed, canvas)).unwrap();
            let (fresh, mut other) = terminal();
            other.draw((12, 5), |canvas| frame(seed, canvas)).unwrap();
            assert_eq!(seen(&told), seen(&fresh), "{seed}");
        }
    }

    #[test]
    fn a_terminal_of_another_size_is_drawn_anew() {
        let mut screen = Screen::new(TestBackend::new(12, 5));
        screen.draw((12, 5), |canvas| canvas.put(0, 4, "below", 12, Style::new())).unwrap();
        screen.backend_mut().resize(6, 2);
        screen.draw((6, 2), |canvas| canvas.put(0, 1, "less", 6, Style::new())).unwrap();
        screen.backend_mut().assert_buffer_lines(["      ", "less  "]);
    }
}
