//! The sheet: everything the decision is computed from, and nothing else.

use super::sum::Sum;
use crate::log::event::Levels;
use crate::model::exact::{Exact, ratio};
use crate::model::question::Gate;
use crate::model::questionnaire::Questionnaire;
use crate::model::rules::{LARGE, MovedBy, Number, Rules};
use crate::model::words::{Axis, Flag, Verdict};
use crate::standing::base::Base;
use crate::standing::{Standing, Stands};
use num_traits::ToPrimitive;

/// One applicable question of the base.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Position of the question.
    pub question: usize,
    /// How it counts.
    pub axis: Axis,
    /// Position of its pillar; zero where it is not structural.
    pub pillar: usize,
    /// 1 to 3.
    pub weight: u32,
    /// Its red flag.
    pub flag: Option<Flag>,
    /// Raises the need.
    pub floor: Option<Gate>,
    /// Limits what is allowed.
    pub cap: Option<Gate>,
    /// Levels that it may have.
    pub span: Levels,
    /// Whether nobody has checked the answer: it may be off by a level.
    pub doubtful: bool,
}

/// A pillar as the base leaves it.
#[derive(Clone, Debug)]
pub struct Ground {
    /// `n_p`: its structural questions in the base that the set facts leave in.
    pub questions: usize,
    /// `W_p · min(n_p, 3)`: its weight in the foundation, in coverage, boxes of weights and worlds.
    pub weight: Exact,
    /// A mean at or below this is weak, where that calls for a restructuring.
    pub weak_at: Option<Number>,
}

impl Entry {
    /// Whether it is among the answers that move a score.
    pub fn is_among(&self, moved_by: MovedBy) -> bool {
        moved_by.takes(self.axis, Some(self.pillar), self.flag.is_some())
    }
}

impl Ground {
    /// A pillar of this weight with so many questions.
    pub fn new(weight: &Exact, questions: usize, weak_at: Option<Number>) -> Ground {
        let counted = i64::try_from(questions.min(LARGE)).unwrap_or(0);
        Ground { questions, weight: weight * ratio(counted, 1), weak_at }
    }

    /// Whether it may count on its own.
    pub fn large(&self) -> bool {
        self.questions >= LARGE
    }
}

/// A sheet of answers.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Applicable questions in file order.
    pub entries: Vec<Entry>,
    /// Pillars in order.
    pub pillars: Vec<Ground>,
    /// The rules of the verdict.
    pub rules: Rules,
    /// The limit of the open tracks.
    pub at_most: Option<Verdict>,
    common: Option<Common>,
}

/// The foundation over one divisor: a factor for the sum of each pillar.
#[derive(Clone, Debug)]
pub(super) struct Common {
    /// For each pillar; zero where no question applies.
    pub factors: Vec<i128>,
    /// The divisor; zero where no structural question applies.
    pub below: i128,
}

impl Sheet {
    /// A sheet of these entries.
    pub fn new(entries: Vec<Entry>, pillars: Vec<Ground>, rules: Rules, at_most: Option<Verdict>) -> Sheet {
        let common = Common::of(&entries, &pillars);
        Sheet { entries, pillars, rules, at_most, common }
    }

    /// The sheet of a base.
    pub fn of(questionnaire: &Questionnaire, base: &Base, standings: &[Standing]) -> Sheet {
        let mut structural = vec![0_usize; questionnaire.pillars.len()];
        let mut entries = Vec::with_capacity(base.questions.len());
        for index in &base.questions {
            let (Some(question), Some(standing)) = (questionnaire.at(*index), standings.get(*index)) else { continue };
            if !question.scored() {
                continue;
            }
            let pillar = question.pillar.unwrap_or(0);
            // Only set facts switch a scored question off: answers and "not applicable" never regroup.
            if question.axis == Axis::Structural
                && standing.state != Stands::Inactive
                && let Some(count) = structural.get_mut(pillar)
            {
                *count += 1;
            }
            if standing.applicable() {
                entries.push(Entry {
                    question: *index,
                    axis: question.axis,
                    pillar,
                    weight: question.weight,
                    flag: question.flag,
                    floor: question.floor,
                    cap: question.cap,
                    span: standing.span,
                    doubtful: !standing.doubt.is_empty(),
                });
            }
        }
        let ground = |(pillar, questions): (&crate::model::rules::Pillar, &usize)| {
            Ground::new(pillar.weight.value(), *questions, pillar.weak_at.clone().filter(|_| pillar.restructures))
        };
        let pillars = questionnaire.pillars.iter().zip(&structural).map(ground).collect();
        Sheet::new(entries, pillars, questionnaire.rules.clone(), base.at_most)
    }

    /// The sheet with every doubtful answer widened by one level to each side.
    pub fn doubted(&self) -> Sheet {
        let mut sheet = self.clone();
        for entry in sheet.entries.iter_mut().filter(|e| e.doubtful) {
            entry.span = Levels { low: entry.span.low.saturating_sub(1), high: (entry.span.high + 1).min(4) };
        }
        sheet
    }

    /// How many sums of weighted levels there are: one a pillar, one for each other axis.
    pub fn slots(&self) -> usize {
        slots(self.pillars.len())
    }

    /// The sum that an entry counts in: that of its pillar, or behind those of all pillars that of its axis.
    pub fn slot(&self, entry: &Entry) -> usize {
        entry.axis.whole().map_or(entry.pillar, |place| self.pillars.len() + place)
    }

    /// Positions of large pillars with an applicable question.
    pub fn large_pillars(&self) -> Vec<usize> {
        let asked = |pillar: usize| self.entries.iter().any(|e| e.axis == Axis::Structural && e.pillar == pillar);
        self.pillars.iter().enumerate().filter(|(i, p)| p.large() && asked(*i)).map(|(i, _)| i).collect()
    }

    pub(super) fn common(&self) -> Option<&Common> {
        self.common.as_ref()
    }
}

impl Common {
    /// Brings the means of all pillars over one divisor, if 128 bits can hold it and everything it is compared with.
    fn of(entries: &[Entry], pillars: &[Ground]) -> Option<Common> {
        let mut divisors = vec![0_i64; pillars.len()];
        for entry in entries.iter().filter(|e| e.axis == Axis::Structural) {
            *divisors.get_mut(entry.pillar)? += Sum::PARTS * i64::from(entry.weight);
        }
        let mut divisor = 1_i128;
        let mut shares = Vec::with_capacity(pillars.len());
        for (ground, below) in pillars.iter().zip(&divisors) {
            let weight = (ground.weight.numer().to_i128()?, ground.weight.denom().to_i128()?);
            shares.push((weight, i128::from(*below)));
            if *below > 0 {
                divisor = common_multiple(divisor, weight.1.checked_mul(i128::from(*below))?)?;
            }
        }
        let (mut factors, mut whole) = (Vec::with_capacity(shares.len()), 0_i128);
        for ((above, under), below) in shares {
            let counts = below > 0;
            factors.push(if counts { above.checked_mul(divisor / (under * below))? } else { 0 });
            if counts {
                whole = whole.checked_add(above.checked_mul(divisor / under)?)?;
            }
        }
        // What is compared later must fit as well: sums are at most their divisors, numbers have at most 18 digits.
        whole.checked_mul(10_i128.pow(18))?;
        Some(Common { factors, below: whole })
    }
}

/// The least common multiple of two positive numbers, if 128 bits can hold it.
fn common_multiple(a: i128, b: i128) -> Option<i128> {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a / x).checked_mul(b)
}

/// The slots of a sheet with so many pillars.
pub(super) fn slots(pillars: usize) -> usize {
    pillars + Axis::ALL.len() - 1
}
