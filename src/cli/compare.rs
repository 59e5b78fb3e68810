//! `compare`

use super::args::CompareArgs;
use super::print;
use crate::report::compare::{json, text};
use crate::workspace::Workspace;
use crate::workspace::error::{Error, exit};
use crate::workspace::opened::OpenRound;
use underpin_core::round::comparison::{Side, compare};

/// Compares two rounds.
pub fn run(workspace: &Workspace, args: &CompareArgs) -> Result<u8, Error> {
    let system = workspace.system(&args.system)?;
    let open = |id: &str| workspace.open_round(&system.slug, &workspace.round_id(&system, Some(id))?);
    let (before, after) = (open(&args.from)?, open(&args.to)?);
    let comparison = compare(side(&before), side(&after));
    let (before, after) = (&before.round, &after.round);
    if args.json {
        let text = serde_json::to_string_pretty(&json(&system.name, before, after, &comparison)).unwrap_or_default();
        print(&format!("{text}\n"))?;
    } else {
        print(&text(&system.name, before, after, &comparison))?;
    }
    Ok(exit::OK)
}

fn side(opened: &OpenRound) -> Side<'_> {
    let r = &opened.round;
    Side { questionnaire: &r.questionnaire, standings: &r.standings, outcome: &r.outcome, verdict: r.verdict() }
}
