//! What "answered" means, said once for every place that counts: lists, headlines, titles, reports.

use crate::decision::outcome::Counts;

impl Counts {
    /// Questions that have an answer with a level: answered, or answered by several who do not agree. This is the number that
    /// people are shown beside [`Counts::applicable`] as "answered". `answered` alone is one state of section 6 of the
    /// formats, kept for JSON.
    pub fn with_answer(&self) -> usize {
        self.answered + self.disagreements
    }

    /// Questions that nobody has to be asked again for now: those with an answer, and those that are known to be unknown. This
    /// is progress, not coverage.
    pub fn handled(&self) -> usize {
        self.with_answer() + self.unknown
    }

    /// Questions whose answer is still missing: nothing said, unknown or put aside.
    pub fn open(&self) -> usize {
        self.unanswered + self.unknown + self.parked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_applicable_question_is_counted_once() {
        let counts = Counts { applicable: 15, answered: 5, unanswered: 4, unknown: 3, parked: 2, disagreements: 1, ..Counts::default() };
        assert_eq!((counts.with_answer(), counts.handled(), counts.open()), (6, 9, 9));
        assert_eq!(counts.with_answer() + counts.open(), counts.applicable);
        assert_eq!(counts.handled() + counts.unanswered + counts.parked, counts.applicable);
    }
}
