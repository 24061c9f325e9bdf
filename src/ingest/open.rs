//! Opening a file inside the data folder, and nowhere else.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use encoding_rs_io::DecodeReaderBytesBuilder;

use super::guard::{Guarded, Meter, too_large};
use super::{FILE_BYTES_MAX, Format, Host};
use crate::problem::{Code, Problem};
use crate::shape::fold;

/// A file that may be read: its name as the caller wrote it, and its bytes as UTF-8 where they were UTF-16.
pub(super) struct Opened<'h> {
    pub(super) name: String,
    pub(super) format: Format,
    pub(super) bytes: Box<dyn Read + Send + 'h>,
    /// Where the records of the bytes begin, and why the bytes ended early.
    pub(super) meter: Meter,
}

/// Opens a file named relative to the data folder.
pub(super) fn open<'h>(name: &str, format: Option<&str>, host: &Host<'h>) -> Result<Opened<'h>, Problem> {
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
    fits(&file.metadata().map_err(|_| missing("is not readable"))?)?;
    let meter = Meter::default();
    let guarded = Guarded::new(file, host.watch, meter.clone());
    // UTF-8 passes untouched and is checked cell by cell; UTF-16 is told by its byte-order mark.
    let decoded = DecodeReaderBytesBuilder::new().utf8_passthru(true).strip_bom(true).build(guarded);
    Ok(Opened { name: name.to_owned(), format, bytes: Box::new(decoded), meter })
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

fn format_of(name: &str, format: Option<&str>) -> Result<Format, Problem> {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    let word = fold(format.or(extension).unwrap_or_default());
    match word.as_str() {
        "csv" => Ok(Format::Csv),
        "json" => Ok(Format::Json),
        "" => Err(Problem::new(
            Code::Enum,
            "format",
            "the file name does not tell its format",
            "Add format: csv or json.",
        )),
        other => Err(Problem::new(
            Code::Enum,
            "format",
            format!("expected csv or json, got \"{}\"", crate::units::clean_text(other)),
            "This version reads CSV and JSON: save the table as one of them.",
        )),
    }
}
