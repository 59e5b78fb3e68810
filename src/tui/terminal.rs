//! The terminal guard: what is switched on is switched off again, on every way out.

use super::canvas::Canvas;
use super::screen::Screen;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
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
    screen: Screen<CrosstermBackend<Batch>>,
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
        Ok(Guard { screen: Screen::new(CrosstermBackend::new(batch.clone())), batch })
    }

    /// Draws a frame of this size, in one write.
    pub fn draw(&mut self, size: (u16, u16), view: impl FnOnce(&mut Canvas)) -> io::Result<()> {
        self.screen.draw(size, view)?;
        let mut out = io::stdout().lock();
        let mut bytes = self.batch.0.borrow_mut();
        out.write_all(&bytes)?;
        bytes.clear();
        out.flush()
    }

    /// Takes it over again after something else had it.
    pub fn resume(&mut self) -> io::Result<()> {
        switch_on()?;
        self.repaint();
        Ok(())
    }

    /// Draws everything anew at the next frame.
    pub fn repaint(&mut self) {
        self.screen.forget();
    }
}

/// Columns and rows of the terminal, as the next frame finds it.
pub fn size() -> io::Result<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(io::stdout())?;
    Ok((size.ws_col, size.ws_row))
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
