//! Templates: shipped ones, and the workspace's own by the same name. Strict, fuelled, loaded from one folder. Each is written
//! in the format that its file's name ends with, which escapes every value in it: a file that ends otherwise is refused.

use super::apart;
use super::error::{Fault, ReportError};
use super::formats::{DEFAULT, Format, Page};
use crate::safe::visible;
use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior, syntax::SyntaxConfig};
use serde::Serialize;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// Shipped templates: file and text.
const SHIPPED: &[(&str, &str)] = &[("plan.md.j2", include_str!("../../templates/plan.md.j2"))];

/// How much work a template may do before it is stopped: far beyond any report, well under a second.
const FUEL: u64 = 20_000_000;

/// The most a template may be long.
const LONGEST: u64 = 256 << 10;

/// One template of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its file: `plan.md.j2`.
    pub file: String,
    /// Whether the workspace's own is used.
    pub own: bool,
}

/// How the file of every template of a format ends.
fn ending(format: &dyn Format) -> String {
    format!(".{}.j2", format.extension())
}

/// The file of a template by name or file name.
fn file_of(name: &str, format: &dyn Format) -> String {
    let ending = ending(format);
    if name.ends_with(&ending) { name.to_owned() } else { format!("{name}{ending}") }
}

/// The name of a template by its path: `plan` of `mine/plan.md.j2`.
pub fn stem(template: &str) -> String {
    let file = Path::new(template).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    file.split('.').next().filter(|s| !s.is_empty()).unwrap_or("report").to_owned()
}

/// The shipped template of this name, in the format that is written where none is asked for, or of this file name: its file
/// and its text.
pub fn shipped(name: &str) -> Result<(&'static str, &'static str), ReportError> {
    let known = || SHIPPED.iter().map(|(file, _)| stem(file)).collect();
    let found = shipped_file(name).or_else(|| shipped_file(&file_of(name, DEFAULT)));
    found.ok_or_else(|| ReportError::Missing { name: name.to_owned(), known: known() })
}

fn shipped_file(name: &str) -> Option<(&'static str, &'static str)> {
    SHIPPED.iter().find(|(file, _)| *file == name).copied()
}

/// All templates of a format, with those of a folder first.
pub fn list(folder: &Path, format: &dyn Format) -> Vec<Listed> {
    let ending = ending(format);
    let mut found: Vec<Listed> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| n.ends_with(&ending))
        .map(|file| Listed { file, own: true })
        .collect();
    for (file, _) in SHIPPED.iter().filter(|(file, _)| file.ends_with(&ending)) {
        if !found.iter().any(|l| l.file == *file) {
            found.push(Listed { file: (*file).to_owned(), own: false });
        }
    }
    found.sort_by(|a, b| a.file.cmp(&b.file));
    found
}

/// The folder and the file that a name or a path means. What it includes comes from that folder.
fn locate(template: &str, folder: &Path, format: &dyn Format) -> Result<(PathBuf, String), ReportError> {
    let ending = ending(format);
    let path = Path::new(template);
    let is_path = template.contains(std::path::MAIN_SEPARATOR) || path.is_file();
    // A name has no dot; what has one names a file, and must end as templates do.
    if (is_path || template.contains('.')) && !template.ends_with(&ending) {
        return Err(ReportError::NoTemplate { name: template.to_owned(), ending });
    }
    let file = file_of(template, format);
    let known = folder.join(&file).is_file() || shipped_file(&file).is_some();
    match path.parent().filter(|_| path.is_file()) {
        Some(parent) => Ok((parent.to_owned(), path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default())),
        None if is_path || (template.ends_with(&ending) && !known) => {
            let source = std::io::Error::from(std::io::ErrorKind::NotFound);
            Err(ReportError::Io { doing: "read", path: path.to_owned(), source })
        }
        None => Ok((folder.to_owned(), file)),
    }
}

/// Renders the template of a page in its format: one that is not shipped, or could include one, apart from this process.
pub fn render(page: &Page<'_>, format: &'static dyn Format) -> Result<String, ReportError> {
    let (folder, file) = locate(page.template, page.folder, format)?;
    let is_ours = list(&folder, format).iter().all(|listed| !listed.own);
    let filled = if is_ours { fill(&folder, &file, format, page.facts) } else { apart::ask(&folder, &file, format, page.facts)? };
    filled.map_err(|fault| match fault {
        Fault::Missing => {
            let known = list(&folder, format).into_iter().map(|l| stem(&l.file)).collect();
            ReportError::Missing { name: page.template.to_owned(), known }
        }
        Fault::Template { name, line, what } => ReportError::Template { name, line, what },
    })
}

/// Renders for the program that started this process, if it was started for that; comes back with its exit code.
pub fn serve(args: impl Iterator<Item = OsString>) -> Option<u8> {
    let (folder, file, format, facts) = apart::asked(args)?;
    Some(apart::answer(fill(&folder, &file, format, &facts)))
}

/// Fills a template of a folder with facts.
fn fill(folder: &Path, file: &str, format: &'static dyn Format, facts: &impl Serialize) -> Result<String, Fault> {
    let environment = environment(folder.to_owned(), format)?;
    let template = environment.get_template(file).map_err(|e| match e.kind() {
        ErrorKind::TemplateNotFound => Fault::Missing,
        _ => explain(&e, folder, file),
    })?;
    let mut text = template.render(Serde(facts)).map_err(|e| explain(&e, folder, file))?;
    // A template may hold anything; nothing in a report controls the terminal that shows it.
    text = text.replace("\r\n", "\n");
    text = text.chars().map(|c| if matches!(c, '\n' | '\t') { c } else { visible(c) }).collect();
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

fn environment(folder: PathBuf, format: &'static dyn Format) -> Result<Environment<'static>, Fault> {
    let mut environment = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    let syntax = syntax.build().map_err(|e| explain(&e, &folder, "template"))?;
    environment.set_syntax(syntax);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    // Whatever a file is called: no text of users goes into a report as it is.
    environment.set_auto_escape_callback(move |_| AutoEscape::Custom(format.name().into()));
    environment.set_formatter(move |out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value| format_value(out, value, format));
    environment.add_filter("prose", move |text: String| Value::from_safe_string(format.prose(&text)));
    environment.add_filter("code", move |text: String| Value::from_safe_string(format.code(&text)));
    let ending = ending(format);
    environment.set_loader(move |name| {
        // One folder, no way out of it, and templates only.
        if name.contains(['/', '\\']) || name.contains("..") || !name.ends_with(&ending) {
            return Ok(None);
        }
        match read(&folder, name) {
            Ok(text) => Ok(Some(text)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(shipped_file(name).map(|(_, text)| text.to_owned())),
            Err(e) => Err(minijinja::Error::new(ErrorKind::InvalidOperation, format!("cannot read {name}: {e}"))),
        }
    });
    Ok(environment)
}

/// Reads a template, through links too, as long as they stay in its folder.
fn read(folder: &Path, name: &str) -> io::Result<String> {
    let path = folder.join(name).canonicalize()?;
    let (inside, meta) = (path.parent() == Some(folder.canonicalize()?.as_path()), path.metadata()?);
    match () {
        () if !inside => Err(io::Error::other("it is a link out of its folder")),
        () if !meta.is_file() => Err(io::Error::other("it is no file")),
        () if meta.len() > LONGEST => Err(io::Error::other("it is longer than 256 KiB")),
        () => std::fs::read_to_string(path),
    }
}

/// Writes every value the same way on every platform; refuses what would print as `True` or `none`.
fn format_value(out: &mut Output<'_>, value: &Value, format: &dyn Format) -> Result<(), minijinja::Error> {
    let refuse =
        |what: &str| Err(minijinja::Error::new(ErrorKind::InvalidOperation, format!("{what} cannot be printed: test it with `if`")));
    match value.kind() {
        ValueKind::Undefined => Err(minijinja::Error::new(ErrorKind::UndefinedError, "this value is not there")),
        ValueKind::None => refuse("nothing"),
        ValueKind::Bool => refuse("true or false"),
        ValueKind::Number => write(out, &value.to_string()),
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default();
            if value.is_safe() { write(out, text) } else { write(out, &format.escape(text)) }
        }
        _ => refuse("a list or a table"),
    }
}

fn write(out: &mut Output<'_>, text: &str) -> Result<(), minijinja::Error> {
    std::fmt::Write::write_str(out, text).map_err(|_| minijinja::Error::new(ErrorKind::WriteFailure, "cannot write"))
}

fn explain(error: &minijinja::Error, folder: &Path, file: &str) -> Fault {
    let name = error.name().unwrap_or(file);
    let own = folder.join(name);
    let name = if own.is_file() { own.display().to_string() } else { format!("(embedded) {name}") };
    let detail = error.detail().map(|d| format!(": {d}")).unwrap_or_default();
    let mut what = format!("{}{detail}", error.kind());
    if error.kind() == ErrorKind::OutOfFuel {
        what = "the template does not come to an end".to_owned();
    }
    Fault::Template { name, line: error.line().unwrap_or(1), what }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A format that shows what it did to a text.
    struct Loud;

    impl Format for Loud {
        fn name(&self) -> &'static str {
            "loud"
        }

        fn escape(&self, text: &str) -> String {
            format!("escaped({text})")
        }

        fn prose(&self, text: &str) -> String {
            format!("prose({text})")
        }

        fn code(&self, text: &str) -> String {
            format!("code({text})")
        }

        fn render(&self, page: &Page<'_>) -> Result<String, ReportError> {
            render(page, &Loud)
        }
    }

    #[test]
    fn every_format_escapes_by_itself_and_has_templates_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        std::fs::write(folder.join("x.loud.j2"), "{{ text }} {{ text | prose }} {{ text | code }} {{ 1 }}").unwrap();
        std::fs::write(folder.join("x.md.j2"), "{{ text }} {{ text | prose }} {{ text | code }} {{ 1 }}").unwrap();
        let facts = json!({ "text": "`*`" });
        let filled = |format: &'static dyn Format| {
            let (folder, file) = locate("x", folder, format).unwrap();
            fill(&folder, &file, format, &facts).unwrap()
        };
        assert_eq!(filled(&Loud), "escaped(`*`) prose(`*`) code(`*`) 1\n");
        assert_eq!(filled(DEFAULT), format!("{} {} {} 1\n", DEFAULT.escape("`*`"), DEFAULT.prose("`*`"), DEFAULT.code("`*`")));
        // What is written in one format is no template of another.
        let files = |format: &dyn Format| list(folder, format).into_iter().map(|l| l.file).collect::<Vec<_>>();
        assert_eq!(files(&Loud), ["x.loud.j2"]);
        assert_eq!(files(DEFAULT), ["plan.md.j2", "x.md.j2"]);
        assert!(matches!(locate("x.md.j2", folder, &Loud), Err(ReportError::NoTemplate { .. })));
        assert!(matches!(fill(folder, "plan.loud.j2", &Loud, &facts), Err(Fault::Missing)));
        std::fs::write(folder.join("y.loud.j2"), "{% include 'x.md.j2' %}").unwrap();
        assert!(matches!(fill(folder, "y.loud.j2", &Loud, &facts), Err(Fault::Template { .. })));
    }
}
