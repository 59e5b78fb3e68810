//! Two people, one round, and git between them.

use super::*;
use std::path::Path;
use std::process::Command;

fn git(folder: &Path, args: &[&str]) -> String {
    let who = ["-c", "user.name=x", "-c", "user.email=x@y.z", "-c", "commit.gpgsign=false", "-c", "core.editor=true"];
    let ran = Command::new("git").current_dir(folder).args(who).args(args).env("HOME", folder).output().unwrap();
    assert!(ran.status.success(), "git {args:?}: {}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    String::from_utf8_lossy(&ran.stdout).into_owned()
}

fn commit(home: &Home) {
    git(&home.workspace(), &["add", "-A"]);
    git(&home.workspace(), &["commit", "-qm", "x"]);
}

/// Two workspaces that began the same round with texts that differ, each with an answer of its own.
fn begun_twice() -> (Home, Home) {
    let (ana, lee) = (Home::new(), Home::new());
    ana.answer("Shop", "2026-Q3", SHEET);
    git(&ana.workspace(), &["init", "-q", "-b", "main"]);
    commit(&ana);
    git(lee.path(), &["clone", "-q", &ana.workspace().to_string_lossy(), "work"]);
    ana.answer("Shop", "2026-Q4", "by = \"Ana\"\n[answers]\ncod-speed = { level = 1 }");
    commit(&ana);
    lee.ok(&["questionnaire", "eject", "backend"]);
    let text = lee.workspace().join("questionnaires/backend/questionnaire.toml");
    let changed = fs::read_to_string(&text).unwrap().replace("version = \"2.", "version = \"3.");
    fs::write(&text, changed).unwrap();
    lee.answer("Shop", "2026-Q4", "by = \"Lee\"\n[answers]\ncod-change-work = { figure = 3 }");
    commit(&lee);
    (ana, lee)
}

#[test]
fn a_round_that_two_began_with_texts_that_differ_is_one_round_after_merge_and_rebase() {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("git is not there: nothing was merged");
        return;
    }
    for way in [&["pull", "-q", "--no-rebase"][..], &["pull", "-q", "--rebase"]] {
        let (ana, lee) = begun_twice();
        let theirs: Vec<String> =
            [&ana, &lee].iter().flat_map(|h| h.log("shop", "2026-Q4").lines().map(str::to_owned).collect::<Vec<_>>()).collect();
        git(&lee.workspace(), &[way, &["origin", "main"]].concat());
        let log = lee.log("shop", "2026-Q4");
        assert!(theirs.iter().all(|line| log.lines().any(|l| l == line)), "no line is lost");
        assert_eq!(log.matches("\"do\":\"start\"").count(), 2);
        let list = lee.json(&["list", "--json"]);
        assert_eq!(list["systems"][0]["rounds"].as_array().unwrap().len(), 2, "{list}");
        let doctor = lee.run(&["doctor"]);
        assert!(doctor.code == 1 && doctor.out.contains("the next line that is saved in it settles that"), "{doctor:?}");
        // Both read and write it from here, and neither has to do anything for it.
        git(&ana.workspace(), &["pull", "-q", lee.workspace().to_str().unwrap(), "main"]);
        for (home, sheet) in
            [(&lee, "by = \"Lee\"\n[answers]\ncod-speed = { level = 2 }"), (&ana, "by = \"Ana\"\n[answers]\nprf-trend = { level = 2 }")]
        {
            let both = home.ok(&["export", "Shop"]);
            assert!(both.contains("cod-speed = { level = 1, by = \"Ana\"") && both.contains("by = \"Lee\"\n"), "{both}");
            home.answer("Shop", "2026-Q4", sheet);
            assert_eq!((home.run(&["doctor"]).code, home.log("shop", "2026-Q4").matches("\"do\":\"start\"").count()), (0, 3));
            commit(home);
        }
        // Each settled it, in the same way: merged, that is no question any more.
        git(&ana.workspace(), &["pull", "-q", "--no-rebase", lee.workspace().to_str().unwrap(), "main"]);
        git(&lee.workspace(), &["pull", "-q", "--no-rebase", ana.workspace().to_str().unwrap(), "main"]);
        let doctor = ana.run(&["doctor"]);
        assert_eq!(doctor.code, 0, "{doctor:?}");
        let score = |home: &Home| home.ok(&["score", "Shop", "--json"]);
        assert_eq!(score(&ana), score(&lee));
        assert!(ana.json(&["score", "Shop", "--json"])["questionnaire"]["version"].as_str().unwrap().starts_with("3."), "the newer one");
    }
}
