//! The rules: from sub-scores to need and allowed, with every rule that fired.

use super::numbers::Numbers;
use super::scores::{Lean, Pick, Scores};
use super::sheet::{Entry, Sheet};
use crate::model::exact::{Decimal, Exact, compare, percent, ratio};
use crate::model::question::Gate;
use crate::model::words::{Axis, Flag, Verdict};
use num_traits::ToPrimitive;
use std::cmp::Ordering;

/// One comparison that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Name of the number in `[numbers]`.
    pub rule: &'static str,
    /// The sub-score (or count) compared.
    pub value: Exact,
    /// What it was compared with.
    pub threshold: Decimal,
}

/// A rule that fired: all of its comparisons hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fired {
    /// The comparisons; the first names the rule.
    pub facts: Vec<Fact>,
    /// What the rule raises the need to.
    pub raises: Verdict,
}

/// A floor or cap that fired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiredGate {
    /// Position of the question.
    pub question: usize,
    /// Its verdict.
    pub verdict: Verdict,
}

/// Need, allowed and verdict, with what led to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The sub-scores.
    pub scores: Scores,
    /// What the conditions call for.
    pub need: Verdict,
    /// What the organisation can carry.
    pub allowed: Verdict,
    /// The smaller of the two.
    pub verdict: Verdict,
    /// Rules that fired, mildest first.
    pub fired: Vec<Fired>,
    /// Floors that fired.
    pub floors: Vec<FiredGate>,
    /// Caps that fired.
    pub caps: Vec<FiredGate>,
    /// Whether feasibility itself holds a rebuild back.
    pub infeasible: bool,
}

/// Assesses a sheet with conditions and feasibility each at one end or in the middle of their intervals.
pub fn assess(sheet: &Sheet, conditions: Pick, feasibility: Pick) -> Assessment {
    assess_leaning(sheet, (conditions, Lean::Plain), (feasibility, Lean::Plain))
}

/// The same, with weights leaning inside a box.
pub fn assess_leaning(sheet: &Sheet, leaning: (Pick, Lean), feasible: (Pick, Lean)) -> Assessment {
    let scores = Scores::leaning(sheet, leaning, feasible);
    let (conditions, feasibility) = (leaning.0, feasible.0);
    let fired = fired(&scores, &sheet.numbers);
    let gates = |pick: Pick, gate: fn(&Entry) -> Option<Gate>| -> Vec<FiredGate> {
        sheet
            .entries
            .iter()
            .filter_map(|entry| gate(entry).map(|g| (entry, g)))
            .filter(|(entry, gate)| gate_level(pick, entry) <= gate.at_or_below)
            .map(|(entry, gate)| FiredGate { question: entry.question, verdict: gate.verdict })
            .collect()
    };
    let floors = gates(conditions, |e| e.floor);
    let caps = gates(feasibility, |e| e.cap);
    let by_rules = fired.iter().map(|f| f.raises).max().unwrap_or(Verdict::Maintain);
    let need = floors.iter().map(|f| f.verdict).max().unwrap_or(Verdict::Maintain).max(by_rules);
    let infeasible = scores.feasibility.as_ref().is_none_or(|g| compare(g, sheet.numbers.feasibility.value()) == Ordering::Less);
    let mut allowed = if infeasible { Verdict::Restructure } else { Verdict::Rebuild };
    for limit in caps.iter().map(|c| c.verdict).chain(sheet.at_most) {
        allowed = allowed.min(limit);
    }
    Assessment { scores, need, allowed, verdict: need.min(allowed), fired, floors, caps, infeasible }
}

/// The level at which a gate is tested. In the middle a gate fires only if it fires at both ends: silence never fires one.
fn gate_level(pick: Pick, entry: &Entry) -> u8 {
    match pick {
        Pick::Low => entry.span.low,
        Pick::Middle | Pick::High => entry.span.high,
    }
}

/// The verdict if the sub-scores were others, with the gates of an assessment.
pub fn verdict_with(sheet: &Sheet, now: &Assessment, scores: &Scores) -> Verdict {
    let by_rules = fired(scores, &sheet.numbers).iter().map(|f| f.raises).max().unwrap_or(Verdict::Maintain);
    let need = now.floors.iter().map(|f| f.verdict).fold(by_rules, Verdict::max);
    let ready = scores.feasibility.as_ref().is_some_and(|g| compare(g, sheet.numbers.feasibility.value()) != Ordering::Less);
    let by_mean = if ready { Verdict::Rebuild } else { Verdict::Restructure };
    need.min(now.caps.iter().map(|c| c.verdict).chain(sheet.at_most).fold(by_mean, Verdict::min))
}

fn fired(scores: &Scores, n: &Numbers) -> Vec<Fired> {
    let below = |score: &Option<Exact>, rule, threshold: &Decimal| {
        let value = score.as_ref().filter(|v| compare(v, threshold.value()) == Ordering::Less)?.clone();
        Some(Fact { rule, value, threshold: threshold.clone() })
    };
    let at_least = |score: &Option<Exact>, rule, threshold: &Decimal| {
        let value = score.as_ref().filter(|v| compare(v, threshold.value()) != Ordering::Less)?.clone();
        Some(Fact { rule, value, threshold: threshold.clone() })
    };
    let above = |score: &Option<Exact>, rule, threshold: &Decimal| {
        let value = score.as_ref().filter(|v| compare(v, threshold.value()) == Ordering::Greater)?.clone();
        Some(Fact { rule, value, threshold: threshold.clone() })
    };
    let flags = Some(ratio(i64::try_from(scores.flags.len()).unwrap_or(0), 1));
    let weakest = scores.weakest.as_ref().map(|(m, _)| m.clone());
    let breadth = scores.breadth.as_ref().map(|(b, _, _)| b.clone());
    let rules: [(Verdict, Vec<Option<Fact>>); 8] = [
        (Verdict::Optimize, vec![above(&scores.pain, "optimize_pain", &n.optimize_pain)]),
        (Verdict::Optimize, vec![at_least(&flags, "optimize_flags", &n.optimize_flags)]),
        (Verdict::Optimize, vec![below(&scores.tactical, "optimize_tactical", &n.optimize_tactical)]),
        (Verdict::Optimize, vec![below(&scores.foundation, "optimize_foundation", &n.optimize_foundation)]),
        (Verdict::Restructure, vec![below(&scores.foundation, "restructure_foundation", &n.restructure_foundation)]),
        (
            Verdict::Restructure,
            vec![
                at_least(&flags, "restructure_flags", &n.restructure_flags),
                below(&scores.foundation, "restructure_flags_foundation", &n.restructure_flags_foundation),
            ],
        ),
        (
            Verdict::Restructure,
            vec![
                below(&weakest, "restructure_weakest", &n.restructure_weakest),
                at_least(&scores.pain, "restructure_pain", &n.restructure_pain),
            ],
        ),
        (
            Verdict::Rebuild,
            vec![
                below(&scores.foundation, "rebuild_foundation", &n.rebuild_foundation),
                at_least(&breadth, "rebuild_breadth", &n.rebuild_breadth),
                at_least(&scores.pain, "rebuild_pain", &n.rebuild_pain),
            ],
        ),
    ];
    rules.into_iter().filter_map(|(raises, facts)| Some(Fired { facts: facts.into_iter().collect::<Option<Vec<_>>>()?, raises })).collect()
}

impl Fired {
    /// Name of the rule: that of its first number.
    pub fn rule(&self) -> &'static str {
        self.facts.first().map_or("", |f| f.rule)
    }

    /// The rule in words, with its numbers.
    pub fn sentence(&self) -> String {
        let parts: Vec<String> = self.facts.iter().map(Fact::words).collect();
        let raises = match self.raises {
            Verdict::Maintain => "upkeep",
            Verdict::Optimize => "work",
            Verdict::Restructure => "restructuring",
            Verdict::Rebuild => "a rebuild",
        };
        format!("{}: calls for {raises}", parts.join(", and "))
    }

    /// The score that the rule is about: of several rules about one score, the strongest says all.
    pub fn score(&self) -> &'static str {
        match self.rule() {
            "optimize_foundation" | "restructure_foundation" | "rebuild_foundation" => "foundation",
            "optimize_flags" | "restructure_flags" => "flags",
            other => other,
        }
    }

    /// Whether an answer feeds one of the comparisons.
    pub fn concerns(&self, axis: Axis, flag: Option<Flag>) -> bool {
        self.facts.iter().any(|fact| match fact.rule {
            "optimize_pain" | "restructure_pain" | "rebuild_pain" => axis == Axis::Symptom,
            "optimize_tactical" => axis == Axis::Tactical,
            "optimize_flags" | "restructure_flags" => flag.is_some(),
            _ => axis == Axis::Structural,
        })
    }
}

impl Fact {
    fn words(&self) -> String {
        let (value, limit) = (percent(&self.value), percent(self.threshold.value()));
        match self.rule {
            "optimize_pain" => format!("pain is {value} %, above {limit} %"),
            "restructure_pain" | "rebuild_pain" => format!("pain is {value} %, at or above {limit} %"),
            "optimize_flags" | "restructure_flags" => {
                let count = self.value.to_integer().to_i64().unwrap_or(0);
                format!(
                    "{count} of 5 red flags {} raised, {} {} enough",
                    if count == 1 { "is" } else { "are" },
                    self.threshold,
                    if self.threshold.text() == "1" { "is" } else { "are" }
                )
            }
            "optimize_tactical" => format!("day-to-day health is {value} %, below {limit} %"),
            "restructure_weakest" => format!("the weakest area stands at {value} %, below {limit} %"),
            "rebuild_breadth" => format!("{value} % of the areas are weak, at or above {limit} %"),
            _ => format!("the foundation stands at {value} %, below {limit} %"),
        }
    }
}
