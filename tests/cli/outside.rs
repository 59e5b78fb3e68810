//! Somebody else's workspace: links that lead out of it, pipes in the place of files, very many lines.

use super::*;
use std::os::unix::fs::symlink;
use std::path::Path;

/// Everything below a folder with its bytes.
fn everything(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.push((path.display().to_string(), Vec::new()));
            found.extend(everything(&path));
        } else {
            found.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn no_link_in_a_workspace_leads_a_writer_or_a_reader_out_of_it() {
    let other = Home::new();
    other.answer("Shop", "2026-Q4", SHEET);
    let sheet = "by = \"Eve\"\n[answers]\ncod-speed = { level = 2 }";
    let (again, next): (&[&str], &[&str]) = (
        &["answer", "Shop", "--round", "2026-Q4", "--file", "more.toml"],
        &["answer", "Shop", "--round", "2027-Q1", "--file", "more.toml"],
    );
    let another: &[&str] = &["answer", "Another", "--file", "more.toml"];
    let (report, new, eject): (&[&str], &[&str], &[&str]) =
        (&["report", "Shop", "-o", "plan.md"], &["questionnaire", "new", "my-own"], &["template", "eject", "plan"]);
    let list: &[&str] = &["list"];
    let cases: [(&str, &[&[&str]]); 16] = [
        ("systems", &[again, another]),
        ("systems/shop", &[again, next]),
        ("systems/shop/2026-Q4", &[again, next]),
        ("systems/shop/2027-Q1", &[next]),
        ("systems/shop/2026-Q4/answers.jsonl", &[again, next]),
        ("systems/shop/2026-Q4/.lock", &[again]),
        ("systems/shop/2026-Q4/gone.lock", &[again]),
        ("systems/shop/system.toml", &[again]),
        ("systems/another", &[another]),
        ("pins", &[again, another]),
        (".lock", &[another]),
        (".exports", &[report]),
        (".cache", &[list]),
        (".cache/rounds", &[list]),
        ("questionnaires", &[new]),
        ("templates", &[eject]),
    ];
    for (link, commands) in cases {
        let home = Home::new();
        home.answer("Shop", "2026-Q4", SHEET);
        home.file("more.toml", sheet);
        // Where nothing is at the other end, following the link would make it.
        let outside = other.workspace().join(link);
        let here = home.workspace().join(link.replace("gone.", "."));
        let _ = fs::remove_file(&here).or_else(|_| fs::remove_dir_all(&here));
        fs::create_dir_all(here.parent().unwrap()).unwrap();
        symlink(&outside, &here).unwrap();
        let before = everything(&other.workspace());
        for command in commands {
            let ran = home.run(command);
            assert!(everything(&other.workspace()) == before, "{link}: {command:?} wrote outside: {ran:?}");
            // Elsewhere is a place of its own for it, or it needs nothing behind the link.
            let without = matches!(link, ".exports" | ".cache" | ".cache/rounds" | "systems/another")
                || (*command == next && link.contains("2026-Q4"));
            assert!(without || (ran.code == 3 && ran.err.contains("leads out of the workspace")), "{link}: {ran:?}");
        }
        if link.contains("/20") && !link.ends_with("lock") {
            assert!(home.run(&["doctor"]).out.contains("leads out of the workspace"), "{link}");
        }
    }
}

#[test]
fn a_link_that_stays_inside_is_followed_and_so_is_one_to_the_workspace() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    fs::rename(home.workspace().join("systems/shop/2026-Q4"), home.workspace().join("kept")).unwrap();
    symlink("../../kept", home.workspace().join("systems/shop/2026-Q4")).unwrap();
    fs::rename(home.workspace(), home.path().join("real")).unwrap();
    symlink("real", home.workspace()).unwrap();
    home.answer("Shop", "2026-Q4", "[answers]\ncod-speed = { level = 2 }");
    assert!(fs::read_to_string(home.path().join("real/kept/answers.jsonl")).unwrap().contains("cod-speed"));
}

#[test]
fn a_pipe_in_the_place_of_a_file_is_refused_and_never_waited_for() {
    for pipe in [
        "systems/shop/2026-Q4/answers.jsonl",
        "systems/shop/2026-Q4/.lock",
        "systems/shop/system.toml",
        "underpin.toml",
        "questionnaires/mine.toml",
        "questionnaires/whole/questionnaire.toml",
        "templates/plan.md.j2",
        "pins/PIN",
        ".cache/rounds",
    ] {
        let home = Home::new();
        home.answer("Shop", "2026-Q4", SHEET);
        let pin = fs::read_dir(home.workspace().join("pins")).unwrap().next().unwrap().unwrap().file_name();
        let at = home.workspace().join(pipe.replace("PIN", &pin.to_string_lossy()));
        let _ = fs::remove_file(&at);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&at).status().unwrap().success());
        let sheet = home.file("more.toml", "[answers]\ncod-speed = { level = 2 }");
        for command in ["list", "doctor", "report Shop", &format!("answer Shop --file {sheet}")] {
            let ran = home.shell(&format!("exec timeout 20 \"$0\" {command}"));
            assert!(ran.code >= 0 && ran.code < 100, "{pipe}: {command}: {ran:?}");
        }
    }
}

#[test]
fn what_a_killed_writer_left_is_removed_by_the_next_one_and_nothing_else_is() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    let at = |name: &str| home.path().join(name);
    for name in [".underpin-AbCdEf.part", ".underpin-notes.md", "other.part"] {
        fs::write(at(name), "half a report").unwrap();
    }
    let held = fs::File::create(at(".underpin-held.part")).unwrap();
    held.lock().unwrap();
    home.ok(&["report", "Shop", "-o", "plan.md"]);
    assert!(!at(".underpin-AbCdEf.part").exists());
    for kept in [".underpin-notes.md", "other.part", ".underpin-held.part", "plan.md"] {
        assert!(at(kept).exists(), "{kept}");
    }
}

#[test]
fn a_file_with_very_many_problems_and_a_fact_with_very_many_values_come_to_an_end() {
    let home = Home::new();
    let head = "schema = 1\nid = \"big\"\nversion = \"1.0.0\"\ntitle = \"x\"\nabout = \"y\"\ndecision = \"none\"\n";
    let questions = home.file("big.toml", &format!("{head}{}", "[[question]]\n".repeat(8_000)));
    let checked = home.run(&["questionnaire", "check", &questions]);
    assert!(checked.code == 1 && checked.out.contains(":8006:"), "{}", checked.err);
    let tables: String = (0..8_000).map(|n| format!("[zzz{n}]\n")).collect();
    let sheet = home.file("many.toml", &tables);
    let refused = home.run(&["answer", "Shop", "--file", &sheet]);
    assert!(refused.code == 3 && refused.err.contains("many.toml:8000:"), "{}", refused.code);
    home.answer("Shop", "2026-Q4", SHEET);
    let line = |n: usize| {
        format!(
            "{{\"format\":1,\"do\":\"set\",\"key\":\"fact.database\",\"value\":\"v{n}\",\"at\":\"x\",\"author\":\"x\",\"id\":\"01JD00000000000000000{n:05}\"}}\n"
        )
    };
    let many: String = (0..20_000).map(line).collect();
    fs::write(home.log_path("shop", "2026-Q4"), home.log("shop", "2026-Q4") + &many).unwrap();
    assert_eq!(home.json(&["score", "Shop", "--json"])["conflicts"][0], "fact.database");
}
