//! The documents that travel inside the program: references, prompts, the skill; and the pages made from the code.
//!
//! One table names every file; a test keeps it equal to the folders. Nothing here knows a protocol or a terminal.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use crate::policy::rows_json;
use crate::rule::{GEN_01, GEN_02, Rule};
use crate::tools::catalog;

/// A Markdown document.
#[derive(Debug, Clone, Copy)]
pub struct Document {
    /// The file's stem, and its name everywhere.
    pub stem: &'static str,
    /// The first line without its mark.
    pub title: &'static str,
    /// The whole text.
    pub text: &'static str,
}

/// Embeds documents of a folder by their stems and titles.
macro_rules! documents {
    ($folder:literal: $($stem:literal $title:literal),* $(,)?) => {
        &[$(Document {
            stem: $stem,
            title: $title,
            text: include_str!(concat!("../", $folder, "/", $stem, ".md")),
        }),*]
    };
}

/// The reference documents, in the order people read them.
pub const REFERENCES: &[Document] = documents!["references":
    "retention" "Retention decomposition",
    "segmentation" "Customer segmentation",
    "coverage" "CS coverage model",
    "organisation" "CS team organisation",
    "review" "The review",
    "time_to_value" "Time to value",
    "comp" "CS compensation",
    "health" "Customer health",
    "leading_indicators" "Leading indicators",
    "interventions" "Churn interventions",
    "expansion" "Expansion",
    "projection" "Projection of net retention",
    "maturity" "CX maturity",
    "operating_model" "CX operating model",
    "cs_operations" "CS operations",
    "voice" "Voice of customer",
    "board" "Board section",
    "accounts" "The account file",
    "data_files" "Data files",
    "ledger" "The ledger",
    "warehouse" "A ledger in a warehouse",
    "statistics" "Statistics",
    "benchmarks" "Benchmarks",
    "sources" "Sources",
    "rules" "Rules",
    "problems" "Problems",
    "decisions" "Decisions",
    "changes" "Changes",
];

/// The prompts: one Markdown file each, with front matter that declares the arguments.
pub const PROMPTS: &[Document] = documents!["prompts":
    "cco-review" "CCO review of a plan",
    "retention-review" "Quarterly retention review",
    "segmentation-audit" "Segmentation audit",
    "team-sizing" "CS team sizing",
    "cs-roadmap" "CS hiring roadmap",
    "health-model" "Health model",
    "save-room" "Save room",
    "expansion-review" "Expansion review",
    "cx-maturity" "CX maturity review",
    "voc-refresh" "Voice-of-customer refresh",
    "nps-fine-churn-rising" "NPS fine, churn rising",
    "case-for-cs-org" "The case for a CS organisation",
    "board-section" "Customer page for the board",
];

/// A file to try the tools on.
#[derive(Debug, Clone, Copy)]
pub struct SampleFile {
    /// Its name.
    pub name: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What it holds and what it is for.
    pub about: &'static str,
    /// The whole text, as CSV.
    pub text: &'static str,
}

/// Sixty accounts of the sample company with the columns of every tool over accounts (`references/accounts.md`).
pub const ACCOUNTS: SampleFile = SampleFile {
    name: "accounts.csv",
    title: "Sample accounts",
    about: "Sixty accounts of a fictional company: one file for every tool over accounts.",
    text: include_str!("tools/accounts.csv"),
};

/// Ten customers by month, worked through by hand in `references/ledger.md`.
pub const LEDGER: SampleFile = SampleFile {
    name: "ledger.csv",
    title: "Sample ledger",
    about: "What ten customers paid by month: a ledger for retention_decompose, worked through by hand.",
    text: include_str!("ledger/sample.csv"),
};

/// Every sample file.
pub const SAMPLE_FILES: &[SampleFile] = &[ACCOUNTS, LEDGER];

/// How a model should use the tools.
pub const SKILL: &str = include_str!("../SKILL.md");

/// The reference document of this stem.
#[must_use]
pub fn reference(stem: &str) -> Option<&'static Document> {
    REFERENCES.iter().find(|document| document.stem == stem)
}

/// The policy tables of every tool, as `cco://policy` shows them and a `policy` argument overrides them.
#[must_use]
pub fn policy() -> Value {
    let tables = catalog().iter().map(|entry| (entry.name.to_owned(), rows_json(entry.policy_rows())));
    Value::Object(tables.collect::<Map<_, _>>())
}

/// Every rule of every tool, by tool and id.
pub fn rules() -> impl Iterator<Item = (&'static str, &'static Rule)> {
    let own = catalog().iter().flat_map(|entry| entry.rules.iter().map(move |rule| (entry.name, *rule)));
    [&GEN_01, &GEN_02].map(|rule| ("every tool", rule as &'static Rule)).into_iter().chain(own)
}

/// The rules as data.
#[must_use]
pub fn rules_json() -> Value {
    rules()
        .map(|(tool, rule)| {
            json!({
                "rule": rule.id, "tool": tool, "severity": rule.severity.as_str(),
                "severity_critical": rule.severity_critical.map(crate::rule::Severity::as_str),
                "fires": rule.fires, "source": rule.source,
            })
        })
        .collect()
}

/// The rules as the document `references/rules.md`, which a test keeps equal to this.
#[must_use]
pub fn rules_markdown() -> String {
    let mut out = String::from(
        "# Rules\n\nEvery rule that can fire, generated from the code by `cco rules --format markdown`. A finding \
         carries the id, the severity, its evidence, its place and the source named here.\n",
    );
    let mut current = "";
    for (tool, rule) in rules() {
        if tool != current {
            current = tool;
            let _ =
                write!(out, "\n## {tool}\n\n| rule | severity | fires when | source |\n| --- | --- | --- | --- |\n");
        }
        let severity = match rule.severity_critical {
            Some(critical) => format!("{}; {} when critical", rule.severity.as_str(), critical.as_str()),
            None => rule.severity.as_str().to_owned(),
        };
        let (stem, anchor) = rule.source.split_once('#').unwrap_or((rule.source, ""));
        let _ = writeln!(
            out,
            "| {} | {severity} | {} | [{}]({stem}.md#{anchor}) |",
            rule.id,
            crate::render::escape(rule.fires),
            rule.source
        );
    }
    out
}
