//! The terminal guard: what is switched on is switched off again, on every way out.

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// Bytes of one frame. The backend flushes several times a frame; here that does nothing, so that a frame is one write.
#[derive(Clone, Default)]
struct Batch(Rc<RefCell<Vec<u8>>>);

impl Write for Batch {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

static ACTIVE: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// The terminal while the program has it.
pub struct Guard {
    screen: Terminal<CrosstermBackend<Batch>>,
    batch: Batch,
}

impl Guard {
    /// Takes the terminal over.
    pub fn enter() -> io::Result<Guard> {
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                restore();
                before(info);
            }));
        });
        switch_on()?;
        let batch = Batch::default();
        match Terminal::new(CrosstermBackend::new(batch.clone())) {
            Ok(screen) => Ok(Guard { screen, batch }),
            Err(e) => {
                restore();
                Err(e)
            }
        }
    }

    /// Draws a frame, in one write.
    pub fn draw(&mut self, view: impl FnOnce(&mut ratatui::Frame<'_>)) -> io::Result<()> {
        self.screen.draw(view)?;
        let mut out = io::stdout().lock();
        let mut bytes = self.batch.0.borrow_mut();
        out.write_all(&bytes)?;
        bytes.clear();
        out.flush()
    }

    /// Columns and rows of the terminal, as the next frame finds it.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        let size = self.screen.size()?;
        Ok((size.width, size.height))
    }

    /// Follows the size of the terminal.
    pub fn autoresize(&mut self) -> io::Result<()> {
        self.screen.autoresize()
    }

    /// Takes it over again after something else had it.
    pub fn resume(&mut self) -> io::Result<()> {
        switch_on()?;
        self.repaint()
    }

    /// Draws everything anew at the next frame. Never `clear()`: it asks the terminal for the cursor and races the keys.
    pub fn repaint(&mut self) -> io::Result<()> {
        let size = self.screen.size()?;
        self.screen.resize(ratatui::layout::Rect::new(0, 0, size.width, size.height))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

fn switch_on() -> io::Result<()> {
    enable_raw_mode()?;
    ACTIVE.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)
}

/// Gives the terminal back; a terminal that went away is no error.
pub fn restore() {
    if ACTIVE.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        let _ = execute!(out, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
        let _ = disable_raw_mode();
        let _ = out.flush();
    }
}
