//! What a person types as an answer: levels, ranges, figures, ratios. The same words on the screen and in line mode.

use crate::log::event::{Figure, Levels, Said};
use crate::model::exact::Decimal;
use crate::model::level::Level;
use crate::model::question::{Kind, Question};
use crate::standing::bounds::within;
use std::collections::BTreeMap;

/// A range of figures as it may be typed.
pub const RANGE: &str = "2 to 6";

/// Two figures as they may be typed.
pub const RATIO: &str = "12 / 4";

/// Reads a typed answer; an error says what is expected.
pub fn parse(question: &Question, text: &str) -> Result<Said, String> {
    let text = text.trim();
    match &question.kind {
        Kind::Levels(_) => levels(text),
        Kind::Figure { unit, most, .. } => {
            let figure = figure(text).ok_or_else(|| format!("type a number ({unit}), such as 3.5, or a range such as {RANGE}"))?;
            match most {
                Some(most) if !within(Some(most), &figure) => Err(format!("type a number from 0 to {most} ({unit})")),
                _ => Ok(Said::Figure(figure)),
            }
        }
        Kind::Ratio { parts, .. } => {
            let expected = || format!("type two numbers, {} / {}, such as {RATIO}", parts[0].label, parts[1].label);
            let (a, b) = text.split_once('/').or_else(|| text.split_once(char::is_whitespace)).ok_or_else(expected)?;
            let (a, b) = (figure(a).ok_or_else(expected)?, figure(b).ok_or_else(expected)?);
            Ok(Said::Parts(BTreeMap::from([(parts[0].id.clone(), a), (parts[1].id.clone(), b)])))
        }
        Kind::Text if text.is_empty() => Err("type a few words".into()),
        Kind::Text => Ok(Said::Text(text.to_owned())),
    }
}

fn levels(text: &str) -> Result<Said, String> {
    let expected = || "type a level 0 to 4, or a range such as 1-3".to_owned();
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    let level = |t: &str| Level::parse(t).ok_or_else(expected);
    let span = Levels::between(level(low)?, level(high)?);
    // Everything between 0 and 4 says nothing: it is unknown.
    Ok(if span == Levels::ALL { Said::Unknown } else { Said::Level(span) })
}

/// `3.5`, `1,5`, `2 to 6`, `2..6`, `2-6`.
fn figure(text: &str) -> Option<Figure> {
    let number = |t: &str| {
        let t = t.trim().trim_end_matches('%').trim();
        // A decimal comma is what many people type; a comma that groups thousands has three digits behind it.
        let t = match t.split_once(',') {
            Some((_, part)) if part.len() != 3 && !t.contains('.') => t.replace(',', "."),
            _ => t.replace(',', ""),
        };
        Decimal::parse(&t)
    };
    if let Some(value) = number(text) {
        return Some(Figure::of(value));
    }
    for mark in [" to ", "..", "-"] {
        let Some(at) = text.char_indices().skip(1).map(|(i, _)| i).find(|i| text.get(*i..).is_some_and(|rest| rest.starts_with(mark)))
        else {
            continue;
        };
        let (low, high) = (number(text.get(..at)?), number(text.get(at + mark.len()..)?));
        if let Some((low, high)) = low.zip(high) {
            return Some(if low <= high { Figure { low, high } } else { Figure { low: high, high: low } });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_ranges_are_read_and_everything_means_unknown() {
        assert_eq!(levels("2").unwrap(), Said::Level(Levels::level(2)));
        assert_eq!(levels(" 3 - 1 ").unwrap(), Said::Level(Levels { low: 1, high: 3 }));
        assert_eq!(levels("0-4").unwrap(), Said::Unknown);
        assert!(levels("5").is_err() && levels("").is_err() && levels("a-b").is_err());
    }

    #[test]
    fn figures_are_read_as_people_type_them() {
        let show = |t: &str| figure(t).map(|f| f.show());
        assert_eq!(show("3.5").as_deref(), Some("3.5"));
        assert_eq!(show("1,5").as_deref(), Some("1.5"));
        assert_eq!(show("12,000").as_deref(), Some("12000"));
        assert_eq!(show("40 %").as_deref(), Some("40"));
        assert_eq!(show("6 to 2").as_deref(), Some("2 to 6"));
        assert_eq!(show("2..6").as_deref(), Some("2 to 6"));
        assert_eq!(show("2-6").as_deref(), Some("2 to 6"));
        assert_eq!(show("-3").as_deref(), Some("-3"));
        assert_eq!(show("ten"), None);
        assert_eq!(show("é-é"), None);
    }
}
