//! Which answers weigh most in a row of the table, and which feed a score.

use super::Round;
use crate::model::question::Question;
use crate::model::rules::{Score, Test};

/// Twice the level up to which an answer speaks for a rule.
const SPEAKS: u32 = 5;

impl Round {
    /// Questions of the base that feed a score, in file order.
    pub fn feeds(&self, score: Score) -> Vec<usize> {
        let scores = &self.outcome.reference.scores;
        // Of a count of pillars, those that are counted.
        let counted: Option<&[usize]> = match score {
            Score::WeakPillars => Some(scores.weak.as_deref().unwrap_or_default()),
            Score::Breadth => Some(scores.broad.as_deref().unwrap_or_default()),
            Score::Foundation | Score::Pillar(_) | Score::Pain | Score::Tactical | Score::Flags | Score::Feasibility => None,
        };
        let wanted = |q: &Question| {
            let moves = score.moved_by().takes(q.axis, q.pillar, q.flag.is_some());
            moves && counted.is_none_or(|pillars| q.pillar.is_some_and(|p| pillars.contains(&p)))
        };
        self.base.questions.iter().copied().filter(|i| self.questionnaire.at(*i).is_some_and(|q| q.scored() && wanted(q))).collect()
    }

    /// The weak answers behind the tests of a row, those that cost most first.
    pub fn weighing(&self, all: &[Test]) -> Vec<usize> {
        let mut found: Vec<(i64, usize)> = Vec::new();
        for test in all {
            let limit = if test.score == Score::Flags { 2 * u32::from(self.questionnaire.rules.flag) } else { SPEAKS };
            for index in self.feeds(test.score) {
                let (Some(question), Some(standing)) = (self.questionnaire.at(index), self.standings.get(index)) else { continue };
                let twice = standing.span.twice_middle();
                if standing.state.has_value() && twice <= limit {
                    found.push((-(i64::from(question.weight) * (8 - i64::from(twice))), index));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|(_, i)| i).collect()
    }
}
