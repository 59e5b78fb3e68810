//! What the decision rests on: pillars, the rules that raise the need, the limits of what is allowed.

use super::Reader;
use crate::content::decode::Table;
use crate::content::diagnostic::{Rule as Problem, did_you_mean};
use crate::content::keys;
use crate::content::raw::Raw;
use crate::model::exact::Decimal;
use crate::model::questionnaire::Questionnaire;
use crate::model::rules::{Limit, Number, Pillar, Published, Rule, Score, Side, Test};
use crate::model::words::{Scale, Verdict};

impl Reader<'_> {
    /// Reads pillars first, because rules name them.
    pub(super) fn judging<'d>(&mut self, top: &Table<'d>, questionnaire: &mut Questionnaire, raw: &mut Raw<'d>) {
        for table in self.decoder.tables(top, "pillar") {
            questionnaire.pillars.push(self.pillar(&table));
            raw.pillars.push(table);
        }
        let pillars = &questionnaire.pillars;
        for table in self.decoder.tables(top, "rule") {
            raw.rules.extend(self.rule(&table, pillars).map(|rule| (rule, table)));
        }
        for table in self.decoder.tables(top, "limit") {
            raw.limits.extend(self.limit(&table, pillars).map(|limit| (limit, table)));
        }
        let rules = &mut questionnaire.rules;
        rules.raising = raw.rules.iter().map(|(rule, _)| rule.clone()).collect();
        rules.limits = raw.limits.iter().map(|(limit, _)| limit.clone()).collect();
        rules.sort();
        let d = &mut self.decoder;
        if let Some(table) = d.table(top, "levels") {
            d.keys(&table, &keys::LEVELS);
            if let Some(breadth) = d.number(&table, "breadth") {
                rules.breadth = breadth.into();
            }
            // At level 4 a flag would always be raised.
            let flag = d.whole(&table, "flag", 0..=3, Problem::NumberRange).and_then(|n| u8::try_from(n).ok());
            rules.flag = flag.unwrap_or(rules.flag);
        }
        questionnaire.published = self.published(top);
    }

    fn pillar(&mut self, table: &Table<'_>) -> Pillar {
        let d = &mut self.decoder;
        d.keys(table, &keys::PILLAR);
        Pillar {
            id: d.id(table, "id"),
            title: d.text(table, "title").unwrap_or_default(),
            weight: d.number(table, "weight").unwrap_or_else(|| Decimal::whole(1)),
            weak_at: d.number(table, "weak_at").map(Number::from),
            restructures: d.flag(table, "restructures"),
            scale: d.word(table, "scale", Scale::ALL, Scale::word).unwrap_or(Scale::Layout),
            healthy: d.text(table, "healthy").unwrap_or_default(),
            attention: d.text(table, "attention").unwrap_or_default(),
        }
    }

    fn rule(&mut self, table: &Table<'_>, pillars: &[Pillar]) -> Option<Rule> {
        self.decoder.keys(table, &keys::RULE);
        let all = self.tests(table, pillars);
        let d = &mut self.decoder;
        let id = d.id(table, "id");
        let raises = d.word(table, "raises", Verdict::ALL, Verdict::word);
        let say = d.text(table, "say").unwrap_or_default();
        Some(Rule { id, raises: raises?, all: all?, say })
    }

    fn limit(&mut self, table: &Table<'_>, pillars: &[Pillar]) -> Option<Limit> {
        self.decoder.keys(table, &keys::LIMIT);
        let all = self.tests(table, pillars);
        let d = &mut self.decoder;
        let id = d.id(table, "id");
        let allows = d.word(table, "allows", Verdict::ALL, Verdict::word);
        let say = d.text(table, "say").unwrap_or_default();
        Some(Limit { id, allows: allows?, all: all?, say })
    }

    /// The tests of a row; none at all if one of them cannot be read, because the row would mean something else without it.
    fn tests(&mut self, table: &Table<'_>, pillars: &[Pillar]) -> Option<Vec<Test>> {
        let list = table.get("all")?;
        let tables = self.decoder.tables(table, "all");
        if list.get_ref().as_array().is_some_and(|list| list.is_empty()) {
            self.decoder.report(Problem::RuleTest, table.place("all"), "there is no test, so it would always hold");
        }
        if tables.is_empty() {
            return None;
        }
        let tests: Vec<Option<Test>> = tables.iter().map(|test| self.test(test, pillars)).collect();
        tests.into_iter().collect()
    }

    fn test(&mut self, table: &Table<'_>, pillars: &[Pillar]) -> Option<Test> {
        let d = &mut self.decoder;
        d.keys(table, &keys::TEST);
        let name = d.text(table, "score")?;
        let score = Score::parse(&name, pillars);
        if score.is_none() {
            let hint = score_hint(&name, pillars);
            d.report(Problem::UnknownId, table.place("score"), format!("there is no score `{name}`{hint}"));
        }
        let sides: Vec<Side> = Side::ALL.into_iter().filter(|side| table.get(side.word()).is_some()).collect();
        let [side] = sides.as_slice() else {
            d.report(Problem::RuleTest, table.place("score"), format!("`{name}` is compared with {} numbers", sides.len()));
            return None;
        };
        let number = d.number(table, side.word())?;
        Some(Test { score: score?, side: *side, number: number.into() })
    }

    fn published(&mut self, top: &Table<'_>) -> Option<Published> {
        let d = &mut self.decoder;
        let table = d.table(top, "published")?;
        d.keys(&table, &keys::PUBLISHED);
        let mut count = |key| d.whole(&table, key, 0..=100_000, Problem::NumberRange).and_then(|n| u32::try_from(n).ok());
        let (unseen, exact, within_one) = (count("unseen"), count("exact"), count("within_one"));
        let (regretted, nearer) = (count("regretted"), count("nearer"));
        let version = d.text(&table, "version");
        let record = Published { version, unseen: unseen?, exact: exact?, within_one: within_one?, regretted: regretted?, nearer: nearer? };
        let parts = [
            ("exact", record.exact, record.within_one),
            ("within_one", record.within_one, record.unseen),
            ("regretted", record.regretted, record.unseen),
            ("nearer", record.nearer, record.regretted),
        ];
        for (key, part, whole) in parts {
            if part > whole {
                d.report(Problem::NumberRange, table.place(key), format!("`{key}` counts some of {whole} cases"));
            }
        }
        Some(record)
    }
}

/// What may have been meant by the name of a score.
pub(in crate::content) fn score_hint(name: &str, pillars: &[Pillar]) -> String {
    let pillar = (0..pillars.len()).map(Score::Pillar);
    let names: Vec<String> = Score::PLAIN.into_iter().chain(pillar).map(|score| score.name(pillars)).collect();
    did_you_mean(name, names.iter().map(String::as_str))
}
