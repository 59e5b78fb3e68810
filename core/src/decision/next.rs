//! Which question is worth asking next: the one whose answer tells most about the verdict, for what finding it costs.
//!
//! `gain(u) = (Σ_l max_v n(u,l,v) - max_v n(v)) / N`, from the counts of the worlds: how much oftener the verdict would be
//! guessed right if the level of `u` were known.

use super::asking::binds;
use super::influence::influences;
use super::margins::margins;
use super::outcome::Outcome;
use super::scores::Scores;
use super::sheet::Entry;
use super::worlds::{Counts, Worlds};
use crate::model::exact::{Exact, compare};
use crate::model::questionnaire::Questionnaire;
use crate::model::words::Axis;
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
    let mut found: Vec<(bool, u32, Exact, Next)> = Vec::new();
    for open in worlds.open() {
        let Some(entry) = sheet.entries.get(open.entry) else { continue };
        let Some(question) = questionnaire.at(entry.question) else { continue };
        let gain: u32 = open.counts.iter().map(most).sum::<u32>().saturating_sub(now);
        // Thirty is a multiple of all costs: gain per cost without a fraction.
        let worth = gain * (30 / question.cost.weight());
        // Gates that can still bind come early: whether one fires decides more than any mean.
        let binds = binds(entry, outcome.interval());
        let moves = closest.as_ref().is_some_and(|m| feeds(m.score, entry, &outcome.reference.scores));
        let influence = influences.get(open.entry).filter(|_| moves).cloned().unwrap_or_else(Exact::zero);
        found.push((binds, worth, influence, Next { question: question.index, gain }));
    }
    found.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| compare(&b.2, &a.2)).then(a.3.question.cmp(&b.3.question)));
    found.into_iter().map(|(.., next)| next).collect()
}

/// The count of the commonest verdict.
fn most(counts: &Counts) -> u32 {
    counts.iter().copied().max().unwrap_or(0)
}

/// Whether an answer is part of a sub-score.
fn feeds(score: &str, entry: &Entry, scores: &Scores) -> bool {
    match score {
        "foundation" | "breadth" => entry.axis == Axis::Structural,
        "weakest" => entry.axis == Axis::Structural && scores.weakest.as_ref().is_some_and(|(_, area)| *area == entry.area),
        "pain" => entry.axis == Axis::Symptom,
        "tactical" => entry.axis == Axis::Tactical,
        _ => entry.axis == Axis::Feasibility,
    }
}
