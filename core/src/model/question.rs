//! Questions, and what they are about: areas and facts.

use super::condition::Condition;
use super::exact::Decimal;
use super::words::{Axis, Better, Cost, Flag, Verdict, words};
use serde::{Deserialize, Serialize};

/// What fact kinds there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactKind {
    /// True or false.
    YesNo,
    /// One of these words.
    Choice(Vec<String>),
}

/// One subject of the audit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Area {
    /// Stable id; also the name of its file.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What healthy looks like.
    pub healthy: String,
    /// What needs attention looks like.
    pub attention: String,
}

/// Something about the system that steers what is asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fact {
    /// Stable id.
    pub id: String,
    /// The question about it.
    pub ask: String,
    /// What can be said.
    pub kind: FactKind,
}

/// A floor or a cap: at this level or below, this verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Fires at this level and below (0..3).
    pub at_or_below: u8,
    /// What it raises the need to, or limits the allowed to.
    pub verdict: Verdict,
}

/// A date that cannot move: at this level or below, work on the foundation begins only so many months from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// Holds at this level and below (0..3).
    pub at_or_below: u8,
    /// For so many months nothing of the foundation is moved.
    pub months: u32,
}

/// How an answer can be checked where something is known about the system.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EvidenceFor {
    /// Shown only while this is known to hold.
    pub when: Condition,
    /// How the answer can be checked there.
    pub say: String,
}

/// One of the two figures of a ratio.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RatioPart {
    /// Its id in answers.
    pub id: String,
    /// Its label on the screen.
    pub label: String,
    /// It counts the people who do the work of the plan.
    pub people: bool,
}

/// Four thresholds that turn a figure into a level.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Bands {
    /// Which side is good.
    pub better: Better,
    /// Strictly monotone: ascending when higher is better, else descending.
    pub bands: [Decimal; 4],
}

/// How a question is answered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Kind {
    /// Five anchored levels, 0 to 4.
    Levels(Vec<String>),
    /// A number with a unit.
    Figure {
        /// Unit of the number.
        unit: String,
        /// The most that it can be, where there is a most; such a figure is never below nothing.
        most: Option<Decimal>,
        /// Thresholds.
        bands: Bands,
    },
    /// Two numbers, divided by the program: first over second.
    Ratio {
        /// Dividend and divisor.
        parts: [RatioPart; 2],
        /// Thresholds of the quotient.
        bands: Bands,
        /// The level when the divisor is zero.
        if_zero: u8,
    },
    /// Free text, unscored.
    Text,
}

/// The kinds of question: the word of each in files, one for each [`Kind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// [`Kind::Levels`]
    Levels,
    /// [`Kind::Figure`]
    Figure,
    /// [`Kind::Ratio`]
    Ratio,
    /// [`Kind::Text`]
    Text,
}

words!(Form { Levels => "levels", Figure => "figure", Ratio => "ratio", Text => "text" });

impl Kind {
    /// Which kind it is.
    pub fn form(&self) -> Form {
        match self {
            Kind::Levels(_) => Form::Levels,
            Kind::Figure { .. } => Form::Figure,
            Kind::Ratio { .. } => Form::Ratio,
            Kind::Text => Form::Text,
        }
    }

    /// The texts of its levels, where levels are what is answered.
    pub fn levels(&self) -> Option<&[String]> {
        match self {
            Kind::Levels(texts) => Some(texts),
            Kind::Figure { .. } | Kind::Ratio { .. } | Kind::Text => None,
        }
    }

    /// Whether figures are answered, and the program finds the level.
    pub fn has_figure(&self) -> bool {
        match self {
            Kind::Figure { .. } | Kind::Ratio { .. } => true,
            Kind::Levels(_) | Kind::Text => false,
        }
    }
}

/// A reference.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Link {
    /// What stands there.
    pub title: String,
    /// Where.
    pub url: String,
    /// Year of the page.
    pub year: Option<i64>,
}

/// One question.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    /// Position in file order.
    pub index: usize,
    /// Stable for ever.
    pub id: String,
    /// Ids of the criteria it covers.
    pub criterion: Vec<String>,
    /// Position of its area.
    pub area: usize,
    /// How it counts.
    pub axis: Axis,
    /// Position of its pillar: structural questions only.
    pub pillar: Option<usize>,
    /// 1 to 3.
    pub weight: u32,
    /// The red flag that it raises at level 0 or 1.
    pub flag: Option<Flag>,
    /// A level of 0 or 1 is named in the summary on its own.
    pub critical: bool,
    /// A level of 0 or 1 puts its first remedy at the head of every plan.
    pub urgent: bool,
    /// Raises the need.
    pub floor: Option<Gate>,
    /// Limits what is allowed.
    pub cap: Option<Gate>,
    /// When work on the foundation begins, whatever the verdict is.
    pub horizon: Option<Wait>,
    /// A few words for outlines and tables.
    pub title: String,
    /// Other words by which it is looked for.
    pub also: Vec<String>,
    /// The question as it is asked.
    pub ask: String,
    /// Who would know.
    pub ask_whom: Option<String>,
    /// Open questions that lead to it.
    pub probe: Vec<String>,
    /// Why it matters.
    pub why: String,
    /// How it is answered.
    pub kind: Kind,
    /// How the answer can be checked.
    pub evidence: Vec<String>,
    /// How it can be checked besides, where something is known to hold.
    pub evidence_for: Vec<EvidenceFor>,
    /// What an answer costs.
    pub cost: Cost,
    /// Days for which evidence stays fresh.
    pub fresh_days: Option<u32>,
    /// Asked unless this is false.
    pub applies_if: Option<Condition>,
    /// Ids of remedies for levels 0 to 2.
    pub remedies: Vec<String>,
    /// References.
    pub links: Vec<Link>,
    /// Where thresholds and weight come from.
    pub basis: String,
    /// Earlier ids whose meaning was another.
    pub was: Vec<String>,
}

impl Question {
    /// Whether the question has a level at all.
    pub fn scored(&self) -> bool {
        match self.kind {
            Kind::Levels(_) | Kind::Figure { .. } | Kind::Ratio { .. } => true,
            Kind::Text => false,
        }
    }

    /// The text of a level, where levels are anchored by text.
    pub fn level_text(&self, level: u8) -> Option<&str> {
        self.kind.levels()?.get(usize::from(level)).map(String::as_str)
    }

    /// Whether "not applicable" may be said: gates must be answered.
    pub fn may_not_apply(&self) -> bool {
        self.floor.is_none() && self.cap.is_none()
    }
}
