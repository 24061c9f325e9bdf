//! Parts of the product that the documents already speak of and the program does not have yet.
//!
//! What is named here is passed over by the tests of documents. A test fails as soon as such a part has arrived,
//! so the lists can only shrink. At the end both are empty and this file goes.

use cco_advisor::tools::entry;

use super::root;

/// Tools that references and the skill mention before they are in the catalogue.
pub(crate) const TOOLS: &[&str] = &[];

/// Folders of the program that the tests of the README need.
pub(crate) const FOLDERS: &[&str] = &[];

/// Whether the tool is still to come.
pub(crate) fn is_awaited(tool: &str) -> bool {
    entry(tool).is_none() && TOOLS.contains(&tool)
}

/// Whether the command line is still to come.
pub(crate) fn is_command_awaited() -> bool {
    !root().join("src/cli").exists()
}

#[test]
fn nothing_is_awaited_that_has_arrived() {
    let tools = TOOLS.iter().filter(|tool| entry(tool).is_some());
    let folders = FOLDERS.iter().filter(|folder| root().join(folder).exists());
    let arrived: Vec<_> = tools.chain(folders).collect();
    assert!(arrived.is_empty(), "arrived, so take out of tests/it/support/awaited.rs: {arrived:?}");
}
