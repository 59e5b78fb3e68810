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
    let audit = open::read(&source).0;
    let (asking, beside) = audit.as_ref().and_then(compiled::write).unwrap_or_default();
    let folder = env::var_os("OUT_DIR").ok_or_else(|| missing("cargo sets OUT_DIR"))?;
    fs::write(Path::new(&folder).join("asking.postcard"), asking)?;
    fs::write(Path::new(&folder).join("beside.postcard"), beside)
}
