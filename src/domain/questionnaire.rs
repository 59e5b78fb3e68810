//! The questionnaire: what is asked, in which order, and what to do about weak answers.

use super::condition::Condition;
use super::decision::numbers::Numbers;
use super::exact::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
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

/// What fact kinds there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactKind {
    /// True or false.
    YesNo,
    /// One of these words.
    Choice(Vec<String>),
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

/// One subject of the audit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Area {
    /// Stable id; also the name of its file.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Weight of the area in the foundation (positive).
    pub weight: Decimal,
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

/// A part of a track.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Part {
    /// Heading.
    pub title: String,
    /// Planned minutes, if any.
    pub minutes: Option<u32>,
    /// Asked before the other parts while this holds; it looks at facts only.
    pub first_if: Option<Condition>,
    /// Positions of the questions in [`Questionnaire::questions`].
    pub questions: Vec<usize>,
}

/// An order of asking; never a scope of scoring.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Track {
    /// Stable id.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Planned minutes.
    pub minutes: Option<u32>,
    /// Whether its questions join the base when it is opened.
    pub decides: bool,
    /// The strongest verdict said while the base holds no wider track.
    pub at_most: Option<Verdict>,
    /// Its parts in order.
    pub parts: Vec<Part>,
}

impl Track {
    /// Positions of its questions in the order of asking.
    pub fn questions(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.iter().flat_map(|p| p.questions.iter().copied())
    }
}

/// A floor or a cap: at this level or below, this verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Fires at this level and below (0..3).
    pub at_or_below: u8,
    /// What it raises the need to, or limits the allowed to.
    pub verdict: Verdict,
}

/// One of the two figures of a ratio.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RatioPart {
    /// Its id in answers.
    pub id: String,
    /// Its label on the screen.
    pub label: String,
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
    /// A few words for outlines and tables.
    pub title: String,
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
        !matches!(self.kind, Kind::Text)
    }

    /// The text of a level, where levels are anchored by text.
    pub fn level_text(&self, level: u8) -> Option<&str> {
        match &self.kind {
            Kind::Levels(texts) => texts.get(usize::from(level)).map(String::as_str),
            _ => None,
        }
    }

    /// Whether "not applicable" may be said: gates must be answered.
    pub fn may_not_apply(&self) -> bool {
        self.floor.is_none() && self.cap.is_none()
    }
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
    /// What goes wrong.
    pub pitfalls: Vec<String>,
    /// Ids of remedies that come first.
    pub requires: Vec<String>,
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
    /// Only for these verdicts; empty means any.
    pub verdicts: Vec<Verdict>,
    /// Said only while this is known to hold.
    pub when: Option<Condition>,
    /// A remedy that opens the plan while the caution holds.
    pub opens_with: Option<String>,
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

/// A whole questionnaire, checked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Questionnaire {
    /// Id; the name of its file or folder.
    pub id: String,
    /// Version of the content.
    pub version: String,
    /// Heading.
    pub title: String,
    /// One or two sentences about what it is for.
    pub about: String,
    /// Whether there is a verdict at all.
    pub decides: bool,
    /// The numbers of the rules.
    pub numbers: Numbers,
    /// Areas in order.
    pub areas: Vec<Area>,
    /// Facts about the system.
    pub facts: Vec<Fact>,
    /// Tracks in order.
    pub tracks: Vec<Track>,
    /// Questions in file order.
    pub questions: Vec<Question>,
    /// Remedies; empty when the questionnaire was read for asking only.
    pub remedies: Vec<Remedy>,
    /// Cautions, in order.
    pub cautions: Vec<Caution>,
    /// Signs for optimising and for rebuilding.
    pub signs: Vec<Sign>,
    /// The ongoing practices that close every plan.
    pub practices: Vec<Practice>,
    /// Guidance on ways of building.
    pub patterns: Vec<Pattern>,
    /// Position of every question by id.
    #[serde(skip)]
    pub by_id: HashMap<String, usize>,
}

impl Questionnaire {
    /// Fills [`Questionnaire::by_id`]; of two questions with one id the first is meant.
    pub fn index_ids(&mut self) {
        self.by_id = HashMap::with_capacity(self.questions.len());
        for question in self.questions.iter().filter(|q| !q.id.is_empty()) {
            self.by_id.entry(question.id.clone()).or_insert(question.index);
        }
    }

    /// The question of this id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.get(*self.by_id.get(id)?)
    }

    /// The question at this position.
    pub fn at(&self, index: usize) -> Option<&Question> {
        self.questions.get(index)
    }

    /// The track of this id.
    pub fn track(&self, id: &str) -> Option<&Track> {
        self.tracks.iter().find(|t| t.id == id)
    }

    /// The remedy of this id.
    pub fn remedy(&self, id: &str) -> Option<&Remedy> {
        self.remedies.iter().find(|r| r.id == id)
    }

    /// The fact of this id.
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        self.facts.iter().find(|f| f.id == id)
    }

    /// The title of a question's area.
    pub fn area_title(&self, question: &Question) -> &str {
        self.areas.get(question.area).map_or("", |a| a.title.as_str())
    }

    /// The widest deciding track: no `at_most`, then most questions, then file order.
    pub fn widest_track(&self) -> Option<&Track> {
        let mut best: Option<&Track> = None;
        for track in self.tracks.iter().filter(|t| t.decides) {
            let rank = |t: &Track| (t.at_most.unwrap_or(Verdict::Rebuild), t.questions().count());
            if best.is_none_or(|b| rank(track) > rank(b)) {
                best = Some(track);
            }
        }
        best
    }
}
