//! `score`

use super::args::{ScoreArgs, VerdictArg};
use super::print;
use crate::report::context::{area_state, flag_state, scores};
use crate::report::escape::printable;
use crate::report::json;
use crate::words;
use crate::workspace::error::{Error, exit};
use crate::workspace::{For, Workspace};
use std::fmt::Write as _;
use underpin_core::model::guidance::Guidance;
use underpin_core::model::words::Verdict;
use underpin_core::plan::plan;
use underpin_core::round::Round;

/// Scores a round.
pub fn run(workspace: &Workspace, args: &ScoreArgs) -> Result<u8, Error> {
    let system = workspace.system(&args.system)?;
    let id = workspace.round_id(Some(&system), args.round.as_deref(), For::Reading)?;
    let opened = workspace.open_round(&system, &id)?;
    let guidance = workspace.guidance(&opened.round.pin)?;
    let saved = &opened.round;
    let levels = what_if(saved, &args.what_if)?;
    let round = if levels.is_empty() { saved.clone() } else { saved.what_if(&levels) };
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
        let mut out = text(&round, &guidance);
        if !levels.is_empty() {
            out.push_str(&difference(saved, &round, &guidance));
        }
        print(&printable(&out))?;
    }
    if asks && round.undecided().is_some() {
        let (mild, strong) = round.outcome.interval();
        eprintln!("warning: not decided yet, between {mild} and {strong}; --fail-on looks at {}", round.outcome.reference.verdict);
    }
    let reference = args.fail_on.is_some_and(|v| round.outcome.reference.verdict >= verdict(v));
    let possible = args.fail_on_possible.is_some_and(|v| round.outcome.interval().1 >= verdict(v));
    Ok(if reference || possible { exit::FINDINGS } else { exit::OK })
}

/// Reads `ID=LEVEL` pairs.
fn what_if(round: &Round, pairs: &[String]) -> Result<Vec<(usize, u8)>, Error> {
    let usage = |what: String, hint: &str| Error::Usage { what, hint: hint.to_owned() };
    pairs
        .iter()
        .map(|pair| {
            let (id, level) = pair
                .split_once('=')
                .ok_or_else(|| usage(format!("`{pair}` is no ID=LEVEL"), "write e.g. --what-if arc-ceiling=3,dep-rollback=4"))?;
            let level = level
                .trim()
                .parse::<u8>()
                .ok()
                .filter(|l| *l <= 4)
                .ok_or_else(|| usage(format!("`{level}` is no level"), "levels go from 0 to 4, for figures too"))?;
            let question = round.questionnaire.question(id.trim()).filter(|q| q.scored() && round.base.questions.contains(&q.index));
            let question = question.ok_or_else(|| {
                usage(format!("`{id}` is no scored question of this round"), "`underpin questionnaire show backend` lists the questions")
            })?;
            Ok((question.index, level))
        })
        .collect()
}

/// What the assumption changes.
fn difference(before: &Round, after: &Round, guidance: &Guidance) -> String {
    let mut out = String::from("\nCompared with what is saved\n");
    let word = |r: &Round| r.verdict().map_or("no verdict", Verdict::word);
    let verb = if word(before) == word(after) { "stays" } else { "becomes" };
    let _ = writeln!(out, "{:<21} {} {verb} {}", "Verdict", word(before), word(after));
    for (old, new) in scores(before).iter().zip(scores(after)).filter(|(o, n)| o.name == n.name && o.value != n.value) {
        let _ = writeln!(out, "{:<21} {} % -> {} %", old.name, old.value, new.value);
    }
    let titles = |r: &Round| plan(r, guidance).actions.iter().map(|a| a.title.clone()).collect::<Vec<_>>();
    let (old, new) = (titles(before), titles(after));
    for title in old.iter().filter(|t| !new.contains(t)) {
        let _ = writeln!(out, "No longer in the plan: {title}");
    }
    for title in new.iter().filter(|t| !old.contains(t)) {
        let _ = writeln!(out, "New in the plan:       {title}");
    }
    out
}

fn verdict(v: VerdictArg) -> Verdict {
    match v {
        VerdictArg::Maintain => Verdict::Maintain,
        VerdictArg::Optimize => Verdict::Optimize,
        VerdictArg::Restructure => Verdict::Restructure,
        VerdictArg::Rebuild => Verdict::Rebuild,
    }
}

fn text(round: &Round, guidance: &Guidance) -> String {
    let mut out = String::new();
    let plan = plan(round, guidance);
    let headline = words::headline(round, &plan);
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
        let _ = writeln!(out, "{}\n{}", words::need(round), words::allowed(round));
        for line in words::capped(round).into_iter().chain(words::unexplained_flags(round).map(str::to_owned)) {
            let _ = writeln!(out, "{line}");
        }
        let certainty = round.certainty();
        let _ = writeln!(out, "{}", words::sure(round, &certainty));
        for line in words::certainty(round, &certainty).into_iter().chain(words::changes(round, &certainty)) {
            let _ = writeln!(out, "  {line}");
        }
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
            .map_or("  -  ".to_owned(), |s| format!("{:>3} %", underpin_core::model::exact::percent(s)));
        let _ = writeln!(out, "{:<28} {score}  {}", area.title, area_state(a.score.as_ref(), a.answered));
    }
    if round.has_verdict() {
        let raised: Vec<&str> =
            underpin_core::model::words::Flag::ALL.iter().filter(|f| flag_state(round, **f) == "yes").map(|f| f.title()).collect();
        let _ = writeln!(out, "\nRed flags: {}", if raised.is_empty() { "none".to_owned() } else { raised.join(", ") });
        if let Some(urgency) = round.outcome.urgency {
            let _ = writeln!(out, "{}", urgency.sentence());
        }
    }
    out
}
