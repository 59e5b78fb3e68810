//! What is known about the system: facts and earlier answers, as conditions ask for them.

use super::Standing;
use crate::log::event::Setting;
use crate::log::fold::RoundState;
use crate::log::key::SettingKey;
use crate::model::condition::Known;
use crate::model::exact::Exact;
use crate::model::question::FactKind;
use crate::model::questionnaire::Questionnaire;

/// Facts and earlier answers, for conditions.
pub struct Knowledge<'a> {
    /// The questionnaire.
    pub questionnaire: &'a Questionnaire,
    /// The state of the round.
    pub state: &'a RoundState,
    /// Standings so far.
    pub standings: &'a [Standing],
}

impl Known for Knowledge<'_> {
    fn fact(&self, id: &str) -> Option<String> {
        fact_value(self.questionnaire, self.state, id)
    }

    fn level(&self, question: &str) -> Option<(u8, u8)> {
        let index = *self.questionnaire.by_id.get(question)?;
        let standing = self.standings.get(index)?;
        standing.state.has_value().then_some((standing.span.low, standing.span.high))
    }

    fn figure(&self, question: &str) -> Option<(Exact, Exact)> {
        let index = *self.questionnaire.by_id.get(question)?;
        let standing = self.standings.get(index)?;
        standing.state.has_value().then(|| standing.figure.clone()).flatten()
    }
}

/// The value of a fact: unset when nobody set it, when values differ, or when the value does not fit.
pub fn fact_value(questionnaire: &Questionnaire, state: &RoundState, id: &str) -> Option<String> {
    let fact = questionnaire.fact(id)?;
    match (state.setting(&SettingKey::fact(id))?, &fact.kind) {
        (Setting::Bool(b), FactKind::YesNo) => Some(b.to_string()),
        (Setting::Text(t), FactKind::Choice(choices)) if choices.contains(t) => Some(t.clone()),
        _ => None,
    }
}
