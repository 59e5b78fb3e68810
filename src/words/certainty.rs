//! How sure a verdict is, in words: in one sentence, and in numbers.

use super::number::{spoken, thousands};
use super::{Titled as _, between, calls_for, decimal, level, list, lower_first, score_title};
use underpin_core::decision::certainty::Certainty;
use underpin_core::decision::class::{Class, FIRM, LEANING};
use underpin_core::decision::flips::Notch;
use underpin_core::decision::margins::Margin;
use underpin_core::decision::outcome::Outcome;
use underpin_core::decision::search::FAR;
use underpin_core::decision::weights;
use underpin_core::decision::worlds::WORLDS;
use underpin_core::model::exact::{compare, ratio};
use underpin_core::model::question::{Gate, Question};
use underpin_core::model::words::Verdict;
use underpin_core::round::Round;

/// How sure it is, in one sentence for somebody who has no time for numbers: the verdict, and what would have to be otherwise.
pub fn sure(round: &Round, certainty: &Certainty) -> String {
    let now = &round.outcome.reference;
    let verdict = now.verdict.title();
    let verdict = if now.held_back() { format!("{verdict} for now") } else { verdict.to_owned() };
    match certainty.class {
        Class::Certain | Class::Firm => format!("{verdict}, {}.", doubted(round, certainty)),
        Class::Leaning => {
            let (mild, strong) = round.outcome.interval();
            let open = if mild == strong {
                "it depends on how much each answer weighs".to_owned()
            } else {
                format!("what is not known yet can still make it {}", between(mild, strong))
            };
            format!("Probably {}: {open}.", lower_first(&verdict))
        }
        Class::Inconclusive if round.outcome.decided() => "Not decided: small changes of answers or weights turn it.".to_owned(),
        Class::Inconclusive => "Not decided: what is missing decides.".to_owned(),
    }
}

/// The unchecked answers that would have to be otherwise, and what then, as the second half of a sentence.
fn doubted(round: &Round, certainty: &Certainty) -> String {
    let Some(flip) = &certainty.doubt_needed else {
        return if certainty.doubt.0 == certainty.doubt.1 {
            "even if every unchecked answer were one level off".to_owned()
        } else {
            format!("even if {} unchecked answers were each one level off", spoken(FAR))
        };
    };
    let notches: Vec<(&Notch, &Question)> = flip.notches.iter().filter_map(|n| Some((n, round.questionnaire.at(n.question)?))).collect();
    match notches.as_slice() {
        [(notch, question)] => {
            format!("unless \"{}\" is really {}: then {}", question.title, level(question, notch.to), then(round, flip.to, notch, question))
        }
        many => {
            let questions: Vec<&Question> = many.iter().map(|(_, q)| *q).collect();
            format!("unless {} unchecked answers are each one level off ({}): then it becomes {}", many.len(), titles(&questions), flip.to)
        }
    }
}

/// What one answer does to the verdict at another level, and through what: its cap, its floor, or the scores.
fn then(round: &Round, to: Verdict, notch: &Notch, question: &Question) -> String {
    let fires = |gate: Option<Gate>, level: u8| gate.is_some_and(|g| level <= g.at_or_below);
    let milder = to < round.outcome.reference.verdict;
    let calls = calls_for(to);
    match (fires(question.cap, notch.from), fires(question.cap, notch.to), fires(question.floor, notch.to)) {
        (false, true, _) if milder => format!("no more than {calls} is possible"),
        (true, false, _) if !milder => format!("{calls} becomes possible"),
        (_, _, true) if !milder => format!("that alone calls for {calls}"),
        _ => format!("it becomes {to}"),
    }
}

/// A few titles, and how many more.
fn titles(questions: &[&Question]) -> String {
    let named: Vec<&str> = questions.iter().take(4).map(|q| q.title.as_str()).collect();
    let more = questions.len() - named.len();
    if more > 0 { format!("{} and {more} more", named.join(", ")) } else { named.join(", ") }
}

/// What a class means.
fn class(class: Class, outcome: &Outcome) -> String {
    match class {
        Class::Certain => {
            format!(
                "Certain: the same verdict whatever the missing answers are, also for weights twice or half as large, and in at least {FIRM} % of the worlds."
            )
        }
        Class::Firm => format!("Firm: the same verdict whatever the missing answers are, and in at least {FIRM} % of the worlds."),
        Class::Leaning => format!("Leaning: the same verdict in at least {LEANING} % of the worlds."),
        Class::Inconclusive if outcome.has_no_ground() || outcome.coverage_is_thin() => "Not decided: too little is answered.".to_owned(),
        Class::Inconclusive => format!("Not decided: no verdict has {LEANING} % of the worlds."),
    }
}

/// Said once nothing that is left can change the verdict, with the way on; it does not say which verdict it is.
pub fn nothing_left(way: &str) -> String {
    format!("Decided: nothing left to ask can change the verdict. {way}; going on still finds actions.")
}

/// How sure it is in numbers: the class, weights, unchecked answers, and the soft share of worlds.
pub fn certainty(round: &Round, certainty: &Certainty) -> Vec<String> {
    let verdict = round.outcome.reference.verdict;
    let mut lines = vec![class(certainty.class, &round.outcome)];
    // No number is made of silence.
    if round.outcome.counts.with_answer() == 0 {
        return lines;
    }
    lines.push(match certainty.radius {
        Some(weights::MOST) => format!("Weights: none within a factor of {} would change it.", weights::MOST / 100),
        Some(radius) if radius > 100 => {
            let r = weights::show(radius);
            format!("Weights: some questions would have to count over {r} times as much, and others {r} times less, before this changes.")
        }
        Some(_) => "Weights: the smallest change of weights can change it.".to_owned(),
        None => "Weights: they say nothing while what is not known yet can change it.".to_owned(),
    });
    let (mild, strong) = certainty.doubt;
    lines.push(if mild == strong {
        "Unchecked answers: all of them could be one level off, and it would stay.".to_owned()
    } else {
        format!("Unchecked answers: if all of them could be one level off, it could be {}.", between(mild, strong))
    });
    lines.push(format!(
        "Worlds: of {} plausible ones {}. In each, answers stay as they were given; what is not known yet, weights, strictness and the spacing of levels are drawn anew.",
        thousands(WORLDS),
        shares(certainty, verdict)
    ));
    let known = round.undecided().is_none();
    lines.extend(certainty.margins.iter().filter(|_| known).min_by(|a, b| compare(&a.distance, &b.distance)).map(|m| margin(round, m)));
    lines
}

/// How the worlds are shared out: "all say optimize", "about 49 % say maintain and 50 % optimize". A soft number gets no
/// decimals; what few worlds say beside the verdict is left out.
fn shares(certainty: &Certainty, verdict: Verdict) -> String {
    let share = |v: Verdict| certainty.worlds.get(v as usize).copied().unwrap_or(0) / (WORLDS / 100);
    if certainty.worlds.get(verdict as usize) == Some(&WORLDS) {
        return format!("all say {verdict}");
    }
    let others = Verdict::ALL.iter().filter(|v| **v != verdict && share(**v) >= 5).map(|v| format!("{} % {v}", share(*v)));
    let all: Vec<String> = std::iter::once(format!("about {} % say {verdict}", share(verdict))).chain(others).collect();
    list(&all)
}

/// The nearest margin: how many points of which score are missing.
fn margin(round: &Round, margin: &Margin) -> String {
    let pillars = &round.questionnaire.pillars;
    let name = match margin.pillar.and_then(|p| pillars.get(p)) {
        Some(pillar) => format!("\"{}\"", pillar.title),
        None => lower_first(&score_title(margin.score, pillars)),
    };
    let points = decimal(&(&margin.distance * ratio(100, 1)));
    let unit = if points == "1" { "point" } else { "points" };
    format!("Margin: {points} percentage {unit} of {name} away from {}.", margin.to)
}
