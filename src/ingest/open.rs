//! Opening a file inside the data folder, and nowhere else.

use std::fs::{File, Metadata};
use std::io::{Cursor, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

use super::guard::{Guarded, Meter, too_large};
use super::table::Source;
use super::whole::{Unpacked, Whole, unpacked};
use super::{FILE_BYTES_MAX, Format, Host, Watch};
use crate::problem::{Code, Problem, Stop};
use crate::shape::{fold, nearest};

/// A file that may be read, as often as its reader likes.
pub(super) struct Opened<'h> {
    /// Its name as the caller wrote it.
    pub(super) name: String,
    pub(super) format: Format,
    file: File,
    stamp: Stamp,
    watch: &'h dyn Watch,
    /// Its bytes in memory, where a file that is read here and there is packed.
    unpacked: OnceLock<Option<Unpacked>>,
}

/// What changes when somebody writes into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    bytes_count: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { bytes_count: metadata.len(), modified: metadata.modified().ok() }
    }
}

impl<'h> Opened<'h> {
    /// The bytes from the front.
    pub(super) fn bytes(&self, meter: &Meter) -> std::io::Result<Guarded<'h>> {
        Ok(Guarded::new(self.file()?, self.watch, meter.clone()))
    }

    /// The file for a reader that moves about in it; unpacked, if it is packed.
    pub(super) fn whole(&self) -> Result<Whole, Stop> {
        if self.unpacked.get().is_none() {
            let _ = self.unpacked.set(unpacked(self)?);
        }
        match self.unpacked.get().and_then(Option::as_ref) {
            Some(unpacked) => Ok(Whole::Memory(Cursor::new(unpacked.bytes.clone()))),
            None => self.file().and_then(Whole::of).map_err(|_| self.unreadable().into()),
        }
    }

    /// What packs it, where that was found out by [`Self::whole`].
    pub(super) fn told(&self) -> Option<&'static str> {
        self.unpacked.get().and_then(Option::as_ref).map(|unpacked| unpacked.told)
    }

    /// A file that was there and cannot be read.
    fn unreadable(&self) -> Problem {
        let help = "Check that it is still there and may be read.";
        Problem::new(Code::FileMissing, "file", format!("{} is not readable", self.name), help)
    }

    /// The file at its front.
    fn file(&self) -> std::io::Result<File> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }

    /// Whether the caller is gone.
    pub(super) fn is_cancelled(&self) -> bool {
        self.watch.is_cancelled()
    }

    /// Refuses what was read if the file was written meanwhile: half of it may be old.
    pub(super) fn check_unchanged(&self) -> Result<(), Problem> {
        match self.file.metadata() {
            Ok(metadata) if Stamp::of(&metadata) == self.stamp => Ok(()),
            _ => Err(Problem::new(
                Code::BadRow,
                self.name.clone(),
                "the file changed while it was read",
                "Call again when nobody writes to it, or read a copy.",
            )),
        }
    }
}

/// Opens the file of a table.
pub(super) fn open_source<'h>(file: &str, source: &Source<'_>, host: &Host<'h>) -> Result<Opened<'h>, Problem> {
    let opened = open(file, source.format, host)?;
    if source.sheet.is_some() && opened.format != Format::Xlsx {
        let help = "Leave sheet out, or name the workbook in file.";
        return Err(Problem::new(Code::Missing, "sheet", format!("{file} is no workbook and has no sheets"), help));
    }
    Ok(opened)
}

/// Opens a file named relative to the data folder.
fn open<'h>(name: &str, format: Option<&str>, host: &Host<'h>) -> Result<Opened<'h>, Problem> {
    let root = folder(name, host.data_dir)?;
    let format = format_of(name, format);
    // Of a name that is neither there nor of a known format the format is told: it would fail next.
    let path = resolve(name, root).or_else(|problem| format.clone().and(Err(problem)))?;
    let missing = |why: &str| {
        Problem::new(
            Code::FileMissing,
            "file",
            format!("{name} {why}"),
            "Check the spelling; the path is relative to the data folder.",
        )
    };
    let fits = |metadata: &Metadata| {
        if !metadata.is_file() {
            return Err(missing("is not a regular file"));
        }
        let bytes_count = metadata.len();
        if bytes_count > FILE_BYTES_MAX { Err(too_large(name, &format!("has {bytes_count} bytes"))) } else { Ok(()) }
    };
    // Asked before opening, because opening a pipe would wait for a writer, and again of what was opened, because
    // another file may have taken its place.
    fits(&std::fs::metadata(&path).map_err(|_| missing("is not there or not readable"))?)?;
    let format = format?;
    let file = File::open(&path).map_err(|_| missing("is not readable"))?;
    let metadata = file.metadata().map_err(|_| missing("is not readable"))?;
    fits(&metadata)?;
    Ok(Opened {
        name: name.to_owned(),
        format,
        file,
        stamp: Stamp::of(&metadata),
        watch: host.watch,
        unpacked: OnceLock::new(),
    })
}

/// The path, proven to lie inside the data folder after every link is followed.
fn resolve(name: &str, root: &Path) -> Result<PathBuf, Problem> {
    let root = root
        .canonicalize()
        .map_err(|_| outside("the data folder cannot be opened", "Ask the operator to check --data-dir."))?;
    let path = root.join(name).canonicalize().map_err(|_| {
        Problem::new(
            Code::FileMissing,
            "file",
            format!("{name} is not in the data folder"),
            "Check the spelling; the path is relative to the data folder.",
        )
    })?;
    if !path.starts_with(&root) {
        return Err(outside(
            "the path leads out of the data folder by a link",
            "Put the file itself inside the data folder.",
        ));
    }
    Ok(path)
}

fn outside(why: &str, help: &str) -> Problem {
    Problem::new(Code::FileOutside, "file", why, help)
}

/// The data folder, if there is one and the name does not lead out of it by itself.
fn folder<'a>(name: &str, data_dir: Option<&'a Path>) -> Result<&'a Path, Problem> {
    let Some(root) = data_dir else {
        return Err(outside(
            "files are not allowed on this server",
            "Send the table inline, or ask the operator to set a data folder.",
        ));
    };
    let relative = Path::new(name);
    let plain = relative.components().all(|component| matches!(component, Component::Normal(_) | Component::CurDir));
    if !plain {
        return Err(outside(
            "the path must stay inside the data folder",
            "Give a path relative to it, without .. and without a leading slash.",
        ));
    }
    Ok(root)
}

/// The format by its word, or by the name's ending, where a packed file has two.
fn format_of(name: &str, format: Option<&str>) -> Result<Format, Problem> {
    let path = Path::new(name);
    let ending = |path: &Path| path.extension().and_then(|ending| ending.to_str()).map(fold).unwrap_or_default();
    let is_packed = PACKED.contains(&ending(path).as_str());
    let of_name = if is_packed { path.file_stem().map(|stem| ending(Path::new(stem))) } else { Some(ending(path)) };
    let word = format.map(fold).or(of_name).unwrap_or_default();
    if let Some((_, format)) = FORMATS.iter().find(|(known, _)| *known == word) {
        return Ok(*format);
    }
    let known = "csv, tsv, json, ndjson, xlsx or parquet";
    let (message, help) = if word.is_empty() {
        ("the file name does not tell its format".to_owned(), format!("Add format: {known}."))
    } else {
        let near = nearest(&word, FORMATS.iter().map(|(known, _)| *known));
        let help = near.map_or_else(
            || format!("Save the table as {known}; each may be packed as .gz or .zst."),
            |near| format!("Did you mean {near}?"),
        );
        (format!("expected {known}, got \"{}\"", crate::units::clean_text(&word)), help)
    };
    Err(Problem::new(Code::Enum, "format", message, help))
}

/// Endings of packed files; their bytes tell the rest.
const PACKED: [&str; 4] = ["gz", "gzip", "zst", "zstd"];

/// The words and endings that mean a format.
const FORMATS: [(&str, Format); 11] = [
    ("csv", Format::Csv),
    ("tsv", Format::Tsv),
    ("tab", Format::Tsv),
    ("txt", Format::Csv),
    ("json", Format::Json),
    ("ndjson", Format::NdJson),
    ("jsonl", Format::NdJson),
    ("xlsx", Format::Xlsx),
    ("xlsm", Format::Xlsx),
    ("parquet", Format::Parquet),
    ("pq", Format::Parquet),
];
