//! Reads the shipped audit when the program is built, with the program's own reader, so that no start has to read TOML.
//! An audit with errors is left out: the program then reads the text and can say what is wrong with it.

use sha2::{Digest as _, Sha256};
use std::path::Path;
use std::{env, fs, io};
use underpin_core::content::{compiled, open};

#[allow(dead_code)]
#[path = "src/library/embedded.rs"]
mod embedded;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=questionnaires");
    println!("cargo::rerun-if-changed=src/library/embedded.rs");
    let missing = |what: &str| io::Error::other(what.to_owned());
    let source = embedded::source(embedded::AUDIT).ok_or_else(|| missing("no audit is shipped"))?;
    let pin: String = Sha256::digest(source.joined()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=UNDERPIN_AUDIT_PIN={pin}");
    println!("cargo::rustc-env=UNDERPIN_PROGRAM={}-{}", env!("CARGO_PKG_VERSION"), sources()?);
    let audit = open::read(&source).0;
    let (asking, beside) = audit.as_ref().and_then(compiled::write).unwrap_or_default();
    let folder = env::var_os("OUT_DIR").ok_or_else(|| missing("cargo sets OUT_DIR"))?;
    fs::write(Path::new(&folder).join("asking.postcard"), asking)?;
    fs::write(Path::new(&folder).join("beside.postcard"), beside)
}

/// A sum of everything that this program is made of, so that what one build remembers is never believed by another. Of a package
/// the core and the versions of others are elsewhere; there the version says enough.
fn sources() -> io::Result<String> {
    let mut sum = Sha256::new();
    for part in ["src", "core/src", "questionnaires", "Cargo.toml", "core/Cargo.toml", "Cargo.lock", "build.rs"] {
        if Path::new(part).exists() {
            println!("cargo::rerun-if-changed={part}");
            add(&mut sum, Path::new(part))?;
        }
    }
    Ok(sum.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

fn add(sum: &mut Sha256, path: &Path) -> io::Result<()> {
    if !path.is_dir() {
        let bytes = fs::read(path)?;
        sum.update(format!("{}\n{}\n", path.display(), bytes.len()));
        sum.update(bytes);
        return Ok(());
    }
    let mut inside = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    inside.sort();
    inside.iter().try_for_each(|path| add(sum, path))
}
