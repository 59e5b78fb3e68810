//! The keys of every table: one list for the decoder, for "did you mean" and for the JSON Schema.

mod beside;

pub use beside::{CONTRADICTION, EFFORT_PER, EVIDENCE_FOR, OUTSIDE_COST, RUNNING, WAIT};

use crate::model::question::Form;
use crate::model::words::{Axis, Better, Cost, Flag, Grade, Scale, Verdict};

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A whole number.
    Whole,
    /// A decimal.
    Number,
    /// A list of decimals.
    Numbers,
    /// A decimal in quotes: kept as it is written.
    Amount,
    /// A list of them.
    Amounts,
    /// True or false.
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of such words.
    Words(&'static [&'static str]),
    /// A table.
    Table(&'static Keys),
    /// A list of tables.
    Tables(&'static Keys),
}

/// The keys of one kind of table.
#[derive(Debug, PartialEq, Eq)]
pub struct Keys {
    /// What the table is, for messages.
    pub what: &'static str,
    /// Name, kind, whether it must be there, what it means.
    pub list: &'static [(&'static str, Holds, bool, &'static str)],
}

/// Whether there is a verdict.
pub const DECISIONS: &[&str] = &["verdict", "none"];
/// What can be said about a fact.
pub const FACT_KINDS: &[&str] = &["yes-no", "choice"];
/// What a sign can speak for.
pub const SIGNS: &[Verdict] = &[Verdict::Optimize, Verdict::Rebuild];
const SIGN_WORDS: &[&str] = &[Verdict::Optimize.word(), Verdict::Rebuild.word()];

/// Keys that were there once, and where their meaning stands now.
const GONE: &[(&str, &str, &str)] = &[
    ("questionnaire", "numbers", "numbers stand in `[[rule]]`, `[[limit]]` and `[levels]`, and as `weak_at` in `[[pillar]]`"),
    ("area", "weight", "weights stand in `[[pillar]]`"),
    ("caution", "verdicts", "write `needs` and `capped`"),
];

/// A floor or a cap.
pub static GATE: Keys = Keys {
    what: "gate",
    list: &[
        ("at_or_below", Holds::Whole, true, "fires at this level and below, 0 to 3"),
        ("verdict", Holds::Word(Verdict::WORDS), true, "what it raises the need to, or limits the allowed to"),
    ],
};

/// A reference.
pub static LINK: Keys = Keys {
    what: "link",
    list: &[
        ("title", Holds::Text, true, "what stands there"),
        ("url", Holds::Text, true, "its address"),
        ("year", Holds::Whole, false, "the year of the page"),
    ],
};

/// A part of a track, or a part of a ratio: told apart by where they stand.
pub static TRACK_PART: Keys = Keys {
    what: "part of a track",
    list: &[
        ("title", Holds::Text, true, "heading"),
        ("minutes", Holds::Whole, false, "planned minutes"),
        ("first_if", Holds::Text, false, "asked before the other parts while this condition on facts holds"),
        ("late_until", Holds::Text, false, "asked last until the reference need is there: `need >= restructure`; feasibility only"),
        ("questions", Holds::Texts, true, "ids in the order of asking"),
    ],
};

/// One figure of a ratio.
pub static RATIO_PART: Keys = Keys {
    what: "part of a ratio",
    list: &[
        ("id", Holds::Text, true, "its id in answers"),
        ("label", Holds::Text, true, "its label on the screen"),
        ("people", Holds::Flag, false, "it counts those who do the work of the plan"),
    ],
};

/// An area.
pub static AREA: Keys = Keys {
    what: "area",
    list: &[
        ("id", Holds::Text, true, "stable id, also the name of its file"),
        ("title", Holds::Text, true, "heading"),
        ("healthy", Holds::Text, true, "what healthy looks like"),
        ("attention", Holds::Text, true, "what needs attention looks like"),
    ],
};

/// Levels that are not of one rule.
pub static LEVELS: Keys = Keys {
    what: "table of levels",
    list: &[
        ("breadth", Holds::Number, false, "a pillar below this counts as broad weakness, default 0.50"),
        ("flag", Holds::Whole, false, "a flagged question at this level or below raises its flag, default 1"),
    ],
};

/// The record of the rules.
pub static PUBLISHED: Keys = Keys {
    what: "record",
    list: &[
        ("version", Holds::Text, false, "version of the questions that was measured, where it is not this one"),
        ("unseen", Holds::Whole, true, "published cases that the rules had never seen"),
        ("exact", Holds::Whole, true, "where exactly the best in hindsight was named"),
        ("within_one", Holds::Whole, true, "where it was at most one step off"),
        ("regretted", Holds::Whole, true, "cases that were later regretted"),
        ("nearer", Holds::Whole, true, "of these, where something nearer to hindsight was advised"),
    ],
};

/// A pillar.
pub static PILLAR: Keys = Keys {
    what: "pillar",
    list: &[
        ("id", Holds::Text, true, "stable id, unique among pillars, rules and limits"),
        ("title", Holds::Text, true, "heading"),
        ("weight", Holds::Number, false, "weight in the foundation, default 1"),
        ("weak_at", Holds::Number, false, "a mean at or below this is weak; required where it restructures"),
        ("restructures", Holds::Flag, true, "whether weakness calls for a restructuring"),
        ("scale", Holds::Word(Scale::WORDS), true, "how far mending it reaches"),
        ("healthy", Holds::Text, true, "what healthy looks like"),
        ("attention", Holds::Text, true, "what needs attention looks like"),
    ],
};

/// One comparison of a rule or a limit.
pub static TEST: Keys = Keys {
    what: "test",
    list: &[
        ("score", Holds::Text, true, "what is compared"),
        ("below", Holds::Number, false, "less than this"),
        ("at_most", Holds::Number, false, "this or less"),
        ("above", Holds::Number, false, "more than this"),
        ("at_least", Holds::Number, false, "this or more"),
    ],
};

/// A rule.
pub static RULE: Keys = Keys {
    what: "rule",
    list: &[
        ("id", Holds::Text, true, "stable id, unique among pillars, rules and limits"),
        ("raises", Holds::Word(Verdict::WORDS), true, "what the need is at least"),
        ("all", Holds::Tables(&TEST), true, "its tests: it fires where all hold"),
        ("say", Holds::Text, true, "the rule in one sentence"),
    ],
};

/// A limit.
pub static LIMIT: Keys = Keys {
    what: "limit",
    list: &[
        ("id", Holds::Text, true, "stable id, unique among pillars, rules and limits"),
        ("allows", Holds::Word(Verdict::WORDS), true, "what is allowed at most"),
        ("all", Holds::Tables(&TEST), true, "its tests: it applies where all hold"),
        ("say", Holds::Text, true, "the limit in one sentence"),
    ],
};

/// A fact about the system.
pub static FACT: Keys = Keys {
    what: "fact",
    list: &[
        ("id", Holds::Text, true, "stable id"),
        ("ask", Holds::Text, true, "the question about it"),
        ("kind", Holds::Word(FACT_KINDS), true, "what can be said"),
        ("choices", Holds::Texts, false, "the choices, for kind choice"),
    ],
};

/// A track.
pub static TRACK: Keys = Keys {
    what: "track",
    list: &[
        ("id", Holds::Text, true, "stable id"),
        ("title", Holds::Text, true, "heading"),
        ("minutes", Holds::Whole, false, "planned minutes"),
        ("decides", Holds::Flag, false, "joins the base when opened, default false"),
        ("at_most", Holds::Word(Verdict::WORDS), false, "the strongest verdict it may give alone"),
        ("parts", Holds::Tables(&TRACK_PART), true, "its parts in order"),
    ],
};

/// A question.
pub static QUESTION: Keys = Keys {
    what: "question",
    list: &[
        ("id", Holds::Text, true, "stable for ever"),
        ("criterion", Holds::Texts, false, "ids of the criteria it covers"),
        ("area", Holds::Text, false, "its area; default: the area whose file it stands in"),
        ("axis", Holds::Word(Axis::WORDS), true, "how it counts"),
        ("pillar", Holds::Text, false, "the part of the foundation that it tells about; structural questions only, required there"),
        ("weight", Holds::Whole, false, "1, 2 (default) or 3"),
        ("flag", Holds::Word(Flag::WORDS), false, "the red flag it raises"),
        ("critical", Holds::Flag, false, "a level of 0 or 1 is named in the summary on its own"),
        ("urgent", Holds::Flag, false, "a level of 0 or 1 puts its first remedy at the head of every plan"),
        ("floor", Holds::Table(&GATE), false, "raises the need; not on feasibility"),
        ("cap", Holds::Table(&GATE), false, "limits what is allowed; feasibility only"),
        ("horizon", Holds::Table(&WAIT), false, "when work on the foundation begins; feasibility only, never with `cap`"),
        ("title", Holds::Text, false, "a few words for outlines and tables; default: the question"),
        ("also", Holds::Texts, false, "other words by which it is looked for"),
        ("ask", Holds::Text, true, "the question as it is asked"),
        ("ask_whom", Holds::Text, false, "who would know"),
        ("probe", Holds::Texts, false, "open questions that lead to it"),
        ("why", Holds::Text, false, "why it matters"),
        ("kind", Holds::Word(Form::WORDS), false, "default levels"),
        ("levels", Holds::Texts, false, "five observable facts, worst first"),
        ("unit", Holds::Text, false, "unit of the figure"),
        ("most", Holds::Number, false, "the most that the figure can be: 10 for `of ten`, 100 for percent"),
        ("better", Holds::Word(Better::WORDS), false, "which side of the bands is good"),
        ("bands", Holds::Numbers, false, "four thresholds"),
        ("parts", Holds::Tables(&RATIO_PART), false, "dividend and divisor of a ratio"),
        ("if_zero", Holds::Whole, false, "level when the divisor is zero"),
        ("evidence", Holds::Texts, false, "how the answer can be checked"),
        ("evidence_for", Holds::Tables(&EVIDENCE_FOR), false, "the same, where something is known about the system"),
        ("cost", Holds::Word(Cost::WORDS), false, "what an answer costs, default ask"),
        ("fresh_days", Holds::Whole, false, "how long evidence stays fresh"),
        ("applies_if", Holds::Text, false, "asked unless this is false"),
        ("remedies", Holds::Texts, false, "remedies for levels 0 to 2"),
        ("links", Holds::Tables(&LINK), false, "references"),
        ("basis", Holds::Text, false, "where thresholds and weight come from"),
        ("was", Holds::Texts, false, "earlier ids whose meaning was another"),
    ],
};

/// A remedy.
pub static REMEDY: Keys = Keys {
    what: "remedy",
    list: &[
        ("id", Holds::Text, true, "stable id"),
        ("title", Holds::Text, true, "in the imperative"),
        ("effort_days", Holds::Numbers, true, "person-days, from and to"),
        ("effort_per", Holds::Table(&EFFORT_PER), false, "in its place where a figure is known that the work grows with"),
        ("running", Holds::Table(&RUNNING), false, "what it costs for as long as it is kept"),
        ("outside_cost", Holds::Table(&OUTSIDE_COST), false, "what is paid to others; never added up"),
        ("impact", Holds::Word(Grade::WORDS), true, "expected effect"),
        ("cost", Holds::Word(Grade::WORDS), true, "money and people"),
        ("risk", Holds::Word(Grade::WORDS), true, "chance of harm"),
        ("who", Holds::Text, false, "who usually does it"),
        ("gain", Holds::Text, true, "in business terms"),
        ("steps", Holds::Texts, true, "what to do, in order"),
        ("done_when", Holds::Text, true, "an observable fact"),
        ("helps_not", Holds::Text, false, "what it does not mend"),
        ("pitfalls", Holds::Texts, false, "what goes wrong"),
        ("requires", Holds::Texts, false, "remedies that come first"),
        ("mends", Holds::Texts, false, "pillars that it mends"),
        ("at_least", Holds::Word(Verdict::WORDS), false, "proposed only from this verdict on"),
        ("at_least_needed", Holds::Word(Verdict::WORDS), false, "proposed only where the need, before caps, is at least this"),
        ("only_if", Holds::Text, false, "proposed only while this is known to hold"),
        ("unless", Holds::Text, false, "not proposed while this is known to hold"),
        ("links", Holds::Tables(&LINK), false, "references"),
        ("basis", Holds::Text, false, "where effort and effect come from"),
    ],
};

/// A caution.
pub static CAUTION: Keys = Keys {
    what: "caution",
    list: &[
        ("id", Holds::Text, true, "stable id"),
        ("title", Holds::Text, true, "what not to do yet"),
        ("reason", Holds::Text, true, "why not here"),
        ("needs", Holds::Words(Verdict::WORDS), false, "only where the need is one of these"),
        ("capped", Holds::Flag, false, "only where more is needed than allowed (true), or only where not (false)"),
        ("when", Holds::Text, false, "said only while this is known to hold; may test scores"),
        ("opens_with", Holds::Text, false, "a remedy that opens the plan while it holds"),
        ("heads_plan", Holds::Flag, false, "said at the head of the plan as well"),
    ],
};

/// A sign.
pub static SIGN: Keys = Keys {
    what: "sign",
    list: &[
        ("towards", Holds::Word(SIGN_WORDS), true, "for which of the two"),
        ("title", Holds::Text, true, "the sign in words"),
        ("when", Holds::Text, true, "present while this is known to hold; may test scores"),
    ],
};

/// A practice.
pub static PRACTICE: Keys = Keys {
    what: "practice",
    list: &[("title", Holds::Text, true, "the habit"), ("text", Holds::Text, true, "what it means in daily work")],
};

/// A pattern.
pub static PATTERN: Keys = Keys {
    what: "pattern",
    list: &[
        ("id", Holds::Text, true, "stable id"),
        ("title", Holds::Text, true, "the choice"),
        ("strong_when", Holds::Text, true, "when it serves well"),
        ("weak_when", Holds::Text, true, "when it does not"),
        ("test", Holds::Text, true, "how to find out which of the two it is"),
        ("questions", Holds::Texts, true, "ids of the questions that touch it"),
        ("basis", Holds::Text, true, "where this comes from"),
    ],
};

/// The top of questionnaire.toml.
pub static TOP: Keys = Keys {
    what: "questionnaire",
    list: &[
        ("schema", Holds::Whole, true, "shape of the file: 1"),
        ("id", Holds::Text, true, "the name of the file or folder"),
        ("version", Holds::Text, true, "major.minor.patch of the content"),
        ("title", Holds::Text, true, "heading"),
        ("about", Holds::Text, false, "what it is for"),
        ("decision", Holds::Word(DECISIONS), false, "default verdict"),
        ("levels", Holds::Table(&LEVELS), false, "what counts as broad weakness, and what raises a flag"),
        ("published", Holds::Table(&PUBLISHED), false, "the rules' record on cases they had never seen"),
        ("pillar", Holds::Tables(&PILLAR), false, "what the decision rests on, in order"),
        ("rule", Holds::Tables(&RULE), false, "what raises the need"),
        ("limit", Holds::Tables(&LIMIT), false, "what lowers the allowed"),
        ("area", Holds::Tables(&AREA), true, "areas in order"),
        ("fact", Holds::Tables(&FACT), false, "facts about the system"),
        ("track", Holds::Tables(&TRACK), false, "orders of asking"),
        ("question", Holds::Tables(&QUESTION), false, "questions"),
        ("contradiction", Holds::Tables(&CONTRADICTION), false, "answers that cannot both be true"),
        ("remedy", Holds::Tables(&REMEDY), false, "remedies"),
        ("caution", Holds::Tables(&CAUTION), false, "what not to do yet"),
        ("sign", Holds::Tables(&SIGN), false, "signs for optimising or rebuilding"),
        ("practice", Holds::Tables(&PRACTICE), false, "habits that close every plan"),
        ("pattern", Holds::Tables(&PATTERN), false, "guidance on ways of building"),
    ],
};

/// The top of any other file of a questionnaire.
pub static FILE: Keys = Keys {
    what: "file",
    list: &[
        ("question", Holds::Tables(&QUESTION), false, "questions"),
        ("remedy", Holds::Tables(&REMEDY), false, "remedies"),
        ("caution", Holds::Tables(&CAUTION), false, "what not to do yet"),
        ("sign", Holds::Tables(&SIGN), false, "signs"),
        ("practice", Holds::Tables(&PRACTICE), false, "habits"),
        ("pattern", Holds::Tables(&PATTERN), false, "guidance on ways of building"),
    ],
};

impl Keys {
    /// Names only.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.list.iter().map(|(name, ..)| *name)
    }

    /// Where the meaning of a key stands that was there once.
    pub fn gone(&self, name: &str) -> Option<&'static str> {
        GONE.iter().find(|(what, key, _)| *what == self.what && *key == name).map(|(.., now)| *now)
    }
}
