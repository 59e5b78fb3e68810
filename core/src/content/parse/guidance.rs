//! What stands beside the questions: remedies, cautions, signs, practices and patterns.

use super::Reader;
use super::costs::from_to;
use crate::content::decode::Table;
use crate::content::diagnostic::Rule;
use crate::content::keys;
use crate::content::raw::Raw;
use crate::model::exact::Decimal;
use crate::model::guidance::{Caution, Guidance, Pattern, Practice, Remedy, Sign};
use crate::model::questionnaire::Questionnaire;
use crate::model::words::{Grade, Verdict};

impl Reader<'_> {
    /// Everything that stands beside the questions.
    pub(in crate::content) fn guidance<'d>(&mut self, tables: &[Table<'d>], questionnaire: &Questionnaire, raw: &mut Raw<'d>) -> Guidance {
        let mut guidance = Guidance::default();
        for file in tables {
            for table in self.decoder.tables(file, "remedy") {
                guidance.remedies.push(self.remedy(&table, questionnaire));
                raw.remedies.push(table);
            }
            for table in self.decoder.tables(file, "caution") {
                guidance.cautions.push(self.caution(&table));
                raw.cautions.push(table);
            }
            for table in self.decoder.tables(file, "sign") {
                if let Some(sign) = self.sign(&table) {
                    guidance.signs.push(sign);
                    raw.signs.push(table);
                }
            }
            for table in self.decoder.tables(file, "practice") {
                let d = &mut self.decoder;
                d.keys(&table, &keys::PRACTICE);
                let practice =
                    Practice { title: d.text(&table, "title").unwrap_or_default(), text: d.text(&table, "text").unwrap_or_default() };
                guidance.practices.push(practice);
            }
            for table in self.decoder.tables(file, "pattern") {
                guidance.patterns.push(self.pattern(&table));
                raw.patterns.push(table);
            }
        }
        guidance
    }

    fn remedy(&mut self, table: &Table<'_>, questionnaire: &Questionnaire) -> Remedy {
        let only_if = self.condition(table, "only_if");
        let unless = self.condition(table, "unless");
        let links = self.links(table);
        let mends = self.mends(table, questionnaire);
        let effort_per = self.effort_per(table, questionnaire);
        let (running, outside_cost) = (self.running(table), self.outside_cost(table));
        let d = &mut self.decoder;
        d.keys(table, &keys::REMEDY);
        let effort_days = from_to(d.decimals(table, "effort_days")).unwrap_or_else(|| {
            if table.get("effort_days").is_some() {
                d.report(Rule::EffortOrder, table.place("effort_days"), "`effort_days` is [from, to]");
            }
            (Decimal::whole(0), Decimal::whole(0))
        });
        Remedy {
            id: d.id(table, "id"),
            title: d.text(table, "title").unwrap_or_default(),
            effort_days,
            effort_per,
            running,
            outside_cost,
            impact: d.word(table, "impact", Grade::ALL, Grade::word).unwrap_or(Grade::Low),
            cost: d.word(table, "cost", Grade::ALL, Grade::word).unwrap_or(Grade::Low),
            risk: d.word(table, "risk", Grade::ALL, Grade::word).unwrap_or(Grade::Low),
            who: d.text(table, "who").unwrap_or_else(|| "engineering".to_owned()),
            gain: d.text(table, "gain").unwrap_or_default(),
            steps: d.texts(table, "steps"),
            done_when: d.text(table, "done_when").unwrap_or_default(),
            helps_not: d.text(table, "helps_not"),
            pitfalls: d.texts(table, "pitfalls"),
            requires: d.texts(table, "requires"),
            mends,
            at_least: d.word(table, "at_least", Verdict::ALL, Verdict::word),
            at_least_needed: d.word(table, "at_least_needed", Verdict::ALL, Verdict::word),
            only_if,
            unless,
            links,
            basis: d.text(table, "basis").unwrap_or_default(),
        }
    }

    fn mends(&mut self, table: &Table<'_>, questionnaire: &Questionnaire) -> Vec<usize> {
        let ids = self.decoder.texts(table, "mends");
        let mut found = Vec::new();
        for (i, id) in ids.iter().enumerate() {
            let pillar = self.pillar_of(id, table.item_place("mends", i), questionnaire);
            found.extend(pillar.filter(|p| !found.contains(p)));
        }
        found
    }

    fn caution(&mut self, table: &Table<'_>) -> Caution {
        let when = self.condition(table, "when");
        let d = &mut self.decoder;
        d.keys(table, &keys::CAUTION);
        Caution {
            id: d.id(table, "id"),
            title: d.text(table, "title").unwrap_or_default(),
            reason: d.text(table, "reason").unwrap_or_default(),
            needs: d.words(table, "needs", Verdict::ALL, Verdict::word),
            capped: d.yes_or_no(table, "capped"),
            when,
            opens_with: d.text(table, "opens_with"),
            heads_plan: d.yes_or_no(table, "heads_plan").unwrap_or(false),
        }
    }

    fn pattern(&mut self, table: &Table<'_>) -> Pattern {
        let d = &mut self.decoder;
        d.keys(table, &keys::PATTERN);
        Pattern {
            id: d.id(table, "id"),
            title: d.text(table, "title").unwrap_or_default(),
            strong_when: d.text(table, "strong_when").unwrap_or_default(),
            weak_when: d.text(table, "weak_when").unwrap_or_default(),
            test: d.text(table, "test").unwrap_or_default(),
            questions: d.texts(table, "questions"),
            basis: d.text(table, "basis").unwrap_or_default(),
        }
    }

    fn sign(&mut self, table: &Table<'_>) -> Option<Sign> {
        let when = self.condition(table, "when");
        let d = &mut self.decoder;
        d.keys(table, &keys::SIGN);
        let towards = d.word(table, "towards", keys::SIGNS, Verdict::word);
        Some(Sign { towards: towards?, title: d.text(table, "title").unwrap_or_default(), when: when? })
    }
}
