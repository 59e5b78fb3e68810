//! Where each question stands: from what is current in the log to one state and one interval of levels.

pub mod base;
pub mod bounds;
pub mod facts;
pub mod parts;

use crate::log::event::{Body, Event, Figure, Levels, Said};
use crate::log::fold::{Record, RoundState};
use crate::model::exact::Exact;
use crate::model::level::Level;
use crate::model::period::RoundId;
use crate::model::question::{Bands, Kind, Question};
use crate::model::questionnaire::Questionnaire;
use crate::model::words::Better;
use facts::Knowledge;
use jiff::civil::Date;
use num_traits::Zero;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The state of a question: the first that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stands {
    /// Free text, outside all counts.
    Text,
    /// Its condition is false.
    Inactive,
    /// Said to be not applicable.
    NotApplicable,
    /// Respondents differ, and nothing is settled.
    Disagreement,
    /// Don't know.
    Unknown,
    /// Answered.
    Answered,
    /// Put aside.
    Parked,
    /// Nothing said.
    Unanswered,
}

impl Stands {
    /// Whether there is a value: answered, or answered differently.
    pub fn has_value(self) -> bool {
        matches!(self, Stands::Answered | Stands::Disagreement)
    }

    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Stands::Text => "text",
            Stands::Inactive => "inactive",
            Stands::NotApplicable => "not_applicable",
            Stands::Disagreement => "disagreement",
            Stands::Unknown => "unknown",
            Stands::Answered => "answered",
            Stands::Parked => "parked",
            Stands::Unanswered => "unanswered",
        }
    }
}

/// Why an answer may be off by one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// It rests on a statement alone.
    Statement,
    /// It was carried over and not confirmed.
    Unconfirmed,
    /// Its evidence is too old.
    Stale,
}

impl Doubt {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Doubt::Statement => "statement",
            Doubt::Unconfirmed => "unconfirmed",
            Doubt::Stale => "stale",
        }
    }
}

/// Where one question stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its state.
    pub state: Stands,
    /// Its interval of levels; everything where nothing is known.
    pub span: Levels,
    /// A settled value counts.
    pub settled: bool,
    /// The value was carried and not confirmed.
    pub unconfirmed: bool,
    /// Why it may be off.
    pub doubt: Vec<Doubt>,
    /// A current answer does not fit the question: ask again.
    pub again: bool,
    /// An open note beside it.
    pub open_point: bool,
    /// The figure, where one was given.
    pub figure: Option<(Exact, Exact)>,
    /// Answers that count.
    pub counted: Vec<Arc<Event>>,
}

impl Standing {
    /// A standing in a state, with nothing known.
    pub fn new(state: Stands) -> Standing {
        Standing {
            state,
            span: Levels::ALL,
            settled: false,
            unconfirmed: false,
            doubt: Vec::new(),
            again: false,
            open_point: false,
            figure: None,
            counted: Vec::new(),
        }
    }

    /// Answered, disagreed about, unknown, parked or unanswered.
    pub fn applicable(&self) -> bool {
        !matches!(self.state, Stands::Text | Stands::Inactive | Stands::NotApplicable)
    }

    /// Whether something was said that settles the matter for now.
    pub fn handled(&self) -> bool {
        !matches!(self.state, Stands::Unanswered | Stands::Parked)
    }
}

/// The level that a figure reaches in its bands: the number of bands at or beyond it.
fn level_of(bands: &Bands, figure: &Exact) -> Level {
    let reached = bands.bands.iter().filter(|band| match bands.better {
        Better::Higher => band.value() <= figure,
        Better::Lower => band.value() >= figure,
    });
    Level::clamped(reached.count())
}

fn span_of(bands: &Bands, low: &Exact, high: &Exact) -> Levels {
    Levels::between(level_of(bands, low), level_of(bands, high))
}

/// The interval of levels that a value means for a question, with the figure behind it; `None` if it does not fit.
pub fn read_value(question: &Question, value: &Said) -> Option<(Reading, Option<(Exact, Exact)>)> {
    match (value, &question.kind) {
        (Said::Unknown, _) => Some((Reading::Unknown, None)),
        (Said::NotApplicable(_), _) => question.may_not_apply().then_some((Reading::NotApplicable, None)),
        (Said::Level(span), Kind::Levels(_)) => Some((Reading::Levels(*span), None)),
        (Said::Figure(figure), Kind::Figure { bands, most, .. }) => {
            if !bounds::within(most.as_ref(), figure) {
                return None;
            }
            let Figure { low, high } = figure;
            let (low, high) = (low.value().clone(), high.value().clone());
            Some((Reading::Levels(span_of(bands, &low, &high)), Some((low, high))))
        }
        (Said::Parts(given), Kind::Ratio { parts, bands, if_zero }) => {
            if given.len() != 2 {
                return None;
            }
            let over = given.get(&parts[0].id)?;
            let under = given.get(&parts[1].id)?;
            let zero = Exact::zero();
            let (u_low, u_high) = (under.low.value(), under.high.value());
            if u_low.is_zero() && u_high.is_zero() {
                return Some((Reading::Levels(Levels::level(*if_zero)), None));
            }
            if *u_low <= zero && *u_high >= zero {
                return Some((Reading::Unknown, None));
            }
            let mut quotients: Vec<Exact> = Vec::new();
            for a in [over.low.value(), over.high.value()] {
                for b in [u_low, u_high] {
                    quotients.push(a / b);
                }
            }
            let low = quotients.iter().min()?.clone();
            let high = quotients.iter().max()?.clone();
            Some((Reading::Levels(span_of(bands, &low, &high)), Some((low, high))))
        }
        (Said::Text(_), Kind::Text) => Some((Reading::Text, None)),
        (Said::Clear, _)
        | (Said::Level(_), Kind::Figure { .. } | Kind::Ratio { .. } | Kind::Text)
        | (Said::Figure(_), Kind::Levels(_) | Kind::Ratio { .. } | Kind::Text)
        | (Said::Parts(_), Kind::Levels(_) | Kind::Figure { .. } | Kind::Text)
        | (Said::Text(_), Kind::Levels(_) | Kind::Figure { .. } | Kind::Ratio { .. }) => None,
    }
}

/// A value as the question understands it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Levels.
    Levels(Levels),
    /// Don't know.
    Unknown,
    /// Not applicable.
    NotApplicable,
    /// Text.
    Text,
}

/// Whether an answer or settle was given in this round, or carried and confirmed.
fn given_here(event: &Event, record: &Record) -> bool {
    event.from.is_none() || record.confirms.iter().any(|c| event.id < c.id && c.body.confirms(&event.id))
}

/// Where a question stands, conditions aside.
pub fn stand(question: &Question, record: Option<&Record>, round: &RoundId) -> Standing {
    let empty = Record::default();
    let record = record.unwrap_or(&empty);
    let open_note = record.notes.iter().any(|n| matches!(n.body, Body::Note { open: true, .. }));
    let any_here = record.answers.iter().any(|a| given_here(a, record));
    let candidates: Vec<&Arc<Event>> = record.answers.iter().filter(|a| !any_here || given_here(a, record)).collect();
    let fits = |e: &&Arc<Event>| e.body.said().and_then(|v| read_value(question, v)).is_some();
    let counted: Vec<Arc<Event>> = candidates.iter().copied().filter(fits).cloned().collect();
    let mut again = counted.len() < candidates.len();
    let readings: Vec<(Reading, Option<(Exact, Exact)>)> = counted.iter().filter_map(|e| read_value(question, e.body.said()?)).collect();
    let mut standing = gather(&readings);
    standing.open_point = open_note;
    if !question.scored() {
        standing.state = Stands::Text;
        standing.counted = counted;
        standing.again = again;
        return standing;
    }
    // Unknown beside anything else is ignored, so it does not hold a settled value open either.
    let known_beside = readings.iter().any(|(r, _)| *r != Reading::Unknown);
    let count_ids: BTreeSet<&str> =
        counted.iter().zip(&readings).filter(|(_, (r, _))| !known_beside || *r != Reading::Unknown).map(|(e, _)| e.id.as_str()).collect();
    let settles: Vec<&Arc<Event>> = record.settles.iter().filter(|s| !any_here || given_here(s, record)).collect();
    let settle_fits: Vec<&Arc<Event>> = settles.iter().copied().filter(fits).collect();
    again |= settle_fits.len() < settles.len();
    if !settle_fits.is_empty() && !counted.is_empty() {
        let covers_all = settle_fits.iter().all(|s| match &s.body {
            Body::Settle { settles, .. } => count_ids.iter().all(|id| settles.iter().any(|x| x == id && *x < s.id)),
            _ => false,
        });
        if covers_all {
            let values: Vec<_> = settle_fits.iter().filter_map(|s| read_value(question, s.body.said()?)).collect();
            let settled = gather(&values);
            standing.settled = settled.state != Stands::Disagreement;
            (standing.state, standing.span, standing.figure) = (settled.state, settled.span, settled.figure);
        }
    }
    if counted.is_empty() {
        standing.state = if open_note { Stands::Parked } else { Stands::Unanswered };
        standing.span = Levels::ALL;
    }
    standing.unconfirmed = !counted.is_empty() && !any_here;
    standing.again = again;
    standing.counted = counted;
    standing.doubt = doubts(question, &standing, record, round);
    standing
}

/// Combines what respondents said.
fn gather(readings: &[(Reading, Option<(Exact, Exact)>)]) -> Standing {
    let mut spans: Vec<Levels> = Vec::new();
    let mut figures: Vec<&(Exact, Exact)> = Vec::new();
    let (mut not_applicable, mut unknown) = (0_usize, 0_usize);
    for (reading, figure) in readings {
        match reading {
            Reading::Levels(span) => {
                spans.push(*span);
                figures.extend(figure.iter());
            }
            Reading::NotApplicable => not_applicable += 1,
            Reading::Unknown => unknown += 1,
            Reading::Text => {}
        }
    }
    let mut standing = Standing::new(Stands::Unanswered);
    let Some(hull) = spans.iter().copied().reduce(Levels::hull) else {
        if not_applicable > 0 {
            standing.state = Stands::NotApplicable;
        } else if unknown > 0 {
            standing.state = Stands::Unknown;
        }
        return standing;
    };
    if not_applicable > 0 {
        standing.state = Stands::Disagreement;
        return standing;
    }
    standing.span = hull;
    standing.state = if spans.iter().any(|s| *s != hull) {
        Stands::Disagreement
    } else if hull == Levels::ALL {
        Stands::Unknown
    } else {
        Stands::Answered
    };
    if figures.len() == spans.len() {
        let low = figures.iter().map(|f| &f.0).min().cloned();
        let high = figures.iter().map(|f| &f.1).max().cloned();
        standing.figure = low.zip(high);
    }
    standing
}

/// Why the answer may be off. Evidence ages to the first day of the round's period, so that a report never depends on today.
fn doubts(question: &Question, standing: &Standing, record: &Record, round: &RoundId) -> Vec<Doubt> {
    if !standing.state.has_value() {
        return Vec::new();
    }
    let mut doubts = Vec::new();
    let mut strong = false;
    let mut fresh = false;
    for event in &record.evidence {
        let Body::Evidence { item: Some(item), .. } = &event.body else { continue };
        if !item.kind.is_strong() {
            continue;
        }
        strong = true;
        let seen = item.seen.as_deref().and_then(|d| d.parse::<Date>().ok());
        let seen = seen.or_else(|| event.from.as_deref().and_then(RoundId::parse).map(|r| r.first_day()));
        fresh |= match (question.fresh_days, seen) {
            (Some(days), Some(seen)) => {
                let age = round.first_day().since(seen).map_or(0, |span| i64::from(span.get_days()));
                age <= i64::from(days)
            }
            _ => true,
        };
    }
    if !strong {
        doubts.push(Doubt::Statement);
    }
    if standing.unconfirmed {
        doubts.push(Doubt::Unconfirmed);
    }
    if strong && !fresh {
        doubts.push(Doubt::Stale);
    }
    doubts
}

/// Where every question of the questionnaire stands, in file order.
pub fn stand_all(questionnaire: &Questionnaire, state: &RoundState, round: &RoundId) -> Vec<Standing> {
    stand_if(questionnaire, state, round, &[])
}

/// The same, as if some questions had been answered with these levels.
pub fn stand_if(questionnaire: &Questionnaire, state: &RoundState, round: &RoundId, what_if: &[(usize, u8)]) -> Vec<Standing> {
    let mut standings: Vec<Standing> = Vec::with_capacity(questionnaire.questions.len());
    for question in &questionnaire.questions {
        let mut standing = stand(question, state.record(&question.id), round);
        if let Some((_, level)) = what_if.iter().find(|(index, _)| *index == question.index) {
            standing = Standing { span: Levels::level(*level), ..Standing::new(Stands::Answered) };
        }
        if let Some(condition) = &question.applies_if {
            let known = Knowledge { questionnaire, state, standings: &standings };
            if condition.holds(&known) == Some(false) && standing.state != Stands::Text {
                standing.state = Stands::Inactive;
                standing.span = Levels::ALL;
                standing.doubt.clear();
            }
        }
        standings.push(standing);
    }
    standings
}
