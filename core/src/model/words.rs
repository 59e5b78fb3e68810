//! The words of the decision: axes, verdicts, flags and grades.

use serde::{Deserialize, Serialize};
use std::fmt;

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

macro_rules! words {
    ($ty:ty { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $ty {
            /// Every value, in order.
            pub const ALL: &'static [$ty] = &[$(<$ty>::$variant),+];
            /// The word used in files and JSON.
            pub fn word(self) -> &'static str {
                match self { $(<$ty>::$variant => $word),+ }
            }
            /// The value that a word names.
            pub fn parse(word: &str) -> Option<$ty> {
                match word { $($word => Some(<$ty>::$variant),)+ _ => None }
            }
        }
        impl fmt::Display for $ty {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words!(Axis { Structural => "structural", Tactical => "tactical", Symptom => "symptom", Feasibility => "feasibility" });
words!(Verdict { Maintain => "maintain", Optimize => "optimize", Restructure => "restructure", Rebuild => "rebuild" });
words!(Flag { Slow => "slow", Bugs => "bugs", Scaling => "scaling", Complexity => "complexity", Deploy => "deploy" });
words!(Cost { Ask => "ask", LookUp => "look-up", Measure => "measure" });
words!(Grade { Low => "low", Medium => "medium", High => "high" });
words!(Scale { Code => "code", Layout => "layout" });
words!(Better { Higher => "higher", Lower => "lower" });

impl Verdict {
    /// The two-way scale that people come with.
    pub fn direction(self) -> &'static str {
        match self {
            Verdict::Rebuild => "Replace step by step",
            _ => "Keep and improve",
        }
    }

    /// The verdict as an action, for headings.
    pub fn title(self) -> &'static str {
        match self {
            Verdict::Maintain => "Maintain",
            Verdict::Optimize => "Optimize",
            Verdict::Restructure => "Restructure",
            Verdict::Rebuild => "Rebuild",
        }
    }

    /// What the verdict means, in one sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Verdict::Maintain => "Normal upkeep is enough.",
            Verdict::Optimize => "Keep the architecture, the boundaries and the data layout, and fix what hurts.",
            Verdict::Restructure => "Keep the system and most of its code, and move boundaries or the data layout in place.",
            Verdict::Rebuild => "Replace most of the implementation gradually, with old and new side by side.",
        }
    }
}

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

impl Flag {
    /// The name of the flag on screens and in reports.
    pub fn title(self) -> &'static str {
        match self {
            Flag::Slow => "Slow",
            Flag::Bugs => "Bugs come back",
            Flag::Scaling => "Gives way under load",
            Flag::Complexity => "Hard to change",
            Flag::Deploy => "Releases cause errors",
        }
    }

    /// What it looks like from outside.
    pub fn looks_like(self) -> &'static str {
        match self {
            Flag::Slow => "response times keep rising",
            Flag::Bugs => "the same faults return after a fix",
            Flag::Scaling => "the system fails when many use it",
            Flag::Complexity => "code is hard to understand and change",
            Flag::Deploy => "releases bring errors with them",
        }
    }

    /// Whom it hurts.
    pub fn hurts(self) -> &'static str {
        match self {
            Flag::Slow => "users, who wait",
            Flag::Bugs => "customers, who lose trust",
            Flag::Scaling => "revenue, when users or orders are lost",
            Flag::Complexity => "the team, which gets slower",
            Flag::Deploy => "the business, which ships later",
        }
    }
}
