//! From the text of a questionnaire to the model.

use super::decode::{Decoder, Table};
use super::diagnostic::{Rule, closest};
use super::keys;
use super::raw::Raw;
use super::source::Source;
use crate::decision::numbers::Numbers;
use crate::model::condition::Condition;
use crate::model::exact::Decimal;
use crate::model::guidance::{Caution, Guidance, Pattern, Practice, Remedy, Sign};
use crate::model::question::{Area, Bands, Fact, FactKind, Gate, Kind, Link, Question, RatioPart};
use crate::model::questionnaire::Questionnaire;
use crate::model::rules::Rules;
use crate::model::track::{Part, Track};
use crate::model::words::{Axis, Better, Cost, Flag, Grade, Verdict};
use num_traits::Zero;
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
    /// The top of a questionnaire, its areas and facts.
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
            decides: d.text(&top, "decision").is_none_or(|w| w != "none"),
            numbers: self.numbers(&top),
            pillars: Vec::new(),
            rules: Rules::default(),
            published: None,
            areas: Vec::new(),
            facts: Vec::new(),
            tracks: Vec::new(),
            questions: Vec::new(),
            by_id: HashMap::new(),
        };
        let d = &mut self.decoder;
        d.word(&top, "decision", &[true, false], |b| if b { "verdict" } else { "none" });
        for table in d.tables(&top, "area") {
            questionnaire.areas.push(self.area(&table));
            raw.areas.push(table);
        }
        for table in self.decoder.tables(&top, "fact") {
            questionnaire.facts.push(self.fact(&table));
            raw.facts.push(table);
        }
        (questionnaire, raw)
    }

    /// Tracks name questions, so they come after them.
    pub(super) fn tracks<'d>(&mut self, top: &Table<'d>, questionnaire: &mut Questionnaire, raw: &mut Raw<'d>) {
        for table in self.decoder.tables(top, "track") {
            let track = self.track(&table, questionnaire);
            questionnaire.tracks.push(track);
            raw.tracks.push(table);
        }
        if questionnaire.tracks.is_empty() {
            questionnaire.tracks.push(whole_track(questionnaire));
        }
    }

    /// Everything that stands beside the questions.
    pub(super) fn guidance<'d>(&mut self, tables: &[Table<'d>], questionnaire: &Questionnaire, raw: &mut Raw<'d>) -> Guidance {
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

    fn numbers(&mut self, top: &Table<'_>) -> Numbers {
        let mut numbers = Numbers::default();
        let Some(table) = self.decoder.table(top, "numbers") else { return numbers };
        for (key, value) in table.table {
            let name = key.get_ref().as_ref();
            if !Numbers::NAMES.contains(&name) {
                let hint = closest(name, Numbers::NAMES.iter().copied()).map(|n| format!(", did you mean `{n}`?")).unwrap_or_default();
                self.decoder.report(Rule::UnknownKey, (table.file, key.span()), format!("no rule has a number `{name}`{hint}"));
            } else if let Some(number) = self.decoder.decimal(value, name, table.file) {
                numbers.set(name, number);
            }
        }
        numbers
    }

    fn area(&mut self, table: &Table<'_>) -> Area {
        let d = &mut self.decoder;
        d.keys(table, &keys::AREA);
        let weight = table.get("weight").and_then(|v| d.decimal(v, "weight", table.file));
        if weight.as_ref().is_some_and(|w| *w.value() <= Zero::zero()) {
            d.report(Rule::NumberRange, table.place("weight"), "the weight of an area is above zero");
        }
        Area {
            id: d.id(table, "id"),
            title: d.text(table, "title").unwrap_or_default(),
            weight: weight.unwrap_or_else(|| Decimal::whole(1)),
            healthy: d.text(table, "healthy").unwrap_or_default(),
            attention: d.text(table, "attention").unwrap_or_default(),
        }
    }

    fn fact(&mut self, table: &Table<'_>) -> Fact {
        let d = &mut self.decoder;
        d.keys(table, &keys::FACT);
        let choice = d.word(table, "kind", &[false, true], |c| if c { "choice" } else { "yes-no" }).unwrap_or(false);
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

    /// Questions of one file, in file order.
    pub(super) fn questions<'d>(&mut self, file: &Table<'d>, questionnaire: &Questionnaire) -> Vec<(Question, Table<'d>)> {
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
                        let names = areas.iter().map(|a| a.id.as_str());
                        let hint = closest(&id, names).map(|n| format!(", did you mean `{n}`?")).unwrap_or_default();
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

    fn question(&mut self, table: &Table<'_>, area: usize, _questionnaire: &Questionnaire) -> Question {
        self.decoder.keys(table, &keys::QUESTION);
        let kind = self.kind(table);
        let floor = self.gate(table, "floor");
        let cap = self.gate(table, "cap");
        let applies_if = self.condition(table, "applies_if");
        let links = self.links(table);
        let d = &mut self.decoder;
        let ask = d.text(table, "ask").unwrap_or_default();
        Question {
            index: 0,
            id: d.id(table, "id"),
            criterion: d.texts(table, "criterion"),
            area,
            axis: d.word(table, "axis", Axis::ALL, Axis::word).unwrap_or(Axis::Tactical),
            pillar: None,
            weight: d.whole(table, "weight", 1..=3, Rule::NumberRange).and_then(|w| u32::try_from(w).ok()).unwrap_or(2),
            flag: d.word(table, "flag", Flag::ALL, Flag::word),
            critical: d.flag(table, "critical"),
            urgent: d.flag(table, "urgent"),
            floor,
            cap,
            title: d.text(table, "title").unwrap_or_else(|| ask.clone()),
            ask,
            ask_whom: d.text(table, "ask_whom"),
            probe: d.texts(table, "probe"),
            why: d.text(table, "why").unwrap_or_default(),
            kind,
            evidence: d.texts(table, "evidence"),
            cost: d.word(table, "cost", Cost::ALL, Cost::word).unwrap_or(Cost::Ask),
            fresh_days: d.whole(table, "fresh_days", 1..=3650, Rule::NumberRange).and_then(|n| u32::try_from(n).ok()),
            applies_if,
            remedies: d.texts(table, "remedies"),
            links,
            basis: d.text(table, "basis").unwrap_or_default(),
            was: d.texts(table, "was"),
        }
    }

    fn kind(&mut self, table: &Table<'_>) -> Kind {
        let d = &mut self.decoder;
        let kinds = ["levels", "figure", "ratio", "text"];
        let kind = d.word(table, "kind", &kinds, |k| k).unwrap_or("levels");
        let wants: &[&str] = match kind {
            "levels" => &["levels"],
            "figure" => &["unit", "better", "bands"],
            "ratio" => &["parts", "better", "bands", "if_zero"],
            _ => &[],
        };
        for key in ["levels", "unit", "better", "bands", "parts", "if_zero"] {
            match (wants.contains(&key), table.get(key).is_some()) {
                (true, false) => d.report(Rule::MissingKey, table.here(), format!("a {kind} question has `{key}`")),
                (false, true) => d.report(Rule::UnknownKey, table.place(key), format!("a {kind} question has no `{key}`")),
                _ => {}
            }
        }
        match kind {
            "figure" => Kind::Figure { unit: d.text(table, "unit").unwrap_or_default(), bands: self.bands(table) },
            "ratio" => {
                let bands = self.bands(table);
                let d = &mut self.decoder;
                let mut parts = Vec::new();
                for part in d.tables(table, "parts") {
                    d.keys(&part, &keys::RATIO_PART);
                    parts.push(RatioPart { id: d.id(&part, "id"), label: d.text(&part, "label").unwrap_or_default() });
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
            "text" => Kind::Text,
            _ => {
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

    fn track(&mut self, table: &Table<'_>, questionnaire: &Questionnaire) -> Track {
        self.decoder.keys(table, &keys::TRACK);
        let minutes = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
        let mut seen: Vec<usize> = Vec::new();
        let mut parts = Vec::new();
        for part in self.decoder.tables(table, "parts") {
            let first_if = self.condition(&part, "first_if");
            let d = &mut self.decoder;
            d.keys(&part, &keys::TRACK_PART);
            let mut questions = Vec::new();
            for (i, id) in d.texts(&part, "questions").iter().enumerate() {
                match questionnaire.by_id.get(id) {
                    Some(index) if seen.contains(index) => {
                        d.report(Rule::TrackQuestion, part.item_place("questions", i), format!("`{id}` is already in this track"));
                    }
                    Some(index) => {
                        seen.push(*index);
                        questions.push(*index);
                    }
                    None => {
                        let names = questionnaire.by_id.keys().map(String::as_str);
                        let hint = closest(id, names).map(|n| format!(", did you mean `{n}`?")).unwrap_or_default();
                        d.report(Rule::TrackQuestion, part.item_place("questions", i), format!("there is no question `{id}`{hint}"));
                    }
                }
            }
            parts.push(Part {
                title: d.text(&part, "title").unwrap_or_default(),
                minutes: minutes(d.whole(&part, "minutes", 1..=10_000, Rule::NumberRange)),
                first_if,
                questions,
            });
        }
        let d = &mut self.decoder;
        Track {
            id: d.id(table, "id"),
            title: d.text(table, "title").unwrap_or_default(),
            minutes: minutes(d.whole(table, "minutes", 1..=10_000, Rule::NumberRange)),
            decides: d.flag(table, "decides"),
            at_most: d.word(table, "at_most", Verdict::ALL, Verdict::word),
            parts,
        }
    }

    fn remedy(&mut self, table: &Table<'_>, _questionnaire: &Questionnaire) -> Remedy {
        let only_if = self.condition(table, "only_if");
        let unless = self.condition(table, "unless");
        let links = self.links(table);
        let d = &mut self.decoder;
        d.keys(table, &keys::REMEDY);
        let mut effort = d.decimals(table, "effort_days");
        let (from, to) = (effort.first().cloned(), effort.pop());
        let effort_days = match from.zip(to) {
            Some((a, b)) if effort.len() == 1 && a <= b && *a.value() >= Zero::zero() => (a, b),
            _ => {
                if table.get("effort_days").is_some() {
                    d.report(Rule::EffortOrder, table.place("effort_days"), "`effort_days` is [from, to]");
                }
                (Decimal::whole(0), Decimal::whole(0))
            }
        };
        Remedy {
            id: d.id(table, "id"),
            title: d.text(table, "title").unwrap_or_default(),
            effort_days,
            impact: d.word(table, "impact", Grade::ALL, Grade::word).unwrap_or(Grade::Low),
            cost: d.word(table, "cost", Grade::ALL, Grade::word).unwrap_or(Grade::Low),
            risk: d.word(table, "risk", Grade::ALL, Grade::word).unwrap_or(Grade::Low),
            who: d.text(table, "who").unwrap_or_else(|| "engineering".to_owned()),
            gain: d.text(table, "gain").unwrap_or_default(),
            steps: d.texts(table, "steps"),
            done_when: d.text(table, "done_when").unwrap_or_default(),
            pitfalls: d.texts(table, "pitfalls"),
            requires: d.texts(table, "requires"),
            mends: Vec::new(),
            at_least: d.word(table, "at_least", Verdict::ALL, Verdict::word),
            at_least_needed: d.word(table, "at_least_needed", Verdict::ALL, Verdict::word),
            only_if,
            unless,
            links,
            basis: d.text(table, "basis").unwrap_or_default(),
        }
    }

    fn caution(&mut self, table: &Table<'_>) -> Caution {
        let when = self.condition(table, "when");
        let d = &mut self.decoder;
        d.keys(table, &keys::CAUTION);
        Caution {
            id: d.id(table, "id"),
            title: d.text(table, "title").unwrap_or_default(),
            reason: d.text(table, "reason").unwrap_or_default(),
            needs: Vec::new(),
            capped: None,
            when,
            opens_with: d.text(table, "opens_with"),
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
        let towards = d.word(table, "towards", &[Verdict::Optimize, Verdict::Rebuild], Verdict::word);
        Some(Sign { towards: towards?, title: d.text(table, "title").unwrap_or_default(), when: when? })
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

/// A questionnaire without tracks has one: `full`, deciding, every question in file order.
fn whole_track(questionnaire: &Questionnaire) -> Track {
    let parts = questionnaire
        .areas
        .iter()
        .enumerate()
        .map(|(i, area)| Part {
            title: area.title.clone(),
            minutes: None,
            first_if: None,
            questions: questionnaire.questions.iter().filter(|q| q.area == i).map(|q| q.index).collect(),
        })
        .filter(|p| !p.questions.is_empty())
        .collect();
    Track { id: "full".into(), title: "Full questionnaire".into(), minutes: None, decides: questionnaire.decides, at_most: None, parts }
}
