//! Two rounds side by side, question by question.

use crate::decision::outcome::Outcome;
use crate::log::event::Levels;
use crate::model::exact::Exact;
use crate::model::questionnaire::Questionnaire;
use crate::model::rules::Score;
use crate::model::words::Verdict;
use crate::standing::{Standing, Stands};
use std::cmp::Ordering;

/// What happened to a question between two rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A lower level than before.
    Worse,
    /// A higher level than before.
    Better,
    /// Has a value now, had none.
    New,
    /// Had a value, has none now.
    Gone,
    /// The same.
    Same,
}

impl Change {
    /// The word in text and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Change::Worse => "worse",
            Change::Better => "better",
            Change::New => "new",
            Change::Gone => "gone",
            Change::Same => "same",
        }
    }
}

/// One round, read.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// Its questionnaire.
    pub questionnaire: &'a Questionnaire,
    /// Its standings.
    pub standings: &'a [Standing],
    /// Its outcome.
    pub outcome: &'a Outcome,
    /// Its verdict, if it has one.
    pub verdict: Option<Verdict>,
}

impl Side<'_> {
    fn standing(&self, id: &str) -> Option<&Standing> {
        self.standings.get(*self.questionnaire.by_id.get(id)?)
    }
}

/// One question in two rounds.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// Its short title.
    pub title: String,
    /// What happened.
    pub change: Change,
    /// How it stood; `None` where that version did not have it.
    pub before: Option<(Stands, Levels)>,
    /// How it stands; `None` where this version does not have it.
    pub after: Option<(Stands, Levels)>,
    /// The value stands, but nobody has confirmed it in the later round.
    pub unconfirmed: bool,
}

/// A sub-score in two rounds.
#[derive(Clone, Debug)]
pub struct ScoreMove {
    /// Which, in the later round's questionnaire.
    pub score: Score,
    /// Before.
    pub before: Option<Exact>,
    /// After.
    pub after: Option<Exact>,
}

/// The score of an area in two rounds.
#[derive(Clone, Debug)]
pub struct Move {
    /// Its title.
    pub name: String,
    /// Before.
    pub before: Option<Exact>,
    /// After.
    pub after: Option<Exact>,
}

/// Two rounds compared.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Questions with a value in one of the rounds: worse, better, new, gone, same; each in file order.
    pub rows: Vec<Row>,
    /// Area scores.
    pub areas: Vec<Move>,
    /// Sub-scores.
    pub scores: Vec<ScoreMove>,
    /// The verdicts.
    pub verdicts: (Option<Verdict>, Option<Verdict>),
}

/// Compares an earlier round with a later one. A question renamed through `was` counts as new: an id never changes its meaning.
pub fn compare(before: Side<'_>, after: Side<'_>) -> Comparison {
    let mut rows: Vec<Row> = Vec::new();
    let mut add = |id: &str, title: &str, old: Option<&Standing>, new: Option<&Standing>| {
        let (was, is) = (old.is_some_and(|s| s.state.has_value()), new.is_some_and(|s| s.state.has_value()));
        let change = match (old, new) {
            (Some(o), Some(n)) if was && is => match n.span.twice_middle().cmp(&o.span.twice_middle()) {
                Ordering::Less => Change::Worse,
                Ordering::Greater => Change::Better,
                Ordering::Equal => Change::Same,
            },
            _ if is => Change::New,
            _ if was => Change::Gone,
            _ => return,
        };
        let stands = |s: Option<&Standing>| s.map(|s| (s.state, s.span));
        rows.push(Row {
            id: id.to_owned(),
            title: title.to_owned(),
            change,
            before: stands(old),
            after: stands(new),
            unconfirmed: new.is_some_and(|s| s.unconfirmed),
        });
    };
    for question in &after.questionnaire.questions {
        add(&question.id, &question.title, before.standing(&question.id), after.standing(&question.id));
    }
    for question in &before.questionnaire.questions {
        if !after.questionnaire.by_id.contains_key(&question.id) {
            add(&question.id, &question.title, before.standing(&question.id), None);
        }
    }
    rows.sort_by_key(|r| r.change);
    let area_score = |side: &Side<'_>, id: &str| {
        let index = side.questionnaire.areas.iter().position(|a| a.id == id)?;
        side.outcome.areas.get(index)?.score.clone()
    };
    let areas = after
        .questionnaire
        .areas
        .iter()
        .map(|a| Move { name: a.title.clone(), before: area_score(&before, &a.id), after: area_score(&after, &a.id) })
        .filter(|m| m.before.is_some() || m.after.is_some())
        .collect();
    let value = |side: &Side<'_>, name: &str| {
        let score = Score::parse(name, &side.questionnaire.pillars)?;
        side.outcome.reference.scores.value(score)
    };
    let pillars = &after.questionnaire.pillars;
    let scores = Score::PLAIN
        .into_iter()
        .chain((0..pillars.len()).map(Score::Pillar))
        .map(|score| (score, score.name(pillars)))
        .map(|(score, name)| ScoreMove { score, before: value(&before, &name), after: value(&after, &name) })
        .collect();
    Comparison { rows, areas, scores, verdicts: (before.verdict, after.verdict) }
}
