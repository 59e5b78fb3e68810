//! Pieces that several screens draw with.

pub mod doc;
pub mod field;
pub mod frame;
pub mod list;
pub mod plane;
pub mod strip;
pub mod text;
