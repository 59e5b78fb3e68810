//! Floor 0: pure. No files, environment, clock, terminal, template or TOML.

pub mod comparison;
pub mod condition;
pub mod decision;
pub mod entry;
pub mod event;
pub mod exact;
pub mod fold;
pub mod period;
pub mod plan;
pub mod questionnaire;
pub mod round;
pub mod route;
pub mod standing;
pub mod wording;
