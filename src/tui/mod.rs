//! The screens. Elm-shaped: a key becomes a message, `update` gives effects, `perform` has the hands, `view` draws.

pub mod app;
mod canvas;
pub mod effect;
mod input;
pub mod keys;
pub mod notice;
pub mod perform;
mod screen;
pub mod screens;
pub mod session;
mod terminal;
pub mod theme;
mod wake;
pub mod widgets;

#[cfg(test)]
mod tests;

use crate::workspace::Workspace;
use crate::workspace::error::Error;
use app::App;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use input::Input;
use keys::{ANYWHERE, Anywhere, find};
use perform::{Request, perform};
use session::Session;
use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};
use terminal::Guard;
use theme::{Look, Theme};
use wake::Wake;

/// How long a frame stands while rows of a list are read.
const STEADY: Duration = Duration::from_millis(40);

/// Where to begin.
#[derive(Clone, Debug, Default)]
pub struct Begin {
    /// Straight into the questions of this system.
    pub system: Option<String>,
    /// With this questionnaire.
    pub questionnaire: Option<String>,
    /// On this track.
    pub track: Option<String>,
    /// In this round.
    pub round: Option<String>,
    /// At the result of this system.
    pub result_of: Option<String>,
    /// Panic after the first screen: a test of the terminal guard.
    pub panic_after_draw: bool,
}

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It was quit.
    Quit,
    /// A signal, or the terminal went away: 128 and its number.
    Signal(i32),
    /// The filled example is wanted.
    Demo,
}

/// Runs the screens.
pub fn run(workspace: &Workspace, look: Look, begin: &Begin) -> Result<End, Error> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Error::Usage {
            what: "the screens need a terminal".into(),
            hint: "use --plain for questions as plain lines, or `answer --file` for a sheet of answers".into(),
        });
    }
    // Nothing is laid out by it before the first frame, which asks the terminal itself.
    let size = terminal::size().unwrap_or_default();
    let session = Session::new(Theme::new(look), workspace.config.author.clone(), size);
    let mut app = App::new(session);
    app.session.place = workspace.place();
    let mut first = Vec::new();
    match (&begin.system, &begin.result_of) {
        (Some(name), _) => {
            perform::enter(&mut app, workspace, name, begin.questionnaire.as_deref(), begin.track.as_deref(), begin.round.as_deref())?
        }
        (None, Some(name)) => {
            let (slug, round) = perform::latest(workspace, name)?;
            first.push(effect::Effect::LoadSystems);
            first.push(effect::Effect::Open { slug, round, then: effect::Route::Result });
        }
        (None, None) => first.push(effect::Effect::LoadSystems),
    }
    perform(&mut app, workspace, first);
    crossterm::style::force_color_output(true);
    let failed = |e: io::Error| Error::Unreadable { what: "the terminal".into(), source: e };
    let mut wake = Wake::new().map_err(failed)?;
    let mut guard = Guard::enter().map_err(failed)?;
    let end = turn(&mut app, workspace, &mut guard, &mut wake, begin.panic_after_draw);
    // However it ends, what was typed is there again.
    perform::keep_due(&mut app);
    match end {
        Ok(end) => Ok(end),
        // A terminal that cannot be written any more went away: everything is saved already.
        Err(_) => Ok(End::Signal(signal_hook::consts::SIGHUP)),
    }
}

/// The loop: draw when something changed, wait, drain everything that came, act.
fn turn(app: &mut App, workspace: &Workspace, guard: &mut Guard, wake: &mut Wake, panic_after_draw: bool) -> io::Result<End> {
    let (mut dirty, mut unshown, mut drawn) = (true, false, Instant::now());
    let mut input = Input::default();
    loop {
        if dirty {
            // Whatever resized it, a signal or a rest in the background: rooms move in what is drawn.
            app.session.size = terminal::size()?;
            guard.draw(app.session.size, |canvas| app.view(canvas))?;
            (dirty, unshown, drawn) = (false, false, Instant::now());
            #[expect(clippy::panic, reason = "the hidden switch that tests the terminal guard")]
            if panic_after_draw {
                panic!("asked for by --panic-after-draw");
            }
        }
        // What one frame had no time for is read while nobody presses a key.
        let unread = app.room() == app::Room::Home && app.home.is_reading();
        let due = app.session.due.is_some();
        let more = unread || due || perform::can_think(app);
        // Something unfinished is given a moment, whatever else there is to do.
        let woken = wake.wait(if more { Some(Duration::ZERO) } else { input.patience() })?;
        if let Some(signal) = woken.end {
            return Ok(End::Signal(signal));
        }
        if woken.gone {
            return Ok(End::Signal(signal_hook::consts::SIGHUP));
        }
        if woken.stop {
            if let Some(signal) = suspend(guard, wake)? {
                return Ok(End::Signal(signal));
            }
            dirty = true;
            continue;
        }
        let mut events = if woken.input { input.read()? } else { Vec::new() };
        if input.is_gone() {
            return Ok(End::Signal(signal_hook::consts::SIGHUP));
        }
        events.extend(input.give_up());
        if events.is_empty() && !woken.resized {
            if due {
                perform::keep_due(app);
                dirty = app.session.notice.is_some();
            } else if unread {
                unshown |= perform::read_more(app, workspace);
                // A list of thousands takes longer to draw than a few rounds to read: it is drawn so often that it seems alive.
                dirty = unshown && (!app.home.is_reading() || drawn.elapsed() >= STEADY);
            } else if more {
                dirty = perform::think(app, workspace);
            }
            continue;
        }
        for event in events {
            let request = match event {
                Event::Key(key) if is(key, 'z') => {
                    if let Some(signal) = suspend(guard, wake)? {
                        return Ok(End::Signal(signal));
                    }
                    Request::None
                }
                Event::Key(key) if find(ANYWHERE, &keys::name(key)) == Some(Anywhere::Redraw) => {
                    guard.repaint();
                    Request::None
                }
                Event::Key(key) => {
                    let effects = app.key(key);
                    perform(app, workspace, effects)
                }
                Event::Paste(text) => {
                    let effects = app.paste(&text);
                    perform(app, workspace, effects)
                }
                _ => Request::None,
            };
            dirty = true;
            match request {
                Request::None => {}
                Request::Quit => return Ok(End::Quit),
                Request::Demo => return Ok(End::Demo),
                Request::Editor(text) => {
                    wake.lend();
                    let edited = perform::edit(app, workspace, guard, &text);
                    let end = wake.take_back();
                    edited?;
                    if let Some(signal) = end {
                        return Ok(End::Signal(signal));
                    }
                }
            }
        }
        if woken.resized {
            // A stopped and continued program finds another screen: everything is drawn anew.
            guard.repaint();
            dirty = true;
        }
    }
}

fn is(key: KeyEvent, c: char) -> bool {
    key.code == KeyCode::Char(c) && key.modifiers.contains(KeyModifiers::CONTROL)
}

fn suspend(guard: &mut Guard, wake: &mut Wake) -> io::Result<Option<i32>> {
    if !wake::has_job_control() {
        return Ok(None);
    }
    terminal::restore();
    let end = wake.stop_job();
    guard.resume()?;
    Ok(end)
}
