//! A few flows in a real terminal: the main job by keyboard, kill -9, signals, a closed terminal, Ctrl-Z, a panic.
#![cfg(unix)]
#![allow(clippy::string_slice, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

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

    /// Closes the terminal. The reader has a copy of it and lets go when nobody wants what it read.
    fn close(&mut self) {
        (_, self.bytes) = channel();
        self.press("j");
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

#[test]
fn the_main_job_by_keyboard_alone() {
    let home = Home::new();
    let mut screen = Screen::underpin(&home, &[]);
    screen.see("Quick check");
    screen.each(&[("1", "Which system"), ("Web shop", "Web shop"), (ENTER, "walk through"), (ENTER, "0 of 27")]);
    screen.each(&[
        ("1", "1 of 27   saved"),
        ("n", "Note, in their words"),
        ("They said: every release", "every release"),
        (ENTER, "\"They said: every release\""),
        ("e", "Which kind?"),
        ("d", "where is it"),
        ("wiki/incidents", "wiki/incidents"),
        (ENTER, "document: wiki/incidents"),
        ("2", "2 of 27   saved"),
        ("d", "3 of 27   saved"),
        ("pask Lee", "ask Lee"),
        (ENTER, "What did your last attempt"),
        ("0", "4 of 27   saved"),
        ("u", "Undone"),
        ("3", "4 of 27   saved"),
    ]);
    // The rest of the questions: levels by digit, figures by typing.
    screen.each(&[("1", "5 of 27"), ("1", "6 of 27"), ("1", "7 of 27"), ("1", "8 of 27")]);
    screen.each(&[("2", "times in 12 months"), (ENTER, "9 of 27"), ("1", "10 of 27")]);
    for (figure, done) in [("7", "11 of 27"), ("3", "12 of 27"), ("2", "13 of 27")] {
        screen.press(figure).see("Enter");
        screen.press(ENTER).see(done);
    }
    screen.each(&[("1", "14 of 27"), ("1", "15 of 27"), ("4", "take it"), (ENTER, "16 of 27"), ("1", "take it"), (ENTER, "17 of 27")]);
    screen.each(&[("0", "18 of 27"), ("1", "19 of 27"), ("1", "20 of 27"), ("2", "21 of 27")]);
    screen.each(&[
        ("4", "take it"),
        ("0 / 6", "40 / 6"),
        (ENTER, "22 of 27"),
        ("1", "23 of 27"),
        ("2", "24 of 27"),
        ("1", "take it"),
        ("4", "14"),
        (ENTER, "25 of 27"),
        ("3", "answered or put aside"),
    ]);
    screen.press("r").see("This week").see("Keep and improve");
    screen.press("p").see("Days 1 to 30");
    screen.press("e").see("which file").press(ENTER).see("Written:");
    screen.press(ESC).see("This week").press(ESC).see("26 of 27").press("q").see("Underpin");
    screen.press("q");
    assert_eq!(screen.ended(), 0);
    assert!(screen.is_restored());
    let exported = std::fs::read_to_string(home.path().join("web-shop-2026-Q4-plan.md")).or_else(|_| {
        let found = std::fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().path()).find(|p| p.extension().is_some_and(|e| e == "md"));
        std::fs::read_to_string(found.unwrap())
    });
    let exported = exported.unwrap();
    assert_eq!(home.ok(&["report", "Web shop"]), exported, "the report and the export are the same bytes");
    // A second start goes on at the question that was put aside.
    let mut again = Screen::underpin(&home, &["audit", "Web shop"]);
    again.see("Of the last ten problems").see("Parked");
    again.press("\x03");
    assert_eq!(again.ended(), 0);
}

#[test]
fn the_screen_and_a_sheet_give_the_same_state_and_score() {
    let (typed, written) = (Home::new(), Home::new());
    let mut screen = Screen::underpin(&typed, &["audit", "Shop", "--track", "quick", "--round", "2026-Q4"]);
    screen.see("0 of 27");
    screen.each(&[
        ("1", "1 of 27   saved"),
        ("-1", "Between 1"),
        ("2", "2 of 27"),
        ("d", "3 of 27"),
        ("xno such thing", "no such thing"),
        (ENTER, "4 of 27"),
        ("pask Lee", "ask Lee"),
        (ENTER, "The first limit"),
        ("1", "5 of 27"),
        ("3", "6 of 27"),
    ]);
    screen.press("q").see("Underpin").press("q");
    assert_eq!(screen.ended(), 0);
    written.answer(
        "Shop",
        "2026-Q4",
        r#"
tracks = ["quick"]
[answers]
arc-coupling = { level = 1 }
arc-god-service = { range = [1, 2] }
arc-ceiling = { unknown = true }
arc-isolation = { not_applicable = "no such thing" }
prf-tuning-room = { parked = true, note = "ask Lee" }
scl-first-limit = { level = 1 }
prf-trend = { level = 3 }
"#,
    );
    let score = |h: &Home| serde_json::to_string_pretty(&h.json(&["score", "Shop", "--json", "--questions"])).unwrap();
    assert_eq!(score(&typed), score(&written));
}

#[test]
fn what_was_shown_as_saved_survives_kill_9_at_fifty_random_moments() {
    let home = Home::new();
    let mut seed = 12345_u64;
    for run in 0..50 {
        let name = format!("Shop {run}");
        let mut screen = Screen::underpin(&home, &["audit", &name, "--track", "quick", "--round", "2026-Q4"]);
        screen.see("0 of 27");
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let presses = 1 + (seed >> 33) % 7;
        for _ in 0..presses {
            screen.press("1");
            screen.read(Duration::from_micros((seed >> 40) % 900));
        }
        screen.read(Duration::from_micros((seed >> 20) % 4000));
        screen.child.kill().unwrap();
        screen.ended();
        let shown = screen.text();
        let saved: u64 = shown
            .split(" of 27   saved")
            .next()
            .filter(|_| shown.contains(" of 27   saved"))
            .map_or(0, |before| before.rsplit(' ').next().unwrap().parse().unwrap());
        let kept = home.json(&["score", &name, "--json"])["answered"].as_u64().unwrap();
        assert!(kept >= saved, "run {run}: {saved} were shown as saved, {kept} are there");
    }
}

#[test]
fn signals_end_it_with_the_terminal_restored_and_the_draft_kept() {
    for (name, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let home = Home::new();
        let mut screen = Screen::underpin(&home, &["audit", "Shop", "--track", "quick"]);
        screen.see("0 of 27").press("1").see("1 of 27   saved").press("nhalf a note").see("half a note");
        screen.signal(name);
        assert_eq!(screen.ended(), code, "SIG{name}");
        assert!(screen.is_restored(), "SIG{name}");
        let mut again = Screen::underpin(&home, &["audit", "Shop"]);
        again.see("1 of 27").press("n").see("Ctrl-O").press("\x0f").see("half a note");
        again.press(ESC).press("\x03");
        assert_eq!(again.ended(), 0);
    }
}

#[test]
fn a_closed_terminal_ends_it_even_when_hang_up_is_ignored() {
    for shell in ["exec \"$0\" audit Shop --track quick", "trap '' HUP; exec \"$0\" audit Shop --track quick"] {
        let home = Home::new();
        let mut screen = Screen::of(&home, "sh", &["-c", shell, BIN], &[]);
        screen.see("0 of 27").press("1").see("1 of 27   saved");
        screen.close();
        let end = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = screen.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < end, "an orphan is left behind");
            std::thread::sleep(Duration::from_millis(10));
        };
        assert_ne!(status.exit_code(), 134, "no abort");
        assert_eq!(home.json(&["score", "Shop", "--json"])["answered"], 1);
    }
}

#[test]
fn a_panic_restores_the_terminal_before_it_speaks() {
    let home = Home::new();
    let mut screen = Screen::underpin(&home, &["--panic-after-draw"]);
    assert_eq!(screen.ended(), 101);
    assert!(screen.is_restored());
    let find = |needle: &[u8]| screen.raw.windows(needle.len()).position(|w| w == needle).unwrap();
    assert!(find(b"\x1b[?1049l") < find(b"panicked"));
}

#[test]
fn ctrl_z_stops_the_job_and_fg_brings_the_screen_back() {
    if !std::path::Path::new("/bin/bash").exists() {
        eprintln!("bash is not there: job control was not tried");
        return;
    }
    let home = Home::new();
    let mut screen = Screen::of(&home, "/bin/bash", &["--norc", "--noprofile", "-i"], &[("PS1", "ready$ "), ("BIN", BIN)]);
    screen.see("ready$");
    screen.press("\"$BIN\" audit Shop --track quick\r").see("0 of 27").press("1").see("1 of 27   saved");
    for round in 0..5 {
        screen.press("\x1a").see("Stopped");
        assert!(screen.position(b"\x1b[?1049l") > screen.position(b"\x1b[?1049h"), "round {round}");
        screen.press("printf '\\033[2J\\033[H'\r").until("an empty screen", |t| !t.contains("Stopped"));
        screen.press("fg\r").see("1 of 27").see("One part fails");
    }
    screen.press("2").see("2 of 27   saved").press("q").see("Underpin").press("q").see("ready$");
    screen.press("stty -a | grep -o -- '-\\?icanon'\r").see("icanon");
    assert!(!screen.text().contains("-icanon"));
}

#[test]
fn the_editor_gets_the_note_and_gives_it_back() {
    let home = Home::new();
    let editor = home.file("editor.sh", "#!/bin/sh\nread line < /dev/tty\necho \"from the editor: $line\" >> \"$1\"\n");
    let mut screen = Screen::of(&home, BIN, &["audit", "Shop", "--track", "quick"], &[("EDITOR", &format!("sh {editor}"))]);
    screen.see("0 of 27").press("nfirst").see("first");
    screen.press("\x05");
    std::thread::sleep(Duration::from_millis(300));
    screen.press("hello\r").see("from the editor: hello").press(ENTER).see("from the editor: hello\"");
    screen.press("\x03");
    assert_eq!(screen.ended(), 0);
}

#[test]
fn nothing_is_written_while_nothing_happens_and_a_storm_of_keys_is_one_frame() {
    let home = Home::new();
    let mut screen = Screen::underpin(&home, &["audit", "Shop", "--track", "quick"]);
    screen.see("0 of 27");
    while screen.read(Duration::from_millis(200)) {}
    let before = screen.raw.len();
    assert!(!screen.read(Duration::from_millis(1500)), "no byte while idle");
    screen.press(&"j".repeat(500));
    while screen.read(Duration::from_millis(200)) {}
    assert!(screen.raw.len() - before < 20_000, "{} bytes for 500 keys", screen.raw.len() - before);
}

#[test]
fn a_pasted_page_never_acts_and_no_colour_means_none() {
    let home = Home::new();
    let mut screen = Screen::of(&home, BIN, &["audit", "Shop", "--track", "quick"], &[("NO_COLOR", "1")]);
    screen.see("0 of 27").press("\x1b[200~q\r1\r4\x1b[201~").press("?").see("try again to save").press("?").see("0 of 27");
    let text = String::from_utf8_lossy(&screen.raw).into_owned();
    for code in 30..38 {
        assert!(!text.contains(&format!("\x1b[{code}m")) && !text.contains(&format!("38;5;{}m", code - 30)), "colour {code} in {text:?}");
    }
    screen.press("\x03");
    assert_eq!(screen.ended(), 0);
}
