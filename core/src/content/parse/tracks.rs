//! Tracks: orders of asking.

use super::Reader;
use crate::content::decode::Table;
use crate::content::diagnostic::{Rule, did_you_mean};
use crate::content::keys;
use crate::content::raw::Raw;
use crate::model::questionnaire::Questionnaire;
use crate::model::track::{Part, Track};
use crate::model::words::Verdict;

impl Reader<'_> {
    /// Tracks name questions, so they come after them.
    pub(in crate::content) fn tracks<'d>(&mut self, top: &Table<'d>, questionnaire: &mut Questionnaire, raw: &mut Raw<'d>) {
        for table in self.decoder.tables(top, "track") {
            let track = self.track(&table, questionnaire);
            questionnaire.tracks.push(track);
            raw.tracks.push(table);
        }
        if questionnaire.tracks.is_empty() {
            questionnaire.tracks.push(whole_track(questionnaire));
        }
    }

    /// `need >= restructure`: one comparison, because a part that waits for anything else would be asked by chance.
    fn late_until(&mut self, part: &Table<'_>) -> Option<Verdict> {
        let text = self.decoder.text(part, "late_until")?;
        let word = text.strip_prefix("need").and_then(|rest| rest.trim_start().strip_prefix(">="));
        let found = word.and_then(|word| Verdict::ALL.iter().copied().find(|v| v.word() == word.trim() && *v > Verdict::Maintain));
        if found.is_none() {
            self.decoder.report(Rule::LateUntil, part.place("late_until"), format!("`{text}` is no need to wait for"));
        }
        found
    }

    fn track(&mut self, table: &Table<'_>, questionnaire: &Questionnaire) -> Track {
        self.decoder.keys(table, &keys::TRACK);
        let minutes = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
        let mut seen: Vec<usize> = Vec::new();
        let mut parts = Vec::new();
        for part in self.decoder.tables(table, "parts") {
            let first_if = self.condition(&part, "first_if");
            let late_until = self.late_until(&part);
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
                        let hint = did_you_mean(id, questionnaire.by_id.keys().map(String::as_str));
                        d.report(Rule::TrackQuestion, part.item_place("questions", i), format!("there is no question `{id}`{hint}"));
                    }
                }
            }
            parts.push(Part {
                title: d.text(&part, "title").unwrap_or_default(),
                minutes: minutes(d.whole(&part, "minutes", 1..=10_000, Rule::NumberRange)),
                first_if,
                late_until,
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
            late_until: None,
            questions: questionnaire.questions.iter().filter(|q| q.area == i).map(|q| q.index).collect(),
        })
        .filter(|p| !p.questions.is_empty())
        .collect();
    Track { id: "full".into(), title: "Full questionnaire".into(), minutes: None, decides: questionnaire.decides, at_most: None, parts }
}
