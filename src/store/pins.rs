//! Pins: the exact questionnaire text that was asked, written once, never changed.

use super::disk;
use super::error::StoreError;
use super::layout::{Layout, hash, hash_of, make_dir, write_new};
use std::fs::OpenOptions;
use std::io::BufReader;
use std::path::PathBuf;

/// The name of a text: 16 hexadecimal digits of its sha256.
pub fn name(text: &str) -> String {
    hash(text, 16)
}

/// Keeps a text; comes back with its name.
///
/// # Errors
/// When the operating system refuses.
pub fn keep(layout: &Layout, text: &str) -> Result<String, StoreError> {
    let name = name(text);
    let path = path(layout, &name);
    disk::inside(&layout.root, &path)?;
    if !path.exists() {
        make_dir(&layout.pins())?;
        write_new(&path, text.as_bytes())?;
    }
    Ok(name)
}

/// Where a pin lies.
pub fn path(layout: &Layout, name: &str) -> PathBuf {
    layout.pins().join(format!("{name}.toml"))
}

/// Whether a pin is there and is what its name says, byte for byte. Cheaper than reading it: nothing of it is kept.
pub fn is_whole(layout: &Layout, pin: &str) -> bool {
    let path = path(layout, pin);
    if disk::inside(&layout.root, &path).is_err() {
        return false;
    }
    let open = disk::open(&path, OpenOptions::new().read(true));
    let sum = open.and_then(|file| hash_of(BufReader::with_capacity(1 << 16, file), pin.len()));
    sum.is_ok_and(|sum| sum == pin)
}

/// Reads a pin and checks that it is what its name says.
///
/// # Errors
/// When the pin is missing, unreadable or not what its name says.
pub fn read(layout: &Layout, pin: &str) -> Result<String, StoreError> {
    let path = path(layout, pin);
    let bad = |what: String| StoreError::Bad {
        path: path.clone(),
        line: 0,
        what,
        hint: "bring the file back from git or a backup; until then the round can only be read as a log".into(),
    };
    if pin.len() != 16 || !pin.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        return Err(bad(format!("`{pin}` is no name of a pin")));
    }
    disk::inside(&layout.root, &path)?;
    let bytes = disk::read(&path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => bad("this pin is missing".into()),
        _ => StoreError::io("read", &path)(e),
    })?;
    let text = String::from_utf8(bytes).map_err(|_| bad("not UTF-8".into()))?;
    if name(&text) == pin {
        return Ok(text);
    }
    // Git may have changed the ends of its lines, and nothing else.
    let plain = text.replace("\r\n", "\n");
    if name(&plain) == pin { Ok(plain) } else { Err(bad("the text was changed: its sha256 does not match its name".into())) }
}
