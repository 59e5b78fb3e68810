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

/// Something that makes a verdict what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Force {
    /// A rule, by its position in the questionnaire of the round in which it fires.
    Rule(usize),
    /// A limit, in the same way.
    Limit(usize),
    /// The floor of a question, by its position there.
    Floor(usize),
    /// The cap of a question, by its position there.
    Cap(usize),
}

/// What pushed or held one of two rounds and not the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// What.
    pub force: Force,
    /// It came with the later round; else it fell away.
    pub came: bool,
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
    /// Why the verdict, what is needed or what is allowed moved; empty where none did. What came first.
    pub shifts: Vec<Shift>,
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
    Comparison { rows, areas, scores, verdicts: (before.verdict, after.verdict), shifts: shifts(before, after) }
}

/// What fires in one of two rounds only. Rules and limits are the same where their ids are, gates where their questions' are.
/// Only what decides is a reason: a rule or floor at the level of what is needed, a limit or cap at that of what is allowed.
fn shifts(before: Side<'_>, after: Side<'_>) -> Vec<Shift> {
    if before.verdict.is_none() || after.verdict.is_none() {
        return Vec::new();
    }
    let (old, new) = (&before.outcome.reference, &after.outcome.reference);
    if (old.verdict, old.need, old.allowed) == (new.verdict, new.need, new.allowed) {
        return Vec::new();
    }
    let (old, new) = (forces(before), forces(after));
    let only = |mine: &[(String, Force)], other: &[(String, Force)], came: bool| -> Vec<Shift> {
        let alone = mine.iter().filter(|(key, _)| !other.iter().any(|(k, _)| k == key));
        alone.map(|(_, force)| Shift { force: force.clone(), came }).collect()
    };
    let mut shifts = only(&new, &old, true);
    shifts.extend(only(&old, &new, false));
    shifts
}

/// What decides in a round, with what makes it the same in another.
fn forces(side: Side<'_>) -> Vec<(String, Force)> {
    let (a, q) = (&side.outcome.reference, side.questionnaire);
    let rules = &side.outcome.sheet.rules;
    let question = |index: usize| q.at(index).map(|q| q.id.clone()).unwrap_or_default();
    let raising = a.fired.iter().filter_map(|i| Some((*i, rules.raising.get(*i)?))).filter(|(_, r)| r.raises == a.need);
    let limits = a.limits.iter().filter_map(|i| Some((*i, rules.limits.get(*i)?))).filter(|(_, l)| l.allows == a.allowed);
    let mut forces: Vec<(String, Force)> = raising.map(|(i, r)| (format!("rule {}", r.id), Force::Rule(i))).collect();
    forces.extend(limits.map(|(i, l)| (format!("limit {}", l.id), Force::Limit(i))));
    let floors = a.floors.iter().filter(|g| g.verdict == a.need);
    forces.extend(floors.map(|g| (format!("floor {}", question(g.question)), Force::Floor(g.question))));
    let caps = a.caps.iter().filter(|g| g.verdict == a.allowed);
    forces.extend(caps.map(|g| (format!("cap {}", question(g.question)), Force::Cap(g.question))));
    forces
}
