//! Floor 1: from model to text. Reports, JSON and comparisons; one file each.

pub mod compare;
pub mod context;
pub mod error;
pub mod escape;
pub mod json;
pub mod templates;
pub mod view;
