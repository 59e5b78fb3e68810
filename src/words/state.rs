//! States in words: of questions, areas, flags and pillars.

use super::Titled;
use underpin_core::model::words::Flag;
use underpin_core::round::states::{AreaState, FlagState, PillarState};
use underpin_core::standing::Stands;

impl Titled for Stands {
    fn title(self) -> &'static str {
        match self {
            Stands::Text => "text",
            Stands::Inactive => "not asked",
            Stands::NotApplicable => "not applicable",
            Stands::Disagreement => "disagreement",
            Stands::Unknown => "don't know",
            Stands::Answered => "answered",
            Stands::Parked => "parked",
            Stands::Unanswered => "not answered",
        }
    }
}

impl Titled for AreaState {
    fn title(self) -> &'static str {
        match self {
            AreaState::Healthy => "healthy",
            AreaState::Mixed => "mixed",
            AreaState::NeedsAttention => "needs attention",
            AreaState::LittleKnown => "little known",
            AreaState::Unknown => "not known yet",
            AreaState::NotAsked => "not asked",
        }
    }
}

impl Titled for FlagState {
    fn title(self) -> &'static str {
        match self {
            FlagState::Raised => "yes",
            FlagState::Clear => "no",
            FlagState::NotKnown => "not known",
        }
    }
}

impl Titled for PillarState {
    fn title(self) -> &'static str {
        match self {
            PillarState::Weak => "weak",
            PillarState::Low => "low",
            PillarState::Sound => "sound",
            PillarState::Open => "not known yet",
            PillarState::Small => "too few questions",
            PillarState::NotAsked => "not asked",
        }
    }
}

impl Titled for Flag {
    fn title(self) -> &'static str {
        match self {
            Flag::Slow => "Slow",
            Flag::Bugs => "Bugs come back",
            Flag::Scaling => "Gives way under load",
            Flag::Complexity => "Small changes take long",
            Flag::Deploy => "Releases cause errors",
        }
    }
}

/// What a flag looks like from outside.
pub fn looks_like(flag: Flag) -> &'static str {
    match flag {
        Flag::Slow => "response times keep rising",
        Flag::Bugs => "the same faults return after a fix",
        Flag::Scaling => "the system fails when many use it",
        Flag::Complexity => "a small change takes a week of work or more",
        Flag::Deploy => "releases bring errors with them",
    }
}

/// Whom a flag hurts.
pub fn hurts(flag: Flag) -> &'static str {
    match flag {
        Flag::Slow => "users, who wait",
        Flag::Bugs => "customers, who lose trust",
        Flag::Scaling => "revenue, when users or orders are lost",
        Flag::Complexity => "the team, which gets slower",
        Flag::Deploy => "the business, which ships later",
    }
}
