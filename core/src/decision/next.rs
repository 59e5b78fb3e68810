//! Which question is worth asking next: the one whose answer tells most about the verdict, for what finding it costs.
//!
//! `gain(u) = (Σ_l max_v n(u,l,v) - max_v n(v)) / N`, from the counts of the worlds: how much oftener the verdict would be
//! guessed right if the level of `u` were known.

use super::asking::{Gates, gates};
use super::influence::influences;
use super::margins::margins;
use super::outcome::Outcome;
use super::worlds::{Counts, Worlds};
use crate::model::exact::{Exact, compare};
use crate::model::questionnaire::Questionnaire;
use num_traits::Zero;

/// A question that is worth asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// Position of the question.
    pub question: usize,
    /// Its gain, in worlds of [`super::worlds::WORLDS`].
    pub gain: u32,
}

/// Open questions, the one to ask first first; none when no open answer can change the verdict.
pub fn next(questionnaire: &Questionnaire, outcome: &Outcome, worlds: &Worlds) -> Vec<Next> {
    if outcome.decided() {
        return Vec::new();
    }
    let sheet = &outcome.sheet;
    let now = most(&worlds.counts());
    let influences = influences(sheet);
    let closest = margins(sheet, &outcome.reference).into_iter().min_by(|a, b| compare(&a.distance, &b.distance));
    let mut found: Vec<(Gates, u32, Exact, Next)> = Vec::new();
    for open in worlds.open() {
        let Some(entry) = sheet.entries.get(open.entry) else { continue };
        let Some(question) = questionnaire.at(entry.question) else { continue };
        let gain: u32 = open.counts.iter().map(most).sum::<u32>().saturating_sub(now);
        // Thirty is a multiple of all costs: gain per cost without a fraction.
        let worth = gain * (30 / question.cost.weight());
        let moves = closest.as_ref().is_some_and(|m| m.concerns(entry));
        let influence = influences.get(open.entry).filter(|_| moves).cloned().unwrap_or_else(Exact::zero);
        found.push((gates(entry, outcome), worth, influence, Next { question: question.index, gain }));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then_with(|| compare(&b.2, &a.2)).then(a.3.question.cmp(&b.3.question)));
    found.into_iter().map(|(.., next)| next).collect()
}

/// The count of the commonest verdict.
fn most(counts: &Counts) -> u32 {
    counts.iter().copied().max().unwrap_or(0)
}
