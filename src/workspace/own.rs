//! What a workspace has of its own: questionnaires that are begun or taken over, templates that are taken over.

use super::Workspace;
use super::error::Error;
use crate::library::embedded;
use crate::report::formats;
use crate::report::templates::{self, Listed};
use crate::store::disk;
use crate::store::layout::{make_dir, write_new};
use std::path::{Path, PathBuf};
use underpin_core::content::decode::is_kebab;
use underpin_core::content::scaffold;

impl Workspace {
    /// Begins a questionnaire of one file, and comes back with its path.
    ///
    /// # Errors
    /// When the id is none, when a questionnaire of the workspace has it, or the operating system refuses.
    pub fn begin_questionnaire(&self, id: &str) -> Result<PathBuf, Error> {
        if !is_kebab(id) {
            return Err(Error::Usage {
                what: format!("`{id}` is no id"),
                hint: "use lower-case letters and digits in groups joined by `-`, such as api-review".into(),
            });
        }
        let folder = self.layout.questionnaires();
        let path = folder.join(format!("{id}.toml"));
        refuse_if_there(&path, ANOTHER_ID)?;
        refuse_if_there(&folder.join(id), ANOTHER_ID)?;
        self.write_files(&path, &folder, &[(path.clone(), scaffold::scaffold(id).as_str())])?;
        Ok(path)
    }

    /// Takes a shipped questionnaire over, and comes back with its folder.
    ///
    /// # Errors
    /// When none of this id is shipped, when it is there already, or the operating system refuses.
    pub fn eject_questionnaire(&self, id: &str) -> Result<PathBuf, Error> {
        let known = || embedded::ids().into_iter().map(str::to_owned).collect();
        let source = embedded::source(id).ok_or_else(|| Error::NoQuestionnaire { id: id.to_owned(), known: known() })?;
        let folder = self.layout.questionnaires().join(id);
        refuse_if_there(&folder, ANOTHER_ID)?;
        let files: Vec<(PathBuf, &str)> = source.files.iter().map(|file| (folder.join(&file.name), &*file.text)).collect();
        self.write_files(&folder, &folder, &files)?;
        Ok(folder)
    }

    /// Takes a shipped template over, and comes back with its path.
    ///
    /// # Errors
    /// As [`Workspace::eject_questionnaire`].
    pub fn eject_template(&self, name: &str) -> Result<PathBuf, Error> {
        let (file, text) = templates::shipped(name)?;
        let folder = self.layout.templates();
        let path = folder.join(file);
        refuse_if_there(&path, "change it, or remove it first")?;
        self.write_files(&path, &folder, &[(path.clone(), text)])?;
        Ok(path)
    }

    /// The templates of every format, the workspace's own before a shipped one of the same name.
    pub fn templates(&self) -> Vec<Listed> {
        formats::ALL.iter().flat_map(|format| templates::list(&self.layout.templates(), *format)).collect()
    }

    /// Writes files into a folder of the workspace, which is made first; `made` is what may not lead out of it.
    fn write_files(&self, made: &Path, folder: &Path, files: &[(PathBuf, &str)]) -> Result<(), Error> {
        disk::inside(&self.layout.root, made)?;
        self.layout.create()?;
        make_dir(folder)?;
        for (path, text) in files {
            write_new(path, text.as_bytes())?;
        }
        Ok(())
    }
}

/// What to do where a questionnaire is there already.
const ANOTHER_ID: &str = "change it, or choose another id";

fn refuse_if_there(path: &Path, hint: &str) -> Result<(), Error> {
    if path.exists() {
        return Err(Error::Usage { what: format!("{} is already there", path.display()), hint: hint.into() });
    }
    Ok(())
}
