//! How anything is drawn: a function of the seed, the number of the world and an id, in whole numbers.

use super::tables::{FACTORS, ONE, SPACINGS};
use crate::model::exact::Exact;
use crate::model::rules::UNIT_BITS;
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

/// The seed of all draws.
const SEED: u64 = 1;

pub(super) const CONDITIONS: u64 = key("spacing", "conditions");
pub(super) const FEASIBILITY: u64 = key("spacing", "feasibility");
pub(super) const STRICT: u64 = key("strictness", "");

/// A number below a limit of at most 2^31: from the highest 32 bits of a draw.
pub(super) fn scaled(bits: u64, limit: u64) -> i64 {
    i64::try_from(((bits >> 32) * limit) >> 32).unwrap_or(0)
}

/// The factor of a weight: from the lowest eight bits of a draw.
pub(super) fn factor(bits: u64) -> u32 {
    FACTORS.get(usize::from(bits as u8)).copied().unwrap_or(ONE)
}

/// The values of the five levels: from the lowest six bits of a draw.
pub(super) fn spacing_of(bits: u64) -> [u64; 5] {
    let [a, b, c] = SPACINGS.get((bits & 63) as usize).copied().unwrap_or_default();
    [0, u64::from(a), u64::from(b), u64::from(c), u64::from(ONE)]
}

/// The stream of draws of an id: FNV-1a over purpose and id (Fowler, Noll and Vo), then mixed with the seed.
pub(super) const fn key(purpose: &str, id: &str) -> u64 {
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
pub(super) const fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// Weights in whole numbers, the largest with some thirty bits. Only their proportions count, so all are multiplied by the same
/// power of two, which keeps them exact, and rounded down; none that is above zero comes to nothing.
pub(super) fn proportions(weights: &[&Exact]) -> Vec<u64> {
    let bits = |n: &BigInt| i64::try_from(n.bits()).unwrap_or(0);
    let largest = weights.iter().max().map_or(0, |w| bits(w.numer()) - bits(w.denom()));
    let shift = i64::from(UNIT_BITS) - largest;
    let [up, down] = [shift, -shift].map(|n| usize::try_from(n).unwrap_or(0));
    let whole = |w: &&Exact| ((w.numer() << up) / (w.denom() << down)).to_u64().unwrap_or(0).max(u64::from(w.is_positive()));
    weights.iter().map(whole).collect()
}
