//! From the text of a line to its event.

use super::strict::{Strict, canonical};
use super::{FORMAT, LineError, is_id, typed};
use crate::log::event::{Because, Body, Do, Event, Evidence, EvidenceKind, Figure, How, Levels, Said, Setting};
use crate::log::key::SettingKey;
use crate::model::exact::Decimal;
use crate::model::level::Level;
use serde_json::{Map, Value};

/// Reads one line, without its end, with its canonical form.
pub fn parse(line: &str) -> Result<Event, LineError> {
    let mut event = read(line)?;
    event.canonical = canonical(line);
    Ok(event)
}

/// Reads one line, without its end and without its canonical form.
pub fn read(line: &str) -> Result<Event, LineError> {
    typed::read(line).map_or_else(|| read_tree(line), Ok)
}

/// Reads one line by way of its tree: any line, and says what is wrong with it.
pub(super) fn read_tree(line: &str) -> Result<Event, LineError> {
    let damaged = |what: String| LineError::Damaged(what);
    let Strict(value) = serde_json::from_str(line).map_err(|e| damaged(reason(&e)))?;
    let Value::Object(object) = &value else {
        return Err(damaged("no JSON object".into()));
    };
    let format = object.get("format").ok_or_else(|| damaged("`format` is missing".into()))?;
    match format.as_u64() {
        Some(known) if (1..=FORMAT).contains(&known) => {}
        Some(newer) if newer > FORMAT => return Err(LineError::Newer(newer)),
        _ => return Err(damaged("`format` is no known number".into())),
    }
    let fields = Fields { object };
    event(&fields, line).map_err(LineError::Damaged)
}

fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line").map_or(text.clone(), |(what, _)| what.to_owned())
}

struct Fields<'j> {
    object: &'j Map<String, Value>,
}

impl<'j> Fields<'j> {
    fn text(&self, key: &str) -> Result<String, String> {
        self.optional(key)?.ok_or_else(|| format!("`{key}` is missing"))
    }

    fn optional(&self, key: &str) -> Result<Option<String>, String> {
        match self.object.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(format!("`{key}` is no text")),
        }
    }

    fn truth(&self, key: &str) -> Result<bool, String> {
        match self.object.get(key) {
            None => Ok(false),
            Some(Value::Bool(b)) => Ok(*b),
            Some(_) => Err(format!("`{key}` is not true or false")),
        }
    }

    /// `clear: true`, or absent.
    fn clear(&self) -> Result<bool, String> {
        match self.object.get("clear") {
            None => Ok(false),
            Some(Value::Bool(true)) => Ok(true),
            Some(_) => Err("`clear` can only be true".into()),
        }
    }

    fn ids(&self, key: &str) -> Result<Option<Vec<String>>, String> {
        match self.object.get(key) {
            None => Ok(None),
            Some(Value::Array(list)) => list
                .iter()
                .map(|v| v.as_str().map(str::to_owned).ok_or_else(|| format!("`{key}` holds ids")))
                .collect::<Result<_, _>>()
                .map(Some),
            Some(_) => Err(format!("`{key}` is no list")),
        }
    }

    fn word<T>(&self, key: &str, parse: fn(&str) -> Option<T>) -> Result<Option<T>, String> {
        match self.optional(key)? {
            None => Ok(None),
            Some(word) => parse(&word).map(Some).ok_or_else(|| format!("`{key}` is none of its words")),
        }
    }

    fn needed_ids(&self, key: &str) -> Result<Vec<String>, String> {
        self.ids(key)?.ok_or_else(|| format!("`{key}` is missing"))
    }

    fn needed_word<T>(&self, key: &str, parse: fn(&str) -> Option<T>) -> Result<T, String> {
        self.word(key, parse)?.ok_or_else(|| format!("`{key}` is missing"))
    }

    /// The value of a setting; `None` where it is cleared.
    fn setting(&self) -> Result<Option<Setting>, String> {
        match (self.clear()?, self.object.get("value")) {
            (true, None) => Ok(None),
            (false, Some(Value::Bool(b))) => Ok(Some(Setting::Bool(*b))),
            (false, Some(Value::String(text))) => Ok(Some(Setting::Text(text.clone()))),
            (false, Some(other)) => Ok(Some(Setting::Other(other.to_string()))),
            _ => Err("exactly one of value, clear is needed".into()),
        }
    }

    /// The text of a note; `None` where it is dropped.
    fn note_text(&self) -> Result<Option<String>, String> {
        let text = self.optional("text")?;
        if self.clear()? == text.is_some() {
            return Err("exactly one of text, clear is needed".into());
        }
        Ok(text)
    }

    /// An item of evidence; `None` where it is dropped.
    fn item(&self) -> Result<Option<Evidence>, String> {
        if self.clear()? {
            return Ok(None);
        }
        Ok(Some(Evidence {
            kind: self.needed_word("kind", EvidenceKind::parse)?,
            at: self.text("where")?,
            seen: self.optional("seen")?,
            text: self.optional("text")?,
        }))
    }

    fn said(&self) -> Result<Said, String> {
        let kinds = ["level", "figure", "parts", "text", "unknown", "not_applicable", "clear"];
        let there: Vec<&str> = kinds.into_iter().filter(|k| self.object.contains_key(*k)).collect();
        let [kind] = there.as_slice() else {
            return Err(format!("exactly one of {} is needed", kinds.join(", ")));
        };
        let value = self.object.get(*kind).unwrap_or(&Value::Null);
        let wrong = || format!("`{kind}` has a wrong value");
        Ok(match *kind {
            "level" => Said::Level(span(value).ok_or_else(wrong)?),
            "figure" => Said::Figure(figure(value).ok_or_else(wrong)?),
            "parts" => {
                let object = value.as_object().ok_or_else(wrong)?;
                let parts = object.iter().map(|(k, v)| Some((k.clone(), figure(v)?))).collect::<Option<_>>();
                Said::Parts(parts.ok_or_else(wrong)?)
            }
            "text" => Said::Text(value.as_str().ok_or_else(wrong)?.to_owned()),
            "not_applicable" => Said::NotApplicable(value.as_str().ok_or_else(wrong)?.to_owned()),
            "unknown" if *value == Value::Bool(true) => Said::Unknown,
            "clear" if *value == Value::Bool(true) => Said::Clear,
            _ => return Err(wrong()),
        })
    }
}

fn span(value: &Value) -> Option<Levels> {
    let level = |v: &Value| v.as_u64().and_then(Level::new);
    match value {
        Value::Array(list) => match list.as_slice() {
            [low, high] => {
                Some((level(low)?, level(high)?)).filter(|(low, high)| low <= high).map(|(low, high)| Levels::between(low, high))
            }
            _ => None,
        },
        one => level(one).map(|level| Levels::between(level, level)),
    }
}

fn figure(value: &Value) -> Option<Figure> {
    match value {
        Value::String(text) => Decimal::parse(text).map(Figure::of),
        Value::Array(list) => match list.as_slice() {
            [Value::String(low), Value::String(high)] => {
                Some(Figure { low: Decimal::parse(low)?, high: Decimal::parse(high)? }).filter(|f| f.low <= f.high)
            }
            _ => None,
        },
        _ => None,
    }
}

fn event(fields: &Fields<'_>, raw: &str) -> Result<Event, String> {
    let word = fields.text("do")?;
    let id = fields.text("id")?;
    if !is_id(&id) {
        return Err("`id` is no ULID before the year 2100".into());
    }
    let kind = Do::parse(&word).ok_or_else(|| format!("`{word}` is no known kind of line"))?;
    Ok(Event {
        id,
        body: body(kind, fields)?,
        at: fields.text("at")?,
        author: fields.text("author")?,
        replaces: fields.ids("replaces")?.unwrap_or_default(),
        from: fields.optional("from")?,
        redacted: fields.truth("redacted")?,
        raw: raw.to_owned(),
        canonical: String::new(),
    })
}

fn body(kind: Do, fields: &Fields<'_>) -> Result<Body, String> {
    Ok(match kind {
        Do::Start => Body::Start {
            questionnaire: fields.text("questionnaire")?,
            version: fields.text("version")?,
            pin: fields.text("pin")?,
            system: fields.text("system")?,
            after: fields.optional("after")?,
        },
        Do::Set => Body::Set { value: fields.setting()?, key: SettingKey::from(fields.text("key")?.as_str()) },
        Do::Answer => Body::Answer {
            question: fields.text("question")?,
            by: fields.optional("by")?,
            pin: fields.text("pin")?,
            because: fields.word("because", Because::parse)?,
            value: fields.said()?,
        },
        Do::Settle => Body::Settle {
            question: fields.text("question")?,
            pin: fields.text("pin")?,
            value: fields.said()?,
            settles: fields.needed_ids("settles")?,
            how: fields.needed_word("how", How::parse)?,
            why: fields.text("why")?,
        },
        Do::Confirm => Body::Confirm { question: fields.text("question")?, by: fields.optional("by")?, of: fields.needed_ids("of")? },
        Do::Note => Body::Note {
            text: fields.note_text()?,
            question: fields.optional("question")?,
            by: fields.optional("by")?,
            open: fields.truth("open")?,
            owner: fields.optional("owner")?,
            due: fields.optional("due")?,
        },
        Do::Evidence => Body::Evidence { item: fields.item()?, question: fields.text("question")? },
        Do::Complete => Body::Complete { covers: fields.needed_ids("covers")? },
        Do::Reopen => Body::Reopen { why: fields.text("why")? },
        Do::Undo => Body::Undo { of: fields.needed_ids("of")? },
    })
}
