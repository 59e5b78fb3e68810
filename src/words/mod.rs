//! The decision in words: one place, so that screens and reports say the same.

use underpin_core::decision::certainty::Certainty;
use underpin_core::decision::class::{Class, Undecided};
use underpin_core::decision::flips::{Flip, Notch};
use underpin_core::decision::moves::FAR;
use underpin_core::decision::rules::{Assessment, Fired};
use underpin_core::decision::weights;
use underpin_core::decision::worlds::WORLDS;
use underpin_core::log::event::Said;
use underpin_core::model::exact::{compare, percent, ratio};
use underpin_core::model::question::{Kind, Question};
use underpin_core::model::words::{Axis, Better, Verdict};
use underpin_core::plan::Plan;
use underpin_core::round::Round;
use underpin_core::standing::{Standing, Stands, value_of};

/// The verdict as it is said first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// The two-way sentence: "Keep and improve", or why there is none yet.
    pub direction: String,
    /// The verdict's name; `None` while it is not decided.
    pub verdict: Option<Verdict>,
    /// One sentence about what it means, or what is missing.
    pub meaning: String,
}

/// The headline of a round.
pub fn headline(round: &Round, plan: &Plan<'_>) -> Headline {
    let Some(verdict) = round.verdict() else {
        let why = if round.questionnaire.decides {
            "Open a deciding track for a verdict."
        } else {
            "This questionnaire gives scores and findings, no verdict."
        };
        return Headline { direction: "No verdict".into(), verdict: None, meaning: why.into() };
    };
    let (mild, strong) = round.outcome.interval();
    if let Some(undecided) = round.undecided() {
        let counts = &round.outcome.counts;
        let (direction, meaning) = match undecided {
            Undecided::NoGround => (
                "Not decided yet",
                "No structural or no symptom question applies, so nothing can be said about the foundation or the pain.".to_owned(),
            ),
            Undecided::Between((mild, strong)) => (
                "Not decided yet",
                format!(
                    "{} of {} questions have an answer; it can still be {}.",
                    counts.answered + counts.disagreements,
                    counts.applicable,
                    between(mild, strong)
                ),
            ),
            Undecided::Border((mild, strong)) => (
                "On the border",
                format!(
                    "Everything is answered, and it lies on the border between {mild} and {strong}: small things decide. Read both, and check what would change it."
                ),
            ),
        };
        return Headline { direction: direction.into(), verdict: None, meaning };
    }
    let mut meaning = match verdict {
        Verdict::Restructure => format!("{} {}", verdict.meaning(), extent(plan)),
        _ => verdict.meaning().to_owned(),
    };
    if mild != strong {
        meaning.push_str(&format!(" Open answers can still make it {}.", between(mild, strong)));
    }
    if round.base.at_most.is_some_and(|limit| limit == verdict && round.outcome.reference.need > limit) {
        meaning.push_str(" It may be more than that: this is a rebuild candidate, and a wider track can tell.");
    }
    Headline { direction: verdict.direction().to_owned(), verdict: Some(verdict), meaning }
}

/// "anything from maintain to rebuild", or "optimize or restructure".
pub fn between(mild: Verdict, strong: Verdict) -> String {
    let neighbours = (mild as u8).abs_diff(strong as u8) <= 1;
    if mild == strong {
        mild.word().to_owned()
    } else if neighbours {
        format!("{mild} or {strong}")
    } else {
        format!("anything from {mild} to {strong}")
    }
}

/// How much a restructuring is: an action of two person-months or more means a component or the data layout.
fn extent(plan: &Plan<'_>) -> &'static str {
    let large = plan.actions.iter().filter_map(|a| a.remedy).any(|r| *r.effort_days.1.value() >= ratio(40, 1));
    if large { "How much: one component or the data layout, months." } else { "How much: inside the code, weeks." }
}

/// What the conditions call for, in one sentence.
pub fn need(round: &Round) -> String {
    let a = &round.outcome.reference;
    let because: Vec<String> = a
        .floors
        .iter()
        .filter(|f| f.verdict == a.need)
        .filter_map(|f| round.questionnaire.at(f.question))
        .map(|q| format!("\"{}\" alone asks for it", q.title))
        .chain(a.fired.iter().filter(|f| f.raises == a.need).map(reason))
        .take(2)
        .collect();
    let (low, high) = round.outcome.need_interval();
    let because = because.join("; and because ");
    match (low == high, because.is_empty()) {
        (true, true) => "Needed: upkeep. No rule asks for more.".into(),
        (true, false) => format!("Needed: {}, because {because}.", a.need),
        // What stands in the middle of open answers is not said as if it were known.
        (false, true) => format!("Needed: {}. With open answers in the middle it is upkeep.", between(low, high)),
        (false, false) => format!("Needed: {}. With open answers in the middle it is {}, because {because}.", between(low, high), a.need),
    }
}

fn reason(fired: &Fired) -> String {
    let sentence = fired.sentence();
    sentence.split(": calls for").next().unwrap_or(&sentence).to_owned()
}

/// How sure it is, in one sentence for somebody who has no time for numbers.
pub fn sure(round: &Round, certainty: &Certainty) -> String {
    let verdict = round.outcome.reference.verdict;
    match certainty.class {
        Class::Certain | Class::Firm if certainty.doubt.0 == certainty.doubt.1 => {
            let word = if certainty.class == Class::Certain { "Certain" } else { "Firm" };
            format!("{word}: even if every unchecked answer were one level off, it would stay {verdict}.")
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
    if let Some(margin) = certainty.margins.iter().min_by(|a, b| compare(&a.distance, &b.distance)) {
        let name = match margin.score {
            "weakest" => "weakest area",
            "breadth" => "share of weak areas",
            "tactical" => "day-to-day health",
            "feasibility" => "readiness",
            other => other,
        };
        let points = decimal(&(&margin.distance * ratio(100, 1)));
        let unit = if points == "1" { "point" } else { "points" };
        lines.push(format!("Margin: {points} percentage {unit} of {name} away from {}.", margin.to));
    }
    lines
}

/// What would change the verdict, stronger first; empty while there is none to change.
pub fn changes(round: &Round, certainty: &Certainty) -> Vec<String> {
    let mut lines = Vec::new();
    if round.outcome.coverage_is_thin() && !round.outcome.decided() || round.outcome.has_no_ground() {
        return lines;
    }
    let now = round.outcome.reference.verdict;
    for (flip, there_is, way) in [
        (&certainty.stronger, now < Verdict::Rebuild, ("worse", "stronger")),
        (&certainty.milder, now > Verdict::Maintain, ("better", "milder")),
    ] {
        match flip {
            Some(flip) => lines.push(flip_sentence(round, flip, way.0)),
            None if !there_is => {}
            None if way.1 == "stronger" && round.outcome.reference.allowed == now => {
                lines.push(format!("Nothing makes it stronger while this holds: {}.", limits(round, &round.outcome.reference).join("; ")));
            }
            None => lines.push(format!("Far from anything {}: more than {FAR} steps on answers away.", way.1)),
        }
    }
    for gate in certainty.gates.iter().take(3) {
        if let Some(question) = round.questionnaire.at(gate.question) {
            let level = level(question, gate.if_level);
            lines.push(format!("{} alone would make it {}: {level}.", question.title, gate.to));
        }
    }
    lines
}

/// A level of a question in words: its text, or what the figure is there.
pub fn level(question: &Question, level: u8) -> String {
    let (unit, bands) = match &question.kind {
        Kind::Levels(texts) => {
            let text = texts.get(usize::from(level));
            return text.map_or_else(|| format!("level {level}"), |t| format!("\"{}\"", lower_first(t)));
        }
        Kind::Figure { unit, bands } => (unit.clone(), bands),
        Kind::Ratio { parts, bands, .. } => (format!("{} / {}", parts[0].label, parts[1].label), bands),
        Kind::Text => return format!("level {level}"),
    };
    let (below, above) = match bands.better {
        Better::Higher => ("below", "or more"),
        Better::Lower => ("above", "or less"),
    };
    let place = usize::from(level);
    match (place.checked_sub(1).and_then(|p| bands.bands.get(p)), bands.bands.get(place)) {
        (None, Some(first)) => format!("{below} {first} {unit}"),
        (Some(last), None) => format!("{last} {unit} {above}"),
        (Some(a), Some(b)) if bands.better == Better::Higher => format!("{a} to {b} {unit}"),
        (Some(a), Some(b)) => format!("{b} to {a} {unit}"),
        (None, None) => format!("level {level}"),
    }
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
    format!("{steps} {way} would make it {}: {}{rest}.", flip.to, named.join(", "))
}

/// What the organisation can carry, in one sentence.
pub fn allowed(round: &Round) -> String {
    let a = &round.outcome.reference;
    let (low, high) = round.outcome.allowed_interval();
    if low != high {
        return format!("Allowed: {}; open answers about readiness decide.", between(low, high));
    }
    if a.allowed == Verdict::Rebuild {
        return "Allowed: anything, even a rebuild: the organisation could carry it.".into();
    }
    let limits = limits(round, a);
    if limits.is_empty() {
        return format!("Allowed: {} at most.", a.allowed);
    }
    format!("Allowed: {} at most, because {}.", a.allowed, limits.join("; "))
}

/// What holds the allowed verdict back.
pub fn limits(round: &Round, a: &Assessment) -> Vec<String> {
    let mut limits: Vec<String> = a
        .caps
        .iter()
        .filter(|c| c.verdict == a.allowed)
        .filter_map(|c| round.questionnaire.at(c.question).map(|q| (q, round.standings.get(c.question))))
        .map(|(q, s)| format!("{}: {}", lower_first(&q.title), lower_first(&answer(q, s))))
        .collect();
    if limits.is_empty() && round.base.at_most == Some(a.allowed) {
        let titles: Vec<&str> = round.base.tracks.iter().filter_map(|t| round.questionnaire.track(t)).map(|t| t.title.as_str()).collect();
        limits.push(format!("\"{}\" alone never says more", titles.join("\" and \"")));
    }
    if limits.is_empty() && a.infeasible && a.allowed == Verdict::Restructure {
        limits.push(match &a.scores.feasibility {
            Some(g) => format!(
                "the readiness to carry a rebuild stands at {} %, below {} %",
                percent(g),
                percent(round.questionnaire.numbers.feasibility.value())
            ),
            None => "nothing is known about the readiness to carry a rebuild".to_owned(),
        });
    }
    limits
}

/// When more is needed than allowed.
pub fn capped(round: &Round) -> Option<String> {
    let a = &round.outcome.reference;
    if !round.has_verdict() || a.need <= a.allowed {
        return None;
    }
    Some(format!("The answers call for {}; {} is as far as it may go for now.", article(a.need), a.allowed))
}

fn article(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Maintain => "upkeep",
        Verdict::Optimize => "optimizing",
        Verdict::Restructure => "restructuring",
        Verdict::Rebuild => "a rebuild",
    }
}

/// Three or more flags on a foundation that is sound.
pub fn unexplained_flags(round: &Round) -> Option<&'static str> {
    let scores = &round.outcome.reference.scores;
    let limit = round.questionnaire.numbers.restructure_flags_foundation.value();
    let sound = scores.foundation.as_ref().is_some_and(|f| f >= limit);
    (scores.flags.len() >= 3 && sound)
        .then_some("Three warning signs, but the answers about the foundation do not explain them: measure before you move anything.")
}

/// An answer in words: the text of the level, the figure with its unit, or the state.
pub fn answer(question: &Question, standing: Option<&Standing>) -> String {
    let Some(standing) = standing else { return "not asked".into() };
    if standing.state == Stands::Text {
        let said: Vec<String> = standing.counted.iter().filter_map(|e| value_of(e)).map(|v| value(question, v)).collect();
        return if said.is_empty() { Stands::Unanswered.title().to_owned() } else { said.join("; ") };
    }
    if !matches!(standing.state, Stands::Answered | Stands::Disagreement) {
        return standing.state.title().to_owned();
    }
    let figure = standing.figure.as_ref().map(|(low, high)| {
        let show = |x| decimal(x);
        if low == high { show(low) } else { format!("{} to {}", show(low), show(high)) }
    });
    match (&question.kind, figure) {
        (Kind::Figure { unit, .. }, Some(figure)) => format!("{figure} {unit}"),
        (Kind::Ratio { parts, .. }, Some(figure)) => format!("{figure} ({} / {})", parts[0].label, parts[1].label),
        _ => match (question.level_text(standing.span.low), question.level_text(standing.span.high)) {
            (Some(text), _) if standing.span.is_point() => text.to_owned(),
            (Some(low), Some(high)) => format!("between \"{low}\" and \"{high}\""),
            _ => format!("level {}", standing.span.show()),
        },
    }
}

/// An exact number with at most two decimals, for display.
pub fn decimal(x: &underpin_core::model::exact::Exact) -> String {
    use num_traits::{Signed, ToPrimitive};
    let hundredths = (x * ratio(100, 1)).round().to_integer().to_i64().unwrap_or(0);
    let sign = if x.is_negative() && hundredths != 0 { "-" } else { "" };
    let (whole, part) = (hundredths.abs() / 100, hundredths.abs() % 100);
    let text = format!("{sign}{whole}.{part:02}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What a single value says, for lists of respondents.
pub fn value(question: &Question, value: &Said) -> String {
    match value {
        Said::Level(span) if span.is_point() => match question.level_text(span.low) {
            Some(text) => format!("{} {text}", span.low),
            None => span.show(),
        },
        Said::Level(span) => span.show(),
        Said::Figure(f) => match &question.kind {
            Kind::Figure { unit, .. } => format!("{} {unit}", f.show()),
            _ => f.show(),
        },
        Said::Parts(parts) => parts.iter().map(|(k, f)| format!("{k} {}", f.show())).collect::<Vec<_>>().join(", "),
        Said::Text(text) => text.clone(),
        Said::Unknown => "don't know".into(),
        Said::NotApplicable(why) => format!("not applicable: {why}"),
        Said::Clear => "withdrawn".into(),
    }
}

/// `effort` as a range: "1-2 days", "half a day", and from 60 person-days on "3-9 person-months" of 20 days.
pub fn effort(low: &underpin_core::model::exact::Exact, high: &underpin_core::model::exact::Exact) -> String {
    let month = ratio(20, 1);
    let months = *low >= ratio(60, 1);
    let unit = if months { "person-month" } else { "day" };
    // Months are rounded: nobody knows them more exactly.
    let show = |x: &underpin_core::model::exact::Exact| if months { decimal(&(x / &month).round()) } else { decimal(x) };
    let (a, b) = (show(low), show(high));
    if a == b && a == "0.5" {
        return "half a day".into();
    }
    let plural = if b == "1" { "" } else { "s" };
    if a == b { format!("{a} {unit}{plural}") } else { format!("{a}-{b} {unit}{plural}") }
}

/// The text with its first letter in lower case, unless the word looks like an acronym.
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => format!("{}{}", first.to_lowercase(), chars.as_str()),
        _ => text.to_owned(),
    }
}

/// A choice of a fact in words: `slow-under-load` is "slow under load".
pub fn choice(id: &str) -> String {
    id.replace('-', " ")
}

/// Planned minutes in words: "15 minutes", "5 hours".
pub fn duration(minutes: u32) -> String {
    if minutes < 100 { format!("{minutes} minutes") } else { format!("about {} hours", (minutes + 30) / 60) }
}
