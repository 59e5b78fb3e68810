//! Bad input, damaged files, full and forbidden places.

use super::*;

#[test]
fn what_is_wrong_gets_one_message_a_hint_and_the_right_exit_code() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    let sheet = |text: &str| home.file("bad.toml", text);
    let answer = |text: &str| home.run(&["answer", "Shop", "--file", &sheet(text), "--round", "2026-Q4"]);
    let cases = [
        (home.run(&["score", "Nowhere"]), 2, "no system `Nowhere`"),
        (home.run(&["score", "Shop", "--round", "2026-Q9"]), 2, "no id of a round"),
        (home.run(&["score", "Shop", "--round", "2026-Q1"]), 2, "no round `2026-Q1`"),
        (home.run(&["score"]), 2, "required"),
        (home.run(&["dance"]), 2, "unrecognized"),
        (home.run(&["--today", "2026-13-01", "list"]), 2, "invalid value"),
        (home.run(&["score", "Shop", "--questions"]), 2, "--json"),
        (home.run(&["report", "Shop", "--template", "novel"]), 2, "no template `novel`"),
        (home.run(&["report", "Shop", "--format", "pdf"]), 2, "no format `pdf`"),
        (home.run(&["report", "Shop", "-o", "/nowhere/at/all.md"]), 4, "/nowhere/at"),
        (home.run(&["questionnaire", "show", "novel"]), 2, "no questionnaire `novel`"),
        (home.run(&["questionnaire", "check", "/nowhere.toml"]), 4, "/nowhere.toml"),
        (home.run(&["questionnaire", "new", "Not_Kebab"]), 2, "no id"),
        (home.run(&["answer", "Shop", "--file", "/nowhere.toml"]), 4, "/nowhere.toml"),
        (home.run(&["answer", "", "--file", &sheet("")]), 2, "needs a name"),
        (home.run(&["answer", "a\u{7}b", "--file", &sheet("")]), 2, "control"),
        (home.run(&["answer", &"x".repeat(300), "--file", &sheet("")]), 2, "at most 200"),
        (answer("[answers]\narc-coupling = { level = 7 }"), 3, "bad.toml:2:"),
        (answer("[answers]\narc-coupling = { levl = 2 }"), 3, "did you mean `level`"),
        (answer("[answers]\narc-couplng = { level = 2 }"), 3, "did you mean `arc-coupling`"),
        (answer("[answers]\nscl-upsizing = { level = 2 }"), 3, "figure = NUMBER"),
        (answer("[answers]\ntem-runway = { not_applicable = \"rich\" }"), 3, "carries a gate"),
        (answer("[answers]\narc-coupling = { range = [0, 4] }"), 3, "unknown = true"),
        (answer("[answers]\ntem-services = { parts = { services = 3 } }"), 3, "developers = NUMBER"),
        (answer("[facts]\nsingle-service = \"yes\""), 3, "true or false"),
        (answer("[facts]\nmoon = true"), 3, "no fact `moon`"),
        (answer("[answers"), 3, "bad.toml:1:"),
        (answer("tracks = [\"novel\"]"), 3, "no track `novel`"),
        (home.run(&["audit", "Shop"]), 2, "terminal"),
        (home.run(&[]), 2, "terminal"),
    ];
    let before = home.log("shop", "2026-Q4");
    for (ran, code, says) in cases {
        assert_eq!(ran.code, code, "{ran:?}");
        assert!(ran.err.contains(says), "{says:?} is missing: {}", ran.err);
        assert!(!ran.err.contains("panicked") && ran.out.is_empty(), "{ran:?}");
    }
    assert_eq!(home.log("shop", "2026-Q4"), before, "nothing was lost or written");
}

#[test]
fn odd_names_become_safe_folders_and_are_found_again() {
    let home = Home::new();
    let file = home.file("empty.toml", "");
    for name in ["../x", "🦀 crab", "متجر", "CON", "a/b\\c", "-", "Web shop", "web-shop"] {
        home.ok(&["answer", "--file", &file, "--", name]);
        assert!(home.ok(&["score", "--", name]).contains("2026") || !name.is_empty());
    }
    let folders: Vec<String> =
        fs::read_dir(home.workspace().join("systems")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert!(folders.iter().all(|f| f.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')), "{folders:?}");
    assert!(folders.contains(&"con-system".to_owned()));
    assert!(fs::read_dir(home.path()).unwrap().all(|e| e.unwrap().file_name() != "x"));
}

#[test]
fn a_reader_finds_a_system_whatever_the_case_of_its_name() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    assert!(home.ok(&["score", "SHOP"]).starts_with("Shop 2026-Q4"));
    assert_eq!(home.run(&["score", "SHOPS"]).code, 2);
    home.answer("SHOP", "2026-Q4", SHEET);
    assert!(home.ok(&["score", "SHOP"]).starts_with("SHOP 2026-Q4"), "a name as it is written comes first");
    let either = home.run(&["score", "shoP"]);
    assert!(either.code == 2 && either.err.contains("Shop"), "of two nobody guesses: {either:?}");
}

#[test]
fn a_damaged_line_is_kept_listed_and_harmless() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    let before = home.json(&["score", "Shop", "--json", "--questions"]);
    let path = home.log_path("shop", "2026-Q4");
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str("{\"format\":1,\"do\":\"answer\",\"question\":\n<<<<<<< HEAD\n\n{\"format\":1,\"do\":\"ans");
    fs::write(&path, &text).unwrap();
    let mut after = home.json(&["score", "Shop", "--json", "--questions"]);
    assert_eq!(after["damaged"], 2);
    after["damaged"] = 0.into();
    assert_eq!(before, after);
    home.answer("Shop", "2026-Q4", "[answers]\ncod-speed = { level = 2 }");
    let written = fs::read_to_string(&path).unwrap();
    assert!(written.starts_with(&text), "a torn line is kept, and the next one begins on a line of its own");
    let doctor = home.run(&["doctor"]);
    assert_eq!(doctor.code, 1);
    assert!(doctor.out.contains("damaged") && doctor.out.contains("merge"), "{}", doctor.out);
}

#[test]
fn a_round_of_a_newer_format_can_be_read_but_not_written() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    let path = home.log_path("shop", "2026-Q4");
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str("{\"format\":2,\"do\":\"dream\"}\n");
    fs::write(&path, &text).unwrap();
    assert_eq!(home.run(&["score", "Shop"]).code, 0);
    let ran = home.run(&["answer", "Shop", "--file", &home.file("s.toml", "[answers]\ncod-speed = { level = 2 }")]);
    assert_ne!(ran.code, 0);
    assert!(ran.err.contains("format 2"), "{}", ran.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_changed_pin_is_noticed() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    let pins = home.workspace().join("pins");
    let pin = fs::read_dir(&pins).unwrap().next().unwrap().unwrap().path();
    let text = fs::read_to_string(&pin).unwrap();
    fs::write(&pin, text.replace("Side effects", "Side effect")).unwrap();
    let ran = home.run(&["score", "Shop"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("sha256") && ran.err.contains("git"), "{}", ran.err);
}

#[test]
fn a_full_disk_says_so_and_loses_nothing() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    let before = home.log("shop", "2026-Q4");
    let many: String = (0..40).map(|i| format!("[[note]]\nquestion = \"arc-coupling\"\ntext = \"{i} {}\"\n", "x".repeat(200))).collect();
    let file = home.file("many.toml", &many);
    let ran = home.limited(before.len() / 512 + 4, &format!("answer Shop --round 2026-Q4 --file {file}"));
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(ran.err.contains("cannot save"), "{}", ran.err);
    assert!(home.log("shop", "2026-Q4").starts_with(&before));
    let again = home.ok(&["answer", "Shop", "--round", "2026-Q4", "--file", &file]);
    assert!(again.contains("saved"), "{again}");
    assert_eq!(
        home.log("shop", "2026-Q4").matches("\"do\":\"note\"").count(),
        40 + before.matches("\"do\":\"note\"").count() + torn(&home)
    );
}

/// Notes that were written before the disk was full stay; the retry finds them and does not write them again.
fn torn(home: &Home) -> usize {
    let json = home.json(&["score", "Shop", "--json"]);
    json["damaged"].as_u64().map_or(0, |d| usize::try_from(d).unwrap())
}

#[test]
fn an_unwritable_place_is_refused_clearly() {
    let home = Home::new();
    let file = home.file("s.toml", SHEET);
    let ran = home.run(&["--workspace", "/dev/null/here", "answer", "Shop", "--file", &file]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(ran.err.contains("/dev/null"), "{}", ran.err);
}

#[test]
fn a_folder_without_a_start_is_no_round_and_shuts_nothing() {
    let home = Home::new();
    home.answer("Shop", "2026-Q3", SHEET);
    let start = home.log("shop", "2026-Q3").lines().next().unwrap().to_owned();
    let folder = home.workspace().join("systems/shop/2026-Q4");
    let torn = &start[..60];
    for left in [None, Some(""), Some(torn), Some("\u{feff}\n"), Some("<<<<<<< HEAD\n")] {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        if let Some(text) = left {
            fs::write(folder.join("answers.jsonl"), text).unwrap();
        }
        for command in ["score", "report", "export", "log"] {
            assert!(home.ok(&[command, "Shop"]).len() > 20, "{command} goes to the round that is there");
        }
        assert!(!home.ok(&["list"]).contains("2026-Q4"));
        let asked = home.run(&["score", "Shop", "--round", "2026-Q4"]);
        assert!(asked.code == 2 && asked.err.contains("2026-Q3"), "{asked:?}");
        home.answer("Shop", "2026-Q4", "[answers]\ncod-speed = { level = 2 }");
        let log = home.log("shop", "2026-Q4");
        assert!(log.starts_with(left.unwrap_or("")), "what stood there stays");
        let json = home.json(&["score", "Shop", "--json"]);
        assert_eq!(json["round"], "2026-Q4");
        assert!(log.matches("\"from\":\"2026-Q3\"").count() > 10, "and everything is carried");
    }
    fs::remove_dir_all(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    let typed = home.run_with(&["--plain", "audit", "Shop", "--round", "2026-Q4"], "q\n");
    assert_eq!(typed.code, 0, "{typed:?}");
    assert!(home.ok(&["list"]).contains("2026-Q4"));
}

#[test]
fn a_round_begins_whole_or_not_at_all() {
    let home = Home::new();
    let many: String =
        (0..60).map(|i| format!("[[note]]\nquestion = \"arc-coupling\"\nopen = true\ntext = \"{i} {}\"\n", "x".repeat(200))).collect();
    home.answer("Shop", "2026-Q3", &format!("{SHEET}{many}"));
    let file = home.file("next.toml", "[answers]\ncod-speed = { level = 2 }");
    let args = format!("answer Shop --round 2026-Q4 --file {file}");
    let ran = home.limited(20, &args);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(!home.log_path("shop", "2026-Q4").exists(), "nothing is there of what did not fit");
    assert!(home.ok(&["list"]).contains("2026-Q3") && !home.ok(&["list"]).contains("2026-Q4"));
    home.ok(&args.split(' ').collect::<Vec<_>>());
    let carried = home.log("shop", "2026-Q4").matches("\"from\":\"2026-Q3\"").count();
    assert!(carried >= 75, "all are carried by the second try: {carried}");
    let files: Vec<_> = fs::read_dir(home.workspace().join("systems/shop/2026-Q4")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(files.iter().all(|f| f == "answers.jsonl" || f == ".lock"), "{files:?}");
}

#[test]
fn doctor_is_silent_after_normal_use() {
    let home = Home::new();
    home.answer("Shop", "2026-Q3", SHEET);
    home.answer("Shop", "2026-Q3", "by = \"Ana, CTO\"\nscope = \"the whole shop\"\n[answers]\narc-coupling = { level = 2 }");
    home.answer("Shop", "2026-Q4", "by = \"Ana, CTO\"\n[answers]\narc-coupling = { level = 3 }");
    home.answer("Shop", "2027-Q1", "");
    let doctor = home.run(&["doctor"]);
    assert_eq!(doctor.code, 0, "{}", doctor.out);
}
