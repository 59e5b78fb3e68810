//! A few flows in a real terminal: the main job by keyboard, kill -9, signals, a closed terminal, Ctrl-Z, a panic.
#![cfg(unix)]
#![allow(clippy::string_slice, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../support/mod.rs"]
mod support;

mod killed;
mod leaving;
mod working;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read as _, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use support::{BIN, Home};

struct Screen {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    bytes: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    raw: Vec<u8>,
}

const PATIENCE: Duration = Duration::from_secs(20);

impl Screen {
    fn of(home: &Home, program: &str, args: &[&str], env: &[(&str, &str)]) -> Screen {
        let pair = native_pty_system().openpty(PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.cwd(home.path());
        command.env_clear();
        let workspace = home.workspace();
        for (key, value) in [
            ("PATH", std::env::var("PATH").unwrap_or_default().as_str()),
            ("HOME", &home.path().to_string_lossy()),
            ("USER", "ana"),
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("UNDERPIN_WORKSPACE", &workspace.to_string_lossy()),
        ]
        .iter()
        .chain(env)
        {
            command.env(key, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (sender, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0_u8; 65536];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 || sender.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        Screen {
            master: Some(pair.master),
            writer: Some(writer),
            child,
            bytes,
            parser: vt100::Parser::new(30.try_into().unwrap(), 100.try_into().unwrap(), 0),
            raw: Vec::new(),
        }
    }

    fn underpin(home: &Home, args: &[&str]) -> Screen {
        Screen::of(home, BIN, args, &[])
    }

    fn read(&mut self, wait: Duration) -> bool {
        match self.bytes.recv_timeout(wait) {
            Ok(bytes) => {
                self.raw.extend_from_slice(&bytes);
                self.parser.process(&bytes);
                true
            }
            Err(_) => false,
        }
    }

    fn text(&self) -> String {
        self.parser.screen().contents()
    }

    fn until(&mut self, what: &str, holds: impl Fn(&str) -> bool) -> &mut Screen {
        let end = Instant::now() + PATIENCE;
        while !holds(&self.text()) {
            assert!(Instant::now() < end, "waited for {what}:\n{}", self.text());
            self.read(Duration::from_millis(50));
        }
        self
    }

    fn see(&mut self, text: &str) -> &mut Screen {
        let wanted = text.to_owned();
        self.until(text, move |screen| screen.contains(&wanted))
    }

    fn press(&mut self, keys: &str) -> &mut Screen {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
        self
    }

    /// Presses keys one after the other, each after the screen has answered.
    fn each(&mut self, keys: &[(&str, &str)]) -> &mut Screen {
        for (keys, sees) in keys {
            self.press(keys).see(sees);
        }
        self
    }

    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap();
        assert!(std::process::Command::new("sh").args(["-c", &format!("kill -{name} {id}")]).status().unwrap().success());
    }

    /// The exit status; 128 and more for signals as a shell says it.
    fn ended(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        loop {
            while self.read(Duration::from_millis(5)) {}
            if let Some(status) = self.child.try_wait().unwrap() {
                while self.read(Duration::from_millis(50)) {}
                return status.exit_code();
            }
            assert!(Instant::now() < end, "it does not end:\n{}", self.text());
        }
    }

    /// Closes the terminal. The reader has a copy of it and lets go when nobody wants what it read: another size makes
    /// the program draw something.
    fn close(&mut self) {
        (_, self.bytes) = channel();
        self.press("j");
        self.master.as_ref().unwrap().resize(PtySize { rows: 25, cols: 81, pixel_width: 0, pixel_height: 0 }).unwrap();
        std::thread::sleep(Duration::from_millis(200));
        self.writer = None;
        self.master = None;
    }

    fn position(&self, needle: &[u8]) -> Option<usize> {
        self.raw.windows(needle.len()).rposition(|w| w == needle)
    }

    /// Whether everything that was switched on is off again.
    fn is_restored(&self) -> bool {
        let last = |on: &[u8], off: &[u8]| {
            let find = |needle: &[u8]| self.raw.windows(needle.len()).rposition(|w| w == needle);
            find(off) >= find(on) && find(off).is_some()
        };
        last(b"\x1b[?1049h", b"\x1b[?1049l") && last(b"\x1b[?2004h", b"\x1b[?2004l") && last(b"\x1b[?25l", b"\x1b[?25h")
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

const ENTER: &str = "\r";
const ESC: &str = "\x1b";
