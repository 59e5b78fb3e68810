//! The robustness share: how many of ten thousand plausible worlds give which verdict. A soft number, and labelled so.
//!
//! A world draws a level for each open answer, uniformly from its interval; multiplies each weight of a question and of an
//! area by something between 1/2 and 2; is stricter or milder by up to 0.05 on every threshold that is a fraction; and spaces
//! the levels a little differently, `(level/4)^γ` with γ between 0.8 and 1.25, once for conditions and once for feasibility.
//! Every draw depends on the seed, the number of the world and the id of what it is drawn for, and on nothing else: the order
//! of files and the platform change nothing. All in whole numbers, in units of 2^-30.

use super::sheet::{Entry, Sheet};
use super::tables::{FACTORS, ONE, SPACINGS};
use crate::model::exact::{Decimal, Exact};
use crate::model::questionnaire::Questionnaire;
use crate::model::words::{Axis, Flag, Verdict};
use num_traits::ToPrimitive;

/// How many worlds there are.
pub const WORLDS: u32 = 10_000;

/// The seed of all draws.
const SEED: u64 = 1;

/// Fractions are counted in these units.
const BITS: u32 = 30;

/// How far strictness moves a threshold, in units: 0.05.
const STRICTNESS: i64 = (1 << BITS) / 20;

/// How often each verdict came out, mildest first.
pub type Counts = [u32; Verdict::ALL.len()];

/// One applicable question, ready to be drawn.
#[derive(Clone, Debug)]
struct Drawn {
    key: u64,
    weight: u64,
    low: u8,
    high: u8,
    slot: usize,
    flag: Option<Flag>,
    floor: Option<(u8, Verdict)>,
    cap: Option<(u8, Verdict)>,
    feasibility: bool,
    /// Position among the open answers.
    open: Option<usize>,
}

/// The thresholds, in units.
#[derive(Clone, Debug)]
struct Thresholds {
    optimize_pain: i64,
    optimize_tactical: i64,
    optimize_foundation: i64,
    restructure_foundation: i64,
    restructure_flags_foundation: i64,
    restructure_weakest: i64,
    restructure_pain: i64,
    rebuild_foundation: i64,
    rebuild_breadth: i64,
    rebuild_pain: i64,
    weak_area: i64,
    feasibility: i64,
    optimize_flags: i64,
    restructure_flags: i64,
    flag_level: u8,
}

/// An area with structural questions.
#[derive(Clone, Debug)]
struct Area {
    key: u64,
    weight: u64,
    large: bool,
}

/// What an open answer came to in the worlds so far.
#[derive(Clone, Debug)]
pub struct Open {
    /// Position of its entry in the sheet.
    pub entry: usize,
    /// How often which verdict came out at each level.
    pub counts: [Counts; 5],
}

/// The worlds of a sheet, as far as they have been drawn.
#[derive(Clone, Debug)]
pub struct Worlds {
    drawn: Vec<Drawn>,
    areas: Vec<Area>,
    thresholds: Thresholds,
    at_most: Verdict,
    next: u32,
    counts: Counts,
    open: Vec<Open>,
}

impl Worlds {
    /// The worlds of a sheet; none is drawn yet.
    pub fn of(questionnaire: &Questionnaire, sheet: &Sheet) -> Worlds {
        let id = |e: &Entry| questionnaire.at(e.question).map_or("", |q| q.id.as_str());
        let area = |index: usize| questionnaire.areas.get(index).map_or("", |a| a.id.as_str());
        Worlds::keyed(sheet, id, area)
    }

    /// The worlds of a sheet whose questions and areas have these ids.
    pub fn keyed<'i>(sheet: &Sheet, id: impl Fn(&Entry) -> &'i str, area: impl Fn(usize) -> &'i str) -> Worlds {
        let n = &sheet.numbers;
        let slots = sheet.area_weights.len();
        let mut open = Vec::new();
        let mut drawn = Vec::with_capacity(sheet.entries.len());
        for (index, entry) in sheet.entries.iter().enumerate() {
            let place = (!entry.span.is_point()).then(|| {
                open.push(Open { entry: index, counts: [[0; Verdict::ALL.len()]; 5] });
                open.len() - 1
            });
            drawn.push(Drawn {
                key: key("question", id(entry)),
                weight: u64::from(entry.weight),
                low: entry.span.low,
                high: entry.span.high,
                slot: match entry.axis {
                    Axis::Structural => entry.area,
                    axis => slots + axis as usize - 1,
                },
                flag: entry.flag,
                floor: entry.floor.map(|g| (g.at_or_below, g.verdict)),
                cap: entry.cap.map(|g| (g.at_or_below, g.verdict)),
                feasibility: entry.axis == Axis::Feasibility,
                open: place,
            });
        }
        let areas = sheet.area_weights.iter().enumerate().map(|(index, weight)| Area {
            key: key("area", area(index)),
            weight: units(weight, 16).unsigned_abs(),
            large: sheet.large_areas.get(index) == Some(&true),
        });
        let fraction = |d: &Decimal| units(d.value(), BITS);
        let whole = |d: &Decimal| d.value().ceil().to_integer().to_i64().unwrap_or(i64::MAX);
        Worlds {
            drawn,
            areas: areas.collect(),
            thresholds: Thresholds {
                optimize_pain: fraction(&n.optimize_pain),
                optimize_tactical: fraction(&n.optimize_tactical),
                optimize_foundation: fraction(&n.optimize_foundation),
                restructure_foundation: fraction(&n.restructure_foundation),
                restructure_flags_foundation: fraction(&n.restructure_flags_foundation),
                restructure_weakest: fraction(&n.restructure_weakest),
                restructure_pain: fraction(&n.restructure_pain),
                rebuild_foundation: fraction(&n.rebuild_foundation),
                rebuild_breadth: fraction(&n.rebuild_breadth),
                rebuild_pain: fraction(&n.rebuild_pain),
                weak_area: fraction(&n.weak_area),
                feasibility: fraction(&n.feasibility),
                optimize_flags: whole(&n.optimize_flags),
                restructure_flags: whole(&n.restructure_flags),
                flag_level: n.flag_level.value().floor().to_integer().to_u8().unwrap_or(0),
            },
            at_most: sheet.at_most.unwrap_or(Verdict::Rebuild),
            next: 0,
            counts: [0; Verdict::ALL.len()],
            open,
        }
    }

    /// Draws up to so many more worlds; comes back with whether all are drawn.
    pub fn draw(&mut self, more: u32) -> bool {
        let end = self.next.saturating_add(more).min(WORLDS);
        let mut sums = vec![(0_u64, 0_u64); self.areas.len() + Axis::ALL.len() - 1];
        let mut levels = vec![0_u8; self.open.len()];
        for world in self.next..end {
            let verdict = self.world(world, &mut sums, &mut levels) as usize;
            if let Some(count) = self.counts.get_mut(verdict) {
                *count += 1;
            }
            for (open, level) in self.open.iter_mut().zip(&levels) {
                if let Some(count) = open.counts.get_mut(usize::from(*level)).and_then(|c| c.get_mut(verdict)) {
                    *count += 1;
                }
            }
        }
        self.next = end;
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

    /// The verdict of one world.
    fn world(&self, world: u32, sums: &mut [(u64, u64)], levels: &mut [u8]) -> Verdict {
        let draw = |key: u64| mix(key.wrapping_add(u64::from(world).wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        let spacing = |purpose: u64| spacing_of(draw(purpose));
        let (conditions, feasibility) = (spacing(CONDITIONS), spacing(FEASIBILITY));
        let strictness = scaled(draw(STRICT), 2 * STRICTNESS.unsigned_abs() + 1) - STRICTNESS;
        sums.fill((0, 0));
        let mut flags = 0_u8;
        let (mut floor, mut cap) = (Verdict::Maintain, self.at_most);
        for question in &self.drawn {
            let bits = draw(question.key);
            let level = match question.open {
                None => question.low,
                Some(place) => {
                    let choices = u64::from(question.high - question.low) + 1;
                    let level = question.low + u8::try_from(scaled(bits, choices)).unwrap_or(0);
                    if let Some(slot) = levels.get_mut(place) {
                        *slot = level;
                    }
                    level
                }
            };
            let value = if question.feasibility { feasibility } else { conditions }.get(usize::from(level)).copied().unwrap_or(0);
            let weight = question.weight * u64::from(factor(bits));
            if let Some((above, below)) = sums.get_mut(question.slot) {
                *above += weight * value;
                *below += weight;
            }
            if let Some(flag) = question.flag.filter(|_| level <= self.thresholds.flag_level) {
                flags |= 1 << flag as u8;
            }
            if let Some((_, verdict)) = question.floor.filter(|(at, _)| level <= *at) {
                floor = floor.max(verdict);
            }
            if let Some((_, verdict)) = question.cap.filter(|(at, _)| level <= *at) {
                cap = cap.min(verdict);
            }
        }
        let weights = |area: &Area| u128::from(area.weight) * u128::from(factor(draw(area.key)));
        self.verdict(sums, weights, strictness, i64::from(flags.count_ones()), floor, cap)
    }

    /// The rules, in units, with every threshold moved by the strictness.
    fn verdict(
        &self,
        sums: &[(u64, u64)],
        weight: impl Fn(&Area) -> u128,
        delta: i64,
        flags: i64,
        floor: Verdict,
        cap: Verdict,
    ) -> Verdict {
        let t = &self.thresholds;
        let of_axis = |axis: Axis| sums.get(self.areas.len() + axis as usize - 1).and_then(|s| mean(*s));
        let feasible = of_axis(Axis::Feasibility).is_some_and(|g| g >= t.feasibility - delta);
        let allowed = cap.min(if feasible { Verdict::Rebuild } else { Verdict::Restructure });
        let (mut above, mut below) = (0_u128, 0_u128);
        let (mut weakest, mut weak, mut large) = (None, 0_i64, 0_i64);
        for (area, sum) in self.areas.iter().zip(sums) {
            let Some(score) = mean(*sum) else { continue };
            let weight = weight(area);
            above += weight * u128::from(score.unsigned_abs());
            below += weight;
            if area.large {
                large += 1;
                weak += i64::from(score < t.weak_area + delta);
                weakest = Some(weakest.map_or(score, |least: i64| least.min(score)));
            }
        }
        let foundation = (below > 0).then(|| i64::try_from(above / below).unwrap_or(i64::MAX));
        let foundation_below = |limit: i64| foundation.is_some_and(|f| f < limit + delta);
        let pain = of_axis(Axis::Symptom).map(|m| (1 << BITS) - m);
        let pain_at_least = |limit: i64| pain.is_some_and(|p| p >= limit - delta);
        let breadth = large > 0 && (weak << BITS) >= (t.rebuild_breadth - delta) * large;
        let need = if foundation_below(t.rebuild_foundation) && breadth && pain_at_least(t.rebuild_pain) {
            Verdict::Rebuild
        } else if foundation_below(t.restructure_foundation)
            || (flags >= t.restructure_flags && foundation_below(t.restructure_flags_foundation))
            || (weakest.is_some_and(|m| m < t.restructure_weakest + delta) && pain_at_least(t.restructure_pain))
        {
            Verdict::Restructure
        } else if pain.is_some_and(|p| p > t.optimize_pain - delta)
            || flags >= t.optimize_flags
            || of_axis(Axis::Tactical).is_some_and(|m| m < t.optimize_tactical + delta)
            || foundation_below(t.optimize_foundation)
        {
            Verdict::Optimize
        } else {
            Verdict::Maintain
        };
        need.max(floor).min(allowed)
    }
}

const CONDITIONS: u64 = key("spacing", "conditions");
const FEASIBILITY: u64 = key("spacing", "feasibility");
const STRICT: u64 = key("strictness", "");

/// The mean of a sum, in units; `None` without weights.
fn mean((above, below): (u64, u64)) -> Option<i64> {
    let value = (u128::from(above) << (BITS - 16)).checked_div(u128::from(below))?;
    i64::try_from(value).ok()
}

/// A number below a limit of at most 2^31: from the highest 32 bits of a draw.
fn scaled(bits: u64, limit: u64) -> i64 {
    i64::try_from(((bits >> 32) * limit) >> 32).unwrap_or(0)
}

/// The factor of a weight: from the lowest eight bits of a draw.
fn factor(bits: u64) -> u32 {
    FACTORS.get(usize::from(bits as u8)).copied().unwrap_or(ONE)
}

/// The values of the five levels: from the lowest six bits of a draw.
fn spacing_of(bits: u64) -> [u64; 5] {
    let [a, b, c] = SPACINGS.get((bits & 63) as usize).copied().unwrap_or_default();
    [0, u64::from(a), u64::from(b), u64::from(c), u64::from(ONE)]
}

/// The stream of draws of an id: FNV-1a over purpose and id (Fowler, Noll and Vo), then mixed with the seed.
const fn key(purpose: &str, id: &str) -> u64 {
    let hash = fnv(0xCBF2_9CE4_8422_2325, purpose.as_bytes());
    mix(fnv(fnv(hash, b":"), id.as_bytes()) ^ SEED)
}

const fn fnv(mut hash: u64, mut bytes: &[u8]) -> u64 {
    while let [byte, rest @ ..] = bytes {
        hash = (hash ^ *byte as u64).wrapping_mul(0x0100_0000_01B3);
        bytes = rest;
    }
    hash
}

/// The mixing function of SplitMix64 (Steele, Lea and Flood 2014).
const fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// A fraction in units of 2^-bits, rounded down.
fn units(value: &Exact, bits: u32) -> i64 {
    (value * Exact::from_integer((1_i64 << bits).into())).floor().to_integer().to_i64().unwrap_or(i64::MAX >> BITS)
}
