//! Templates: shipped ones, and the workspace's own by the same name. Strict, fuelled, loaded from one folder.

use super::error::ReportError;
use super::escape;
use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior, syntax::SyntaxConfig};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Shipped templates: name and text.
pub const SHIPPED: &[(&str, &str)] = &[("plan.md.j2", include_str!("../../templates/plan.md.j2"))];

/// How much work a template may do before it is stopped: far beyond any report, well under a second.
const FUEL: u64 = 20_000_000;

/// One template of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name: `plan.md.j2`.
    pub name: String,
    /// Whether the workspace's own is used.
    pub own: bool,
}

/// All templates, with those of a folder first.
pub fn list(folder: &Path) -> Vec<Listed> {
    let mut names: Vec<Listed> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| n.ends_with(".j2"))
        .map(|name| Listed { name, own: true })
        .collect();
    for (name, _) in SHIPPED {
        if !names.iter().any(|l| l.name == *name) {
            names.push(Listed { name: (*name).to_owned(), own: false });
        }
    }
    names.sort_by(|a, b| a.name.cmp(&b.name));
    names
}

/// Renders a template. `name` is a name such as `plan`, or the path of a file; templates it includes come from its folder.
pub fn render(name: &str, format: &str, folder: &Path, context: &impl Serialize) -> Result<String, ReportError> {
    if format != "md" {
        return Err(ReportError::Format(format.to_owned()));
    }
    let as_path = Path::new(name);
    let is_path = name.contains(std::path::MAIN_SEPARATOR) || name.ends_with(".j2");
    let (folder, file) = match as_path.parent().filter(|_| is_path && as_path.is_file()) {
        Some(parent) => (parent.to_owned(), as_path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()),
        None if is_path && !SHIPPED.iter().any(|(n, _)| *n == name) && !folder.join(name).is_file() => {
            let source = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(ReportError::Io { doing: "read", path: as_path.to_owned(), source });
        }
        None if name.ends_with(".j2") => (folder.to_owned(), name.to_owned()),
        None => (folder.to_owned(), format!("{name}.{format}.j2")),
    };
    let environment = environment(folder.clone())?;
    let template = environment.get_template(&file).map_err(|e| {
        if e.kind() == ErrorKind::TemplateNotFound {
            let known = list(&folder).into_iter().map(|l| l.name.replace(".md.j2", "")).collect();
            ReportError::Missing { name: name.to_owned(), known }
        } else {
            explain(&e, &folder)
        }
    })?;
    let mut text = template.render(Serde(context)).map_err(|e| explain(&e, &folder))?;
    // Blocks that print nothing leave their empty lines behind.
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    while text.ends_with("\n\n") {
        text.pop();
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

fn environment(folder: PathBuf) -> Result<Environment<'static>, ReportError> {
    let mut environment = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    let syntax = syntax.build().map_err(|e| explain(&e, &folder))?;
    environment.set_syntax(syntax);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment
        .set_auto_escape_callback(|name| if name.contains(".md") { AutoEscape::Custom("markdown".into()) } else { AutoEscape::None });
    environment.set_formatter(format_value);
    environment.add_filter("prose", |text: String| Value::from_safe_string(escape::prose(&text)));
    environment.add_filter("code", |text: String| Value::from_safe_string(code(&text)));
    environment.set_loader(move |name| {
        // One folder, no way out of it.
        if name.contains(['/', '\\']) || name.contains("..") {
            return Ok(None);
        }
        match std::fs::read_to_string(folder.join(name)) {
            Ok(text) => Ok(Some(text)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                Ok(SHIPPED.iter().find(|(n, _)| *n == name).map(|(_, t)| (*t).to_owned()))
            }
            Err(e) => Err(minijinja::Error::new(ErrorKind::InvalidOperation, format!("cannot read {name}: {e}"))),
        }
    });
    Ok(environment)
}

/// Writes every value the same way on every platform; refuses what would print as `True` or `none`.
fn format_value(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    let refuse =
        |what: &str| Err(minijinja::Error::new(ErrorKind::InvalidOperation, format!("{what} cannot be printed: test it with `if`")));
    match value.kind() {
        ValueKind::Undefined => Err(minijinja::Error::new(ErrorKind::UndefinedError, "this value is not there")),
        ValueKind::None => refuse("nothing"),
        ValueKind::Bool => refuse("true or false"),
        ValueKind::Number => write(out, &value.to_string()),
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default();
            let plain = value.is_safe() || *state.auto_escape() == AutoEscape::None;
            if plain { write(out, text) } else { write(out, &escape::markdown(text)) }
        }
        _ => refuse("a list or a table"),
    }
}

fn write(out: &mut Output<'_>, text: &str) -> Result<(), minijinja::Error> {
    std::fmt::Write::write_str(out, text).map_err(|_| minijinja::Error::new(ErrorKind::WriteFailure, "cannot write"))
}

/// A code span that holds any text.
fn code(text: &str) -> String {
    let text = escape::one_line(text);
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn explain(error: &minijinja::Error, folder: &Path) -> ReportError {
    let name = error.name().unwrap_or("template");
    let own = folder.join(name);
    let name = if own.is_file() { own.display().to_string() } else { format!("(embedded) {name}") };
    let detail = error.detail().map(|d| format!(": {d}")).unwrap_or_default();
    let mut what = format!("{}{detail}", error.kind());
    if error.kind() == ErrorKind::OutOfFuel {
        what = "the template does not come to an end".to_owned();
    }
    ReportError::Template { name, line: error.line().unwrap_or(1), what }
}
