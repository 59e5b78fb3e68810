//! Invariant 3: the interval over open answers equals trying every filling.

use crate::invariants::scores;
use crate::sheets::{config, interval, reference, sheet, with_span};
use proptest::prelude::*;
use underpin_core::decision::assess::{Assessment, assess};
use underpin_core::decision::scores::{Pick, Scores};
use underpin_core::decision::sheet::Sheet;
use underpin_core::log::event::Levels;
use underpin_core::model::exact::Exact;
use underpin_core::model::rules::{Points, Score};

/// Every filling of the open answers with whole levels.
fn fillings(sheet: &Sheet) -> Vec<Sheet> {
    let mut all = vec![sheet.clone()];
    for i in 0..sheet.entries.len() {
        let span = sheet.entries[i].span;
        all = all.iter().flat_map(|s| (span.low..=span.high).map(|level| with_span(s, i, Levels::level(level)))).collect();
    }
    all
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn every_interval_is_exactly_what_full_enumeration_finds(s in sheet(7)) {
        let many: u32 = s.entries.iter().map(|e| u32::from(e.span.high - e.span.low) + 1).product();
        prop_assume!(many <= 128);
        let all: Vec<Assessment> = fillings(&s).iter().map(reference).collect();
        let (mild, strong) = (assess(&s, Pick::High, Pick::Low), assess(&s, Pick::Low, Pick::High));
        let ends = |of: fn(&Assessment) -> underpin_core::model::words::Verdict| (all.iter().map(of).min().unwrap(), all.iter().map(of).max().unwrap());
        prop_assert_eq!(interval(&s), ends(|a| a.verdict));
        prop_assert_eq!((mild.need, strong.need), ends(|a| a.need));
        prop_assert_eq!((mild.allowed, strong.allowed), ends(|a| a.allowed));
        for score in scores(&s) {
            let found: Vec<Option<Exact>> = all.iter().map(|a| a.scores.value(score)).collect();
            let (least, most) = (found.iter().min().unwrap(), found.iter().max().unwrap());
            let of = |pick: Pick| Scores::of(&s, pick, pick).value(score);
            let (worst, best) = if score.points() == Points::Up { (least, most) } else { (most, least) };
            prop_assert_eq!((&of(Pick::Low), &of(Pick::High)), (worst, best), "{:?}", score);
        }
        let flags = |pick: Pick| Scores::of(&s, pick, pick).value(Score::Flags);
        prop_assert!(all.iter().all(|a| (flags(Pick::High)..=flags(Pick::Low)).contains(&a.scores.value(Score::Flags))));
    }
}
