//! The rules of the decision, as a questionnaire states them: pillars, what raises the need, what limits the allowed.
//!
//! Nothing here decides anything; [`crate::decision::table`] reads it. Source of every shipped number: the decision model,
//! `docs/decision-model.md`.

use super::exact::Decimal;
use super::words::{Axis, Scale, Verdict};
use num_traits::ToPrimitive;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;

/// A pillar with fewer structural questions than this in the base never counts on its own, and more give it no more weight:
/// one question must never decide alone.
pub const LARGE: usize = 3;

/// Fractions of the sampled worlds are counted in units of 2^-30.
pub const UNIT_BITS: u32 = 30;

/// A part of the foundation that one restructuring would mend as a whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pillar {
    /// Stable id.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Weight in the foundation (positive).
    pub weight: Decimal,
    /// A mean at or below this is weak (0..1); always there where `restructures` holds.
    pub weak_at: Option<Number>,
    /// Whether weakness calls for a restructuring; else it lowers the foundation only.
    pub restructures: bool,
    /// How far mending it reaches.
    pub scale: Scale,
    /// What healthy looks like.
    pub healthy: String,
    /// What needs attention looks like.
    pub attention: String,
}

/// What a rule may test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Score {
    /// F: the weighted mean of the pillars.
    Foundation,
    /// s_p: the mean of one large pillar, by its position.
    Pillar(usize),
    /// K: how many large pillars that restructure are weak.
    WeakPillars,
    /// B: the share of large pillars below the level of breadth.
    Breadth,
    /// P: one minus the mean of the symptoms.
    Pain,
    /// T: the mean of the tactical questions.
    Tactical,
    /// R: how many kinds of red flag are raised.
    Flags,
    /// G: the mean of the feasibility questions.
    Feasibility,
}

/// Which way a score points: it fixes which tests make sense, and so keeps every rule set monotone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Points {
    /// Higher is better: tested with `below` and `at_most`.
    Up,
    /// Higher is worse: tested with `above` and `at_least`.
    Down,
}

/// Which answers move a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovedBy {
    /// All of an axis.
    Axis(Axis),
    /// The structural ones of a pillar.
    Pillar(usize),
    /// Those that raise a flag.
    Flagged,
}

impl MovedBy {
    /// Whether an answer is among them: by its axis, its pillar where it is structural, and whether it has a flag.
    pub fn takes(self, axis: Axis, pillar: Option<usize>, has_flag: bool) -> bool {
        match self {
            MovedBy::Axis(wanted) => axis == wanted,
            MovedBy::Pillar(wanted) => axis == Axis::Structural && pillar == Some(wanted),
            MovedBy::Flagged => has_flag,
        }
    }
}

/// Gives the scores without pillars their names, once: the list of them and the word of each.
macro_rules! plain {
    ($($score:ident => $word:literal),+ $(,)?) => {
        impl Score {
            /// The scores without pillars, in the order in which they are listed.
            pub const PLAIN: [Score; [$($word),+].len()] = [$(Score::$score),+];

            /// The name in rules and JSON. A pillar's is written with its id: see [`Score::name`].
            fn word(self) -> &'static str {
                match self {
                    Score::Pillar(_) => "pillar",
                    $(Score::$score => $word),+
                }
            }
        }
    };
}

plain!(
    Foundation => "foundation", WeakPillars => "weak-pillars", Breadth => "breadth", Pain => "pain", Tactical => "tactical",
    Flags => "flags", Feasibility => "feasibility",
);

impl Score {
    /// The name in rules, conditions and JSON: `pain`, `pillar.limit`.
    pub fn name(self, pillars: &[Pillar]) -> String {
        match self {
            Score::Pillar(index) => format!("{}.{}", self.word(), pillars.get(index).map_or("", |p| p.id.as_str())),
            _ => self.word().to_owned(),
        }
    }

    /// The score that a name means.
    pub fn parse(name: &str, pillars: &[Pillar]) -> Option<Score> {
        match name.split_once('.') {
            Some((word, id)) if word == Score::Pillar(0).word() => pillars.iter().position(|p| p.id == id).map(Score::Pillar),
            _ => Score::PLAIN.into_iter().find(|s| s.word() == name),
        }
    }

    /// Which way it points.
    pub fn points(self) -> Points {
        match self {
            Score::Foundation | Score::Pillar(_) | Score::Tactical | Score::Feasibility => Points::Up,
            Score::WeakPillars | Score::Breadth | Score::Pain | Score::Flags => Points::Down,
        }
    }

    /// Whether it is a number of things, not a fraction of 0 to 1.
    pub fn is_count(self) -> bool {
        match self {
            Score::WeakPillars | Score::Flags => true,
            Score::Foundation | Score::Pillar(_) | Score::Breadth | Score::Pain | Score::Tactical | Score::Feasibility => false,
        }
    }

    /// Which answers move it. Weak pillars and breadth are moved through the pillars.
    pub fn moved_by(self) -> MovedBy {
        match self {
            Score::Foundation | Score::WeakPillars | Score::Breadth => MovedBy::Axis(Axis::Structural),
            Score::Pillar(pillar) => MovedBy::Pillar(pillar),
            Score::Pain => MovedBy::Axis(Axis::Symptom),
            Score::Tactical => MovedBy::Axis(Axis::Tactical),
            Score::Feasibility => MovedBy::Axis(Axis::Feasibility),
            Score::Flags => MovedBy::Flagged,
        }
    }

    /// Whether it tells what the organisation can carry, not how the system is.
    pub fn is_feasibility(self) -> bool {
        self == Score::Feasibility
    }
}

/// How a score is compared with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    /// `score < number`
    Below,
    /// `score <= number`
    AtMost,
    /// `score > number`
    Above,
    /// `score >= number`
    AtLeast,
}

impl Side {
    /// Every side, in order.
    pub const ALL: [Side; 4] = [Side::Below, Side::AtMost, Side::Above, Side::AtLeast];

    /// The key in TOML and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Side::Below => "below",
            Side::AtMost => "at_most",
            Side::Above => "above",
            Side::AtLeast => "at_least",
        }
    }

    /// Which scores are compared so.
    pub fn points(self) -> Points {
        match self {
            Side::Below | Side::AtMost => Points::Up,
            Side::Above | Side::AtLeast => Points::Down,
        }
    }

    /// Whether a score that compares so with the number meets the test.
    pub fn holds(self, compared: Ordering) -> bool {
        match self {
            Side::Below => compared == Ordering::Less,
            Side::AtMost => compared != Ordering::Greater,
            Side::Above => compared == Ordering::Greater,
            Side::AtLeast => compared != Ordering::Less,
        }
    }

    /// The test that holds exactly when this one does not.
    pub fn opposite(self) -> Side {
        match self {
            Side::Below => Side::AtLeast,
            Side::AtMost => Side::Above,
            Side::Above => Side::AtMost,
            Side::AtLeast => Side::Below,
        }
    }
}

/// A number of a rule, in the forms in which it is compared: exactly, as a fraction of 128-bit integers, and in units of the
/// sampled worlds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Decimal", from = "Decimal")]
pub struct Number {
    decimal: Decimal,
    above: i128,
    below: i128,
    units: i64,
}

impl From<Decimal> for Number {
    fn from(decimal: Decimal) -> Number {
        // At most 18 digits: both parts fit 64 bits, and the product with 2^30 fits 128.
        let above = decimal.value().numer().to_i128().unwrap_or(0);
        let below = decimal.value().denom().to_i128().unwrap_or(1).max(1);
        let units = i64::try_from((above << UNIT_BITS).div_euclid(below)).unwrap_or(i64::MAX >> 1);
        Number { decimal, above, below, units }
    }
}

impl From<Number> for Decimal {
    fn from(number: Number) -> Decimal {
        number.decimal
    }
}

impl Number {
    /// As it was written.
    pub fn decimal(&self) -> &Decimal {
        &self.decimal
    }

    /// Numerator and denominator, the latter positive; both fit 64 bits.
    pub fn fraction(&self) -> (i128, i128) {
        (self.above, self.below)
    }

    /// In units of 2^-30, rounded down.
    pub fn units(&self) -> i64 {
        self.units
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.decimal.fmt(f)
    }
}

/// One comparison of a rule or a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Test {
    /// What is compared.
    pub score: Score,
    /// How.
    pub side: Side,
    /// With what.
    pub number: Number,
}

impl Test {
    /// Whether every score that meets the other test meets this one too.
    pub fn follows_from(&self, other: &Test) -> bool {
        if self.score != other.score || self.side.points() != other.side.points() {
            return false;
        }
        let (mine, its) = (self.number.decimal(), other.number.decimal());
        match (self.side, other.side) {
            (Side::Below, Side::AtMost) => its < mine,
            (Side::Below | Side::AtMost, _) => its <= mine,
            (Side::Above, Side::AtLeast) => its > mine,
            (Side::Above | Side::AtLeast, _) => its >= mine,
        }
    }
}

/// A row of the table that raises the need: all of its tests hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Stable id, unique among rules, limits and pillars.
    pub id: String,
    /// What the need is at least.
    pub raises: Verdict,
    /// Its tests, in file order.
    pub all: Vec<Test>,
    /// The rule in one sentence.
    pub say: String,
}

/// A row of the table that lowers what is allowed: all of its tests hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// Stable id, unique among rules, limits and pillars.
    pub id: String,
    /// What is allowed at most.
    pub allows: Verdict,
    /// Its tests, in file order.
    pub all: Vec<Test>,
    /// The limit in one sentence.
    pub say: String,
}

/// The table of a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Strongest first, then by id: the order of every output.
    pub raising: Vec<Rule>,
    /// Strongest allowed first, then by id.
    pub limits: Vec<Limit>,
    /// A pillar below this counts as broad weakness.
    pub breadth: Number,
    /// A flagged question at this level or below raises its flag.
    pub flag: u8,
}

impl Rules {
    /// Puts rows into the order of every output.
    pub fn sort(&mut self) {
        self.raising.sort_by(|a, b| b.raises.cmp(&a.raises).then_with(|| a.id.cmp(&b.id)));
        self.limits.sort_by(|a, b| b.allows.cmp(&a.allows).then_with(|| a.id.cmp(&b.id)));
    }
}

impl Default for Rules {
    fn default() -> Rules {
        let breadth = Decimal::parse("0.50").unwrap_or_else(|| Decimal::whole(0)).into();
        Rules { raising: Vec::new(), limits: Vec::new(), breadth, flag: 1 }
    }
}

/// The record of the rules on published decisions that they had never seen: counts of cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Which version of the questions was answered for it; nothing where it is the one that states the record.
    pub version: Option<String>,
    /// How many there were.
    pub unseen: u32,
    /// Where exactly the best of the four in hindsight was named.
    pub exact: u32,
    /// Where it was at most one step off.
    pub within_one: u32,
    /// How many were later regretted.
    pub regretted: u32,
    /// Where something nearer to hindsight was advised than what was chosen then.
    pub nearer: u32,
}
