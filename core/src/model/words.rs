//! The words of the decision: axes, verdicts, flags and grades.

use serde::{Deserialize, Serialize};

/// How an answer counts in the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Axis {
    /// Costly to change; sets the ceiling.
    Structural,
    /// Can be repaired in weeks inside the present design.
    Tactical,
    /// What users, on-call and finance feel.
    Symptom,
    /// Whether the organisation can carry a rebuild.
    Feasibility,
}

impl Axis {
    /// The place of an axis that has one mean as a whole; `None` for the structural one, which has a mean for each pillar.
    pub fn whole(self) -> Option<usize> {
        match self {
            Axis::Structural => None,
            Axis::Tactical => Some(0),
            Axis::Symptom => Some(1),
            Axis::Feasibility => Some(2),
        }
    }
}

/// The four verdicts, mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// Normal upkeep.
    Maintain,
    /// Keep architecture, boundaries and data; targeted fixes.
    Optimize,
    /// Keep the system; move boundaries or data topology in place.
    Restructure,
    /// Replace most of the implementation, gradually, old and new side by side.
    Rebuild,
}

/// The five kinds of red flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Flag {
    /// Response times keep rising.
    Slow,
    /// The same faults come back.
    Bugs,
    /// The system gives way under load.
    Scaling,
    /// Hard to understand and change.
    Complexity,
    /// Releases cause errors.
    Deploy,
}

/// What finding an answer costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cost {
    /// Somebody in the room knows.
    Ask,
    /// A document or a system has to be opened.
    LookUp,
    /// Something has to be measured first.
    Measure,
}

/// How far mending a pillar reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scale {
    /// Inside the code: weeks.
    Code,
    /// One component or the layout of the data: months.
    Layout,
}

/// High, medium or low: impact, cost and risk of a remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Grade {
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
}

/// Which side of the bands is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Better {
    /// A larger figure is better; bands ascend.
    Higher,
    /// A smaller figure is better; bands descend.
    Lower,
}

/// Gives an enum its words, once: every value in order, the word of each in files, and the way back.
macro_rules! words {
    ($ty:ty { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $ty {
            /// Every value, in order.
            pub const ALL: &'static [$ty] = &[$(<$ty>::$variant),+];
            /// The words of all values, in order: what a file may say.
            pub const WORDS: &'static [&'static str] = &[$($word),+];
            /// The word used in files and JSON.
            pub const fn word(self) -> &'static str {
                match self { $(<$ty>::$variant => $word),+ }
            }
            /// The value that a word names.
            pub fn parse(word: &str) -> Option<$ty> {
                match word { $($word => Some(<$ty>::$variant),)+ _ => None }
            }
        }
        impl std::fmt::Display for $ty {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub(crate) use words;

words!(Axis { Structural => "structural", Tactical => "tactical", Symptom => "symptom", Feasibility => "feasibility" });
words!(Verdict { Maintain => "maintain", Optimize => "optimize", Restructure => "restructure", Rebuild => "rebuild" });
words!(Flag { Slow => "slow", Bugs => "bugs", Scaling => "scaling", Complexity => "complexity", Deploy => "deploy" });
words!(Cost { Ask => "ask", LookUp => "look-up", Measure => "measure" });
words!(Grade { Low => "low", Medium => "medium", High => "high" });
words!(Scale { Code => "code", Layout => "layout" });
words!(Better { Higher => "higher", Lower => "lower" });

impl Cost {
    /// How much dearer an answer is than one that somebody in the room knows. Source: the decision model.
    pub fn weight(self) -> u32 {
        match self {
            Cost::Ask => 1,
            Cost::LookUp => 3,
            Cost::Measure => 10,
        }
    }
}
