//! The quick way from a line to its event: JSON straight into fields, without a tree in between.
//!
//! It takes only lines that leave nothing to say: every key known and of its type, none twice, none empty. For all others it
//! gives up, and [`super::read()`] looks at the tree; so what a line means, and what is wrong with it, is said in one place.

use super::{FORMAT, is_id};
use crate::log::event::{Because, Body, Do, Event, Evidence, EvidenceKind, Figure, How, Levels, Said, Setting};
use crate::log::key::SettingKey;
use crate::model::exact::Decimal;
use crate::model::level::Level;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// Every key of every kind of line. `null` is no value of any of them.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'l> {
    format: u64,
    r#do: &'l str,
    id: String,
    at: String,
    author: String,
    #[serde(default, deserialize_with = "some")]
    replaces: Option<Vec<String>>,
    #[serde(default, deserialize_with = "some")]
    from: Option<String>,
    #[serde(default)]
    redacted: bool,
    #[serde(default, deserialize_with = "some")]
    questionnaire: Option<String>,
    #[serde(default, deserialize_with = "some")]
    version: Option<String>,
    #[serde(default, deserialize_with = "some")]
    pin: Option<String>,
    #[serde(default, deserialize_with = "some")]
    system: Option<String>,
    #[serde(default, deserialize_with = "some")]
    after: Option<String>,
    #[serde(default, deserialize_with = "some", borrow)]
    key: Option<Cow<'l, str>>,
    #[serde(default, deserialize_with = "some")]
    value: Option<Value>,
    #[serde(default, deserialize_with = "some")]
    question: Option<String>,
    #[serde(default, deserialize_with = "some")]
    by: Option<String>,
    #[serde(default, deserialize_with = "some")]
    because: Option<&'l str>,
    #[serde(default, deserialize_with = "some")]
    level: Option<Span>,
    #[serde(default, deserialize_with = "some")]
    figure: Option<Number>,
    #[serde(default, deserialize_with = "some")]
    parts: Option<Parts>,
    #[serde(default, deserialize_with = "some")]
    text: Option<String>,
    #[serde(default, deserialize_with = "some")]
    unknown: Option<bool>,
    #[serde(default, deserialize_with = "some")]
    not_applicable: Option<String>,
    #[serde(default, deserialize_with = "some")]
    clear: Option<bool>,
    #[serde(default, deserialize_with = "some")]
    settles: Option<Vec<String>>,
    #[serde(default, deserialize_with = "some")]
    how: Option<&'l str>,
    #[serde(default, deserialize_with = "some")]
    why: Option<String>,
    #[serde(default, deserialize_with = "some")]
    of: Option<Vec<String>>,
    #[serde(default)]
    open: bool,
    #[serde(default, deserialize_with = "some")]
    owner: Option<String>,
    #[serde(default, deserialize_with = "some")]
    due: Option<String>,
    #[serde(default, deserialize_with = "some")]
    kind: Option<&'l str>,
    #[serde(default, deserialize_with = "some")]
    r#where: Option<String>,
    #[serde(default, deserialize_with = "some")]
    seen: Option<String>,
    #[serde(default, deserialize_with = "some")]
    covers: Option<Vec<String>>,
}

/// What is there, is there: `null` would be "nothing" otherwise.
fn some<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// Reads a line that leaves nothing to say; `None` for all others.
pub(super) fn read(line: &str) -> Option<Event> {
    let fields: Line<'_> = serde_json::from_str(line).ok()?;
    if !(1..=FORMAT).contains(&fields.format) || !is_id(&fields.id) {
        return None;
    }
    // `clear` can only be true, and so can `unknown`.
    if fields.clear == Some(false) || fields.unknown == Some(false) {
        return None;
    }
    let kind = Do::parse(fields.r#do)?;
    let mut fields = fields;
    let replaces = fields.replaces.take().unwrap_or_default();
    let (id, at, author) = (std::mem::take(&mut fields.id), std::mem::take(&mut fields.at), std::mem::take(&mut fields.author));
    let (from, redacted) = (fields.from.take(), fields.redacted);
    let body = body(kind, fields)?;
    Some(Event { id, at, author, replaces, from, redacted, body, raw: line.to_owned(), canonical: String::new() })
}

fn body(kind: Do, mut fields: Line<'_>) -> Option<Body> {
    Some(match kind {
        Do::Start => Body::Start {
            questionnaire: fields.questionnaire?,
            version: fields.version?,
            pin: fields.pin?,
            system: fields.system?,
            after: fields.after,
        },
        Do::Set => Body::Set {
            key: SettingKey::from(&*fields.key?),
            value: match (fields.clear, fields.value) {
                (Some(_), None) => None,
                (None, Some(Value(setting))) => Some(setting),
                _ => return None,
            },
        },
        Do::Answer => Body::Answer {
            value: said(&mut fields)?,
            question: fields.question?,
            by: fields.by,
            pin: fields.pin?,
            because: match fields.because {
                Some(word) => Some(Because::parse(word)?),
                None => None,
            },
        },
        Do::Settle => Body::Settle {
            value: said(&mut fields)?,
            question: fields.question?,
            pin: fields.pin?,
            settles: fields.settles?,
            how: How::parse(fields.how?)?,
            why: fields.why?,
        },
        Do::Confirm => Body::Confirm { question: fields.question?, by: fields.by, of: fields.of? },
        Do::Note => {
            if fields.clear.is_some() == fields.text.is_some() {
                return None;
            }
            Body::Note {
                question: fields.question,
                text: fields.text,
                by: fields.by,
                open: fields.open,
                owner: fields.owner,
                due: fields.due,
            }
        }
        Do::Evidence => Body::Evidence {
            item: match fields.clear {
                Some(_) => None,
                None => {
                    Some(Evidence { kind: EvidenceKind::parse(fields.kind?)?, at: fields.r#where?, seen: fields.seen, text: fields.text })
                }
            },
            question: fields.question?,
        },
        Do::Complete => Body::Complete { covers: fields.covers? },
        Do::Reopen => Body::Reopen { why: fields.why? },
        Do::Undo => Body::Undo { of: fields.of? },
    })
}

/// The one thing that is said.
fn said(fields: &mut Line<'_>) -> Option<Said> {
    let all = [
        fields.level.take().map(|Span(levels)| Said::Level(levels)),
        fields.figure.take().map(|Number(figure)| Said::Figure(figure)),
        fields.parts.take().map(|Parts(parts)| Said::Parts(parts)),
        fields.text.take().map(Said::Text),
        fields.unknown.map(|_| Said::Unknown),
        fields.not_applicable.take().map(Said::NotApplicable),
        fields.clear.map(|_| Said::Clear),
    ];
    let mut there = all.into_iter().flatten();
    there.next().filter(|_| there.next().is_none())
}

/// The value of a setting that is true, false or a text.
struct Value(Setting);

/// A level, or two of them.
struct Span(Levels);

/// A figure, or two of them.
struct Number(Figure);

/// Figures by their parts.
struct Parts(BTreeMap<String, Figure>);

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Value, D::Error> {
        struct One;
        impl Visitor<'_> for One {
            type Value = Value;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false or a text")
            }
            fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
                Ok(Value(Setting::Bool(v)))
            }
            fn visit_str<E>(self, v: &str) -> Result<Value, E> {
                Ok(Value(Setting::Text(v.to_owned())))
            }
        }
        from.deserialize_any(One)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Span, D::Error> {
        struct OneOrTwo;
        impl<'de> Visitor<'de> for OneOrTwo {
            type Value = Span;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a level or two")
            }
            fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<Span, E> {
                let level = Level::new(v).ok_or_else(|| E::custom("level"))?;
                Ok(Span(Levels::between(level, level)))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Span, A::Error> {
                let two = (seq.next_element()?.and_then(Level::new), seq.next_element()?.and_then(Level::new));
                match (two, seq.next_element::<u64>()?) {
                    ((Some(low), Some(high)), None) if low <= high => Ok(Span(Levels::between(low, high))),
                    _ => Err(A::Error::custom("levels")),
                }
            }
        }
        from.deserialize_any(OneOrTwo)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Number, D::Error> {
        struct OneOrTwo;
        impl<'de> Visitor<'de> for OneOrTwo {
            type Value = Number;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a figure or two")
            }
            fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Number, E> {
                Decimal::parse(v).map(|d| Number(Figure::of(d))).ok_or_else(|| E::custom("figure"))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Number, A::Error> {
                let mut one = || Ok(seq.next_element::<Cow<'de, str>>()?.and_then(|text| Decimal::parse(&text)));
                let two = (one()?, one()?);
                match (two, seq.next_element::<Cow<'de, str>>()?) {
                    ((Some(low), Some(high)), None) if low <= high => Ok(Number(Figure { low, high })),
                    _ => Err(A::Error::custom("figures")),
                }
            }
        }
        from.deserialize_any(OneOrTwo)
    }
}

impl<'de> Deserialize<'de> for Parts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Parts, D::Error> {
        struct Named;
        impl<'de> Visitor<'de> for Named {
            type Value = Parts;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("figures by name")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Parts, A::Error> {
                let mut parts = BTreeMap::new();
                while let Some((name, Number(figure))) = map.next_entry()? {
                    if parts.insert(name, figure).is_some() {
                        return Err(A::Error::custom("twice"));
                    }
                }
                Ok(Parts(parts))
            }
        }
        from.deserialize_map(Named)
    }
}
