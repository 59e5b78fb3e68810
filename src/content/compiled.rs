//! A questionnaire in the form that opens fastest. The shipped audit is brought into it when the program is built, because
//! it is opened at every start, and reading it from TOML would take longer than all else together.

use crate::domain::questionnaire::{Caution, Pattern, Practice, Questionnaire, Remedy, Sign};
use serde::{Deserialize, Serialize};

/// What asking does without, kept apart: a start opens only the other part.
#[derive(Default, Serialize, Deserialize)]
struct Beside {
    remedies: Vec<Remedy>,
    cautions: Vec<Caution>,
    signs: Vec<Sign>,
    practices: Vec<Practice>,
    patterns: Vec<Pattern>,
}

/// The compact form of a whole questionnaire: what asking needs, and what stands beside it. `None` if it cannot be written,
/// which no questionnaire is known to cause.
pub fn write(mut questionnaire: Questionnaire) -> Option<(Vec<u8>, Vec<u8>)> {
    let beside = Beside {
        remedies: std::mem::take(&mut questionnaire.remedies),
        cautions: std::mem::take(&mut questionnaire.cautions),
        signs: std::mem::take(&mut questionnaire.signs),
        practices: std::mem::take(&mut questionnaire.practices),
        patterns: std::mem::take(&mut questionnaire.patterns),
    };
    Some((postcard::to_allocvec(&questionnaire).ok()?, postcard::to_allocvec(&beside).ok()?))
}

/// Opens what asking needs. `None` if it is no such form: the caller reads the text instead.
pub fn open(asking: &[u8]) -> Option<Questionnaire> {
    let mut questionnaire: Questionnaire = postcard::from_bytes(asking).ok()?;
    questionnaire.index_ids();
    Some(questionnaire)
}

/// Opens the whole.
pub fn open_whole(asking: &[u8], beside: &[u8]) -> Option<Questionnaire> {
    let Beside { remedies, cautions, signs, practices, patterns } = postcard::from_bytes(beside).ok()?;
    Some(Questionnaire { remedies, cautions, signs, practices, patterns, ..open(asking)? })
}
