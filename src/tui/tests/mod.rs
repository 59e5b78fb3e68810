//! Screens: keys as a string, a test terminal, snapshots; every screen at every size.
#![allow(clippy::string_slice, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::tui::app::{App, Room};
use crate::tui::effect::{Effect, Route};
use crate::tui::perform::{Request, can_think, enter, perform, think};
use crate::tui::screens::what_if;
use crate::tui::session::Session;
use crate::tui::theme::{Look, Theme};
use crate::workspace::Workspace;
use crate::workspace::answers::{Options, apply};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use underpin_core::decision::asking;

struct Stage {
    _folder: tempfile::TempDir,
    workspace: Workspace,
    app: App,
    request: Request,
}

const COLOR: Look = Look { color: true, ascii: false };

impl Stage {
    fn new(look: Look) -> Stage {
        let folder = tempfile::tempdir().unwrap();
        let mut workspace = Workspace::open(folder.path().join("work"), Some(jiff::civil::date(2026, 11, 20))).unwrap();
        workspace.config.folder = None;
        workspace.config.author = "ana".into();
        let mut app = App::new(Session::new(Theme::new(look), "ana".into()));
        perform(&mut app, &workspace, vec![Effect::LoadSystems]);
        app.home.place = "~/work".into();
        Stage { _folder: folder, workspace, app, request: Request::None }
    }

    /// In the quick check of a new system.
    fn quick() -> Stage {
        let mut stage = Stage::new(COLOR);
        enter(&mut stage.app, &stage.workspace, "Shop", None, Some("quick"), None).unwrap();
        stage
    }

    /// With the shipped example.
    fn example(look: Look) -> Stage {
        let mut stage = Stage::new(look);
        for (round, sheet) in
            [("2026-Q3", include_str!("../../cli/demo-before.toml")), ("2026-Q4", include_str!("../../cli/demo-now.toml"))]
        {
            let options = Options { round: Some(round.into()), ..Options::default() };
            apply(&stage.workspace, "Shop", sheet, "example", &options).unwrap();
        }
        enter(&mut stage.app, &stage.workspace, "Shop", None, None, Some("2026-Q4")).unwrap();
        stage
    }

    /// Presses keys: single characters, or names in angle brackets.
    fn keys(&mut self, keys: &str) -> &mut Stage {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = if first == '<' { rest.split_once('>') } else { None };
            let (name, after) = match named {
                Some((name, after)) if name.len() > 1 => (name[1..].to_owned(), after),
                _ => (first.to_string(), &rest[first.len_utf8()..]),
            };
            rest = after;
            let effects = self.app.key(key(&name));
            self.request = perform(&mut self.app, &self.workspace, effects);
        }
        self
    }

    /// Works out what nobody waits for, as the loop does between two keys.
    fn idle(&mut self) -> &mut Stage {
        while can_think(&self.app) {
            think(&mut self.app);
        }
        self
    }

    fn paste(&mut self, text: &str) {
        let effects = self.app.paste(text);
        perform(&mut self.app, &self.workspace, effects);
    }

    fn go(&mut self, route: Route) -> &mut Stage {
        perform(&mut self.app, &self.workspace, vec![Effect::Go(route)]);
        self
    }

    fn draw(&self, width: u16, height: u16) -> Terminal<TestBackend> {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| self.app.view(frame)).unwrap();
        terminal
    }

    fn text(&self, width: u16, height: u16) -> String {
        let terminal = self.draw(width, height);
        let buffer = terminal.backend().buffer();
        (0..height).map(|y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned() + "\n").collect()
    }

    fn level_of(&self, id: &str) -> Option<String> {
        let standing = self.app.session.open.as_ref()?.round.standing(id)?;
        Some(format!("{} {}", standing.state.word(), standing.span.show()))
    }
}

fn key(name: &str) -> KeyEvent {
    let plain = |code| KeyEvent::new(code, KeyModifiers::NONE);
    match name {
        "enter" => plain(KeyCode::Enter),
        "esc" => plain(KeyCode::Esc),
        "up" => plain(KeyCode::Up),
        "down" => plain(KeyCode::Down),
        "left" => plain(KeyCode::Left),
        "right" => plain(KeyCode::Right),
        "pagedown" => plain(KeyCode::PageDown),
        "backspace" => plain(KeyCode::Backspace),
        "alt-enter" => KeyEvent::new(KeyCode::Enter, KeyModifiers::ALT),
        name if name.starts_with("ctrl-") => KeyEvent::new(KeyCode::Char(name.chars().next_back().unwrap()), KeyModifiers::CONTROL),
        name => plain(KeyCode::Char(name.chars().next().unwrap())),
    }
}

macro_rules! shot {
    ($name:literal, $text:expr) => {
        insta::with_settings!({snapshot_path => "../../../tests/snapshots", omit_expression => true, prepend_module_to_snapshot => false}, { insta::assert_snapshot!($name, $text) })
    };
}

#[test]
fn an_empty_workspace_explains_itself_and_offers_three_ways() {
    let stage = Stage::new(COLOR);
    let text = stage.text(80, 24);
    for word in ["Quick check", "Interview", "Demo"] {
        assert!(text.contains(word), "{text}");
    }
    shot!("home-empty-80x24", text);
    shot!("home-empty-40x12", stage.text(40, 12));
}

#[test]
fn home_lists_rounds_with_progress_and_verdict() {
    let mut stage = Stage::example(COLOR);
    stage.go(Route::Home);
    stage.app.home.place = "~/work".into();
    shot!("home-80x24", stage.text(80, 24));
}

#[test]
fn a_name_and_a_track_lead_into_the_questions() {
    let mut stage = Stage::new(COLOR);
    stage.keys("1Web shop<enter>");
    shot!("start-80x24", stage.text(80, 24));
    stage.keys("<enter>");
    assert_eq!(stage.app.room(), Room::Question);
    shot!("question-80x24", stage.text(80, 24));
    shot!("question-120x35", stage.text(120, 35));
    shot!("question-40x12", stage.text(40, 12));
}

#[test]
fn one_key_answers_saves_and_moves_on() {
    let mut stage = Stage::quick();
    stage.keys("1");
    assert_eq!(stage.level_of("arc-coupling").as_deref(), Some("answered 1"));
    assert!(stage.text(100, 30).contains("1 of 27   saved"));
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
    assert!(stage.text(80, 24).contains("made bigger"));
    stage.keys("2x<enter>");
    assert!(stage.text(80, 24).contains("Type a number"), "{}", stage.text(80, 24));
    stage.keys("<backspace><enter>");
    assert_eq!(stage.level_of("scl-upsizing").as_deref(), Some("answered 2"));
    stage.keys("/services and<enter>40 / 6<enter>");
    assert_eq!(stage.level_of("tem-services").as_deref(), Some("answered 0"));
    assert!(stage.keys("/services and<enter>").text(100, 30).contains("6.67"), "{}", stage.text(100, 30));
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
fn a_carried_answer_is_confirmed_with_enter_and_a_change_asks_why() {
    let mut stage = Stage::example(COLOR);
    stage.keys("/Boundaries<enter>");
    assert!(stage.text(100, 30).contains("not confirmed"), "{}", stage.text(100, 30));
    shot!("carried-100x30", stage.text(100, 30));
    let unconfirmed = |s: &Stage, id: &str| s.app.session.open.as_ref().unwrap().round.standing(id).unwrap().unconfirmed;
    stage.keys("<enter>");
    assert!(!unconfirmed(&stage, "arc-boundaries"));
    stage.keys("/Busy parts<enter>3");
    assert!(stage.text(100, 30).contains("What changed?"));
    assert_eq!(stage.level_of("arc-scale-parts").as_deref(), Some("answered 1"));
    stage.keys("h");
    assert_eq!(stage.level_of("arc-scale-parts").as_deref(), Some("answered 3"));
    let log = &stage.app.session.open.as_ref().unwrap().round.state.events;
    assert!(log.iter().any(|e| e.raw.contains("\"because\":\"happened\"") && e.raw.contains("arc-scale-parts")));
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
fn a_completed_round_is_not_written_until_it_is_opened_again() {
    let mut stage = Stage::example(COLOR);
    stage.keys("vC");
    assert!(stage.app.session.open.as_ref().unwrap().round.state.completed);
    stage.keys("<esc>0");
    assert!(stage.text(100, 30).contains("completed"), "{}", stage.text(100, 30));
    stage.keys("vC");
    assert!(!stage.app.session.open.as_ref().unwrap().round.state.completed);
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
    assert!(!closed.contains("Soft:") && !closed.contains("foundation, in percent"), "{closed}");
    let sure = stage.keys("c").text(100, 40);
    for part in ["Weights:", "Unchecked answers:", "Soft:", "plausible worlds"] {
        assert!(sure.contains(part), "{part}: {sure}");
    }
    shot!("result-sure-100x40", sure);
    let map = stage.keys("cm").text(100, 40);
    assert!(map.contains("foundation, in percent") && map.contains('●') && !map.contains("Soft:"), "{map}");
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
    let then = what_if::assumed_round(&stage.app.what_if, &stage.app.session).unwrap();
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
    // Months of money are a figure: it is typed.
    stage.keys("3<enter>");
    assert_eq!(asked(&stage), order(&stage)[0], "sorted anew after the answer");
    shot!("question-worth-110x30", stage.text(110, 30));
    stage.keys("<left>");
    assert_eq!(asked(&stage), best, "one can go back the way one came");
    stage.keys("m");
    assert_eq!(stage.app.question.order, usual);
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
fn help_shows_the_live_keymap() {
    let mut stage = Stage::quick();
    stage.keys("?");
    let text = stage.text(80, 40);
    for binding in crate::tui::screens::question::KEYS.iter().filter(|b| !b.show.is_empty()) {
        assert!(text.contains(binding.does), "{}", binding.does);
    }
    stage.keys("?");
    assert!(!stage.text(80, 40).contains("try again to save"));
}

#[test]
fn keymaps_bind_no_key_twice() {
    fn twice<M>(keymap: &[crate::tui::keys::Binding<M>]) -> Vec<&'static str> {
        let mut all: Vec<&str> = keymap.iter().flat_map(|b| b.keys.iter().copied()).collect();
        all.sort_unstable();
        all.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0]).collect()
    }
    use crate::tui::screens::{home, plan, question, result, review, start};
    assert!(twice(home::KEYS).is_empty() && twice(start::KEYS).is_empty() && twice(question::KEYS).is_empty());
    assert!(twice(review::KEYS).is_empty() && twice(result::KEYS).is_empty() && twice(plan::KEYS).is_empty());
    assert!(twice(what_if::KEYS).is_empty());
}

#[test]
fn every_room_draws_at_every_size() {
    let mut stages = vec![Stage::new(COLOR), Stage::quick(), Stage::example(COLOR)];
    let mut typing = Stage::quick();
    typing.keys("n日本語 👩‍👩‍👧 text");
    stages.push(typing);
    for keys in ["r", "rp", "v", "?", "rp<enter>", "-", "e", "rpe", "rc", "rm", "rw<right>", "ms"] {
        let mut stage = Stage::example(COLOR);
        stage.keys(keys).idle();
        stages.push(stage);
    }
    let mut start = Stage::new(COLOR);
    start.keys("1Shop<enter>");
    stages.push(start);
    for stage in &stages {
        for width in (0..=46).chain([80, 100, 200]) {
            for height in (0..=16).chain([24, 60]) {
                stage.draw(width, height);
            }
        }
    }
}

#[test]
fn ascii_symbols_draw_ascii_only() {
    let mut stage = Stage::example(Look { color: false, ascii: true });
    for keys in ["", "v", "<esc>r", "p", "<enter>"] {
        stage.keys(keys);
        let text = stage.text(100, 40);
        assert!(text.is_ascii(), "{keys}: {:?}", text.chars().filter(|c| !c.is_ascii()).collect::<String>());
    }
}

#[test]
fn without_colour_nothing_is_coloured_and_the_choice_still_has_a_mark() {
    let stage = Stage::example(Look { color: false, ascii: false });
    let terminal = stage.draw(100, 30);
    let cells = &terminal.backend().buffer().content;
    assert!(cells.iter().all(|c| c.fg == Color::Reset && c.bg == Color::Reset));
    assert!(cells.iter().any(|c| c.modifier.contains(Modifier::BOLD)));
    assert!(stage.text(100, 30).contains('▸'));
}

#[test]
fn the_real_cursor_stands_on_the_chosen_level_or_at_the_caret() {
    let mut stage = Stage::quick();
    stage.keys("<down>");
    let mut terminal = stage.draw(80, 24);
    let at = terminal.get_cursor_position().unwrap();
    let row: String = (0..80).map(|x| terminal.backend().buffer()[(x, at.y)].symbol().to_owned()).collect();
    assert!(row.contains("1   About once a month"), "{row}");
    stage.keys("nab");
    let mut terminal = stage.draw(80, 24);
    let at = terminal.get_cursor_position().unwrap();
    assert_eq!(terminal.backend().buffer()[Position::new(at.x - 1, at.y)].symbol(), "b");
}

#[test]
fn a_released_key_does_nothing() {
    let mut stage = Stage::quick();
    let mut event = key("1");
    event.kind = KeyEventKind::Release;
    assert!(stage.app.key(event).is_empty());
}

#[test]
fn what_cannot_be_written_is_shown_as_not_saved_kept_and_written_later() {
    let mut stage = Stage::quick();
    let log = stage.app.session.open.as_ref().unwrap().path.clone();
    let text = std::fs::read_to_string(&log).unwrap();
    // A folder in the place of the log: no write can succeed.
    std::fs::remove_file(&log).unwrap();
    std::fs::create_dir(&log).unwrap();
    stage.keys("12");
    assert!(stage.text(100, 30).contains("NOT SAVED: 2 lines"), "{}", stage.text(100, 30));
    stage.keys("<ctrl-c>");
    assert_ne!(stage.request, Request::Quit, "quitting is asked for twice");
    std::fs::remove_dir(&log).unwrap();
    std::fs::write(&log, &text).unwrap();
    stage.keys("<ctrl-s>");
    assert!(stage.text(100, 30).contains("2 of 27   saved"), "{}", stage.text(100, 30));
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

/// The screen as a picture: one text element for each run of cells of one style.
fn svg(terminal: &Terminal<TestBackend>, title: &str) -> String {
    let buffer = terminal.backend().buffer();
    let (cell, line) = (8.4, 18.0);
    let (width, height) = (f64::from(buffer.area.width) * cell + 24.0, f64::from(buffer.area.height) * line + 24.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{title}\" font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#181a1f\"/>\n"
    );
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let first = &buffer[(x, y)];
            let mut run = String::new();
            let start = x;
            while x < buffer.area.width && buffer[(x, y)].fg == first.fg && buffer[(x, y)].modifier == first.modifier {
                run.push_str(buffer[(x, y)].symbol());
                x += 1;
            }
            if run.trim().is_empty() {
                continue;
            }
            let fill = match first.fg {
                Color::Cyan => "#5cc8d7",
                Color::Green => "#6cc67a",
                Color::Yellow => "#d7b35c",
                Color::Red => "#e0706a",
                _ if first.modifier.contains(Modifier::DIM) => "#8b919c",
                _ => "#d8dbe0",
            };
            let weight = if first.modifier.contains(Modifier::BOLD) { " font-weight=\"700\"" } else { "" };
            let text = run.trim_end().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let skipped = text.len() - text.trim_start().len();
            out.push_str(&format!(
                "<text x=\"{:.1}\" y=\"{:.0}\" fill=\"{fill}\"{weight} xml:space=\"preserve\">{}</text>\n",
                12.0 + (f64::from(start) + skipped as f64) * cell,
                26.0 + f64::from(y) * line,
                text.trim_start()
            ));
        }
    }
    out.push_str("</svg>\n");
    out
}

#[test]
fn the_picture_in_the_readme_is_a_real_screen() {
    let mut stage = Stage::example(COLOR);
    stage.keys("r");
    let drawn = svg(&stage.draw(100, 34), "The result screen of Underpin");
    let path = "docs/screen.svg";
    if std::env::var_os("UPDATE_PICTURE").is_some() {
        std::fs::write(path, &drawn).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), drawn, "draw it again with UPDATE_PICTURE=1 cargo test --test screens");
}

#[test]
fn a_new_round_is_offered_with_the_track_of_the_last_one_and_carries_its_answers() {
    let mut stage = Stage::example(COLOR);
    stage.go(Route::Home).keys("c");
    let text = stage.text(80, 24);
    assert!(text.contains("New round") && text.contains("▸ Discovery interview"), "{text}");
    stage.keys("<enter>");
    let round = &stage.app.session.open.as_ref().unwrap().round;
    assert_eq!(round.id.as_str(), "2026-11-20", "this quarter's round is there already");
    assert_eq!(round.outcome.counts.unconfirmed, round.outcome.counts.answered);
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
    // Within three months of a hard date at most repair is allowed, and one red flag asks for repair.
    let text = sheet("prf-trend = { level = 0 }\ntem-deadline = { level = 0 }\n");
    assert!(text.contains("Decided: nothing left to ask"), "{text}");
    assert!(!text.to_lowercase().contains("optimize"), "{text}");
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
