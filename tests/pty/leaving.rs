//! Every way out: signals, a terminal that goes away, Ctrl-Z, a panic. What kill -9 leaves is in `killed`.

use super::*;

#[test]
fn signals_end_it_with_the_terminal_restored_and_the_draft_kept() {
    for (name, code) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131), ("USR1", 138)] {
        let home = Home::new();
        let mut screen = Screen::underpin(&home, &["audit", "Shop", "--track", "quick"]);
        screen.see("0 of 26").press("1").see("1 of 26 done   saved").press("nhalf a note").see("half a note");
        screen.signal(name);
        assert_eq!(screen.ended(), code, "SIG{name}");
        assert!(screen.is_restored(), "SIG{name}");
        let mut again = Screen::underpin(&home, &["audit", "Shop"]);
        again.see("1 of 26").press("n").see("Ctrl-O").press("\x0f").see("half a note");
        again.press(ESC).press("\x03");
        assert_eq!(again.ended(), 0);
    }
}

#[test]
fn a_closed_terminal_ends_it_even_when_hang_up_is_ignored() {
    for shell in ["exec \"$0\" audit Shop --track quick", "trap '' HUP; exec \"$0\" audit Shop --track quick"] {
        let home = Home::new();
        let mut screen = Screen::of(&home, "sh", &["-c", shell, BIN], &[]);
        screen.see("0 of 26").press("1").see("1 of 26 done   saved");
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
    screen.press("\"$BIN\" audit Shop --track quick\r").see("0 of 26").press("1").see("1 of 26 done   saved");
    for round in 0..5 {
        screen.press("\x1a").see("Stopped");
        assert!(screen.position(b"\x1b[?1049l") > screen.position(b"\x1b[?1049h"), "round {round}");
        screen.press("printf '\\033[2J\\033[H'\r").until("an empty screen", |t| !t.contains("Stopped"));
        screen.press("fg\r").see("1 of 26").see("One part fails");
    }
    screen.press("2").see("2 of 26 done   saved").press("q").see("Underpin").press("q").see("ready$");
    screen.press("stty -a | grep -o -- '-\\?icanon'\r").see("icanon");
    assert!(!screen.text().contains("-icanon"));
}

#[test]
fn ctrl_z_in_the_editor_stops_the_whole_job_and_fg_goes_on_there() {
    if !std::path::Path::new("/bin/bash").exists() {
        eprintln!("bash is not there: job control was not tried");
        return;
    }
    let home = Home::new();
    let editor = home.file("editor.sh", "#!/bin/sh\necho editing\nread line < /dev/tty\necho \"edited: $line\" >> \"$1\"\n");
    let mut screen = Screen::of(
        &home,
        "/bin/bash",
        &["--norc", "--noprofile", "-i"],
        &[("PS1", "ready$ "), ("BIN", BIN), ("EDITOR", &format!("sh {editor}"))],
    );
    screen.see("ready$");
    screen.press("\"$BIN\" audit Shop --track quick\r").see("0 of 26").press("nfirst").see("first");
    screen.press("\x05").see("editing").press("\x1a").see("Stopped").see("ready$");
    screen.press("fg\r");
    std::thread::sleep(Duration::from_millis(300));
    screen.press("hello\r").see("edited: hello").press(ENTER).see("edited: hello\"");
    screen.press("\x03").see("ready$");
}

#[test]
fn a_terminal_that_cannot_draw_gets_plain_lines_and_one_line_why() {
    let home = Home::new();
    let mut screen = Screen::of(&home, BIN, &["audit", "Shop", "--track", "quick"], &[("TERM", "dumb")]);
    screen.see("plain lines").see("1 of 26").press("q\r");
    assert_eq!(screen.ended(), 0);
    assert!(!screen.raw.contains(&0x1b), "no escape sequence");
}

/// Waits until the program has ended; an orphan that stays is a failure.
fn ended(screen: &mut Screen) {
    let end = Instant::now() + PATIENCE;
    while screen.child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < end, "an orphan is left behind");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_terminal_that_goes_away_while_keys_come_in_ends_it_at_once() {
    // Whole keys, half a key, half a click, half a paste: nothing that is on its way may hold it back.
    for keys in ["11111111", "\u{1b}[", "\u{1b}[<0;1", "\u{1b}[200~half a paste", "1\u{1b}"] {
        let home = Home::new();
        let shell = "trap '' HUP; exec \"$0\" audit Shop --track quick";
        let mut screen = Screen::of(&home, "sh", &["-c", shell, BIN], &[]);
        screen.see("0 of 26").press(keys);
        screen.close();
        ended(&mut screen);
    }
}

#[test]
fn half_a_key_holds_back_neither_the_next_key_nor_a_signal() {
    let home = Home::new();
    let mut screen = Screen::underpin(&home, &["audit", "Shop", "--track", "quick"]);
    screen.see("0 of 26").press("\u{1b}[<0;1");
    std::thread::sleep(Duration::from_millis(400));
    screen.press("1").see("1 of 26 done   saved").press("\u{1b}[");
    screen.signal("TERM");
    ended(&mut screen);
}

#[test]
fn a_long_text_that_was_just_pasted_is_a_draft_after_a_signal() {
    let home = Home::new();
    let mut screen = Screen::underpin(&home, &["audit", "Shop", "--track", "quick"]);
    screen.see("0 of 26").press("n").see("Note, in their words");
    for _ in 0..40 {
        screen.press(&format!("\x1b[200~{}\x1b[201~", "what they said ".repeat(150)));
    }
    screen.press("lastly").see("lastly");
    screen.signal("TERM");
    assert_eq!(screen.ended(), 143);
    let mut again = Screen::underpin(&home, &["audit", "Shop"]);
    again.see("0 of 26").press("n").see("Ctrl-O").press("\x0f").see("lastly");
    again.press("\x03");
    assert_eq!(again.ended(), 0);
}
