//! The checker finds every problem, at its place, and nothing else; what ships has none.
#![expect(clippy::string_slice, clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "../support/mod.rs"]
mod support;

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use underpin_core::content::diagnostic::{Diagnostic, Lines, Rule, Severity};
use underpin_core::content::keys::{self, Holds, Keys};
use underpin_core::content::open::{self, Content, check};
use underpin_core::content::source::{File, Origin, Source};
use underpin_core::content::{scaffold, schema};
use underpin_core::model::question::{Gate, Kind};
use underpin_core::model::questionnaire::Questionnaire;
use underpin_core::model::rules::{Side, Test};
use underpin_core::model::track::Track;
use underpin_core::model::words::{Axis, Better, Cost, Flag, Grade, Scale, Verdict};

mod beside;
mod checker;
mod shipped;
mod shipped_rules;

fn fixture(code: &str) -> PathBuf {
    let folder = support::top().join("tests/fixtures/diagnostics");
    let file = folder.join(format!("{code}.toml"));
    if file.exists() { file } else { folder.join(code) }
}

fn shipped(id: &str) -> Content {
    let (questionnaire, found) = check(&support::shipped(id));
    assert!(found.is_empty(), "{found:?}");
    questionnaire.unwrap()
}
