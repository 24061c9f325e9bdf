//! The file of a configuration: read whole, copied once, written whole or not at all.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::cli::Failure;
use crate::problem::{Code, Problem};
use crate::units::clean_text;

/// The longest configuration, in bytes. Claude Code keeps more than settings in its file.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Copies that are kept beside a file.
const COPIES_COUNT_MAX: usize = 99;

/// A file, by the path the user knows and the one behind all links.
pub(in crate::cli) struct ConfigFile {
    path: PathBuf,
    real: PathBuf,
}

impl ConfigFile {
    /// The file at this path, which need not be there.
    pub(in crate::cli) fn at(path: PathBuf) -> Self {
        // Renaming over a link would cut it: settings kept elsewhere are linked to.
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        Self { path, real }
    }

    /// The path as people know it.
    pub(in crate::cli) fn name(&self) -> String {
        clean_text(&self.path.display().to_string())
    }

    /// What it holds; none where there is no file.
    pub(in crate::cli) fn read(&self) -> Result<Option<String>, Failure> {
        read(&self.real, &self.name())
    }

    /// Puts a text in the place of what was read; nothing is written where that has changed meanwhile.
    pub(super) fn write(&self, before: Option<&str>, text: &str) -> Result<(), Failure> {
        let folder = self.folder();
        std::fs::create_dir_all(folder).map_err(|error| self.trouble("its folder cannot be made", &error))?;
        let cannot = |error: std::io::Error| self.trouble("cannot be written", &error);
        let mut builder = tempfile::Builder::new();
        builder.prefix(".cco-");
        let mut new = builder.tempfile_in(folder).map_err(cannot)?;
        new.write_all(text.as_bytes()).map_err(cannot)?;
        if before.is_some() {
            let permissions = std::fs::metadata(&self.real).map_err(cannot)?.permissions();
            new.as_file().set_permissions(permissions).map_err(cannot)?;
        }
        new.as_file().sync_all().map_err(cannot)?;
        if self.read()?.as_deref() != before {
            return Err(Failure::Trouble(format!(
                "{}: was changed by another program just now. Nothing was written; run this again.",
                self.name()
            )));
        }
        let placed = if before.is_some() { new.persist(&self.real) } else { new.persist_noclobber(&self.real) };
        placed.map(drop).map_err(|refused| cannot(refused.error))
    }

    /// Copies the file beside itself, unless such a copy is there. No copy is ever written over.
    pub(super) fn copy(&self, text: &str) -> Result<PathBuf, Failure> {
        let cannot = |error: std::io::Error| self.trouble("cannot be copied", &error);
        for path in self.copies() {
            match std::fs::read_to_string(&path) {
                Ok(copy) if copy == text => return Ok(path),
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    let mut new = tempfile::NamedTempFile::new_in(self.folder()).map_err(cannot)?;
                    new.write_all(text.as_bytes()).map_err(cannot)?;
                    let permissions = std::fs::metadata(&self.real).map_err(cannot)?.permissions();
                    new.as_file().set_permissions(permissions).map_err(cannot)?;
                    return match new.persist_noclobber(&path) {
                        Ok(_) => Ok(path),
                        Err(refused) => Err(cannot(refused.error)),
                    };
                }
                _ => {}
            }
        }
        Err(Failure::Trouble(format!("{}: has {COPIES_COUNT_MAX} copies beside it. Take some away.", self.name())))
    }

    /// The copies that are there, with what they hold.
    pub(super) fn copied(&self) -> impl Iterator<Item = (PathBuf, String)> {
        self.copies().map_while(|path| std::fs::read_to_string(&path).ok().map(|text| (path, text)))
    }

    /// Takes the file away.
    pub(super) fn delete(&self) -> Result<(), Failure> {
        std::fs::remove_file(&self.real).map_err(|error| self.trouble("cannot be taken away", &error))
    }

    fn copies(&self) -> impl Iterator<Item = PathBuf> {
        (1..=COPIES_COUNT_MAX).map(|number| {
            let mut name = self.real.file_name().unwrap_or_default().to_owned();
            name.push(".cco-backup");
            if number > 1 {
                name.push(format!("-{number}"));
            }
            self.real.with_file_name(name)
        })
    }

    fn folder(&self) -> &Path {
        self.real.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
    }

    fn trouble(&self, what: &str, error: &std::io::Error) -> Failure {
        Failure::Trouble(format!("{}: {what}: {error}. Nothing was changed.", self.name()))
    }
}

fn read(path: &Path, name: &str) -> Result<Option<String>, Failure> {
    let refused = |code, why: &str, help: &str| Err(Problem::new(code, name, why, help).into());
    let cannot = |error: &std::io::Error| {
        let why = format!("cannot be read: {}", clean_text(&error.to_string()));
        Problem::new(Code::FileMissing, name, why, "Check the file and its permissions.")
    };
    let there = match std::fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        there => there.map_err(|error| cannot(&error))?,
    };
    if !there.is_file() {
        return refused(Code::FileMissing, "is not a regular file", "Move away what lies there.");
    }
    if there.len() > FILE_BYTES_MAX {
        return refused(Code::FileTooLarge, "is too long for a configuration", "Check what it is.");
    }
    match String::from_utf8(std::fs::read(path).map_err(|error| cannot(&error))?) {
        Ok(text) => Ok(Some(text)),
        Err(_) => refused(Code::Encoding, "is not UTF-8", "Save it as UTF-8, as the client wants it."),
    }
}
