//! Round ids: a quarter, a month or a day, with an optional label.

use jiff::civil::{Date, date};
use std::cmp::Ordering;
use std::fmt;

/// The id of a round: `2026-Q4`, `2026-11` or `2026-11-20`, then optionally `-label`.
#[derive(Clone, Debug)]
pub struct RoundId {
    text: String,
    first: Date,
}

impl RoundId {
    /// Reads an id; `q` is taken for `Q`. Labels are `[a-z][a-z0-9-]{0,30}`.
    pub fn parse(text: &str) -> Option<RoundId> {
        let mut parts = text.splitn(3, '-');
        let year: i16 = digits(parts.next()?, 4)?.parse().ok()?;
        let period = parts.next()?;
        let rest = parts.next();
        if let Some(q) = period.strip_prefix(['Q', 'q']) {
            let n: i8 = digits(q, 1)?.parse().ok()?;
            if !(1..=4).contains(&n) {
                return None;
            }
            let first = Date::new(year, 3 * n - 2, 1).ok()?;
            return RoundId::labelled(format!("{year:04}-Q{n}"), rest, first);
        }
        let month: i8 = digits(period, 2)?.parse().ok()?;
        let first = Date::new(year, month, 1).ok()?;
        let base = format!("{year:04}-{month:02}");
        let Some(rest) = rest else {
            return RoundId::labelled(base, None, first);
        };
        let (day, label) = match rest.split_once('-') {
            Some((day, label)) => (day, Some(label)),
            None => (rest, None),
        };
        match digits(day, 2) {
            Some(day) => {
                let first = Date::new(year, month, day.parse().ok()?).ok()?;
                RoundId::labelled(format!("{base}-{day}"), label, first)
            }
            None => RoundId::labelled(base, Some(rest), first),
        }
    }

    fn labelled(base: String, label: Option<&str>, first: Date) -> Option<RoundId> {
        let text = match label {
            None => base,
            Some(label) => {
                let mut chars = label.chars();
                let fine = chars.next().is_some_and(|c| c.is_ascii_lowercase())
                    && label.len() <= 31
                    && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
                if !fine {
                    return None;
                }
                format!("{base}-{label}")
            }
        };
        Some(RoundId { text, first })
    }

    /// The quarter in which a day lies.
    pub fn quarter_of(day: Date) -> RoundId {
        let quarter = (day.month() - 1) / 3 + 1;
        let first = date(day.year(), 3 * quarter - 2, 1);
        RoundId { text: format!("{:04}-Q{quarter}", day.year()), first }
    }

    /// The id as files and screens show it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// First day of the period: rounds are ordered by it.
    pub fn first_day(&self) -> Date {
        self.first
    }
}

fn digits(text: &str, count: usize) -> Option<&str> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

impl PartialEq for RoundId {
    fn eq(&self, other: &Self) -> bool {
        self.text.eq_ignore_ascii_case(&other.text)
    }
}

impl Eq for RoundId {}

impl PartialOrd for RoundId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RoundId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.first.cmp(&other.first).then_with(|| self.text.cmp(&other.text))
    }
}

impl fmt::Display for RoundId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_periods_are_read_and_others_refused() {
        for (typed, kept) in [
            ("2026-Q4", "2026-Q4"),
            ("2026-q1", "2026-Q1"),
            ("2026-11", "2026-11"),
            ("2026-11-20", "2026-11-20"),
            ("2024-02-29", "2024-02-29"),
            ("2026-Q4-after-launch", "2026-Q4-after-launch"),
            ("2026-11-launch", "2026-11-launch"),
            ("2026-11-20-x", "2026-11-20-x"),
        ] {
            assert_eq!(RoundId::parse(typed).unwrap().as_str(), kept);
        }
        for bad in [
            "",
            "2026",
            "2026-Q5",
            "2026-Q0",
            "2026-13",
            "2026-02-30",
            "2025-02-29",
            "26-Q1",
            "2026-Q4-",
            "2026-Q4-Label",
            "2026-Q4-1st",
            "../x",
            "2026-Q٤",
        ] {
            assert!(RoundId::parse(bad).is_none(), "{bad:?} must be refused");
        }
    }

    #[test]
    fn a_day_lies_in_its_quarter_and_rounds_are_ordered_by_first_day() {
        assert_eq!(RoundId::quarter_of(date(2026, 11, 20)).as_str(), "2026-Q4");
        assert_eq!(RoundId::quarter_of(date(2026, 1, 1)).as_str(), "2026-Q1");
        assert!(RoundId::parse("2026-Q3").unwrap() < RoundId::parse("2026-11").unwrap());
        assert!(RoundId::parse("2026-Q4").unwrap() > RoundId::parse("2026-10").unwrap());
    }
}
