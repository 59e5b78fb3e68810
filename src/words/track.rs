//! A track in words: how much of it there is, and how far it counts.

use super::duration;
use underpin_core::model::track::Track;

/// How much there is to answer: "26 questions, 15 minutes".
pub fn amount(track: &Track) -> String {
    let minutes = track.minutes.map(|m| format!(", {}", duration(m))).unwrap_or_default();
    format!("{} questions{minutes}", track.questions().count())
}

/// How far it counts, where that is less than the whole: "adds answers", "at most restructure".
pub fn reservation(track: &Track) -> Option<String> {
    match track.at_most {
        _ if !track.decides => Some("adds answers".to_owned()),
        most => most.map(|verdict| format!("at most {verdict}")),
    }
}
