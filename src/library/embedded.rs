//! The texts of the questionnaires that ship inside the program, packed by build.rs: a start needs none of them.

use super::shipped::{FILES, id_of};
use miniz_oxide::inflate::decompress_to_vec_zlib;
use underpin_core::content::source::{File, Origin, Source};

// `const PACKED: &[&[u8]]`, in the order of FILES.
include!(concat!(env!("OUT_DIR"), "/packed.rs"));

/// Ids of the shipped questionnaires, in order.
pub fn ids() -> Vec<&'static str> {
    let mut ids: Vec<&str> = FILES.iter().copied().map(id_of).collect();
    ids.dedup();
    ids
}

/// What was packed when the program was built; `None` where these are no such bytes.
pub(super) fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    decompress_to_vec_zlib(packed).ok()
}

/// The source of a shipped questionnaire.
pub fn source(id: &str) -> Option<Source> {
    let mine = FILES.iter().zip(PACKED).filter(|(path, _)| id_of(path) == id);
    let files: Vec<File> = mine
        .filter_map(|(path, packed)| {
            Some(File {
                name: path.split_once('/').map_or(*path, |(_, name)| name).to_owned(),
                shown: format!("(embedded) {path}"),
                text: String::from_utf8(unpack(packed)?).ok()?.into(),
            })
        })
        .collect();
    (!files.is_empty()).then(|| Source { name: id.to_owned(), origin: Origin::Embedded, is_folder: files.len() > 1, files })
}
