//! Questions, and how each is answered.

use super::{BESIDE_QUESTIONS, Reader};
use crate::content::decode::{Place, Table};
use crate::content::diagnostic::{Rule, did_you_mean};
use crate::content::keys;
use crate::model::exact::Decimal;
use crate::model::question::{Bands, EvidenceFor, Form, Gate, Kind, Question, RatioPart, Wait};
use crate::model::questionnaire::Questionnaire;
use crate::model::words::{Axis, Better, Cost, Flag, Verdict};

impl Reader<'_> {
    /// Questions of one file, in file order.
    pub(in crate::content) fn questions<'d>(&mut self, file: &Table<'d>, questionnaire: &Questionnaire) -> Vec<(Question, Table<'d>)> {
        let areas = &questionnaire.areas;
        let name = self.source.files.get(file.file).map_or("", |f| f.name.as_str());
        let stem = name.strip_suffix(".toml").unwrap_or(name);
        let single = self.source.files.len() == 1;
        let own_area = areas.iter().position(|a| a.id == stem).filter(|_| !single);
        if !single && name != "questionnaire.toml" {
            self.decoder.keys(file, &keys::FILE);
            if !BESIDE_QUESTIONS.contains(&name) && own_area.is_none() {
                self.decoder.report(Rule::UnknownFile, (file.file, 0..0), format!("`{name}` is named after no area"));
            }
        }
        let mut found = Vec::new();
        for table in self.decoder.tables(file, "question") {
            let area = match table.get("area").map(|_| self.decoder.text(&table, "area").unwrap_or_default()) {
                Some(id) => {
                    let area = areas.iter().position(|a| a.id == id);
                    if area.is_none() {
                        let hint = did_you_mean(&id, areas.iter().map(|a| a.id.as_str()));
                        self.decoder.report(Rule::UnknownId, table.place("area"), format!("there is no area `{id}`{hint}"));
                    }
                    area
                }
                None if own_area.is_some() => own_area,
                None => {
                    self.decoder.report(Rule::MissingKey, table.here(), "this question has no `area`");
                    None
                }
            };
            let question = self.question(&table, area.unwrap_or(0), questionnaire);
            found.push((question, table));
        }
        found
    }

    fn question(&mut self, table: &Table<'_>, area: usize, questionnaire: &Questionnaire) -> Question {
        self.decoder.keys(table, &keys::QUESTION);
        let kind = self.kind(table);
        let floor = self.gate(table, "floor");
        let cap = self.gate(table, "cap");
        let horizon = self.wait(table);
        let applies_if = self.condition(table, "applies_if");
        let links = self.links(table);
        let evidence_for = self.evidence_for(table);
        let pillar = self.decoder.text(table, "pillar").and_then(|id| self.pillar_of(&id, table.place("pillar"), questionnaire));
        let d = &mut self.decoder;
        let ask = d.text(table, "ask").unwrap_or_default();
        Question {
            index: 0,
            id: d.id(table, "id"),
            criterion: d.texts(table, "criterion"),
            area,
            axis: d.word(table, "axis", Axis::ALL, Axis::word).unwrap_or(Axis::Tactical),
            pillar,
            weight: d.whole(table, "weight", 1..=3, Rule::NumberRange).and_then(|w| u32::try_from(w).ok()).unwrap_or(2),
            flag: d.word(table, "flag", Flag::ALL, Flag::word),
            critical: d.flag(table, "critical"),
            urgent: d.flag(table, "urgent"),
            floor,
            cap,
            horizon,
            title: d.text(table, "title").unwrap_or_else(|| ask.clone()),
            also: d.texts(table, "also"),
            ask,
            ask_whom: d.text(table, "ask_whom"),
            probe: d.texts(table, "probe"),
            why: d.text(table, "why").unwrap_or_default(),
            kind,
            evidence: d.texts(table, "evidence"),
            evidence_for,
            cost: d.word(table, "cost", Cost::ALL, Cost::word).unwrap_or(Cost::Ask),
            fresh_days: d.whole(table, "fresh_days", 1..=3650, Rule::NumberRange).and_then(|n| u32::try_from(n).ok()),
            applies_if,
            remedies: d.texts(table, "remedies"),
            links,
            basis: d.text(table, "basis").unwrap_or_default(),
            was: d.texts(table, "was"),
        }
    }

    fn evidence_for(&mut self, table: &Table<'_>) -> Vec<EvidenceFor> {
        let mut list = Vec::new();
        for item in self.decoder.tables(table, "evidence_for") {
            self.decoder.keys(&item, &keys::EVIDENCE_FOR);
            let when = self.condition(&item, "when");
            let say = self.decoder.text(&item, "say");
            list.extend(when.zip(say).map(|(when, say)| EvidenceFor { when, say }));
        }
        list
    }

    /// The position of a pillar by its id.
    pub(super) fn pillar_of(&mut self, id: &str, place: Place, questionnaire: &Questionnaire) -> Option<usize> {
        let found = questionnaire.pillars.iter().position(|p| p.id == id);
        if found.is_none() {
            let hint = did_you_mean(id, questionnaire.pillars.iter().map(|p| p.id.as_str()));
            self.decoder.report(Rule::UnknownId, place, format!("there is no pillar `{id}`{hint}"));
        }
        found
    }

    fn kind(&mut self, table: &Table<'_>) -> Kind {
        let d = &mut self.decoder;
        let form = d.word(table, "kind", Form::ALL, Form::word).unwrap_or(Form::Levels);
        let wants: &[&str] = match form {
            Form::Levels => &["levels"],
            Form::Figure => &["unit", "better", "bands"],
            Form::Ratio => &["parts", "better", "bands", "if_zero"],
            Form::Text => &[],
        };
        for key in ["levels", "unit", "most", "better", "bands", "parts", "if_zero"] {
            match (wants.contains(&key), table.get(key).is_some()) {
                (false, true) if key == "most" && form == Form::Figure => {}
                (true, false) => d.report(Rule::MissingKey, table.here(), format!("a {form} question has `{key}`")),
                (false, true) => d.report(Rule::UnknownKey, table.place(key), format!("a {form} question has no `{key}`")),
                _ => {}
            }
        }
        match form {
            Form::Figure => {
                let unit = d.text(table, "unit").unwrap_or_default();
                Kind::Figure { unit, most: d.number(table, "most"), bands: self.bands(table) }
            }
            Form::Ratio => {
                let bands = self.bands(table);
                let d = &mut self.decoder;
                let mut parts = Vec::new();
                for part in d.tables(table, "parts") {
                    d.keys(&part, &keys::RATIO_PART);
                    parts.push(RatioPart {
                        id: d.id(&part, "id"),
                        label: d.text(&part, "label").unwrap_or_default(),
                        people: d.flag(&part, "people"),
                    });
                }
                let if_zero = d.whole(table, "if_zero", 0..=4, Rule::NumberRange).and_then(|n| u8::try_from(n).ok()).unwrap_or(0);
                match <[RatioPart; 2]>::try_from(parts) {
                    Ok(parts) if parts[0].id != parts[1].id => Kind::Ratio { parts, bands, if_zero },
                    _ => {
                        if table.get("parts").is_some() {
                            d.report(Rule::RatioParts, table.place("parts"), "a ratio divides one figure by another");
                        }
                        Kind::Levels(Vec::new())
                    }
                }
            }
            Form::Text => Kind::Text,
            Form::Levels => {
                let levels = d.texts(table, "levels");
                if table.get("levels").is_some_and(|v| v.get_ref().as_array().is_some_and(|a| a.len() != 5)) {
                    d.report(Rule::LevelCount, table.place("levels"), format!("there are {} levels", levels.len()));
                }
                Kind::Levels(levels)
            }
        }
    }

    fn bands(&mut self, table: &Table<'_>) -> Bands {
        let d = &mut self.decoder;
        let better = d.word(table, "better", Better::ALL, Better::word).unwrap_or(Better::Higher);
        let list = d.decimals(table, "bands");
        let count = table.get("bands").and_then(|v| v.get_ref().as_array()).map_or(4, |a| a.len());
        if count != 4 {
            d.report(Rule::BandCount, table.place("bands"), format!("there are {count} bands"));
        } else if list.len() == 4 {
            for (i, pair) in list.windows(2).enumerate() {
                let [a, b] = pair else { continue };
                if (better == Better::Higher && a >= b) || (better == Better::Lower && a <= b) {
                    let way = if better == Better::Higher { "above" } else { "below" };
                    d.report(Rule::BandOrder, table.item_place("bands", i + 1), format!("{b} is not {way} {a}"));
                }
            }
        }
        let bands = <[Decimal; 4]>::try_from(list).unwrap_or_else(|_| [0, 1, 2, 3].map(Decimal::whole));
        Bands { better, bands }
    }

    fn gate(&mut self, table: &Table<'_>, key: &str) -> Option<Gate> {
        let gate = self.decoder.table(table, key)?;
        let d = &mut self.decoder;
        d.keys(&gate, &keys::GATE);
        let level = d.whole(&gate, "at_or_below", 0..=3, Rule::GateLevel).and_then(|n| u8::try_from(n).ok());
        let verdict = d.word(&gate, "verdict", Verdict::ALL, Verdict::word);
        Some(Gate { at_or_below: level?, verdict: verdict? })
    }

    fn wait(&mut self, table: &Table<'_>) -> Option<Wait> {
        let wait = self.decoder.table(table, "horizon")?;
        let d = &mut self.decoder;
        d.keys(&wait, &keys::WAIT);
        let level = d.whole(&wait, "at_or_below", 0..=3, Rule::GateLevel).and_then(|n| u8::try_from(n).ok());
        let months = d.whole(&wait, "months", 1..=24, Rule::NumberRange).and_then(|n| u32::try_from(n).ok());
        Some(Wait { at_or_below: level?, months: months? })
    }
}
