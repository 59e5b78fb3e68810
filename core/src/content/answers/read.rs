//! Reading a sheet: every problem with its place.

use super::{AnswerSheet, Entry, Note, Settled};
use crate::content::decode::{Decoder, Place, Table};
use crate::content::diagnostic::{Diagnostic, Rule, Severity, did_you_mean};
use crate::log::event::{Because, Evidence, EvidenceKind, Figure, How, Levels, Said, Setting};
use crate::log::key::SettingKey;
use crate::model::exact::Decimal;
use crate::model::level::Level;
use std::collections::BTreeMap;
use toml::de::DeValue;

const TOP: &[&str] =
    &["questionnaire", "version", "tracks", "scope", "by", "facts", "set", "answers", "more", "settled", "note", "retired"];
const VALUES: &[&str] = &["level", "range", "figure", "parts", "unknown", "not_applicable", "text", "clear", "parked"];
const ENTRY: &[&str] = &[
    "level",
    "range",
    "figure",
    "parts",
    "unknown",
    "not_applicable",
    "text",
    "clear",
    "parked",
    "note",
    "by",
    "because",
    "evidence",
    "unconfirmed",
];

/// Reads a sheet. It comes back only if nothing found is an error.
pub fn read(text: &str, shown: &str) -> (Option<AnswerSheet>, Vec<Diagnostic>) {
    let mut decoder = Decoder { paths: vec![shown.to_owned()], found: Vec::new() };
    let document = decoder.document(0, text);
    let top = Table { table: document.get_ref(), start: 0, end: 0, file: 0 };
    let sheet = Reader { d: &mut decoder }.sheet(top);
    decoder.found.sort_by_key(|d| (d.span.start, d.rule));
    let fine = !decoder.found.iter().any(|d| d.rule.severity() == Severity::Error);
    (fine.then_some(sheet), decoder.found)
}

struct Reader<'r> {
    d: &'r mut Decoder,
}

impl Reader<'_> {
    fn allow(&mut self, table: &Table<'_>, keys: &[&str], what: &str) {
        for (key, _) in table.table {
            let name = key.get_ref().as_ref();
            if !keys.contains(&name) {
                let hint = did_you_mean(name, keys.iter().copied());
                self.d.report(Rule::UnknownKey, (table.file, key.span()), format!("unknown key `{name}` in {what}{hint}"));
            }
        }
    }

    fn sheet(&mut self, top: Table<'_>) -> AnswerSheet {
        self.allow(&top, TOP, "an answer sheet");
        let mut sheet = AnswerSheet {
            questionnaire: self.d.text(&top, "questionnaire"),
            version: self.d.text(&top, "version"),
            tracks: self.d.texts(&top, "tracks"),
            names_tracks: top.get("tracks").is_some(),
            by: self.d.text(&top, "by"),
            ..AnswerSheet::default()
        };
        if let Some(scope) = self.d.text(&top, "scope") {
            sheet.set.push((SettingKey::Scope, Some(Setting::Text(scope)), top.place("scope")));
        }
        self.settings(&top, "facts", SettingKey::fact, &mut sheet);
        self.settings(&top, "set", |key| SettingKey::from(key), &mut sheet);
        if let Some(answers) = self.d.table(&top, "answers") {
            for (key, value) in answers.table {
                let span = value.span();
                match value.get_ref().as_table() {
                    Some(inner) => {
                        let table = Table { table: inner, start: key.span().start, end: key.span().end, file: 0 };
                        self.allow(&table, ENTRY, "an answer");
                        sheet.entries.push(self.entry(&table, key.get_ref().to_string()));
                    }
                    None => self.d.report(Rule::WrongType, (0, span), format!("`{}` is a table such as {{ level = 2 }}", key.get_ref())),
                }
            }
        }
        for table in self.d.tables(&top, "more") {
            if table.get("set").is_some() {
                self.allow(&table, &["set", "value", "clear"], "a further setting");
                let key = self.d.text(&table, "set").unwrap_or_default();
                let value = table.get("value").and_then(|v| self.setting(v.get_ref(), &table.place("value")));
                sheet.set.push((SettingKey::from(key.as_str()), value, table.place("set")));
                continue;
            }
            if let Some(entry) = self.named(&table, "a further answer") {
                sheet.entries.push(entry);
            }
        }
        for table in self.d.tables(&top, "retired") {
            if let Some(entry) = self.named(&table, "a retired answer") {
                sheet.retired.push(entry);
            }
        }
        for table in self.d.tables(&top, "settled") {
            let mut keys = VALUES.to_vec();
            keys.extend(["question", "how", "why", "unconfirmed"]);
            self.allow(&table, &keys, "a settled answer");
            let question = self.question(&table);
            let how = self.d.word(&table, "how", How::ALL, How::word).unwrap_or(How::Consensus);
            let why = self.d.text(&table, "why").unwrap_or_default();
            let unconfirmed = self.d.text(&table, "unconfirmed");
            match self.value(&table) {
                Some(value) => sheet.settled.push(Settled { question, value, how, why, unconfirmed, place: table.here() }),
                None => self.d.report(Rule::MissingKey, table.here(), "a settled answer has a value"),
            }
        }
        for table in self.d.tables(&top, "note") {
            self.allow(&table, &["question", "text", "by", "open", "owner", "due"], "a note");
            let text = self.d.text(&table, "text");
            if text.is_none() && table.get("text").is_none() {
                self.d.report(Rule::MissingKey, table.here(), "a note has `text`");
            }
            let note = Note {
                question: self.d.text(&table, "question"),
                text: text.unwrap_or_default(),
                by: self.d.text(&table, "by"),
                open: self.d.flag(&table, "open"),
                owner: self.d.text(&table, "owner"),
                due: self.d.text(&table, "due"),
            };
            sheet.notes.push((note, table.here()));
        }
        sheet
    }

    fn settings(&mut self, top: &Table<'_>, table: &str, key_of: fn(&str) -> SettingKey, sheet: &mut AnswerSheet) {
        let Some(table) = self.d.table(top, table) else { return };
        for (key, value) in table.table {
            let place = (0, value.span());
            if let Some(setting) = self.setting(value.get_ref(), &place) {
                sheet.set.push((key_of(key.get_ref()), Some(setting), place));
            }
        }
    }

    fn named(&mut self, table: &Table<'_>, what: &str) -> Option<Entry> {
        let mut keys = ENTRY.to_vec();
        keys.push("question");
        self.allow(table, &keys, what);
        let question = self.question(table);
        (!question.is_empty()).then(|| self.entry(table, question))
    }

    fn question(&mut self, table: &Table<'_>) -> String {
        if table.get("question").is_none() {
            self.d.report(Rule::MissingKey, table.here(), "`question` is missing");
        }
        self.d.text(table, "question").unwrap_or_default()
    }

    fn setting(&mut self, value: &DeValue<'_>, place: &Place) -> Option<Setting> {
        match value {
            DeValue::Boolean(b) => Some(Setting::Bool(*b)),
            DeValue::String(s) => Some(Setting::Text(s.to_string())),
            DeValue::Integer(i) => Some(Setting::Text(i.as_str().to_owned())),
            DeValue::Float(f) => Some(Setting::Text(f.as_str().to_owned())),
            other => {
                self.d.report(
                    Rule::WrongType,
                    place.clone(),
                    format!("a setting is a text, a number, true or false, not {}", other.type_str()),
                );
                None
            }
        }
    }

    fn entry(&mut self, table: &Table<'_>, question: String) -> Entry {
        let mut evidence = Vec::new();
        for item in self.d.tables(table, "evidence") {
            self.allow(&item, &["kind", "where", "seen", "text"], "an item of evidence");
            let kind = self.d.word(&item, "kind", EvidenceKind::ALL, EvidenceKind::word);
            let at = self.d.text(&item, "where");
            if at.is_none() && item.get("where").is_none() {
                self.d.report(Rule::MissingKey, item.here(), "evidence has `where`");
            }
            let seen = self.d.text(&item, "seen");
            if seen.as_deref().is_some_and(|s| s.parse::<jiff::civil::Date>().is_err()) {
                self.d.report(Rule::UnknownWord, item.place("seen"), "`seen` is a date such as 2026-11-20");
            }
            let text = self.d.text(&item, "text");
            if let Some(kind) = kind {
                evidence.push(Evidence { kind, at: at.unwrap_or_default(), seen, text });
            } else if item.get("kind").is_none() {
                self.d.report(Rule::MissingKey, item.here(), "evidence has a `kind`");
            }
        }
        Entry {
            question,
            by: self.d.text(table, "by"),
            because: self.d.word(table, "because", Because::ALL, Because::word),
            note: self.d.text(table, "note"),
            parked: self.d.flag(table, "parked"),
            unconfirmed: self.d.text(table, "unconfirmed"),
            evidence,
            value: self.value(table),
            place: table.here(),
        }
    }

    fn value(&mut self, table: &Table<'_>) -> Option<Said> {
        let there: Vec<&str> = VALUES.iter().copied().filter(|k| table.get(k).is_some()).collect();
        if there.len() > 1 {
            self.d.report(Rule::UnknownKey, table.here(), format!("an answer says one thing, this says: {}", there.join(", ")));
        }
        let key = *there.first()?;
        let place = table.place(key);
        match key {
            "level" => {
                let level = self.d.whole(table, key, 0..=4, Rule::NumberRange)?;
                let level = u64::try_from(level).ok().and_then(Level::new)?;
                Some(Said::Level(Levels::between(level, level)))
            }
            "range" => {
                let list = self.d.decimals(table, key);
                let ends: Option<Vec<Level>> = list.iter().map(|d| Level::parse(d.text())).collect();
                match ends.as_deref() {
                    Some([Level::LOWEST, Level::HIGHEST]) => {
                        self.d.report(Rule::NumberRange, place, "everything between 0 and 4 is not known: write unknown = true");
                        None
                    }
                    Some([low, high]) if low <= high => Some(Said::Level(Levels::between(*low, *high))),
                    _ => {
                        self.d.report(Rule::NumberRange, place, "`range` is [low, high] with levels 0 to 4");
                        None
                    }
                }
            }
            "figure" => self.figure(table.get(key)?.get_ref(), &place).map(Said::Figure),
            "parts" => {
                let parts = self.d.table(table, key)?;
                let mut all = BTreeMap::new();
                for (id, value) in parts.table {
                    all.insert(id.get_ref().to_string(), self.figure(value.get_ref(), &(0, value.span()))?);
                }
                Some(Said::Parts(all))
            }
            "not_applicable" => self.d.text(table, key).map(Said::NotApplicable),
            "text" => self.d.text(table, key).map(Said::Text),
            "unknown" | "clear" => {
                if self.d.flag(table, key) {
                    Some(if key == "clear" { Said::Clear } else { Said::Unknown })
                } else {
                    self.d.report(Rule::UnknownWord, place, format!("`{key}` can only be true; leave it out otherwise"));
                    None
                }
            }
            _ => None,
        }
    }

    fn figure(&mut self, value: &DeValue<'_>, place: &Place) -> Option<Figure> {
        let one = |v: &DeValue<'_>| match v {
            DeValue::Integer(i) if i.radix() == 10 => Decimal::parse(i.as_str()),
            DeValue::Float(f) => Decimal::parse(f.as_str()),
            DeValue::String(s) => Decimal::parse(s),
            _ => None,
        };
        let figure = match value {
            DeValue::Array(list) => {
                let ends: Vec<Option<Decimal>> = list.iter().map(|v| one(v.get_ref())).collect();
                match ends.as_slice() {
                    [Some(low), Some(high)] if low <= high => Some(Figure { low: low.clone(), high: high.clone() }),
                    _ => None,
                }
            }
            v => one(v).map(Figure::of),
        };
        if figure.is_none() {
            self.d.report(Rule::NumberForm, place.clone(), "a figure is a finite decimal of at most 18 digits, or [low, high] of such");
        }
        figure
    }
}
