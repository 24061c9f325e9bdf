//! What is shipped: one version everywhere, manifests that name what is there, and one way to install it.

use cco_advisor::tools::catalog;
use serde_json::Value;

use crate::support::program::{report, run_in};
use crate::support::{no_faults, read, root};

fn json(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A field of the front matter of a command or a subagent.
fn field(path: &str, name: &str) -> String {
    let text = read(path);
    let (front, _) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).expect("front matter");
    let line = front.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_else(|| panic!("{path} has no {name}")).trim_matches('"').to_owned()
}

#[test]
fn every_manifest_has_the_crates_version() {
    let registry = json(".registry/server.json");
    let mut told = vec![
        ("plugin.json", json(".claude-plugin/plugin.json")["version"].clone()),
        ("marketplace.json", json(".claude-plugin/marketplace.json")["plugins"][0]["version"].clone()),
        ("manifest.json", json(".mcpb/manifest.json")["version"].clone()),
        ("server.json", registry["version"].clone()),
    ];
    let mut places = vec![("Containerfile", read(".container/Containerfile"))];
    for package in registry["packages"].as_array().unwrap() {
        match package.get("version") {
            Some(version) => told.push(("a package of server.json", version.clone())),
            None => places.push(("an image of server.json", package["identifier"].to_string())),
        }
        if package["registryType"] == "mcpb" {
            places.push(("a bundle of server.json", package["identifier"].to_string()));
        }
    }
    assert_eq!((told.len(), places.len()), (6, 3));
    let version = env!("CARGO_PKG_VERSION");
    let mut faults: Vec<String> = told
        .iter()
        .filter(|(_, told)| told != version)
        .map(|(place, told)| format!("{place} says {told}, Cargo.toml {version}"))
        .collect();
    faults.extend(places.iter().filter(|(_, text)| !text.contains(version)).map(|(place, _)| (*place).to_owned()));
    no_faults("versions", &faults);
}

#[test]
fn the_plugin_names_what_is_there() {
    let plugin = json(".claude-plugin/plugin.json");
    let listed = &json(".claude-plugin/marketplace.json")["plugins"][0];
    assert_eq!((plugin["name"].as_str(), listed["name"].as_str()), (Some("cs"), Some("cs")));
    assert_eq!(listed["source"], "./");
    assert_eq!(plugin["network"]["hosts"], serde_json::json!([]), "the product needs no network");
    assert_eq!(plugin["commands"], serde_json::json!(["./.claude-plugin/commands/cco-review.md"]));
    assert_eq!(plugin["agents"], serde_json::json!(["./.claude-plugin/agents/cs-cco-advisor.md"]));
    assert_eq!(plugin["skills"], serde_json::json!(["./"]));
    assert!(!field(".claude-plugin/commands/cco-review.md", "description").is_empty());
    assert!(read(".claude-plugin/commands/cco-review.md").contains("$ARGUMENTS"));
    assert_eq!(field(".claude-plugin/agents/cs-cco-advisor.md", "name"), "cs-cco-advisor");
    // The agent is told of every tool and of none that is not there.
    let agent = read(".claude-plugin/agents/cs-cco-advisor.md");
    for entry in catalog() {
        assert!(agent.contains(&format!("`{}`", entry.name)), "{}", entry.name);
    }
    let icon = std::fs::read(root().join(".claude-plugin/icon.png")).unwrap();
    assert_eq!(icon[..8], *b"\x89PNG\r\n\x1a\n");
    assert_eq!(icon[16..24], [0, 0, 2, 0, 0, 0, 2, 0], "512 points square");
}

#[test]
fn the_projects_configuration_is_the_one_that_install_writes() {
    let dir = tempfile::TempDir::new().unwrap();
    let written = report(&run_in(dir.path(), &["install", "--client=claude-code", "--scope=project", "--print"]));
    assert_eq!(json(".mcp.json"), written);
}

#[test]
fn the_bundle_lists_every_tool_and_serves_the_chosen_folder() {
    let manifest = json(".mcpb/manifest.json");
    let listed: Vec<&str> =
        manifest["tools"].as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(listed, catalog().iter().map(|entry| entry.name).collect::<Vec<_>>());
    let server = &manifest["server"]["mcp_config"];
    assert_eq!(server["args"], serde_json::json!(["serve", "--data-dir", "${user_config.data_folder}"]));
    assert!(manifest["user_config"]["data_folder"]["required"].as_bool().unwrap());
    assert_eq!(server["platform_overrides"]["win32"]["command"], "${__dirname}/server/cco.exe");
}

#[test]
fn installing_is_one_step_and_the_same_everywhere() {
    for path in ["README.md", "SKILL.md", ".claude-plugin/commands/cco-review.md"] {
        let text = read(path);
        for step in ["cargo install cco-advisor", "cargo binstall cco-advisor", "release archive"] {
            assert!(text.contains(step), "{path} does not say {step}");
        }
    }
    assert!(read(".claude-plugin/agents/cs-cco-advisor.md").contains("cargo install cco-advisor"));
}

#[test]
fn no_address_is_made_up() {
    let registry = json(".registry/server.json");
    assert_eq!(registry["name"], "io.github.OWNER/cco-advisor");
    assert!(registry["description"].as_str().unwrap().chars().count() <= 100);
    for package in registry["packages"].as_array().unwrap() {
        let where_it_is = package["identifier"].as_str().unwrap();
        assert!(where_it_is == "cco-advisor" || where_it_is.contains("OWNER"), "{where_it_is}");
    }
    assert!(!read("Cargo.toml").contains("\nrepository"), "the release fills it");
}

#[test]
fn actions_are_pinned_where_something_is_released() {
    let text = read(".github/workflows/release.yml");
    let uses: Vec<&str> =
        text.lines().filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("uses: ")).collect();
    assert!(uses.len() >= 5, "{uses:?}");
    for action in uses {
        let (_, rest) = action.split_once('@').unwrap_or_else(|| panic!("{action}"));
        let (commit, tag) = rest.split_once(" # ").unwrap_or_else(|| panic!("{action}"));
        assert!(commit.len() == 40 && commit.chars().all(|sign| sign.is_ascii_hexdigit()), "{action}");
        assert!(tag.starts_with('v'), "{action}");
    }
}
