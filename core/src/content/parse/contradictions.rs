//! Answers that cannot both be true.

use super::Reader;
use crate::content::decode::Table;
use crate::content::diagnostic::{Rule, did_you_mean};
use crate::content::keys;
use crate::content::raw::Raw;
use crate::model::contradiction::Contradiction;
use crate::model::questionnaire::Questionnaire;

impl Reader<'_> {
    /// Contradictions name questions, so they come after them.
    pub(in crate::content) fn contradictions<'d>(&mut self, top: &Table<'d>, questionnaire: &mut Questionnaire, raw: &mut Raw<'d>) {
        for table in self.decoder.tables(top, "contradiction") {
            self.decoder.keys(&table, &keys::CONTRADICTION);
            let between = self.between(&table, questionnaire);
            let when = self.condition(&table, "when");
            let say = self.decoder.text(&table, "say");
            if let (Some(between), Some(when), Some(say)) = (between, when, say) {
                questionnaire.contradictions.push(Contradiction { between, when, say });
                raw.contradictions.push(table);
            }
        }
    }

    fn between(&mut self, table: &Table<'_>, questionnaire: &Questionnaire) -> Option<[usize; 2]> {
        table.get("between")?;
        let ids = self.decoder.texts(table, "between");
        let mut found: Vec<usize> = Vec::new();
        for (i, id) in ids.iter().enumerate() {
            match questionnaire.by_id.get(id) {
                Some(index) => found.push(*index),
                None => {
                    let hint = did_you_mean(id, questionnaire.by_id.keys().map(String::as_str));
                    self.decoder.report(Rule::UnknownId, table.item_place("between", i), format!("there is no question `{id}`{hint}"));
                }
            }
        }
        match found.as_slice() {
            [a, b] if a != b && ids.len() == 2 => Some([*a, *b]),
            known if known.len() < ids.len() => None,
            _ => {
                self.decoder.report(Rule::ContradictionBetween, table.place("between"), "`between` is not two different questions");
                None
            }
        }
    }
}
