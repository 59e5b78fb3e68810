//! Why: rules that fired, the numbers behind them, the answers that decide.

use super::answers::{AnswerView, Answers};
use super::serial;
use crate::words;
use serde::Serialize;
use std::sync::Arc;
use underpin_core::decision::certainty::Certainty;
use underpin_core::decision::reason;
use underpin_core::model::exact::percent;
use underpin_core::model::rules::{Rule, Score, Test};
use underpin_core::model::words::Verdict;
use underpin_core::round::Round;

/// So many answers are named for one rule, and so many questions to ask next. Expert value.
const NAMED: usize = 5;

/// Mildest and strongest.
#[derive(Debug, Serialize)]
pub struct Interval {
    /// Mildest verdict.
    #[serde(serialize_with = "serial::verdict")]
    pub mildest: Verdict,
    /// Strongest verdict.
    #[serde(serialize_with = "serial::verdict")]
    pub strongest: Verdict,
}

/// A rule or gate that fired.
#[derive(Debug, Serialize)]
pub struct Reason {
    /// Id of the rule, limit or question.
    pub id: String,
    /// In words, with numbers.
    pub sentence: String,
    /// The rule in the words of the questionnaire, or an empty text.
    pub say: String,
    /// The answers that weigh most in it.
    pub answers: Vec<Arc<AnswerView>>,
}

/// A sub-score.
#[derive(Debug, Serialize)]
pub struct ScoreView {
    /// Which.
    #[serde(skip)]
    pub score: Score,
    /// Its name.
    pub name: String,
    /// Percent, open answers in the middle.
    pub value: i64,
    /// Whether anything is known of it.
    pub known: bool,
    /// The value and its range in words: "62 % (50 to 75)"; that nothing is known where everything is open.
    pub shown: String,
    /// Percent, open answers at one end.
    pub low: i64,
    /// Percent, open answers at the other end.
    pub high: i64,
    /// What the number means for the rules.
    pub note: String,
    /// Where rules begin, in percent.
    pub limits: Vec<i64>,
}

/// The rules, limits and gates that fired, strongest first. A rule that says no more than a stronger one is left out, and
/// while nothing is decided one that open answers can still turn: what stands in the middle of them is known to nobody.
pub(super) fn reasons(round: &Round, answers: &Answers) -> Vec<Reason> {
    if !round.has_verdict() {
        return Vec::new();
    }
    let a = &round.outcome.reference;
    let (sheet, questionnaire) = (&round.outcome.sheet, &round.questionnaire);
    let named = |all: &[Test]| answers.named(&round.weighing(all).into_iter().take(NAMED).collect::<Vec<_>>());
    let mut told: Vec<&Rule> = Vec::new();
    let mut reasons: Vec<Reason> = Vec::new();
    let decided = round.undecided().is_none();
    let certain = |index: &&usize| decided || round.outcome.mildest.fired.contains(index);
    for rule in a.fired.iter().filter(certain).filter_map(|i| sheet.rules.raising.get(*i)) {
        let said = |stronger: &&Rule| rule.all.iter().all(|t| stronger.all.iter().any(|s| t.follows_from(s)));
        if !told.iter().any(said) {
            let sentence = words::fired(questionnaire, &a.scores, rule);
            reasons.push(Reason { id: rule.id.clone(), sentence, say: rule.say.clone(), answers: named(&rule.all) });
        }
        told.push(rule);
    }
    let gates = a.floors.iter().map(|g| (g, true)).chain(a.caps.iter().map(|g| (g, false)));
    for (question, gate, raises) in gates.filter_map(|(g, raises)| Some((questionnaire.at(g.question)?, g, raises))) {
        let sentence = words::gate(question, gate.verdict, raises);
        reasons.push(Reason { id: question.id.clone(), sentence, say: String::new(), answers: answers.named(&[gate.question]) });
    }
    let certain = |index: &&usize| decided || round.outcome.strongest.limits.contains(index);
    for limit in a.limits.iter().filter(certain).filter_map(|i| sheet.rules.limits.get(*i)) {
        let sentence = words::met(questionnaire, &a.scores, limit);
        reasons.push(Reason { id: limit.id.clone(), sentence, say: limit.say.clone(), answers: named(&limit.all) });
    }
    reasons
}

/// The sub-scores in percent, with what the rules say about them.
pub(super) fn scores(round: &Round) -> Vec<ScoreView> {
    let rules = &round.questionnaire.rules;
    let tests = || rules.raising.iter().flat_map(|r| &r.all).chain(rules.limits.iter().flat_map(|l| &l.all));
    let fractions = Score::PLAIN.into_iter().filter(|s| !s.is_count());
    fractions
        .filter_map(|score| Some((score, round.outcome.score(score)?)))
        .map(|(score, (value, low, high))| ScoreView {
            score,
            name: words::score_title(score, &round.questionnaire.pillars),
            value: percent(&value),
            known: !words::nothing_known(&low, &high),
            shown: words::percent_range(&value, &low, &high),
            low: percent(&low),
            high: percent(&high),
            note: words::note(&round.questionnaire, score),
            limits: tests().filter(|t| t.score == score).map(|t| percent(t.number.decimal().value())).collect(),
        })
        .collect()
}

/// The sufficient reason of a decided round.
pub(super) fn deciding(certainty: Option<&Certainty>, answers: &Answers) -> Vec<Arc<AnswerView>> {
    match certainty.map(|c| &c.reason) {
        Some(reason::Reason::Verdict(questions)) => answers.named(questions),
        _ => Vec::new(),
    }
}

/// Open questions that tell most about the verdict.
pub(super) fn next(certainty: Option<&Certainty>, answers: &Answers) -> Vec<Arc<AnswerView>> {
    let next = certainty.map(|c| c.next.as_slice()).unwrap_or_default();
    next.iter().take(NAMED).filter_map(|n| answers.at(n.question)).collect()
}
