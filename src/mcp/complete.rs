//! Completion: what may follow while a person types an argument of a prompt or the variable of a resource template.
//!
//! An offer is a help and never a promise, so what is not known gets an empty list rather than an error.

use std::path::Path;

use rmcp::model::{CompleteRequestParams, CompleteResult, CompletionInfo, Reference};
use serde_json::Value;

use super::prompts::{Known, Offer, argument};
use super::resources::FAMILIES;
use crate::customers::Stage;
use crate::shape::Telling;
use crate::tools::entry;

/// Tables of the data folder that are counted; of more, these are the first by name.
const TABLES_COUNT_MAX: usize = 10_000;
/// What the tools read by the end of its name.
const EXTENSIONS: [&str; 2] = ["csv", "json"];

/// The offers for what is typed so far.
pub(super) fn complete(request: &CompleteRequestParams, data_dir: Option<&Path>) -> CompleteResult {
    let name = request.argument.name.as_str();
    let typed = request.argument.value.to_lowercase();
    let offers = match &request.r#ref {
        Reference::Prompt(prompt) => prompt_offers(&prompt.name, name, data_dir),
        Reference::Resource(resource) => {
            let family = FAMILIES.iter().find(|family| family.template() == resource.uri && family.variable == name);
            family.map(|family| (family.names)().into_iter().map(str::to_owned).collect())
        }
        _ => None,
    };
    let mut fitting: Vec<String> = offers.unwrap_or_default();
    fitting.retain(|offer| offer.to_lowercase().starts_with(&typed));
    let total = fitting.len();
    fitting.truncate(CompletionInfo::MAX_VALUES);
    let more = total > fitting.len();
    // The list is cut to what the protocol allows, so this cannot fail.
    let info = CompletionInfo::with_pagination(fitting, u32::try_from(total).ok(), more);
    CompleteResult::new(info.unwrap_or_default())
}

fn prompt_offers(prompt: &str, name: &str, data_dir: Option<&Path>) -> Option<Vec<String>> {
    match &argument(prompt, name)?.complete {
        Offer::Words(words) => Some(words.clone()),
        Offer::Known(Known::Stage) => Some(Stage::ALL.map(|stage| stage.as_str().to_owned()).to_vec()),
        Offer::Known(Known::Trigger) => words_of("cco_review", "trigger"),
        Offer::Known(Known::File) => data_dir.map(files),
    }
}

/// The words that an argument of a tool takes, read off its schema.
fn words_of(tool: &str, argument: &str) -> Option<Vec<String>> {
    let schema = entry(tool)?.input_schema(Telling::Whole);
    let words = schema.pointer(&format!("/properties/{argument}/enum"))?.as_array()?;
    Some(words.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// The tables at the top of the data folder, by name. Links are left out: where they lead is told on reading.
fn files(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let is_file = |entry: &std::fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_file());
    let names = entries.filter(is_file).filter_map(|entry| entry.file_name().into_string().ok());
    let mut tables: Vec<String> = names
        .filter(|name| {
            let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
            let is_table =
                extension.is_some_and(|found| EXTENSIONS.iter().any(|known| found.eq_ignore_ascii_case(known)));
            is_table && !name.starts_with('.')
        })
        .collect();
    tables.sort_unstable();
    tables.truncate(TABLES_COUNT_MAX);
    tables
}
