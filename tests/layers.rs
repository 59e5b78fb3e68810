//! The house stands: imports only point down, no circles, no glob imports, rooms apart, a pure core, short files.
//!
//! Both crates are read as text: `use` declarations (grouped ones too) and paths inside the code, with `crate::`, `super::`,
//! `self::` and `underpin_core::` resolved to the module they mean.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

#[path = "layers/reading.rs"]
mod reading;

use reading::{CORE, File, PROGRAM, code, everything, expand, file, house, names, uses};
use std::collections::{BTreeMap, BTreeSet};

/// What a pure core never names.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::io",
    "std::net",
    "std::process",
    "SystemTime",
    "Instant",
    "minijinja",
    "crossterm",
    "ratatui",
    "clap",
    "directories",
    "tempfile",
    "rustix",
];

/// Crates that only some rooms of the core may name.
const KEPT_TO: &[(&str, &[&str])] = &[("toml", &["core/src/content/"]), ("serde_json", &["core/src/log/line", "core/src/content/schema"])];

const BANNED_NAMES: &[&str] = &["utils", "util", "common", "helpers", "helper", "manager", "prelude", "misc"];

const LONGEST: usize = 400;

/// Imports that point up, or to a floor beside.
fn upward(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|f| !f.is_test()) {
        let (house, floor) = (file.house(), file.floor());
        let Some((_, allowed)) = house.floors.iter().find(|(name, _)| *name == floor) else {
            if !floor.is_empty() {
                found.push(format!("{}: no floor is called {floor}", file.path));
            }
            continue;
        };
        for path in file.paths() {
            if path.first().is_none_or(|krate| krate != house.name) {
                continue;
            }
            let Some(other) = path.get(1).filter(|other| **other != floor) else { continue };
            let is_floor = house.floors.iter().any(|(name, _)| name == other);
            if is_floor && !allowed.contains(&other.as_str()) {
                found.push(format!("{}: {floor} imports {other}: {}", file.path, path.join("::")));
            }
        }
        if house.name == CORE.name && file.paths().iter().any(|p| p.first().is_some_and(|krate| krate == PROGRAM.name)) {
            found.push(format!("{}: the core imports the program", file.path));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Glob imports, rooms that import rooms, names that say nothing.
fn habits(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        let code = code(&file.text);
        // Tests may: they stand inside what they test.
        let test = file.path.contains("/tests/");
        for tree in uses(&code).iter().filter(|tree| !test && tree.contains('*')) {
            found.push(format!("{}: glob import: {tree}", file.path));
        }
        let module = file.module();
        if let [tui, rooms, room, ..] = module.as_slice()
            && tui == "tui"
            && (rooms == "screens" || rooms == "rooms")
            && room != "room"
        {
            for path in file.paths() {
                if let [_, tui, there, other, ..] = path.as_slice()
                    && tui == "tui"
                    && there == rooms
                    && other != room
                    && other != "room"
                    && other.chars().next().is_some_and(char::is_lowercase)
                {
                    found.push(format!("{}: a room imports another room: {}", file.path, path.join("::")));
                }
            }
        }
        let stem = file.path.rsplit('/').next().unwrap_or("").trim_end_matches(".rs");
        if BANNED_NAMES.contains(&stem) {
            found.push(format!("{}: a file of this name says nothing", file.path));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// What the core names although it is pure.
fn impurities(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|f| f.house().name == CORE.name) {
        let code = code(&file.text);
        for banned in IMPURE.iter().filter(|banned| names(&code, banned)) {
            found.push(format!("{}: the core names {banned}", file.path));
        }
        for tree in uses(&code).iter().filter(|tree| tree.starts_with("std::{")) {
            let mut paths = Vec::new();
            expand(tree, "", &mut paths);
            let impure =
                paths.iter().filter(|path| IMPURE.iter().any(|banned| *path == banned || path.starts_with(&format!("{banned}::"))));
            found.extend(impure.map(|path| format!("{}: the core names {path}", file.path)));
        }
        for (krate, rooms) in KEPT_TO {
            if names(&code, krate) && !rooms.iter().any(|room| file.path.starts_with(room)) {
                found.push(format!("{}: only {} may name {krate}", file.path, rooms.join(" and ")));
            }
        }
    }
    found
}

/// Circles between modules, of every folder of both crates.
fn circles(files: &[File]) -> Vec<String> {
    let name = |file: &File| {
        let mut parts = file.module();
        parts.insert(0, file.house().name.to_owned());
        parts.join("::")
    };
    let known: BTreeSet<String> = files.iter().map(name).collect();
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files.iter().filter(|f| !f.is_test()) {
        let from = name(file);
        for path in file.paths() {
            let mut target = path.join("::");
            while !known.contains(&target) {
                match target.rsplit_once("::") {
                    Some((parent, _)) => target = parent.to_owned(),
                    None => break,
                }
            }
            // A child may use its parent, which declares what its children share; a parent may call its children.
            let kin = from.starts_with(&format!("{target}::")) || target.starts_with(&format!("{from}::"));
            if known.contains(&target) && target != from && !kin {
                edges.entry(from.clone()).or_default().insert(target);
            }
        }
    }
    let mut found = Vec::new();
    for start in edges.keys() {
        let mut open: Vec<Vec<String>> = vec![vec![start.clone()]];
        let mut seen = BTreeSet::new();
        while let Some(path) = open.pop() {
            for next in edges.get(path.last().unwrap()).into_iter().flatten() {
                // Each circle is told once, from its smallest module.
                if next == start && path.iter().all(|m| m >= start) {
                    found.push(format!("{} -> {start}", path.join(" -> ")));
                } else if seen.insert(next.clone()) {
                    let mut longer = path.clone();
                    longer.push(next.clone());
                    open.push(longer);
                }
            }
        }
    }
    found
}

/// Files that have grown beyond one sitting.
fn long(files: &[File]) -> Vec<String> {
    let count = |f: &File| f.text.lines().count();
    files.iter().filter(|f| count(f) > LONGEST).map(|f| format!("{}: {} lines", f.path, count(f))).collect()
}

const NONE: Vec<String> = Vec::new();

#[test]
fn imports_only_point_down() {
    assert_eq!(upward(&house()), NONE);
}

#[test]
fn no_two_modules_import_each_other() {
    assert_eq!(circles(&house()), NONE);
}

#[test]
fn rooms_stay_apart_and_nothing_is_imported_in_the_dark() {
    assert_eq!(habits(&house()), NONE);
}

#[test]
fn the_core_has_no_hands() {
    assert_eq!(impurities(&house()), NONE);
}

#[test]
fn no_file_is_longer_than_one_sitting() {
    assert_eq!(long(&everything()), NONE);
}

#[test]
fn every_floor_refuses_every_floor_that_is_not_below_it() {
    for house in [&CORE, &PROGRAM] {
        for (floor, allowed) in house.floors {
            for (other, _) in house.floors.iter().filter(|(other, _)| other != floor) {
                for text in [
                    format!("use crate::{other}::x::Y;"),
                    format!("use crate::{{{other}::x::Y, other}};"),
                    format!("use super::super::{other}::x;"),
                    format!("fn f() {{ crate::{other}::x::y(); }}"),
                ] {
                    let found = upward(&[file(&format!("{}{floor}/one.rs", house.folder), &text)]);
                    assert_eq!(found.is_empty(), allowed.contains(other), "{floor} -> {other} by {text}: {found:?}");
                }
            }
        }
    }
}

#[test]
fn every_kind_of_breach_is_seen() {
    for (path, text, expected) in [
        ("core/src/round/route.rs", "use crate::plan;", "round imports plan"),
        ("core/src/model/question.rs", "use crate::{\n    model::x,\n    decision::{numbers::Numbers, b},\n};", "model imports decision"),
        ("core/src/decision/next.rs", "use crate::round::route;", "decision imports round"),
        ("core/src/content/parse/mod.rs", "use crate::round::Round;", "content imports round"),
        ("core/src/log/line/read.rs", "use super::super::super::standing::Stands;", "log imports standing"),
        ("core/src/plan.rs", "use underpin::tui;", "the core imports the program"),
        ("src/words/mod.rs", "use crate::report::context;", "words imports report"),
        ("src/store/log/read.rs", "fn f() { crate::library::find(); }", "store imports library"),
        ("src/workspace/mod.rs", "pub(crate) use crate::tui::app;", "workspace imports tui"),
        ("src/attic/mod.rs", "", "no floor is called attic"),
        // What is left out of a build stands anywhere in a file, and code follows it.
        ("src/store/pins.rs", "#[cfg(test)]\n#[allow(clippy::panic)]\nmod failing;\nuse crate::tui::app;", "store imports tui"),
        ("src/store/pins.rs", "#[cfg(test)]\nfn f(\n    x: u8,\n) {\n    if x {\n    }\n}\nuse crate::tui::app;", "store imports tui"),
        ("src/store/pins.rs", "impl A {\n    #[cfg(test)]\n    fn f();\n    fn g() { crate::tui::app() }\n}", "store imports tui"),
        ("src/store/pins.rs", "#[cfg(test)]\nuse super::{\n    a,\n};\nuse crate::tui::app;", "store imports tui"),
    ] {
        let found = upward(&[file(path, text)]);
        assert!(found.iter().any(|f| f.contains(expected)), "{path} {text}: {found:?}");
    }
    for (path, text, expected) in [
        ("src/report/json.rs", "use super::context::*;", "glob import"),
        ("src/report/json.rs", "use crate::{report::context::*, words};", "glob import"),
        ("src/tui/screens/home.rs", "use crate::tui::screens::plan;", "another room"),
        ("src/tui/screens/home.rs", "use super::plan::State;", "another room"),
        ("src/tui/rooms/home.rs", "use super::{plan::State, room::Room};", "another room"),
        ("src/tui/rooms/question/keys.rs", "use super::super::plan;", "another room"),
        ("src/store/utils.rs", "", "says nothing"),
    ] {
        let found = habits(&[file(path, text)]);
        assert!(found.iter().any(|f| f.contains(expected)), "{path} {text}: {found:?}");
    }
    for (path, text, expected) in [
        ("core/src/plan.rs", "use std::fs;", "std::fs"),
        ("core/src/plan.rs", "use std::{collections::HashMap, io::{self, Read}};", "std::io"),
        ("core/src/plan.rs", "fn f() { let t: SystemTime = x; }", "SystemTime"),
        ("core/src/plan.rs", "fn f() { toml::from_str(); }", "only core/src/content/"),
        ("core/src/log/fold.rs", "use serde_json::Value;", "only core/src/log/line"),
        ("core/src/content/parse.rs", "use serde_json::Value;", "only core/src/log/line"),
        ("core/src/content/open.rs", "use minijinja::Value;", "minijinja"),
    ] {
        let found = impurities(&[file(path, text)]);
        assert!(found.iter().any(|f| f.contains(expected)), "{path} {text}: {found:?}");
    }
    assert_eq!(long(&[file("src/cli/list.rs", &"x\n".repeat(401))]), ["src/cli/list.rs: 401 lines"]);
}

#[test]
fn every_kind_of_circle_is_seen() {
    for (one, first, other, second) in [
        ("core/src/content/parse.rs", "use super::check::check;", "core/src/content/check.rs", "use super::parse::Raw;"),
        (
            "core/src/decision/tally.rs",
            "use super::{moves::Search, x};",
            "core/src/decision/moves.rs",
            "use crate::decision::tally::Tally;",
        ),
        ("core/src/content/parse/mod.rs", "use super::{lint, open};", "core/src/content/lint.rs", "fn f() { super::parse::read() }"),
        ("src/cli/audit.rs", "use super::demo;", "src/cli/demo.rs", "use super::audit::show;"),
        ("src/tui/app.rs", "use crate::tui::perform::perform;", "src/tui/perform.rs", "use super::app::App;"),
        ("src/workspace/opened.rs", "use super::answers;", "src/workspace/answers/mod.rs", "use super::opened::OpenRound;"),
        ("src/store/log/read.rs", "use super::append::append;", "src/store/log/append.rs", "use super::read::read;"),
        ("src/report/view.rs", "use crate::report::context::Context;", "src/report/context.rs", "use crate::report::view::View;"),
    ] {
        let found = circles(&[file(one, first), file(other, second)]);
        assert_eq!(found.len(), 1, "{one} and {other}: {found:?}");
    }
    let three = [
        file("core/src/decision/a.rs", "use super::b;"),
        file("core/src/decision/b.rs", "use super::c;"),
        file("core/src/decision/c.rs", "use super::a;"),
    ];
    assert_eq!(circles(&three).len(), 1);
}

#[test]
fn what_is_allowed_is_not_complained_about() {
    let fine = [
        file("src/cli/list.rs", "use crate::workspace::Workspace;\nuse underpin_core::round::Round;"),
        file("src/cli/mod.rs", "mod list;\nuse list::run;\nfn f() { list::run() }"),
        file("src/tui/screens/home.rs", "use crate::tui::widgets::doc::Doc;\nuse super::super::effect::Effect;"),
        file(
            "core/src/round/mod.rs",
            "pub mod route;\nuse crate::decision::outcome::Outcome;\n// use crate::plan;\nlet x = \"crate::plan::x\";",
        ),
        file("core/src/round/route.rs", "use super::Round;\nuse crate::standing::{Standing, Stands};"),
        file("core/src/plan.rs", "#[cfg(test)]\nmod tests { use super::*; use std::fs; }"),
        file(
            "core/src/plan/asks.rs",
            "#[cfg(test)]\n#[allow(x)]\nmod tests {\n    use super::*;\n    fn f() {\n        std::fs::read();\n    }\n}",
        ),
        file("core/src/content/open.rs", "use toml::de::DeTable;"),
        file("core/src/log/line/read.rs", "use serde_json::Value;"),
    ];
    for found in [upward(&fine), circles(&fine), habits(&fine), impurities(&fine), long(&fine)] {
        assert_eq!(found, NONE);
    }
}
