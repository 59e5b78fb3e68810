//! A questionnaire in the form that opens fastest. The shipped audit is brought into it when the program is built, because
//! it is opened at every start, and reading it from TOML would take longer than all else together.

use crate::domain::questionnaire::Questionnaire;

/// The compact form. `None` if it cannot be written, which no questionnaire is known to cause.
pub fn write(questionnaire: &Questionnaire) -> Option<Vec<u8>> {
    postcard::to_allocvec(questionnaire).ok()
}

/// Opens the compact form. `None` if it is none: the caller reads the text instead.
pub fn open(bytes: &[u8]) -> Option<Questionnaire> {
    let mut questionnaire: Questionnaire = postcard::from_bytes(bytes).ok()?;
    questionnaire.index_ids();
    Some(questionnaire)
}
