//! Levels: 0 to 4, and 4 is always healthy.

/// A level that is known to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Level(u8);

impl Level {
    /// The worst.
    pub const LOWEST: Level = Level(0);
    /// Healthy.
    pub const HIGHEST: Level = Level(4);

    /// A whole number as a level; `None` beyond 4.
    pub fn new(n: u64) -> Option<Level> {
        u8::try_from(n).ok().map(Level).filter(|level| *level <= Level::HIGHEST)
    }

    /// What somebody typed as a level: one digit, blanks around it ignored.
    pub fn parse(text: &str) -> Option<Level> {
        text.trim().parse().ok().and_then(Level::new)
    }

    /// The nearest level to a count.
    pub fn clamped(n: usize) -> Level {
        u64::try_from(n).ok().and_then(Level::new).unwrap_or(Level::HIGHEST)
    }

    /// The number.
    pub fn get(self) -> u8 {
        self.0
    }

    /// One better; the best stays.
    #[must_use]
    pub fn up(self) -> Level {
        Level((self.0 + 1).min(Level::HIGHEST.0))
    }

    /// One worse; the worst stays.
    #[must_use]
    pub fn down(self) -> Level {
        Level(self.0.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_zero_to_four_are_levels() {
        assert_eq!((0..9).filter_map(Level::new).map(Level::get).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!(Level::parse(" 3 ").map(Level::get), Some(3));
        for text in ["5", "-1", "", "1.0", "a", "300"] {
            assert_eq!(Level::parse(text), None, "{text}");
        }
        assert_eq!((Level::clamped(9), Level::clamped(0)), (Level::HIGHEST, Level::LOWEST));
        assert_eq!((Level::HIGHEST.up(), Level::LOWEST.down()), (Level::HIGHEST, Level::LOWEST));
        assert_eq!((Level::LOWEST.up().get(), Level::HIGHEST.down().get()), (1, 3));
    }
}
