//! The questionnaire: what is asked, in which order, and the rules it is judged by.

use super::contradiction::Contradiction;
use super::question::{Area, Fact, Question};
use super::rules::{Pillar, Published, Rules};
use super::track::Track;
use super::words::Verdict;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A whole questionnaire, checked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Questionnaire {
    /// Id; the name of its file or folder.
    pub id: String,
    /// Version of the content.
    pub version: String,
    /// Heading.
    pub title: String,
    /// One or two sentences about what it is for.
    pub about: String,
    /// Whether there is a verdict at all.
    pub decides: bool,
    /// Pillars in order; empty where there is no verdict.
    pub pillars: Vec<Pillar>,
    /// The rules of the verdict.
    pub rules: Rules,
    /// Their record, where it was measured.
    pub published: Option<Published>,
    /// Areas in order.
    pub areas: Vec<Area>,
    /// Facts about the system.
    pub facts: Vec<Fact>,
    /// Tracks in order.
    pub tracks: Vec<Track>,
    /// Questions in file order.
    pub questions: Vec<Question>,
    /// Answers that cannot both be true, in order.
    pub contradictions: Vec<Contradiction>,
    /// Position of every question by id.
    #[serde(skip)]
    pub by_id: HashMap<String, usize>,
}

impl Questionnaire {
    /// Fills [`Questionnaire::by_id`]; of two questions with one id the first is meant.
    pub fn index_ids(&mut self) {
        self.by_id = HashMap::with_capacity(self.questions.len());
        for question in self.questions.iter().filter(|q| !q.id.is_empty()) {
            self.by_id.entry(question.id.clone()).or_insert(question.index);
        }
    }

    /// The question of this id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.get(*self.by_id.get(id)?)
    }

    /// The question at this position.
    pub fn at(&self, index: usize) -> Option<&Question> {
        self.questions.get(index)
    }

    /// The track of this id.
    pub fn track(&self, id: &str) -> Option<&Track> {
        self.tracks.iter().find(|t| t.id == id)
    }

    /// The fact of this id.
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        self.facts.iter().find(|f| f.id == id)
    }

    /// The title of a question's area.
    pub fn area_title(&self, question: &Question) -> &str {
        self.areas.get(question.area).map_or("", |a| a.title.as_str())
    }

    /// The widest deciding track: no `at_most`, then most questions, then file order.
    pub fn widest_track(&self) -> Option<&Track> {
        let mut best: Option<&Track> = None;
        for track in self.tracks.iter().filter(|t| t.decides) {
            let rank = |t: &Track| (t.at_most.unwrap_or(Verdict::Rebuild), t.questions().count());
            if best.is_none_or(|b| rank(track) > rank(b)) {
                best = Some(track);
            }
        }
        best
    }
}
