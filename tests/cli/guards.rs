//! What is never overwritten, never shown raw, and never stops what is beside it.

use super::*;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::process::Command;

fn with_round() -> Home {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    home
}

#[test]
fn a_report_takes_the_place_of_nothing_but_an_older_report() {
    let home = with_round();
    let at = |name: &str| home.path().join(name);
    home.ok(&["report", "Shop", "-o", "plan.md"]);
    let first = fs::read_to_string(at("plan.md")).unwrap();
    home.answer("Shop", "2026-Q4", "by = \"Ana, CTO\"\n[answers]\nprf-trend = { level = 3 }");
    home.ok(&["report", "Shop", "-o", "plan.md"]);
    let second = fs::read_to_string(at("plan.md")).unwrap();
    assert_ne!(first, second, "its own is written anew");
    fs::write(at("plan.md"), format!("{second}\nWe agreed on this.\n")).unwrap();
    let refused = home.run(&["report", "Shop", "-o", "plan.md"]);
    assert!(refused.code == 2 && refused.err.contains("--force"), "{refused:?}");
    assert!(fs::read_to_string(at("plan.md")).unwrap().contains("We agreed"));
    home.ok(&["report", "Shop", "-o", "plan.md", "--force"]);
    assert_eq!(fs::read_to_string(at("plan.md")).unwrap(), second);
    // What nobody remembers was written by a person.
    fs::remove_dir_all(home.workspace().join(".exports")).unwrap();
    home.ok(&["report", "Shop", "-o", "plan.md"]);
    fs::remove_dir_all(home.workspace().join(".exports")).unwrap();
    fs::write(at("plan.md"), &first).unwrap();
    assert_eq!(home.run(&["report", "Shop", "-o", "plan.md"]).code, 2);
}

#[test]
fn a_report_follows_links_keeps_permissions_and_writes_through_to_devices() {
    let home = with_round();
    let at = |name: &str| home.path().join(name);
    let mode = |name: &str| fs::metadata(at(name)).unwrap().permissions().mode() & 0o777;
    fs::write(at("real.md"), "").unwrap();
    fs::set_permissions(at("real.md"), fs::Permissions::from_mode(0o600)).unwrap();
    symlink("real.md", at("link.md")).unwrap();
    symlink("later.md", at("dangling.md")).unwrap();
    symlink("loop.md", at("loop.md")).unwrap();
    home.ok(&["report", "Shop", "-o", "link.md"]);
    home.ok(&["report", "Shop", "-o", "dangling.md"]);
    assert_eq!(home.run(&["report", "Shop", "-o", "loop.md"]).code, 4);
    assert!(at("link.md").is_symlink() && at("dangling.md").is_symlink());
    assert!(fs::read_to_string(at("real.md")).unwrap().contains("Shop") && at("later.md").is_file());
    assert_eq!(mode("real.md"), 0o600);
    let ran = home.shell("umask 077; exec \"$0\" report Shop -o private.md");
    assert_eq!((ran.code, mode("private.md")), (0, 0o600), "{ran:?}");
    assert!(home.shell("umask 077; \"$0\" answer Other --file /dev/null").code == 0);
    let told = fs::metadata(home.workspace().join("systems/other/system.toml")).unwrap();
    assert_eq!(told.permissions().mode() & 0o777, 0o600);
    let null = fs::metadata("/dev/null").unwrap().rdev();
    home.ok(&["report", "Shop", "-o", "/dev/null"]);
    assert_eq!(fs::metadata("/dev/null").unwrap().rdev(), null);
    let piped = home.shell("\"$0\" report Shop -o /dev/stdout | cat");
    assert!(piped.out.contains("# "), "{piped:?}");
    let fifo = home.shell("mkfifo f && { \"$0\" report Shop -o f & cat f; wait; } && test -p f");
    assert!(fifo.code == 0 && fifo.out.contains("# "), "{fifo:?}");
}

#[test]
fn a_report_is_never_written_where_the_answers_lie() {
    let home = with_round();
    symlink(home.log_path("shop", "2026-Q4"), home.path().join("innocent.md")).unwrap();
    let (log, kept) = (home.log("shop", "2026-Q4"), fs::read_dir(home.workspace().join("pins")).unwrap().count());
    for to in
        ["work/systems/shop/2026-Q4/answers.jsonl", "work/pins", "work/pins/../systems/shop/x.md", "work/underpin.toml", "innocent.md"]
    {
        for force in [&[][..], &["--force"]] {
            let ran = home.run(&[&["report", "Shop", "-o", to][..], force].concat());
            assert!(ran.code == 3 && ran.err.contains("the workspace keeps its answers here"), "{to}: {ran:?}");
        }
    }
    assert_eq!((home.log("shop", "2026-Q4"), fs::read_dir(home.workspace().join("pins")).unwrap().count()), (log, kept));
    home.ok(&["report", "Shop", "-o", "work"]);
    assert!(home.workspace().join("shop-2026-Q4-plan.md").is_file());
}

#[test]
fn odd_paths_full_streams_and_odd_clocks_are_no_panic() {
    let home = with_round();
    let odd = home.path().join(std::ffi::OsStr::from_bytes(b"w\xe9"));
    let list = home.command(&["list", "--json", "--workspace"]).arg(&odd).output().unwrap();
    assert_eq!(list.status.code(), Some(0), "{list:?}");
    for command in ["report Shop -o x.md", "questionnaire new my-own", "score Shop --fail-on optimize", "score Nowhere"] {
        let ran = home.shell(&format!("exec \"$0\" {command} 2>/dev/full"));
        assert!(ran.code != 101, "{command}: {ran:?}");
    }
    assert!(home.path().join("x.md").is_file());
    assert!(Command::new("true").status().is_ok());
}

#[test]
fn nothing_from_files_or_arguments_reaches_the_terminal_raw() {
    let home = with_round();
    let raw = |text: &str| {
        text.chars().any(|c| (c.is_control() && c != '\n') || "\u{202e}\u{200b}\u{200e}\u{200f}\u{61c}\u{feff}\u{e0041}".contains(c))
    };
    let path = home.log_path("shop", "2026-Q4");
    let hostile = "\\u001b]0;pwned\\u0007\\u009b\\u202e\\u200b\\u200e\\u200f\\u061c\\ufeff\\udb40\\udc41";
    let mut lines: Vec<String> = fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect();
    let note = |n: usize| {
        format!(
            "{{\"format\":1,\"do\":\"note\",\"text\":\"{hostile}\",\"by\":\"{hostile}\",\"at\":\"{hostile}\",\"author\":\"{hostile}\",\"id\":\"01JD000000000000000000000{n}\",\"from\":\"{hostile}\"}}"
        )
    };
    lines.extend((1..4).map(note));
    lines.push(format!("{{\"format\":1,\"do\":\"set\",\"key\":\"scope\",\"value\":\"{hostile}\",\"at\":\"x\",\"author\":\"x\",\"id\":\"01JZ0000000000000000000009\"}}"));
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    let folder = "a\u{1b}[31m\u{202e}\u{200b}";
    fs::create_dir_all(home.workspace().join("systems").join(folder)).unwrap();
    for (kind, file) in [("questionnaires", format!("{folder}.toml")), ("templates", format!("{folder}.md.j2"))] {
        let to = home.workspace().join(kind);
        fs::create_dir_all(&to).unwrap();
        fs::write(to.join(file), "").unwrap();
    }
    fs::write(home.workspace().join("templates/bell.md.j2"), "# A\u{7}\u{9b}31m\u{202e}\r\n{{ system }}\n").unwrap();
    fs::create_dir(home.path().join(folder)).unwrap();
    let commands: [&[&str]; 14] = [
        &["log", "Shop"],
        &["list"],
        &["doctor"],
        &["score", "Shop"],
        &["export", "Shop"],
        &["report", "Shop"],
        &["report", "Shop", "--template", "bell"],
        &["report", "Shop", "-o", folder],
        &["questionnaire", "list"],
        &["template", "list"],
        &["score", folder],
        &[folder],
        &["score", "Shop", "--fail-on", folder],
        &["--workspace", folder, "list"],
    ];
    for command in commands {
        let ran = home.run(command);
        assert!(!raw(&ran.out) && !raw(&ran.err), "{command:?}: {ran:?}");
    }
    let sheet = home.ok(&["export", "Shop"]);
    assert!(sheet.contains("\\u009B\\u202E\\u200B"), "{sheet}");
    let copy = Home::new();
    copy.answer("Shop", "2026-Q4", &sheet);
    assert_eq!(copy.ok(&["export", "Shop"]), sheet);
}

#[test]
fn one_broken_system_stops_no_other() {
    let home = with_round();
    home.answer("Other", "2026-Q4", SHEET);
    let file = home.workspace().join("systems/shop/system.toml");
    let whole = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("<<<<<<< HEAD\n{whole}=======\nname = \"Shop!\"\n>>>>>>> theirs\n")).unwrap();
    home.ok(&["score", "Other"]);
    home.answer("Other", "2026-Q4", "[answers]\ncod-speed = { level = 2 }");
    home.answer("Third", "2026-Q4", "");
    let list = home.ok(&["list"]);
    assert!(list.contains("shop  (shop)") && list.contains("Other"), "{list}");
    let doctor = home.run(&["doctor"]);
    assert!(doctor.code == 1 && doctor.out.contains("system.toml:1:") && doctor.out.contains("name = "), "{doctor:?}");
    let answer = home.run(&["answer", "Shop", "--file", &home.file("e.toml", "")]);
    assert!(answer.code == 3 && answer.err.contains("system.toml"), "no second Shop is begun: {answer:?}");
    fs::write(&file, whole).unwrap();
    home.ok(&["score", "Shop"]);
}

#[test]
fn a_line_from_the_end_of_time_spoils_nothing() {
    let home = with_round();
    let path = home.log_path("shop", "2026-Q4");
    let poisoned = home
        .log("shop", "2026-Q4")
        .lines()
        .find(|l| l.contains("\"question\":\"prf-trend\"") && l.contains("Ana"))
        .map(|l| l.split("\"id\":\"").next().unwrap().to_owned() + "\"id\":\"03QCPC7NZZ0000000000000000\"}\n")
        .unwrap()
        .replace("\"level\":0", "\"level\":4");
    fs::write(&path, home.log("shop", "2026-Q4") + &poisoned).unwrap();
    let said = home.answer("Shop", "2026-Q4", "by = \"Ana, CTO\"\n[answers]\nprf-trend = { level = 1 }\ncod-speed = { level = 2 }");
    assert!(said.contains("saved"), "{said}");
    let sheet = home.ok(&["export", "Shop"]);
    assert!(sheet.contains("cod-speed = { level = 2") && sheet.contains("prf-trend = { level = 1, by = \"Ana, CTO\""), "{sheet}");
    let log = home.log("shop", "2026-Q4");
    let complaints = log.lines().find(|l| l.contains("cod-speed")).unwrap();
    assert!(complaints.contains("\"id\":\"01"), "only what names the poisoned line is as late: {complaints}");
    assert_eq!(home.run(&["doctor"]).code, 0);
    assert!(home.answer("Shop", "2026-Q4", "by = \"Ana, CTO\"\n[answers]\nprf-trend = { level = 1 }").contains("nothing new"));
}

#[test]
fn two_that_begin_at_once_begin_one() {
    let home = Home::new();
    let (a, b) = (home.file("a.toml", "[answers]\nprf-trend = { level = 1 }"), home.file("b.toml", "[answers]\ncod-speed = { level = 2 }"));
    for n in 0..8 {
        let system = format!("Shop {n}");
        let begin = |file: &str| home.command(&["answer", &system, "--file", file]).spawn().unwrap();
        for mut child in [begin(&a), begin(&b)] {
            assert!(child.wait().unwrap().success());
        }
        assert_eq!(home.json(&["score", &system, "--json"])["answered"], 2);
    }
    assert_eq!(fs::read_dir(home.workspace().join("systems")).unwrap().count(), 8);
    assert_eq!(home.run(&["doctor"]).code, 0);
    // Two clones began the same: merged, both starts stand and are one.
    let path = home.workspace().join("systems/shop-0");
    let log = fs::read_dir(&path).unwrap().map(|e| e.unwrap().path().join("answers.jsonl")).find(|p| p.is_file()).unwrap();
    let text = fs::read_to_string(&log).unwrap();
    let start = text.lines().next().unwrap();
    let id = start.split("\"id\":\"").nth(1).unwrap().get(..26).unwrap();
    fs::write(&log, format!("{text}{}\n", start.replace(id, "01JD0000000000000000000001"))).unwrap();
    let doctor = home.run(&["doctor"]);
    assert_eq!(doctor.code, 0, "{doctor:?}");
}

#[test]
fn what_git_leaves_behind_is_no_damage() {
    let home = with_round();
    let path = home.log_path("shop", "2026-Q4");
    fs::write(&path, home.log("shop", "2026-Q4") + "<<<<<<< a\n||||||| base\n=======\n>>>>>>> b\n").unwrap();
    let doctor = home.run(&["doctor"]);
    assert!(doctor.out.contains("4 marks of a merge") && !doctor.out.contains("damaged"), "{doctor:?}");
    let pin = fs::read_dir(home.workspace().join("pins")).unwrap().next().unwrap().unwrap().path();
    let text = fs::read_to_string(&pin).unwrap();
    fs::write(&pin, text.replace('\n', "\r\n")).unwrap();
    home.ok(&["score", "Shop"]);
    home.answer("Shop", "2026-Q4", "[answers]\ncod-speed = { level = 2 }");
}

#[test]
fn whatever_is_in_a_log_its_export_can_be_brought_back() {
    let home = with_round();
    let path = home.log_path("shop", "2026-Q4");
    let odd = [
        r#""do":"evidence","question":"prf-trend","kind":"document","where":"wiki","seen":"last week""#,
        r#""do":"evidence","question":"prf-trend","kind":"document","where":"""#,
        r#""do":"set","key":"moon.phase","value":"full""#,
        r#""do":"set","key":"","value":"nothing""#,
        r#""do":"set","key":"fact.database","value":"papyrus""#,
        r#""do":"set","key":"fact.gone","value":true"#,
        r#""do":"answer","question":"","level":1,"pin":"x""#,
        r#""do":"answer","question":"cod-impact","level":2,"pin":"x","from":"""#,
        r#""do":"answer","question":"cod-speed","level":2,"pin":"x","by":"""#,
        r#""do":"note","question":"","text":"about nothing""#,
        r#""do":"note","text":"""#,
    ];
    let lines = odd
        .iter()
        .enumerate()
        .map(|(n, own)| format!("{{\"format\":1,{own},\"at\":\"x\",\"author\":\"zoe\",\"id\":\"01JZ00000000000000000000{n:02}\"}}\n"));
    fs::write(&path, home.log("shop", "2026-Q4") + &lines.collect::<String>()).unwrap();
    let sheet = home.ok(&["export", "Shop"]);
    let first = sheet.lines().next().unwrap();
    for named in ["evidence of prf-trend", "moon.phase", "gone"] {
        assert!(first.contains(named), "{named} is not named: {first}");
    }
    let copy = Home::new();
    copy.answer("Shop", "2026-Q4", &sheet);
    let again = copy.ok(&["export", "Shop"]);
    let body = |sheet: &str| sheet.split_once('\n').unwrap().1.to_owned();
    assert_eq!(body(&again), body(&sheet));
    assert!(sheet.contains("arc-coupling = {"), "and what fits is there");
    // A round without a track comes back as one without a track.
    home.answer("Bare", "2026-Q4", "tracks = []\n[answers]\nprf-trend = { level = 1 }");
    let bare = home.ok(&["export", "Bare"]);
    assert!(bare.contains("tracks = []"), "{bare}");
    copy.answer("Bare", "2026-Q4", &bare);
    assert_eq!(copy.ok(&["export", "Bare"]), bare);
}

#[test]
fn a_template_can_neither_end_the_program_nor_read_outside_its_folder() {
    let home = with_round();
    let shipped = home.ok(&["report", "Shop"]);
    home.ok(&["template", "eject", "plan"]);
    assert_eq!(home.ok(&["report", "Shop"]), shipped, "apart from the program it is the same report");
    let folder = home.workspace().join("templates");
    let many = |text: &str| text.repeat(20_000);
    let bombs = [
        r#"{% set ns = namespace(s="aaaaaaaaaaaaaaaa") %}{% for i in range(40) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}"#.to_owned(),
        "{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = (ns.s + ns.s)|list %}{% endfor %}".to_owned(),
        "{{ [1]|batch(1000000000, 0)|list }}".to_owned(),
        r#"{{ "a\nb"|indent(4000000000) }}"#.to_owned(),
        format!("{{{{ {}1 }}}}", many("-")),
        format!("{{{{ {}true }}}}", many("not ")),
        format!("{{{{ system{} }}}}", many("|upper")),
        "{% for i in range(100000) %}{% for j in range(100000) %}x{% endfor %}{% endfor %}".to_owned(),
        "x".repeat(300_000),
    ];
    for bomb in bombs {
        fs::write(folder.join("plan.md.j2"), &bomb).unwrap();
        let ran = home.run(&["report", "Shop"]);
        assert!(ran.code == 3 && ran.out.is_empty() && ran.err.contains("plan.md.j2:1: "), "{}: {ran:?}", &bomb[..40]);
    }
    fs::write(home.path().join("secret"), "the secret").unwrap();
    symlink("../../secret", folder.join("link.md.j2")).unwrap();
    fs::write(folder.join("plan.md.j2"), "{% include \"link.md.j2\" %}").unwrap();
    for template in ["plan", "link"] {
        let ran = home.run(&["report", "Shop", "--template", template]);
        assert!(ran.code == 3 && ran.err.contains("out of its folder") && !ran.out.contains("secret"), "{ran:?}");
    }
    // A link inside the folder is one of its templates.
    fs::write(folder.join("real.md.j2"), "# {{ system }}\n").unwrap();
    symlink("real.md.j2", folder.join("near.md.j2")).unwrap();
    assert_eq!(home.ok(&["report", "Shop", "--template", "near"]), "# Shop\n");
}

#[test]
fn what_a_list_remembers_is_never_believed_over_the_log_and_never_missed() {
    let home = with_round();
    home.answer("Other", "2026-Q3", SHEET);
    home.answer("Other", "2026-Q4", SHEET);
    let (folder, file) = (home.workspace().join(".cache"), home.workspace().join(".cache/rounds"));
    let log = home.workspace().join("systems/other/2026-Q4/answers.jsonl");
    let lists = || (home.ok(&["list"]), home.ok(&["list", "--json"]));
    // As it is without anything remembered.
    let anew = || {
        let _ = fs::remove_dir_all(&folder);
        let json = home.ok(&["list", "--json"]);
        let _ = fs::remove_dir_all(&folder);
        (home.ok(&["list"]), json)
    };
    let first = anew();
    assert_eq!(fs::read_to_string(folder.join(".gitignore")).unwrap(), "*\n");
    let remembered = fs::read_to_string(&file).unwrap();
    assert_eq!(remembered.lines().count(), 4, "three rounds under their head: {remembered}");
    assert_eq!(lists(), first, "remembered");
    assert_eq!(fs::read_to_string(&file).unwrap(), remembered, "nothing new, nothing written");
    // A line more, and then the bytes as they were before.
    let before = fs::read(&log).unwrap();
    home.answer("Other", "2026-Q4", "[answers]\nprf-trend = { level = 0 }\narc-ceiling = { level = 0 }\ndat-restore = { level = 0 }");
    let changed = lists();
    assert_eq!(changed, anew());
    assert_ne!(changed, first);
    fs::write(&log, before).unwrap();
    assert_eq!(lists(), first);
    // What somebody wrote into it is no answer of ours.
    fs::write(&file, remembered.replace("\"applicable\":", "\"applicable\":9")).unwrap();
    assert_eq!(lists(), first);
    // A text that is not there any more is missed, and a round that is gone is forgotten.
    let pins = home.workspace().join("pins");
    fs::rename(&pins, home.path().join("elsewhere")).unwrap();
    assert!(home.ok(&["list"]).contains("pin is missing"), "{}", home.ok(&["list"]));
    fs::rename(home.path().join("elsewhere"), &pins).unwrap();
    fs::remove_dir_all(home.workspace().join("systems/other/2026-Q3")).unwrap();
    fs::write(&file, "").unwrap();
    assert_eq!(lists(), anew());
    // Where it cannot be written, the list is the same.
    fs::remove_dir_all(&folder).unwrap();
    fs::write(&folder, "").unwrap();
    assert_eq!(lists(), (home.ok(&["list"]), home.ok(&["list", "--json"])));
    fs::remove_file(&folder).unwrap();
    assert_eq!(lists(), anew());
    // What was never a workspace does not become one.
    home.ok(&["--workspace", "nowhere", "list"]);
    assert!(!home.path().join("nowhere").exists());
}
