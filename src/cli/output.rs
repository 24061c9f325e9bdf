//! What leaves: an answer to stdout or a file, everything else to stderr.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};

use super::Failure;
use crate::render::{Ink, terminal};
use crate::report::Page;
use crate::units::clean_text;

/// Columns of text that goes to a file or a pipe.
const COLUMNS_COUNT: usize = 80;
/// The longest line that reads well.
const COLUMNS_COUNT_MAX: usize = 100;
/// Below this the layout gives up and the terminal wraps.
const COLUMNS_COUNT_MIN: usize = 40;

/// Where a page of text is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Medium {
    /// Standard output, perhaps a terminal.
    Stdout,
    /// A file: plain, of the usual width.
    File,
}

/// The page laid out for where it goes.
pub(super) fn text(page: &Page, medium: Medium) -> String {
    let stdout = std::io::stdout();
    if medium == Medium::File {
        return terminal(page, COLUMNS_COUNT, Ink::Plain);
    }
    let columns_count = if stdout.is_terminal() {
        terminal_size::terminal_size_of(&stdout).map_or(COLUMNS_COUNT, |(width, _)| width.0.into())
    } else {
        COLUMNS_COUNT
    };
    // Honours NO_COLOR, CLICOLOR and dumb terminals.
    let ink = match AutoStream::choice(&stdout) {
        ColorChoice::Never => Ink::Plain,
        _ => Ink::Coloured,
    };
    terminal(page, columns_count.clamp(COLUMNS_COUNT_MIN, COLUMNS_COUNT_MAX), ink)
}

/// Prints an answer. A reader that went away has read enough.
pub(super) fn print(answer: &str) -> Result<(), Failure> {
    // Passes every byte as it is; whether there is colour was decided with the layout.
    let mut stdout = AutoStream::always(std::io::stdout().lock());
    match stdout.write_all(answer.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Trouble(format!("stdout: cannot be written: {error}.")))
        }
        _ => Ok(()),
    }
}

/// Refuses a place that an answer cannot go to, before anything is computed.
pub(super) fn check_out(path: &Path, force: bool) -> Result<(), Failure> {
    match std::fs::symlink_metadata(path) {
        Ok(there) if there.is_dir() => Err(no_out(path, "is a folder", "Name a file in it.")),
        Ok(_) if !force => Err(no_out(path, "is there already", "Give another name, or add --force to replace it.")),
        // Renaming over a device or a pipe would put a file in its place.
        Ok(there) if !there.is_file() => Err(no_out(path, "is not a regular file", "Leave --out away and redirect.")),
        _ => Ok(()),
    }
}

/// Writes an answer to a file, whole or not at all: first beside it, then in its place.
pub(super) fn write_out(path: &Path, force: bool, answer: &str) -> Result<(), Failure> {
    check_out(path, force)?;
    let trouble = |error: &std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => {
            no_out(path, "is there already", "Give another name, or add --force to replace it.")
        }
        _ => no_out(path, &format!("cannot be written: {error}"), "Check the folder and its permissions."),
    };
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cco-");
    // As a shell would make it: readable as the user's mask has it, not for the user alone.
    #[cfg(unix)]
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(permissions);
    let mut file = builder.tempfile_in(dir).map_err(|error| trouble(&error))?;
    file.write_all(answer.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(|error| trouble(&error))?;
    let placed = if force { file.persist(path) } else { file.persist_noclobber(path) };
    placed.map(drop).map_err(|refused| trouble(&refused.error))
}

fn no_out(path: &Path, what: &str, help: &str) -> Failure {
    Failure::Trouble(format!("{}: {what}. {help}", path.display()))
}

/// Tells on stderr why there is no answer. Text may be the caller's, so each line is made harmless.
pub(super) fn complain(lines: &str) {
    let mut stderr = std::io::stderr().lock();
    for line in lines.lines() {
        // Nobody is left to tell when stderr is closed.
        let _ = writeln!(stderr, "{}", clean_text(line));
    }
}

/// Tells on stderr what the user should know beside the answer.
pub(super) fn note(line: &str) {
    complain(line);
}
