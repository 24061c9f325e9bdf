//! `cco doctor` from outside: what it finds in order, what it finds broken, and that its advice mends it.

use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::install::User;
use crate::support::program::{answer, code, stdout};

/// A look with this PATH.
fn look(user: &User, path: &Path, words: &[&str]) -> Output {
    user.cco().arg("doctor").args(words).env("PATH", path).output().unwrap()
}

/// The folder of the program under test.
fn own_folder() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_cco")).parent().unwrap()
}

/// What was found, with the program on PATH.
fn found(user: &User) -> Vec<Value> {
    checks(&look(user, own_folder(), &["--format=json"]))
}

fn checks(output: &Output) -> Vec<Value> {
    let report: Value = serde_json::from_str(&stdout(output)).unwrap();
    let checks = report["checks"].as_array().unwrap().clone();
    let wrong_count = checks.iter().filter(|check| check["state"] == "wrong").count();
    assert_eq!(report["wrong_count"], wrong_count);
    assert_eq!(code(output), i32::from(wrong_count > 0), "{report}");
    for check in &checks {
        assert_eq!(check["mend"].is_string(), check["state"] != "good", "{check}");
    }
    checks
}

/// The state, what was found and what mends it.
fn of<'c>(checks: &'c [Value], what: &str) -> (&'c str, &'c str, &'c str) {
    let check = checks.iter().find(|check| check["check"] == what).unwrap_or_else(|| panic!("{what}: {checks:?}"));
    let word = |key: &str| check[key].as_str().unwrap_or_default();
    (word("state"), word("found"), word("mend"))
}

#[test]
fn all_is_well_where_the_program_is_on_path() {
    let user = User::new();
    let checks = found(&user);
    for what in ["Program", "PATH", "Data folder", "Server, protocol 2026-07-28", "Server, protocol 2025-11-25"] {
        assert_eq!(of(&checks, what).0, "good", "{checks:?}");
    }
    let tools = cco_advisor::tools::catalog().len();
    assert!(of(&checks, "Server, protocol 2026-07-28").1.contains(&format!("{tools} tools listed")));
    assert!(of(&checks, "Program").1.contains(env!("CARGO_PKG_VERSION")));
    assert_eq!(of(&checks, "Clients").0, "note");
    assert_eq!(checks.len(), 6);
    for format in ["text", "markdown"] {
        let page = answer(&look(&user, own_folder(), &["--format", format]));
        assert!(page.contains("everything that cco needs is in place"), "{page}");
        assert!(page.contains("What to do") && page.contains("cco install --client"), "{page}");
    }
}

#[test]
fn what_is_wrong_has_a_remedy_and_a_code() {
    let user = User::new();
    let nowhere = user.project();
    let checks_there = checks(&look(&user, &nowhere, &["--format=json"]));
    assert_eq!(of(&checks_there, "PATH").0, "wrong");
    assert!(of(&checks_there, "PATH").2.contains(own_folder().to_str().unwrap()));
    let checks_there = checks(&look(&user, own_folder(), &["--format=json", "--data-dir=absent"]));
    assert_eq!(of(&checks_there, "Data folder").0, "wrong");
    let page = stdout(&look(&user, &nowhere, &["--data-dir=absent"]));
    assert!(page.contains("2 things are wrong"), "{page}");
}

#[cfg(unix)]
#[test]
fn another_program_of_that_name_is_found_out() {
    use std::os::unix::fs::PermissionsExt;
    let version = env!("CARGO_PKG_VERSION");
    for (script, state, words) in [
        ("echo cco 9.9.9".to_owned(), "wrong", "version 9.9.9"),
        (format!("echo cco {version}"), "note", "same version"),
        ("echo Chief of nothing".to_owned(), "wrong", "does not call itself cco"),
        ("exit 3".to_owned(), "wrong", "ended without an answer"),
    ] {
        let user = User::new();
        let path = user.project().join("cco");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        let checks = checks(&look(&user, &user.project(), &["--format=json"]));
        let (found, what, _) = of(&checks, "PATH");
        assert_eq!(found, state, "{what}");
        assert!(what.contains(words), "{what}");
    }
}

#[test]
fn a_clients_entry_is_tried_and_the_advice_mends_it() {
    let user = User::new();
    for client in ["claude-code", "claude-desktop", "cursor", "vscode"] {
        answer(&user.install(client, &[]));
    }
    answer(&user.install("vscode", &["--scope=project"]));
    let checks = found(&user);
    let (state, _, mend) = of(&checks, "Claude Desktop (user)");
    assert!(state == "note" && mend.contains("--data-dir"), "{state}: {mend}");
    answer(&user.install("claude-desktop", &["--data-dir=."]));
    let checks = found(&user);
    for what in ["Claude Code (user)", "Claude Desktop (user)", "Cursor (user)", "VS Code (user)", "VS Code (project)"]
    {
        assert_eq!(of(&checks, what).0, "good", "{checks:?}");
    }
    assert_eq!(checks.len(), 10);

    let gone = r#"{"mcpServers": {"cco": {"command": "/nowhere/cco", "args": ["serve"]}}}"#;
    user.with_file("cursor", "user", gone);
    let checks = found(&user);
    assert_eq!(of(&checks, "Cursor (user)").0, "wrong");
    assert!(of(&checks, "Cursor (user)").2.contains("cco install --client cursor"));
    answer(&user.install("cursor", &[]));
    assert_eq!(of(&found(&user), "Cursor (user)").0, "good");

    let folder = user.project().join("exports");
    std::fs::create_dir(&folder).unwrap();
    answer(&user.install("cursor", &["--data-dir=exports"]));
    assert_eq!(of(&found(&user), "Cursor (user)").0, "good");
    std::fs::remove_dir(&folder).unwrap();
    assert!(of(&found(&user), "Cursor (user)").1.contains("the data folder"));

    user.with_file("cursor", "user", "{\n\"mcpServers\": }");
    let checks = found(&user);
    let (state, what, _) = of(&checks, "Cursor (user)");
    assert_eq!(state, "wrong");
    assert!(what.contains("mcp.json:2:"), "{what}");

    // Somebody else's server of that name, and a file without one.
    user.with_file("cursor", "user", r#"{"mcpServers": {"cco": {"url": "http://localhost"}}}"#);
    assert_eq!(of(&found(&user), "Cursor (user)").0, "note");
    user.with_file("cursor", "user", "{}");
    assert!(found(&user).iter().all(|check| check["check"] != "Cursor (user)"));
}
