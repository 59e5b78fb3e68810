//! Damaged logs: whatever stands in one, it is read without a panic, written after what is there, and brought back by its export.
//! `UNDERPIN_ATTACKS` sets how many there are, times ten; `.ci/long attacks` reads very many.

use super::Workspace;
use super::answers::{Options, apply};
use super::export::export;
use super::reports;
use std::fs;
use underpin_core::content::scaffold::scaffold;
use underpin_core::model::period::RoundId;

const SHEETS: [&str; 3] = [
    "tracks = [\"full\"]\nscope = \"the shop\"\n[facts]\non-call = true\n[answers]\nop-restore = { level = 1, note = \"they said\", evidence = [{ kind = \"document\", where = \"wiki\" }] }\nop-goal = { range = [1, 3] }\n",
    "by = \"Lee\"\n[answers]\nop-restore = { level = 3 }\nop-detect = { parked = true, note = \"ask\" }\n[[note]]\ntext = \"look again\"\nopen = true\n",
    "[facts]\non-call = false\n[[settled]]\nquestion = \"op-restore\"\nlevel = 2\nhow = \"call\"\nwhy = \"seen\"\n",
];

/// Pieces that stand at odd places.
const PIECES: [&str; 16] = [
    "\u{0}",
    "\"",
    "\\",
    "{",
    "}",
    "\n",
    "\r\n",
    "\u{feff}",
    "<<<<<<< HEAD\n",
    "\\u0000",
    "\\ud800",
    "\u{202e}",
    "null",
    "[0,4]",
    "1e999",
    "日",
];

fn workspace(folder: &std::path::Path) -> Workspace {
    let root = folder.join("work");
    fs::create_dir_all(root.join("questionnaires")).unwrap();
    fs::write(root.join("questionnaires/mine.toml"), scaffold("mine")).unwrap();
    let mut workspace = Workspace::open(root, Some(jiff::civil::date(2026, 11, 20))).unwrap();
    workspace.config.folder = None;
    workspace.config.author = "ana".into();
    workspace
}

#[test]
fn whatever_stands_in_a_log_it_is_read_written_and_exported_without_a_panic() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (here, there) = (workspace(here.path()), workspace(there.path()));
    let options = Options { questionnaire: Some("mine".into()), round: Some("2026-Q4".into()), ..Options::default() };
    for sheet in SHEETS {
        apply(&here, "Shop", sheet, "sheet", &options).unwrap();
    }
    let id = RoundId::parse("2026-Q4").unwrap();
    let path = here.layout.log("shop", "2026-Q4");
    let whole = fs::read(&path).unwrap();
    let mut seed = 4711_u64;
    let mut below = |n: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % n.max(1)
    };
    let count: u64 = std::env::var("UNDERPIN_ATTACKS").ok().map_or(150, |n| n.parse::<u64>().unwrap() / 10);
    let (mut opened_at_all, mut brought_back) = (0_u64, 0_u64);
    for n in 0..count {
        let mut bytes = whole.clone();
        for _ in 0..=below(4) {
            let at = below(bytes.len());
            let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
            let (one, other) = (below(lines.len()), below(lines.len()));
            match below(8) {
                0 => bytes[at] ^= 1 << below(8),
                1 => drop(bytes.splice(at..at, PIECES[below(PIECES.len())].bytes())),
                2 => drop(bytes.drain(at..(at + below(40)).min(whole.len().min(bytes.len())).max(at))),
                3 => bytes.truncate(at),
                4 => {
                    lines.swap(one, other);
                    bytes = lines.concat();
                }
                5 => bytes.extend(lines[one].clone()),
                // A line with the id of another one, or with a digit changed.
                6 => {
                    let text = String::from_utf8_lossy(&lines[one]).into_owned();
                    let id =
                        |line: &[u8]| String::from_utf8_lossy(line).split("\"id\":\"").nth(1).and_then(|t| t.get(..26).map(str::to_owned));
                    if let (Some(own), Some(its)) = (id(&lines[one]), id(&lines[other])) {
                        bytes.extend(text.replace(&own, &its).into_bytes());
                    }
                }
                _ => {
                    let digits: Vec<usize> = (0..bytes.len()).filter(|i| bytes[*i].is_ascii_digit()).collect();
                    if let Some(i) = digits.get(below(digits.len())) {
                        bytes[*i] = b'0' + u8::try_from(below(10)).unwrap();
                    }
                }
            }
            if bytes.is_empty() {
                bytes.push(b'\n');
            }
        }
        fs::write(&path, &bytes).unwrap();
        let case = || format!("log {n}: {}", String::from_utf8_lossy(&bytes));
        let Ok(mut opened) = here.open_round("shop", &id) else { continue };
        opened_at_all += 1;
        let sheet = export(&opened);
        if n % 10 == 0 {
            reports::render(&here, &opened, reports::PLAN, "md").unwrap_or_else(|e| panic!("{e}: {}", case()));
        }
        if opened.round.questionnaire.id == "mine" {
            let round = Options { round: Some(format!("2026-Q4-n{n}")), ..options.clone() };
            let name = format!("Shop {n}");
            apply(&there, &name, &sheet, "sheet", &round).unwrap_or_else(|e| panic!("{e}\n{sheet}\n{}", case()));
            let again = export(&there.round_for_reading(&name, None).unwrap());
            assert_eq!(again.split_once('\n').unwrap().1, sheet.split_once('\n').unwrap().1, "{}", case());
            brought_back += 1;
            fs::remove_dir_all(there.layout.systems()).unwrap();
        }
        // What is saved after it is there, behind what stood there.
        if opened.read_only.is_none() {
            let mut line = [opened.note(None, "after all that", None, false)];
            opened.record(&here, &mut line).unwrap_or_else(|e| panic!("{e}: {}", case()));
            assert!(fs::read(&path).unwrap().starts_with(&bytes), "{}", case());
            let again = here.open_round("shop", &id).unwrap();
            let mut events = again.round.state.events.iter();
            assert!(events.any(|e| Some(&e.id) == line[0].drawn.as_ref().map(|(id, _)| id)), "{}", case());
        }
    }
    assert!(opened_at_all > count / 2 && brought_back > count / 2, "{opened_at_all} opened and {brought_back} brought back of {count}");
}
