//! One line of the log: JSON to event and back.

use crate::log::event::{Because, Body, Event, Evidence, EvidenceKind, Figure, How, Levels, Said, Setting};
use crate::model::exact::Decimal;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt;

/// The format of lines that this program writes and fully understands.
pub const FORMAT: u64 = 1;

/// Why a line has no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineError {
    /// A newer program wrote it.
    Newer(u64),
    /// It is damaged.
    Damaged(String),
}

/// JSON in which a key that stands twice is an error.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Strict;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_bool<E>(self, v: bool) -> Result<Strict, E> {
                Ok(Strict(v.into()))
            }
            fn visit_i64<E>(self, v: i64) -> Result<Strict, E> {
                Ok(Strict(v.into()))
            }
            fn visit_u64<E>(self, v: u64) -> Result<Strict, E> {
                Ok(Strict(v.into()))
            }
            fn visit_f64<E>(self, v: f64) -> Result<Strict, E> {
                Ok(Strict(v.into()))
            }
            fn visit_str<E>(self, v: &str) -> Result<Strict, E> {
                Ok(Strict(v.into()))
            }
            fn visit_unit<E>(self) -> Result<Strict, E> {
                Ok(Strict(Value::Null))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Strict, A::Error> {
                let mut list = Vec::new();
                while let Some(Strict(v)) = seq.next_element()? {
                    list.push(v);
                }
                Ok(Strict(Value::Array(list)))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Strict, A::Error> {
                let mut object = Map::new();
                while let Some((key, Strict(value))) = map.next_entry::<String, Strict>()? {
                    if object.contains_key(&key) {
                        return Err(A::Error::custom(format!("the key `{key}` stands twice")));
                    }
                    object.insert(key, value);
                }
                Ok(Strict(Value::Object(object)))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// The same text for values that are equal as JSON.
fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(object) => {
            let sorted: BTreeMap<&String, &Value> = object.iter().collect();
            out.push('{');
            for (key, value) in sorted {
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                write_canonical(value, out);
                out.push(',');
            }
            out.push('}');
        }
        Value::Array(list) => {
            out.push('[');
            for value in list {
                write_canonical(value, out);
                out.push(',');
            }
            out.push(']');
        }
        other => out.push_str(&other.to_string()),
    }
}

/// Whether a text is an id: 26 upper-case Crockford characters, time before the year 2100.
pub fn is_id(id: &str) -> bool {
    const LIMIT: &str = "03QCPC7P00"; // 2100-01-01T00:00:00Z in milliseconds
    let crockford = |b: u8| b.is_ascii_digit() || (b.is_ascii_uppercase() && !matches!(b, b'I' | b'L' | b'O' | b'U'));
    id.len() == 26 && id.bytes().all(crockford) && id.get(..10).is_some_and(|t| t < LIMIT)
}

/// Reads one line, without its end, with its canonical form.
pub fn parse(line: &str) -> Result<Event, LineError> {
    let mut event = read(line)?;
    event.canonical = canonical(line);
    Ok(event)
}

/// The form that is the same for lines that are equal as JSON. Only lines that share an id need it.
pub fn canonical(line: &str) -> String {
    let mut text = String::new();
    if let Ok(Strict(value)) = serde_json::from_str(line) {
        write_canonical(&value, &mut text);
    }
    text
}

/// Reads one line, without its end and without its canonical form.
pub fn read(line: &str) -> Result<Event, LineError> {
    let damaged = |what: String| LineError::Damaged(what);
    let Strict(value) = serde_json::from_str(line).map_err(|e| damaged(reason(&e)))?;
    let Value::Object(object) = &value else {
        return Err(damaged("no JSON object".into()));
    };
    let format = object.get("format").ok_or_else(|| damaged("`format` is missing".into()))?;
    match format.as_u64() {
        Some(FORMAT) => {}
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
    let level = |v: &Value| v.as_u64().filter(|n| *n <= 4).and_then(|n| u8::try_from(n).ok());
    match value {
        Value::Array(list) => match list.as_slice() {
            [low, high] => Some(Levels { low: level(low)?, high: level(high)? }).filter(|s| s.low <= s.high),
            _ => None,
        },
        one => level(one).map(Levels::level),
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
    let missing = |key: &str| format!("`{key}` is missing");
    let body = match word.as_str() {
        "start" => Body::Start {
            questionnaire: fields.text("questionnaire")?,
            version: fields.text("version")?,
            pin: fields.text("pin")?,
            system: fields.text("system")?,
            after: fields.optional("after")?,
        },
        "set" => {
            let value = match (fields.clear()?, fields.object.get("value")) {
                (true, None) => None,
                (false, Some(value)) => Some(match value {
                    Value::Bool(b) => Setting::Bool(*b),
                    Value::String(text) => Setting::Text(text.clone()),
                    other => Setting::Other(other.to_string()),
                }),
                _ => return Err("exactly one of value, clear is needed".into()),
            };
            Body::Set { key: fields.text("key")?, value }
        }
        "answer" => Body::Answer {
            question: fields.text("question")?,
            by: fields.optional("by")?,
            pin: fields.text("pin")?,
            because: fields.word("because", Because::parse)?,
            value: fields.said()?,
        },
        "settle" => Body::Settle {
            question: fields.text("question")?,
            pin: fields.text("pin")?,
            value: fields.said()?,
            settles: fields.ids("settles")?.ok_or_else(|| missing("settles"))?,
            how: fields.word("how", How::parse)?.ok_or_else(|| missing("how"))?,
            why: fields.text("why")?,
        },
        "confirm" => Body::Confirm {
            question: fields.text("question")?,
            by: fields.optional("by")?,
            of: fields.ids("of")?.ok_or_else(|| missing("of"))?,
        },
        "note" => {
            let text = fields.optional("text")?;
            if fields.clear()? == text.is_some() {
                return Err("exactly one of text, clear is needed".into());
            }
            Body::Note {
                question: fields.optional("question")?,
                text,
                by: fields.optional("by")?,
                open: fields.truth("open")?,
                owner: fields.optional("owner")?,
                due: fields.optional("due")?,
            }
        }
        "evidence" => {
            let item = if fields.clear()? {
                None
            } else {
                Some(Evidence {
                    kind: fields.word("kind", EvidenceKind::parse)?.ok_or_else(|| missing("kind"))?,
                    at: fields.text("where")?,
                    seen: fields.optional("seen")?,
                    text: fields.optional("text")?,
                })
            };
            Body::Evidence { question: fields.text("question")?, item }
        }
        "complete" => Body::Complete { covers: fields.ids("covers")?.ok_or_else(|| missing("covers"))? },
        "reopen" => Body::Reopen { why: fields.text("why")? },
        "undo" => Body::Undo { of: fields.ids("of")?.ok_or_else(|| missing("of"))? },
        other => return Err(format!("`{other}` is no known kind of line")),
    };
    Ok(Event {
        id,
        at: fields.text("at")?,
        author: fields.text("author")?,
        replaces: fields.ids("replaces")?.unwrap_or_default(),
        from: fields.optional("from")?,
        redacted: fields.truth("redacted")?,
        body,
        raw: raw.to_owned(),
        canonical: String::new(),
    })
}

/// The line of an event, keys in their fixed order, without a newline.
pub fn write(id: &str, at: &str, author: &str, replaces: &[String], body: &Body, from: Option<&str>) -> String {
    let mut o = Map::new();
    let mut put = |key: &str, value: Value| {
        o.insert(key.to_owned(), value);
    };
    put("format", json!(FORMAT));
    let mut pinned: Option<&String> = None;
    let mut said_by: Option<&String> = None;
    match body {
        Body::Start { questionnaire, version, pin, system, after } => {
            put("do", json!("start"));
            put("questionnaire", json!(questionnaire));
            put("version", json!(version));
            put("system", json!(system));
            if let Some(after) = after {
                put("after", json!(after));
            }
            pinned = Some(pin);
        }
        Body::Set { key, value } => {
            put("do", json!("set"));
            put("key", json!(key));
            match value {
                None => put("clear", json!(true)),
                Some(Setting::Bool(b)) => put("value", json!(b)),
                Some(Setting::Text(t)) => put("value", json!(t)),
                Some(Setting::Other(t)) => put("value", serde_json::from_str(t).unwrap_or_else(|_| json!(t))),
            }
        }
        Body::Answer { question, by, pin, because, value } => {
            put("do", json!("answer"));
            put("question", json!(question));
            let (key, said) = said(value);
            put(key, said);
            if let Some(because) = because {
                put("because", json!(because.word()));
            }
            said_by = by.as_ref();
            pinned = Some(pin);
        }
        Body::Settle { question, pin, value, settles, how, why } => {
            put("do", json!("settle"));
            put("question", json!(question));
            let (key, said) = said(value);
            put(key, said);
            put("settles", json!(settles));
            put("how", json!(how.word()));
            put("why", json!(why));
            pinned = Some(pin);
        }
        Body::Confirm { question, by, of } => {
            put("do", json!("confirm"));
            put("question", json!(question));
            put("of", json!(of));
            said_by = by.as_ref();
        }
        Body::Note { question, text, by, open, owner, due } => {
            put("do", json!("note"));
            if let Some(question) = question {
                put("question", json!(question));
            }
            match text {
                Some(text) => put("text", json!(text)),
                None => put("clear", json!(true)),
            }
            if *open {
                put("open", json!(true));
            }
            for (key, value) in [("owner", owner), ("due", due)] {
                if let Some(value) = value {
                    put(key, json!(value));
                }
            }
            said_by = by.as_ref();
        }
        Body::Evidence { question, item } => {
            put("do", json!("evidence"));
            put("question", json!(question));
            match item {
                None => put("clear", json!(true)),
                Some(item) => {
                    put("kind", json!(item.kind.word()));
                    put("where", json!(item.at));
                    for (key, value) in [("seen", &item.seen), ("text", &item.text)] {
                        if let Some(value) = value {
                            put(key, json!(value));
                        }
                    }
                }
            }
        }
        Body::Complete { covers } => {
            put("do", json!("complete"));
            put("covers", json!(covers));
        }
        Body::Reopen { why } => {
            put("do", json!("reopen"));
            put("why", json!(why));
        }
        Body::Undo { of } => {
            put("do", json!("undo"));
            put("of", json!(of));
        }
    }
    if let Some(by) = said_by {
        put("by", json!(by));
    }
    put("at", json!(at));
    put("author", json!(author));
    if let Some(pin) = pinned {
        put("pin", json!(pin));
    }
    put("id", json!(id));
    if !replaces.is_empty() {
        put("replaces", json!(replaces));
    }
    if let Some(from) = from {
        put("from", json!(from));
    }
    Value::Object(o).to_string()
}

fn said(value: &Said) -> (&'static str, Value) {
    match value {
        Said::Level(span) if span.is_point() => ("level", json!(span.low)),
        Said::Level(span) => ("level", json!([span.low, span.high])),
        Said::Figure(f) => ("figure", figure_json(f)),
        Said::Parts(parts) => ("parts", Value::Object(parts.iter().map(|(k, f)| (k.clone(), figure_json(f))).collect())),
        Said::Text(text) => ("text", json!(text)),
        Said::Unknown => ("unknown", json!(true)),
        Said::NotApplicable(why) => ("not_applicable", json!(why)),
        Said::Clear => ("clear", json!(true)),
    }
}

fn figure_json(f: &Figure) -> Value {
    if f.low == f.high { json!(f.low.text()) } else { json!([f.low.text(), f.high.text()]) }
}

/// The line of an event as it is carried into a later round: the same line plus `from`, unless it has one already.
pub fn carried(event: &Event, round: &str) -> Option<String> {
    let Strict(value) = serde_json::from_str(&event.raw).ok()?;
    let Value::Object(mut object) = value else { return None };
    object.entry("from".to_owned()).or_insert_with(|| json!(round));
    Some(Value::Object(object).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"format":1,"do":"answer","question":"arc-coupling","level":[1,2],"by":"Ana, CTO","at":"2026-11-20T10:15:30.123Z","author":"ana@laptop","pin":"9f2c41d07aa1b3c4","id":"01JD0000000000000000000001","replaces":["01JC0000000000000000000001"]}"#;

    #[test]
    fn a_line_survives_reading_and_writing_byte_for_byte() {
        let event = parse(LINE).unwrap();
        assert_eq!(write(&event.id, &event.at, &event.author, &event.replaces, &event.body, None), LINE);
        assert_eq!(event.respondent(), "Ana, CTO");
    }

    #[test]
    fn a_copy_is_the_same_line_with_from_and_keeps_unknown_keys() {
        let line = LINE.replace("\"level\"", "\"mood\":\"calm\",\"level\"");
        let event = parse(&line).unwrap();
        let copy = carried(&event, "2026-Q4").unwrap();
        assert_eq!(copy, line.replace("]}", "],\"from\":\"2026-Q4\"}"));
        let again = carried(&parse(&copy).unwrap(), "2027-Q1").unwrap();
        assert_eq!(again, copy, "a `from` already there stays");
    }

    #[test]
    fn what_is_not_a_whole_line_is_damaged_and_says_why() {
        let damage = |line: &str| match parse(line) {
            Err(LineError::Damaged(why)) => why,
            other => panic!("{line} gave {other:?}"),
        };
        assert!(damage("[]").contains("no JSON object"));
        assert!(damage(LINE.get(..80).unwrap()).contains("EOF"));
        assert!(damage(&LINE.replace("\"level\"", "\"do\":\"x\",\"level\"")).contains("stands twice"));
        assert!(damage(&LINE.replace("[1,2]", "[2,1]")).contains("`level`"));
        assert!(damage(&LINE.replace("[1,2]", "5")).contains("`level`"));
        assert!(damage(&LINE.replace("[1,2]", "1.0")).contains("`level`"));
        assert!(damage(&LINE.replace("\"level\":[1,2]", "\"unknown\":true,\"text\":\"x\"")).contains("exactly one"));
        assert!(damage(&LINE.replace("\"do\":\"answer\"", "\"do\":\"dance\"")).contains("no known kind"));
        assert!(damage(&LINE.replace("01JD", "01jd")).contains("ULID"));
        assert!(damage(&LINE.replace("01JD000000", "03QD4P4W00")).contains("ULID"));
        assert!(damage(&LINE.replace("\"pin\":\"9f2c41d07aa1b3c4\",", "")).contains("`pin`"));
        assert_eq!(parse(&LINE.replace("\"format\":1", "\"format\":2")), Err(LineError::Newer(2)));
    }

    #[test]
    fn lines_equal_as_json_have_the_same_canonical_form() {
        let other = LINE.replace("\"format\":1,", "").replace("{\"do\"", "{ \"format\" : 1, \"do\"");
        assert_eq!(parse(LINE).unwrap().canonical, parse(&other).unwrap().canonical);
    }
}
