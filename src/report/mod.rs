//! From model to text. Reports, JSON and comparisons; one file each.

pub mod apart;
pub mod compare;
pub mod error;
pub mod facts;
pub mod formats;
pub mod json;
pub mod templates;
