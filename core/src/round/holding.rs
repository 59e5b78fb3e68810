//! What of the questionnaire holds in a round: how answers can be checked here, and which cannot both be true.

use super::Round;
use crate::model::condition::Condition;
use crate::model::contradiction::Contradiction;
use crate::model::question::Question;
use crate::standing::facts::Knowledge;

impl Round {
    /// Whether a condition on facts and answers is known to hold.
    fn holds(&self, condition: &Condition) -> bool {
        let known = Knowledge { questionnaire: &self.questionnaire, state: &self.state, standings: &self.standings };
        condition.holds(&known) == Some(true)
    }

    /// Answers that cannot both be true, in the order of the questionnaire. They change no score: somebody looks at both again.
    pub fn contradictions(&self) -> Vec<&Contradiction> {
        self.questionnaire.contradictions.iter().filter(|c| self.holds(&c.when)).collect()
    }

    /// What is said of the checks of a question where it fits this system.
    fn fitting<'q>(&self, question: &'q Question) -> impl Iterator<Item = &'q str> {
        question.evidence_for.iter().filter(|check| self.holds(&check.when)).map(|check| check.say.as_str())
    }

    /// How an answer can be checked: what fits every system first, then what fits this one.
    pub fn evidence_for<'q>(&self, question: &'q Question) -> Vec<&'q str> {
        question.evidence.iter().map(String::as_str).chain(self.fitting(question)).collect()
    }

    /// The same where there is room for little: the first of what fits every system, and what fits this one.
    pub fn first_evidence(&self, question: &Question) -> String {
        let first = question.evidence.first().map(String::as_str);
        first.into_iter().chain(self.fitting(question)).collect::<Vec<_>>().join("; ")
    }
}
