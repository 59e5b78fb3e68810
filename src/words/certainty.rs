//! How sure a verdict is, in words: in one sentence, and in numbers.

use super::{between, decimal, lower_first, score_title};
use underpin_core::decision::certainty::Certainty;
use underpin_core::decision::class::Class;
use underpin_core::decision::margins::Margin;
use underpin_core::decision::weights;
use underpin_core::decision::worlds::WORLDS;
use underpin_core::model::exact::{compare, ratio};
use underpin_core::model::question::Question;
use underpin_core::round::Round;

/// How sure it is, in one sentence for somebody who has no time for numbers.
pub fn sure(round: &Round, certainty: &Certainty) -> String {
    let verdict = round.outcome.reference.verdict;
    match certainty.class {
        Class::Certain | Class::Firm if certainty.doubt.0 == certainty.doubt.1 => {
            let word = if certainty.class == Class::Certain { "Certain" } else { "Firm" };
            format!("{word} for these answers and rules: even if every unchecked answer were one level off, it would stay {verdict}.")
        }
        Class::Certain | Class::Firm => format!("Firm, if your answers are right. {}", doubted(round, certainty)),
        Class::Leaning => {
            let (mild, strong) = round.outcome.interval();
            let open = if mild == strong {
                "it depends on how much each answer weighs".to_owned()
            } else {
                format!("open answers can still make it {}", between(mild, strong))
            };
            format!("Leaning to {verdict}: {open}. {}", doubted(round, certainty))
        }
        Class::Inconclusive => match certainty.next.iter().filter_map(|n| round.questionnaire.at(n.question)).take(3).collect::<Vec<_>>() {
            next if next.is_empty() => "Not decided: small changes of answers or weights turn it.".to_owned(),
            next => format!("Not decided. Most would be learned from: {}.", titles(&next)),
        },
    }
}

/// The unchecked answers that would have to be wrong.
fn doubted(round: &Round, certainty: &Certainty) -> String {
    let Some(flip) = &certainty.doubt_needed else {
        return "Even twelve unchecked answers, each one level off, would not change it.".to_owned();
    };
    let questions: Vec<&Question> = flip.notches.iter().filter_map(|n| round.questionnaire.at(n.question)).collect();
    match questions.as_slice() {
        [one] => format!("If one unchecked answer is one level off, it becomes {}: {}. Check that first.", flip.to, one.title),
        many => format!(
            "If {} unchecked answers are each one level off, it becomes {}: {}. Check these first.",
            many.len(),
            flip.to,
            titles(many)
        ),
    }
}

/// A few titles, and how many more.
fn titles(questions: &[&Question]) -> String {
    let named: Vec<&str> = questions.iter().take(4).map(|q| q.title.as_str()).collect();
    let more = questions.len() - named.len();
    if more > 0 { format!("{} and {more} more", named.join(", ")) } else { named.join(", ") }
}

/// How sure it is in numbers: weights, unchecked answers, and the soft share of worlds.
pub fn certainty(round: &Round, certainty: &Certainty) -> Vec<String> {
    let verdict = round.outcome.reference.verdict;
    let mut lines = vec![match certainty.radius {
        Some(weights::MOST) => "Weights: none within a factor of 16 would change it.".to_owned(),
        Some(radius) if radius > 100 => {
            let r = weights::show(radius);
            format!("Weights: some questions would have to count over {r} times as much, and others {r} times less, before this changes.")
        }
        Some(_) => "Weights: the smallest change of weights can change it.".to_owned(),
        None => "Weights: they say nothing while open answers can change it.".to_owned(),
    }];
    let (mild, strong) = certainty.doubt;
    lines.push(if mild == strong {
        "Unchecked answers: all of them could be one level off, and it would stay.".to_owned()
    } else {
        format!("Unchecked answers: if all of them could be one level off, it could be {}.", between(mild, strong))
    });
    let share = certainty.worlds.get(verdict as usize).copied().unwrap_or(0);
    // A soft number gets no decimals.
    let share = if share == WORLDS { "all".to_owned() } else { format!("about {} %", share / (WORLDS / 100)) };
    lines.push(format!(
        "Soft: {share} of 10,000 plausible worlds say {verdict}. In each, open answers, weights, strictness and the spacing of levels are drawn anew."
    ));
    lines.extend(certainty.margins.iter().min_by(|a, b| compare(&a.distance, &b.distance)).map(|m| margin(round, m)));
    lines
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
