//! `score`

use super::args::{ScoreArgs, VerdictArg};
use super::print;
use crate::domain::questionnaire::Verdict;
use crate::domain::round::Round;
use crate::domain::wording;
use crate::report::context::{area_state, flag_state, scores};
use crate::report::escape::printable;
use crate::report::json;
use crate::workspace::error::{Error, exit};
use crate::workspace::{For, Workspace};
use std::fmt::Write as _;

/// Scores a round.
pub fn run(workspace: &Workspace, args: &ScoreArgs) -> Result<u8, Error> {
    let system = workspace.system(&args.system)?;
    let id = workspace.round_id(Some(&system), args.round.as_deref(), For::Reading)?;
    let opened = workspace.open_round(&system, &id)?;
    let round = opened.with_remedies(workspace)?;
    let asks = args.fail_on.is_some() || args.fail_on_possible.is_some();
    if asks && !round.has_verdict() {
        let what = if round.questionnaire.decides { "the round has no deciding track" } else { "this questionnaire gives no verdict" };
        return Err(Error::Usage {
            what: format!("--fail-on needs a verdict, and {what}"),
            hint: "open a deciding track, or leave --fail-on out".into(),
        });
    }
    if args.json {
        let text = serde_json::to_string_pretty(&json::score(&round, args.questions)).unwrap_or_default();
        print(&format!("{text}\n"))?;
    } else {
        print(&printable(&text(&round)))?;
    }
    if asks && round.outcome.too_little_known() {
        let (mild, strong) = round.outcome.interval();
        eprintln!("warning: not decided yet, between {mild} and {strong}; --fail-on looks at {}", round.outcome.reference.verdict);
    }
    let reference = args.fail_on.is_some_and(|v| round.outcome.reference.verdict >= verdict(v));
    let possible = args.fail_on_possible.is_some_and(|v| round.outcome.interval().1 >= verdict(v));
    Ok(if reference || possible { exit::FINDINGS } else { exit::OK })
}

fn verdict(v: VerdictArg) -> Verdict {
    match v {
        VerdictArg::Maintain => Verdict::Maintain,
        VerdictArg::Optimize => Verdict::Optimize,
        VerdictArg::Restructure => Verdict::Restructure,
        VerdictArg::Rebuild => Verdict::Rebuild,
    }
}

fn text(round: &Round) -> String {
    let mut out = String::new();
    let plan = round.plan();
    let headline = wording::headline(round, &plan);
    let _ = writeln!(out, "{} {}, {}\n", round.system, round.id, round.scope());
    match headline.verdict {
        Some(v) => {
            let _ = writeln!(out, "{}: {}", headline.direction, v);
        }
        None => {
            let _ = writeln!(out, "{}", headline.direction);
        }
    }
    let _ = writeln!(out, "{}", headline.meaning);
    if round.has_verdict() {
        let _ = writeln!(out, "{}\n{}", wording::need(round), wording::allowed(round));
        for line in wording::capped(round).into_iter().chain(wording::unexplained_flags(round).map(str::to_owned)) {
            let _ = writeln!(out, "{line}");
        }
        let (mild, strong) = round.outcome.interval();
        let decided = if mild == strong {
            "no open answer can change it".to_owned()
        } else {
            format!("open answers: {}", wording::between(mild, strong))
        };
        let _ = writeln!(out, "Certainty: {decided}");
    }
    let c = &round.outcome.counts;
    let _ = writeln!(
        out,
        "Answers: {} of {}, {} don't know, {} open, {} parked, {} disagreements, {} not confirmed",
        c.answered, c.applicable, c.unknown, c.unanswered, c.parked, c.disagreements, c.unconfirmed
    );
    if round.has_verdict() {
        out.push('\n');
        for s in scores(round) {
            let interval = if s.low == s.high { String::new() } else { format!("({} to {})", s.low, s.high) };
            let _ = writeln!(out, "{:<21} {:>3} %  {interval:<12} {}", s.name, s.value, s.note);
        }
    }
    out.push('\n');
    for a in round.outcome.areas.iter().filter(|a| a.applicable > 0) {
        let Some(area) = round.questionnaire.areas.get(a.area) else { continue };
        let score = a
            .score
            .as_ref()
            .filter(|_| a.answered > 0)
            .map_or("  -  ".to_owned(), |s| format!("{:>3} %", crate::domain::exact::percent(s)));
        let _ = writeln!(out, "{:<28} {score}  {}", area.title, area_state(a.score.as_ref(), a.answered));
    }
    if round.has_verdict() {
        let raised: Vec<&str> =
            crate::domain::questionnaire::Flag::ALL.iter().filter(|f| flag_state(round, **f) == "yes").map(|f| f.title()).collect();
        let _ = writeln!(out, "\nRed flags: {}", if raised.is_empty() { "none".to_owned() } else { raised.join(", ") });
        if let Some(urgency) = round.outcome.urgency {
            let _ = writeln!(out, "{}", urgency.sentence());
        }
    }
    out
}
