//! `cco install`: lets a client know of the server, by one entry in its configuration, and takes the entry out again.
//!
//! Whatever else the file holds stays as it is, byte for byte. What cannot be read is refused, never repaired.

mod client;
mod document;
mod file;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, ValueHint};
use serde_json::{Map, Value};

pub(super) use client::{Client, Folders, Scope};
use document::Wanted;
pub(super) use document::{Document, data_dir_of};
pub(super) use file::ConfigFile;

use super::args::usage;
use super::{Failure, output, program};
use crate::problem::{Code, Problem};

/// Which client, and what with it.
#[derive(Debug, Args)]
pub(super) struct InstallArgs {
    /// The client
    #[arg(long, value_enum, value_name = "claude-code|claude-desktop|cursor|vscode", hide_possible_values = true)]
    client: Client,
    /// Your own configuration, or that of the project in the working directory
    #[arg(long, value_enum, default_value_t = Scope::User, value_name = "user|project", hide_possible_values = true)]
    scope: Scope,
    /// The folder of the files that calls may name; default: where the client starts the server
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "remove")]
    data_dir: Option<PathBuf>,
    /// Prints the entry and writes nothing
    #[arg(long, conflicts_with = "remove")]
    print: bool,
    /// Takes the entry out again
    #[arg(long)]
    remove: bool,
}

/// Adds, prints or removes the entry.
pub(super) fn run(args: &InstallArgs) -> Result<ExitCode, Failure> {
    let client = args.client;
    if !client.has(args.scope) {
        let message = format!("{} has no configuration of a project: leave --scope away", client.title());
        return Err(usage(ErrorKind::ArgumentConflict, &message).into());
    }
    let path = client.file(args.scope, &Folders::here()).ok_or_else(|| {
        Failure::Trouble("your home folder is not known: set HOME, or give --scope project.".to_owned())
    })?;
    let file = ConfigFile::at(path);
    let said = if args.remove {
        remove(client, &file)?
    } else {
        let wanted = Wanted { command: command(args.scope)?, data_dir: data_dir(args.data_dir.as_deref())? };
        if args.print {
            output::note(&format!("goes into {}", file.name()));
            print(client, &wanted)
        } else {
            add(client, &file, &wanted)?
        }
    };
    output::print(&said)?;
    if !args.remove && args.data_dir.is_none() && client == Client::ClaudeDesktop {
        output::note(
            "Claude Desktop starts servers in no folder of yours: --data-dir DIR names the one with your files.",
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// What the client is to start. A project's file is for everybody, so the name alone; for oneself the whole path, since
/// a client that no shell started has another PATH.
fn command(scope: Scope) -> Result<String, Failure> {
    if scope == Scope::Project {
        return Ok(program::NAME.to_owned());
    }
    let path = program::lasting().map_err(|error| Failure::Trouble(format!("this program's own path: {error}.")))?;
    utf8(&path)
}

/// The folder of files by its full path: the client starts the server somewhere else.
fn data_dir(folder: Option<&Path>) -> Result<Option<String>, Failure> {
    let Some(folder) = folder else { return Ok(None) };
    let shown = folder.display().to_string();
    if !folder.is_dir() {
        return Err(Problem::new(Code::FileMissing, shown, "is not a folder", "Name one that is there.").into());
    }
    let absolute = std::path::absolute(folder).map_err(|error| Failure::Trouble(format!("{shown}: {error}.")))?;
    utf8(&absolute).map(Some)
}

fn utf8(path: &Path) -> Result<String, Failure> {
    path.to_str()
        .map(str::to_owned)
        .ok_or_else(|| Failure::Trouble(format!("{}: is not UTF-8, so no configuration can name it.", path.display())))
}

/// The entry alone, as it would stand in the file.
fn print(client: Client, wanted: &Wanted) -> String {
    let layout = client.layout();
    let inner = Map::from_iter([(program::NAME.to_owned(), wanted.entry(layout, None))]);
    let outer = Map::from_iter([(layout.key.to_owned(), Value::Object(inner))]);
    format!("{:#}\n", Value::Object(outer))
}

fn add(client: Client, file: &ConfigFile, wanted: &Wanted) -> Result<String, Failure> {
    let (title, name) = (client.title(), file.name());
    let before = file.read()?;
    let document = Document::read(before.as_deref().unwrap_or_default(), &name, client.layout())?;
    let was_there = document.entry()?.is_some();
    let Some(text) = document.with(wanted)? else {
        return Ok(format!("{title} has cco already, in {name}. Nothing was written.\n"));
    };
    let mut said = String::new();
    // A copy of what was there before the first entry; later ones would only hold an older entry of ours.
    if let Some(before) = &before
        && (!was_there || file.copied().next().is_none())
    {
        let copy = file.copy(before)?;
        said = format!("What was there before is kept in {}.\n", copy.display());
    }
    file.write(before.as_deref(), &text)?;
    let did = if was_there { "was changed" } else { "was added" };
    Ok(format!("cco {did} for {title} in {name}.\n{said}{}\n", client.rereads()))
}

fn remove(client: Client, file: &ConfigFile) -> Result<String, Failure> {
    let (title, name, layout) = (client.title(), file.name(), client.layout());
    let nothing = format!("{title} has no cco in {name}. Nothing was written.\n");
    let Some(before) = file.read()? else { return Ok(nothing) };
    let document = Document::read(&before, &name, layout)?;
    let Some(entry) = document.entry()?.cloned() else { return Ok(nothing) };
    // Where nothing else has happened since, what was there comes back byte for byte.
    let is_since = |text: &str| {
        let document = Document::read(text, &name, layout).ok().filter(|old| matches!(old.entry(), Ok(None)));
        document.and_then(|old| old.put(&entry).ok()).is_some_and(|again| again == before)
    };
    if let Some((copy, text)) = file.copied().find(|(_, text)| is_since(text)) {
        file.write(Some(&before), &text)?;
        // It holds what the file holds again.
        let _ = std::fs::remove_file(copy);
    } else if is_since("") {
        file.delete()?;
        return Ok(format!("cco was removed for {title}: {name} held nothing else and is gone.\n"));
    } else {
        file.write(Some(&before), &document.without()?)?;
    }
    Ok(format!("cco was removed for {title} from {name}.\n"))
}
