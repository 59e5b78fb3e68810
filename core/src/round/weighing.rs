//! Which answers weigh most in a row of the table, and which feed a score.

use super::Round;
use crate::model::question::Question;
use crate::model::rules::{Score, Test};
use crate::model::words::Axis;

/// Twice the level up to which an answer speaks for a rule.
const SPEAKS: u32 = 5;

impl Round {
    /// Questions of the base that feed a score, in file order.
    pub fn feeds(&self, score: Score) -> Vec<usize> {
        let scores = &self.outcome.reference.scores;
        let among =
            |list: &Option<Vec<usize>>, pillar: Option<usize>| pillar.is_some_and(|p| list.as_ref().is_some_and(|l| l.contains(&p)));
        let wanted = |q: &Question| match score {
            Score::Foundation => q.axis == Axis::Structural,
            Score::Pillar(pillar) => q.axis == Axis::Structural && q.pillar == Some(pillar),
            Score::WeakPillars => q.axis == Axis::Structural && among(&scores.weak, q.pillar),
            Score::Breadth => q.axis == Axis::Structural && among(&scores.broad, q.pillar),
            Score::Pain => q.axis == Axis::Symptom,
            Score::Tactical => q.axis == Axis::Tactical,
            Score::Flags => q.flag.is_some(),
            Score::Feasibility => q.axis == Axis::Feasibility,
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
