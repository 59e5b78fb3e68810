//! The nouns: what is asked, what to do about it, and the numbers and dates it is made of.

pub mod condition;
pub mod contradiction;
pub mod difference;
pub mod exact;
pub mod guidance;
pub mod level;
pub mod period;
pub mod question;
pub mod questionnaire;
pub mod rules;
pub mod track;
pub mod words;
