//! Margins: how far each sub-score is from the number at which the verdict changes, all other scores left as they are.

use super::assess::{Assessment, verdict_with};
use super::scores::{With, compare};
use super::sheet::{Entry, Sheet};
use super::table::{Scored, fires, meets};
use crate::model::exact::{Exact, ratio};
use crate::model::rules::{Limit, MovedBy, Number, Rule, Score, Test};
use crate::model::words::Verdict;
use num_traits::{One, Signed};
use std::cmp::Ordering;

/// The distance of a sub-score to the nearest number at which the verdict changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Margin {
    /// The sub-score.
    pub score: Score,
    /// Of weak pillars and breadth: the pillar whose crossing alone changes the verdict.
    pub pillar: Option<usize>,
    /// Id of the rule or limit that decides there.
    pub rule: String,
    /// How far it is; zero where the score lies on the number.
    pub distance: Exact,
    /// The verdict beyond it.
    pub to: Verdict,
}

impl Margin {
    /// Whether an answer moves this score.
    pub fn concerns(&self, entry: &Entry) -> bool {
        entry.is_among(self.pillar.map_or(self.score.moved_by(), MovedBy::Pillar))
    }
}

/// A row of the table, of either kind.
#[derive(Clone, Copy)]
enum Row<'s> {
    Raises(&'s Rule),
    Allows(&'s Limit),
}

impl<'s> Row<'s> {
    fn id(self) -> &'s str {
        match self {
            Row::Raises(rule) => &rule.id,
            Row::Allows(limit) => &limit.id,
        }
    }

    fn tests(self) -> &'s [Test] {
        match self {
            Row::Raises(rule) => &rule.all,
            Row::Allows(limit) => &limit.all,
        }
    }

    /// Whether it is this row that brings the verdict to another one when scores move. Several rows may test the same number,
    /// and most of them lack something else or say less.
    fn decides(self, now: &Assessment, beyond: &impl Scored, to: Verdict) -> bool {
        let stronger = to > now.verdict;
        match self {
            Row::Raises(rule) => {
                let enough = if stronger { rule.raises >= to } else { rule.raises > to };
                enough && fires(&rule.all, &now.scores) != fires(&rule.all, beyond)
            }
            Row::Allows(limit) => {
                let enough = if stronger { limit.allows < to } else { limit.allows <= to };
                enough && meets(limit, &now.scores) != meets(limit, beyond)
            }
        }
    }
}

/// The margins of the reference, in the order of the scores. A score whose numbers change nothing has none, and flags never:
/// what flips them says it.
pub fn margins(sheet: &Sheet, now: &Assessment) -> Vec<Margin> {
    let rows = sheet.rules.raising.iter().map(Row::Raises).chain(sheet.rules.limits.iter().map(Row::Allows));
    let tests: Vec<(Row<'_>, &Test)> = rows.flat_map(|row| row.tests().iter().map(move |t| (row, t))).collect();
    let mut scores: Vec<Score> = tests.iter().map(|(_, t)| t.score).collect();
    scores.sort_unstable();
    scores.dedup();
    let near = scores.into_iter().filter_map(|score| {
        let mine: Vec<(Row<'_>, &Test)> = tests.iter().copied().filter(|(_, t)| t.score == score).collect();
        match score {
            Score::WeakPillars | Score::Breadth => by_pillar(sheet, now, score, &mine),
            Score::Foundation | Score::Pillar(_) | Score::Pain | Score::Tactical | Score::Feasibility => of_mean(sheet, now, score, &mine),
            Score::Flags => None,
        }
    });
    near.collect()
}

fn of_mean(sheet: &Sheet, now: &Assessment, score: Score, tests: &[(Row<'_>, &Test)]) -> Option<Margin> {
    let value = now.scores.value(score)?;
    let mut nearest: Option<Margin> = None;
    for (row, test) in tests {
        let distance = (&value - test.number.decimal().value()).abs();
        for beyond in beyond(&value, &test.number) {
            let put = [(score, beyond)];
            let moved = With { scores: &now.scores, put: &put };
            let to = verdict_with(sheet, now, &moved);
            let nearer = nearest.as_ref().is_none_or(|m| distance < m.distance);
            if to != now.verdict && nearer && row.decides(now, &moved, to) {
                nearest = Some(Margin { score, pillar: None, rule: row.id().to_owned(), distance: distance.clone(), to });
            }
        }
    }
    nearest
}

/// The nearest pillar whose crossing of its level alone, which moves the count by one, changes the verdict.
fn by_pillar(sheet: &Sheet, now: &Assessment, score: Score, tests: &[(Row<'_>, &Test)]) -> Option<Margin> {
    let count = now.scores.value(score)?;
    let (inside, step) = match score {
        Score::WeakPillars => (now.scores.weak.as_deref().unwrap_or_default(), Exact::one()),
        Score::Breadth => {
            let all = now.scores.large.iter().filter(|l| **l).count();
            (now.scores.broad.as_deref().unwrap_or_default(), ratio(1, i64::try_from(all.max(1)).unwrap_or(1)))
        }
        // These count no pillars.
        Score::Foundation | Score::Pillar(_) | Score::Pain | Score::Tactical | Score::Feasibility | Score::Flags => return None,
    };
    let mut nearest: Option<Margin> = None;
    for (pillar, ground) in sheet.pillars.iter().enumerate() {
        let level = if score == Score::WeakPillars { ground.weak_at.as_ref() } else { Some(&sheet.rules.breadth) };
        let (Some(level), Some(value)) = (level, now.scores.value(Score::Pillar(pillar))) else { continue };
        let after = if inside.contains(&pillar) { &count - &step } else { &count + &step };
        let put = [(score, after)];
        let moved = With { scores: &now.scores, put: &put };
        let to = verdict_with(sheet, now, &moved);
        let distance = (&value - level.decimal().value()).abs();
        if to == now.verdict || nearest.as_ref().is_some_and(|m| m.distance <= distance) {
            continue;
        }
        if let Some((row, _)) = tests.iter().find(|(row, _)| row.decides(now, &moved, to)) {
            nearest = Some(Margin { score, pillar: Some(pillar), rule: row.id().to_owned(), distance, to });
        }
    }
    nearest
}

/// Values just on the other side of a number: rules compare with and without equality, so the number itself will not do, and
/// from the number it may be either side. Numbers have at most 18 digits: no two of them are as near as this.
fn beyond(value: &Exact, number: &Number) -> Vec<Exact> {
    let (limit, hair) = (number.decimal().value(), ratio(1, 1_000_000_000_000_000_000));
    match compare(value, number) {
        Ordering::Less => vec![limit + hair],
        Ordering::Greater => vec![limit - hair],
        Ordering::Equal => vec![limit - &hair, limit + hair],
    }
}
