//! What templates can use: the contract of `docs/templates.md`, field by field.

use serde::Serialize;

/// Everything about a round.
#[derive(Debug, Serialize)]
pub struct Context {
    /// Name of the system.
    pub system: String,
    /// What was assessed.
    pub scope: String,
    /// Id of the round: 2026-Q4.
    pub round: String,
    /// Title of the questionnaire.
    pub questionnaire: String,
    /// Its version.
    pub version: String,
    /// Its pin: the exact text.
    pub pin: String,
    /// Titles of the deciding tracks that were opened.
    pub tracks: Vec<String>,
    /// Whether there is a verdict at all.
    pub has_verdict: bool,
    /// "Keep and improve", "Replace step by step", "Not decided yet" or "No verdict".
    pub direction: String,
    /// The verdict's name, or none while it is not decided.
    pub verdict: Option<String>,
    /// One sentence about it.
    pub meaning: String,
    /// What the conditions call for, in a sentence.
    pub need: String,
    /// What the organisation can carry, in a sentence.
    pub allowed: String,
    /// Said when more is needed than allowed.
    pub capped: Option<String>,
    /// Said when flags are not explained by the foundation.
    pub unexplained: Option<String>,
    /// Mildest and strongest verdict that open answers allow.
    pub interval: Interval,
    /// No open answer can change the verdict.
    pub decided: bool,
    /// How sure it is, in one sentence.
    pub sure: Option<String>,
    /// How sure it is, in one word: certain, firm, leaning or inconclusive.
    pub class: Option<String>,
    /// The answers that force the verdict alone, whatever all others say; empty while it is not decided.
    pub deciding: Vec<AnswerView>,
    /// How sure it is in numbers, in sentences: weights, unchecked answers, share of worlds, margin.
    pub certainty: Vec<String>,
    /// What would change the verdict, stronger first.
    pub changes: Vec<String>,
    /// The open questions that tell most about the verdict, the first first.
    pub next: Vec<AnswerView>,
    /// How soon to act, in a sentence.
    pub urgency: Option<String>,
    /// At most three actions to start now.
    pub this_week: Vec<ActionView>,
    /// At most five things to ask the lead engineer.
    pub asks: Vec<AskView>,
    /// What not to do yet.
    pub not_yet: Vec<NotYet>,
    /// The rules that fired, in words, with the answers behind them.
    pub reasons: Vec<Reason>,
    /// Sub-scores.
    pub scores: Vec<Score>,
    /// Areas.
    pub areas: Vec<AreaView>,
    /// The five red flags.
    pub flags: Vec<FlagView>,
    /// Signs for optimising that are present, of all.
    pub optimise_signs: Signs,
    /// Signs for rebuilding that are present, of all.
    pub rebuild_signs: Signs,
    /// Answers at level 0 or 1 on critical questions.
    pub critical: Vec<AnswerView>,
    /// Horizons with their actions.
    pub horizons: Vec<HorizonView>,
    /// The first seven quick wins: high or medium impact, at most ten person-days, low risk.
    pub quick_wins: Vec<ActionView>,
    /// Themes: the larger actions by area.
    pub themes: Vec<Theme>,
    /// All actions in order.
    pub actions: Vec<ActionView>,
    /// Person-days of all open actions, in words.
    pub effort: String,
    /// The same for the actions that begin within 90 days.
    pub effort_soon: String,
    /// Actions that begin within 90 days or have an owner, in order.
    pub soon: Vec<ActionView>,
    /// Actions that do not fit into 90 days, by area.
    pub later: Vec<Theme>,
    /// Why somebody is here.
    pub why_here: Option<String>,
    /// Ways of building that a weak answer touches.
    pub patterns: Vec<PatternView>,
    /// The ongoing practices.
    pub practices: Vec<PracticeView>,
    /// Answers at level 3 or 4.
    pub strengths: Vec<AnswerView>,
    /// Open questions of the base, with how to find out.
    pub unknowns: Vec<AnswerView>,
    /// Where respondents disagree, or did and something was settled.
    pub dissent: Vec<Dissent>,
    /// Every answered question.
    pub answers: Vec<AnswerView>,
    /// Follow-ups: open notes.
    pub follow_ups: Vec<FollowUp>,
    /// Counts.
    pub counts: CountsView,
    /// Numbers that the questionnaire changed, in words.
    pub changed_numbers: Vec<String>,
    /// Titles of gates that the open tracks leave out.
    pub gates_not_asked: Vec<String>,
}

/// Mildest and strongest.
#[derive(Debug, Serialize)]
pub struct Interval {
    /// Mildest verdict.
    pub mildest: String,
    /// Strongest verdict.
    pub strongest: String,
}

/// One action.
#[derive(Clone, Debug, Serialize)]
pub struct ActionView {
    /// Its id: the remedy's, or that of an own action.
    pub id: String,
    ///
    pub name: String,
    /// What to do.
    pub title: String,
    /// Who usually does it.
    pub who: String,
    /// Effort in words.
    pub effort: String,
    /// high, medium, low.
    pub impact: String,
    /// high, medium, low.
    pub cost: String,
    /// high, medium, low.
    pub risk: String,
    /// In business terms.
    pub gain: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// An observable fact.
    pub done_when: String,
    /// What goes wrong.
    pub pitfalls: Vec<String>,
    /// Where effort and effect come from.
    pub basis: String,
    /// Names of actions that come first.
    pub after: Vec<String>,
    /// The answers that caused it.
    pub causes: Vec<AnswerView>,
    /// The first cause in a few words.
    pub why: String,
    /// Stop the bleeding, Measure first, Quick wins, Themes.
    pub group: String,
    /// Owner, or an empty text.
    pub owner: String,
    /// Due date, or an empty text.
    pub due: String,
    /// Status, or an empty text.
    pub status: String,
    /// Only here because another action needs it.
    pub prerequisite: bool,
    /// Done or dropped.
    pub closed: bool,
}

/// Something to ask.
#[derive(Debug, Serialize)]
pub struct AskView {
    /// The question.
    pub ask: String,
    /// What to ask to see, or an empty text.
    pub show: String,
}

/// A caution.
#[derive(Debug, Serialize)]
pub struct NotYet {
    /// What not to do.
    pub title: String,
    /// Why not.
    pub reason: String,
}

/// A rule that fired.
#[derive(Debug, Serialize)]
pub struct Reason {
    /// In words, with numbers.
    pub sentence: String,
    /// The answers that weigh most in it.
    pub answers: Vec<AnswerView>,
}

/// A sub-score.
#[derive(Debug, Serialize)]
pub struct Score {
    /// Its name.
    pub name: String,
    /// Percent, open answers in the middle.
    pub value: i64,
    /// Percent, open answers at one end.
    pub low: i64,
    /// Percent, open answers at the other end.
    pub high: i64,
    /// What the number means for the rules.
    pub note: String,
    /// Where rules begin, in percent.
    pub limits: Vec<i64>,
}

/// An area.
#[derive(Debug, Serialize)]
pub struct AreaView {
    /// Its title.
    pub title: String,
    /// What healthy looks like.
    pub healthy: String,
    /// What needs attention looks like.
    pub attention: String,
    /// "62 %, between 50 and 75", or "not asked".
    pub score: String,
    /// healthy, mixed, needs attention, not asked.
    pub state: String,
    /// How many have an answer.
    pub answered: usize,
    /// How many apply.
    pub applicable: usize,
}

/// A red flag.
#[derive(Debug, Serialize)]
pub struct FlagView {
    /// Its title.
    pub title: String,
    /// What it looks like.
    pub looks_like: String,
    /// Whom it hurts.
    pub hurts: String,
    /// yes, no, not known.
    pub state: String,
}

/// Signs.
#[derive(Debug, Serialize)]
pub struct Signs {
    /// Present.
    pub present: usize,
    /// All.
    pub total: usize,
}

/// An answer.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerView {
    /// Question id.
    pub id: String,
    /// A few words.
    pub title: String,
    /// The question.
    pub ask: String,
    /// The answer in words.
    pub answer: String,
    /// The level: 2, 1-3, or an empty text.
    pub level: String,
    /// State in words.
    pub state: String,
    /// How to find out or to check, or an empty text.
    pub check: String,
    /// Rests on a statement alone.
    pub self_reported: bool,
    /// Carried over and not confirmed.
    pub unconfirmed: bool,
    /// Title of the area.
    pub area: String,
}

/// A horizon.
#[derive(Debug, Serialize)]
pub struct HorizonView {
    /// Its title.
    pub title: String,
    /// Its actions.
    pub actions: Vec<ActionView>,
}

/// A theme.
#[derive(Debug, Serialize)]
pub struct Theme {
    /// Title of the area.
    pub title: String,
    /// Its actions.
    pub actions: Vec<ActionView>,
}

/// A practice.
#[derive(Debug, Serialize)]
pub struct PracticeView {
    /// The habit.
    pub title: String,
    /// What it means.
    pub text: String,
}

/// Respondents that differ.
#[derive(Debug, Serialize)]
pub struct Dissent {
    /// The question.
    pub title: String,
    /// Who said what.
    pub said: Vec<Said>,
    /// What was settled, or an empty text.
    pub settled: String,
    /// The rationale, or an empty text.
    pub why: String,
}

/// What one respondent said.
#[derive(Debug, Serialize)]
pub struct Said {
    /// Who.
    pub by: String,
    /// What.
    pub answer: String,
}

/// An open note.
#[derive(Debug, Serialize)]
pub struct FollowUp {
    /// The question it belongs to, or an empty text.
    pub question: String,
    /// The text.
    pub text: String,
    /// Who follows up, or an empty text.
    pub owner: String,
    /// Until when, or an empty text.
    pub due: String,
}

/// Counts of the base.
#[derive(Debug, Serialize)]
pub struct CountsView {
    /// Questions that apply.
    pub applicable: usize,
    /// Answered.
    pub answered: usize,
    /// Don't know.
    pub unknown: usize,
    /// Open.
    pub unanswered: usize,
    /// Parked.
    pub parked: usize,
    /// Disagreements.
    pub disagreements: usize,
    /// Not applicable.
    pub not_applicable: usize,
    /// Carried and not confirmed.
    pub unconfirmed: usize,
    /// Answers with more than a statement behind them.
    pub with_evidence: usize,
    /// Answers that rest on a statement alone.
    pub self_reported: usize,
}

/// A way of building, to talk about.
#[derive(Clone, Debug, Serialize)]
pub struct PatternView {
    /// The choice.
    pub title: String,
    /// When it serves well.
    pub strong_when: String,
    /// When it does not.
    pub weak_when: String,
    /// How to find out.
    pub test: String,
    /// Titles of the weak answers that touch it.
    pub causes: Vec<String>,
}
