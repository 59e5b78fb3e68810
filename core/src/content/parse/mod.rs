//! From the text of a questionnaire to the model.

mod contradictions;
mod costs;
mod guidance;
mod questions;
mod rules;
mod tracks;

pub(super) use rules::score_hint;

use super::decode::{Decoder, Table};
use super::diagnostic::Rule;
use super::keys;
use super::raw::Raw;
use super::source::Source;
use crate::model::condition::Condition;
use crate::model::question::{Area, Fact, FactKind, Link, Question};
use crate::model::questionnaire::Questionnaire;
use crate::model::rules::Rules;
use std::collections::HashMap;

/// The newest shape of the file that this program reads.
pub const SCHEMA: i64 = 1;

/// Files of a folder that hold no questions.
pub const BESIDE_QUESTIONS: [&str; 2] = ["remedies.toml", "patterns.toml"];

/// Reads tables into the model.
pub(super) struct Reader<'s> {
    pub(super) decoder: Decoder,
    pub(super) source: &'s Source,
}

impl Reader<'_> {
    /// The top of a questionnaire: its pillars and rules, areas and facts.
    pub(super) fn head<'d>(&mut self, top: Table<'d>) -> (Questionnaire, Raw<'d>) {
        let d = &mut self.decoder;
        d.keys(&top, &keys::TOP);
        if let Some(value) = top.get("schema") {
            let newer = value.get_ref().as_integer().is_none_or(|i| i.as_str() != SCHEMA.to_string());
            if newer {
                d.report(Rule::SchemaVersion, top.place("schema"), format!("this program reads schema {SCHEMA}"));
            }
        }
        let mut raw = Raw { top: Some(top), ..Raw::default() };
        let mut questionnaire = Questionnaire {
            id: d.id(&top, "id"),
            version: d.text(&top, "version").unwrap_or_default(),
            title: d.text(&top, "title").unwrap_or_default(),
            about: d.text(&top, "about").unwrap_or_default(),
            decides: d.word(&top, "decision", keys::DECISIONS, |w| w).is_none_or(|w| w != "none"),
            pillars: Vec::new(),
            rules: Rules::default(),
            published: None,
            areas: Vec::new(),
            facts: Vec::new(),
            tracks: Vec::new(),
            questions: Vec::new(),
            contradictions: Vec::new(),
            by_id: HashMap::new(),
        };
        self.judging(&top, &mut questionnaire, &mut raw);
        for table in self.decoder.tables(&top, "area") {
            questionnaire.areas.push(self.area(&table));
            raw.areas.push(table);
        }
        for table in self.decoder.tables(&top, "fact") {
            questionnaire.facts.push(self.fact(&table));
            raw.facts.push(table);
        }
        (questionnaire, raw)
    }

    fn area(&mut self, table: &Table<'_>) -> Area {
        let d = &mut self.decoder;
        d.keys(table, &keys::AREA);
        Area {
            id: d.id(table, "id"),
            title: d.text(table, "title").unwrap_or_default(),
            healthy: d.text(table, "healthy").unwrap_or_default(),
            attention: d.text(table, "attention").unwrap_or_default(),
        }
    }

    fn fact(&mut self, table: &Table<'_>) -> Fact {
        let d = &mut self.decoder;
        d.keys(table, &keys::FACT);
        let choice = d.word(table, "kind", keys::FACT_KINDS, |w| w) == Some("choice");
        let choices = d.texts(table, "choices");
        if choice && choices.len() < 2 {
            d.report(Rule::MissingKey, table.place("choices"), "a choice has at least two `choices`");
        }
        for (i, word) in choices.iter().enumerate() {
            if !super::decode::is_kebab(word) {
                d.report(Rule::IdForm, table.item_place("choices", i), format!("the choice `{word}` is not kebab-case"));
            }
        }
        let kind = if choice { FactKind::Choice(choices) } else { FactKind::YesNo };
        Fact { id: d.id(table, "id"), ask: d.text(table, "ask").unwrap_or_default(), kind }
    }

    /// A condition, with the place of what does not parse in it.
    fn condition(&mut self, table: &Table<'_>, key: &str) -> Option<Condition> {
        let text = self.decoder.text(table, key)?;
        match Condition::parse(&text) {
            Ok(condition) => Some(condition),
            Err(error) => {
                let (file, span) = table.place(key);
                let source = self.source.files.get(file).and_then(|f| f.text.get(span.clone())).unwrap_or("");
                let quote = source.find(&text).unwrap_or(0);
                let at = span.start + quote + error.at.min(text.len().saturating_sub(1));
                self.decoder.report(Rule::ConditionSyntax, (file, at..at + 1), error.what);
                None
            }
        }
    }

    /// References.
    fn links(&mut self, table: &Table<'_>) -> Vec<Link> {
        let mut links = Vec::new();
        for link in self.decoder.tables(table, "links") {
            let d = &mut self.decoder;
            d.keys(&link, &keys::LINK);
            links.push(Link {
                title: d.text(&link, "title").unwrap_or_default(),
                url: d.text(&link, "url").unwrap_or_default(),
                year: d.whole(&link, "year", 1950..=2100, Rule::NumberRange),
            });
        }
        links
    }
}

/// Gives questions their places: areas in order, then file order. What came with them comes back in the same order.
pub(super) fn place<T>(mut found: Vec<(Question, T)>, questionnaire: &mut Questionnaire) -> Vec<T> {
    found.sort_by_key(|(q, _)| q.area);
    let mut with = Vec::with_capacity(found.len());
    for (index, (mut question, table)) in found.into_iter().enumerate() {
        question.index = index;
        questionnaire.questions.push(question);
        with.push(table);
    }
    questionnaire.index_ids();
    with
}
