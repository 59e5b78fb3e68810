//! What holds in every room.

use super::*;
use crate::tui::keys::{ANYWHERE, names};
use crate::tui::widgets::field;
use crate::tui::widgets::list::MOVES;

/// Ways to every room, from the questions of the example; a new one has to be added here.
fn everywhere(look: Look) -> Vec<Stage> {
    let mut stages = vec![Stage::new(look), Stage::example(look)];
    for keys in ["r", "rp", "v", "f", "?", "rp<enter>", "-", "e", "rpe", "rc", "rm", "rw", "rw<right>", "ms"] {
        let mut stage = Stage::example(look);
        stage.keys(keys).idle();
        stages.push(stage);
    }
    let mut start = Stage::new(look);
    start.keys("1Shop<enter>");
    stages.push(start);
    for room in Room::ALL {
        assert!(stages.iter().any(|stage| stage.app.room() == *room), "no way leads to {room:?}");
    }
    stages
}

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

/// Keys that stand in a keymap more than once.
fn twice(mut bound: Vec<&'static str>) -> Vec<&'static str> {
    bound.sort_unstable();
    bound.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0]).collect()
}

#[test]
fn keymaps_bind_no_key_twice() {
    let stage = Stage::new(COLOR);
    for room in Room::ALL {
        let shown = stage.app.shown(*room);
        let own = shown.bound();
        assert!(!own.is_empty(), "{room:?}");
        assert_eq!(twice([own.clone(), names(ANYWHERE)].concat()), [""; 0], "{room:?}");
        // A room's own key stands before the one that lists share; another one for the same move is left then.
        for shared in MOVES.iter().filter(|_| shown.is_list()) {
            assert!(shared.keys.iter().any(|key| !own.contains(key)), "{room:?}: no key for {:?}", shared.message);
        }
        for small in shown.small_bound() {
            assert_eq!(twice(small), [""; 0], "{room:?}");
        }
    }
    for shared in [names(MOVES), names(ANYWHERE)].into_iter().chain(field::keymaps()) {
        assert_eq!(twice(shared), [""; 0]);
    }
}

#[test]
fn sentences_take_the_names_of_keys_from_the_keymaps() {
    fn files(folder: &std::path::Path, out: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") {
                files(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    let mut all = Vec::new();
    files(std::path::Path::new("src/tui"), &mut all);
    for path in &all {
        let text = std::fs::read_to_string(path).unwrap();
        for line in text.split("#[cfg(test)]\nmod tests").next().unwrap().lines() {
            let code = line.trim();
            if code.starts_with("//") || code.starts_with("bind(") || code.contains("&[bind(") {
                continue;
            }
            let literals = code.split('"').skip(1).step_by(2);
            for word in literals.flat_map(|l| l.split(|c: char| !c.is_alphanumeric() && c != '-')) {
                let named =
                    matches!(word, "Enter" | "Esc" | "Tab" | "PgDn" | "PgUp") || word.starts_with("Ctrl-") || word.starts_with("Alt-");
                assert!(!named, "{}: a sentence names a key by itself: {line}", path.display());
            }
        }
    }
    assert!(all.len() > 20);
}

#[test]
fn the_down_key_shows_every_row_of_every_page() {
    const PAGES: [(&str, Room); 4] = [("r", Room::Result), ("rp", Room::Plan), ("v", Room::Review), ("f", Room::Facts)];
    // These fit whatever is chosen: what is below is reached by choosing.
    const OTHERS: [Room; 4] = [Room::Home, Room::Start, Room::Question, Room::WhatIf];
    for room in Room::ALL {
        assert!(OTHERS.contains(room) || PAGES.iter().any(|(_, page)| page == room), "is {room:?} a page?");
    }
    for (width, height) in [(40, 12), (60, 16), (80, 24), (120, 35)] {
        for (way, page) in PAGES {
            let mut stage = Stage::example(COLOR);
            stage.keys(way).idle().sized(width, height);
            assert_eq!(stage.app.room(), page, "{way}");
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
    let mut stages = everywhere(COLOR);
    stages.push(Stage::quick());
    let mut typing = Stage::quick();
    typing.keys("n日本語 👩‍👩‍👧 text");
    stages.push(typing);
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
    for stage in everywhere(Look { color: false, ascii: true }) {
        let text = stage.text(100, 40);
        assert!(text.is_ascii(), "{:?}: {:?}", stage.app.room(), text.chars().filter(|c| !c.is_ascii()).collect::<String>());
    }
}

#[test]
fn without_colour_nothing_is_coloured_and_the_choice_still_has_a_mark() {
    let stage = Stage::example(Look { color: false, ascii: false });
    let terminal = stage.draw(100, 30);
    let cells = &terminal.buffer().content;
    assert!(cells.iter().all(|c| c.fg == Color::Reset && c.bg == Color::Reset));
    assert!(cells.iter().any(|c| c.modifier.contains(Modifier::BOLD)));
    assert!(stage.text(100, 30).contains('▸'));
}

#[test]
fn the_real_cursor_stands_on_the_chosen_level_or_at_the_caret() {
    let mut stage = Stage::quick();
    stage.keys("<down><down>");
    let mut terminal = stage.draw(80, 24);
    let at = terminal.get_cursor_position().unwrap();
    let row: String = (0..80).map(|x| terminal.buffer()[(x, at.y)].symbol().to_owned()).collect();
    assert!(row.contains("1   Three or four of ten"), "{row}");
    stage.keys("nab");
    let mut terminal = stage.draw(80, 24);
    let at = terminal.get_cursor_position().unwrap();
    assert_eq!(terminal.buffer()[Position::new(at.x - 1, at.y)].symbol(), "b");
}

#[test]
fn a_released_key_does_nothing() {
    let mut stage = Stage::quick();
    let mut event = key("1");
    event.kind = KeyEventKind::Release;
    assert!(stage.app.key(event).is_empty());
}
