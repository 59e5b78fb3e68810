//! What lists say about rounds: worked out on all cores, and remembered under the bytes that it follows from.

use super::Workspace;
use super::error::Error;
use super::opened::OpenRound;
use crate::store::log::Bytes;
use crate::store::remembered;
use crate::words::verdict_word;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use underpin_core::model::period::RoundId;
use underpin_core::round::Round;

/// The most threads that read rounds.
const MOST_THREADS: usize = 8;

/// What a list says about a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Id of its questionnaire.
    pub questionnaire: String,
    /// Questions in the state `answered`.
    pub answered: usize,
    /// Questions with an answer.
    pub with_answer: usize,
    /// Questions that apply.
    pub applicable: usize,
    /// The reference verdict, if there is one.
    pub verdict: Option<String>,
    /// Whether no open answer can change it.
    pub decided: Option<bool>,
    /// Whether it is completed.
    pub completed: bool,
    /// The verdict in words, or why there is none yet; `None` where nobody asked, as worlds are drawn to tell.
    pub word: Option<String>,
}

impl Summary {
    /// What a list says about a round, without its verdict in words.
    pub fn of(round: &Round) -> Summary {
        let counts = &round.outcome.counts;
        Summary {
            questionnaire: round.questionnaire.id.clone(),
            answered: counts.answered,
            with_answer: counts.with_answer(),
            applicable: counts.applicable,
            verdict: round.verdict().map(|v| v.word().to_owned()),
            decided: round.has_verdict().then(|| round.outcome.decided()),
            completed: round.state.completed,
            word: None,
        }
    }
}

/// A summary with all that it follows from, but for the program.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    /// Folder of the system and of the round.
    round: String,
    /// The sha256 of its log.
    log: String,
    /// The text that was asked.
    pin: String,
    summary: Summary,
}

/// A round that was looked up.
#[derive(Debug)]
pub enum Found {
    /// It is as it was when this was worked out.
    Known(Summary),
    /// It is new or changed. What is worked out about it can be remembered under this key.
    New(Box<OpenRound>, Key),
}

/// What a summary is remembered under.
#[derive(Clone, Debug)]
pub struct Key {
    round: String,
    log: String,
    pin: String,
}

/// What is known about the rounds of a workspace.
#[derive(Debug, Default)]
pub struct Overview {
    known: HashMap<String, Entry>,
    fresh: Mutex<HashMap<String, Entry>>,
}

impl Overview {
    /// What was remembered about a workspace.
    pub fn of(workspace: &Workspace) -> Overview {
        let entries = remembered::read::<Entry>(&workspace.layout).into_iter();
        Overview { known: entries.map(|e| (e.round.clone(), e)).collect(), fresh: Mutex::default() }
    }

    /// Looks a round up: what is known about these bytes of its log, else the round. Its text has to be there all the same.
    ///
    /// # Errors
    /// As [`Workspace::open_round`].
    pub fn find(&self, workspace: &Workspace, slug: &str, id: &RoundId) -> Result<Found, Error> {
        let path = workspace.layout.log(slug, id.as_str());
        let bytes = Bytes::read(&path)?;
        let log = bytes.as_ref().map(Bytes::fingerprint).unwrap_or_default();
        let round = format!("{slug}/{id}");
        let known = self.known.get(&round).filter(|e| e.log == log && workspace.pinned(&e.pin).is_ok());
        if let Some(entry) = known {
            return Ok(Found::Known(entry.summary.clone()));
        }
        let open = OpenRound::of(workspace, slug, id, path, bytes.map(Bytes::parse).unwrap_or_default())?;
        let pin = open.round.pin.clone();
        Ok(Found::New(Box::new(open), Key { round, log, pin }))
    }

    /// What a list says about a round, with the verdict in words if `words`.
    ///
    /// # Errors
    /// As [`Overview::find`].
    pub fn summary(&self, workspace: &Workspace, slug: &str, id: &RoundId, words: bool) -> Result<Summary, Error> {
        match self.find(workspace, slug, id)? {
            Found::Known(summary) if summary.word.is_some() || !words => Ok(summary),
            Found::Known(_) => {
                let open = workspace.open_round(slug, id)?;
                Ok(Summary { word: Some(verdict_word(&open.round)), ..Summary::of(&open.round) })
            }
            Found::New(open, key) => {
                let word = words.then(|| verdict_word(&open.round));
                let summary = Summary { word, ..Summary::of(&open.round) };
                self.learn(key, &summary);
                Ok(summary)
            }
        }
    }

    /// Takes in what was worked out about a round. Without the verdict in words it is not worth a file.
    pub fn learn(&self, Key { round, log, pin }: Key, summary: &Summary) {
        if summary.word.is_some() {
            let entry = Entry { round: round.clone(), log, pin, summary: summary.clone() };
            self.fresh.lock().unwrap_or_else(PoisonError::into_inner).insert(round, entry);
        }
    }

    /// Remembers it, if there is something new. Entries of rounds that `is_there` does not know are dropped.
    pub fn keep(&mut self, workspace: &Workspace, is_there: impl Fn(&str) -> bool) {
        let fresh = std::mem::take(self.fresh.get_mut().unwrap_or_else(PoisonError::into_inner));
        if fresh.is_empty() {
            return;
        }
        self.known.extend(fresh);
        self.known.retain(|round, _| is_there(round));
        // In one order, so that the same knowledge is the same file.
        let sorted: BTreeMap<&String, &Entry> = self.known.iter().collect();
        remembered::keep(&workspace.layout, sorted.into_values());
    }
}

/// Does some work for each item on all cores, and takes the results in the order of the items, each as soon as it is its turn.
///
/// # Errors
/// What `take` refuses; no more work is begun then.
pub fn in_order<T: Sync, R: Send, E>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS).min(items.len());
    if threads < 2 {
        return items.iter().try_for_each(|item| take(work(item)));
    }
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (done, results) = mpsc::channel();
        for _ in 0..threads {
            let (done, next, work) = (done.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    // Nobody listens any more when a result was refused.
                    let Some(item) = items.get(place) else { return };
                    if done.send((place, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        let (mut early, mut turn) = (BTreeMap::new(), 0);
        for (place, result) in results {
            early.insert(place, result);
            while let Some(result) = early.remove(&turn) {
                take(result)?;
                turn += 1;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_and_a_refusal_ends_the_work() {
        let items: Vec<u64> = (0..500).collect();
        let mut taken = Vec::new();
        let work = |n: &u64| (0..(n * 7919) % 4000).fold(*n, |n, _| std::hint::black_box(n));
        let all: Result<(), ()> = in_order(&items, work, |n| {
            taken.push(n);
            Ok(())
        });
        assert_eq!((all, &taken), (Ok(()), &items));
        let refused = in_order(&items, |n| *n, |n| if n < 3 { Ok(()) } else { Err(n) });
        assert_eq!(refused, Err(3));
        assert_eq!(in_order(&[] as &[u8], |n| *n, |_| Err(())), Ok(()));
    }
}
