//! What lies around the program: its version, the one on PATH, the folder of files, the clients.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::check::Check;
use super::process::version_of;
use crate::cli::Failure;
use crate::cli::install::{Client, ConfigFile, Document, Folders, Scope, data_dir_of};
use crate::cli::program;
use crate::problem::Problem;
use crate::units::clean_text;

/// The version of this program.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// This program.
pub(super) fn version(own: &Path) -> Check {
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    Check::good("Program", format!("cco {VERSION} for {system} on {machine}, {}", shown(own)))
}

/// What a client starts that only knows the name.
pub(super) fn on_path(own: &Path) -> Check {
    let what = "PATH";
    let folder = own.parent().map(shown).unwrap_or_default();
    let Some(found) = program::on_path(program::NAME) else {
        let mend = format!("Add {folder} to PATH. The plugin and a project's configuration start cco by its name.");
        return Check::wrong(what, "no cco on it", mend);
    };
    if program::is_same(&found, own) {
        return Check::good(what, "cco is this program");
    }
    let first = shown(&found);
    match version_of(&found) {
        Ok(version) if version == VERSION => {
            Check::note(what, format!("{first} comes first, of the same version"), "Keep one of the two.")
        }
        Ok(version) => Check::wrong(
            what,
            format!("{first} comes first, version {version}"),
            format!("Remove that one, or put {folder} before its folder."),
        ),
        Err(why) => Check::wrong(
            what,
            format!("{first} comes first, and {why}"),
            format!("Remove that one, or put {folder} before its folder."),
        ),
    }
}

/// The folder that files are read from.
pub(super) fn data_folder(folder: &Path) -> Check {
    let what = "Data folder";
    let name = shown(folder);
    match std::fs::read_dir(folder) {
        Ok(entries) => {
            let files_count = entries.flatten().filter(|entry| entry.path().is_file()).count();
            let files = if files_count == 1 { "1 file".to_owned() } else { format!("{files_count} files") };
            Check::good(what, format!("{name} can be read, {files} at its top"))
        }
        Err(error) => Check::wrong(
            what,
            format!("{name} cannot be read: {error}"),
            "Make the folder, or name another with --data-dir, here and in the client's configuration.",
        ),
    }
}

/// The clients that have an entry, and whether it will work.
pub(super) fn clients(own: &Path) -> Vec<Check> {
    let folders = Folders::here();
    let each = Client::ALL.into_iter().flat_map(|client| Scope::ALL.into_iter().map(move |scope| (client, scope)));
    let mut checks: Vec<Check> = each
        .filter(|(client, scope)| client.has(*scope))
        .filter_map(|(client, scope)| one_client(client, scope, client.file(scope, &folders)?, own))
        .collect();
    if checks.is_empty() {
        checks.push(Check::note(
            "Clients",
            "no configuration of a client names cco",
            "cco install --client claude-code, claude-desktop, cursor or vscode adds it. A plugin or an extension \
             brings its own and is not seen here.",
        ));
    }
    checks
}

/// None where the client has no entry.
fn one_client(client: Client, scope: Scope, path: PathBuf, own: &Path) -> Option<Check> {
    let what = format!("{} ({})", client.title(), scope.as_str());
    let file = ConfigFile::at(path);
    let again = |why: &str| {
        let scope = if scope == Scope::Project { " --scope project" } else { "" };
        format!("{why}cco install --client {}{scope} writes the entry anew.", client.word())
    };
    let broken =
        |found: String| Some(Check::wrong(what.as_str(), found, "Mend the file; the client cannot read it either."));
    let text = match file.read() {
        Ok(text) => text?,
        Err(failure) => return broken(words(&failure)),
    };
    let document = match Document::read(&text, &file.name(), client.layout()) {
        Ok(document) => document,
        Err(problem) => return broken(told(&problem)),
    };
    let entry = match document.entry() {
        Ok(entry) => entry?,
        Err(problem) => {
            return Some(Check::note(
                what,
                told(&problem),
                "The name cco is taken there: add this server under another by hand.",
            ));
        }
    };
    let command = entry.get("command").and_then(Value::as_str).unwrap_or_default();
    let started = if command.contains(['/', '\\']) { Some(PathBuf::from(command)) } else { program::on_path(command) };
    let Some(started) = started.filter(|program| program::is_program(program)) else {
        let found = format!("{}: {} is not there", file.name(), clean_text(command));
        return Some(Check::wrong(what, found, again("")));
    };
    if let Some(folder) = data_dir_of(entry).filter(|folder| !Path::new(folder).is_dir()) {
        let found = format!("{}: the data folder {} is not there", file.name(), clean_text(folder));
        return Some(Check::wrong(what, found, again("Make the folder, or give another with --data-dir: ")));
    }
    if client == Client::ClaudeDesktop && data_dir_of(entry).is_none() {
        let found = format!("{}: names no data folder, and the client starts servers in one of its own", file.name());
        return Some(Check::note(what, found, "cco install --client claude-desktop --data-dir DIR names it."));
    }
    let version = if program::is_same(&started, own) { Ok(VERSION.to_owned()) } else { version_of(&started) };
    Some(match version {
        Ok(version) if version == VERSION => Check::good(what, file.name()),
        Ok(version) => {
            Check::note(what, format!("{}: starts version {version}", file.name()), again("To have this version, "))
        }
        Err(why) => {
            let found = format!("{}: {} does not work: {why}", file.name(), shown(&started));
            Check::wrong(what, found, again(""))
        }
    })
}

fn shown(path: &Path) -> String {
    clean_text(&path.display().to_string())
}

fn told(problem: &Problem) -> String {
    format!("{}: {}", problem.at, problem.message)
}

fn words(failure: &Failure) -> String {
    match failure {
        Failure::Refused(problems) => problems.list().first().map(told).unwrap_or_default(),
        Failure::Trouble(line) => clean_text(line),
        Failure::Usage(_) | Failure::Cancelled => String::new(),
    }
}
