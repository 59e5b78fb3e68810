//! Numbers as people read them: rounded for display, and never so far that two of them look equal that are not.

use underpin_core::model::exact::{Exact, percent, ratio};

/// An exact number with at most two decimals, for display.
pub fn decimal(x: &Exact) -> String {
    places(x, 2)
}

/// An exact number with at most so many decimals.
fn places(x: &Exact, digits: u32) -> String {
    use num_traits::{Signed, ToPrimitive};
    let scale = 10_i64.pow(digits);
    let scaled = (x * ratio(scale, 1)).round().to_integer().to_i64().unwrap_or(0);
    let sign = if x.is_negative() && scaled != 0 { "-" } else { "" };
    let (whole, part) = (scaled.abs() / scale, scaled.abs() % scale);
    if digits == 0 || part == 0 {
        return format!("{sign}{whole}");
    }
    let text = format!("{sign}{whole}.{part:0width$}", width = digits as usize);
    text.trim_end_matches('0').to_owned()
}

/// A whole number with its thousands apart: 10,000.
pub(super) fn thousands(n: u32) -> String {
    if n < 1000 { n.to_string() } else { format!("{},{:03}", thousands(n / 1000), n % 1000) }
}

/// A small number as it is spoken: twelve.
pub(super) fn spoken(n: usize) -> String {
    const WORDS: [&str; 13] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// A fraction and what it is compared with, in percent: with as few decimals as tell them apart.
pub(super) fn percents(value: &Exact, number: &Exact) -> (String, String) {
    let hundred = ratio(100, 1);
    let (value, number) = (value * &hundred, number * &hundred);
    // The number is shown as it was written, up to two decimals.
    let limit = decimal(&number);
    let shown = (0..=4).map(|digits| places(&value, digits)).find(|shown| (*shown == limit) == (value == number));
    (shown.unwrap_or_else(|| places(&value, 4)), limit)
}

/// Whether open answers leave everything from 0 to 100 %: then the middle is no number to show.
pub fn nothing_known(low: &Exact, high: &Exact) -> bool {
    *low <= ratio(0, 1) && *high >= ratio(1, 1)
}

/// "62 %", or "62 % (50 to 75)" while it is not known exactly.
pub fn percent_range(value: &Exact, low: &Exact, high: &Exact) -> String {
    if nothing_known(low, high) {
        return "not known yet".to_owned();
    }
    if low == high { format!("{} %", percent(value)) } else { format!("{} % ({} to {})", percent(value), percent(low), percent(high)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_just_beside_its_limit_never_looks_like_the_limit() {
        let shown = |n: i64, d: i64, m: i64| percents(&ratio(n, d), &ratio(m, 100));
        assert_eq!(shown(43, 100, 45), ("43".into(), "45".into()));
        assert_eq!(shown(449, 1000, 45), ("44.9".into(), "45".into()));
        assert_eq!(shown(44_999, 100_000, 45), ("44.999".into(), "45".into()));
        assert_eq!(shown(45, 100, 45), ("45".into(), "45".into()));
        assert_eq!(decimal(&ratio(-1, 3)), "-0.33");
    }

    #[test]
    fn whole_numbers_are_said_as_they_are_read() {
        assert_eq!([0, 999, 1000, 10_000, 1_234_005].map(thousands), ["0", "999", "1,000", "10,000", "1,234,005"]);
        assert_eq!([0, 1, 12, 13].map(spoken), ["no", "one", "twelve", "13"]);
    }
}
