//! What to do about weak answers, and what else stands beside the questions: asking needs none of it.

use super::condition::Condition;
use super::exact::Decimal;
use super::question::Link;
use super::words::{Grade, Verdict};
use serde::{Deserialize, Serialize};

/// Everything of a questionnaire that asking does without.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Guidance {
    /// What to do about weak answers.
    pub remedies: Vec<Remedy>,
    /// What not to do yet, in order.
    pub cautions: Vec<Caution>,
    /// Signs for optimising and for rebuilding.
    pub signs: Vec<Sign>,
    /// The ongoing practices that close every plan.
    pub practices: Vec<Practice>,
    /// Guidance on ways of building.
    pub patterns: Vec<Pattern>,
}

impl Guidance {
    /// The remedy of this id.
    pub fn remedy(&self, id: &str) -> Option<&Remedy> {
        self.remedies.iter().find(|r| r.id == id)
    }
}

/// Work that grows with something that an answer counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EffortPer {
    /// Position of the question that counts it.
    pub question: usize,
    /// Which part of a ratio; `None` for a figure.
    pub part: Option<String>,
    /// Person-days for each, from and to.
    pub days: (Decimal, Decimal),
}

/// What a remedy costs for as long as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Running {
    /// A share of the whole team, 0 to 1.
    ShareOfTeam(Decimal),
    /// So many people, from and to.
    People(Decimal, Decimal),
}

/// What is paid to others: printed as it is, never added up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OutsideCost {
    /// From.
    pub low: Decimal,
    /// To.
    pub high: Decimal,
    /// Three capital letters.
    pub currency: String,
    /// What it is paid for: `test`, `year`.
    pub per: String,
}

/// What to do about weak answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Remedy {
    /// Stable id.
    pub id: String,
    /// In the imperative.
    pub title: String,
    /// Person-days, from and to.
    pub effort_days: (Decimal, Decimal),
    /// In its place where what it grows with is known.
    pub effort_per: Option<EffortPer>,
    /// What it costs for as long as it is kept.
    pub running: Option<Running>,
    /// What is paid to others.
    pub outside_cost: Option<OutsideCost>,
    /// Expected effect.
    pub impact: Grade,
    /// Money and people.
    pub cost: Grade,
    /// Chance of harming production or schedule.
    pub risk: Grade,
    /// Who usually does it.
    pub who: String,
    /// In business terms.
    pub gain: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// An observable fact.
    pub done_when: String,
    /// What it does not mend.
    pub helps_not: Option<String>,
    /// What goes wrong.
    pub pitfalls: Vec<String>,
    /// Ids of remedies that come first.
    pub requires: Vec<String>,
    /// Positions of the pillars that it mends: the verdict's own work, where one of them is named.
    pub mends: Vec<usize>,
    /// Proposed only when the verdict is at least this.
    pub at_least: Option<Verdict>,
    /// Proposed only where the need, before caps, is at least this.
    pub at_least_needed: Option<Verdict>,
    /// Proposed only while this is known to hold.
    pub only_if: Option<Condition>,
    /// Not proposed while this is known to hold.
    pub unless: Option<Condition>,
    /// References.
    pub links: Vec<Link>,
    /// Where effort and effect come from.
    pub basis: String,
}

/// Something not to do yet, with its reason.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Caution {
    /// Stable id.
    pub id: String,
    /// What not to do.
    pub title: String,
    /// Why not here.
    pub reason: String,
    /// Only where the need is one of these; empty means any.
    pub needs: Vec<Verdict>,
    /// Only where more is needed than allowed, or only where not.
    pub capped: Option<bool>,
    /// Said only while this is known to hold.
    pub when: Option<Condition>,
    /// A remedy that opens the plan while the caution holds.
    pub opens_with: Option<String>,
    /// Said at the head of the plan as well, because it is about all of it.
    pub heads_plan: bool,
}

/// One of the classic signs for optimising or rebuilding.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sign {
    /// For which of the two.
    pub towards: Verdict,
    /// The sign in words.
    pub title: String,
    /// Present while this is known to hold.
    pub when: Condition,
}

/// A habit that keeps any backend healthy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Practice {
    /// The habit.
    pub title: String,
    /// What it means in daily work.
    pub text: String,
}

/// A way of building, with what it is good for: guidance, never scored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pattern {
    /// Stable id.
    pub id: String,
    /// The choice.
    pub title: String,
    /// When it serves well.
    pub strong_when: String,
    /// When it does not.
    pub weak_when: String,
    /// How to find out which of the two it is here.
    pub test: String,
    /// Ids of the questions that touch it.
    pub questions: Vec<String>,
    /// Where this comes from.
    pub basis: String,
}
