//! Opens a questionnaire: enough to ask, everything, or everything checked.

use super::check;
use super::decode::{Decoder, Table};
use super::diagnostic::{Diagnostic, Rule, Severity};
use super::lint;
use super::parse::{BESIDE_QUESTIONS, Reader, place};
use super::raw::Raw;
use super::source::{File, Source};
use crate::model::guidance::Guidance;
use crate::model::question::Question;
use crate::model::questionnaire::Questionnaire;
use toml::de::DeTable;

/// A questionnaire with everything that stands beside its questions.
#[derive(Clone, Debug)]
pub struct Content {
    /// What is asked, and the rules it is judged by.
    pub questionnaire: Questionnaire,
    /// What to do about weak answers.
    pub guidance: Guidance,
}

/// Reads everything; nothing is checked beyond what the model needs. It comes back only if nothing found is an error.
pub fn read(source: &Source) -> (Option<Content>, Vec<Diagnostic>) {
    read_whole(source, false)
}

/// Reads everything, with every rule of the checker.
pub fn check(source: &Source) -> (Option<Content>, Vec<Diagnostic>) {
    read_whole(source, true)
}

fn read_whole(source: &Source, checked: bool) -> (Option<Content>, Vec<Diagnostic>) {
    let mut decoder = Decoder { paths: source.files.iter().map(|f| f.shown.clone()).collect(), found: Vec::new() };
    if checked {
        for (file, at) in source.marks() {
            decoder.report(Rule::FileMark, (file, at..at + 8), "a line begins like a mark between joined files");
        }
    }
    let documents: Vec<(usize, toml::Spanned<DeTable<'_>>)> =
        source.files.iter().enumerate().map(|(i, f)| (i, decoder.document(i, &f.text))).collect();
    let tables: Vec<Table<'_>> = documents.iter().map(|(file, d)| Table { table: d.get_ref(), start: 0, end: 0, file: *file }).collect();
    let is_top = |t: &&Table<'_>| {
        let file = source.files.get(t.file);
        file.is_some_and(|f| f.name == "questionnaire.toml" || (source.files.len() == 1 && !source.is_folder))
    };
    let Some(top) = tables.iter().find(is_top).copied() else {
        decoder.report(Rule::MissingFile, (0, 0..0), "there is no questionnaire.toml");
        return (None, decoder.found);
    };
    let mut reader = Reader { decoder, source };
    let (mut questionnaire, mut raw) = reader.head(top);
    let found = tables.iter().flat_map(|file| reader.questions(file, &questionnaire)).collect();
    raw.questions = place(found, &mut questionnaire);
    reader.tracks(&top, &mut questionnaire, &mut raw);
    reader.contradictions(&top, &mut questionnaire, &mut raw);
    let guidance = reader.guidance(&tables, &questionnaire, &mut raw);
    let mut decoder = reader.decoder;
    if checked {
        check::check(&questionnaire, &guidance, &raw, source, &mut decoder);
        if !decoder.found.iter().any(|d| d.rule.severity() == Severity::Error) {
            lint::lint(&questionnaire, &guidance, &raw, &mut decoder);
        }
    }
    finish(Content { questionnaire, guidance }, decoder.found)
}

/// Only what asking needs: files beside the questions are left alone, and each file is left as soon as its questions are
/// taken, which keeps memory small.
pub fn read_to_ask(source: &Source) -> (Option<Questionnaire>, Vec<Diagnostic>) {
    let decoder = Decoder { paths: source.files.iter().map(|f| f.shown.clone()).collect(), found: Vec::new() };
    let mut reader = Reader { decoder, source };
    let is_top = |f: &File| f.name == "questionnaire.toml" || (source.files.len() == 1 && !source.is_folder);
    let Some((index, file)) = source.files.iter().enumerate().find(|(_, f)| is_top(f)) else {
        reader.decoder.report(Rule::MissingFile, (0, 0..0), "there is no questionnaire.toml");
        return (None, reader.decoder.found);
    };
    let top = reader.decoder.document(index, &file.text);
    let top = Table { table: top.get_ref(), start: 0, end: 0, file: index };
    let (mut questionnaire, mut raw): (Questionnaire, Raw<'_>) = reader.head(top);
    let mut found: Vec<(Question, ())> = reader.questions(&top, &questionnaire).into_iter().map(|(q, _)| (q, ())).collect();
    for (i, file) in source.files.iter().enumerate().filter(|(i, f)| *i != index && !BESIDE_QUESTIONS.contains(&f.name.as_str())) {
        let document = reader.decoder.document(i, &file.text);
        let table = Table { table: document.get_ref(), start: 0, end: 0, file: i };
        found.extend(reader.questions(&table, &questionnaire).into_iter().map(|(q, _)| (q, ())));
    }
    place(found, &mut questionnaire);
    reader.tracks(&top, &mut questionnaire, &mut raw);
    reader.contradictions(&top, &mut questionnaire, &mut raw);
    finish(questionnaire, reader.decoder.found)
}

/// Problems in order, and what was read if none is an error.
fn finish<T>(read: T, mut found: Vec<Diagnostic>) -> (Option<T>, Vec<Diagnostic>) {
    found.sort_by(|a, b| (&a.path, a.span.start, a.rule).cmp(&(&b.path, b.span.start, b.rule)));
    found.dedup();
    let fine = !found.iter().any(|d| d.rule.severity() == Severity::Error);
    (fine.then_some(read), found)
}
