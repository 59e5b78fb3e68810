//! The main job by keyboard, the editor, pastes.

use super::*;

#[test]
fn the_main_job_by_keyboard_alone() {
    let home = Home::new();
    let mut screen = Screen::underpin(&home, &[]);
    screen.see("Quick check");
    screen.each(&[("1", "Which system"), ("Web shop", "Web shop"), (ENTER, "walk through"), (ENTER, "0 of 26")]);
    screen.each(&[
        ("1", "1 of 26 done   saved"),
        ("n", "Note, in their words"),
        ("They said: every release", "every release"),
        (ENTER, "\"They said: every release\""),
        ("e", "Evidence, statement"),
        ("\t\t\t", "Evidence, document"),
        ("wiki/incidents", "wiki/incidents"),
        (ENTER, "document: wiki/incidents"),
        ("2", "2 of 26 done   saved"),
        ("d", "3 of 26 done   saved"),
        ("pask Lee", "ask Lee"),
        (ENTER, "What did your last attempt"),
        ("0", "4 of 26 done   saved"),
        ("u", "Undone"),
        ("3", "4 of 26 done   saved"),
    ]);
    // The rest of the questions: levels by digit, figures by typing.
    screen.each(&[("1", "5 of 26"), ("1", "6 of 26"), ("1", "7 of 26")]);
    screen.each(&[("2", "times in 12 months"), (ENTER, "8 of 26"), ("1", "9 of 26")]);
    for (figure, done) in [("1", "10 of 26"), ("7", "11 of 26"), ("3", "12 of 26"), ("6", "13 of 26")] {
        screen.press(figure).see("Enter");
        screen.press(ENTER).see(done);
    }
    screen.each(&[("1", "14 of 26"), ("1", "15 of 26"), ("4", "take it"), (ENTER, "16 of 26"), ("1", "17 of 26")]);
    screen.each(&[("2", "18 of 26"), ("0", "19 of 26"), ("1", "20 of 26"), ("2", "21 of 26")]);
    screen.each(&[
        ("4", "take it"),
        ("0 / 6", "40 / 6"),
        (ENTER, "22 of 26"),
        ("1", "23 of 26"),
        ("3", "24 of 26"),
        ("3", "not known, or put aside"),
    ]);
    screen.press("r").see("This week").see("Keep and improve");
    screen.press("p").see("Days 1 to 30");
    screen.press("e").see("which file").press(ENTER).see("Written:");
    screen.press(ESC).see("This week").press(ESC).see("25 of 26").press("q").see("Underpin");
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
    screen.see("0 of 26");
    screen.each(&[
        ("1", "1 of 26 done   saved"),
        ("-1", "Between 1"),
        ("2", "2 of 26"),
        ("d", "3 of 26"),
        ("xno such thing", "no such thing"),
        (ENTER, "4 of 26"),
        ("pask Lee", "ask Lee"),
        (ENTER, "The first limit"),
        ("1", "5 of 26"),
        ("3", "6 of 26"),
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
fn the_editor_gets_the_note_and_gives_it_back() {
    let home = Home::new();
    let editor = home.file("editor.sh", "#!/bin/sh\nread line < /dev/tty\necho \"from the editor: $line\" >> \"$1\"\n");
    let mut screen = Screen::of(&home, BIN, &["audit", "Shop", "--track", "quick"], &[("EDITOR", &format!("sh {editor}"))]);
    screen.see("0 of 26").press("nfirst").see("first");
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
    screen.see("0 of 26");
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
    screen.see("0 of 26").press("\x1b[200~q\r1\r4\x1b[201~").press("?").see("try again to save").press("?").see("0 of 26");
    let text = String::from_utf8_lossy(&screen.raw).into_owned();
    for code in 30..38 {
        assert!(!text.contains(&format!("\x1b[{code}m")) && !text.contains(&format!("38;5;{}m", code - 30)), "colour {code} in {text:?}");
    }
    screen.press("\x03");
    assert_eq!(screen.ended(), 0);
}

#[test]
fn an_editor_that_gives_nothing_back_says_so_and_the_text_stays() {
    let home = Home::new();
    for (does, says) in [
        ("rm \"$1\"", "left no text"),
        ("rm \"$1\"; mkdir \"$1\"", "left no text"),
        ("printf '\\377' > \"$1\"", "left no text"),
        ("exit 1", "ended with an error"),
        ("exit 127", "could not be started"),
        ("printf 'a\\033[31mb' > \"$1\"", "a[31mb"),
    ] {
        let editor = home.file("editor.sh", &format!("#!/bin/sh\n{does}\n"));
        let lent = home.path().join("tmp");
        std::fs::create_dir_all(&lent).unwrap();
        let env = [("EDITOR", &*format!("sh {editor}")), ("TMPDIR", lent.to_str().unwrap())];
        let mut screen = Screen::of(&home, BIN, &["audit", "Shop", "--track", "quick"], &env);
        screen.see("0 of 26").press("nfirst").see("first").press("\x05").see(says);
        assert_eq!(std::fs::read_dir(&lent).unwrap().count(), 0, "nothing of the text is left behind");
        if says != "a[31mb" {
            screen.see("first");
        }
        screen.press("\x03");
        assert_eq!(screen.ended(), 0);
    }
}
