//! Answers in words: the text of a level, a figure with its unit, or the state.

use super::number::decimal;
use super::{Titled, lower_first, quoted};
use underpin_core::log::event::{Levels, Said};
use underpin_core::model::exact::Decimal;
use underpin_core::model::question::{Bands, Kind, Question};
use underpin_core::model::words::Better;
use underpin_core::standing::{Standing, Stands};

/// An answer in words: the text of the level, the figure with its unit, or the state.
pub fn answer(question: &Question, standing: Option<&Standing>) -> String {
    let Some(standing) = standing else { return Stands::Inactive.title().into() };
    if standing.state == Stands::Text {
        let said: Vec<String> = standing.counted.iter().filter_map(|e| e.body.said()).map(|v| value(question, v)).collect();
        return if said.is_empty() { Stands::Unanswered.title().to_owned() } else { said.join("; ") };
    }
    if !standing.state.has_value() {
        return standing.state.title().to_owned();
    }
    let figure = standing.figure.as_ref().map(
        |(low, high)| {
            if low == high { decimal(low) } else { format!("{} to {}", decimal(low), decimal(high)) }
        },
    );
    match (&question.kind, figure) {
        (Kind::Figure { unit, .. }, Some(figure)) => format!("{figure} {unit}"),
        (Kind::Ratio { parts, .. }, Some(figure)) => format!("{figure} ({} / {})", parts[0].label, parts[1].label),
        (Kind::Levels(_) | Kind::Text, _) | (Kind::Figure { .. } | Kind::Ratio { .. }, None) => {
            match (question.level_text(standing.span.low), question.level_text(standing.span.high)) {
                (Some(text), _) if standing.span.is_point() => text.to_owned(),
                (Some(low), Some(high)) => format!("between {} and {}", quoted(low), quoted(high)),
                _ => format!("level {}", standing.span.show()),
            }
        }
    }
}

/// A question with its answer, as part of a sentence: `restore ("never")`.
pub(super) fn named(question: &Question, standing: Option<&Standing>) -> String {
    let text = answer(question, standing);
    let level = question.kind.levels().is_some() && standing.is_some_and(|s| s.state.has_value() && s.span.is_point());
    let said = if level { quoted(&lower_first(&text)) } else { lower_first(&text) };
    format!("{} ({said})", lower_first(&question.title))
}

/// How a question stands, in a few characters.
pub fn short(state: Stands, span: Levels) -> String {
    match state {
        Stands::Answered => span.show(),
        Stands::Disagreement => format!("{} (disagreement)", span.show()),
        other => other.title().to_owned(),
    }
}

/// A level of a question in words: its text, or what the figure is there.
pub fn level(question: &Question, level: u8) -> String {
    let (unit, bands) = match &question.kind {
        Kind::Levels(texts) => {
            let text = texts.get(usize::from(level));
            return text.map_or_else(|| format!("level {level}"), |t| quoted(&lower_first(t)));
        }
        Kind::Figure { unit, bands, .. } => (unit.clone(), bands),
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

/// Where the level of a figure changes: "levels change at 0.25, 1, 5, 20, higher is better".
pub fn changes_at(bands: &Bands) -> String {
    let list: Vec<&str> = bands.bands.iter().map(Decimal::text).collect();
    format!("levels change at {}, {} is better", list.join(", "), bands.better)
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
            Kind::Levels(_) | Kind::Ratio { .. } | Kind::Text => f.show(),
        },
        Said::Parts(parts) => parts.iter().map(|(k, f)| format!("{k} {}", f.show())).collect::<Vec<_>>().join(", "),
        Said::Text(text) => text.clone(),
        Said::Unknown => Stands::Unknown.title().into(),
        Said::NotApplicable(why) => format!("{}: {why}", Stands::NotApplicable.title()),
        Said::Clear => "withdrawn".into(),
    }
}
