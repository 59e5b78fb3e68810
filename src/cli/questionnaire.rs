//! `questionnaire ...`

use super::args::QuestionnaireCommand;
use super::{print, show, tell};
use crate::library::read_path;
use crate::words;
use crate::workspace::Workspace;
use crate::workspace::error::{Error, exit, render};
use std::fmt::Write as _;
use std::path::PathBuf;
use underpin_core::content::diagnostic::Severity;
use underpin_core::content::open::{self, Content};
use underpin_core::content::schema;
use underpin_core::content::source::{Origin, Source};
use underpin_core::model::guidance::Remedy;
use underpin_core::model::question::{Kind, Question};

/// Runs a command about questionnaires.
pub fn run(workspace: &Workspace, command: &QuestionnaireCommand) -> Result<u8, Error> {
    match command {
        QuestionnaireCommand::List => list(workspace),
        QuestionnaireCommand::Show { id, patterns: true, .. } => show_patterns(workspace, id),
        QuestionnaireCommand::Show { id, question, .. } => show_one(workspace, id, question.as_deref()),
        QuestionnaireCommand::Check { paths } => check(workspace, paths),
        QuestionnaireCommand::New { id } => new(workspace, id),
        QuestionnaireCommand::Eject { id } => eject(workspace, id),
        QuestionnaireCommand::Schema => {
            let text = serde_json::to_string_pretty(&schema::schema()).unwrap_or_default();
            print(&format!("{text}\n"))?;
            Ok(exit::OK)
        }
    }
}

fn list(workspace: &Workspace) -> Result<u8, Error> {
    let mut out = String::new();
    for listed in workspace.library.list() {
        let shadows: Vec<&str> = listed.shadows.iter().map(Origin::word).collect();
        let hides = if shadows.is_empty() { String::new() } else { format!("  hides: {}", shadows.join(", ")) };
        let title = match workspace.content(&listed.id) {
            Ok((Content { questionnaire: q, .. }, _)) => format!("{} {}, {} questions", q.title, q.version, q.questions.len()),
            Err(_) => "has problems: run `underpin questionnaire check`".to_owned(),
        };
        let _ = writeln!(out, "{:<24} {:<10} {}{hides}", listed.id, listed.origin.word(), title);
    }
    show(&out)?;
    Ok(exit::OK)
}

fn show_one(workspace: &Workspace, id: &str, question: Option<&str>) -> Result<u8, Error> {
    let (content, source) = workspace.content(id)?;
    let q = &content.questionnaire;
    let text = match question {
        None => overview(&content, source.origin.word()),
        Some(wanted) => match (q.question(wanted), content.guidance.remedy(wanted)) {
            (Some(found), _) => detail(&content, found),
            (None, Some(found)) => remedy(&content, found),
            (None, None) => {
                return Err(Error::Usage {
                    what: format!("`{id}` has no question or remedy `{wanted}`"),
                    hint: format!("`underpin questionnaire show {id}` lists the questions; a report names the remedies"),
                });
            }
        },
    };
    show(&text)?;
    Ok(exit::OK)
}

fn overview(Content { questionnaire: q, guidance }: &Content, origin: &str) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{} {} ({}, {origin})\n{}\n", q.title, q.version, q.id, q.about);
    let _ = writeln!(out, "Tracks");
    for t in &q.tracks {
        let minutes = t.minutes.map(|m| format!("{m} minutes")).unwrap_or_default();
        let counts: Vec<String> = [t.decides.then(|| "decides".to_owned()), words::reservation(t)].into_iter().flatten().collect();
        let _ = writeln!(out, "  {:<18} {:>3} questions  {minutes:<12} {}", t.id, t.questions().count(), counts.join(", "));
    }
    for (i, area) in q.areas.iter().enumerate() {
        let _ = writeln!(out, "\n{}", area.title);
        for x in q.questions.iter().filter(|x| x.area == i) {
            let _ = writeln!(out, "  {:<22} {:<12} {}", x.id, x.axis.word(), x.title);
        }
    }
    let _ = writeln!(out, "\n{} questions, {} remedies", q.questions.len(), guidance.remedies.len());
    out
}

fn remedy(Content { questionnaire: q, guidance }: &Content, r: &Remedy) -> String {
    let mut out = String::new();
    let effort = words::effort(r.effort_days.0.value(), r.effort_days.1.value());
    let _ = writeln!(out, "{}\n\n{}\n", r.title, r.gain);
    for (i, step) in r.steps.iter().enumerate() {
        let _ = writeln!(out, "  {}  {step}", i + 1);
    }
    let _ = writeln!(out, "\nDone when  {}", r.done_when);
    let _ = writeln!(out, "Effort     {effort}; impact {}, cost {}, risk {}; usually {}", r.impact, r.cost, r.risk, r.who);
    if let Some(per) = &r.effort_per {
        let figure = q.at(per.question).map_or("", |x| x.id.as_str());
        let part = per.part.as_ref().map(|p| format!(".{p}")).unwrap_or_default();
        let _ = writeln!(
            out,
            "           {} for each of {figure}{part}, where that is known",
            crate::words::effort(per.days.0.value(), per.days.1.value())
        );
    }
    let costs = [("Running", crate::words::running(r)), ("Outside", crate::words::outside_cost(r)), ("Helps not", r.helps_not.clone())];
    for (word, text) in costs.into_iter().filter_map(|(word, text)| Some((word, text?))) {
        let _ = writeln!(out, "{word:<10} {text}");
    }
    for pitfall in &r.pitfalls {
        let _ = writeln!(out, "Pitfall    {pitfall}");
    }
    for first in r.requires.iter().filter_map(|id| guidance.remedy(id)) {
        let _ = writeln!(out, "After      {} ({})", first.title, first.id);
    }
    let asked: Vec<&str> = q.questions.iter().filter(|x| x.remedies.contains(&r.id)).map(|x| x.id.as_str()).collect();
    let _ = writeln!(out, "Answers    {}", asked.join(", "));
    let _ = writeln!(out, "Basis      {}", r.basis);
    out
}

fn show_patterns(workspace: &Workspace, id: &str) -> Result<u8, Error> {
    let (Content { questionnaire: q, guidance }, _) = workspace.content(id)?;
    let mut out = String::new();
    if guidance.patterns.is_empty() {
        let _ = writeln!(out, "{} has no guidance on ways of building.", q.title);
    }
    for pattern in &guidance.patterns {
        let _ = writeln!(out, "{}\n", pattern.title);
        for (word, text) in [("Serves", &pattern.strong_when), ("Hurts", &pattern.weak_when), ("Test", &pattern.test)] {
            let _ = writeln!(out, "  {word:<10}{text}");
        }
        let _ = writeln!(out, "  {:<10}{}\n", "Asked in", pattern.questions.join(", "));
    }
    show(&out)?;
    Ok(exit::OK)
}

fn detail(Content { questionnaire: q, guidance }: &Content, x: &Question) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}\n\n{}\n", x.title, x.ask);
    match &x.kind {
        Kind::Levels(levels) => {
            for (i, level) in levels.iter().enumerate() {
                let _ = writeln!(out, "  {i}  {level}");
            }
        }
        Kind::Figure { unit, bands, .. } => {
            let _ = writeln!(out, "  a figure: {unit}; {}", words::changes_at(bands));
        }
        Kind::Ratio { parts, bands, .. } => {
            let _ = writeln!(out, "  {} / {}; {}", parts[0].label, parts[1].label, words::changes_at(bands));
        }
        Kind::Text => out.push_str("  free text\n"),
    }
    let _ = writeln!(out, "\nWhy     {}", x.why);
    for probe in &x.probe {
        let _ = writeln!(out, "Probe   {probe}");
    }
    for check in &x.evidence {
        let _ = writeln!(out, "Check   {check}");
    }
    for check in &x.evidence_for {
        let _ = writeln!(out, "Check   {} (only for some systems)", check.say);
    }
    let _ = writeln!(out, "Basis   {}", x.basis);
    let _ = writeln!(out, "Counts  {}, weight {}, area {}", x.axis, x.weight, q.area_title(x));
    for r in x.remedies.iter().filter_map(|r| guidance.remedy(r)) {
        let _ = writeln!(out, "Remedy  {}", r.title);
    }
    out
}

/// Checks paths, or everything that is shipped and in use.
fn check(workspace: &Workspace, paths: &[PathBuf]) -> Result<u8, Error> {
    let mut sources: Vec<Source> = Vec::new();
    for path in paths {
        sources.push(read_path(path, Origin::Path).map_err(|e| Error::Unreadable { what: path.display().to_string(), source: e })?);
    }
    if paths.is_empty() {
        for listed in workspace.library.list() {
            sources.push(workspace.source(&listed.id)?);
        }
    }
    let mut out = String::new();
    let mut errors = 0_usize;
    for source in &sources {
        let (content, found) = open::check(source);
        if !found.is_empty() {
            out.push_str(&render(source, &found));
            out.push('\n');
        }
        errors += found.len();
        let warnings = found.iter().filter(|d| d.rule.severity() == Severity::Warning).count();
        let name = if source.name.is_empty() { "?" } else { &source.name };
        match content {
            Some(Content { questionnaire: q, guidance }) if warnings == 0 => {
                let _ = writeln!(
                    out,
                    "{name} {}: {} questions, {} remedies, no problems",
                    q.version,
                    q.questions.len(),
                    guidance.remedies.len()
                );
            }
            _ => {
                let _ = writeln!(out, "{name}: {} problem{}", found.len(), if found.len() == 1 { "" } else { "s" });
            }
        }
    }
    show(&out)?;
    Ok(if errors == 0 { exit::OK } else { exit::FINDINGS })
}

fn new(workspace: &Workspace, id: &str) -> Result<u8, Error> {
    let path = workspace.begin_questionnaire(id)?;
    show(&format!("{}\n", path.display()))?;
    tell(&format!("next: edit it, then run `underpin questionnaire check {}`", path.display()));
    Ok(exit::OK)
}

fn eject(workspace: &Workspace, id: &str) -> Result<u8, Error> {
    let folder = workspace.eject_questionnaire(id)?;
    show(&format!("{}\n", folder.display()))?;
    tell("this copy is used from now on in this workspace; rounds that are under way keep their text");
    Ok(exit::OK)
}
