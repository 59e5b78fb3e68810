//! Margins: how far each sub-score is from the threshold that decides, all other scores left as they are.

use super::rules::{Assessment, verdict_with};
use super::scores::Scores;
use super::sheet::Sheet;
use crate::model::exact::{Decimal, Exact, compare, ratio};
use crate::model::words::Verdict;
use num_traits::Signed;
use std::cmp::Ordering;

/// The distance of a sub-score to the nearest threshold at which the verdict changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Margin {
    /// The sub-score, by its name in JSON.
    pub score: &'static str,
    /// Name of the number.
    pub rule: &'static str,
    /// How far it is; zero where the score lies on the threshold.
    pub distance: Exact,
    /// The verdict beyond it.
    pub to: Verdict,
}

/// Puts a value in the place of a sub-score.
type Put = fn(&mut Scores, Exact);

/// The margins of the reference, in the order of the scores. A score whose thresholds change nothing has none.
pub fn margins(sheet: &Sheet, now: &Assessment) -> Vec<Margin> {
    let n = &sheet.numbers;
    let put_foundation: Put = |s, x| s.foundation = Some(x);
    let put_weakest: Put = |s, x| s.weakest = s.weakest.take().map(|(_, area)| (x, area));
    let put_breadth: Put = |s, x| s.breadth = s.breadth.take().map(|(_, weak, all)| (x, weak, all));
    let put_pain: Put = |s, x| s.pain = Some(x);
    let put_tactical: Put = |s, x| s.tactical = Some(x);
    let put_feasibility: Put = |s, x| s.feasibility = Some(x);
    type Row<'n> = (&'static str, Option<Exact>, Put, Vec<(&'static str, &'n Decimal)>);
    let rows: Vec<Row<'_>> = vec![
        (
            "foundation",
            now.scores.foundation.clone(),
            put_foundation,
            vec![
                ("optimize_foundation", &n.optimize_foundation),
                ("restructure_foundation", &n.restructure_foundation),
                ("restructure_flags_foundation", &n.restructure_flags_foundation),
                ("rebuild_foundation", &n.rebuild_foundation),
            ],
        ),
        ("weakest", now.scores.weakest.clone().map(|w| w.0), put_weakest, vec![("restructure_weakest", &n.restructure_weakest)]),
        ("breadth", now.scores.breadth.clone().map(|b| b.0), put_breadth, vec![("rebuild_breadth", &n.rebuild_breadth)]),
        (
            "pain",
            now.scores.pain.clone(),
            put_pain,
            vec![("optimize_pain", &n.optimize_pain), ("restructure_pain", &n.restructure_pain), ("rebuild_pain", &n.rebuild_pain)],
        ),
        ("tactical", now.scores.tactical.clone(), put_tactical, vec![("optimize_tactical", &n.optimize_tactical)]),
        ("feasibility", now.scores.feasibility.clone(), put_feasibility, vec![("feasibility", &n.feasibility)]),
    ];
    let mut margins = Vec::new();
    for (score, value, put, thresholds) in rows {
        let Some(value) = value else { continue };
        let mut nearest: Option<Margin> = None;
        for (rule, threshold) in thresholds {
            let limit = threshold.value();
            let distance = (&value - limit).abs();
            for beyond in beyond(&value, limit) {
                let mut scores = now.scores.clone();
                put(&mut scores, beyond);
                let to = verdict_with(sheet, now, &scores);
                if to != now.verdict && nearest.as_ref().is_none_or(|m| distance < m.distance) {
                    nearest = Some(Margin { score, rule, distance: distance.clone(), to });
                }
            }
        }
        margins.extend(nearest);
    }
    margins
}

/// Values just on the other side of a limit: rules compare with and without equality, so the limit itself will not do, and
/// from the limit it may be either side.
fn beyond(value: &Exact, limit: &Exact) -> Vec<Exact> {
    let hair = ratio(1, 1_000_000_000_000);
    match compare(value, limit) {
        Ordering::Less => vec![limit + hair],
        Ordering::Greater => vec![limit - hair],
        Ordering::Equal => vec![limit - &hair, limit + hair],
    }
}
