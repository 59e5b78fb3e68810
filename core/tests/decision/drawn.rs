//! One world at a time, word for word as `docs/decision-model.md` and the comments of the worlds say it: tables from their
//! formulas, draws from names, all in units of 2^-30, without blocks, keys or sums that are kept.

use underpin_core::decision::sheet::{Entry, Sheet};
use underpin_core::model::exact::ratio;
use underpin_core::model::rules::{Score, Side, Test};
use underpin_core::model::words::{Axis, Flag, Verdict};

const ONE: i128 = 1 << 30;

fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// The draw of a world for a name.
fn draw(world: u64, name: &str) -> u64 {
    let hash = name.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
    mix(mix(hash ^ 1).wrapping_add(world.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
}

/// A whole number below a limit.
fn below(bits: u64, limit: i128) -> i128 {
    (i128::from(bits >> 32) * limit) >> 32
}

/// Log-uniform between 1/2 and 2, in units of 2^-16.
pub fn factor(bits: u64) -> i128 {
    let i = (bits & 255) as f64;
    (65536.0 * 2_f64.powf((2.0 * i + 1.0) / 256.0 - 1.0)).round() as i128
}

/// The value of a level under a spacing, in units of 2^-16.
pub fn value(bits: u64, level: u8) -> i128 {
    let i = (bits & 63) as f64;
    let gamma = 1.25_f64.powf((2.0 * i + 1.0) / 64.0 - 1.0);
    (65536.0 * (f64::from(level) / 4.0).powf(gamma)).round() as i128
}

/// How much stricter a world is, in units of 2^-30.
pub fn strictness(world: u64) -> i128 {
    let most = ONE / 20;
    below(draw(world, "strictness:"), 2 * most + 1) - most
}

/// The verdict of one world of a sheet whose questions and pillars have these names.
pub fn verdict(sheet: &Sheet, world: u64, question: &dyn Fn(&Entry) -> String, pillar: &dyn Fn(usize) -> String) -> Verdict {
    let bits = |e: &Entry| draw(world, &format!("question:{}", question(e)));
    let level = |e: &Entry| {
        let many = i128::from(e.span.high - e.span.low) + 1;
        e.span.low + if many > 1 { below(bits(e), many) as u8 } else { 0 }
    };
    let mean = |mine: &dyn Fn(&Entry) -> bool| {
        let (mut above, mut weights) = (0_i128, 0_i128);
        for e in sheet.entries.iter().filter(|e| mine(e)) {
            let spacing = if e.axis == Axis::Feasibility { "spacing:feasibility" } else { "spacing:conditions" };
            let weight = i128::from(e.weight) * factor(bits(e));
            above += weight * value(draw(world, spacing), level(e));
            weights += weight;
        }
        (weights > 0).then(|| above * (1 << 14) / weights)
    };
    let delta = strictness(world);
    let pillars: Vec<Option<i128>> =
        (0..sheet.pillars.len()).map(|p| mean(&|e: &Entry| e.axis == Axis::Structural && e.pillar == p)).collect();
    let large = |p: usize| pillars[p].filter(|_| sheet.pillars[p].questions >= 3);
    let all: Vec<(usize, i128)> = (0..pillars.len()).filter_map(|p| Some((p, large(p)?))).collect();
    let weak_at = |p: usize| sheet.pillars[p].weak_at.as_ref().map(|n| i128::from(n.units()) + delta);
    let can: Vec<bool> = all.iter().filter_map(|(p, s)| Some(*s <= weak_at(*p)?)).collect();
    let broad = all.iter().filter(|(_, s)| *s < i128::from(sheet.rules.breadth.units()) + delta).count() as i128;
    let largest = sheet.pillars.iter().map(|p| &p.weight).max().unwrap();
    let power = 30 - largest.numer().bits() as i32 + largest.denom().bits() as i32;
    let by = if power > 0 { ratio(1 << power, 1) } else { ratio(1, 1 << -power) };
    let weight = |p: usize| {
        let weight = (&sheet.pillars[p].weight * &by).floor().to_integer();
        i128::try_from(weight).unwrap().max(1) * factor(draw(world, &format!("pillar:{}", pillar(p))))
    };
    let foundation: Vec<(i128, i128)> = pillars.iter().enumerate().filter_map(|(p, s)| Some((weight(p), (*s)?))).collect();
    let axis = |axis: Axis| mean(&|e: &Entry| e.axis == axis);
    let raised = |f: &&Flag| sheet.entries.iter().any(|e| e.flag == Some(**f) && level(e) <= sheet.rules.flag);
    let flags = Flag::ALL.iter().filter(raised).count() as i128;

    // A score as a fraction, and how a stricter world moves its number.
    let score = |score: Score| -> Option<(i128, i128, i128)> {
        match score {
            Score::Foundation => {
                let (above, below) = foundation.iter().fold((0, 0), |(a, b), (w, s)| (a + w * s, b + w));
                (below > 0).then_some((above, below, delta))
            }
            Score::Pillar(p) => large(p).map(|s| (s, 1, delta)),
            Score::WeakPillars => (!can.is_empty()).then(|| (can.iter().filter(|w| **w).count() as i128 * ONE, 1, 0)),
            Score::Breadth => (!all.is_empty()).then(|| (broad * ONE, all.len() as i128, -delta)),
            Score::Pain => axis(Axis::Symptom).map(|s| (ONE - s, 1, -delta)),
            Score::Tactical => axis(Axis::Tactical).map(|s| (s, 1, delta)),
            Score::Flags => Some((flags * ONE, 1, 0)),
            Score::Feasibility => axis(Axis::Feasibility).map(|s| (s, 1, -delta)),
        }
    };
    let holds = |test: &Test| {
        score(test.score).is_some_and(|(above, below, moved)| {
            let number = (i128::from(test.number.units()) + moved) * below;
            match test.side {
                Side::Below => above < number,
                Side::AtMost => above <= number,
                Side::Above => above > number,
                Side::AtLeast => above >= number,
            }
        })
    };
    let raising = sheet.rules.raising.iter().filter(|r| r.all.iter().all(holds)).map(|r| r.raises);
    let floors = sheet.entries.iter().filter_map(|e| e.floor.filter(|g| level(e) <= g.at_or_below)).map(|g| g.verdict);
    let caps = sheet.entries.iter().filter_map(|e| e.cap.filter(|g| level(e) <= g.at_or_below)).map(|g| g.verdict);
    let unknown = axis(Axis::Feasibility).is_none();
    let met = |all: &[Test], allows: Verdict| if unknown { allows >= Verdict::Restructure } else { all.iter().all(holds) };
    let limits = sheet.rules.limits.iter().filter(|l| met(&l.all, l.allows)).map(|l| l.allows);
    let need = raising.chain(floors).max().unwrap_or(Verdict::Maintain);
    need.min(limits.chain(caps).chain(sheet.at_most).min().unwrap_or(Verdict::Rebuild))
}
