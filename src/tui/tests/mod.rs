//! Screens: keys as a string, a test terminal, snapshots; every screen at every size.
#![allow(clippy::string_slice, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::tui::app::{App, Room};
use crate::tui::effect::Effect;
use crate::tui::perform::{Request, can_think, enter, perform, read_more, think};
use crate::tui::screen::Screen;
use crate::tui::session::Session;
use crate::tui::theme::{Look, Theme};
use crate::workspace::Workspace;
use crate::workspace::answers::{Options, apply};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::backend::Backend as _;
use ratatui::backend::TestBackend;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use underpin_core::decision::asking;

macro_rules! shot {
    ($name:literal, $text:expr) => {
        insta::with_settings!({snapshot_path => "../../../tests/snapshots", omit_expression => true, prepend_module_to_snapshot => false}, { insta::assert_snapshot!($name, $text) })
    };
}

mod all_rooms;
mod home;
mod hostile;
mod questions;
mod saving;
mod verdict;

struct Stage {
    _folder: tempfile::TempDir,
    workspace: Workspace,
    app: App,
    request: Request,
}

const COLOR: Look = Look { color: true, ascii: false };

impl Stage {
    fn new(look: Look) -> Stage {
        let folder = tempfile::tempdir().unwrap();
        let mut workspace = Workspace::open(folder.path().join("work"), Some(jiff::civil::date(2026, 11, 20))).unwrap();
        workspace.config.folder = None;
        workspace.config.author = "ana".into();
        let mut app = App::new(Session::new(Theme::new(look), "ana".into(), (80, 24)));
        perform(&mut app, &workspace, vec![Effect::LoadSystems]);
        app.session.place = "~/work".into();
        Stage { _folder: folder, workspace, app, request: Request::None }
    }

    /// In the quick check of a new system.
    fn quick() -> Stage {
        let mut stage = Stage::new(COLOR);
        enter(&mut stage.app, &stage.workspace, "Shop", None, Some("quick"), None).unwrap();
        stage
    }

    /// With the shipped example.
    fn example(look: Look) -> Stage {
        let mut stage = Stage::new(look);
        for (round, sheet) in
            [("2026-Q3", include_str!("../../cli/demo-before.toml")), ("2026-Q4", include_str!("../../cli/demo-now.toml"))]
        {
            let options = Options { round: Some(round.into()), ..Options::default() };
            apply(&stage.workspace, "Shop", sheet, "example", &options).unwrap();
        }
        enter(&mut stage.app, &stage.workspace, "Shop", None, None, Some("2026-Q4")).unwrap();
        stage
    }

    /// Presses keys: single characters, or names in angle brackets.
    fn keys(&mut self, keys: &str) -> &mut Stage {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = if first == '<' { rest.split_once('>') } else { None };
            let (name, after) = match named {
                Some((name, after)) if name.len() > 1 => (name[1..].to_owned(), after),
                _ => (first.to_string(), &rest[first.len_utf8()..]),
            };
            rest = after;
            let effects = self.app.key(key(&name));
            self.request = perform(&mut self.app, &self.workspace, effects);
        }
        self
    }

    /// Works out what nobody waits for, as the loop does between two keys.
    fn idle(&mut self) -> &mut Stage {
        while can_think(&self.app) {
            think(&mut self.app, &self.workspace);
        }
        self
    }

    fn paste(&mut self, text: &str) {
        let effects = self.app.paste(text);
        perform(&mut self.app, &self.workspace, effects);
    }

    fn home(&mut self) -> &mut Stage {
        self.app.path = vec![Room::Home];
        let effects = self.app.arrive();
        perform(&mut self.app, &self.workspace, effects);
        while self.app.home.is_reading() {
            read_more(&mut self.app, &self.workspace);
        }
        self
    }

    /// Another size of the terminal.
    fn sized(&mut self, width: u16, height: u16) -> &mut Stage {
        self.app.session.size = (width, height);
        self
    }

    fn draw(&self, width: u16, height: u16) -> TestBackend {
        let mut screen = Screen::new(TestBackend::new(width, height));
        screen.draw((width, height), |canvas| self.app.view(canvas)).unwrap();
        screen.into_backend()
    }

    fn text(&self, width: u16, height: u16) -> String {
        let terminal = self.draw(width, height);
        let buffer = terminal.buffer();
        (0..height).map(|y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned() + "\n").collect()
    }

    fn level_of(&self, id: &str) -> Option<String> {
        let standing = self.app.session.open.as_ref()?.round.standing(id)?;
        Some(format!("{} {}", standing.state.word(), standing.span.show()))
    }
}

fn key(name: &str) -> KeyEvent {
    let plain = |code| KeyEvent::new(code, KeyModifiers::NONE);
    match name {
        "enter" => plain(KeyCode::Enter),
        "esc" => plain(KeyCode::Esc),
        "up" => plain(KeyCode::Up),
        "down" => plain(KeyCode::Down),
        "left" => plain(KeyCode::Left),
        "right" => plain(KeyCode::Right),
        "pagedown" => plain(KeyCode::PageDown),
        "tab" => plain(KeyCode::Tab),
        "backspace" => plain(KeyCode::Backspace),
        "alt-enter" => KeyEvent::new(KeyCode::Enter, KeyModifiers::ALT),
        name if name.starts_with("ctrl-") => KeyEvent::new(KeyCode::Char(name.chars().next_back().unwrap()), KeyModifiers::CONTROL),
        name => plain(KeyCode::Char(name.chars().next().unwrap())),
    }
}
