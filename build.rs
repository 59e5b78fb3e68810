//! Reads the shipped audit when the program is built, with the program's own reader, so that no start has to read TOML.
//! An audit with errors is left out: the program then reads the text and can say what is wrong with it.

use std::path::Path;
use std::{env, fs, io};

#[allow(dead_code)]
#[path = "src/content/mod.rs"]
mod content;
#[allow(dead_code)]
#[path = "src/domain/mod.rs"]
mod domain;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=questionnaires");
    println!("cargo::rerun-if-changed=src/content");
    println!("cargo::rerun-if-changed=src/domain");
    let audit = content::embedded::source(content::embedded::AUDIT)
        .and_then(|source| content::parse::read(&source, content::parse::Depth::Asking).0)
        .and_then(|audit| content::compiled::write(&audit));
    let folder = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(Path::new(&folder).join("audit.postcard"), audit.unwrap_or_default())
}
