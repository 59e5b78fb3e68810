//! How areas, flags and pillars stand, for display: never tested by a rule.

use super::Round;
use crate::decision::outcome::AreaScore;
use crate::decision::scores::Scores;
use crate::model::exact::percent;
use crate::model::rules::Score;
use crate::model::words::Flag;
use crate::standing::{Standing, Stands};

/// How an area stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AreaState {
    /// Below 50 %, or something in it can end the business overnight.
    NeedsAttention,
    /// From 50 % on.
    Mixed,
    /// From 75 % on.
    Healthy,
    /// Less than half of it has an answer.
    LittleKnown,
    /// It was asked, and nobody knows.
    Unknown,
    /// Nothing was said.
    NotAsked,
}

/// How a red flag stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagState {
    /// Raised.
    Raised,
    /// Not raised, and all its questions have a value.
    Clear,
    /// Not raised as far as is known.
    NotKnown,
}

/// How a pillar stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PillarState {
    /// At or below its level: calls for a restructuring where it can.
    Weak,
    /// Below the level of breadth.
    Low,
    /// Neither.
    Sound,
    /// Open answers can still make it another of these.
    Open,
    /// It has too few questions to count on its own.
    Small,
    /// Nothing of it is asked.
    NotAsked,
}

impl Round {
    /// How an area stands. An urgent answer in it is never hidden behind a mild word, and what is hardly known gets none.
    pub fn area_state(&self, area: &AreaScore) -> AreaState {
        let state = match area.score.as_ref().filter(|_| area.answered > 0).map(percent) {
            None => self.area_without_answer(area.area),
            Some(_) if 2 * area.answered < area.applicable => AreaState::LittleKnown,
            Some(75..) => AreaState::Healthy,
            Some(50..75) => AreaState::Mixed,
            Some(_) => AreaState::NeedsAttention,
        };
        let urgent = self.outcome.urgent.iter().any(|i| self.questionnaire.at(*i).is_some_and(|q| q.area == area.area));
        if urgent { AreaState::NeedsAttention } else { state }
    }

    /// How an area without an answer stands: "don't know" and what was put aside is never "not asked".
    pub fn area_without_answer(&self, area: usize) -> AreaState {
        let mine = self.base.questions.iter().filter(|i| self.questionnaire.at(**i).is_some_and(|q| q.area == area));
        let said = |s: &Standing| matches!(s.state, Stands::Unknown | Stands::Parked | Stands::Disagreement);
        let asked = mine.filter_map(|i| self.standings.get(*i)).any(said);
        if asked { AreaState::Unknown } else { AreaState::NotAsked }
    }

    /// How a red flag stands.
    pub fn flag_state(&self, flag: Flag) -> FlagState {
        if self.outcome.reference.scores.flags.contains(&flag) {
            return FlagState::Raised;
        }
        let flagged = self.base.questions.iter().filter_map(|i| Some((self.questionnaire.at(*i)?, self.standings.get(*i)?)));
        let mut states: Vec<Stands> = Vec::new();
        states.extend(flagged.filter(|(q, s)| q.flag == Some(flag) && s.applicable()).map(|(_, s)| s.state));
        let clear = !states.is_empty() && states.iter().all(|s| s.has_value());
        if clear { FlagState::Clear } else { FlagState::NotKnown }
    }

    /// How a pillar stands, whatever its open answers are.
    pub fn pillar_state(&self, pillar: usize) -> PillarState {
        let (worst, best) = (&self.outcome.strongest.scores, &self.outcome.mildest.scores);
        match (pillar_state(worst, pillar), pillar_state(best, pillar)) {
            (worst, best) if worst == best => worst,
            _ => PillarState::Open,
        }
    }
}

/// How a pillar stands in some scores.
fn pillar_state(scores: &Scores, pillar: usize) -> PillarState {
    let among = |list: &Option<Vec<usize>>| list.as_ref().is_some_and(|l| l.contains(&pillar));
    match (scores.pillars.get(pillar), scores.value(Score::Pillar(pillar))) {
        (None | Some(None), _) => PillarState::NotAsked,
        (Some(Some(_)), None) => PillarState::Small,
        _ if among(&scores.weak) => PillarState::Weak,
        _ if among(&scores.broad) => PillarState::Low,
        _ => PillarState::Sound,
    }
}
