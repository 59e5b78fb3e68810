//! Home and start.

use super::*;

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
    stage.home();
    stage.app.session.place = "~/work".into();
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
fn any_questionnaire_and_any_track_can_be_chosen_the_shipped_audit_first() {
    let mut stage = Stage::new(COLOR);
    let folder = stage.workspace.layout.questionnaires();
    std::fs::create_dir_all(&folder).unwrap();
    let own = include_str!("../../../questionnaires/production-readiness.toml");
    let own = own.replacen("id = \"production-readiness\"", "id = \"ours\"", 1).replacen("Production readiness", "Our own list", 1);
    std::fs::write(folder.join("ours.toml"), own).unwrap();
    stage.keys("1Shop<enter>");
    let first = stage.text(100, 40);
    assert!(first.contains("▸ Founder quick check") && first.contains("adds answers"), "{first}");
    let decides = |line: &&str| line.contains(" questions") && !line.contains("adds answers");
    let lines: Vec<&str> = first.lines().filter(|l| l.contains(" questions")).collect();
    assert!(lines.iter().is_sorted_by_key(|l| !decides(l)), "those that decide come first: {first}");
    // The next ones by Tab, until the own one is there; then once around.
    let mut tabs = 0;
    while !stage.text(100, 30).contains("Our own list") {
        stage.keys("<tab>");
        tabs += 1;
        assert!(tabs < 5, "{}", stage.text(100, 30));
    }
    assert!(stage.text(40, 12).contains("Our own list"), "{}", stage.text(40, 12));
    stage.keys("<enter>");
    assert_eq!(stage.app.room(), Room::Question);
    assert_eq!(stage.app.session.open.as_ref().unwrap().round.questionnaire.id, "ours");
}

#[test]
fn escape_never_leaves_the_program_and_closes_what_a_key_opened_on_the_result_first() {
    let mut stage = Stage::example(COLOR);
    stage.keys("r").idle().keys("cm<esc>");
    assert_eq!(stage.app.room(), Room::Result);
    assert!(!stage.text(100, 90).contains("Worlds:") && !stage.text(100, 90).contains("foundation, in percent"));
    stage.keys("<esc>");
    assert_eq!(stage.app.room(), Room::Question);
    stage.home().keys("<esc>");
    assert_ne!(stage.request, Request::Quit);
    assert!(stage.text(80, 24).contains("q quits"), "{}", stage.text(80, 24));
    stage.keys("q");
    assert_eq!(stage.request, Request::Quit);
}

/// The screen as a picture: one text element for each run of cells of one style.
fn svg(terminal: &TestBackend, title: &str) -> String {
    let buffer = terminal.buffer();
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
    stage.keys("r").idle();
    let drawn = svg(&stage.draw(100, 34), "The result screen of Underpin");
    let path = "docs/screen.svg";
    if std::env::var_os("UPDATE_PICTURE").is_some() {
        std::fs::write(path, &drawn).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), drawn, "draw it again with UPDATE_PICTURE=1 cargo test picture");
}

#[test]
fn a_new_round_is_offered_with_the_track_of_the_last_one_and_carries_its_answers() {
    let mut stage = Stage::example(COLOR);
    stage.home().keys("c");
    let text = stage.text(80, 24);
    assert!(text.contains("New round") && text.contains("▸ Discovery interview"), "{text}");
    stage.keys("<enter>");
    let round = &stage.app.session.open.as_ref().unwrap().round;
    assert_eq!(round.id.as_str(), "2026-11-20", "this quarter's round is there already");
    assert_eq!(round.outcome.counts.unconfirmed, round.outcome.counts.answered);
}
