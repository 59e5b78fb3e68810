//! Random keys in a round of hostile text: nothing panics, nothing that was acknowledged is lost, Esc leads home.
//! `UNDERPIN_ATTACKS` sets how many keys there are; `.ci/long attacks` presses very many.

use super::*;
use crate::workspace::export::export;

/// The keys that do something somewhere, letters, and what no keyboard has.
const KEYS: &str = "0 1 2 3 4 5 9 - . / a b c d e f g h i j k l m n o p q r s t u v w x y z C G N ? ! [ ] { } < é 日 \u{202e} \u{200b} 👩 \
    enter enter enter esc esc up down down left right pagedown tab backspace alt-enter ctrl-s ctrl-r ctrl-o ctrl-u ctrl-e ctrl-c ctrl-y";

const PASTES: [&str; 4] = ["\u{1b}[31mred\u{7}\u{9b}2J", "a\r\nb\u{0}c\u{202e}d", "1 / 0", "متجر 👩\u{200d}💻 | `x` *y* <b>"];

/// A round in which everything that people type is hostile.
fn hostile() -> Stage {
    let mut stage = Stage::example(COLOR);
    let path = stage.app.session.open.as_ref().unwrap().path.clone();
    let mut text = std::fs::read_to_string(&path).unwrap();
    let evil = "\\u001b]0;pwned\\u0007\\u009b31m\\u202e\\u200b\\ufeff\\u0000 \\n| a | `b` <script> [x](y) 日本語";
    for (n, own) in [
        format!("\"do\":\"note\",\"question\":\"arc-coupling\",\"text\":\"{evil}\",\"by\":\"{evil}\",\"open\":true,\"owner\":\"{evil}\""),
        format!("\"do\":\"note\",\"text\":\"{}\",\"open\":true", evil.repeat(300)),
        format!("\"do\":\"set\",\"key\":\"scope\",\"value\":\"{evil}\""),
        format!("\"do\":\"set\",\"key\":\"action.{evil}.owner\",\"value\":\"{evil}\""),
        format!("\"do\":\"set\",\"key\":\"fact.database\",\"value\":\"{evil}\""),
        format!("\"do\":\"evidence\",\"question\":\"arc-coupling\",\"kind\":\"document\",\"where\":\"{evil}\",\"seen\":\"{evil}\""),
        format!("\"do\":\"answer\",\"question\":\"arc-coupling\",\"level\":3,\"by\":\"{evil}\",\"pin\":\"{evil}\",\"from\":\"{evil}\""),
        format!("\"do\":\"answer\",\"question\":\"{evil}\",\"text\":\"{evil}\",\"pin\":\"x\""),
        format!("\"do\":\"answer\",\"question\":\"arc-isolation\",\"not_applicable\":\"{evil}\",\"pin\":\"x\""),
        r#""do":"answer","question":"scl-upsizing","figure":"999999999999999999","pin":"x","by":"z""#.to_owned(),
    ]
    .iter()
    .enumerate()
    {
        text += &format!("{{\"format\":1,{own},\"at\":\"{evil}\",\"author\":\"{evil}\",\"id\":\"01JZ00000000000000000000{n:02}\"}}\n");
    }
    std::fs::write(&path, text).unwrap();
    enter(&mut stage.app, &stage.workspace, "Shop", None, None, Some("2026-Q4")).unwrap();
    stage
}

/// Everything that is drawn is something to be seen.
fn assert_harmless(stage: &Stage, size: (u16, u16), case: &str) {
    let terminal = stage.draw(size.0, size.1);
    for cell in &terminal.buffer().content {
        let symbol = cell.symbol();
        assert!(!symbol.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)), "{case}: {symbol:?} is drawn");
    }
}

#[test]
fn random_keys_in_a_hostile_round_lose_nothing_and_esc_leads_home() {
    let keys: Vec<&str> = KEYS.split(' ').filter(|k| !k.is_empty()).collect();
    let count: u64 = std::env::var("UNDERPIN_ATTACKS").ok().map_or(2_000, |n| n.parse().unwrap());
    // Without a pattern, and the same in every run.
    let mut seed = 20_261_124_u64;
    let mut below = |n: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % n
    };
    let mut stage = hostile();
    let mut logs: std::collections::HashMap<std::path::PathBuf, Vec<u8>> = std::collections::HashMap::new();
    let mut pressed: Vec<&str> = Vec::new();
    for n in 0..count {
        if below(40) == 0 {
            let effects = stage.app.paste(PASTES[below(PASTES.len())]);
            perform(&mut stage.app, &stage.workspace, effects);
        }
        let name = keys[below(keys.len())];
        pressed.push(name);
        let mut effects = stage.app.key(key(name));
        // What it writes outside the workspace is no matter of keys.
        effects.retain(|effect| !matches!(effect, Effect::Export(_)));
        perform(&mut stage.app, &stage.workspace, effects);
        assert!(stage.app.session.unsaved.is_empty(), "{pressed:?}");
        if below(20) == 0 {
            if below(5) == 0 {
                stage.idle();
            }
            stage.sized(u16::try_from(below(140)).unwrap(), u16::try_from(below(50)).unwrap());
            let size = stage.app.session.size;
            assert_harmless(&stage, size, &format!("key {n}, {size:?}: {pressed:?}"));
        }
        if below(50) == 0 {
            // Every log is what it was, and longer.
            for system in stage.workspace.systems().unwrap() {
                for round in &system.rounds {
                    let path = stage.workspace.layout.log(&system.slug, round.as_str());
                    let now = std::fs::read(&path).unwrap();
                    assert!(logs.insert(path, now.clone()).is_none_or(|before| now.starts_with(&before)), "{pressed:?}");
                }
            }
            // What is shown is what is there.
            if let Some(open) = &stage.app.session.open {
                let there = stage.workspace.open_round(&open.slug, &open.round.id).unwrap();
                assert_eq!(export(&there), export(open), "{pressed:?}");
            }
            for _ in 0..30 {
                if stage.app.room() != Room::Home {
                    stage.keys("<esc>");
                }
            }
            assert_eq!(stage.app.room(), Room::Home, "Esc does not lead home: {pressed:?}");
            pressed.clear();
            // Back to work, most often in the hostile round.
            if below(4) > 0 {
                enter(&mut stage.app, &stage.workspace, "Shop", None, None, Some("2026-Q4")).unwrap();
            }
        }
    }
    let written: usize = logs.values().map(Vec::len).sum();
    assert!(written > 1000 && stage.workspace.systems().unwrap().iter().any(|s| s.name == "Shop"));
}
