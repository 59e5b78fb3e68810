//! Writing what an answer says, as a sheet says it.

use crate::log::event::{Evidence, Figure, Levels, Said};
use std::fmt::Write as _;

/// A TOML string on one line. What would control a terminal, turn the direction of a line or not be seen is escaped.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || is_hidden(c) => {
                let code = u32::from(c);
                let _ = if code > 0xffff { write!(out, "\\U{code:08X}") } else { write!(out, "\\u{code:04X}") };
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn is_hidden(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The keys and value of an answer, as inside an inline table.
pub fn show_value(value: &Said) -> String {
    let figure = |f: &Figure| {
        if f.low == f.high { quote(f.low.text()) } else { format!("[{}, {}]", quote(f.low.text()), quote(f.high.text())) }
    };
    match value {
        Said::Level(span) if span.is_point() => format!("level = {}", span.low),
        Said::Level(Levels { low: 0, high: 4 }) | Said::Unknown => "unknown = true".into(),
        Said::Level(span) => format!("range = [{}, {}]", span.low, span.high),
        Said::Figure(f) => format!("figure = {}", figure(f)),
        Said::Parts(parts) => {
            let parts: Vec<String> = parts.iter().map(|(k, f)| format!("{} = {}", key(k), figure(f))).collect();
            format!("parts = {{ {} }}", parts.join(", "))
        }
        Said::Text(text) => format!("text = {}", quote(text)),
        Said::NotApplicable(why) => format!("not_applicable = {}", quote(why)),
        Said::Clear => "clear = true".into(),
    }
}

/// A bare key where possible, else a quoted one.
pub fn key(text: &str) -> String {
    let bare = !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare { text.to_owned() } else { quote(text) }
}

/// One line per item of a list of evidence.
pub fn show_evidence(evidence: &[Evidence]) -> String {
    let mut out = String::new();
    for (i, item) in evidence.iter().enumerate() {
        let comma = if i == 0 { "" } else { ", " };
        let _ = write!(out, "{comma}{{ kind = {}, where = {}", quote(item.kind.word()), quote(&item.at));
        for (name, value) in [("seen", &item.seen), ("text", &item.text)] {
            if let Some(value) = value {
                let _ = write!(out, ", {name} = {}", quote(value));
            }
        }
        out.push_str(" }");
    }
    out
}
