//! What would change the verdict, in words.

use super::{level, limits};
use underpin_core::decision::certainty::Certainty;
use underpin_core::decision::flips::{Flip, Notch};
use underpin_core::decision::search::FAR;
use underpin_core::model::words::{Axis, Verdict};
use underpin_core::round::Round;

/// So many answers that change it alone are named.
const GATES: usize = 3;

/// What would change the verdict, stronger first; empty while there is none to change.
pub fn changes(round: &Round, certainty: &Certainty) -> Vec<String> {
    let mut lines = Vec::new();
    if round.outcome.coverage_is_thin() && !round.outcome.decided() || round.outcome.has_no_ground() {
        return lines;
    }
    let now = round.outcome.reference.verdict;
    let (worse, better) = (("worse", "stronger"), ("better", "milder"));
    for (flip, there_is, (way, side)) in
        [(&certainty.stronger, now < Verdict::Rebuild, worse), (&certainty.milder, now > Verdict::Maintain, better)]
    {
        match flip {
            Some(flip) => lines.push(flip_sentence(round, flip, way)),
            None if !there_is => {}
            // The headline of what is held back says it already.
            None if side == worse.1 && round.outcome.reference.held_back() => {}
            None if side == worse.1 && round.outcome.reference.allowed == now => {
                lines.push(format!("Nothing makes it stronger while this holds: {}.", limits(round).join("; ")));
            }
            None if certainty.gates.is_empty() => lines.push(format!("Far from anything {side}: more than {FAR} steps on answers away.")),
            None => lines.push(format!("Far from anything {side}, what one answer alone can do apart: more than {FAR} steps away.")),
        }
    }
    let more = certainty.gates.len().saturating_sub(GATES);
    for gate in certainty.gates.iter().take(GATES) {
        if let Some(question) = round.questionnaire.at(gate.question) {
            let level = level(question, gate.if_level);
            let far = round.standings.get(gate.question).filter(|s| s.span.is_point()).map(|s| s.span.low.abs_diff(gate.if_level));
            let far = match far {
                None | Some(0) => String::new(),
                Some(1) => " (one level from today's answer)".to_owned(),
                Some(n) => format!(" ({n} levels from today's answer)"),
            };
            lines.push(format!("{} alone would make it {}: {level}{far}.", question.title, gate.to));
        }
    }
    if more > 0 {
        lines.push(format!("{more} more would change it, each alone."));
    }
    lines
}

fn flip_sentence(round: &Round, flip: &Flip, way: &str) -> String {
    let steps: usize = flip.notches.iter().map(|n| usize::from(n.from.abs_diff(n.to))).sum();
    let title = |n: &Notch| round.questionnaire.at(n.question).map(|q| format!("{} ({} to {}: {})", q.title, n.from, n.to, level(q, n.to)));
    let mut named: Vec<String> = flip.notches.iter().filter_map(title).collect();
    let more = named.len().saturating_sub(4);
    named.truncate(4);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    // A stronger verdict can also need an organisation that is readier for it.
    let readier = flip.notches.iter().all(|n| round.questionnaire.at(n.question).is_some_and(|q| q.axis == Axis::Feasibility));
    let way = if readier { "more ready" } else { way };
    let steps = if steps == 1 { "One step".to_owned() } else { format!("{steps} steps") };
    let about = if flip.exact { "" } else { " at most" };
    format!("{steps}{about} {way} would make it {}: {}{rest}.", flip.to, named.join(", "))
}
