//! Kill -9 at random moments. `UNDERPIN_KILLS` sets how many there are in each test; `.ci/long kills` runs very many.

use super::*;
use std::fs;
use std::process::Stdio;

fn kills(usually: u64) -> u64 {
    std::env::var("UNDERPIN_KILLS").ok().map_or(usually, |n| n.parse().unwrap())
}

/// Numbers without a pattern, and the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

/// The same log, longer: every line of it is whole, but for the last one.
fn assert_longer(run: u64, before: &str, after: &str) {
    assert!(after.starts_with(before), "run {run}: what was there stays as it was");
    let mut lines: Vec<&str> = after.split('\n').collect();
    lines.pop();
    assert!(lines.iter().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "run {run}: {after}");
}

#[test]
fn what_was_shown_as_saved_survives_kill_9_at_random_moments() {
    let home = Home::new();
    let mut chance = Chance(12345);
    for run in 0..kills(12) {
        let name = format!("Shop {run}");
        let mut screen = Screen::underpin(&home, &["audit", &name, "--track", "quick", "--round", "2026-Q4"]);
        // Some are killed while the round begins, some while it is completed.
        if run % 10 == 9 {
            screen.read(Duration::from_micros(chance.below(60_000)));
        } else {
            screen.see("0 of 26");
            for _ in 0..=chance.below(7) {
                screen.press("1");
                screen.read(Duration::from_micros(chance.below(900)));
            }
            if run % 3 == 2 {
                screen.press("vCC");
            }
            screen.read(Duration::from_micros(chance.below(4000)));
        }
        screen.child.kill().unwrap();
        screen.ended();
        let shown = screen.text();
        let saved: u64 = shown
            .split(" of 26 done   saved")
            .next()
            .filter(|_| shown.contains(" of 26 done   saved"))
            .map_or(0, |before| before.rsplit(' ').next().unwrap().parse().unwrap());
        let score = home.run(&["score", &name, "--json"]);
        let kept = serde_json::from_str::<serde_json::Value>(&score.out).map_or(0, |json| json["answered"].as_u64().unwrap());
        assert!(kept >= saved, "run {run}: {saved} were shown as saved, {kept} are there: {score:?}");
        // Nothing is shut: the round goes on, or another one where it was completed.
        let sheet = home.file("more.toml", "[answers]\nprf-trend = { level = 2 }");
        let more = home.run(&["answer", &name, "--round", "2026-Q4", "--file", &sheet]);
        assert!(more.code == 0 || more.err.contains("completed"), "run {run}: {more:?}");
    }
    assert!(home.ok(&["list"]).contains("Shop 0"));
}

/// What is begun, and then killed.
#[derive(Clone, Copy, Debug)]
enum Work {
    Start,
    Answer,
    Carry,
    Report,
}

#[test]
fn a_command_that_is_killed_can_be_given_again_and_nothing_is_half() {
    let home = Home::new();
    let many: String =
        (0..60).map(|i| format!("[[note]]\nquestion = \"arc-coupling\"\nopen = true\ntext = \"note {i} of them\"\n")).collect();
    let sheet = home.file("many.toml", &format!("tracks = [\"quick\"]\n[answers]\narc-coupling = {{ level = 1 }}\n{many}"));
    let (carried, started) = ("[answers]\nprf-trend = { level = 2 }", "note 59 of them");
    let more = home.file("carry.toml", carried);
    home.ok(&["answer", "Shop", "--file", &sheet, "--round", "2026-Q3"]);
    home.ok(&["report", "Shop", "-o", "plan.md"]);
    let mut chance = Chance(777);
    let mut killed = 0;
    for run in 0..kills(8) {
        let work = [Work::Start, Work::Answer, Work::Carry, Work::Report][usize::try_from(run % 4).unwrap()];
        let (system, round) = match work {
            Work::Start => (format!("New {run}"), "2026-Q3".to_owned()),
            Work::Answer => {
                let system = format!("Half {run}");
                home.ok(&["answer", &system, "--file", &more, "--round", "2026-Q3"]);
                (system, "2026-Q3".to_owned())
            }
            Work::Carry => ("Shop".to_owned(), format!("2026-Q4-r{run}")),
            Work::Report => ("Shop".to_owned(), "2026-Q3".to_owned()),
        };
        let report = fs::read_to_string(home.path().join("plan.md")).unwrap();
        if matches!(work, Work::Report) {
            let note = format!("[[note]]\nquestion = \"arc-coupling\"\nopen = true\ntext = \"new {run}\"\n");
            home.ok(&["answer", "Shop", "--round", "2026-Q3", "--file", &home.file("new.toml", &note)]);
        }
        let slug = system.to_lowercase().replace(' ', "-");
        let log = |home: &Home| fs::read_to_string(home.log_path(&slug, &round)).unwrap_or_default();
        let args: Vec<&str> = match work {
            Work::Start | Work::Answer => vec!["answer", &system, "--file", &sheet, "--round", &round],
            Work::Carry => vec!["answer", &system, "--file", &more, "--round", &round],
            Work::Report => vec!["report", &system, "--round", &round, "-o", "plan.md"],
        };
        let before = log(&home);
        let mut child = home.command(&args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(chance.below(120_000)));
        let _ = child.kill();
        let ran = support::ran(child.wait_with_output().unwrap());
        killed += u64::from(ran.code == -1);
        let case = format!("run {run}, {work:?}: {ran:?}");
        let after = log(&home);
        assert_longer(run, &before, &after);
        if ran.out.contains("saved") {
            assert!(after.contains(started) || matches!(work, Work::Carry) && after.contains("prf-trend"), "{case}");
        }
        // A round is there whole, with everything that is carried, or not at all.
        if matches!(work, Work::Carry) && !after.is_empty() {
            assert!(after.contains(started), "{case}");
        }
        let listed = home.run(&["list"]);
        assert_eq!(listed.code, 0, "{case}: {listed:?}");
        let plan = fs::read_to_string(home.path().join("plan.md")).unwrap();
        assert!(plan == report || plan.contains(&format!("new {run}")), "{case}: the report is the older one or the newer one");
        assert_eq!(plan.lines().last(), report.lines().last(), "{case}: the report is whole");
        // The same command once more does what the first was to do.
        home.ok(&args);
        let again = home.run(&args);
        assert_eq!(again.code, 0, "{case}: {again:?}");
        if !matches!(work, Work::Report) {
            assert!(again.out.contains("nothing new"), "{case}: {again:?}");
        }
        let notes = home.ok(&["export", &system, "--round", &round]);
        assert_eq!((0..60).filter(|i| notes.matches(&format!("note {i} of them")).count() == 1).count(), 60, "{case}");
    }
    let left: Vec<_> =
        fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().file_name()).filter(|n| n.to_string_lossy().ends_with(".part")).collect();
    assert!(left.is_empty(), "{left:?}");
    eprintln!("{killed} of them were still at work");
    let systems: Vec<_> = fs::read_dir(home.workspace().join("systems")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(systems.iter().all(|name| name.to_string_lossy().split('-').count() <= 2), "no second folder of a system: {systems:?}");
}
