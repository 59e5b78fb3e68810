//! Writing, undoing, and what could not be written.

use super::*;

#[test]
fn undo_and_redo_go_through_own_actions() {
    let mut stage = Stage::quick();
    stage.keys("12u");
    assert_eq!(stage.level_of("arc-god-service").as_deref(), Some("unanswered 0-4"));
    stage.keys("u");
    assert_eq!(stage.level_of("arc-coupling").as_deref(), Some("unanswered 0-4"));
    stage.keys("<ctrl-r>");
    assert_eq!(stage.level_of("arc-coupling").as_deref(), Some("answered 1"));
    stage.keys("uuu");
    assert!(stage.text(100, 30).contains("nothing of yours to undo"));
}

#[test]
fn undo_says_what_it_undid_and_stray_letters_on_a_number_do_nothing() {
    let mut stage = Stage::quick();
    stage.keys("/bigger<enter>6<enter>/bigger<enter>u");
    let text = stage.text(100, 30);
    assert!(text.contains("Undone: ") && text.contains("6 times"), "{text}");
    stage.keys("<ctrl-r>");
    assert!(stage.text(100, 30).contains("Redone: "), "{}", stage.text(100, 30));
    let lines = |s: &Stage| s.app.session.open.as_ref().unwrap().round.state.events.len();
    let before = lines(&stage);
    let here = stage.app.question.position;
    stage.keys("aboty");
    assert_eq!((lines(&stage), stage.app.question.position, stage.app.typing()), (before, here, false));
    assert!(stage.text(100, 30).contains("Type a number"), "{}", stage.text(100, 30));
}

#[test]
fn a_completed_round_is_not_written_until_it_is_opened_again() {
    let mut stage = Stage::example(COLOR);
    stage.keys("vCC");
    assert!(stage.app.session.open.as_ref().unwrap().round.state.completed);
    stage.keys("<esc>0");
    assert!(stage.text(100, 30).contains("completed"), "{}", stage.text(100, 30));
    stage.keys("vC");
    assert!(!stage.app.session.open.as_ref().unwrap().round.state.completed);
}

#[test]
fn what_cannot_be_written_is_shown_as_not_saved_kept_and_written_later() {
    let mut stage = Stage::quick();
    let log = stage.app.session.open.as_ref().unwrap().path.clone();
    let text = std::fs::read_to_string(&log).unwrap();
    // A folder in the place of the log: no write can succeed.
    std::fs::remove_file(&log).unwrap();
    std::fs::create_dir(&log).unwrap();
    stage.keys("1");
    assert_eq!(stage.app.question.position, 0, "what is not saved stays in focus");
    stage.keys("<right>2");
    assert!(stage.text(100, 30).contains("NOT SAVED: 2 lines"), "{}", stage.text(100, 30));
    stage.keys("<ctrl-c>");
    assert_ne!(stage.request, Request::Quit, "quitting is asked for twice");
    std::fs::remove_dir(&log).unwrap();
    std::fs::write(&log, &text).unwrap();
    stage.keys("<ctrl-s>");
    assert!(stage.text(100, 30).contains("2 of 26 done   saved"), "{}", stage.text(100, 30));
    assert_eq!(stage.level_of("arc-coupling").as_deref(), Some("answered 1"));
}

#[test]
fn another_program_writing_the_same_round_is_seen_and_nothing_is_lost() {
    let mut stage = Stage::quick();
    stage.keys("1");
    let system = stage.workspace.system("Shop").unwrap();
    let id = stage.app.session.open.as_ref().unwrap().round.id.clone();
    let mut other = stage.workspace.open_round(&system.slug, &id).unwrap();
    let draft = other.answer("ana", "arc-ceiling", Some("Lee"), underpin_core::log::event::Said::Unknown, None);
    let own = other.answer(
        "ana",
        "arc-coupling",
        None,
        underpin_core::log::event::Said::Level(underpin_core::log::event::Levels::level(4)),
        None,
    );
    let mut workspace = Workspace::open(stage.workspace.layout.root.clone(), Some(stage.workspace.today())).unwrap();
    workspace.config.author = "ana".into();
    other.record(&workspace, &mut [draft, own]).unwrap();
    stage.keys("2");
    assert_eq!(stage.level_of("arc-ceiling").as_deref(), Some("unknown 0-4"), "what others wrote is read before one's own is written");
    stage.keys("uu");
    assert!(stage.text(100, 30).contains("took its place"), "{}", stage.text(100, 30));
}

/// A folder in the place of the log: no write can succeed.
fn block(stage: &Stage) -> (std::path::PathBuf, String) {
    let log = stage.app.session.open.as_ref().unwrap().path.clone();
    let text = std::fs::read_to_string(&log).unwrap();
    std::fs::remove_file(&log).unwrap();
    std::fs::create_dir(&log).unwrap();
    (log, text)
}

fn unblock((log, text): (std::path::PathBuf, String)) {
    std::fs::remove_dir(&log).unwrap();
    std::fs::write(&log, text).unwrap();
}

#[test]
fn a_correction_of_an_answer_that_is_not_saved_yet_is_one_answer() {
    let mut stage = Stage::quick();
    let blocked = block(&stage);
    stage.keys("13");
    assert!(stage.text(100, 30).contains("NOT SAVED: 1 line"), "{}", stage.text(100, 30));
    unblock(blocked);
    stage.keys("<ctrl-s>");
    assert_eq!(stage.level_of("arc-coupling").as_deref(), Some("answered 3"), "no disagreement with oneself");
}

#[test]
fn what_could_not_be_saved_in_one_round_is_never_written_into_another() {
    let mut stage = Stage::quick();
    let blocked = block(&stage);
    stage.keys("1");
    enter(&mut stage.app, &stage.workspace, "Other", None, Some("quick"), None).unwrap();
    stage.keys("4");
    let answers = |stage: &Stage| stage.app.session.open.as_ref().unwrap().round.outcome.counts.answered;
    assert_eq!((stage.level_of("arc-coupling").as_deref(), answers(&stage)), (Some("answered 4"), 1));
    assert!(stage.text(100, 30).contains("NOT SAVED: 1 line"), "it still waits: {}", stage.text(100, 30));
    unblock(blocked);
    stage.keys("<ctrl-s>");
    assert!(!stage.text(100, 30).contains("NOT SAVED"), "{}", stage.text(100, 30));
    assert_eq!(answers(&stage), 1, "the other system has its own answer alone");
    enter(&mut stage.app, &stage.workspace, "Shop", None, None, None).unwrap();
    assert_eq!(stage.level_of("arc-coupling").as_deref(), Some("answered 1"));
}

/// Somebody else answers in the opened round.
fn somebody_answers(stage: &Stage, question: &str) {
    let open = stage.app.session.open.as_ref().unwrap();
    let mut other = stage.workspace.open_round(&open.slug, &open.round.id).unwrap();
    let draft = other.answer("ana", question, Some("Lee"), underpin_core::log::event::Said::Unknown, None);
    other.record(&stage.workspace, &mut [draft]).unwrap();
}

#[test]
fn what_others_append_is_noticed_before_an_action_that_writes_nothing() {
    let mut stage = Stage::quick();
    somebody_answers(&stage, "arc-ceiling");
    assert_eq!(stage.level_of("arc-ceiling").as_deref(), Some("unanswered 0-4"));
    stage.keys("v");
    assert_eq!(stage.level_of("arc-ceiling").as_deref(), Some("unknown 0-4"));
    assert!(stage.text(100, 60).contains("Don't know  1"), "{}", stage.text(100, 60));
}

#[test]
fn verdict_and_plan_are_there_after_what_others_append_and_after_saving_again() {
    for way in ["r", "rp"] {
        let mut stage = Stage::example(COLOR);
        stage.keys(way).idle();
        let before = stage.text(100, 30);
        somebody_answers(&stage, "arc-ceiling");
        stage.keys("<ctrl-s>").idle();
        assert!(stage.app.session.context.is_some(), "{way}: {}", stage.text(100, 30));
        assert_eq!(stage.text(100, 30).lines().nth(2), before.lines().nth(2));
        // What could not be saved, saved from here.
        let mut stage = Stage::quick();
        let blocked = block(&stage);
        stage.keys("1").keys(way);
        assert!(!stage.app.session.unsaved.is_empty());
        unblock(blocked);
        stage.keys("<ctrl-s>").idle();
        assert!(stage.app.session.unsaved.is_empty() && stage.app.session.context.is_some(), "{way}: {}", stage.text(100, 30));
    }
}

#[test]
fn a_long_draft_is_not_written_at_every_key_and_not_lost() {
    use crate::store::disk::faults::{Lasting, changes, fail, mend};
    let mut stage = Stage::quick();
    stage.keys("n");
    fail(usize::MAX, Lasting::Once);
    stage.paste(&"a long note\n".repeat(50_000));
    stage.keys("and more of it");
    assert_eq!(changes(), 0, "no key waits for a long draft");
    stage.keys("<esc>");
    assert!(changes() > 0);
    mend();
    let open = stage.app.session.open.as_ref().unwrap();
    let left = open.left_draft("arc-coupling.note").unwrap();
    assert!(left.ends_with("a long note\nand more of it") && left.len() > 600_000);
    // A short one is.
    stage.keys("n<ctrl-u>ab");
    let open = stage.app.session.open.as_ref().unwrap();
    assert_eq!(open.left_draft("arc-coupling.note").as_deref(), Some("ab"));
}

#[cfg(unix)]
#[test]
fn a_draft_is_neither_written_nor_read_through_a_link() {
    use std::os::unix::fs::symlink;
    let secret = tempfile::tempdir().unwrap();
    let outside = secret.path().join("secret.txt");
    for link in [".drafts", ".drafts/arc-coupling.note.txt", ".drafts/arc-coupling.note.part"] {
        std::fs::write(&outside, "a secret").unwrap();
        let mut stage = Stage::quick();
        let at = stage.app.session.open.as_ref().unwrap().folder().join(link);
        std::fs::create_dir_all(at.parent().unwrap()).unwrap();
        symlink(if link == ".drafts" { secret.path() } else { &outside }, &at).unwrap();
        stage.keys("n");
        assert!(!stage.text(100, 30).contains("Ctrl-O"), "{link} was read");
        stage.keys("typed<esc>nkept<enter>");
        assert_eq!(std::fs::read_to_string(&outside).unwrap(), "a secret", "{link} was written through");
        assert_eq!(std::fs::read_dir(secret.path()).unwrap().count(), 1, "{link}");
        let notes = stage.app.session.open.as_ref().unwrap().round.notes("arc-coupling").len();
        assert_eq!(notes, 1, "the note itself is saved");
    }
}
