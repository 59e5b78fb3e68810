//! Reading TOML tables by hand, so that every problem is found in one pass and each has its exact place.

use super::diagnostic::{Diagnostic, Rule, did_you_mean};
use super::keys::Keys;
use crate::model::exact::Decimal;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table with its place.
#[derive(Clone, Copy, Debug)]
pub struct Table<'d> {
    /// Its keys and values.
    pub table: &'d DeTable<'d>,
    /// Where it begins.
    pub start: usize,
    /// Where its heading ends.
    pub end: usize,
    /// Which file.
    pub file: usize,
}

/// A place in a file.
pub type Place = (usize, Range<usize>);

impl<'d> Table<'d> {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.table.get(key)
    }

    /// Where a key's value stands; else where the table begins.
    pub fn place(&self, key: &str) -> Place {
        match self.table.get(key) {
            Some(value) => (self.file, value.span()),
            None => self.here(),
        }
    }

    /// Where a list's item stands.
    pub fn item_place(&self, key: &str, item: usize) -> Place {
        let item = self.table.get(key).and_then(|v| v.get_ref().as_array()).and_then(|a| a.get(item));
        item.map_or_else(|| self.place(key), |v| (self.file, v.span()))
    }

    /// Where the table begins.
    pub fn here(&self) -> Place {
        (self.file, self.start..self.end)
    }
}

/// Collects problems while tables are read.
#[derive(Debug, Default)]
pub struct Decoder {
    /// Paths of the files, as shown.
    pub paths: Vec<String>,
    /// What was found.
    pub found: Vec<Diagnostic>,
}

impl Decoder {
    /// Adds a problem.
    pub fn report(&mut self, rule: Rule, place: Place, message: impl Into<String>) {
        let path = self.paths.get(place.0).cloned().unwrap_or_default();
        self.found.push(Diagnostic { rule, message: message.into(), path, span: place.1 });
    }

    /// Parses a text as far as it is TOML, and reports where it is not.
    pub fn document<'t>(&mut self, file: usize, text: &'t str) -> Spanned<DeTable<'t>> {
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            self.report(Rule::TomlSyntax, (file, span), error.message().trim_end().replace('\n', "; "));
        }
        document
    }

    /// Reports keys that the table does not know and keys that it misses.
    pub fn keys(&mut self, table: &Table<'_>, keys: &Keys) {
        for (key, _) in table.table {
            let name = key.get_ref().as_ref();
            if !keys.names().any(|n| n == name) {
                let hint = keys.gone(name).map_or_else(|| did_you_mean(name, keys.names()), |now| format!(": {now}"));
                self.report(Rule::UnknownKey, (table.file, key.span()), format!("unknown key `{name}` in a {}{hint}", keys.what));
            }
        }
        for (name, _, required, meaning) in keys.list {
            if *required && table.get(name).is_none() {
                self.report(Rule::MissingKey, table.here(), format!("this {} has no `{name}` ({meaning})", keys.what));
            }
        }
    }

    fn wrong(&mut self, table: &Table<'_>, key: &str, expected: &str) {
        let given = table.get(key).map_or("nothing", |v| v.get_ref().type_str());
        self.report(Rule::WrongType, table.place(key), format!("`{key}` is {expected}, not {given}"));
    }

    /// An optional text; an empty one is a problem.
    pub fn text(&mut self, table: &Table<'_>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(table, key, "a text");
            return None;
        };
        if text.trim().is_empty() {
            self.report(Rule::EmptyText, table.place(key), format!("`{key}` is empty"));
        }
        Some(text.trim().to_owned())
    }

    /// A list of texts; none when the key is absent.
    pub fn texts(&mut self, table: &Table<'_>, key: &str) -> Vec<String> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(table, key, "a list of texts");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for (i, item) in list.iter().enumerate() {
            match item.get_ref().as_str() {
                Some(text) if text.trim().is_empty() => {
                    self.report(Rule::EmptyText, table.item_place(key, i), format!("a text in `{key}` is empty"));
                }
                Some(text) => texts.push(text.trim().to_owned()),
                None => self.report(
                    Rule::WrongType,
                    table.item_place(key, i),
                    format!("`{key}` is a list of texts, this is {}", item.get_ref().type_str()),
                ),
            }
        }
        texts
    }

    /// A whole number inside a range.
    pub fn whole(&mut self, table: &Table<'_>, key: &str, range: std::ops::RangeInclusive<i64>, rule: Rule) -> Option<i64> {
        let value = table.get(key)?;
        let Some(integer) = value.get_ref().as_integer() else {
            self.wrong(table, key, "a whole number");
            return None;
        };
        let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok().filter(|n| range.contains(n));
        if number.is_none() {
            self.report(rule, table.place(key), format!("`{key}` lies between {} and {}", range.start(), range.end()));
        }
        number
    }

    /// True or false; false when absent.
    pub fn flag(&mut self, table: &Table<'_>, key: &str) -> bool {
        let Some(value) = table.get(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(table, key, "true or false");
            false
        })
    }

    /// True or false, where it makes a difference whether the key is there.
    pub fn yes_or_no(&mut self, table: &Table<'_>, key: &str) -> Option<bool> {
        table.get(key).map(|_| self.flag(table, key))
    }

    /// A decimal, read from its text.
    pub fn decimal(&mut self, value: &Spanned<DeValue<'_>>, key: &str, file: usize) -> Option<Decimal> {
        let text = match value.get_ref() {
            DeValue::Integer(i) if i.radix() == 10 => i.as_str(),
            DeValue::Float(f) => f.as_str(),
            other => {
                let message = format!("`{key}` holds decimals, this is {}", other.type_str());
                self.report(Rule::WrongType, (file, value.span()), message);
                return None;
            }
        };
        let decimal = Decimal::parse(text);
        if decimal.is_none() {
            self.report(Rule::NumberForm, (file, value.span()), format!("`{text}` is no finite decimal of at most 18 digits"));
        }
        decimal
    }

    /// A list of decimals.
    pub fn decimals(&mut self, table: &Table<'_>, key: &str) -> Vec<Decimal> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(table, key, "a list of decimals");
            return Vec::new();
        };
        list.iter().filter_map(|item| self.decimal(item, key, table.file)).collect()
    }

    /// A decimal in quotes.
    pub fn amount(&mut self, table: &Table<'_>, key: &str) -> Option<Decimal> {
        let text = self.text(table, key)?;
        self.quoted(&text, table.place(key))
    }

    /// A list of decimals in quotes.
    pub fn amounts(&mut self, table: &Table<'_>, key: &str) -> Vec<Decimal> {
        let texts = self.texts(table, key);
        texts.iter().enumerate().filter_map(|(i, text)| self.quoted(text, table.item_place(key, i))).collect()
    }

    fn quoted(&mut self, text: &str, place: Place) -> Option<Decimal> {
        let decimal = Decimal::parse(text);
        if decimal.is_none() {
            self.report(Rule::NumberForm, place, format!("`{text}` is no finite decimal of at most 18 digits"));
        }
        decimal
    }

    /// One of a set of words.
    pub fn word<T: Copy>(&mut self, table: &Table<'_>, key: &str, all: &[T], name: fn(T) -> &'static str) -> Option<T> {
        let text = self.text(table, key)?;
        let found = all.iter().copied().find(|t| name(*t) == text);
        if found.is_none() {
            self.unknown_word(table.place(key), &text, all, name);
        }
        found
    }

    /// A list of words, each one of a set.
    pub fn words<T: Copy>(&mut self, table: &Table<'_>, key: &str, all: &[T], name: fn(T) -> &'static str) -> Vec<T> {
        let mut found = Vec::new();
        for (i, text) in self.texts(table, key).iter().enumerate() {
            match all.iter().find(|t| name(**t) == text) {
                Some(word) => found.push(*word),
                None => self.unknown_word(table.item_place(key, i), text, all, name),
            }
        }
        found
    }

    fn unknown_word<T: Copy>(&mut self, place: Place, text: &str, all: &[T], name: fn(T) -> &'static str) {
        let words: Vec<_> = all.iter().map(|t| name(*t)).collect();
        self.report(Rule::UnknownWord, place, format!("`{text}` is none of: {}", words.join(", ")));
    }

    /// A decimal under a key.
    pub fn number(&mut self, table: &Table<'_>, key: &str) -> Option<Decimal> {
        table.get(key).and_then(|value| self.decimal(value, key, table.file))
    }

    /// A table.
    pub fn table<'d>(&mut self, table: &Table<'d>, key: &str) -> Option<Table<'d>> {
        let value = table.get(key)?;
        let Some(inner) = value.get_ref().as_table() else {
            self.wrong(table, key, "a table");
            return None;
        };
        let span = value.span();
        Some(Table { table: inner, start: span.start, end: span.end, file: table.file })
    }

    /// A list of tables.
    pub fn tables<'d>(&mut self, table: &Table<'d>, key: &str) -> Vec<Table<'d>> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(table, key, "a list of tables");
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in list.iter() {
            let span = item.span();
            match item.get_ref().as_table() {
                Some(inner) => tables.push(Table { table: inner, start: span.start, end: span.end, file: table.file }),
                None => self.report(
                    Rule::WrongType,
                    (table.file, span),
                    format!("`{key}` is a list of tables, this is {}", item.get_ref().type_str()),
                ),
            }
        }
        tables
    }

    /// An id in kebab-case.
    pub fn id(&mut self, table: &Table<'_>, key: &str) -> String {
        let id = self.text(table, key).unwrap_or_default();
        if !id.is_empty() && !is_kebab(&id) {
            self.report(Rule::IdForm, table.place(key), format!("`{id}` is not kebab-case"));
        }
        id
    }
}

/// Lower-case letters and digits in groups joined by `-`, at most 60 characters.
pub fn is_kebab(id: &str) -> bool {
    id.len() <= 60 && id.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}
