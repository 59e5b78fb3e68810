//! From text to the model. Questionnaires and answer sheets, with every problem at its place.

pub mod answers;
mod check;
pub mod compiled;
pub mod decode;
pub mod diagnostic;
pub mod keys;
mod lint;
pub mod open;
mod parse;
mod raw;
pub mod readability;
pub mod scaffold;
pub mod schema;
pub mod source;
