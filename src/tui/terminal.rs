//! The terminal guard: what is switched on is switched off again, on every way out.

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use std::io::{self, BufWriter, Stdout, Write as _};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// The screen: one buffered writer, so that a frame is one write.
pub type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

static ACTIVE: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// The terminal while the program has it.
pub struct Guard {
    /// Where to draw.
    pub screen: Screen,
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
        let screen = Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(64 * 1024, io::stdout())));
        match screen {
            Ok(screen) => Ok(Guard { screen }),
            Err(e) => {
                restore();
                Err(e)
            }
        }
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
