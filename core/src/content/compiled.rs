//! A questionnaire in the form that opens fastest. The shipped audit is brought into it when the program is built, because
//! it is opened at every start, and reading it from TOML would take longer than all else together.

use super::open::Content;
use crate::model::guidance::Guidance;
use crate::model::questionnaire::Questionnaire;

/// The compact form: what asking needs, and what stands beside it, which a start leaves closed. `None` if it cannot be
/// written, which no questionnaire is known to cause.
pub fn write(content: &Content) -> Option<(Vec<u8>, Vec<u8>)> {
    Some((postcard::to_allocvec(&content.questionnaire).ok()?, postcard::to_allocvec(&content.guidance).ok()?))
}

/// Opens what asking needs. `None` if it is no such form: the caller reads the text instead.
pub fn questionnaire(form: &[u8]) -> Option<Questionnaire> {
    let mut questionnaire: Questionnaire = postcard::from_bytes(form).ok()?;
    questionnaire.index_ids();
    Some(questionnaire)
}

/// Opens what stands beside it.
pub fn guidance(form: &[u8]) -> Option<Guidance> {
    postcard::from_bytes(form).ok()
}
