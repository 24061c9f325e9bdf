//! Where a tool's arguments come from: the sample, a document, a table, or standard input.
//!
//! What the user names on the command line may lie anywhere. What a document names stays inside its data folder.

use std::fs::File;
use std::io::{BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use encoding_rs_io::DecodeReaderBytesBuilder;
use serde_json::{Map, Value, json};

use super::args::usage;
use super::{Failure, output};
use crate::ingest::strict_json;
use crate::problem::{Code, Problem};
use crate::tools::Entry;
use crate::units::clean_text;

/// The longest document of arguments, in bytes: ten thousand inline rows fit several times.
const DOCUMENT_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Arguments, and the folder of the files they name.
pub(super) struct Source {
    pub(super) arguments: Value,
    pub(super) data_dir: Option<PathBuf>,
}

/// Reads what FILE names.
pub(super) fn read(entry: &Entry, file: Option<&Path>, data_dir: Option<&Path>) -> Result<Source, Failure> {
    let working_dir = || data_dir.map(Path::to_path_buf).or_else(|| std::env::current_dir().ok());
    let Some(path) = file else {
        output::note("sample data: Larkfield, a fictional company");
        output::note(&format!("your own: cco {0} FILE, starting from cco {0} --print-sample", entry.command));
        return Ok(Source { arguments: strict_json("sample", entry.sample.as_bytes())?, data_dir: working_dir() });
    };
    if path == Path::new("-") {
        let stdin = std::io::stdin();
        if stdin.is_terminal() {
            output::note("reading JSON arguments from the keyboard; Ctrl-D ends them");
        }
        return Ok(Source { arguments: document(entry, "stdin", stdin.lock())?, data_dir: working_dir() });
    }
    let name = clean_text(&path.to_string_lossy());
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(&name, &error))?;
    if metadata.is_dir() {
        return Err(Problem::new(Code::FileMissing, name, "is a folder", "Name the file in it.").into());
    }
    let open = || File::open(path).map_err(|error| unreadable(&name, &error));
    let kind = if metadata.is_file() { kind_of(path, open)? } else { Kind::Document };
    if let Kind::Table(format) = kind {
        if data_dir.is_some() {
            let message = "--data-dir goes with a JSON document that names files; a table is read from where it lies";
            return Err(usage(ErrorKind::ArgumentConflict, message).into());
        }
        return Ok(table(entry, path, &name, format)?);
    }
    let own_dir = path.parent().map(|dir| if dir.as_os_str().is_empty() { Path::new(".") } else { dir });
    Ok(Source { arguments: document(entry, &name, open()?)?, data_dir: data_dir.or(own_dir).map(Path::to_path_buf) })
}

/// What a file holds.
enum Kind {
    /// Arguments.
    Document,
    /// Rows, in a format where the name or the content tells it.
    Table(Option<&'static str>),
}

/// A table by its extension; where that leaves both open, by the first sign in the file.
fn kind_of(path: &Path, open: impl Fn() -> Result<File, Problem>) -> Result<Kind, Problem> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    Ok(match extension.as_str() {
        "csv" => Kind::Table(Some("csv")),
        "json" | "" => match first_sign(decoded(open()?)) {
            Some(b'[') => Kind::Table(Some("json")),
            Some(b'{') => Kind::Document,
            _ if extension == "json" => Kind::Document,
            _ => Kind::Table(None),
        },
        // The reader of tables knows its formats and names them.
        _ => Kind::Table(None),
    })
}

fn first_sign(bytes: impl Read) -> Option<u8> {
    BufReader::new(bytes).bytes().map_while(Result::ok).find(|byte| !byte.is_ascii_whitespace())
}

/// UTF-8 as it is and UTF-16 as UTF-8, as files of tables are read.
fn decoded<R: Read>(bytes: R) -> impl Read {
    DecodeReaderBytesBuilder::new().utf8_passthru(true).strip_bom(true).build(bytes)
}

/// The arguments that a document holds; a list is the tool's table.
fn document(entry: &Entry, name: &str, bytes: impl Read) -> Result<Value, Problem> {
    let mut text = Vec::new();
    let mut limited = bytes.take(DOCUMENT_BYTES_MAX + 1);
    decoded(&mut limited).read_to_end(&mut text).map_err(|error| unreadable(name, &error))?;
    if limited.limit() == 0 {
        return Err(Problem::new(
            Code::FileTooLarge,
            name,
            format!("a document of arguments has at most {DOCUMENT_BYTES_MAX} bytes"),
            "Give a long table as a CSV file or a JSON list of rows.",
        ));
    }
    match (strict_json(name, &text)?, entry.table) {
        (arguments @ Value::Object(_), _) => Ok(arguments),
        (rows @ Value::Array(_), Some(table)) => Ok(Value::Object(Map::from_iter([(table.to_owned(), rows)]))),
        (Value::Array(_), None) => Err(no_table(entry, name)),
        _ => Err(Problem::new(
            Code::Type,
            name,
            "expected an object with arguments",
            format!("Start from cco {} --print-sample.", entry.command),
        )),
    }
}

/// A table anywhere on the disk: its own folder is the data folder.
fn table(entry: &Entry, path: &Path, name: &str, format: Option<&str>) -> Result<Source, Problem> {
    if entry.table.is_none() {
        return Err(no_table(entry, name));
    }
    // The user named it, so a link is followed before the data folder is drawn around the file.
    let real = path.canonicalize().map_err(|error| unreadable(name, &error))?;
    let file = real
        .file_name()
        .and_then(|file| file.to_str())
        .ok_or_else(|| Problem::new(Code::Encoding, name, "the file's name is not UTF-8", "Rename the file."))?;
    let mut arguments = json!({"file": file});
    if let (Some(format), Some(map)) = (format, arguments.as_object_mut()) {
        map.insert("format".to_owned(), format.into());
    }
    Ok(Source { arguments, data_dir: real.parent().map(Path::to_path_buf) })
}

fn no_table(entry: &Entry, name: &str) -> Problem {
    Problem::new(
        Code::Type,
        name,
        format!("cco {} takes a JSON object of arguments, not a table", entry.command),
        format!("Start from cco {} --print-sample.", entry.command),
    )
}

fn unreadable(name: &str, error: &std::io::Error) -> Problem {
    Problem::new(
        Code::FileMissing,
        name,
        format!("cannot be read: {}", clean_text(&error.to_string())),
        "Check the path.",
    )
}
