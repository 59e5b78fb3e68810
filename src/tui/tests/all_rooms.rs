//! What holds in every room.

use super::*;

#[test]
fn help_shows_the_live_keymap() {
    let mut stage = Stage::quick();
    stage.keys("?");
    let text = stage.text(80, 40);
    for binding in <crate::tui::screens::question::State as crate::tui::screens::room::Room>::KEYS.iter().filter(|b| !b.show.is_empty()) {
        assert!(text.contains(binding.does), "{}", binding.does);
    }
    stage.keys("?");
    assert!(!stage.text(80, 40).contains("try again to save"));
}

#[test]
fn keymaps_bind_no_key_twice() {
    let stage = Stage::new(COLOR);
    for room in Room::ALL {
        let mut bound = stage.app.shown(*room).bound();
        bound.sort_unstable();
        let twice: Vec<&str> = bound.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0]).collect();
        assert!(!bound.is_empty() && twice.is_empty(), "{room:?}: {twice:?}");
    }
}

#[test]
fn the_down_key_shows_every_row_of_every_page() {
    for (width, height) in [(40, 12), (60, 16), (80, 24), (120, 35)] {
        for way in ["r", "rp", "v", "f"] {
            let mut stage = Stage::example(COLOR);
            stage.keys(way).idle().sized(width, height);
            let text = |line: &str| line.chars().skip(2).collect::<String>().trim_end_matches(['↓', ' ']).to_owned();
            let all: Vec<String> = stage.text(width, 300).lines().skip(2).map(text).take_while(|l| !l.starts_with('─')).collect();
            let mut seen: std::collections::BTreeSet<String> = std::collections::BTreeSet::new();
            for _ in 0..all.len() {
                seen.extend(stage.text(width, height).lines().map(text));
                stage.keys("<down>");
            }
            let missing: Vec<&String> = all.iter().filter(|l| !l.is_empty() && !seen.contains(*l)).collect();
            assert!(all.len() > 5 && missing.is_empty(), "{way} at {width}x{height}: {missing:?}");
        }
    }
}

#[test]
fn the_up_key_never_leaves_the_first_row_of_a_list() {
    let mut stage = Stage::example(COLOR);
    stage.home().keys("<up><up>");
    assert!(stage.text(80, 24).contains('▸'));
    stage.keys("<enter>");
    assert_eq!(stage.app.room(), Room::Question, "Enter still opens it");
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
