//! The questions, review and facts.

use super::*;

#[test]
fn one_key_answers_saves_and_moves_on() {
    let mut stage = Stage::quick();
    stage.keys("1");
    assert_eq!(stage.level_of("arc-coupling").as_deref(), Some("answered 1"));
    assert!(stage.text(100, 30).contains("1 of 26 done   saved"));
    stage.keys("-13d");
    assert_eq!(stage.level_of("arc-god-service").as_deref(), Some("answered 1-3"));
    assert_eq!(stage.level_of("arc-ceiling").as_deref(), Some("unknown 0-4"));
    stage.keys("xonly one page<enter>pask Lee<enter>");
    assert_eq!(stage.level_of("arc-isolation").as_deref(), Some("not_applicable 0-4"));
    assert_eq!(stage.level_of("prf-tuning-room").as_deref(), Some("parked 0-4"));
    stage.keys("<down><down><enter>");
    assert_eq!(stage.level_of("scl-first-limit").as_deref().map(|s| s.starts_with("answered")), Some(true));
}

#[test]
fn figures_and_ratios_are_typed_and_wrong_ones_say_what_is_expected() {
    let mut stage = Stage::quick();
    stage.keys("/bigger<enter>");
    assert!(stage.text(80, 24).contains("times in 12 months"));
    stage.keys("2x<enter>");
    assert!(stage.text(80, 24).contains("Type a number"), "{}", stage.text(80, 24));
    stage.keys("<backspace><enter>");
    assert_eq!(stage.level_of("scl-upsizing").as_deref(), Some("answered 2"));
    stage.keys("/services and<enter>40 / 6<enter>");
    assert_eq!(stage.level_of("tem-services").as_deref(), Some("answered 0"));
    assert!(stage.keys("/services and<enter>").text(100, 30).contains("6.67"), "{}", stage.text(100, 30));
}

#[test]
fn a_question_is_found_by_the_other_words_for_it() {
    let mut stage = Stage::quick();
    let text = stage.keys("/ransomware<enter>").text(100, 30);
    assert!(text.contains("Which of your databases and files are copied"), "{text}");
}

#[test]
fn a_figure_above_what_its_unit_allows_is_refused_everywhere() {
    let mut stage = Stage::quick();
    let round = |s: &Stage| s.app.session.open.as_ref().unwrap().round.questionnaire.clone();
    let model = round(&stage);
    let ten =
        model.questions.iter().find(|q| matches!(&q.kind, underpin_core::model::question::Kind::Figure { unit, .. } if unit == "of ten"));
    let ten = ten.unwrap();
    stage.keys(&format!("/{}<enter>12<enter>", ten.id));
    assert!(stage.text(100, 30).contains("Type a number from 0 to 10"), "{}", stage.text(100, 30));
    assert_eq!(stage.level_of(&ten.id).as_deref(), Some("unanswered 0-4"));
    let sheet = format!("[answers]\n{} = {{ figure = 12 }}\n", ten.id);
    let refused = apply(&stage.workspace, "Shop", &sheet, "sheet", &Options::default()).unwrap_err();
    assert!(format!("{refused:?}").contains(&ten.id), "{refused:?}");
    assert_eq!(stage.level_of(&ten.id).as_deref(), Some("unanswered 0-4"));
    stage.keys("<ctrl-u>7<enter>");
    assert!(stage.level_of(&ten.id).unwrap().starts_with("answered"));
}

#[test]
fn a_gate_is_never_not_applicable() {
    let mut stage = Stage::quick();
    stage.keys("/months of money<enter>x");
    assert!(stage.text(100, 30).contains("cannot be"));
    assert_eq!(stage.level_of("tem-runway").as_deref(), Some("unanswered 0-4"));
}

#[test]
fn letters_are_text_inside_a_field_and_escape_keeps_what_was_typed_as_a_draft() {
    let mut stage = Stage::quick();
    stage.keys("nq?u 012");
    shot!("note-80x24", stage.text(80, 24));
    stage.keys("<esc>");
    assert_eq!(stage.app.room(), Room::Question);
    let notes = |s: &Stage| s.app.session.open.as_ref().unwrap().round.notes("arc-coupling").len();
    assert_eq!(notes(&stage), 0);
    stage.keys("n");
    assert!(stage.text(100, 30).contains("Ctrl-O"), "a draft is offered, not applied");
    assert!(!stage.text(100, 30).contains("q?u 012"));
    stage.keys("<ctrl-o>!<alt-enter>two<enter>");
    assert_eq!(notes(&stage), 1);
    assert_eq!(stage.app.session.open.as_ref().unwrap().round.notes("arc-coupling")[0].1, "q?u 012!\ntwo");
    stage.keys("n");
    assert!(!stage.text(100, 30).contains("Ctrl-O"), "a saved draft is gone");
}

#[test]
fn a_paste_goes_into_text_only_and_never_submits() {
    let mut stage = Stage::quick();
    stage.paste("4\nq\n");
    assert_eq!(stage.level_of("arc-coupling").as_deref(), Some("unanswered 0-4"));
    stage.keys("n");
    stage.paste("one\r\ntwo\u{1b}[31m");
    assert!(matches!(stage.app.question.mode, crate::tui::screens::question::Mode::Type(..)));
    stage.keys("<enter>");
    assert_eq!(stage.app.session.open.as_ref().unwrap().round.notes("arc-coupling")[0].1, "one\ntwo[31m");
}

#[test]
fn a_carried_answer_is_confirmed_with_enter_and_a_change_is_saved_at_once() {
    let mut stage = Stage::example(COLOR);
    stage.keys("/Boundaries<enter>");
    assert!(stage.text(100, 30).contains("not confirmed"), "{}", stage.text(100, 30));
    shot!("carried-100x30", stage.text(100, 30));
    let unconfirmed = |s: &Stage, id: &str| s.app.session.open.as_ref().unwrap().round.standing(id).unwrap().unconfirmed;
    stage.keys("<enter>");
    assert!(!unconfirmed(&stage, "arc-boundaries"));
    stage.keys("/busy part<enter>3");
    assert!(stage.text(100, 30).contains("Why? h it happened"), "{}", stage.text(100, 30));
    assert_eq!(stage.level_of("arc-scale-parts").as_deref(), Some("answered 3"));
    stage.keys("h");
    assert_eq!(stage.level_of("arc-scale-parts").as_deref(), Some("answered 3"));
    let log = &stage.app.session.open.as_ref().unwrap().round.state.events;
    assert!(log.iter().any(|e| e.raw.contains("\"because\":\"happened\"") && e.raw.contains("arc-scale-parts")));
}

#[test]
fn the_reason_of_a_change_is_optional_and_any_other_key_acts_as_always() {
    let mut stage = Stage::example(COLOR);
    stage.keys("/busy part<enter>3/sign");
    assert_eq!(stage.level_of("arc-scale-parts").as_deref(), Some("answered 3"));
    assert!(stage.app.typing() && stage.text(100, 30).contains("sign"), "the key opened what it opens everywhere");
    stage.keys("<esc>h");
    let log = &stage.app.session.open.as_ref().unwrap().round.state.events;
    assert!(!log.iter().any(|e| e.raw.contains("\"because\":\"happened\"") && e.raw.contains("arc-scale-parts")), "too late");
}

#[test]
fn a_remark_that_comes_right_after_the_answer_goes_to_the_question_it_is_about() {
    let mut stage = Stage::quick();
    stage.keys("N");
    assert!(stage.text(100, 30).contains("Nothing was answered yet."), "{}", stage.text(100, 30));
    stage.keys("1");
    let next = stage.app.question.position;
    stage.keys("N");
    assert!(stage.text(100, 30).contains("Note, in their words"), "{}", stage.text(100, 30));
    stage.keys("if it falls over we lose them<enter>");
    let notes = |s: &Stage, id: &str| {
        let record = s.app.session.open.as_ref().unwrap().round.state.record(id).cloned();
        record.is_some_and(|r| r.notes.iter().any(|e| e.raw.contains("if it falls over")))
    };
    assert!(notes(&stage, "arc-coupling"), "it is on the question that was answered");
    assert_eq!(stage.app.question.position, next, "and the interview goes on where it was");
}

#[test]
fn evidence_is_typed_at_once_and_its_kind_is_changed_without_a_letter() {
    let mut stage = Stage::quick();
    stage.keys("1<left>e");
    assert!(stage.text(100, 30).contains("Evidence, statement"), "{}", stage.text(100, 30));
    stage.keys("runbook<tab>");
    assert!(stage.text(100, 30).contains("Evidence, promised"), "{}", stage.text(100, 30));
    stage.keys("<tab><tab> 2<enter>");
    let record = stage.app.session.open.as_ref().unwrap().round.state.record("arc-coupling").unwrap().clone();
    assert!(record.evidence.iter().any(|e| e.raw.contains("runbook 2") && e.raw.contains("\"document\"")), "{record:?}");
    assert_eq!(stage.level_of("arc-coupling").as_deref(), Some("answered 1"), "no letter was a command");
}

#[test]
fn a_range_refuses_what_is_no_level_and_stays_open() {
    let mut stage = Stage::quick();
    stage.keys("-1u");
    assert!(stage.text(100, 30).contains("A range takes two levels"), "{}", stage.text(100, 30));
    stage.keys("?");
    assert!(stage.text(100, 30).contains("0-4") && stage.app.help.is_some());
    stage.keys("<esc>3");
    assert_eq!(stage.level_of("arc-coupling").as_deref(), Some("answered 1-3"));
    stage.keys("-2<esc>");
    assert_eq!(stage.level_of("arc-god-service").as_deref(), Some("unanswered 0-4"));
}

#[test]
fn no_level_is_suggested_before_an_arrow_key_chose_one() {
    let mut stage = Stage::quick();
    stage.keys("2");
    assert!(!stage.text(80, 24).contains('▸'), "{}", stage.text(80, 24));
    let mut terminal = stage.draw(80, 24);
    let at = terminal.get_cursor_position().unwrap();
    let row: String = (0..80).map(|x| terminal.buffer()[(x, at.y)].symbol().to_owned()).collect();
    assert!(row.trim_start().starts_with("0 "), "the real cursor waits at the levels: {row}");
    stage.keys("<enter>");
    assert_eq!(stage.level_of("arc-god-service").as_deref(), Some("unanswered 0-4"));
    assert!(stage.text(80, 24).contains("Press 0-4"), "{}", stage.text(80, 24));
    stage.keys("<up><up><enter>");
    assert_eq!(stage.level_of("arc-god-service").as_deref(), Some("answered 3"));
}

#[test]
fn respondents_are_chosen_from_those_who_are_known_or_typed_into_an_empty_field() {
    let mut stage = Stage::quick();
    let who = |s: &Stage| s.app.session.respondent.clone();
    stage.keys("wAna, CTO<enter>1wLee, lead<enter>");
    assert_eq!(who(&stage).as_deref(), Some("Lee, lead"), "nothing stood in the field");
    stage.keys("2w");
    let text = stage.text(100, 30);
    assert!(text.contains("1 Ana, CTO") && text.contains("2 Lee, lead"), "{text}");
    stage.keys("1");
    assert_eq!(who(&stage).as_deref(), Some("Ana, CTO"));
    stage.keys("wana,  cto<ctrl-u>LEE, lead<enter>");
    assert_eq!(who(&stage).as_deref(), Some("Lee, lead"), "one person, however it is typed");
    stage.keys("w<enter>");
    assert_eq!(who(&stage), None);
    stage.keys("nlong text<ctrl-u>short<enter>");
    let round = &stage.app.session.open.as_ref().unwrap().round;
    assert!(round.state.events.iter().any(|e| e.raw.contains("\"short\"")), "Ctrl-U clears any field");
}

#[test]
fn who_said_the_answer_stands_under_the_question_and_nobody_is_read_as_saying_what_lies_between() {
    let mut stage = Stage::quick();
    stage.keys("wLee<enter>1<left>");
    assert!(stage.text(100, 30).contains("Said: Lee 1"), "{}", stage.text(100, 30));
    stage.keys("wZoe<enter>");
    assert!(stage.text(100, 30).contains("Said: Lee 1") && stage.text(100, 30).contains("The next answer is of Zoe"));
    stage.keys("3<left>");
    let text = stage.text(80, 30);
    assert!(text.contains("People differ: Lee 1, Zoe 3"), "{text}");
    assert!(text.contains(" 1 ✓") && text.contains(" 3 ✓") && !text.contains(" 2 ✓"), "{text}");
}

#[test]
fn review_lists_what_is_open_and_jumps_there() {
    let mut stage = Stage::example(COLOR);
    stage.keys("v");
    shot!("review-80x24", stage.text(80, 24));
    stage.keys("<enter>");
    assert_eq!(stage.app.room(), Room::Question);
}

#[test]
fn completing_asks_first_while_something_is_open_and_review_begins_with_what_needs_somebody() {
    let mut stage = Stage::quick();
    stage.keys("wLee<enter>1<left>wAna<enter>3pask Lee<enter>v");
    let text = stage.text(80, 24);
    assert!(text.contains("People differ 1 · Parked 1 · Not answered 24"), "{text}");
    assert!(text.find("People differ  1").unwrap() < text.find("Parked  1").unwrap(), "{text}");
    assert!(text.find("Parked  1").unwrap() < text.find("Not answered  24").unwrap(), "{text}");
    let completed = |s: &Stage| s.app.session.open.as_ref().unwrap().round.state.completed;
    stage.keys("C");
    assert!(!completed(&stage) && stage.text(80, 24).contains("1 differ, 1 parked, 24 not answered. C again completes anyway."));
    stage.keys("<down>C");
    assert!(!completed(&stage), "another key in between asks again");
    stage.keys("C");
    assert!(completed(&stage));
}

#[test]
fn answers_that_cannot_both_be_true_stand_first_on_review_and_lead_to_the_first_of_the_two() {
    let mut stage = Stage::new(COLOR);
    let options = Options { round: Some("2026-Q4".into()), ..Options::default() };
    let sheet = "tracks = [\"quick\"]\n[answers]\ndat-restore = { level = 3 }\ndat-backup = { level = 0 }\n";
    apply(&stage.workspace, "Shop", sheet, "test", &options).unwrap();
    enter(&mut stage.app, &stage.workspace, "Shop", None, None, Some("2026-Q4")).unwrap();
    stage.keys("v");
    let text = stage.text(80, 24);
    assert!(text.contains("Does not fit together 1 · Not answered 24"), "{text}");
    assert!(text.contains("No copies are made, or only by hand, and a whole backup was restored"), "{text}");
    assert!(stage.text(40, 12).contains("Does not fit together  1"), "{}", stage.text(40, 12));
    stage.keys("C");
    assert!(stage.text(80, 24).contains("1 not fitting together, 24 not answered."), "{}", stage.text(80, 24));
    stage.keys("<enter>");
    assert_eq!(stage.app.question.question(&stage.app.session).unwrap().id, "dat-backup");
    stage.keys("r").idle();
    assert!(stage.text(100, 60).contains("Does not fit together"), "{}", stage.text(100, 60));
}

#[test]
fn a_round_is_completed_without_what_nothing_calls_for_and_the_result_says_that_it_was_not_asked() {
    let mut stage = Stage::new(COLOR);
    let options = Options { round: Some("2026-Q4".into()), ..Options::default() };
    let shipped: toml::Table = include_str!("../../../questionnaires/backend/questionnaire.toml").parse().unwrap();
    let discovery = shipped["track"].as_array().unwrap().iter().find(|t| t["id"].as_str() == Some("discovery")).unwrap();
    let parts = discovery["parts"].as_array().unwrap().iter().filter(|p| p.get("late_until").is_none());
    let ids = parts.flat_map(|p| p["questions"].as_array().unwrap()).map(|id| id.as_str().unwrap());
    let lines: String = ids.map(|id| format!("{id} = {{ unknown = true }}\n")).collect();
    let sheet = format!("tracks = [\"discovery\"]\n[answers]\n{lines}");
    apply(&stage.workspace, "Shop", &sheet, "test", &options).unwrap();
    enter(&mut stage.app, &stage.workspace, "Shop", None, None, Some("2026-Q4")).unwrap();
    let text = stage.text(100, 34);
    assert!(text.contains("Asked last, only if needed") && text.contains("Asked last: it matters only once"), "{text}");
    stage.keys("v");
    assert!(stage.text(80, 24).contains("Asked last 7"), "{}", stage.text(80, 24));
    let completed = |s: &Stage| s.app.session.open.as_ref().unwrap().round.state.completed;
    stage.keys("C");
    assert!(completed(&stage), "nothing is open that a round has to wait for: {}", stage.text(80, 24));
    stage.keys("r").idle();
    assert!(stage.text(100, 34).contains("Whether a rebuild is possible was not asked"), "{}", stage.text(100, 34));
}

#[test]
fn facts_are_set_with_one_key_and_leave_out_what_does_not_apply() {
    let mut stage = Stage::new(COLOR);
    enter(&mut stage.app, &stage.workspace, "Shop", None, Some("full"), None).unwrap();
    let asked = |stage: &Stage| stage.app.question.order.len();
    let all = asked(&stage);
    stage.keys("f");
    assert_eq!(stage.app.room(), Room::Facts);
    shot!("facts-80x24", stage.text(80, 24));
    shot!("facts-40x12", stage.text(40, 12));
    // The first choice is why somebody is here; seven rows further the facts begin.
    stage.keys("<enter>");
    for _ in 0..7 {
        stage.keys("<down>");
    }
    stage.keys("ynnn");
    let round = &stage.app.session.open.as_ref().unwrap().round;
    let fact = |id: &str| underpin_core::standing::facts::fact_value(&round.questionnaire, &round.state, id);
    assert_eq!(fact("reason").as_deref(), Some("slow-under-load"));
    assert_eq!(fact("single-service").as_deref(), Some("true"));
    assert_eq!(fact("multi-tenant").as_deref(), Some("false"));
    assert_eq!(fact("jvm").as_deref(), Some("false"));
    assert_eq!(fact("kubernetes"), None);
    stage.keys("<esc>");
    assert_eq!(stage.app.room(), Room::Question);
    assert!(asked(&stage) < all, "{} of {all}", asked(&stage));
    // Nothing was answered yet, so what matters most for the reason comes first.
    let first = stage.app.question.question(&stage.app.session).unwrap();
    assert!(first.id.starts_with("prf-"), "{}", first.id);
    stage.keys("f");
    // The cursor stands where it was left, four facts further down.
    stage.keys("<up><up><up><up>");
    stage.keys("d");
    let round = &stage.app.session.open.as_ref().unwrap().round;
    assert_eq!(underpin_core::standing::facts::fact_value(&round.questionnaire, &round.state, "single-service"), None);
}

#[test]
fn a_note_that_no_line_can_hold_stays_in_the_field_and_as_a_draft() {
    let mut stage = Stage::quick();
    stage.keys("n");
    let long = "much too long ".repeat(80_000);
    stage.paste(&long);
    stage.keys("<enter>");
    assert!(stage.text(100, 30).contains("longer than 1 MiB") && stage.app.typing(), "{}", stage.text(100, 30));
    assert!(stage.app.session.unsaved.is_empty(), "nothing waits that could never be saved");
    stage.keys("<esc>n");
    assert!(stage.text(100, 30).contains("Ctrl-O"), "{}", stage.text(100, 30));
    stage.keys("<ctrl-u>short<enter>");
    assert_eq!(stage.app.session.open.as_ref().unwrap().round.notes("arc-coupling")[0].1, "short");
    // A name is not a page.
    stage.keys("w");
    stage.paste(&"Ana ".repeat(100));
    stage.keys("<enter>");
    assert!(stage.text(100, 30).contains("longer than 200 characters"), "{}", stage.text(100, 30));
}
