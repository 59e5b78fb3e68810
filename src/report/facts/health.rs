//! Pillars, areas and red flags.

use super::serial;
use crate::words::{self, Titled};
use serde::Serialize;
use underpin_core::decision::outcome::AreaScore;
use underpin_core::model::exact::percent;
use underpin_core::model::words::Flag;
use underpin_core::round::Round;
use underpin_core::round::states::{AreaState, FlagState, PillarState};

/// A pillar.
#[derive(Debug, Serialize)]
pub struct PillarView {
    /// Its position.
    #[serde(skip)]
    pub pillar: usize,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What healthy looks like.
    pub healthy: String,
    /// What needs attention looks like.
    pub attention: String,
    /// "62 % (50 to 75)", or "not asked".
    pub score: String,
    /// Percent, open answers in the middle; nothing where none of it is asked.
    pub value: Option<i64>,
    /// Percent, open answers at their worst.
    pub low: Option<i64>,
    /// Percent, open answers at their best.
    pub high: Option<i64>,
    /// Percent at or below which it is weak; nothing where weakness calls for no restructuring.
    pub weak_at: Option<i64>,
    /// How it stands.
    #[serde(serialize_with = "serial::title")]
    pub state: PillarState,
    /// Whether the verdict is about it.
    pub named: bool,
}

/// An area.
#[derive(Debug, Serialize)]
pub struct AreaView {
    /// Its position.
    #[serde(skip)]
    pub area: usize,
    /// Its title.
    pub title: String,
    /// What healthy looks like.
    pub healthy: String,
    /// What needs attention looks like.
    pub attention: String,
    /// "62 % (50 to 75)", or "nobody knows", or "not asked".
    pub score: String,
    /// How it stands.
    #[serde(serialize_with = "serial::title")]
    pub state: AreaState,
    /// How many have an answer.
    pub answered: usize,
    /// How many apply.
    pub applicable: usize,
}

/// A red flag.
#[derive(Debug, Serialize)]
pub struct FlagView {
    /// Which.
    #[serde(rename = "title", serialize_with = "serial::title")]
    pub flag: Flag,
    /// What it looks like.
    pub looks_like: &'static str,
    /// Whom it hurts.
    pub hurts: &'static str,
    /// How it stands.
    #[serde(serialize_with = "serial::title")]
    pub state: FlagState,
}

/// The pillars of which anything applies, in order.
pub(super) fn pillars(round: &Round) -> Vec<PillarView> {
    if !round.has_verdict() {
        return Vec::new();
    }
    let what = round.what();
    let named: &[usize] = what.as_ref().map_or(&[], |w| w.pillars());
    let all = round.questionnaire.pillars.iter().enumerate();
    all.filter(|(index, _)| round.outcome.sheet.pillars.get(*index).is_some_and(|g| g.questions > 0))
        .map(|(index, pillar)| {
            let range = round.outcome.range(|s| s.pillars.get(index).cloned().flatten());
            let state = round.pillar_state(index);
            PillarView {
                pillar: index,
                id: pillar.id.clone(),
                title: pillar.title.clone(),
                healthy: pillar.healthy.clone(),
                attention: pillar.attention.clone(),
                score: range.as_ref().map_or_else(|| state.title().to_owned(), |(v, low, high)| words::percent_range(v, low, high)),
                value: range.as_ref().map(|r| percent(&r.0)),
                low: range.as_ref().map(|r| percent(&r.1)),
                high: range.as_ref().map(|r| percent(&r.2)),
                weak_at: pillar.weak_at.as_ref().filter(|_| pillar.restructures).map(|n| percent(n.decimal().value())),
                state,
                named: named.contains(&index),
            }
        })
        .collect()
}

/// The areas of which anything applies, in order.
pub(super) fn areas(round: &Round) -> Vec<AreaView> {
    let applies = round.outcome.areas.iter().filter(|a| a.applicable > 0);
    applies
        .filter_map(|a| Some((a, round.questionnaire.areas.get(a.area)?)))
        .map(|(a, area)| AreaView {
            area: a.area,
            title: area.title.clone(),
            healthy: area.healthy.clone(),
            attention: area.attention.clone(),
            score: match (&a.score, &a.low, &a.high) {
                (Some(score), Some(low), Some(high)) if a.answered > 0 => words::percent_range(score, low, high),
                _ => round.area_without_answer(a.area).title().to_owned(),
            },
            state: round.area_state(a),
            answered: a.answered,
            applicable: a.applicable,
        })
        .collect()
}

/// How many answers of the base count in no area, in a sentence: the rows of the areas do not add up to all answers.
pub(super) fn outside_areas(round: &Round) -> Option<String> {
    let counts = &round.outcome.counts;
    let inside = |of: fn(&AreaScore) -> usize| round.outcome.areas.iter().map(of).sum::<usize>();
    let applicable = counts.applicable.saturating_sub(inside(|a| a.applicable));
    let answered = counts.with_answer().saturating_sub(inside(|a| a.answered));
    (applicable > 0).then(|| words::outside_areas(answered, applicable))
}

/// The five red flags.
pub(super) fn flags(round: &Round) -> Vec<FlagView> {
    let view = |flag: &Flag| FlagView {
        flag: *flag,
        looks_like: words::looks_like(*flag),
        hurts: words::hurts(*flag),
        state: round.flag_state(*flag),
    };
    Flag::ALL.iter().map(view).collect()
}
