//! Reports of a round: the same bytes from the command line and from the screen.

use super::Workspace;
use super::error::Error;
use super::opened::OpenRound;
use crate::library::audit;
use crate::report::error::ReportError;
use crate::report::facts::Context;
use crate::report::formats::{self, Page};
use crate::report::templates;
use crate::store::exports::{self, Target};
use crate::store::layout::Layout;
use std::path::{Path, PathBuf};
use underpin_core::decision::certainty::Certainty;
use underpin_core::round::Round;

/// The facts of a round, with how sure its verdict is where that is known.
///
/// # Errors
/// When what stands beside the questions cannot be read.
pub fn facts(workspace: &Workspace, round: &Round, certainty: Option<&Certainty>) -> Result<Context, Error> {
    let guidance = workspace.guidance(&round.pin)?;
    Ok(Context::of(round, &guidance, certainty, audit::questionnaire().as_ref()))
}

/// Renders a report.
///
/// # Errors
/// When the pin cannot be read, there is no such format or template, or the template has a mistake.
pub fn render(workspace: &Workspace, opened: &OpenRound, template: &str, format: &str) -> Result<String, Error> {
    let format = formats::find(format)?;
    let certainty = opened.round.has_verdict().then(|| opened.round.certainty());
    let facts = facts(workspace, &opened.round, certainty)?;
    Ok(format.render(&Page { template, folder: &workspace.layout.templates(), facts: &facts })?)
}

/// Writes a report whole or not at all. Into a folder it gets a name of its own; where a person changed what was written
/// there, another one.
///
/// # Errors
/// When its folder does not exist, when the path is one of the workspace's own, or the operating system refuses.
pub fn write(opened: &OpenRound, template: &str, format: &str, to: &Path, text: &str) -> Result<PathBuf, Error> {
    let layout = layout_of(opened);
    let wanted = place(opened, template, format, to)?;
    let stem = wanted.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = wanted.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    let others = (2..=MOST).map(|n| wanted.with_file_name(format!("{stem}-{n}{ending}")));
    for path in std::iter::once(wanted.clone()).chain(others) {
        if let Some(path) = put(&layout, &path, text)? {
            return Ok(path);
        }
    }
    Err(changed(&wanted))
}

/// Writes a report to exactly this place, and over what a person changed there only when told to.
///
/// # Errors
/// As [`write()`], and when a person changed what is there.
pub fn write_over(opened: &OpenRound, template: &str, format: &str, to: &Path, text: &str, force: bool) -> Result<PathBuf, Error> {
    let layout = layout_of(opened);
    let path = place(opened, template, format, to)?;
    match (force, exports::target(&layout, &path)?) {
        (true, Target::File(file)) => {
            exports::put(&layout, &file, text.as_bytes())?;
            Ok(path)
        }
        _ => put(&layout, &path, text)?.ok_or_else(|| changed(&path)),
    }
}

/// How many names are tried.
const MOST: usize = 99;

/// The workspace that a round lies in: `systems/SYSTEM/ROUND/answers.jsonl` below its root.
fn layout_of(opened: &OpenRound) -> Layout {
    Layout { root: opened.path.ancestors().nth(4).unwrap_or(&opened.path).to_owned() }
}

fn place(opened: &OpenRound, template: &str, format: &str, to: &Path) -> Result<PathBuf, Error> {
    let path = if to.is_dir() { to.join(file_name(opened, template, format)) } else { to.to_owned() };
    if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty() && !p.is_dir()) {
        let source = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(ReportError::Io { doing: "write into the folder", path: parent.to_owned(), source }.into());
    }
    Ok(path)
}

/// Writes where nothing is lost by it; comes back with nothing where a person changed what is there.
fn put(layout: &Layout, path: &Path, text: &str) -> Result<Option<PathBuf>, Error> {
    match exports::target(layout, path)? {
        Target::Stream(stream) => exports::pour(&stream, text.as_bytes())?,
        Target::File(file) if exports::is_ours(layout, &file, text.as_bytes())? => exports::put(layout, &file, text.as_bytes())?,
        Target::File(_) => return Ok(None),
    }
    Ok(Some(path.to_owned()))
}

fn changed(path: &Path) -> Error {
    Error::Usage {
        what: format!("{} is not what Underpin last wrote there: somebody may have worked on it", path.display()),
        hint: "write to another name, or add --force to write over it".into(),
    }
}

/// The template of the action plan.
pub const PLAN: &str = "plan";

/// The name that the action plan gets in the format that is written where none is asked for.
pub fn plan_file(opened: &OpenRound) -> String {
    file_name(opened, PLAN, formats::DEFAULT.name())
}

/// The name a report gets: `shop-2026-Q4-plan.md`.
pub fn file_name(opened: &OpenRound, template: &str, format: &str) -> String {
    let ending = formats::find(format).map_or(format, |f| f.extension());
    format!("{}-{}-{}.{ending}", opened.slug, opened.round.id, templates::stem(template))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::workspace::answers::{Options, apply};
    use serde_json::Value;
    use std::collections::{BTreeMap, BTreeSet};

    const CONTRACT: &str = include_str!("../../docs/templates.md");

    /// Fields of the contract: each with the fields of what it holds, if the page names them.
    fn named() -> BTreeMap<String, BTreeSet<String>> {
        let mut fields = BTreeMap::new();
        let rows = CONTRACT.lines().filter_map(|l| l.strip_prefix("| `")).filter_map(|l| l.split(" | ").next());
        for row in rows {
            // Outside brackets each name is a field, inside them of the last one.
            let (mut last, mut inside) = (String::new(), false);
            for (i, piece) in format!("`{row}").split('`').enumerate() {
                match i % 2 {
                    0 => inside = if piece.contains('(') { true } else { inside && !piece.contains(')') },
                    _ if inside => {
                        let inner: &mut BTreeSet<String> = fields.entry(last.clone()).or_default();
                        inner.insert(piece.to_owned());
                    }
                    _ => {
                        last = piece.to_owned();
                        fields.entry(last.clone()).or_default();
                    }
                }
            }
        }
        fields
    }

    fn keys(value: &Value) -> BTreeSet<String> {
        match value {
            Value::Object(o) => o.keys().cloned().collect(),
            Value::Array(list) => list.first().map(keys).unwrap_or_default(),
            _ => BTreeSet::new(),
        }
    }

    #[test]
    fn the_contract_of_templates_names_every_field_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::open(folder.path().join("work"), Some(jiff::civil::date(2026, 11, 20))).unwrap();
        let options = Options { round: Some("2026-Q4".into()), ..Options::default() };
        apply(&workspace, "Shop", include_str!("../cli/demo-before.toml"), "example", &options).unwrap();
        let system = workspace.system("Shop").unwrap();
        let opened = workspace.open_round(&system.slug, system.rounds.last().unwrap()).unwrap();
        let facts = facts(&workspace, &opened.round, Some(opened.round.certainty())).unwrap();
        assert!(std::ptr::eq(opened.round.certainty(), opened.round.certainty()), "worlds are drawn once for a report");
        assert!(opened.round.worlds().so_far() > 0, "and those that told whether it is decided are not drawn again");
        let value = serde_json::to_value(&facts).unwrap();
        let named = named();
        assert_eq!(named.keys().cloned().collect::<BTreeSet<_>>(), keys(&value));
        let mut compared = 0;
        for (field, inner) in named.iter().filter(|(_, inner)| !inner.is_empty()) {
            let found = keys(&value[field]);
            if !found.is_empty() {
                assert_eq!(*inner, found, "{field}");
                compared += 1;
            }
        }
        assert!(compared > 12, "most lists of the example hold something: {compared}");
    }
}
