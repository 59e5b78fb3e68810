//! From an event to the text of its line.

use super::FORMAT;
use super::strict::Strict;
use crate::log::event::{Body, Event, Evidence, Figure, Said, Setting};
use serde_json::{Map, Value, json};

/// The keys of a line in the order in which they are put.
struct Keys(Map<String, Value>);

impl Keys {
    fn put(&mut self, key: &str, value: Value) {
        self.0.insert(key.to_owned(), value);
    }

    fn put_if(&mut self, key: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.put(key, json!(value));
        }
    }

    fn said(&mut self, value: &Said) {
        let (key, said) = said(value);
        self.put(key, said);
    }

    fn clear(&mut self) {
        self.put("clear", json!(true));
    }
}

/// The line of an event, keys in their fixed order, without a newline.
pub fn write(id: &str, at: &str, author: &str, replaces: &[String], body: &Body, from: Option<&str>) -> String {
    let mut line = Keys(Map::new());
    line.put("format", json!(FORMAT));
    line.put("do", json!(body.kind().word()));
    own(&mut line, body);
    line.put_if("by", by(body));
    line.put("at", json!(at));
    line.put("author", json!(author));
    line.put_if("pin", pin(body));
    line.put("id", json!(id));
    if !replaces.is_empty() {
        line.put("replaces", json!(replaces));
    }
    if let Some(from) = from {
        line.put("from", json!(from));
    }
    Value::Object(line.0).to_string()
}

/// The keys that only this kind of line has.
fn own(line: &mut Keys, body: &Body) {
    match body {
        Body::Start { questionnaire, version, system, after, .. } => {
            line.put("questionnaire", json!(questionnaire));
            line.put("version", json!(version));
            line.put("system", json!(system));
            line.put_if("after", after.as_ref());
        }
        Body::Set { key, value } => {
            line.put("key", json!(key.to_string()));
            setting(line, value.as_ref());
        }
        Body::Answer { question, because, value, .. } => {
            line.put("question", json!(question));
            line.said(value);
            if let Some(because) = because {
                line.put("because", json!(because.word()));
            }
        }
        Body::Settle { question, value, settles, how, why, .. } => {
            line.put("question", json!(question));
            line.said(value);
            line.put("settles", json!(settles));
            line.put("how", json!(how.word()));
            line.put("why", json!(why));
        }
        Body::Confirm { question, of, .. } => {
            line.put("question", json!(question));
            line.put("of", json!(of));
        }
        Body::Note { question, text, open, owner, due, .. } => {
            line.put_if("question", question.as_ref());
            match text {
                Some(text) => line.put("text", json!(text)),
                None => line.clear(),
            }
            if *open {
                line.put("open", json!(true));
            }
            line.put_if("owner", owner.as_ref());
            line.put_if("due", due.as_ref());
        }
        Body::Evidence { question, item } => {
            line.put("question", json!(question));
            match item {
                Some(item) => evidence(line, item),
                None => line.clear(),
            }
        }
        Body::Complete { covers } => line.put("covers", json!(covers)),
        Body::Reopen { why } => line.put("why", json!(why)),
        Body::Undo { of } => line.put("of", json!(of)),
    }
}

fn setting(line: &mut Keys, value: Option<&Setting>) {
    match value {
        None => line.clear(),
        Some(Setting::Bool(b)) => line.put("value", json!(b)),
        Some(Setting::Text(t)) => line.put("value", json!(t)),
        Some(Setting::Other(t)) => line.put("value", serde_json::from_str(t).unwrap_or_else(|_| json!(t))),
    }
}

fn evidence(line: &mut Keys, item: &Evidence) {
    line.put("kind", json!(item.kind.word()));
    line.put("where", json!(item.at));
    line.put_if("seen", item.seen.as_ref());
    line.put_if("text", item.text.as_ref());
}

/// Who said it, where the line names somebody.
fn by(body: &Body) -> Option<&String> {
    match body {
        Body::Answer { by, .. } | Body::Confirm { by, .. } | Body::Note { by, .. } => by.as_ref(),
        Body::Start { .. }
        | Body::Set { .. }
        | Body::Settle { .. }
        | Body::Evidence { .. }
        | Body::Complete { .. }
        | Body::Reopen { .. }
        | Body::Undo { .. } => None,
    }
}

/// The text that was read, where the line names it.
fn pin(body: &Body) -> Option<&String> {
    match body {
        Body::Start { pin, .. } | Body::Answer { pin, .. } | Body::Settle { pin, .. } => Some(pin),
        Body::Set { .. }
        | Body::Confirm { .. }
        | Body::Note { .. }
        | Body::Evidence { .. }
        | Body::Complete { .. }
        | Body::Reopen { .. }
        | Body::Undo { .. } => None,
    }
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
