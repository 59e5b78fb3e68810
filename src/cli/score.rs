//! `score`

use super::args::ScoreArgs;
use super::{print, tell};
use crate::report::facts::Context;
use crate::report::json;
use crate::safe::printable;
use crate::words::{Titled, list};
use crate::workspace::error::{Error, exit};
use crate::workspace::{Workspace, reports};
use std::fmt::Write as _;
use underpin_core::model::level::Level;
use underpin_core::model::words::Verdict;
use underpin_core::plan::plan;
use underpin_core::round::Round;
use underpin_core::round::states::FlagState;

/// Scores a round.
pub fn run(workspace: &Workspace, args: &ScoreArgs) -> Result<u8, Error> {
    let opened = workspace.round_for_reading(&args.system, args.round.as_deref())?;
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
        let guidance = workspace.guidance(&round.pin)?;
        let json = json::score(&round, &plan(&round, &guidance), args.questions);
        print(&format!("{}\n", serde_json::to_string_pretty(&json).unwrap_or_default()))?;
    } else {
        let certainty = round.has_verdict().then(|| round.certainty());
        let facts = reports::facts(workspace, &round, certainty)?;
        let mut out = text(&facts, args.explain);
        if !levels.is_empty() {
            let before = reports::facts(workspace, saved, None)?;
            out.push_str(&difference((saved, &before), (&round, &facts)));
        }
        print(&printable(&out))?;
    }
    if asks && round.undecided().is_some() {
        let (mild, strong) = round.outcome.interval();
        tell(&format!("warning: not decided yet, between {mild} and {strong}; --fail-on looks at {}", round.outcome.reference.verdict));
    }
    let reference = args.fail_on.is_some_and(|v| round.outcome.reference.verdict >= v);
    let possible = args.fail_on_possible.is_some_and(|v| round.outcome.interval().1 >= v);
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
            let level =
                Level::parse(level).ok_or_else(|| usage(format!("`{level}` is no level"), "levels go from 0 to 4, for figures too"))?.get();
            let question = round.questionnaire.question(id.trim()).filter(|q| q.scored() && round.base.questions.contains(&q.index));
            let question = question.ok_or_else(|| {
                usage(
                    format!("`{id}` is no scored question of this round"),
                    &format!("`underpin questionnaire show {}` lists the questions", round.questionnaire.id),
                )
            })?;
            Ok((question.index, level))
        })
        .collect()
}

/// What the assumption changes.
fn difference((before, old): (&Round, &Context), (after, new): (&Round, &Context)) -> String {
    let mut out = String::from("\nCompared with what is saved\n");
    let word = |r: &Round| r.verdict().map_or("no verdict", Verdict::word);
    let verb = if word(before) == word(after) { "stays" } else { "becomes" };
    let _ = writeln!(out, "{:<21} {} {verb} {}", "Verdict", word(before), word(after));
    for (was, is) in old.scores.iter().zip(&new.scores).filter(|(o, n)| o.score == n.score && o.value != n.value) {
        let _ = writeln!(out, "{:<21} {} % -> {} %", was.name, was.value, is.value);
    }
    for (was, is) in old.pillars.iter().zip(&new.pillars).filter(|(o, n)| o.pillar == n.pillar && o.score != n.score) {
        let _ = writeln!(out, "{:<21} {} -> {}", was.title, was.score, is.score);
    }
    let missing = |from: &Context, of: &Context| -> Vec<String> {
        let gone = of.actions.iter().filter(|a| !from.actions.iter().any(|b| b.id == a.id));
        gone.map(|a| a.title.clone()).collect()
    };
    for title in missing(new, old) {
        let _ = writeln!(out, "No longer in the plan: {title}");
    }
    for title in missing(old, new) {
        let _ = writeln!(out, "New in the plan:       {title}");
    }
    out
}

fn text(facts: &Context, explain: bool) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        let _ = writeln!(out, "{text}");
    };
    line(&format!("{} {}, {}\n", facts.system, facts.round, facts.scope));
    line(&facts.headline);
    line(&facts.meaning);
    if facts.has_verdict {
        let lines = [&facts.need, &facts.allowed, &facts.not_asked, &facts.make_possible, &facts.waits, &facts.sure];
        lines.into_iter().flatten().for_each(|l| line(l));
        facts.certainty.iter().filter(|_| explain).chain(&facts.changes).for_each(|l| line(&format!("  {l}")));
        facts.published.iter().filter(|_| explain).chain(&facts.own_rules).for_each(|l| line(&format!("  {l}")));
    }
    if let Some(urgency) = facts.urgency {
        line(urgency.title());
    }
    let c = &facts.counts;
    line(&format!(
        "Answers: {} of {}, {} don't know, {} not answered, {} parked, {} disagreements, {} carried and not confirmed",
        c.with_answer, c.applicable, c.unknown, c.unanswered, c.parked, c.disagreements, c.unconfirmed
    ));
    for item in &facts.contradictions {
        let ids: Vec<String> = item.answers.iter().map(|a| a.id.clone()).collect();
        line(&format!("Does not fit together ({}): {}", list(&ids), item.say));
    }
    if facts.has_verdict {
        line("");
        for s in &facts.scores {
            let note = if explain { s.note.as_str() } else { "" };
            line(format!("{:<28} {:<18} {note}", s.name, s.shown).trim_end());
        }
        line("");
        for p in &facts.pillars {
            line(&format!("{:<28} {:<18} {}", p.title, p.score, p.state.title()));
        }
    }
    line("");
    for a in &facts.areas {
        line(&format!("{:<28} {:<18} {}", a.title, a.score, a.state.title()));
    }
    if facts.has_verdict {
        let of = |state| facts.flags.iter().filter(|f| f.state == state).map(|f| f.flag.title().to_lowercase()).collect::<Vec<_>>();
        let (raised, not_known) = (of(FlagState::Raised), of(FlagState::NotKnown));
        let flags = match (raised.as_slice(), not_known.as_slice()) {
            ([], []) => "none".to_owned(),
            (raised, []) => list(raised),
            ([], not_known) => format!("not known yet: {}", list(not_known)),
            (raised, not_known) => format!("{}; not known yet: {}", list(raised), list(not_known)),
        };
        line(&format!("\nRed flags: {flags}"));
    }
    out
}
