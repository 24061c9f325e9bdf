//! The clients whose configuration is known: where its file lies on each system, and how an entry looks in it.
//!
//! Nothing here reads or writes that file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

/// A client that can start the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Client {
    /// Claude Code
    ClaudeCode,
    /// Claude Desktop
    ClaudeDesktop,
    /// Cursor
    Cursor,
    /// VS Code
    Vscode,
}

/// For whom the entry holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Scope {
    /// Everything that you open
    User,
    /// The project in the working directory, for everybody who works on it
    Project,
}

impl Scope {
    /// Both.
    pub(in crate::cli) const ALL: [Self; 2] = [Self::User, Self::Project];

    /// The word.
    pub(in crate::cli) const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Project => "project",
        }
    }
}

/// How a client's file is laid out.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Layout {
    /// The key whose object holds the servers.
    pub(super) key: &'static str,
    /// Whether an entry says that it speaks on standard input and output.
    pub(super) names_type: bool,
}

/// The systems whose folders differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    MacOs,
    Windows,
    /// Linux and its kin.
    Free,
}

impl System {
    const fn here() -> Self {
        if cfg!(target_os = "macos") {
            Self::MacOs
        } else if cfg!(windows) {
            Self::Windows
        } else {
            Self::Free
        }
    }
}

/// The folders that configurations lie in.
#[derive(Debug)]
pub(in crate::cli) struct Folders {
    system: System,
    home: Option<PathBuf>,
    /// The folder of the project.
    project: PathBuf,
    /// Looks a variable of the environment up.
    variable: fn(&str) -> Option<OsString>,
}

impl Folders {
    /// Those of this user, on this system, now.
    pub(in crate::cli) fn here() -> Self {
        Self {
            system: System::here(),
            home: std::env::home_dir().filter(|home| !home.as_os_str().is_empty()),
            project: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            variable: |name| std::env::var_os(name),
        }
    }

    /// A folder that a variable names; one that is not absolute would mean another folder each time.
    fn named(&self, variable: &str) -> Option<PathBuf> {
        (self.variable)(variable).map(PathBuf::from).filter(|path| path.is_absolute())
    }

    /// Where programs with windows keep their settings.
    fn settings(&self) -> Option<PathBuf> {
        let home = self.home.as_deref();
        let under = |path: &[&str]| home.map(|home| path.iter().fold(home.to_path_buf(), |path, part| path.join(part)));
        match self.system {
            System::MacOs => under(&["Library", "Application Support"]),
            System::Windows => self.named("APPDATA").or_else(|| under(&["AppData", "Roaming"])),
            System::Free => self.named("XDG_CONFIG_HOME").or_else(|| under(&[".config"])),
        }
    }
}

impl Client {
    /// All of them.
    pub(in crate::cli) const ALL: [Self; 4] = [Self::ClaudeCode, Self::ClaudeDesktop, Self::Cursor, Self::Vscode];

    /// Its name.
    pub(in crate::cli) const fn title(self) -> &'static str {
        match self {
            Self::ClaudeCode => "Claude Code",
            Self::ClaudeDesktop => "Claude Desktop",
            Self::Cursor => "Cursor",
            Self::Vscode => "VS Code",
        }
    }

    /// Its word on the command line.
    pub(in crate::cli) const fn word(self) -> &'static str {
        match self {
            Self::ClaudeCode => "claude-code",
            Self::ClaudeDesktop => "claude-desktop",
            Self::Cursor => "cursor",
            Self::Vscode => "vscode",
        }
    }

    /// What makes it read its file again.
    pub(super) const fn rereads(self) -> &'static str {
        match self {
            Self::ClaudeCode => "Start a new session of Claude Code; /mcp shows the server.",
            Self::ClaudeDesktop => "Quit Claude Desktop and start it again.",
            Self::Cursor => "Turn cco on under Settings, MCP.",
            Self::Vscode => "Start cco from the list of MCP servers in VS Code.",
        }
    }

    /// How its file is laid out.
    pub(in crate::cli) const fn layout(self) -> Layout {
        match self {
            Self::ClaudeCode | Self::ClaudeDesktop | Self::Cursor => Layout { key: "mcpServers", names_type: false },
            Self::Vscode => Layout { key: "servers", names_type: true },
        }
    }

    /// Whether it has a file of that scope at all.
    pub(in crate::cli) fn has(self, scope: Scope) -> bool {
        !(self == Self::ClaudeDesktop && scope == Scope::Project)
    }

    /// Its file; none where the user's folder is not known.
    pub(in crate::cli) fn file(self, scope: Scope, folders: &Folders) -> Option<PathBuf> {
        let home = folders.home.as_deref();
        let project = |parts: &Path| folders.project.join(parts);
        Some(match (self, scope) {
            (Self::ClaudeCode, Scope::User) => {
                folders.named("CLAUDE_CONFIG_DIR").or_else(|| home.map(Path::to_path_buf))?.join(".claude.json")
            }
            (Self::ClaudeCode, Scope::Project) => project(Path::new(".mcp.json")),
            (Self::ClaudeDesktop, _) => folders.settings()?.join("Claude").join("claude_desktop_config.json"),
            (Self::Cursor, Scope::User) => home?.join(".cursor").join("mcp.json"),
            (Self::Cursor, Scope::Project) => project(&Path::new(".cursor").join("mcp.json")),
            (Self::Vscode, Scope::User) => folders.settings()?.join("Code").join("User").join("mcp.json"),
            (Self::Vscode, Scope::Project) => project(&Path::new(".vscode").join("mcp.json")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(system: System, client: Client, scope: Scope) -> String {
        let folders =
            Folders { system, home: Some("/home/ana".into()), project: "/project".into(), variable: |_| None };
        client.file(scope, &folders).unwrap().display().to_string().replace('\\', "/")
    }

    #[test]
    fn every_system_has_its_folders() {
        let of = |system| [Client::ClaudeDesktop, Client::Vscode].map(|client| file(system, client, Scope::User));
        assert_eq!(
            of(System::Free),
            [
                "/home/ana/.config/Claude/claude_desktop_config.json".to_owned(),
                "/home/ana/.config/Code/User/mcp.json".to_owned()
            ]
        );
        assert_eq!(
            of(System::MacOs),
            [
                "/home/ana/Library/Application Support/Claude/claude_desktop_config.json".to_owned(),
                "/home/ana/Library/Application Support/Code/User/mcp.json".to_owned()
            ]
        );
        assert_eq!(
            of(System::Windows),
            [
                "/home/ana/AppData/Roaming/Claude/claude_desktop_config.json".to_owned(),
                "/home/ana/AppData/Roaming/Code/User/mcp.json".to_owned()
            ]
        );
    }

    #[test]
    fn some_files_are_the_same_on_every_system() {
        for system in [System::Free, System::MacOs, System::Windows] {
            assert_eq!(file(system, Client::ClaudeCode, Scope::User), "/home/ana/.claude.json");
            assert_eq!(file(system, Client::Cursor, Scope::User), "/home/ana/.cursor/mcp.json");
            assert_eq!(file(system, Client::ClaudeCode, Scope::Project), "/project/.mcp.json");
            assert_eq!(file(system, Client::Cursor, Scope::Project), "/project/.cursor/mcp.json");
            assert_eq!(file(system, Client::Vscode, Scope::Project), "/project/.vscode/mcp.json");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_environment_goes_before_the_usual_folder() {
        let folders = |variable| Folders {
            system: System::Free,
            home: Some("/home/ana".into()),
            project: "/project".into(),
            variable,
        };
        let all: fn(&str) -> Option<OsString> = |name| Some(format!("/set/{name}").into());
        let of = |client: Client, folders: &Folders| client.file(Scope::User, folders).unwrap().display().to_string();
        assert_eq!(of(Client::ClaudeCode, &folders(all)), "/set/CLAUDE_CONFIG_DIR/.claude.json");
        assert_eq!(of(Client::Vscode, &folders(all)), "/set/XDG_CONFIG_HOME/Code/User/mcp.json");
        let relative: fn(&str) -> Option<OsString> = |_| Some("relative".into());
        assert_eq!(of(Client::Vscode, &folders(relative)), "/home/ana/.config/Code/User/mcp.json");
    }
}
