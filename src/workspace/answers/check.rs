//! Whether a sheet fits the questionnaire of its round: looked at as a whole, before anything is written.

use underpin_core::content::answers::AnswerSheet;
use underpin_core::content::decode::{Decoder, Place};
use underpin_core::content::diagnostic::{Diagnostic, Rule, did_you_mean};
use underpin_core::log::event::{Said, Setting};
use underpin_core::log::key::SettingKey;
use underpin_core::model::question::{FactKind, Kind, Question};
use underpin_core::model::questionnaire::Questionnaire;
use underpin_core::standing::read_value;

/// Everything in a sheet that does not fit, in the order of the file; `track` is one that was asked for beside it.
pub fn check(questionnaire: &Questionnaire, sheet: &AnswerSheet, track: Option<&str>, shown: &str) -> Vec<Diagnostic> {
    let mut d = Decoder { paths: vec![shown.to_owned()], found: Vec::new() };
    for (key, value, place) in &sheet.set {
        check_setting(questionnaire, key, value.as_ref(), place, &mut d);
    }
    for track in sheet.tracks.iter().map(String::as_str).chain(track) {
        if questionnaire.track(track).is_none() {
            let hint = did_you_mean(track, questionnaire.tracks.iter().map(|t| t.id.as_str()));
            d.report(Rule::UnknownId, (0, 0..0), format!("there is no track `{track}`{hint}"));
        }
    }
    let entries = sheet.entries.iter().map(|e| (&e.question, e.value.as_ref(), &e.place));
    let settled = sheet.settled.iter().map(|s| (&s.question, Some(&s.value), &s.place));
    let notes = sheet.notes.iter().filter_map(|(note, place)| Some((note.question.as_ref()?, None, place)));
    for (id, value, place) in entries.chain(settled).chain(notes) {
        if let (Some(question), Some(value)) = (question(questionnaire, id, place, &mut d), value) {
            check_value(question, value, place, &mut d);
        }
    }
    d.found.sort_by_key(|x| x.span.start);
    d.found
}

fn check_setting(questionnaire: &Questionnaire, key: &SettingKey, value: Option<&Setting>, place: &Place, d: &mut Decoder) {
    let id = match key {
        SettingKey::Fact(id) => id,
        SettingKey::Other(key) => {
            d.report(
                Rule::UnknownKey,
                place.clone(),
                format!("`{key}` is no setting: use scope, fact.ID, context.NAME, respondent.NAME, action.ID.FIELD or finding.ID.FIELD"),
            );
            return;
        }
        _ => return,
    };
    match (questionnaire.fact(id).map(|f| &f.kind), value) {
        (None, _) => d.report(Rule::UnknownId, place.clone(), format!("there is no fact `{id}`")),
        (Some(FactKind::YesNo), Some(v)) if !matches!(v, Setting::Bool(_)) => {
            d.report(Rule::WrongType, place.clone(), format!("the fact `{id}` is true or false"));
        }
        (Some(FactKind::Choice(choices)), Some(v)) if !choices.contains(&v.show()) => {
            d.report(Rule::UnknownWord, place.clone(), format!("the fact `{id}` is one of: {}", choices.join(", ")));
        }
        _ => {}
    }
}

fn question<'q>(questionnaire: &'q Questionnaire, id: &str, place: &Place, d: &mut Decoder) -> Option<&'q Question> {
    let found = questionnaire.question(id);
    if found.is_none() {
        let hint = did_you_mean(id, questionnaire.by_id.keys().map(String::as_str));
        d.report(Rule::UnknownId, place.clone(), format!("there is no question `{id}`{hint}; what is gone for good goes to [[retired]]"));
    }
    found
}

fn check_value(question: &Question, value: &Said, place: &Place, d: &mut Decoder) {
    if *value == Said::Clear || read_value(question, value).is_some() {
        return;
    }
    let expected = match &question.kind {
        _ if matches!(value, Said::NotApplicable(_)) => "cannot be not applicable: it carries a gate".to_owned(),
        Kind::Levels(_) => "takes level = 0 to 4, or range = [low, high]".to_owned(),
        Kind::Figure { unit, .. } => format!("takes figure = NUMBER ({unit}); the program finds the level"),
        Kind::Ratio { parts, .. } => format!("takes parts = {{ {} = NUMBER, {} = NUMBER }}; the program divides", parts[0].id, parts[1].id),
        Kind::Text => "takes text = \"...\"".to_owned(),
    };
    d.report(Rule::WrongType, place.clone(), format!("`{}` {expected}", question.id));
}
