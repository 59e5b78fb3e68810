//! How sure a verdict is, and what would change it: everything beside the outcome itself.

use super::class::Class;
use super::doubt;
use super::flips::{self, Flip, GateFlip};
use super::margins::{Margin, margins};
use super::next::{Next, next};
use super::outcome::{Outcome, Range};
use super::reason::{Reason, sufficient};
use super::weights;
use super::worlds::{Counts, Worlds};
use crate::model::questionnaire::Questionnaire;

/// The certificates of an outcome.
#[derive(Clone, Debug)]
pub struct Certainty {
    /// In one word.
    pub class: Class,
    /// How many of ten thousand plausible worlds give each verdict: soft.
    pub worlds: Counts,
    /// How far weights may be wrong, in hundredths; `None` while it is not decided.
    pub radius: Option<u32>,
    /// The interval with every doubtful answer off by up to one level.
    pub doubt: Range,
    /// The fewest doubtful answers that would have to be off to change the verdict.
    pub doubt_needed: Option<Flip>,
    /// The answers that force the verdict, or its two ends.
    pub reason: Reason,
    /// The fewest notches to a stronger verdict.
    pub stronger: Option<Flip>,
    /// The fewest notches to a milder one.
    pub milder: Option<Flip>,
    /// Gates that would change it at once.
    pub gates: Vec<GateFlip>,
    /// How far each sub-score is from the threshold that decides.
    pub margins: Vec<Margin>,
    /// Open questions, the one most worth asking first.
    pub next: Vec<Next>,
}

impl Certainty {
    /// The certificates of an outcome; its worlds must be drawn.
    pub fn of(questionnaire: &Questionnaire, outcome: &Outcome, worlds: &Worlds) -> Certainty {
        let sheet = &outcome.sheet;
        let (stronger, milder) = flips::flips(sheet);
        let doubt = doubt::interval(sheet);
        Certainty {
            // What rests on answers that nobody has checked is never called certain.
            class: match Class::of(outcome, worlds) {
                Class::Certain if doubt.0 != doubt.1 => Class::Firm,
                class => class,
            },
            worlds: worlds.counts(),
            radius: weights::radius(sheet),
            doubt,
            doubt_needed: doubt::needed(sheet),
            reason: sufficient(sheet),
            stronger,
            milder,
            gates: flips::gates(sheet),
            margins: margins(sheet, &outcome.reference),
            next: next(questionnaire, outcome, worlds),
        }
    }
}
