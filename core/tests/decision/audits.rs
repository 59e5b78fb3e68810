//! Questionnaires around sheets, so that whole outcomes can be had of them; and rounds of the shipped audit.

use crate::support;
use std::sync::Arc;
use underpin_core::content::open;
use underpin_core::decision::outcome::Outcome;
use underpin_core::decision::sheet::{Entry, Ground, Sheet};
use underpin_core::decision::worlds::Worlds;
use underpin_core::log::event::{Event, Levels};
use underpin_core::log::fold::fold;
use underpin_core::log::line;
use underpin_core::model::exact::{Decimal, ratio};
use underpin_core::model::period::RoundId;
use underpin_core::model::question::{Area, Kind, Question};
use underpin_core::model::questionnaire::Questionnaire;
use underpin_core::model::rules::Pillar;
use underpin_core::model::words::{Axis, Cost, Scale};
use underpin_core::round::Round;
use underpin_core::standing::base::Base;
use underpin_core::standing::{Doubt, Standing, Stands};

/// A sheet with the questionnaire, the base and the standings that it comes from.
#[derive(Clone, Debug)]
pub struct Audit {
    pub questionnaire: Questionnaire,
    pub base: Base,
    pub standings: Vec<Standing>,
}

fn question(index: usize, entry: &Entry) -> Question {
    Question {
        index,
        id: format!("question-{index}"),
        criterion: Vec::new(),
        area: index % 2,
        axis: entry.axis,
        pillar: (entry.axis == Axis::Structural).then_some(entry.pillar),
        weight: entry.weight,
        flag: entry.flag,
        critical: false,
        urgent: false,
        floor: entry.floor,
        cap: entry.cap,
        title: String::new(),
        ask: String::new(),
        ask_whom: None,
        probe: Vec::new(),
        why: String::new(),
        kind: Kind::Levels(vec![String::new(); 5]),
        evidence: Vec::new(),
        cost: Cost::ALL[index * index % 3],
        fresh_days: None,
        applies_if: None,
        remedies: Vec::new(),
        links: Vec::new(),
        basis: String::new(),
        was: Vec::new(),
        also: Vec::new(),
        horizon: None,
        evidence_for: Vec::new(),
    }
}

/// The weight of a pillar by itself: what it weighs in the foundation, over its questions up to three. All of ours have at most
/// two decimals.
fn own_weight(ground: &Ground) -> Decimal {
    let one = &ground.weight / ratio(ground.questions.clamp(1, 3) as i64, 1);
    let hundredths = (one * ratio(100, 1)).to_integer();
    let text = format!("{:0>3}", hundredths.to_string());
    let (whole, part) = text.split_at(text.len() - 2);
    if ground.questions == 0 { Decimal::whole(1) } else { Decimal::parse(&format!("{whole}.{part}")).unwrap() }
}

fn standing(entry: &Entry) -> Standing {
    let state = if entry.span == Levels::ALL { Stands::Unanswered } else { Stands::Answered };
    let doubt = if entry.doubtful { vec![Doubt::Statement] } else { Vec::new() };
    Standing { span: entry.span, doubt, ..Standing::new(state) }
}

impl Audit {
    /// The audit whose base is this sheet: where a pillar has more questions than the sheet, those are not applicable.
    pub fn of(sheet: &Sheet) -> Audit {
        let mut questions: Vec<Question> = sheet.entries.iter().enumerate().map(|(i, e)| question(i, e)).collect();
        let mut standings: Vec<Standing> = sheet.entries.iter().map(standing).collect();
        for (pillar, ground) in sheet.pillars.iter().enumerate() {
            let asked = sheet.entries.iter().filter(|e| e.axis == Axis::Structural && e.pillar == pillar).count();
            for _ in asked..ground.questions {
                let entry = crate::sheets::plain(Axis::Structural, pillar, 1, Levels::ALL);
                questions.push(question(questions.len(), &entry));
                standings.push(Standing::new(Stands::NotApplicable));
            }
        }
        let area = |id: &str| Area { id: id.into(), title: String::new(), healthy: String::new(), attention: String::new() };
        let pillar = |(i, ground): (usize, &Ground)| Pillar {
            id: format!("pillar-{i}"),
            title: String::new(),
            weight: own_weight(ground),
            weak_at: ground.weak_at.clone(),
            restructures: ground.weak_at.is_some(),
            scale: if i % 2 == 0 { Scale::Code } else { Scale::Layout },
            healthy: String::new(),
            attention: String::new(),
        };
        let base = Base { tracks: vec!["all".into()], questions: (0..questions.len()).collect(), at_most: sheet.at_most };
        let questionnaire = Questionnaire {
            id: "made-up".into(),
            version: "1.0.0".into(),
            title: String::new(),
            about: String::new(),
            decides: true,
            pillars: sheet.pillars.iter().enumerate().map(pillar).collect(),
            rules: sheet.rules.clone(),
            published: None,
            areas: vec![area("one"), area("two")],
            facts: Vec::new(),
            tracks: Vec::new(),
            questions,
            contradictions: Vec::new(),
            by_id: std::collections::HashMap::new(),
        };
        Audit { questionnaire, base, standings }
    }

    /// The audit with every question as dear as any other.
    pub fn equally_dear(mut self) -> Audit {
        self.questionnaire.questions.iter_mut().for_each(|q| q.cost = Cost::Ask);
        self
    }

    pub fn outcome(&self) -> Outcome {
        Outcome::of(&self.questionnaire, &self.base, &self.standings)
    }

    pub fn worlds(&self) -> Worlds {
        Worlds::of(&self.questionnaire, &self.outcome().sheet)
    }
}

/// The shipped audit, read once.
pub fn shipped() -> Arc<Questionnaire> {
    static SHIPPED: std::sync::OnceLock<Arc<Questionnaire>> = std::sync::OnceLock::new();
    SHIPPED.get_or_init(|| Arc::new(open::read_to_ask(&support::shipped("backend")).0.unwrap())).clone()
}

/// A line of a log: its kind and fields as JSON, its id ending in this number.
pub fn event(n: usize, rest: &str) -> Arc<Event> {
    let text = format!(r#"{{"format":1,{rest},"at":"2026-11-20T10:00:00.000Z","author":"ana","id":"01JD000000000000000000{n:04}"}}"#);
    Arc::new(line::parse(&text).unwrap())
}

/// A round of the shipped audit with these lines.
pub fn round(id: &str, lines: &[Arc<Event>]) -> Round {
    Round::read("Shop".into(), RoundId::parse(id).unwrap(), shipped(), "0".repeat(16), fold(lines), 0)
}

/// A round of the shipped audit on a track, answered with these levels in file order; 5 and more: left open.
pub fn answered(track: &str, levels: &[u8]) -> Round {
    let start = event(1, r#""do":"start","questionnaire":"backend","version":"2.0.0","pin":"0123456789abcdef","system":"Shop""#);
    let open = event(2, &format!(r#""do":"set","key":"track.{track}","value":true"#));
    let said: Vec<(usize, u8)> = levels.iter().copied().enumerate().filter(|(_, l)| *l <= 4).collect();
    round("2026-Q4", &[start, open]).what_if(&said)
}
