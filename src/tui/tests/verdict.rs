//! Result, plan and what if.

use super::*;

#[test]
fn the_result_is_entered_before_any_world_is_drawn_and_nothing_moves_as_it_is_filled() {
    let mut stage = Stage::example(COLOR);
    stage.keys("r");
    let round = |stage: &Stage| stage.app.session.open.as_ref().unwrap().round.clone();
    assert!(!round(&stage).knows() && stage.app.session.worlds.is_none());
    let mut before = stage.text(100, 90);
    assert!(before.contains("from 78 answers"), "{before}");
    let mut steps = 0;
    while can_think(&stage.app) {
        think(&mut stage.app, &stage.workspace);
        let now = stage.text(100, 90);
        let body = |text: &str| text.lines().skip(2).take(86).map(str::to_owned).collect::<Vec<_>>();
        let moved = body(&before).into_iter().zip(body(&now)).find(|(was, is)| !was.is_empty() && was != is);
        assert_eq!(moved, None, "{before}\n{now}");
        (before, steps) = (now, steps + 1);
    }
    assert!(steps > 2 && before.contains("Restructure, unless "), "how sure it is came last: {steps}: {before}");
}

#[test]
fn home_shows_progress_at_once_and_verdicts_when_they_are_known_then_remembers_them() {
    let mut stage = Stage::example(COLOR);
    stage.app.path = vec![Room::Home];
    let arrive = |stage: &mut Stage| {
        let effects = stage.app.arrive();
        perform(&mut stage.app, &stage.workspace, effects);
        stage.text(80, 24)
    };
    let first = arrive(&mut stage);
    assert!(first.contains("78 of") && !first.contains("restructure"), "{first}");
    while stage.app.home.is_reading() {
        read_more(&mut stage.app, &stage.workspace);
    }
    let whole = stage.text(80, 24);
    assert!(whole.contains("restructure"), "{whole}");
    assert!(first.lines().zip(whole.lines()).all(|(was, is)| is.starts_with(was)), "nothing moves: {first}\n{whole}");
    assert_eq!(arrive(&mut stage), whole, "what is remembered is there at once");
}

#[test]
fn the_result_says_first_what_to_do_and_every_number_opens_down_to_its_answers() {
    let mut stage = Stage::example(COLOR);
    stage.keys("r");
    assert!(!stage.text(100, 60).contains("How sure") && stage.app.session.certainty.is_none(), "no key waits for the worlds");
    stage.idle();
    let text = stage.text(100, 60);
    let order: Vec<usize> = ["Keep and improve", "This week", "Ask your lead engineer", "Do not do yet"]
        .iter()
        .map(|w| text.find(w).unwrap_or_else(|| panic!("{w}: {text}")))
        .collect();
    assert!(order.is_sorted());
    shot!("result-100x60", text);
    shot!("result-80x24", stage.text(80, 24));
    shot!("result-40x12", stage.text(40, 12));
    for _ in 0..60 {
        stage.keys("<down>");
    }
    stage.keys("<up><enter>");
    let opened = stage.text(100, 30);
    assert!(opened.contains("Months of money") || opened.contains("Goal of a new system"), "{opened}");
}

#[test]
fn one_key_opens_how_sure_it_is_and_one_the_map() {
    let mut stage = Stage::example(COLOR);
    stage.keys("r").idle();
    let closed = stage.text(100, 90);
    assert!(!closed.contains("Worlds:") && !closed.contains("foundation, in percent"), "{closed}");
    let sure = stage.keys("c").text(100, 40);
    for part in ["Weights:", "Unchecked answers:", "Worlds:", "plausible ones"] {
        assert!(sure.contains(part), "{part}: {sure}");
    }
    shot!("result-sure-100x40", sure);
    let map = stage.keys("cm").text(100, 40);
    assert!(map.contains("foundation, in percent") && map.contains('●') && !map.contains("Worlds:"), "{map}");
    shot!("result-map-100x40", map);
}

#[test]
fn what_if_moves_the_verdict_with_the_arrow_keys_and_saves_nothing() {
    let mut stage = Stage::example(COLOR);
    let lines = |stage: &Stage| stage.app.session.open.as_ref().unwrap().file.events.len();
    let before = lines(&stage);
    let saved = stage.app.session.open.as_ref().unwrap().round.outcome.reference.verdict;
    stage.keys("r").idle().keys("w");
    let certainty = stage.app.session.certainty.clone().unwrap();
    let flip = certainty.milder.clone().or(certainty.stronger.clone()).unwrap();
    shot!("what-if-100x30", stage.text(100, 30));
    // The first rows are those that turn it: make the notches of the flip, each with its digit.
    let rows: Vec<usize> = [&certainty.stronger, &certainty.milder]
        .into_iter()
        .flatten()
        .flat_map(|f| f.notches.iter().map(|n| n.question))
        .fold(Vec::new(), |mut rows, q| {
            if !rows.contains(&q) {
                rows.push(q);
            }
            rows
        });
    for notch in &flip.notches {
        let down = rows.iter().position(|q| *q == notch.question).unwrap();
        stage.keys(&"<down>".repeat(down)).keys(&notch.to.to_string()).keys(&"<up>".repeat(down));
    }
    let then = stage.app.what_if.assumed_round(&stage.app.session).unwrap();
    assert_eq!(then.outcome.reference.verdict, flip.to);
    assert!(stage.text(100, 30).contains(&format!("{saved} becomes {}", flip.to)), "{}", stage.text(100, 30));
    // Arrow keys move by one level, and back to what was answered is no assumption any more.
    stage.keys("r<right>").keys("<left>");
    assert!(stage.app.what_if.levels.is_empty(), "{:?}", stage.app.what_if.levels);
    stage.keys("<esc>");
    assert_eq!(lines(&stage), before);
    assert_eq!(stage.app.session.open.as_ref().unwrap().round.outcome.reference.verdict, saved);
}

#[test]
fn what_matters_most_is_asked_first_when_one_wants_it_and_the_order_comes_back() {
    let mut stage = Stage::quick();
    let usual = stage.app.question.order.clone();
    let asked = |stage: &Stage| stage.app.question.order[stage.app.question.position];
    stage.keys("1m");
    let here = asked(&stage);
    let order = |stage: &Stage| {
        asking::order(
            &stage.app.session.open.as_ref().unwrap().round.questionnaire,
            &stage.app.session.open.as_ref().unwrap().round.outcome,
        )
    };
    assert!(order(&stage).iter().all(|i| *i != usual[0]), "what is answered is not asked again");
    stage.keys("2");
    assert_ne!(asked(&stage), here);
    assert_eq!(asked(&stage), order(&stage)[0], "what brings the verdict nearest comes next");
    let best = asked(&stage);
    stage.keys("3");
    assert_eq!(asked(&stage), order(&stage)[0], "sorted anew after the answer");
    shot!("question-worth-110x30", stage.text(110, 30));
    stage.keys("<left>");
    assert_eq!(asked(&stage), best, "one can go back the way one came");
    stage.keys("m");
    assert_eq!(stage.app.question.order, usual);
}

#[test]
fn who_knows_nothing_was_asked_and_is_told_what_to_find_out() {
    let mut stage = Stage::quick();
    for _ in 0..26 {
        stage.keys("d");
    }
    stage.keys("r").idle();
    let text = stage.text(100, 160);
    assert!(text.contains("not known yet") && text.contains("This week, find out"), "{text}");
    assert!(!text.contains("not asked   "), "{text}");
    assert!(text.contains("26 don't know") && !text.to_lowercase().contains("open answers") && !text.contains("Check: "), "{text}");
    let plan = stage.keys("p").text(100, 40);
    assert!(plan.contains("1. Find out: ") && !plan.contains("No answer calls"), "{plan}");
    let review = stage.keys("<esc>v").text(100, 60);
    assert!(review.contains("Don't know 26") && !review.contains("Not answered"), "{review}");
    let open = stage.app.session.open.as_ref().unwrap();
    let report = crate::workspace::reports::render(&stage.workspace, open, "plan", "md").unwrap();
    assert!(report.contains("not known yet"), "{report}");
}

#[test]
fn scores_are_hidden_while_answering_until_one_key_shows_them() {
    let mut stage = Stage::example(COLOR);
    assert!(!stage.text(100, 30).contains("So far"));
    assert!(stage.keys("s").text(100, 30).contains("So far"));
    assert!(!stage.keys("s").text(100, 30).contains("So far"));
}

#[test]
fn the_plan_opens_and_is_exported() {
    let mut stage = Stage::example(COLOR);
    stage.keys("rp");
    shot!("plan-80x24", stage.text(80, 24));
    stage.keys("<enter>");
    shot!("plan-detail-80x24", stage.text(80, 24));
    let target = stage.workspace.layout.root.join("out.md");
    stage.keys("e");
    for _ in 0..60 {
        stage.keys("<backspace>");
    }
    stage.keys(&format!("{}<enter>", target.display()));
    let open = stage.app.session.open.as_ref().unwrap();
    let report = crate::workspace::reports::render(&stage.workspace, open, "plan", "md").unwrap();
    assert_eq!(std::fs::read_to_string(&target).unwrap(), report);
}

#[test]
fn once_nothing_left_to_ask_can_change_the_verdict_the_questions_say_so_without_naming_it() {
    let sheet = |answers: &str| {
        let mut stage = Stage::new(COLOR);
        let options = Options { round: Some("2026-Q4".into()), ..Options::default() };
        apply(&stage.workspace, "Shop", &format!("tracks = [\"quick\"]\n[answers]\n{answers}"), "test", &options).unwrap();
        enter(&mut stage.app, &stage.workspace, "Shop", None, None, Some("2026-Q4")).unwrap();
        stage.text(110, 34)
    };
    let open = sheet("prf-trend = { level = 0 }\n");
    assert!(!open.contains("Decided"), "{open}");
    // With money for less than three months at most repair is allowed, and one red flag asks for repair.
    let text = sheet("prf-trend = { level = 0 }\ntem-runway = { level = 0 }\n");
    assert!(text.contains("Decided: nothing left to ask"), "{text}");
    assert!(!text.to_lowercase().contains("optimize"), "{text}");
}

#[test]
fn result_and_plan_say_why_the_verdicts_own_work_begins_after_a_hard_date() {
    let mut stage = Stage::new(COLOR);
    let options = Options { round: Some("2026-Q4".into()), ..Options::default() };
    let sheet = include_str!("../../cli/demo-before.toml").replace("tem-deadline = { level = 3 }", "tem-deadline = { level = 0 }");
    apply(&stage.workspace, "Shop", &sheet, "test", &options).unwrap();
    enter(&mut stage.app, &stage.workspace, "Shop", None, None, Some("2026-Q4")).unwrap();
    stage.keys("r").idle();
    let why = "Hard dates (\"yes, within three months\"): what moves boundaries or data begins";
    let result = stage.text(100, 60);
    assert!(result.contains("RESTRUCTURE") && result.contains(why), "{result}");
    stage.keys("p");
    let plan = stage.text(100, 60);
    assert!(plan.contains(why) && plan.contains("Days 1 to 30"), "{plan}");
    for (width, height) in [(80, 24), (40, 12)] {
        let small = stage.text(width, height);
        let words: String = small.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("what moves boundaries or data begins after day 90."), "{small}");
    }
}

/// The screens of a round that a sheet of the quick check makes.
fn quick_sheet(answers: &str) -> Stage {
    let mut stage = Stage::new(COLOR);
    let options = Options { round: Some("2026-Q4".into()), ..Options::default() };
    apply(&stage.workspace, "Shop", &format!("tracks = [\"quick\"]\n[answers]\n{answers}"), "test", &options).unwrap();
    enter(&mut stage.app, &stage.workspace, "Shop", None, None, Some("2026-Q4")).unwrap();
    stage.keys("r").idle();
    stage
}

/// What may be lost any day, all at its worst.
const BURNING: &str = "dat-backup = { level = 0 }\ndat-restore = { level = 0 }\nsec-secrets = { level = 0 }\nsec-login = { level = 0 }\n";

#[test]
fn this_week_says_what_a_week_holds_and_what_is_only_begun_in_it() {
    let text = |answers: &str| quick_sheet(answers).text(100, 100).split_whitespace().collect::<Vec<_>>().join(" ");
    let burning = text(BURNING);
    assert!(
        burning.contains("A week is about 5 person-days: two people at half their time (how many there are was not said)."),
        "{burning}"
    );
    // 1-3 and 1-2 days fit; 1-4 and 2-8 go on after it.
    assert!(burning.contains("1 Back up every store") && burning.contains("3 Begin: Put a second factor"), "{burning}");
    assert!(burning.contains("Together this is 5-17 days, but none of it can wait"), "{burning}");
    let alone = text(&format!("{BURNING}tem-services = {{ parts = {{ services = 1, developers = 1 }} }}\n"));
    assert!(alone.contains("A week is about 2.5 person-days: your one developer at half the time."), "{alone}");
    assert!(alone.contains("1 Begin: Back up every store"), "{alone}");
    let many = text("mon-first = { figure = \"0\" }\ntem-services = { parts = { services = 1, developers = 6 } }\n");
    assert!(many.contains("two of your 6 developers at half their time") && many.contains("Begin: Measure what users feel"), "{many}");
    assert!(!many.contains("Together this is"), "{many}");
}

#[test]
fn what_has_an_answer_is_checked_and_what_has_none_is_found_out() {
    let mut stage = quick_sheet("dat-backup = { unknown = true }\narc-coupling = { level = 0 }\n");
    let text = stage.text(100, 60);
    assert!(text.contains("This week, find out") && text.contains("Find out: ") && !text.contains("Check: "), "{text}");
    let plan = stage.keys("p").text(100, 60);
    assert!(plan.contains("The first actions are to find out:"), "{plan}");
    // All is answered and decided: what the lead engineer is asked for is to show it.
    let mut stage = Stage::example(COLOR);
    let text = stage.keys("r").idle().text(100, 60).to_owned();
    assert!(text.contains("Ask your lead engineer") && text.contains("Check: ") && text.contains("Answered: "), "{text}");
}

#[test]
fn a_sign_and_a_flag_about_the_code_say_what_each_of_them_measures() {
    // A small change is quick, and engineers keep away from most of the code: both can be true.
    let text = quick_sheet("cod-change-work = { figure = \"1\" }\narc-no-go = { level = 0 }\n").text(100, 120);
    assert!(text.contains("Small changes take long   no") && !text.contains("Hard to change"), "{text}");
    assert!(text.contains("Signs for a rebuild, 1 of 1: engineers avoid parts of the code."), "only what was answered is counted: {text}");
}

#[test]
fn a_quick_win_begins_within_thirty_days_or_is_not_called_so() {
    let answers: String = ["arc-coupling", "arc-god-service", "arc-ceiling", "prf-trend", "scl-overload", "cod-speed", "dep-rollback"]
        .map(|id| format!("{id} = {{ level = 0 }}\n"))
        .concat();
    let figures = "mon-first = { figure = \"0\" }\ndep-failures = { figure = \"9\" }\ncod-recurring = { figure = \"9\" }\n";
    let mut stage = quick_sheet(&format!("{BURNING}{answers}{figures}"));
    let plan = stage.keys("p").text(110, 80);
    let (soon, later) = plan.split_once("Days 31 to 60").unwrap();
    assert!(soon.contains("quick win") && !later.contains("quick win"), "{plan}");
}

#[test]
fn where_upkeep_is_enough_the_plan_says_why_it_holds_actions() {
    let mut stage = Stage::new(COLOR);
    let options = Options { round: Some("2026-Q4".into()), ..Options::default() };
    let sheet = include_str!("../../../tests/fixtures/systems/sound-large-modular-monolith.toml");
    apply(&stage.workspace, "Shop", sheet, "test", &options).unwrap();
    enter(&mut stage.app, &stage.workspace, "Shop", None, None, Some("2026-Q4")).unwrap();
    let plan = stage.keys("r").idle().keys("p").text(100, 60);
    assert!(plan.contains("Upkeep is enough: none of this has to be done at once."), "{plan}");
    assert!(plan.contains("Planned for two of your 80 developers at half their time: about 20 person-days"), "{plan}");
}
