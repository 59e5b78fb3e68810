//! The command line as people use and misuse it.
#![allow(clippy::string_slice, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../support/mod.rs"]
mod support;

use serde_json::Value;
use std::fs;
use support::Home;

mod beside;
mod content;
#[cfg(unix)]
mod guards;
mod lines;
#[cfg(unix)]
mod outside;
mod sheets;
mod together;
mod trouble;
mod verdicts;

const SHEET: &str = r#"
questionnaire = "backend"
tracks = ["quick"]
scope = "the shop"
by = "Ana, CTO"
[facts]
single-service = true
[set]
"action.index-audit.owner" = "Lee"
"respondent.Ana, CTO" = "CTO"
[answers]
arc-coupling = { level = 1, note = "Every release hurts | *much*", evidence = [{ kind = "document", where = "wiki", seen = "2026-11-02" }] }
arc-god-service = { range = [1, 2], because = "learned" }
arc-ceiling = { unknown = true }
arc-isolation = { not_applicable = "one page only" }
cod-impact = { parked = true, note = "ask Lee" }
scl-upsizing = { figure = 2 }
cod-change-work = { figure = ["1.5", "4"] }
tem-services = { parts = { services = 40, developers = 6 } }
tem-runway = { level = 3 }
prf-trend = { level = 0 }
[[more]]
question = "arc-coupling"
by = "Lee, lead"
level = 3
[[more]]
question = "prf-trend"
by = "Lee, lead"
level = 2
[[settled]]
question = "arc-coupling"
level = 1
how = "call"
why = "seen in the log"
[[note]]
question = "prf-trend"
text = "look at the graphs"
open = true
owner = "Lee"
due = "2026-12-01"
[[note]]
text = "about the whole round"
"#;
