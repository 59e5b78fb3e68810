//! The robustness share: how many of ten thousand plausible worlds give which verdict. A soft number, and labelled so.
//!
//! A world draws a level for each open answer, uniformly from its interval; multiplies each weight of a question and of a
//! pillar by something between 1/2 and 2; is stricter or milder by up to 0.05 on every number that is a fraction; and spaces
//! the levels a little differently, `(level/4)^γ` with γ between 0.8 and 1.25, once for conditions and once for feasibility.
//! Every draw depends on the seed, the number of the world and the id of what it is drawn for, and on nothing else: the order
//! of files, the platform and how many worlds are drawn at a time change nothing. All in whole numbers, in units of 2^-30.

use super::draw::{CONDITIONS, FEASIBILITY, STRICT, factor, key, mix, proportions, scaled, spacing_of};
use super::sheet::{Entry, Sheet, slots};
use super::table::{self, Scored};

use crate::model::questionnaire::Questionnaire;
use crate::model::rules::{Rules, Score, Test, UNIT_BITS};
use crate::model::words::{Axis, Flag, Verdict};
use std::cmp::Ordering;

/// How many worlds there are. Source: the decision model.
pub const WORLDS: u32 = 10_000;

/// How far strictness moves a number, in units: 0.05. Source: the decision model.
const STRICTNESS: i64 = (1 << UNIT_BITS) / 20;

/// Worlds that are drawn side by side: question by question, so that what a question is, is looked up once for all of them.
pub const BLOCK: usize = 64;

/// How often each verdict came out, mildest first.
pub type Counts = [u32; Verdict::ALL.len()];

/// One applicable question, ready to be drawn.
#[derive(Clone, Debug)]
struct Drawn {
    key: u64,
    weight: u64,
    low: u8,
    choices: u64,
    slot: usize,
    flag: Option<Flag>,
    floor: Option<(u8, Verdict)>,
    cap: Option<(u8, Verdict)>,
    feasibility: bool,
    /// Position among the open answers.
    open: Option<usize>,
}

/// A pillar, ready to be drawn.
#[derive(Clone, Debug)]
struct Pillar {
    key: u64,
    weight: u64,
    large: bool,
    /// In units.
    weak_at: Option<i64>,
}

/// What an open answer came to in the worlds so far.
#[derive(Clone, Debug)]
pub struct Open {
    /// Position of its entry in the sheet.
    pub entry: usize,
    /// How often which verdict came out at each level.
    pub counts: [Counts; 5],
}

/// What does not change from one world to the next.
#[derive(Clone, Copy, Debug)]
struct Fixed {
    flags: u8,
    floor: Verdict,
    cap: Verdict,
}

/// The worlds of a sheet, as far as they have been drawn.
#[derive(Clone, Debug)]
pub struct Worlds {
    drawn: Vec<Drawn>,
    pillars: Vec<Pillar>,
    rules: Rules,
    fixed: Fixed,
    next: u32,
    counts: Counts,
    open: Vec<Open>,
}

/// One block of worlds while it is drawn.
struct Block {
    /// Where the stream of each world begins.
    starts: [u64; BLOCK],
    /// Values of the levels, for conditions and for feasibility.
    values: [[[u64; BLOCK]; 5]; 2],
    strictness: [i64; BLOCK],
    /// Weighted values and weights of each slot.
    sums: Vec<([u64; BLOCK], [u64; BLOCK])>,
    flags: [u8; BLOCK],
    floors: [Verdict; BLOCK],
    caps: [Verdict; BLOCK],
    /// The level of each open answer.
    levels: Vec<[u8; BLOCK]>,
}

impl Worlds {
    /// The worlds of a sheet; none is drawn yet.
    pub fn of(questionnaire: &Questionnaire, sheet: &Sheet) -> Worlds {
        let id = |e: &Entry| questionnaire.at(e.question).map_or("", |q| q.id.as_str());
        let pillar = |index: usize| questionnaire.pillars.get(index).map_or("", |p| p.id.as_str());
        Worlds::keyed(sheet, id, pillar)
    }

    /// The worlds of a sheet whose questions and pillars have these ids.
    pub fn keyed<'i>(sheet: &Sheet, id: impl Fn(&Entry) -> &'i str, pillar: impl Fn(usize) -> &'i str) -> Worlds {
        let mut open = Vec::new();
        let mut drawn = Vec::with_capacity(sheet.entries.len());
        let mut fixed = Fixed { flags: 0, floor: Verdict::Maintain, cap: sheet.at_most.unwrap_or(Verdict::Rebuild) };
        for (index, entry) in sheet.entries.iter().enumerate() {
            let span = entry.span;
            let mut question = Drawn {
                key: key("question", id(entry)),
                weight: u64::from(entry.weight),
                low: span.low,
                choices: u64::from(span.high.saturating_sub(span.low)) + 1,
                slot: sheet.slot(entry),
                flag: entry.flag,
                floor: entry.floor.map(|g| (g.at_or_below, g.verdict)),
                cap: entry.cap.map(|g| (g.at_or_below, g.verdict)),
                feasibility: entry.axis == Axis::Feasibility,
                open: None,
            };
            if span.is_point() {
                question.raise(span.low, sheet.rules.flag, &mut fixed.flags, &mut fixed.floor, &mut fixed.cap);
            } else {
                question.open = Some(open.len());
                open.push(Open { entry: index, counts: [[0; Verdict::ALL.len()]; 5] });
            }
            drawn.push(question);
        }
        let weights = proportions(&sheet.pillars.iter().map(|ground| &ground.weight).collect::<Vec<_>>());
        let pillars = sheet.pillars.iter().zip(weights).enumerate().map(|(index, (ground, weight))| Pillar {
            key: key("pillar", pillar(index)),
            weight,
            large: ground.large(),
            weak_at: ground.weak_at.as_ref().map(|n| n.units()),
        });
        Worlds { drawn, pillars: pillars.collect(), rules: sheet.rules.clone(), fixed, next: 0, counts: [0; Verdict::ALL.len()], open }
    }

    /// Draws up to so many more worlds; comes back with whether all are drawn.
    pub fn draw(&mut self, more: u32) -> bool {
        let end = self.next.saturating_add(more).min(WORLDS);
        let mut block = Block::new(slots(self.pillars.len()), self.open.len());
        while self.next < end {
            let many = usize::try_from(end - self.next).map_or(BLOCK, |n| n.min(BLOCK));
            self.block(&mut block);
            for place in 0..many {
                let verdict = World::of(self, &block, place).verdict(&block, place) as usize;
                if let Some(count) = self.counts.get_mut(verdict) {
                    *count += 1;
                }
                for (open, levels) in self.open.iter_mut().zip(&block.levels) {
                    let level = levels.get(place).copied().unwrap_or(0);
                    if let Some(count) = open.counts.get_mut(usize::from(level)).and_then(|c| c.get_mut(verdict)) {
                        *count += 1;
                    }
                }
            }
            self.next += u32::try_from(many).unwrap_or(0);
        }
        end == WORLDS
    }

    /// Draws all worlds.
    pub fn drawn(mut self) -> Worlds {
        self.draw(WORLDS);
        self
    }

    /// Whether all worlds are drawn.
    pub fn complete(&self) -> bool {
        self.next == WORLDS
    }

    /// How many are drawn.
    pub fn so_far(&self) -> u32 {
        self.next
    }

    /// How many worlds gave each verdict.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// How many worlds gave one verdict.
    pub fn count(&self, verdict: Verdict) -> u32 {
        self.counts.get(verdict as usize).copied().unwrap_or(0)
    }

    /// The open answers with what came out at each of their levels.
    pub fn open(&self) -> &[Open] {
        &self.open
    }

    /// Draws the block of worlds that is next.
    fn block(&self, block: &mut Block) {
        block.begin(self.next, &self.fixed);
        for question in &self.drawn {
            let Some((above, below)) = block.sums.get_mut(question.slot) else { continue };
            let [conditions, feasibility] = &block.values;
            let values = if question.feasibility { feasibility } else { conditions };
            match question.open.and_then(|place| block.levels.get_mut(place)) {
                None => {
                    let Some(values) = values.get(usize::from(question.low)) else { continue };
                    for (((start, value), above), below) in block.starts.iter().zip(values).zip(above).zip(below) {
                        let weight = question.weight * u64::from(factor(mix(question.key.wrapping_add(*start))));
                        *above += weight * value;
                        *below += weight;
                    }
                }
                Some(levels) => {
                    let gated = question.flag.is_some() || question.floor.is_some() || question.cap.is_some();
                    for (place, (((start, level), above), below)) in block.starts.iter().zip(levels).zip(above).zip(below).enumerate() {
                        let bits = mix(question.key.wrapping_add(*start));
                        *level = question.low + u8::try_from(scaled(bits, question.choices)).unwrap_or(0);
                        let weight = question.weight * u64::from(factor(bits));
                        let value = values.get(usize::from(*level)).and_then(|v| v.get(place)).copied().unwrap_or(0);
                        *above += weight * value;
                        *below += weight;
                        if !gated {
                            continue;
                        }
                        let gates = (block.flags.get_mut(place), block.floors.get_mut(place), block.caps.get_mut(place));
                        if let (Some(flags), Some(floor), Some(cap)) = gates {
                            question.raise(*level, self.rules.flag, flags, floor, cap);
                        }
                    }
                }
            }
        }
    }
}

impl Drawn {
    /// What this question raises and limits at a level.
    fn raise(&self, level: u8, flag_level: u8, flags: &mut u8, floor: &mut Verdict, cap: &mut Verdict) {
        if let Some(flag) = self.flag.filter(|_| level <= flag_level) {
            *flags |= 1 << flag as u8;
        }
        if let Some((_, verdict)) = self.floor.filter(|(at, _)| level <= *at) {
            *floor = (*floor).max(verdict);
        }
        if let Some((_, verdict)) = self.cap.filter(|(at, _)| level <= *at) {
            *cap = (*cap).min(verdict);
        }
    }
}

impl Block {
    fn new(slots: usize, open: usize) -> Block {
        Block {
            starts: [0; BLOCK],
            values: [[[0; BLOCK]; 5]; 2],
            strictness: [0; BLOCK],
            sums: vec![([0; BLOCK], [0; BLOCK]); slots],
            flags: [0; BLOCK],
            floors: [Verdict::Maintain; BLOCK],
            caps: [Verdict::Rebuild; BLOCK],
            levels: vec![[0; BLOCK]; open],
        }
    }

    /// Empties it for the worlds from this one on.
    fn begin(&mut self, first: u32, fixed: &Fixed) {
        for (world, start) in (u64::from(first)..).zip(&mut self.starts) {
            *start = world.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
        for (purpose, values) in [CONDITIONS, FEASIBILITY].into_iter().zip(&mut self.values) {
            for (place, start) in self.starts.iter().enumerate() {
                let spacing = spacing_of(mix(purpose.wrapping_add(*start)));
                for (level, value) in values.iter_mut().zip(spacing) {
                    if let Some(slot) = level.get_mut(place) {
                        *slot = value;
                    }
                }
            }
        }
        for (start, strictness) in self.starts.iter().zip(&mut self.strictness) {
            *strictness = scaled(mix(STRICT.wrapping_add(*start)), 2 * STRICTNESS.unsigned_abs() + 1) - STRICTNESS;
        }
        self.sums.fill(([0; BLOCK], [0; BLOCK]));
        self.flags.fill(fixed.flags);
        self.floors.fill(fixed.floor);
        self.caps.fill(fixed.cap);
    }
}

/// The scores of one world, in units.
struct World<'w> {
    worlds: &'w Worlds,
    block: &'w Block,
    place: usize,
    strictness: i64,
    /// Weighted means of the pillars, and their weights.
    foundation: (u128, u128),
    weak: Option<i64>,
    broad: i64,
    large: i64,
    symptom: Option<i64>,
    tactical: Option<i64>,
    feasibility: Option<i64>,
}

impl<'w> World<'w> {
    fn of(worlds: &'w Worlds, block: &'w Block, place: usize) -> World<'w> {
        let strictness = block.strictness.get(place).copied().unwrap_or(0);
        let mut world = World {
            worlds,
            block,
            place,
            strictness,
            foundation: (0, 0),
            weak: None,
            broad: 0,
            large: 0,
            symptom: None,
            tactical: None,
            feasibility: None,
        };
        // Several rules ask for the same mean: it is divided once.
        world.symptom = world.axis(Axis::Symptom);
        world.tactical = world.axis(Axis::Tactical);
        world.feasibility = world.axis(Axis::Feasibility);
        let start = block.starts.get(place).copied().unwrap_or(0);
        let breadth = worlds.rules.breadth.units() + strictness;
        for (index, pillar) in worlds.pillars.iter().enumerate() {
            let Some(score) = world.mean(index) else { continue };
            let weight = u128::from(pillar.weight) * u128::from(factor(mix(pillar.key.wrapping_add(start))));
            world.foundation.0 += weight * u128::from(score.unsigned_abs());
            world.foundation.1 += weight;
            if pillar.large {
                world.large += 1;
                world.broad += i64::from(score < breadth);
                if let Some(weak_at) = pillar.weak_at {
                    *world.weak.get_or_insert(0) += i64::from(score <= weak_at + strictness);
                }
            }
        }
        world
    }

    /// The mean of a slot, rounded down; `None` without weights.
    fn mean(&self, slot: usize) -> Option<i64> {
        let (above, below) = self.block.sums.get(slot)?;
        let (above, below) = (*above.get(self.place)?, *below.get(self.place)?);
        // 64 bits hold the scaled sum of some ten thousand questions; beyond that it is divided in 128.
        match above.checked_mul(1 << (UNIT_BITS - 16)) {
            Some(scaled) => scaled.checked_div(below).and_then(|mean| i64::try_from(mean).ok()),
            None => (u128::from(above) << (UNIT_BITS - 16)).checked_div(u128::from(below)).and_then(|mean| i64::try_from(mean).ok()),
        }
    }

    fn axis(&self, axis: Axis) -> Option<i64> {
        axis.whole().and_then(|place| self.mean(self.worlds.pillars.len() + place))
    }

    fn verdict(&self, block: &Block, place: usize) -> Verdict {
        let rules = &self.worlds.rules;
        let (floor, cap) = (block.floors.get(place).copied(), block.caps.get(place).copied());
        let need = table::need(rules, self).max(floor.unwrap_or(Verdict::Maintain));
        need.min(table::allowed(rules, self)).min(cap.unwrap_or(Verdict::Rebuild))
    }
}

impl Scored for World<'_> {
    /// A stricter world sees weakness sooner: what is good has to be better, what hurts hurts from less on. Counts stay.
    fn compare(&self, test: &Test) -> Option<Ordering> {
        let (number, stricter) = (test.number.units(), self.strictness);
        match test.score {
            Score::Foundation => {
                let (above, below) = self.foundation;
                let limit = i128::from(number + stricter);
                let below = i128::try_from(below).ok().filter(|b| *b > 0)?;
                Some(i128::try_from(above).ok()?.cmp(&(limit * below)))
            }
            Score::Pillar(index) => {
                let large = self.worlds.pillars.get(index).is_some_and(|p| p.large);
                self.mean(index).filter(|_| large).map(|mean| mean.cmp(&(number + stricter)))
            }
            Score::WeakPillars => self.weak.map(|weak| (weak << UNIT_BITS).cmp(&number)),
            Score::Breadth => (self.large > 0).then(|| (self.broad << UNIT_BITS).cmp(&((number - stricter) * self.large))),
            Score::Pain => self.symptom.map(|mean| ((1 << UNIT_BITS) - mean).cmp(&(number - stricter))),
            Score::Tactical => self.tactical.map(|mean| mean.cmp(&(number + stricter))),
            Score::Flags => {
                let flags = self.block.flags.get(self.place).map_or(0, |f| i64::from(f.count_ones()));
                Some((flags << UNIT_BITS).cmp(&number))
            }
            Score::Feasibility => self.feasibility.map(|mean| mean.cmp(&(number - stricter))),
        }
    }
}
