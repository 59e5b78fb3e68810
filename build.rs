//! Reads the shipped audit when the program is built, with the program's own reader, so that no start has to read TOML.
//! An audit with errors is left out: the program then reads the text and can say what is wrong with it.

use sha2::{Digest as _, Sha256};
use std::path::Path;
use std::{env, fs, io};
use underpin_core::content::source::{File, Origin, Source};
use underpin_core::content::{compiled, open};

#[path = "src/library/shipped.rs"]
mod shipped;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=questionnaires");
    println!("cargo::rerun-if-changed=src/library/shipped.rs");
    let missing = |what: &str| io::Error::other(what.to_owned());
    let folder = env::var_os("OUT_DIR").ok_or_else(|| missing("cargo sets OUT_DIR"))?;
    let folder = Path::new(&folder);
    let texts = shipped::FILES.iter().map(|path| fs::read_to_string(Path::new("questionnaires").join(path)));
    let texts = texts.collect::<io::Result<Vec<String>>>()?;
    pack(folder, &texts)?;
    let source = audit(&texts);
    let pin: String = Sha256::digest(source.joined()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=UNDERPIN_AUDIT_PIN={pin}");
    println!("cargo::rustc-env=UNDERPIN_PROGRAM={}-{}", env!("CARGO_PKG_VERSION"), sources()?);
    let audit = open::read(&source).0;
    let (asking, beside) = audit.as_ref().and_then(compiled::write).unwrap_or_default();
    fs::write(folder.join("asking.postcard"), asking)?;
    fs::write(folder.join("beside.postcard.z"), squeeze(&beside))
}

/// The shipped audit, for the reader.
fn audit(texts: &[String]) -> Source {
    let mine = shipped::FILES.iter().zip(texts).filter(|(path, _)| shipped::id_of(path) == shipped::AUDIT);
    let name = |path: &str| path.split_once('/').map_or(path, |(_, name)| name).to_owned();
    let file = |(path, text): (&&str, &String)| File { name: name(path), shown: (*path).to_owned(), text: text.clone().into() };
    Source { name: shipped::AUDIT.to_owned(), origin: Origin::Embedded, is_folder: true, files: mine.map(file).collect() }
}

/// Packs the texts of all shipped questionnaires, and writes the list of them that the program includes.
fn pack(folder: &Path, texts: &[String]) -> io::Result<()> {
    let mut list = String::from("const PACKED: &[&[u8]] = &[");
    for (place, text) in texts.iter().enumerate() {
        fs::write(folder.join(format!("{place}.z")), squeeze(text.as_bytes()))?;
        list.push_str(&format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{place}.z\")), "));
    }
    list.push_str("];\n");
    fs::write(folder.join("packed.rs"), list)
}

fn squeeze(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(bytes, 9)
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
