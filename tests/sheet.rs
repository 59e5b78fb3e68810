//! Sheets of another version: noticed, and never half taken.

mod support;

use support::Home;

fn sheet(version: &str, answers: &str) -> String {
    format!("questionnaire = \"backend\"\nversion = \"{version}\"\ntracks = [\"quick\"]\n[answers]\n{answers}\n")
}

#[test]
fn a_sheet_of_the_same_version_is_taken_without_a_word() {
    let home = Home::new();
    let exported = {
        home.answer("Shop", "2026-Q4", &sheet("0", "arc-coupling = { level = 1 }"));
        home.ok(&["export", "Shop"])
    };
    let file = home.file("exported.toml", &exported);
    let ran = home.run(&["answer", "Other", "--file", &file, "--round", "2026-Q4"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
}

#[test]
fn a_sheet_of_another_version_that_fits_is_taken_and_said_to_be_of_another() {
    let home = Home::new();
    for version in ["0.0.1", "1.0.99", "99.0.0", "spring"] {
        let file = home.file("sheet.toml", &sheet(version, "arc-coupling = { level = 1 }"));
        let ran = home.run(&["answer", "Shop", "--file", &file, "--round", "2026-Q4"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.err.contains(&format!("note: {file}: written for version {version}; the round is asked with backend")), "{ran:?}");
    }
    assert_eq!(home.log("shop", "2026-Q4").matches("\"do\":\"answer\"").count(), 1, "the answer was taken once");
}

#[test]
fn a_sheet_of_another_version_that_does_not_fit_is_refused_whole_and_says_why() {
    let home = Home::new();
    let file = home.file("sheet.toml", &sheet("99.0.0", "arc-coupling = { level = 1 }\narc-couplin = { level = 2 }"));
    let ran = home.run(&["answer", "Shop", "--file", &file, "--round", "2026-Q4"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    for said in ["written for version 99.0.0", "there is no question `arc-couplin`, did you mean `arc-coupling`?", "[[retired]]", "hint:"] {
        assert!(ran.err.contains(said), "{said} in {}", ran.err);
    }
    assert!(!home.workspace().exists(), "nothing was written, not even a workspace");
}
