//! Where things lie in a workspace, and how the name of a system becomes a folder.

use super::disk;
use super::error::StoreError;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

/// The format of workspaces that this program writes.
pub const FORMAT: i64 = 1;

/// The file that makes a folder a workspace.
pub const MARKER: &str = "underpin.toml";

const ATTRIBUTES: &str = "*.jsonl text eol=lf merge=union\npins/* -text\nsystem.toml text eol=lf\n";
const IGNORE: &str = ".lock\n.start.part\n.underpin-*.part\n.drafts/\n.exports/\n.cache/\nprivate.jsonl\n";

/// The paths of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Its folder.
    pub root: PathBuf,
}

impl Layout {
    /// Folder of pinned questionnaires.
    pub fn pins(&self) -> PathBuf {
        self.root.join("pins")
    }

    /// Folder of systems.
    pub fn systems(&self) -> PathBuf {
        self.root.join("systems")
    }

    /// Folder of a system.
    pub fn system(&self, slug: &str) -> PathBuf {
        self.systems().join(slug)
    }

    /// Folder of a round.
    pub fn round(&self, slug: &str, round: &str) -> PathBuf {
        self.system(slug).join(round)
    }

    /// The log of a round.
    pub fn log(&self, slug: &str, round: &str) -> PathBuf {
        self.round(slug, round).join("answers.jsonl")
    }

    /// The workspace's own questionnaires.
    pub fn questionnaires(&self) -> PathBuf {
        self.root.join("questionnaires")
    }

    /// The workspace's own templates.
    pub fn templates(&self) -> PathBuf {
        self.root.join("templates")
    }

    /// Refuses a workspace that a newer program made.
    ///
    /// # Errors
    /// When its marker cannot be read, is no TOML, or names a format that this program does not know.
    pub fn check(&self) -> Result<(), StoreError> {
        let path = self.root.join(MARKER);
        let text = match disk::read_text(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(StoreError::io("read", &path)(e)),
        };
        let table = StoreError::table(&path, &text, "mend the file, or restore it from a backup")?;
        let bad = |what: String, hint: &str| StoreError::Bad { path: path.clone(), line: 0, what, hint: hint.into() };
        match table.get("format").and_then(toml::Value::as_integer) {
            Some(n) if (1..=FORMAT).contains(&n) => Ok(()),
            Some(n) => Err(bad(format!("this workspace has format {n}"), "install an Underpin that reads this format")),
            None => Err(bad("`format` is missing or no number".into(), "write `format = 1`")),
        }
    }

    /// Makes the folder a workspace, if it is none yet.
    ///
    /// # Errors
    /// When the operating system refuses a folder or a file.
    pub fn create(&self) -> Result<(), StoreError> {
        make_dir(&self.root)?;
        let name = self.root.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_else(|| "workspace".into());
        let marker = format!("format = {FORMAT}\nname = {}\n", toml::Value::String(name));
        for (file, text) in [(".gitattributes", ATTRIBUTES), (".gitignore", IGNORE), (MARKER, marker.as_str())] {
            let path = self.root.join(file);
            if !path.exists() {
                write_new(&path, text.as_bytes())?;
            }
        }
        Ok(())
    }
}

/// Creates a folder and its parents, and makes their names durable.
///
/// # Errors
/// When the operating system refuses.
pub fn make_dir(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty());
    if let Some(parent) = parent {
        make_dir(parent)?;
    }
    match disk::create_dir(path) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists || !path.is_dir() => return Err(StoreError::io("create", path)(e)),
        _ => {}
    }
    sync_dir(parent.unwrap_or(Path::new(".")))
}

/// Makes names in a folder durable.
///
/// # Errors
/// When the operating system refuses.
pub fn sync_dir(path: &Path) -> Result<(), StoreError> {
    disk::sync_folder(path).map_err(StoreError::io("save", path))
}

/// How the files are called that become others when they are whole.
const PART: (&str, &str) = (".underpin-", ".part");

/// How often a file is begun anew whose name was taken away.
const TRIES: usize = 4;

/// Writes a file whole or not at all, unless it is there already; durable.
///
/// # Errors
/// When the operating system refuses.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    put(path, bytes, false)
}

/// Writes a file whole or not at all, replacing what is there, whose permissions it gets; durable.
///
/// # Errors
/// When the operating system refuses; what was there stays.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    put(path, bytes, true)
}

fn put(path: &Path, bytes: &[u8], over: bool) -> Result<(), StoreError> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut result = Ok(());
    for _ in 0..TRIES {
        result = put_once(path, folder, bytes, over);
        match &result {
            Err(e) if e.kind() == io::ErrorKind::NotFound && folder.is_dir() => {}
            _ => break,
        }
    }
    result.map_err(StoreError::io("write", path))?;
    sync_dir(folder)
}

fn put_once(path: &Path, folder: &Path, bytes: &[u8], over: bool) -> io::Result<()> {
    sweep(folder);
    let mut part = beside(folder)?;
    // Whoever sweeps leaves it alone while it is held. Where there are no locks, nothing is swept either.
    let _ = part.as_file().try_lock();
    disk::write_all(part.as_file_mut(), bytes)?;
    disk::sync(part.as_file())?;
    if let Some(there) = fs::metadata(path).ok().filter(|_| over) {
        part.as_file().set_permissions(there.permissions())?;
    }
    disk::turn()?;
    let named = if over { part.persist(path) } else { part.persist_noclobber(path) };
    match named {
        Err(e) if over || e.error.kind() != io::ErrorKind::AlreadyExists => Err(e.error),
        _ => Ok(()),
    }
}

/// Removes what a killed program left behind: files that would have become others, and that nobody holds any more.
fn sweep(folder: &Path) {
    let is_part = |name: &std::ffi::OsStr| {
        let name = name.to_string_lossy();
        name.starts_with(PART.0) && name.ends_with(PART.1)
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_part(&entry.file_name()) && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            let held = File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
            if held {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// A temporary file with the permissions of any new file: what the umask leaves.
fn beside(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PART.0).suffix(PART.1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    disk::turn()?;
    builder.tempfile_in(folder)
}

/// The first `n` characters of the sha256 of a text or of bytes, lower-case hexadecimal.
pub fn hash(text: impl AsRef<[u8]>, n: usize) -> String {
    digits(&Sha256::digest(text.as_ref()), n)
}

/// The same of what a reader gives, of which nothing is kept.
///
/// # Errors
/// When it cannot be read.
pub fn hash_of(mut reader: impl BufRead, n: usize) -> io::Result<String> {
    let mut sum = Sha256::new();
    loop {
        let there = reader.fill_buf()?;
        let read = there.len();
        if read == 0 {
            return Ok(digits(&sum.finalize(), n));
        }
        sum.update(there);
        reader.consume(read);
    }
}

fn digits(digest: &[u8], n: usize) -> String {
    digest.iter().flat_map(|b| [b >> 4, b & 15]).filter_map(|d| char::from_digit(u32::from(d), 16)).take(n).collect()
}

/// The folder name of a system: lower-case ASCII letters, digits and `-` of its name; never empty, never reserved.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().map(|c| c.to_ascii_lowercase()) {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            // Runs of anything else part words; letters of other scripts vanish with them.
            _ => slug.push('-'),
        }
    }
    let slug: String = slug.chars().take(60).collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() {
        return format!("system-{}", hash(name, 6));
    }
    if is_reserved(slug) {
        return format!("{slug}-system");
    }
    slug.to_owned()
}

fn is_reserved(slug: &str) -> bool {
    let numbered = |p: &str| slug.strip_prefix(p).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()));
    matches!(slug, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// Whether a name is already a folder name.
pub fn is_slug(name: &str) -> bool {
    slug(name) == name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_becomes_one_safe_folder_name() {
        assert_eq!(slug("Shop"), "shop");
        assert_eq!(slug("../x"), "x");
        assert_eq!(slug("  My  Big -- Shop! "), "my-big-shop");
        assert_eq!(slug("CON"), "con-system");
        assert_eq!(slug("com7"), "com7-system");
        assert_eq!(slug("Café 24"), "caf-24");
        for odd in ["🦀🦀", "متجر", "...", "—"] {
            let s = slug(odd);
            assert!(s.starts_with("system-") && s.len() == 13, "{odd} -> {s}");
        }
        assert_eq!(slug(&"x".repeat(300)).len(), 60);
        assert_eq!(slug(&format!("{}-b", "a".repeat(59))), "a".repeat(59));
        assert_ne!(slug("متجر"), slug("سوق"));
    }

    #[test]
    fn the_hash_is_sha256_in_lower_case() {
        assert_eq!(hash("abc", 16), "ba7816bf8f01cfea");
    }
}
