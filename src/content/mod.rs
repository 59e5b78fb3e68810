//! Floor 1: from text to the model. Questionnaires and answer sheets, with every problem at its place.

pub mod answers;
pub mod check;
pub mod compiled;
pub mod decode;
pub mod diagnostic;
pub mod embedded;
pub mod keys;
pub mod library;
pub mod lint;
pub mod parse;
pub mod readability;
pub mod scaffold;
pub mod schema;
pub mod source;
