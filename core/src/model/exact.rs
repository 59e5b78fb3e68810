//! Exact numbers: decimals as they were typed, and fractions of them. No binary float decides anything.

use num_rational::{BigRational, Ratio};
use num_traits::{One, ToPrimitive, Zero};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;

/// An exact fraction. Every rule and every sub-score is computed with it.
pub type Exact = BigRational;

/// The fraction `n/d`; a divisor of zero gives zero (callers test for it first).
pub fn ratio(numerator: i64, denominator: i64) -> Exact {
    wide_ratio(i128::from(numerator), i128::from(denominator))
}

/// The same from 128 bits: reduced there, because big integers are slow to reduce.
pub fn wide_ratio(numerator: i128, denominator: i128) -> Exact {
    if denominator == 0 {
        return Exact::zero();
    }
    let reduced = Ratio::<i128>::new(numerator, denominator);
    Exact::new_raw((*reduced.numer()).into(), (*reduced.denom()).into())
}

/// How two exact numbers compare: by multiplying crosswise where 64 bits suffice, which is nearly always.
pub fn compare(a: &Exact, b: &Exact) -> Ordering {
    let parts = |x: &Exact| Some((i128::from(x.numer().to_i64()?), i128::from(x.denom().to_i64()?)));
    match (parts(a), parts(b)) {
        (Some((n, d)), Some((m, e))) => (n * e).cmp(&(m * d)),
        _ => a.cmp(b),
    }
}

/// `n/d` in lowest terms, or an integer: the form of `score --json`.
pub fn fraction(x: &Exact) -> String {
    if x.denom().is_one() { x.numer().to_string() } else { format!("{}/{}", x.numer(), x.denom()) }
}

/// Whole percent of a fraction in 0..1, rounded half up. For display only.
pub fn percent(x: &Exact) -> i64 {
    let hundred = x * ratio(100, 1) + ratio(1, 2);
    hundred.floor().to_integer().to_i64().unwrap_or(0)
}

/// A finite decimal of at most 18 digits, kept with the text it was read from.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Decimal {
    text: String,
    value: Exact,
}

impl Decimal {
    /// Reads `-3`, `0.40` or `1_000.5`; exponents, `inf` and `nan` are refused.
    pub fn parse(text: &str) -> Option<Decimal> {
        let clean: String = text.trim().chars().filter(|c| *c != '_').collect();
        let (negative, body) = match clean.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, clean.strip_prefix('+').unwrap_or(&clean)),
        };
        let (whole, part) = body.split_once('.').unwrap_or((body, ""));
        let digits = format!("{whole}{part}");
        let dangling = body.contains('.') && (whole.is_empty() || part.is_empty());
        if dangling || digits.is_empty() || digits.len() > 18 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let mut numerator: i64 = digits.parse().ok()?;
        if negative {
            numerator = -numerator;
        }
        let scale = 10_i64.checked_pow(u32::try_from(part.len()).ok()?)?;
        let text = if negative { format!("-{body}") } else { body.to_owned() };
        Some(Decimal { text, value: ratio(numerator, scale) })
    }

    /// A whole number.
    pub fn whole(n: i64) -> Decimal {
        Decimal { text: n.to_string(), value: ratio(n, 1) }
    }

    /// The number as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number itself.
    pub fn value(&self) -> &Exact {
        &self.value
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> String {
        decimal.text
    }
}

impl TryFrom<String> for Decimal {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Decimal, Self::Error> {
        Decimal::parse(&text).ok_or("no finite decimal of at most 18 digits")
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.cmp(&other.value)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_from_their_text_without_a_float() {
        assert_eq!(Decimal::parse("0.1").unwrap().value(), &ratio(1, 10));
        assert_eq!(Decimal::parse("0.10").unwrap(), Decimal::parse("0.1").unwrap());
        assert_eq!(Decimal::parse("-1_000.5").unwrap().value(), &ratio(-2001, 2));
        for bad in ["", ".", "1.", ".5", "1e3", "inf", "nan", "1.2.3", "1234567890123456789", "--1", "1 2", "½"] {
            assert!(Decimal::parse(bad).is_none(), "{bad:?} must be refused");
        }
    }

    #[test]
    fn fractions_print_in_lowest_terms_and_percent_rounds_half_up() {
        assert_eq!(fraction(&ratio(6, 8)), "3/4");
        assert_eq!(fraction(&ratio(8, 4)), "2");
        assert_eq!(percent(&ratio(1, 200)), 1);
        assert_eq!(percent(&ratio(57, 140)), 41);
    }
}
