//! `cco install` from outside: every client's file, made, merged, refused and undone.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::program::{answer, assert_refused, cco, code, report, stderr, stdout};

const CLIENTS: [&str; 4] = ["claude-code", "claude-desktop", "cursor", "vscode"];

/// A user with a home folder and a project.
pub(crate) struct User {
    dir: TempDir,
}

impl User {
    pub(crate) fn new() -> Self {
        let user = Self { dir: TempDir::new().unwrap() };
        std::fs::create_dir(user.home()).unwrap();
        std::fs::create_dir(user.project()).unwrap();
        user
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.dir.path().join("home")
    }

    pub(crate) fn project(&self) -> PathBuf {
        self.dir.path().join("project")
    }

    /// The program as this user runs it in the project.
    pub(crate) fn cco(&self) -> std::process::Command {
        let mut command = cco();
        command.env("HOME", self.home()).env("USERPROFILE", self.home()).current_dir(self.project());
        command
    }

    pub(crate) fn install(&self, client: &str, words: &[&str]) -> Output {
        self.cco().args(["install", "--client", client]).args(words).output().unwrap()
    }

    /// Where programs with windows keep their settings.
    fn settings(&self) -> PathBuf {
        if cfg!(target_os = "macos") {
            self.home().join("Library/Application Support")
        } else if cfg!(windows) {
            self.home().join("AppData/Roaming")
        } else {
            self.home().join(".config")
        }
    }

    /// The client's file.
    pub(crate) fn file(&self, client: &str, scope: &str) -> PathBuf {
        match (client, scope) {
            ("claude-code", "user") => self.home().join(".claude.json"),
            ("claude-code", _) => self.project().join(".mcp.json"),
            ("claude-desktop", _) => self.settings().join("Claude/claude_desktop_config.json"),
            ("cursor", "user") => self.home().join(".cursor/mcp.json"),
            ("cursor", _) => self.project().join(".cursor/mcp.json"),
            (_, "user") => self.settings().join("Code/User/mcp.json"),
            _ => self.project().join(".vscode/mcp.json"),
        }
    }

    /// The client's file with this text.
    pub(crate) fn with_file(&self, client: &str, scope: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.file(client, scope);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn json_of(path: &Path) -> Value {
    serde_json::from_str(&text(path)).unwrap()
}

/// The files beside this one, itself too.
fn names_beside(path: &Path) -> Vec<String> {
    let folder = std::fs::read_dir(path.parent().unwrap()).unwrap();
    let mut names: Vec<String> = folder
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn copy_of(path: &Path) -> PathBuf {
    path.with_file_name(format!("{}.cco-backup", path.file_name().unwrap().to_str().unwrap()))
}

#[test]
fn every_client_is_told_once_and_forgets_everything_again() {
    for client in CLIENTS {
        for scope in ["user", "project"] {
            if client == "claude-desktop" && scope == "project" {
                continue;
            }
            let user = User::new();
            let path = user.file(client, scope);
            let words = ["--scope", scope];
            let printed = user.install(client, &[&words[..], &["--print"]].concat());
            assert!(stderr(&printed).contains(path.file_name().unwrap().to_str().unwrap()), "{}", stderr(&printed));
            assert!(!path.exists(), "{client}: --print writes");
            answer(&user.install(client, &words));
            assert_eq!(json_of(&path), report(&printed), "{client} {scope}");
            let key = if client == "vscode" { "servers" } else { "mcpServers" };
            let entry = &json_of(&path)[key]["cco"];
            assert_eq!(entry["args"], json!(["serve"]));
            assert_eq!(entry.get("type").is_some(), client == "vscode");
            let command = Path::new(entry["command"].as_str().unwrap());
            if scope == "user" {
                assert_eq!(
                    command.canonicalize().unwrap(),
                    Path::new(env!("CARGO_BIN_EXE_cco")).canonicalize().unwrap()
                );
            } else {
                assert_eq!(command, Path::new("cco"));
            }
            let before = text(&path);
            assert!(answer(&user.install(client, &words)).contains("already"));
            assert_eq!(text(&path), before);
            assert_eq!(names_beside(&path).len(), 1, "{client}: a file that was not there has no copy");
            let removed = [&words[..], &["--remove"]].concat();
            assert!(answer(&user.install(client, &removed)).contains("is gone"));
            assert!(!path.exists());
            assert!(answer(&user.install(client, &removed)).contains("Nothing was written"));
        }
    }
}

/// Files as people have them: order, comments, blanks, line ends and numbers of any length.
const USED: [&str; 9] = [
    "{}",
    "",
    " \n",
    "// nothing yet\n",
    "{\"z\": 1, \"a\": [1, 2.50, 1e400, 12345678901234567890123], \"mcpServers\": {}, \"servers\": {}}",
    "{\n\t\"theme\": \"dark\", // mine\n\t\"mcpServers\": {\n\t\t/* the other */\n\t\t\"other\": { \"command\": \"o\", \"env\": {\"K\": \"ö\\u00e9\"} },\n\t},\n\t\"servers\": {\n\t\t\"other\": { \"url\": \"http://localhost\" }, // last\n\t},\n}\n",
    "{\r\n  \"servers\": {\r\n    \"other\": {}\r\n  },\r\n  \"mcpServers\": {\r\n    \"other\": {}\r\n  }\r\n}\r\n",
    "\u{feff}{\n  \"inputs\": [],\n  \"projects\": {\"/a\": {\"mcpServers\": {\"cco\": {\"command\": \"x\"}}}}\n}",
    "[]",
];

#[test]
fn everything_else_in_a_file_stays_and_comes_back_byte_for_byte() {
    for client in CLIENTS {
        let key = if client == "vscode" { "servers" } else { "mcpServers" };
        for used in USED {
            let user = User::new();
            let path = user.with_file(client, "user", used);
            if used == "[]" {
                assert_refused(&user.install(client, &[]), &["is no object"]);
                assert_eq!((text(&path).as_str(), names_beside(&path).len()), (used, 1));
                continue;
            }
            let said = answer(&user.install(client, &[]));
            assert!(said.contains("cco-backup"), "{said}");
            assert_eq!(text(&copy_of(&path)), used);
            let merged = text(&path);
            let tail = merged.split(&format!("\"{key}\"")).nth(1).unwrap();
            assert!(tail.contains("\"cco\""), "{merged}");
            // Nothing that was there is gone, and the order is the same.
            let mut rest = merged.as_str();
            for word in used.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)) {
                let word = word.trim_matches(['{', '}', ',']);
                let at = rest.find(word).unwrap_or_else(|| panic!("{word} is not in {merged}"));
                rest = &rest[at..];
            }
            assert_eq!(merged.contains("\r\n"), used.contains("\r\n"));
            assert!(answer(&user.install(client, &[])).contains("already"), "{merged}");
            answer(&user.install(client, &["--remove"]));
            assert_eq!(text(&path), used);
            assert_eq!(names_beside(&path).len(), 1);
        }
    }
}

#[test]
fn what_happened_since_stays_when_the_entry_goes() {
    let user = User::new();
    let path = user.with_file("cursor", "user", "{\"mcpServers\": {\"a\": {}}}");
    answer(&user.install("cursor", &[]));
    let edited = text(&path).replace("\"a\": {}", "\"a\": {}, // since\n\"b\": {}");
    std::fs::write(&path, &edited).unwrap();
    answer(&user.install("cursor", &["--remove"]));
    let left = text(&path);
    assert!(left.contains("// since") && left.contains("\"b\": {}") && !left.contains("cco"), "{left}");
    // The copy of the first time is not written over by that of the second.
    answer(&user.install("cursor", &[]));
    assert_eq!(text(&copy_of(&path)), "{\"mcpServers\": {\"a\": {}}}");
    assert_eq!(text(&path.with_file_name("mcp.json.cco-backup-2")), left);
    answer(&user.install("cursor", &["--remove"]));
    assert_eq!(text(&path), left);
    assert_eq!(names_beside(&path), ["mcp.json", "mcp.json.cco-backup"]);
}

#[test]
fn an_entry_is_brought_up_to_date_and_its_own_options_stay() {
    let user = User::new();
    let there = "{\"servers\": {\"cco\": {\n  // slow machine\n  \"command\": \"C:\\\\old\\\\cco.exe\", \"env\": {\"CCO_LOG\": \"info\"},\n  \"args\": [\"serve\", \"--tools\", \"core\"]}}}";
    let path = user.with_file("vscode", "project", there);
    let folder = user.project().join("exports");
    std::fs::create_dir(&folder).unwrap();
    answer(&user.install("vscode", &["--scope=project", "--data-dir", "exports"]));
    let changed = text(&path);
    assert!(changed.contains("// slow machine"), "{changed}");
    let entry: Value = serde_json::from_str(&changed.replace("// slow machine", "")).unwrap();
    let entry = &entry["servers"]["cco"];
    assert_eq!(entry["command"], "cco");
    assert_eq!(entry["type"], "stdio");
    assert_eq!(entry["env"], json!({"CCO_LOG": "info"}));
    let args: Vec<&str> = entry["args"].as_array().unwrap().iter().map(|arg| arg.as_str().unwrap()).collect();
    assert_eq!(args[..4], ["serve", "--tools", "core", "--data-dir"]);
    assert_eq!(Path::new(args[4]).canonicalize().unwrap(), folder.canonicalize().unwrap());
    assert!(Path::new(args[4]).is_absolute());
    assert_eq!(text(&copy_of(&path)), there);
    // Another folder takes the place of the first, and no further copy is made.
    answer(&user.install("vscode", &["--scope=project", "--data-dir", "."]));
    let args = text(&path).matches("--data-dir").count();
    assert_eq!((args, names_beside(&path).len()), (1, 2));
    // Without the option the folder stays.
    assert!(answer(&user.install("vscode", &["--scope=project"])).contains("already"));
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place_and_left_alone() {
    let broken: [(&[u8], &str); 10] = [
        (b"{\n  \"a\": 1\n  \"b\": 2\n}", "mcp.json:2:"),
        (b"{\"mcpServers\": {", "mcp.json:1:"),
        (b"{\"a\": 'x'}", "is no JSON"),
        (b"{} {}", "is no JSON"),
        (b"{\"mcpServers\": []}", "mcpServers is no object"),
        (b"{\"mcpServers\": {}, \"mcpServers\": {}}", "mcpServers stands there twice"),
        (
            b"{\"mcpServers\": {\"cco\": {\"command\": \"cco\"}, \"cco\": {\"command\": \"cco\"}}}",
            "cco stands there twice",
        ),
        (b"{\"mcpServers\": {\"cco\": {\"command\": \"node\"}}}", "is another server"),
        (b"{\"mcpServers\": {\"cco\": null}}", "is another server"),
        (b"{\"a\": \"\xff\"}", "is not UTF-8"),
    ];
    for (bytes, why) in broken {
        for words in [&[][..], &["--remove"]] {
            let user = User::new();
            let path = user.with_file("cursor", "user", bytes);
            assert_refused(&user.install("cursor", words), &[why]);
            assert_eq!(std::fs::read(&path).unwrap(), bytes);
            assert_eq!(names_beside(&path), ["mcp.json"]);
        }
    }
    let deep = "[".repeat(100_000);
    let user = User::new();
    user.with_file("cursor", "user", format!("{{\"a\": {deep}"));
    assert_refused(&user.install("cursor", &[]), &["is no JSON"]);
    let user = User::new();
    std::fs::create_dir_all(user.file("cursor", "user")).unwrap();
    assert_refused(&user.install("cursor", &[]), &["is not a regular file"]);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let user = User::new();
    let kept = user.home().join("dotfiles.json");
    std::fs::write(&kept, "{}").unwrap();
    std::fs::set_permissions(&kept, std::fs::Permissions::from_mode(0o640)).unwrap();
    let path = user.file("claude-code", "user");
    symlink(&kept, &path).unwrap();
    answer(&user.install("claude-code", &[]));
    assert!(path.symlink_metadata().unwrap().is_symlink());
    for file in [kept.clone(), copy_of(&kept)] {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o640, "{}", file.display());
    }
    assert!(text(&kept).contains("cco"));
    answer(&user.install("claude-code", &["--remove"]));
    assert_eq!(text(&kept), "{}");
    assert!(path.symlink_metadata().unwrap().is_symlink());
}

#[test]
fn a_folder_that_a_client_names_goes_before_the_usual_one() {
    let user = User::new();
    let set = user.home().join("elsewhere");
    let output = user.cco().args(["install", "--client=claude-code"]).env("CLAUDE_CONFIG_DIR", &set).output().unwrap();
    answer(&output);
    assert!(json_of(&set.join(".claude.json"))["mcpServers"]["cco"].is_object());
}

#[test]
fn a_wrong_command_is_told_before_anything_is_written() {
    let user = User::new();
    for words in [&["--remove", "--print"][..], &["--remove", "--data-dir", "."], &["--scope", "machine"]] {
        assert_eq!(code(&user.install("cursor", words)), 2, "{words:?}");
    }
    let project = user.install("claude-desktop", &["--scope=project"]);
    assert_eq!((code(&project), stdout(&project).as_str()), (2, ""));
    assert_eq!(code(&user.install("emacs", &[])), 2);
    assert_eq!(code(&user.cco().arg("install").output().unwrap()), 2);
    assert_refused(&user.install("cursor", &["--data-dir", "absent"]), &["absent: is not a folder"]);
    assert!(!user.file("cursor", "user").exists());
}
