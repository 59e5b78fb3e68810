//! The fold: from the set of lines to the state of the round. Order of lines and clocks never decide.

use crate::log::event::{Body, Event, EventId, Setting, Thing};
use crate::log::key::SettingKey;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// What is current about one question.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Current answers with a value, by id.
    pub answers: Vec<Arc<Event>>,
    /// Current settles with a value.
    pub settles: Vec<Arc<Event>>,
    /// Current confirmations.
    pub confirms: Vec<Arc<Event>>,
    /// Current notes, oldest first.
    pub notes: Vec<Arc<Event>>,
    /// Current evidence.
    pub evidence: Vec<Arc<Event>>,
}

/// Something `doctor` lists: kept, without effect.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Oddity {
    /// Two different lines share an id.
    SameId(EventId),
    /// An id that is named but not in the log, or not older.
    Dangling {
        /// The line that names it.
        line: EventId,
        /// What it names.
        names: EventId,
    },
    /// A line that replaces one of another thing.
    OtherThing {
        /// The line that names it.
        line: EventId,
        /// What it names.
        names: EventId,
    },
}

/// The state of a round: a function of the set of its lines.
#[derive(Clone, Debug, Default)]
pub struct RoundState {
    /// Every distinct event, by id.
    pub events: Vec<Arc<Event>>,
    /// Current starts, greatest id first.
    pub starts: Vec<Arc<Event>>,
    /// Current settings with a value, by key.
    pub settings: BTreeMap<SettingKey, Vec<Arc<Event>>>,
    /// What is current about each question.
    pub questions: BTreeMap<String, Record>,
    /// Current notes of the round.
    pub notes: Vec<Arc<Event>>,
    /// Whether a completion is current.
    pub completed: bool,
    /// Current events that came after completion.
    pub late: Vec<Arc<Event>>,
    /// What doctor lists.
    pub oddities: BTreeSet<Oddity>,
    /// Events that a new line on their thing replaces, by id.
    tips: Vec<Arc<Event>>,
    undos: HashMap<EventId, Vec<EventId>>,
    /// Events that are current in the whole log, by id.
    current: Vec<Arc<Event>>,
}

/// Folds lines into the state of the round.
pub fn fold(lines: &[Arc<Event>]) -> RoundState {
    let (events, mut oddities) = distinct(lines);
    let whole = Currency::of(&events, &mut oddities);
    let completes: Vec<&Arc<Event>> = whole.current_events().filter(|e| matches!(e.body, Body::Complete { .. })).collect();
    if completes.is_empty() {
        return whole.state(&events, oddities);
    }
    let ids: HashSet<&str> = events.iter().map(|e| e.id.as_str()).collect();
    let mut covered: HashSet<&str> = HashSet::new();
    for complete in &completes {
        if let Body::Complete { covers } = &complete.body {
            for id in covers {
                if *id < complete.id && ids.contains(id.as_str()) {
                    covered.insert(id);
                } else {
                    oddities.insert(Oddity::Dangling { line: complete.id.clone(), names: id.clone() });
                }
            }
        }
    }
    let kept: Vec<Arc<Event>> = events.iter().filter(|e| covered.contains(e.id.as_str())).cloned().collect();
    let mut state = Currency::of(&kept, &mut BTreeSet::new()).state(&kept, oddities);
    state.completed = true;
    state.late = whole.current_events().filter(|e| !covered.contains(e.id.as_str()) && e.thing() != Thing::Completion).cloned().collect();
    // What a writer replaces is what the whole log holds: a reopen has to name the completes.
    state.tips = whole.tips();
    state.undos = whole.undos();
    state.current = whole.current_events().cloned().collect();
    state.events = events;
    state
}

/// Lines equal as JSON are one; of an id with redacted lines, the bytewise smallest redacted one stands for all.
fn distinct(lines: &[Arc<Event>]) -> (Vec<Arc<Event>>, BTreeSet<Oddity>) {
    // A log is nearly in this order already, and ids of which there is one line are the rule: no table is made of them.
    let mut sorted: Vec<&Arc<Event>> = lines.iter().collect();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    let mut oddities = BTreeSet::new();
    let mut events = Vec::with_capacity(lines.len());
    for same in sorted.chunk_by(|a, b| a.id == b.id) {
        if let [one] = same {
            events.push(Arc::clone(one));
            continue;
        }
        let mut same = same.to_vec();
        same.sort_by(|a, b| a.canonical.cmp(&b.canonical).then_with(|| a.raw.cmp(&b.raw)));
        same.dedup_by(|a, b| a.canonical == b.canonical);
        if let Some(redacted) = same.iter().filter(|e| e.redacted).min_by(|a, b| a.raw.cmp(&b.raw)) {
            events.push(Arc::clone(redacted));
            continue;
        }
        if let [first, _, ..] = same.as_slice() {
            oddities.insert(Oddity::SameId(first.id.clone()));
        }
        events.extend(same.into_iter().cloned());
    }
    (events, oddities)
}

/// Where the lines of an id stand among events in the order of ids.
fn places(events: &[Arc<Event>], id: &str) -> Range<usize> {
    let first = events.partition_point(|e| e.id.as_str() < id);
    let many = events.get(first..).unwrap_or_default().iter().take_while(|e| e.id == id).count();
    first..first + many
}

/// Which events stand and which are current.
struct Currency<'e> {
    events: &'e [Arc<Event>],
    standing: Vec<bool>,
    current: Vec<bool>,
    replaced: Vec<bool>,
    undone_by: HashMap<EventId, Vec<EventId>>,
}

impl<'e> Currency<'e> {
    fn of(events: &'e [Arc<Event>], oddities: &mut BTreeSet<Oddity>) -> Currency<'e> {
        // Backwards only: what is not smaller, or not there, has no effect.
        let mut older = |line: &Event, names: &'e EventId| -> bool {
            let fine = *names < line.id && !places(events, names).is_empty();
            // A carried line goes on naming what it replaced in its own round, which is not carried: nothing odd.
            if !fine && (line.from.is_none() || *names >= line.id) {
                oddities.insert(Oddity::Dangling { line: line.id.clone(), names: names.clone() });
            }
            fine
        };
        let mut undone: HashSet<&str> = HashSet::new();
        let mut undone_by: HashMap<EventId, Vec<EventId>> = HashMap::new();
        let mut standing = vec![true; events.len()];
        // Events are sorted by id, so from the back is from the greatest id down.
        for (i, event) in events.iter().enumerate().rev() {
            let stands = !undone.contains(event.id.as_str());
            if let Some(slot) = standing.get_mut(i) {
                *slot = stands;
            }
            if let Body::Undo { of } = &event.body {
                for id in of {
                    if older(event, id) && stands {
                        undone.insert(id);
                        undone_by.entry(id.clone()).or_default().push(event.id.clone());
                    }
                }
            }
        }
        let mut replaces: Vec<Vec<usize>> = vec![Vec::new(); events.len()];
        let mut other_things: Vec<Oddity> = Vec::new();
        for (i, event) in events.iter().enumerate() {
            for id in &event.replaces {
                if !older(event, id) {
                    continue;
                }
                let mut same_thing = false;
                for (target, other) in places(events, id).filter_map(|at| Some((at, events.get(at)?))) {
                    if event.is_about_the_same(other) {
                        same_thing = true;
                        if let Some(list) = replaces.get_mut(i) {
                            list.push(target);
                        }
                    }
                }
                if !same_thing {
                    other_things.push(Oddity::OtherThing { line: event.id.clone(), names: id.clone() });
                }
            }
            if let Body::Confirm { of, .. } | Body::Settle { settles: of, .. } = &event.body {
                of.iter().for_each(|id| {
                    older(event, id);
                });
            }
        }
        oddities.extend(other_things);
        let mut replaced = vec![false; events.len()];
        let mut led_to = vec![false; events.len()];
        for (i, targets) in replaces.iter().enumerate() {
            for target in targets {
                if let Some(slot) = replaced.get_mut(*target) {
                    *slot = true;
                }
            }
            if standing.get(i) != Some(&true) {
                continue;
            }
            let mut open = targets.clone();
            while let Some(target) = open.pop() {
                if let Some(slot) = led_to.get_mut(target)
                    && !*slot
                {
                    *slot = true;
                    open.extend(replaces.get(target).into_iter().flatten());
                }
            }
        }
        let current = standing.iter().zip(&led_to).map(|(stands, led)| *stands && !*led).collect();
        Currency { events, standing, current, replaced, undone_by }
    }

    fn current_events(&self) -> impl Iterator<Item = &'e Arc<Event>> + '_ {
        self.events.iter().zip(&self.current).filter(|(_, current)| **current).map(|(e, _)| e)
    }

    /// What a new line on its thing replaces: the current ones, and those undone and replaced by nothing.
    fn tips(&self) -> Vec<Arc<Event>> {
        let flags = self.current.iter().zip(&self.standing).zip(&self.replaced);
        let tips = self.events.iter().zip(flags).filter(|(_, ((current, stands), replaced))| **current || (!**stands && !**replaced));
        tips.map(|(event, _)| Arc::clone(event)).collect()
    }

    fn undos(&self) -> HashMap<EventId, Vec<EventId>> {
        self.undone_by.clone()
    }

    fn state(&self, events: &[Arc<Event>], oddities: BTreeSet<Oddity>) -> RoundState {
        let mut state = RoundState { events: events.to_vec(), oddities, tips: self.tips(), undos: self.undos(), ..RoundState::default() };
        state.current = self.current_events().cloned().collect();
        for event in self.current_events() {
            if event.body.is_clear() {
                continue;
            }
            let event = Arc::clone(event);
            match &event.body {
                Body::Start { .. } => state.starts.insert(0, event),
                Body::Set { key, .. } => state.settings.entry(key.clone()).or_default().push(event),
                Body::Answer { question, .. } => state.questions.entry(question.clone()).or_default().answers.push(event),
                Body::Settle { question, .. } => state.questions.entry(question.clone()).or_default().settles.push(event),
                Body::Confirm { question, .. } => state.questions.entry(question.clone()).or_default().confirms.push(event),
                Body::Evidence { question, .. } => state.questions.entry(question.clone()).or_default().evidence.push(event),
                Body::Note { question: Some(question), .. } => state.questions.entry(question.clone()).or_default().notes.push(event),
                Body::Note { question: None, .. } => state.notes.push(event),
                Body::Complete { .. } | Body::Reopen { .. } | Body::Undo { .. } => {}
            }
        }
        state
    }
}

impl RoundState {
    /// The start that is used: the greatest id.
    pub fn start(&self) -> Option<&Arc<Event>> {
        self.starts.first()
    }

    /// Whether current starts say different things: equal ones, begun on two machines, count as one.
    pub fn differing_starts(&self) -> bool {
        let says = |e: &Arc<Event>| match &e.body {
            Body::Start { questionnaire, pin, system, .. } => Some((questionnaire.clone(), pin.clone(), system.clone())),
            _ => None,
        };
        let mut starts = self.starts.iter().map(says);
        let first = starts.next();
        starts.any(|other| Some(other) != first)
    }

    /// What a new event on this thing has to name in `replaces`.
    pub fn tips(&self, thing: &Thing) -> Vec<EventId> {
        if *thing == Thing::Nothing {
            return Vec::new();
        }
        // Most are about another question or setting, which is told without putting their thing together.
        let near = |e: &Event| match thing {
            Thing::Setting(key) => matches!(&e.body, Body::Set { key: other, .. } if other == key),
            Thing::Answer(question, _) | Thing::Settle(question) | Thing::Confirm(question, _) => e.question() == Some(question),
            _ => true,
        };
        let tips = self.tips.iter().filter(|e| near(e) && e.thing() == *thing);
        let mut ids: Vec<EventId> = tips.map(|e| e.id.clone()).collect();
        ids.dedup();
        ids
    }

    /// The standing undos of an event.
    pub fn undos_of(&self, id: &str) -> &[EventId] {
        self.undos.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether the event is current in the whole log.
    pub fn is_current(&self, id: &str) -> bool {
        !places(&self.current, id).is_empty()
    }

    /// The record of a question.
    pub fn record(&self, question: &str) -> Option<&Record> {
        self.questions.get(question)
    }

    /// Whether a current confirmation of the question names this event.
    pub fn is_confirmed(&self, question: &str, id: &str) -> bool {
        self.record(question).is_some_and(|r| r.confirms.iter().any(|c| c.body.confirms(id)))
    }

    /// The one value of a setting; `None` when unset or when values differ.
    pub fn setting(&self, key: &SettingKey) -> Option<&Setting> {
        let values = self.setting_values(key);
        match values.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The distinct current values of a setting.
    pub fn setting_values(&self, key: &SettingKey) -> Vec<&Setting> {
        self.settings.get(key).map(|events| distinct_values(events)).unwrap_or_default()
    }

    /// A setting as text, if it has one value.
    pub fn text(&self, key: &SettingKey) -> Option<String> {
        self.setting(key).map(Setting::show)
    }

    /// Ids of the tracks that any current setting opens.
    pub fn tracks(&self) -> Vec<&str> {
        let opened = |events: &[Arc<Event>]| distinct_values(events).contains(&&Setting::Bool(true));
        self.settings
            .iter()
            .filter_map(|(key, events)| match key {
                SettingKey::Track(id) if opened(events) => Some(id.as_str()),
                _ => None,
            })
            .collect()
    }

    /// Keys whose current values differ. A track is opened if any line says so, so it is never in conflict.
    pub fn conflicts(&self) -> Vec<&SettingKey> {
        let differ = |events: &[Arc<Event>]| distinct_values(events).len() > 1;
        self.settings.iter().filter(|(key, events)| !matches!(key, SettingKey::Track(_)) && differ(events)).map(|(key, _)| key).collect()
    }
}

fn distinct_values(events: &[Arc<Event>]) -> Vec<&Setting> {
    let values = events.iter().filter_map(|event| match &event.body {
        Body::Set { value, .. } => value.as_ref(),
        _ => None,
    });
    let mut seen = HashSet::new();
    values.filter(|value| seen.insert(*value)).collect()
}
