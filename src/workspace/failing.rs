//! A disk that fails at every single step: what was reported as saved is there, nothing is shut, nothing is half.

use super::Workspace;
use super::answers::{Options, apply};
use super::error::Error;
use super::export::export;
use super::reports;
use crate::store::disk::faults::{Lasting, fail, mend};
use crate::store::drafts;
use crate::store::log::{self, Draft};
use std::fs;
use std::path::{Path, PathBuf};
use underpin_core::content::scaffold::scaffold;
use underpin_core::model::period::RoundId;

const SHEETS: [(&str, &str); 4] = [
    ("2026-Q3", "tracks = [\"full\"]\nscope = \"the shop\"\n[answers]\nop-restore = { level = 1, note = \"they said\" }\n"),
    ("2026-Q3", "by = \"Lee\"\n[answers]\nop-restore = { level = 3 }\n[[note]]\ntext = \"look again\"\nopen = true\n"),
    ("2026-Q4", "[answers]\nop-restore = { level = 2 }\n"),
    ("2026-Q4", "by = \"Ana\"\n[answers]\nop-restore = { level = 4 }\n"),
];

fn open(folder: &Path) -> Workspace {
    let mut workspace = Workspace::open(folder.join("work"), Some(jiff::civil::date(2026, 11, 20))).unwrap();
    workspace.config.folder = None;
    workspace.config.author = "ana".into();
    workspace
}

fn id(round: &str) -> RoundId {
    RoundId::parse(round).unwrap()
}

/// One thing that a person does. The workspace is opened anew for it, as the next start of the program does.
#[derive(Clone, Copy, Debug)]
enum Step {
    Sheet(usize),
    Draft,
    Note,
    Complete,
    Report,
}

const STEPS: [Step; 9] =
    [Step::Sheet(0), Step::Draft, Step::Note, Step::Sheet(1), Step::Report, Step::Complete, Step::Sheet(2), Step::Sheet(3), Step::Report];

const DRAFT: &str = "half a thought";

fn take(step: Step, folder: &Path, typed: &mut Option<Draft>) -> Result<(), Error> {
    let workspace = open(folder);
    let latest = || workspace.round_for_reading("Shop", None);
    match step {
        Step::Sheet(n) => {
            let options = Options { round: Some(SHEETS[n].0.into()), questionnaire: Some("mine".into()), ..Options::default() };
            apply(&workspace, "Shop", SHEETS[n].1, "sheet", &options).map(|_| ())
        }
        Step::Draft => Ok(drafts::keep(latest()?.folder(), "op-restore.note", DRAFT)?),
        Step::Note => {
            let mut opened = latest()?;
            // As the screens do: what failed is tried again with the same line.
            let line = typed.get_or_insert_with(|| opened.note(Some("op-restore"), DRAFT, None, false));
            opened.record(&workspace, std::slice::from_mut(line)).map(|_| ())
        }
        Step::Complete => {
            let mut opened = latest()?;
            let mut line = [opened.complete()];
            opened.record(&workspace, &mut line).map(|_| ())
        }
        Step::Report => {
            let opened = latest()?;
            // Any text that changes with the round: it is the writing that can fail.
            reports::write(&opened, reports::PLAN, "md", &folder.join("plan.md"), &export(&opened)).map(|_| ())
        }
    }
}

fn begin() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let questionnaires = folder.path().join("work/questionnaires");
    fs::create_dir_all(&questionnaires).unwrap();
    fs::write(questionnaires.join("mine.toml"), scaffold("mine")).unwrap();
    folder
}

/// What the workspace says of itself: every round as a sheet, the draft, the report.
fn told(folder: &Path) -> Vec<String> {
    let workspace = open(folder);
    let mut told = Vec::new();
    for system in workspace.systems().unwrap() {
        assert_eq!(system.name, "Shop", "one system, with its name");
        for round in &system.rounds {
            let opened = workspace.open_round(&system.slug, round).unwrap();
            told.push(export(&opened));
            told.extend(opened.round.state.completed.then(|| format!("{round} is completed")));
            assert!(opened.round.state.oddities.is_empty() && !opened.round.state.differing_starts());
            told.extend(drafts::left(opened.folder(), "op-restore.note"));
        }
    }
    told.extend(fs::read_to_string(folder.join("plan.md")));
    told
}

fn copy_of(folder: &Path) -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path) {
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            let to = to.join(entry.file_name());
            if entry.path().is_dir() {
                fs::create_dir(&to).unwrap();
                copy(&entry.path(), &to);
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
    }
    let other = tempfile::tempdir().unwrap();
    copy(folder, other.path());
    other
}

/// Files that would have become others.
fn halves(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(halves(&path));
        } else if path.to_string_lossy().ends_with(".part") && !path.to_string_lossy().contains(".drafts") {
            found.push(path);
        }
    }
    found
}

/// Every file of the workspace before is there: logs may be longer, everything else is what it was.
fn assert_kept(before: &Path, now: &Path, case: &str) {
    for entry in fs::read_dir(before).unwrap().map(Result::unwrap) {
        let (old, new) = (entry.path(), now.join(entry.file_name()));
        if old.is_dir() {
            assert_kept(&old, &new, case);
            continue;
        }
        let (was, is) = (fs::read(&old).unwrap(), fs::read(&new).unwrap_or_else(|e| panic!("{case}: {}: {e}", new.display())));
        let fine = if new.extension().is_some_and(|e| e == "jsonl") { is.starts_with(&was) } else { is == was };
        // What was written over is whole: the older report, or the newer one.
        let newer = new.ends_with("plan.md") && String::from_utf8_lossy(&is).ends_with("by = \"ana\"\n");
        assert!(fine || newer || old.to_string_lossy().contains(".exports"), "{case}: {} was changed", new.display());
    }
}

#[test]
fn whatever_change_of_the_disk_fails_what_was_saved_is_there_and_everything_goes_on() {
    // The same steps on a disk that works: the workspace before each of them, and what it says after it.
    let mut stages = vec![begin()];
    let mut says = vec![Vec::new()];
    for (n, step) in STEPS.into_iter().enumerate() {
        let next = copy_of(stages[n].path());
        take(step, next.path(), &mut None).unwrap();
        says.push(told(next.path()));
        stages.push(next);
    }
    assert!(says.last().unwrap().iter().filter(|t| t.contains("look again")).count() >= 2, "something is carried: {says:?}");
    let mut failures = 0;
    for (n, step) in STEPS.into_iter().enumerate() {
        let after = &says[n + 1];
        for lasting in [Lasting::Once, Lasting::FromThen] {
            for at in 0.. {
                let folder = copy_of(stages[n].path());
                fail(at, lasting);
                let mut typed = None;
                let result = take(step, folder.path(), &mut typed);
                let failed = mend();
                let case = format!("{step:?} (step {n}), change {at} fails, {lasting:?}");
                let there = told(folder.path());
                if result.is_ok() {
                    assert_eq!(there, *after, "{case}: it was reported as saved");
                } else {
                    failures += 1;
                    assert_eq!(halves(folder.path()), [""; 0].map(PathBuf::from), "{case}");
                    let begun = open(folder.path()).systems().unwrap().iter().map(|s| s.rounds.len()).sum::<usize>();
                    // A round that was begun is whole, with everything that is carried.
                    for (round, earlier) in [("2026-Q4", "look again")].iter().filter(|_| begun == 2) {
                        let opened = open(folder.path()).open_round("shop", &id(round)).unwrap();
                        assert!(export(&opened).contains(earlier), "{case}");
                    }
                    assert_kept(stages[n].path(), folder.path(), &case);
                    take(step, folder.path(), &mut typed).unwrap_or_else(|e| panic!("{case}: shut: {e}"));
                }
                assert_eq!(told(folder.path()), *after, "{case}");
                if !failed {
                    break;
                }
            }
        }
    }
    assert!(failures > 40, "{failures} failures were tried");
}

#[test]
fn a_torn_line_of_a_failed_save_is_followed_by_the_whole_one() {
    let folder = begin();
    take(Step::Sheet(0), folder.path(), &mut None).unwrap();
    let workspace = open(folder.path());
    let mut opened = workspace.round_for_reading("Shop", None).unwrap();
    let mut line = [opened.note(None, "a note that is cut in two", None, false)];
    fail(0, Lasting::Once);
    assert!(opened.record(&workspace, &mut line).is_err());
    assert!(mend());
    opened.record(&workspace, &mut line).unwrap();
    let read = log::read(&opened.path).unwrap();
    assert_eq!((read.damaged.len(), opened.round.state.notes.len()), (1, 1));
}
